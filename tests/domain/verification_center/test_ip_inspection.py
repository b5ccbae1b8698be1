"""Inspections of IP data by the rules: what the center notes, and what it finds."""

from typing import Any

import pytest

from beian.events.filing import NationalProviderNoted
from beian.events.inspection import IpDataInspected, IpDataNoted
from beian.records_downloads import RangeBeyond, RangeConflict, RangeUnreported
from beian.records_ip import IpAssignment
from beian.regulations.addresses import Range
from beian.regulations.ip_space import Entry, IpSpace, Kind
from beian.regulations.reasons import Reason
from support.spec import Given
from verification_center.domain.ip_data import IP_DATA, NoteDeletion, NoteReport
from verification_center.domain.ip_inspection import INSPECTION, Inspect
from verification_center.domain.units import UNIT, NoteUnit

UPPER, LOWER, OTHER = 320000000001, 440000000001, 110000000001
REGISTRY = 100000900001
ID = 320000000007
REPORT = IpAssignment(first=10, last=20, mode=2, receiver=LOWER, contact_name="张三")
NOTED = IpDataNoted(
    region="320000",
    isp_id=UPPER,
    record_id=ID,
    kind="assignment",
    first=10,
    last=20,
    mode=2,
    receiver=LOWER,
    source_unit=None,
    is_deleted=False,
)
given_data = Given(IP_DATA)


def test_the_center_notes_addresses_and_units_but_no_person() -> None:
    note = NoteReport("320000", UPPER, ID, REPORT)
    given_data().when(note, None).then(NOTED)
    given_data(NOTED).when(note, None).then_nothing()
    given_data(NOTED).when(NoteDeletion("440000", ID), None).then_refused(Reason.WRONG_BUREAU)
    given_data().when(NoteDeletion("320000", ID), None).then_refused(Reason.NOT_FOUND)
    given_data().when(NoteReport(None, UPPER, ID, REPORT), None).then_refused(Reason.WRONG_BUREAU)


def test_a_unit_of_the_directory_is_noted_once() -> None:
    entry = NationalProviderNoted(isp_id=UPPER, user_name="isp", region="320000")
    Given(UNIT)().when(NoteUnit(UPPER, "isp", "320000"), None).then(entry)
    Given(UNIT)(entry).when(NoteUnit(UPPER, "isp", "320000"), None).then_nothing()


def source(number: int, isp: int, first: int, last: int, unit: int = REGISTRY) -> Entry:
    return Entry(number, isp, Kind.SOURCE, Range(first, last), "", source_unit=unit)


def assigned(number: int, isp: int, first: int, last: int, receiver: int | None = None) -> Entry:
    mode = 1 if receiver is None else 2
    return Entry(number, isp, Kind.ASSIGNMENT, Range(first, last), "", mode=mode, receiver=receiver)


def found(isp: int, *entries: Entry) -> IpDataInspected:
    own = [one for one in entries if one.isp_id == isp]
    command = Inspect("440000", isp, own, IpSpace.of(entries))
    decision: Any = INSPECTION.decide(INSPECTION.initial, command, "2026-03-02")
    (event,) = decision
    assert isinstance(event, IpDataInspected)
    assert INSPECTION.fold([event]).last == event
    return event


@pytest.mark.proves("R14-028")
def test_a_source_and_what_lies_in_it_go_beyond_what_was_assigned_on() -> None:
    event = found(
        LOWER,
        source(1, UPPER, 0, 99),
        assigned(2, UPPER, 0, 49, LOWER),
        source(3, LOWER, 0, 59, UPPER),
        assigned(4, LOWER, 40, 59),
    )
    assert event.beyond == (
        RangeBeyond(record_id=3, first=0, last=59, kind=1, beyond_first=50, beyond_last=59),
        RangeBeyond(record_id=4, first=40, last=59, kind=2, beyond_first=50, beyond_last=59),
    )
    assert event.unreported == ()


@pytest.mark.proves("R14-028")
def test_two_units_conflict_unless_one_has_the_addresses_from_the_other() -> None:
    upper, lower = source(1, UPPER, 0, 99), source(2, LOWER, 50, 59, UPPER)
    given_on = assigned(3, UPPER, 50, 59, LOWER)
    assert found(LOWER, upper, lower, given_on).conflicts == ()
    foreign = source(4, OTHER, 55, 70)
    event = found(LOWER, upper, lower, given_on, foreign)
    assert event.conflicts == (
        RangeConflict(
            record_id=2, first=50, last=59, other_unit=OTHER, other_first=55, other_last=70, kind=1
        ),
    )


@pytest.mark.proves("R14-028")
def test_both_ends_of_an_assignment_report_it() -> None:
    upper = source(1, UPPER, 0, 99)
    given_on = assigned(2, UPPER, 50, 59, LOWER)
    missing = RangeUnreported(first=50, last=59, assigner=UPPER, kind=1)
    assert found(LOWER, upper, given_on).unreported == (missing,)
    part = source(3, LOWER, 50, 54, UPPER)
    rest = RangeUnreported(first=55, last=59, assigner=UPPER, kind=1)
    assert found(LOWER, upper, given_on, part).unreported == (rest,)
    unsaid = RangeUnreported(first=50, last=54, assigner=UPPER, kind=2)
    assert found(UPPER, upper, part).unreported == (unsaid,)
