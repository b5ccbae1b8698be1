"""Admission of an enterprise system by the bureau of the provider's registered place. PURE.

Stream `admission-<isp id>`. Department first, then evaluation and the center's trials (or copies
of a bought product's reports), then the application with its documents, commissioning with the
bureau's own system, admission. What is missing sends the application back by name. Providers that
were admitted before there was this procedure report changes here all the same.

Flow: FLOW-01. Rules: R14-022, R14-033 to R14-035, R14-050, R14-051, R14-129 to R14-132, M64-043.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
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
    NamedPerson,
    SimulatedCommissioningNoted,
)
from beian.events.base import Event
from beian.flows.flow_01 import LIFECYCLE
from beian.flows.lifecycle import START, drawn
from beian.interface_versions import version
from beian.regulations.calendar import WorkingCalendar
from beian.regulations.deadlines import officer_change_due
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
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
from province.domain.interface_versions import is_below

_CALENDAR: Final = WorkingCalendar()
DOCUMENTS: Final[Mapping[str, str]] = {
    "licence": "电信业务经营许可证",
    "evaluation_report": "功能评测报告",
    "simulated_commissioning_report": "模拟联调报告",
}
BOUGHT_DOCUMENTS: Final[Mapping[str, str]] = {
    "purchase_contract": "购买合同复印件",
    "software_version": "软件版本",
}


def admission_stream(isp_id: int) -> str:
    """Return the stream of a provider's admission."""
    return f"admission-{isp_id}"


def _decide(state: Admission, command: AdmissionCommand, context: Situation) -> Decision:
    match command:
        case RegisterDepartment():
            return _register(state, command, context)
        case NoteEvaluation() | NoteSimulation():
            return _note(state, command)
        case ApplyCommissioning():
            return _apply(state, command, context)
        case PassCommissioning() | ReturnCommissioning() | Admit() | Close():
            return _conclude(state, command, context)
        case ReportUpgrade() | ReportOfficer() | AssessStaff():
            return _keep_up(command, context)


@enforces("R14-033", "R14-035", "R14-051")
def _register(state: Admission, command: RegisterDepartment, context: Situation) -> Decision:
    """Register a department with both heads, posts and phone; what was told before counts."""
    if state.department is not None:
        return Refusal(Reason.ALREADY_EXISTS, "备案部门已登记，变更请另行报告")
    if command.registered_region != context.region:
        return Refusal(
            Reason.WRONG_BUREAU, "应向注册地通信管理局办理", "registered_region", "R14-022"
        )
    missing = _missing_of(command)
    if missing is not None:
        return missing
    registered = FilingDepartmentRegistered(
        isp_id=command.isp_id,
        name=command.name,
        registered_region=command.registered_region,
        legal_representative=command.legal_representative,
        head=_named(command.head),
        staff=tuple(_named(one) for one in command.staff),
        service_phone=command.service_phone,
        rules=("R14-033", "R14-035", "R14-051"),
    )
    return [registered, *_caught_up(state)]


def _missing_of(command: RegisterDepartment) -> Refusal | None:
    """Refuse a department without somebody who is responsible, posts, or a phone."""
    asked = (
        ("legal_representative", command.legal_representative, "应写明法定代表人", "R14-035"),
        ("head", command.head.name, "应写明备案部门负责人", "R14-035"),
        ("service_phone", command.service_phone, "应公布客服电话", "R14-051"),
        ("staff", "".join(one.name for one in command.staff), "应设专职岗位", "R14-033"),
    )
    for name, value, detail, rule in asked:
        if not value.strip():
            return Refusal(Reason.INVALID_FIELD, detail, name, rule)
    return None


def _caught_up(state: Admission) -> Iterator[Event]:
    """Yield again what was noted before the department was there: its steps are walked now."""
    if state.evaluation is not None:
        yield state.evaluation
    isp_id = state.evaluation.isp_id if state.evaluation else 0
    for status in state.trials:
        yield SimulatedCommissioningNoted(
            isp_id=isp_id, status=status, report_number=state.trial_report
        )


def _named(person: Person) -> NamedPerson:
    return NamedPerson(post=person.post, name=person.name, phone=person.phone)


def _note(state: Admission, command: NoteEvaluation | NoteSimulation) -> Decision:
    if isinstance(command, NoteEvaluation):
        return [] if state.evaluation == command.evaluation else [command.evaluation]
    return [
        SimulatedCommissioningNoted(
            isp_id=command.isp_id, status=command.status, report_number=command.report_number
        )
    ]


@enforces("R14-033", "R14-131", "R14-132")
def _apply(state: Admission, command: ApplyCommissioning, context: Situation) -> Decision:
    """Take an application; what lacks a document goes back at once and names it."""
    if state.department is None:
        return Refusal(Reason.WRONG_STATE, "应先登记备案部门", rule="R14-033")
    if version(command.interface_version) is None:
        return Refusal(Reason.INVALID_FIELD, "不是版本号", "interface_version")
    applied = CommissioningApplied(
        isp_id=context.isp_id,
        licence=command.licence,
        evaluation_report=command.evaluation_report,
        simulated_commissioning_report=command.simulated_commissioning_report,
        is_bought=command.is_bought,
        purchase_contract=command.purchase_contract,
        software_version=command.software_version,
        interface_version=command.interface_version,
        rules=("R14-132" if command.is_bought else "R14-131",),
    )
    wanted = {**DOCUMENTS, **(BOUGHT_DOCUMENTS if command.is_bought else {})}
    missing = [name for name in wanted if not (getattr(command, name) or "").strip()]
    said = [wanted[name] for name in missing]
    if is_below(command.interface_version, context.minimum_version):
        missing.append("interface_version")
        said.append(f"接口版本不低于{context.minimum_version}的系统")
    if not missing:
        return [applied]
    returned = _returned(context.isp_id, missing, f"缺少：{'、'.join(said)}", applied.rules)
    return [applied, returned]


def _returned(
    isp_id: int, missing: Sequence[str], text: str, rules: tuple[str, ...]
) -> CommissioningReturned:
    return CommissioningReturned(isp_id=isp_id, missing=tuple(missing), text=text, rules=rules)


@enforces("R14-022", "R14-129")
def _conclude(
    state: Admission,
    command: PassCommissioning | ReturnCommissioning | Admit | Close,
    context: Situation,
) -> Decision:
    if not command.officer.strip():
        return Refusal(Reason.INVALID_FIELD, "应写明经办人", "officer")
    isp_id = context.isp_id
    match command:
        case PassCommissioning():
            if state.application is None:
                return Refusal(Reason.WRONG_STATE, "没有接入申请", rule="R14-131")
            return [
                CommissioningPassed(
                    isp_id=isp_id,
                    region=context.region,
                    officer=command.officer,
                    software_version=state.application.software_version,
                    interface_version=state.application.interface_version,
                    rules=("R14-022",),
                )
            ]
        case ReturnCommissioning():
            return [_returned(isp_id, (), command.text, ("R14-022",))]
        case Admit():
            if not context.has_account:
                return Refusal(Reason.NOT_FOUND, "尚未配置该单位的接口账号", rule="R14-129")
            return [AdmissionGranted(isp_id=isp_id, officer=command.officer, rules=("R14-129",))]
        case Close():
            return [
                InterfaceClosed(
                    isp_id=isp_id,
                    officer=command.officer,
                    reason=command.reason,
                    rules=("R14-022",),
                )
            ]


def _keep_up(command: ReportUpgrade | ReportOfficer | AssessStaff, context: Situation) -> Decision:
    match command:
        case ReportUpgrade():
            return _upgrade(command, context)
        case ReportOfficer():
            return _officer(command, context)
        case AssessStaff():
            return _assess(command, context)


@enforces("R14-050")
def _upgrade(command: ReportUpgrade, context: Situation) -> Decision:
    if command.upgraded_on > context.today:
        return Refusal(Reason.INVALID_FIELD, "尚未升级", "upgraded_on")
    if version(command.interface_version) is None or not command.software_version.strip():
        return Refusal(Reason.INVALID_FIELD, "应写明软件版本和接口版本", "interface_version")
    return [
        EnterpriseSystemUpgraded(
            isp_id=context.isp_id,
            software_version=command.software_version,
            interface_version=command.interface_version,
            upgraded_on=command.upgraded_on.isoformat(),
            rules=("R14-050",),
        )
    ]


@enforces("R14-034")
def _officer(command: ReportOfficer, context: Situation) -> Decision:
    """Note a change; of the head, whether it came within two working days."""
    if command.changed_on > context.today:
        return Refusal(Reason.INVALID_FIELD, "变更日期不能晚于今天", "changed_on", "R14-034")
    if not command.name.strip() or not command.post.strip():
        return Refusal(Reason.INVALID_FIELD, "应写明岗位和姓名", "name", "R14-034")
    due = officer_change_due(command.changed_on, _CALENDAR).day
    return [
        FilingOfficerChanged(
            isp_id=context.isp_id,
            post=command.post,
            name=command.name,
            phone=command.phone,
            is_head=command.is_head,
            changed_on=command.changed_on.isoformat(),
            reported_on=context.today.isoformat(),
            due=due.isoformat(),
            is_late=command.is_head and context.today > due,
            licence_authority_told=command.licence_authority_told,
            training_booked=command.training_booked,
            rules=("R14-034",),
        )
    ]


@enforces("M64-043")
def _assess(command: AssessStaff, context: Situation) -> Decision:
    if command.year > context.today.year or command.assessed < 1:
        return Refusal(Reason.INVALID_FIELD, "考核年度或人数不对", "year", "M64-043")
    if not command.quality_measured:
        detail = "日常备案质量应为主要考核内容"
        return Refusal(Reason.INVALID_FIELD, detail, "quality_measured", "M64-043")
    if not command.rules_document.strip():
        return Refusal(Reason.INVALID_FIELD, "应写明考核办法", "rules_document", "M64-043")
    return [
        FilingStaffAssessed(
            isp_id=context.isp_id,
            year=command.year,
            assessed=command.assessed,
            quality_measured=True,
            rules_document=command.rules_document,
            rules=("M64-043",),
        )
    ]


def evolve(state: Admission, event: Event) -> Admission:
    """Return where the admission stands after `event`."""
    moved = replace(state, phase=LIFECYCLE.after(state.phase, event))
    match event:
        case FilingDepartmentRegistered():
            return replace(moved, department=event)
        case EvaluationNoted():
            return replace(moved, evaluation=event, software_version=event.software_version)
        case SimulatedCommissioningNoted():
            # Told before the department was registered, it is told again then.
            trials = state.trials if state.phase != START else (*state.trials, event.status)
            return replace(moved, trials=trials, trial_report=event.report_number)
        case CommissioningApplied():
            return replace(moved, application=event)
        case CommissioningReturned():
            return replace(moved, application=None)
        case CommissioningPassed() | EnterpriseSystemUpgraded():
            return replace(
                moved,
                software_version=event.software_version,
                interface_version=event.interface_version,
            )
        case FilingOfficerChanged(is_head=True):
            return replace(moved, head_changes=(*state.head_changes, event))
        case FilingStaffAssessed(year=year):
            return replace(moved, assessed_years=state.assessed_years | {year})
        case _:
            return moved


decide = drawn(LIFECYCLE, _decide, phase=lambda state: state.phase)

ADMISSION: Final[Decider[Admission, AdmissionCommand, Situation]] = Decider(
    Admission(), decide, evolve
)
