"""Leaks of data: what is reported, and what of it goes to the judiciary. FLOW-24 step 7."""

from dataclasses import replace
from datetime import date

import pytest

from beian.events.cases import CaseTransferredToJudiciary
from beian.events.sharing import DataLeakReported
from beian.regulations.penalties import Basis, ground_of
from beian.regulations.reasons import Reason
from province.domain.case_leads import ReportKind, basis_of
from province.domain.data_leaks import DATA_LEAK, Discovery, LeakKind, ReportLeak
from support.spec import Given

leak = Given(DATA_LEAK)
WHEN = Discovery(date(2026, 3, 2), "l1")
SOLD = ReportLeak(
    LeakKind.FILING_DATA,
    "示例公司",
    "出售备案信息",
    "示例执法员",
    serious=True,
    authority="公安机关",
)
LOST = ReportLeak(
    LeakKind.USER_REGISTRATIONS,
    "示例主办者",
    "用户注册信息泄露",
    "示例执法员",
    filing_number="苏ICP备2026000001号",
)


@pytest.mark.proves("R14-156")
def test_a_serious_leak_ends_with_the_judiciary() -> None:
    reported, handed_over = (
        leak().when(SOLD, WHEN).then_types(DataLeakReported, CaseTransferredToJudiciary)
    )
    assert isinstance(reported, DataLeakReported)
    assert isinstance(handed_over, CaseTransferredToJudiciary)
    assert (reported.serious, handed_over.case_id) == (True, "l1")
    assert handed_over.rules == ("R14-156",)
    assert leak().after(SOLD, WHEN).state.phase == "TransferredToJudiciary"


def test_another_leak_is_only_reported() -> None:
    (reported,) = leak().when(replace(SOLD, serious=False), WHEN).events
    assert isinstance(reported, DataLeakReported)
    leak().after(SOLD, WHEN).when(SOLD, WHEN).then_refused(Reason.ALREADY_EXISTS)


@pytest.mark.proves("R14-066")
def test_a_sponsors_leak_names_its_site_and_has_a_basis_of_its_own() -> None:
    (reported,) = leak().when(LOST, WHEN).events
    assert isinstance(reported, DataLeakReported)
    assert reported.rules == ("R14-066",)
    without = replace(LOST, filing_number=None)
    leak().when(without, WHEN).then_refused(Reason.INVALID_FIELD, rule="R14-066")
    assert basis_of(ReportKind.DATA_LEAK, is_licensed=False) is Basis.DATA_LEAK
    assert ground_of(Basis.DATA_LEAK).rules == ("R14-066",)


@pytest.mark.proves("R14-156")
@pytest.mark.parametrize(
    "command",
    [
        replace(SOLD, authority=None),
        replace(SOLD, responsible=" "),
        replace(SOLD, description=""),
        replace(SOLD, officer=""),
        replace(SOLD, description="长" * 2001),
    ],
)
def test_a_report_that_nobody_could_follow_is_refused(command: ReportLeak) -> None:
    leak().when(command, WHEN).then_refused(Reason.INVALID_FIELD, rule="R14-156")
