"""A record of IP data and the bureau's checks, as deciders: who may touch what, ids given once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beian.errors import Refusal
from beian.events.ip import IpRecordCheck, IpReportChecked
from beian.records_ip import IpAssignment, IpBroadcast, IpReported, IpSource, OwnAddresses
from beian.regulations.addresses import Range, gaps, is_covered
from beian.regulations.reasons import Reason
from beian.wire.files import UploadFile, UploadRecord
from province.application.operations import OPERATIONS
from province.domain.file_check import GROUP, ReportingUnit, check_file
from province.domain.ip_check import IpUnits, check_fields
from province.domain.ip_records import (
    IP_RECORD,
    Change,
    Delete,
    IpRecordState,
    NotReported,
    Register,
    Reported,
    Today,
)
from province.domain.ip_reports import IP_SPACE, NoteCheck

SENDER, OTHER = 320000000002, 320000000001
ID = 320000000007
TODAY = Today("2026-03-02")
SOURCE = IpSource(isp_record_id=1, first=10, last=20, source_unit=OTHER)


def after(*commands: Register | Change | Delete) -> IpRecordState:
    state: IpRecordState = IP_RECORD.initial
    for command in commands:
        decision = IP_RECORD.decide(state, command, TODAY)
        assert not isinstance(decision, Refusal), decision
        state = IP_RECORD.fold(decision, state)
    return state


def test_a_record_keeps_the_enterprises_id_of_its_addition() -> None:
    changed = IpSource(record_id=ID, first=10, last=15, source_unit=OTHER)
    state = after(Register(SENDER, ID, SOURCE), Change(SENDER, ID, changed))
    assert state == Reported(SENDER, ID, changed, 1)
    assert after(Register(SENDER, ID, SOURCE), Delete(SENDER, ID, IpSource)) == NotReported()


def test_a_change_that_says_nothing_new_adds_nothing() -> None:
    again = IpSource(record_id=ID, first=10, last=20, source_unit=OTHER)
    state = after(Register(SENDER, ID, SOURCE))
    assert IP_RECORD.decide(state, Change(SENDER, ID, again), TODAY) == []


@pytest.mark.proves("2054", "2055")
def test_only_a_record_of_the_kind_and_of_the_sender_is_touched() -> None:
    state = after(Register(SENDER, ID, SOURCE))
    wrong = IpAssignment(record_id=ID, first=10, last=20, mode=4)
    for held, command, reason in (
        (NotReported(), Delete(SENDER, ID, IpSource), Reason.NOT_FOUND),
        (state, Delete(SENDER, ID, IpAssignment), Reason.NOT_FOUND),
        (state, Change(SENDER, ID, wrong), Reason.NOT_FOUND),
        (state, Delete(OTHER, ID, IpSource), Reason.NOT_ALLOWED),
        (state, Register(SENDER, ID, SOURCE), Reason.ALREADY_EXISTS),
    ):
        refusal = IP_RECORD.decide(held, command, TODAY)
        assert isinstance(refusal, Refusal)
        assert refusal.reason == reason


@pytest.mark.proves("R05-038")
def test_checks_count_ids_on_and_remember_what_a_file_changed() -> None:
    first = check(1, (ID, None), last_serial=3)
    second = check(1, (ID + 1,), last_serial=4)
    state = IP_SPACE.fold([first, second])
    assert state.touched_by(SENDER, 1) == {ID, ID + 1}
    assert state.touched_by(SENDER, 2) == state.touched_by(OTHER, 1) == frozenset()
    assert isinstance(IP_SPACE.decide(state, NoteCheck(check(2, (), last_serial=3)), None), Refusal)


def check(number: int, ids: tuple[int | None, ...], *, last_serial: int) -> IpReportChecked:
    return IpReportChecked(
        isp_id=SENDER,
        data_sequence=number,
        operation="IP/XZBA/Xzly",
        records=tuple(
            IpRecordCheck(number=place, codes=(2998 if one else 2005,), record_id=one)
            for place, one in enumerate(ids, start=1)
        ),
        last_serial=last_serial,
    )


@pytest.mark.proves("2001", "5009", "5003")
def test_ip_data_come_from_a_unit_that_may_report_them() -> None:
    def code(operation: str, *rights: str, known: bool = True) -> int | None:
        unit = ReportingUnit(SENDER, "320000", frozenset(rights)) if known else None
        record = UploadRecord(operation, 1, "1", "Lyjg", 1)
        file = UploadFile("IP", SENDER, (record,))
        return check_file(file, SENDER, unit, "320000", OPERATIONS.keys())

    assert code("IP/XZBA/Xzly", "IP") is None
    assert code("IP/XZBA/Xzly", known=False) == 2001
    assert code("IP/XZBA/Xzly", "ICP") == 5009
    for operation in ("IP/XZBA/Xzgbjs", "IP/XGBA/Xggbjs", "IP/SCBA/Scgbjs"):
        assert code(operation, "IP") == 5009
        assert code(operation, "IP", GROUP) is None


@pytest.mark.parametrize(
    "report",
    [
        IpSource(first=0, last=2**32 - 1, source_unit=OTHER),
        IpAssignment(first=0, last=2**32 - 1, mode=4),
        IpBroadcast(first=0, last=2**32 - 1, broadcaster=OTHER, applicant=SENDER),
    ],
)
@pytest.mark.proves("2006", "2007")
def test_the_whole_address_space_is_nobodys(report: IpReported) -> None:
    units = IpUnits({SENDER, OTHER}, {OTHER})
    found = check_fields(report, SENDER, units, is_new=True)
    assert [one.code for one in found] == [2006, 2007]
    assert not isinstance(report, OwnAddresses)


RANGES = st.builds(
    lambda first, length: Range(first, min(first + length, 2**32 - 1)),
    st.integers(0, 2**32 - 1),
    st.one_of(st.integers(0, 300), st.integers(0, 2**32 - 1)),
)


@given(RANGES, st.lists(RANGES, max_size=8))
def test_gaps_and_what_covers_make_up_the_range(asked: Range, by: list[Range]) -> None:
    found = gaps(asked, by)
    assert list(found) == sorted(found)
    assert is_covered(asked, [*by, *found])
    for gap in found:
        assert asked.first <= gap.first <= gap.last <= asked.last
        assert not any(gap.first <= one.last and one.first <= gap.last for one in by)
    assert is_covered(asked, by) == (not found)
