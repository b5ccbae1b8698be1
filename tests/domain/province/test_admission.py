"""An enterprise system's way to admission, and what its provider reports afterwards."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as drawn_from
from hypothesis import strategies as st

from beian.events.admissions import (
    AdmissionGranted,
    CommissioningApplied,
    CommissioningPassed,
    CommissioningReturned,
    EnterpriseSystemUpgraded,
    EvaluationNoted,
    FilingDepartmentRegistered,
    FilingOfficerChanged,
    FilingStaffAssessed,
    InterfaceClosed,
    InterfaceRequirementNoted,
    InterfaceRequirementPublished,
    SimulatedCommissioningNoted,
)
from beian.flows.flow_01 import LIFECYCLE
from beian.regulations.reasons import Reason
from province.domain.admission import ADMISSION
from province.domain.admission_commands import (
    Admission,
    AdmissionCommand,
    Admit,
    ApplyCommissioning,
    AssessStaff,
    Close,
    NoteEvaluation,
    NoteSimulation,
    PassCommissioning,
    Person,
    RegisterDepartment,
    ReportOfficer,
    ReportUpgrade,
    ReturnCommissioning,
    Situation,
)
from province.domain.interface_versions import (
    REQUIREMENT,
    NoteRequirement,
    Requirement,
    is_below,
)
from support.flows import never_leaves
from support.spec import Given, History

ISP = 320000000003
given = Given(ADMISSION)
TODAY = date(2026, 3, 10)
HERE = Situation(TODAY, "320000", ISP, has_account=True, minimum_version="3.0")
REGISTER = RegisterDepartment(
    ISP,
    "新接入科技有限公司",
    "320000",
    "法定代表人甲",
    Person("备案部门负责人", "乙", "025-12345678"),
    (Person("备案审核岗", "丙", "025-12345679"),),
    "4001234567",
)
EVALUATED = NoteEvaluation(
    EvaluationNoted(
        isp_id=ISP,
        evaluation_id="e-1",
        report_number="评测2026-01",
        software_version="1.0",
        interface_version="3.0",
    )
)
APPLY = ApplyCommissioning("许可证A", "评测2026-01", "联调2026-01", "3.0")
BOUGHT = ApplyCommissioning(
    "许可证A",
    "评测P",
    "联调P",
    "3.0",
    is_bought=True,
    purchase_contract="合同P",
    software_version="2.1",
)
PASSED = PassCommissioning("经办人")
ADMIT = Admit("经办人")

type Way = History[Admission, AdmissionCommand, Situation]


def trial(status: str) -> NoteSimulation:
    return NoteSimulation(ISP, status, "联调2026-01" if status == "passed" else None)


def after(*commands: AdmissionCommand) -> Way:
    history = given()
    for command in commands:
        history = history.after(command, HERE)
    return history


TRIED = (REGISTER, EVALUATED, trial("started"), trial("passed"))


@pytest.mark.proves("R14-035", "R14-051", "R14-033")
@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"legal_representative": " "}, "R14-035"),
        ({"head": Person("负责人", "", "")}, "R14-035"),
        ({"service_phone": ""}, "R14-051"),
        ({"staff": ()}, "R14-033"),
    ],
)
def test_a_department_names_both_heads_its_posts_and_a_service_phone(
    changed: dict[str, object], rule: str
) -> None:
    given().when(REGISTER, HERE).then_types(FilingDepartmentRegistered)
    wanting = replace(REGISTER, **changed)  # type: ignore[arg-type]  # fields of it
    given().when(wanting, HERE).then_refused(Reason.INVALID_FIELD, rule=rule)
    after(REGISTER).when(REGISTER, HERE).then_refused(Reason.ALREADY_EXISTS)


@pytest.mark.proves("R14-022")
def test_only_the_bureau_of_the_registered_place_takes_a_provider_on() -> None:
    elsewhere = replace(REGISTER, registered_region="440000")
    given().when(elsewhere, HERE).then_refused(Reason.WRONG_BUREAU, rule="R14-022")
    applied = after(*TRIED, APPLY)
    (passed,) = applied.when(PASSED, HERE).then_types(CommissioningPassed)
    assert isinstance(passed, CommissioningPassed)
    assert (passed.region, passed.rules) == ("320000", ("R14-022",))
    closed = after(*TRIED, APPLY, PASSED, ADMIT)
    closed.when(Close("经办人", "退出市场"), HERE).then_types(InterfaceClosed)
    assert closed.after(Close("经办人", "退出市场"), HERE).state.phase == "Closed"


@pytest.mark.proves("R14-033")
def test_without_a_registered_department_nobody_applies() -> None:
    given().when(APPLY, HERE).then_refused(Reason.WRONG_STATE, rule="R14-033")


@pytest.mark.proves("R14-130")
def test_a_system_applies_only_after_its_trials() -> None:
    assert after(*TRIED).state.phase == "SimPassed"
    after(REGISTER, EVALUATED).when(APPLY, HERE).then_refused(Reason.WRONG_STATE)
    failed = after(REGISTER, EVALUATED, trial("started"), trial("failed"))
    assert failed.state.phase == "Simulating"
    assert after(REGISTER, trial("bought")).state.phase == "SimPassed"


@pytest.mark.proves("R14-130")
def test_what_is_told_before_the_department_is_registered_counts_when_it_is() -> None:
    early = after(EVALUATED, trial("started"), trial("passed"))
    assert early.state.phase == ""
    happened = early.when(REGISTER, HERE)
    happened.then_types(
        FilingDepartmentRegistered,
        EvaluationNoted,
        SimulatedCommissioningNoted,
        SimulatedCommissioningNoted,
    )
    assert early.after(REGISTER, HERE).state.phase == "SimPassed"
    early.after(REGISTER, HERE).when(EVALUATED, HERE).then_nothing()


@pytest.mark.proves("R14-131")
@pytest.mark.parametrize("name", ["licence", "evaluation_report", "simulated_commissioning_report"])
def test_an_application_without_a_document_goes_back_and_names_it(name: str) -> None:
    wanting = replace(APPLY, **{name: None})  # type: ignore[arg-type]  # a document
    happened = after(*TRIED).when(wanting, HERE)
    _, returned = happened.then_types(CommissioningApplied, CommissioningReturned)
    assert isinstance(returned, CommissioningReturned)
    assert returned.missing == (name,)
    assert after(*TRIED).after(wanting, HERE).state.phase == "SimPassed"
    after(*TRIED).when(APPLY, HERE).then_types(CommissioningApplied)


@pytest.mark.proves("R14-132")
@pytest.mark.parametrize("name", ["purchase_contract", "software_version"])
def test_of_a_bought_system_contract_and_version_are_demanded_too(name: str) -> None:
    bought = after(REGISTER, trial("bought"))
    bought.when(BOUGHT, HERE).then_types(CommissioningApplied)
    wanting = replace(BOUGHT, **{name: " "})  # type: ignore[arg-type]  # a document
    _, returned = bought.when(wanting, HERE).then_types(CommissioningApplied, CommissioningReturned)
    assert isinstance(returned, CommissioningReturned)
    assert (returned.missing, returned.rules) == ((name,), ("R14-132",))


@pytest.mark.proves("R14-129")
def test_a_system_is_admitted_after_commissioning_and_with_an_account_only() -> None:
    after(*TRIED, APPLY).when(ADMIT, HERE).then_refused(Reason.WRONG_STATE)
    commissioned = after(*TRIED, APPLY, PASSED)
    commissioned.when(ADMIT, HERE).then_types(AdmissionGranted)
    assert commissioned.after(ADMIT, HERE).state.phase == "Admitted"
    without = replace(HERE, has_account=False)
    commissioned.when(ADMIT, without).then_refused(Reason.NOT_FOUND, rule="R14-129")
    commissioned.when(Admit(""), HERE).then_refused(Reason.INVALID_FIELD)


def test_commissioning_that_fails_sends_the_application_back() -> None:
    applied = after(*TRIED, APPLY)
    back = ReturnCommissioning("经办人", "接口返回与规范不符")
    applied.when(back, HERE).then_types(CommissioningReturned)
    again = applied.after(back, HERE)
    assert (again.state.phase, again.state.application) == ("SimPassed", None)
    again.when(PASSED, HERE).then_refused(Reason.WRONG_STATE)
    assert again.after(APPLY, HERE).state.phase == "Applied"


@pytest.mark.proves("R14-034")
def test_a_head_changed_on_friday_is_reported_in_time_until_tuesday() -> None:
    changed = ReportOfficer("备案部门负责人", "丁", "025-12345670", date(2026, 3, 6))
    registered = after(REGISTER)
    lateness = []
    for day in (date(2026, 3, 10), date(2026, 3, 11)):
        (told,) = registered.when(changed, replace(HERE, today=day)).events
        assert isinstance(told, FilingOfficerChanged)
        lateness.append((told.due, told.is_late))
    assert lateness == [("2026-03-10", False), ("2026-03-10", True)]
    ahead = replace(changed, changed_on=date(2026, 3, 11))
    registered.when(ahead, HERE).then_refused(Reason.INVALID_FIELD, rule="R14-034")
    nameless = replace(changed, name="")
    registered.when(nameless, HERE).then_refused(Reason.INVALID_FIELD, rule="R14-034")


@pytest.mark.proves("M64-043")
def test_staff_is_assessed_every_year_by_the_providers_own_rules() -> None:
    registered = after(REGISTER)
    assess = AssessStaff(2025, 3, quality_measured=True, rules_document="备案工作考核办法")
    registered.when(assess, HERE).then_types(FilingStaffAssessed)
    assert registered.after(assess, HERE).state.assessed_years == {2025}
    for wrong in (
        replace(assess, quality_measured=False),
        replace(assess, year=2027),
        replace(assess, rules_document=""),
    ):
        registered.when(wrong, HERE).then_refused(Reason.INVALID_FIELD, rule="M64-043")


@pytest.mark.proves("R14-050", "R14-009")
def test_a_system_below_the_required_version_is_listed_until_it_is_upgraded() -> None:
    required = InterfaceRequirementPublished(
        minimum_version="V3.1", effective_on="2026-04-01", text="", rules=("R14-009",)
    )
    noted = Given(REQUIREMENT)().when(NoteRequirement(required), None)
    (event,) = noted.then_types(InterfaceRequirementNoted)
    assert isinstance(event, InterfaceRequirementNoted)
    state = Requirement((event,))
    assert state.minimum(date(2026, 3, 31)) == "3.0"
    assert state.minimum(date(2026, 4, 1)) == "V3.1"
    assert is_below(Admission().interface_version, "V3.1")
    upgrade = ReportUpgrade("2.0", "3.1", TODAY)
    upgraded = after(REGISTER).after(upgrade, HERE)
    assert not is_below(upgraded.state.interface_version, "V3.1")
    after(REGISTER).when(upgrade, HERE).then_types(EnterpriseSystemUpgraded)
    wrong = replace(upgrade, interface_version="new")
    after(REGISTER).when(wrong, HERE).then_refused(Reason.INVALID_FIELD)
    old = replace(HERE, minimum_version="V3.1")
    _, returned = after(*TRIED).when(APPLY, old).events
    assert isinstance(returned, CommissioningReturned)
    assert returned.missing == ("interface_version",)


asked = st.sampled_from(
    (
        REGISTER,
        EVALUATED,
        *map(trial, ("started", "failed", "passed", "bought")),
        APPLY,
        replace(APPLY, licence=None),
        BOUGHT,
        PASSED,
        ReturnCommissioning("经办人", "理由"),
        ADMIT,
        Close("经办人", "理由"),
        ReportUpgrade("2.0", "3.1", TODAY),
        ReportOfficer("岗位", "丁", "", TODAY),
        AssessStaff(2025, 3, quality_measured=True, rules_document="办法"),
    )
)


@pytest.mark.proves("R14-129")
@drawn_from(st.lists(asked, max_size=14))
def test_no_state_is_reached_that_the_flow_does_not_draw(commands: list[object]) -> None:
    never_leaves(LIFECYCLE, ADMISSION, commands, lambda _state, _command: HERE)
