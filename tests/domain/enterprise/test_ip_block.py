"""An address block at the provider's desk: reported, answered, changed, taken out."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given as drawing
from hypothesis import settings
from hypothesis import strategies as st

from beian.clock import CancelTimer, SetTimer, TimerChange
from beian.errors import Refusal
from beian.events import Event
from beian.events.ip_blocks import (
    DownstreamUnitNotified,
    IpBlockChanged,
    IpBlockObtained,
    IpBlockReported,
    IpBlockResultReceived,
    IpBlockSealed,
    IpBlockWithdrawn,
    IpDataChanged,
    IpFindingReceived,
    IpReportOverdue,
    IpReportTermSet,
    IpUserOwnedBlockReported,
)
from beian.flows.flow_19 import LIFECYCLE
from beian.records import Finding
from beian.records_ip import IpAssignment, IpDeletion, IpSource, OwnAddresses
from beian.regulations.reasons import Reason
from beian.wire.download_bajg import IdResult
from beian.wire.files import UploadFile, parse_upload
from enterprise.domain.ip_block import (
    IP_BLOCK,
    Block,
    ChangeBlock,
    NoBlock,
    NoteDataChange,
    NoteOverdue,
    ObtainBlock,
    Pending,
    ReceiveBlockResult,
    ReportBlock,
    SealBlock,
    WithdrawBlock,
)
from enterprise.domain.ip_results import Sent, answers_of
from enterprise.edges.ip_desk import file_of
from enterprise.edges.timers import deadlines
from support.spec import Given

ISP = 320000000001
SOURCE = IpSource(isp_record_id=1, first=3323068416, last=3323068671, source_unit=100000900001)
SMALLER = IpSource(isp_record_id=1, first=3323068416, last=3323068543, source_unit=100000900001)
OWN = OwnAddresses(
    isp_record_id=2,
    first=3323068416,
    last=3323068671,
    redirects=0,
    usage=1,
    assigned_on="2026-03-02",
    user_name="示例使用单位",
    user_kind=4,
    province=320000,
    city=320100,
    address="示例路1号",
    contact_name="张三",
    contact_phone="025-12345678",
    contact_email="noc@sponsor.example",
    source_type=0,
    source_name="示例来源单位",
)
OK = (Finding(code=2998, message="ok"),)
CONFLICT = (Finding(code=2056, message="冲突"),)
reported = IpBlockReported(number=1, report=SOURCE)
sealed = IpBlockSealed(number=1, file_name="ip.xml")
registered = IpBlockResultReceived(number=1, passed=True, findings=OK, record_id=7)
PASS = ReceiveBlockResult(1, passed=True, findings=OK, record_id=7)
FAIL = ReceiveBlockResult(1, passed=False, findings=CONFLICT, record_id=None)
TODAY = date(2026, 3, 2)
TERM = IpReportTermSet(number=1, due="2026-03-30", due_assumed=False)
CHANGE_TERM = IpReportTermSet(number=1, due="2026-03-09", due_assumed=False)
OBTAINED = IpBlockObtained(number=1, first=SOURCE.first, last=SOURCE.last, obtained_on="2026-03-02")
DATA_CHANGED = IpDataChanged(number=1, changed_on="2026-03-02")
given = Given(IP_BLOCK)


@pytest.mark.proves("R14-072", "R14-074")
def test_a_block_is_reported_once_under_its_number() -> None:
    given().when(ReportBlock(1, SOURCE, TODAY), TODAY).then(OBTAINED, reported, TERM)
    own = IpUserOwnedBlockReported(number=2, report=OWN)
    own_term = IpReportTermSet(number=2, due="2026-05-06", due_assumed=False)
    in_service = IpBlockObtained(number=2, first=OWN.first, last=OWN.last, obtained_on="2026-05-01")
    given().when(ReportBlock(2, OWN, date(2026, 5, 1)), TODAY).then(in_service, own, own_term)
    given(reported).when(ReportBlock(1, SOURCE, TODAY), TODAY).then_refused(Reason.ALREADY_EXISTS)
    given().when(WithdrawBlock(9), TODAY).then_refused(Reason.NOT_FOUND)


@pytest.mark.proves("R14-077")
def test_nothing_changes_while_a_report_is_under_way() -> None:
    history = given(reported, sealed)
    for command in (ChangeBlock(1, SMALLER), WithdrawBlock(1), SealBlock(1, "other.xml")):
        history.when(command, TODAY).then_refused(Reason.WRONG_STATE)
    given(reported).when(SealBlock(1, "ip.xml"), TODAY).then(sealed)
    history.when(PASS, TODAY).then(registered)
    given(reported, sealed, registered).when(PASS, TODAY).then_nothing()


@pytest.mark.proves("R14-077")
def test_a_registered_block_is_changed_and_deleted_at_the_bureau() -> None:
    there = (reported, sealed, registered)
    changed = IpBlockChanged(number=1, report=SMALLER)
    given(*there).when(ChangeBlock(1, SMALLER), TODAY).then(DATA_CHANGED, changed, CHANGE_TERM)
    given(*there).when(ChangeBlock(1, SOURCE), TODAY).then_nothing()
    given(*there).when(ChangeBlock(1, OWN), TODAY).then_refused(Reason.INVALID_FIELD)
    gone = IpBlockWithdrawn(number=1, is_registered=True)
    given(*there).when(WithdrawBlock(1), TODAY).then(DATA_CHANGED, gone, CHANGE_TERM)
    answered = IpBlockResultReceived(number=1, passed=True, findings=OK, record_id=None)
    given(*there, gone, sealed).when(PASS, TODAY).then(answered)
    given(*there, gone, sealed, answered).when(WithdrawBlock(1), TODAY).then_refused(
        Reason.NOT_FOUND
    )


@pytest.mark.proves("R14-073")
def test_a_lower_unit_is_told_to_report_what_is_assigned_on_to_it() -> None:
    passed_on = IpAssignment(first=10, last=20, mode=2, receiver=9)
    told = DownstreamUnitNotified(number=1, unit=9, first=10, last=20)
    entered = IpBlockReported(number=1, report=passed_on)
    begun = IpBlockObtained(number=1, first=10, last=20, obtained_on="2026-03-02")
    given().when(ReportBlock(1, passed_on, TODAY), TODAY).then(begun, entered, TERM, told)
    noted = IpAssignment(first=10, last=20, mode=2, receiver=9, remark="备注")
    changed = IpBlockChanged(number=1, report=noted)
    given(entered, TERM, told).when(ChangeBlock(1, noted), TODAY).then(changed)
    more = IpAssignment(first=10, last=30, mode=2, receiver=9)
    given(entered, TERM, told).when(ChangeBlock(1, more), TODAY).then(
        IpBlockChanged(number=1, report=more),
        DownstreamUnitNotified(number=1, unit=9, first=10, last=30),
    )


def test_what_came_back_may_be_reported_again_as_it_is() -> None:
    returned = IpBlockResultReceived(number=1, passed=False, findings=CONFLICT, record_id=None)
    found = IpFindingReceived(number=1, codes=(2056,))
    given(reported, sealed).when(FAIL, TODAY).then(returned, found)
    again = IpBlockChanged(number=1, report=SOURCE)
    given(reported, sealed, returned).when(ChangeBlock(1, SOURCE), TODAY).then(again)
    state = IP_BLOCK.fold([reported, sealed, returned, again])
    assert isinstance(state, Block)
    assert state.pending == Pending.ADD
    withdrawn = IpBlockWithdrawn(number=1, is_registered=False)
    given(reported).when(WithdrawBlock(1), TODAY).then(withdrawn)


@pytest.mark.proves("R14-072", "R14-074", "R14-077")
def test_what_is_not_registered_in_time_is_overdue_once() -> None:
    overdue = IpReportOverdue(number=1, due=TERM.due)
    given(reported, TERM).when(NoteOverdue(1), TODAY).then(overdue)
    given(reported, TERM, overdue).when(NoteOverdue(1), TODAY).then_nothing()
    given(reported, TERM, sealed, registered).when(NoteOverdue(1), TODAY).then_nothing()


@pytest.mark.proves("R14-072")
def test_what_was_obtained_is_reported_within_twenty_working_days_or_overdue() -> None:
    obtain = ObtainBlock(1, SOURCE.first, SOURCE.last, TODAY)
    given().when(obtain, TODAY).then(OBTAINED, TERM)
    given(OBTAINED, TERM).when(obtain, TODAY).then_refused(Reason.ALREADY_EXISTS)
    in_time = date(2026, 3, 30)
    given(OBTAINED, TERM).when(ReportBlock(1, SOURCE, in_time), in_time).then(reported, TERM)
    given(OBTAINED).when(ReportBlock(1, SMALLER, TODAY), TODAY).then_refused(Reason.INVALID_FIELD)
    given(OBTAINED).when(WithdrawBlock(1), TODAY).then_refused(Reason.WRONG_STATE, rule="R14-072")
    overdue = IpReportOverdue(number=1, due=TERM.due)
    given(OBTAINED, TERM).when(NoteOverdue(1), TODAY).then(overdue)
    late = given(OBTAINED, TERM, overdue)
    late.when(NoteOverdue(1), TODAY).then_nothing()
    late.when(ReportBlock(1, SOURCE, TODAY), TODAY).then(reported)
    assert late.after(ReportBlock(1, SOURCE, TODAY), TODAY).state.phase == "Reported"


@pytest.mark.proves("R14-077", "R05-016")
def test_a_change_is_reported_within_five_working_days_or_overdue() -> None:
    there = given(OBTAINED, reported, sealed, registered)
    note = NoteDataChange(1, TODAY)
    there.when(note, TODAY).then(DATA_CHANGED, CHANGE_TERM)
    changed = there.after(note, TODAY)
    changed.when(note, TODAY).then_refused(Reason.WRONG_STATE)
    report = IpBlockChanged(number=1, report=SMALLER)
    changed.when(ChangeBlock(1, SMALLER), TODAY).then(report)
    overdue = IpReportOverdue(number=1, due=CHANGE_TERM.due)
    changed.when(NoteOverdue(1), TODAY).then(overdue)
    late = changed.after(NoteOverdue(1), TODAY)
    assert late.state.phase == "Overdue"
    late.when(ChangeBlock(1, SMALLER), TODAY).then(report)
    given(OBTAINED, reported).when(note, TODAY).then_refused(Reason.WRONG_STATE)


COMMANDS: st.SearchStrategy[Any] = st.sampled_from(
    (
        ObtainBlock(1, SOURCE.first, SOURCE.last, TODAY),
        ReportBlock(1, SOURCE, TODAY),
        NoteDataChange(1, TODAY),
        ChangeBlock(1, SOURCE),
        ChangeBlock(1, SMALLER),
        WithdrawBlock(1),
        SealBlock(1, "ip.xml"),
        PASS,
        FAIL,
        NoteOverdue(1),
    )
)


@settings(max_examples=100)
@drawing(st.lists(COMMANDS, max_size=25))
def test_no_state_is_reached_that_the_flow_does_not_draw(commands: list[Any]) -> None:
    state: Any = IP_BLOCK.initial
    for command in commands:
        decision = IP_BLOCK.decide(state, command, TODAY)
        for event in () if isinstance(decision, Refusal) else decision:
            expected = LIFECYCLE.after(state.phase, event)
            state = IP_BLOCK.evolve(state, event)
            is_gone = isinstance(state, NoBlock)
            assert is_gone or state.phase == expected


def test_the_end_of_a_term_is_watched_until_the_bureau_has_registered_the_block() -> None:
    assert [type(one) for one in changes(TERM)] == [SetTimer]
    withdrawn = IpBlockWithdrawn(number=1, is_registered=False)
    for event in (registered, withdrawn, IpReportOverdue(number=1, due=TERM.due)):
        assert [type(one) for one in changes(event)] == [CancelTimer]
    returned = IpBlockResultReceived(number=1, passed=False, findings=CONFLICT, record_id=None)
    assert changes(returned) == []


def changes(event: Event) -> list[TimerChange]:
    recorded: Any = SimpleNamespace(event=event)
    return list(deadlines(recorded))


def test_a_file_holds_additions_or_changes_or_deletions() -> None:
    assignment = IpAssignment(first=SOURCE.first, last=SOURCE.last, mode=4)
    blocks = [
        Block(2, assignment, Pending.DELETE, record_id=8),
        Block(1, SOURCE, Pending.DELETE, record_id=7),
        Block(3, SMALLER, Pending.ADD),
    ]
    xml, chosen = file_of(blocks, ISP)
    parsed = parse_upload(xml, "ip.xml")
    assert isinstance(parsed, UploadFile)
    assert [one.number for one in chosen] == [2, 1]
    assert parsed.operations == ("IP/SCBA/Scfp", "IP/SCBA/Scly")
    assert [one.ip for one in parsed.records] == [
        IpDeletion(record_id=8),
        IpDeletion(record_id=7),
    ]
    xml, chosen = file_of([Block(1, SMALLER, Pending.CHANGE, record_id=7)], ISP)
    parsed = parse_upload(xml, "ip.xml")
    assert isinstance(parsed, UploadFile)
    assert parsed.operations == ("IP/XGBA/Xgly",)


def test_answers_find_their_blocks_by_our_number_the_bureaus_id_or_the_file() -> None:
    sent = [Sent(1, None, "a.xml"), Sent(2, 7, "a.xml"), Sent(3, None, "b.xml")]
    added = IdResult(findings=OK, operation_type=1, isp_record_id=1, record_id=9)
    changed = IdResult(findings=CONFLICT, operation_type=2, record_id=7)
    unknown = IdResult(findings=OK, operation_type=2, record_id=99)
    found = list(answers_of([added, changed, unknown], sent))
    assert [(one.number, one.passed, one.record_id) for one in found] == [
        (1, True, 9),
        (2, False, 7),
    ]
    whole = IdResult(findings=(Finding(code=5009, message="无权"),), operation_type=1)
    assert [one.number for one in answers_of([whole], sent)] == [1, 2]
    assert list(answers_of([whole], [])) == []
