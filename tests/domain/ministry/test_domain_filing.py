"""Who may add, change and delete the record of a domain."""

import pytest

from beian.errors import Refusal
from beian.events import Event
from beian.events.domains import DomainReportChanged, DomainReportDeleted, DomainReported
from domain.ministry.cases import ISP, OTHER_ISP
from domain.ministry.domain_cases import report
from ministry.domain.domain_check import finding_of
from ministry.domain.domain_filing import (
    DOMAIN_RECORD,
    AddDomain,
    ChangeDomain,
    Context,
    DeleteDomain,
    DomainCommand,
    NotReported,
)

DOMAIN = "yunfan.example"
ID = 100000000001
TODAY = "2026-03-02"
REPORTED = DomainReported(
    isp_id=ISP, record_id=ID, domain=DOMAIN, report=report(), reported_on=TODAY
)
CHANGED = report(isp_record_id=None, record_id=ID, valid_until="2031-03-02")
DELETED = DomainReportDeleted(isp_id=ISP, record_id=ID, domain=DOMAIN, deleted_on=TODAY)


def decide(given: list[Event], when: DomainCommand) -> list[Event] | Refusal:
    decision = DOMAIN_RECORD.decide(DOMAIN_RECORD.fold(given), when, Context(TODAY))
    return decision if isinstance(decision, Refusal) else list(decision)


def code_of(given: list[Event], when: DomainCommand) -> int:
    refusal = decide(given, when)
    assert isinstance(refusal, Refusal)
    return finding_of(refusal).code


@pytest.mark.proves("R14-078")
def test_a_domain_that_is_reported_is_in_the_register() -> None:
    assert decide([], AddDomain(ISP, DOMAIN, report(), ID)) == [REPORTED]


@pytest.mark.proves("R14-080")
def test_changed_data_stand_in_place_of_the_earlier() -> None:
    command = ChangeDomain(ISP, DOMAIN, CHANGED, ID)
    happened = DomainReportChanged(
        isp_id=ISP, record_id=ID, domain=DOMAIN, report=CHANGED, changed_on=TODAY
    )
    assert decide([REPORTED], command) == [happened]
    assert decide([REPORTED, happened], command) == []


@pytest.mark.parametrize("record_id", [ID, None])
def test_a_record_is_deleted_by_its_id_or_its_domain(record_id: int | None) -> None:
    assert decide([REPORTED], DeleteDomain(ISP, DOMAIN, record_id)) == [DELETED]
    assert DOMAIN_RECORD.fold([REPORTED, DELETED]) == NotReported()


def test_a_report_sent_again_is_no_second_one() -> None:
    assert decide([REPORTED], AddDomain(ISP, DOMAIN, report(), ID + 1)) == []


@pytest.mark.proves("3999")
def test_a_domain_is_added_once() -> None:
    other = report(valid_until="2031-03-02")
    assert code_of([REPORTED], AddDomain(ISP, DOMAIN, other, ID + 1)) == 3999


@pytest.mark.proves("3037")
@pytest.mark.parametrize(
    "command",
    [
        AddDomain(OTHER_ISP, DOMAIN, report(), ID + 1),
        ChangeDomain(OTHER_ISP, DOMAIN, CHANGED, ID),
        DeleteDomain(OTHER_ISP, DOMAIN),
    ],
)
def test_a_record_is_touched_only_by_the_unit_that_reported_it(command: DomainCommand) -> None:
    assert code_of([REPORTED], command) == 3037


@pytest.mark.proves("3999")
@pytest.mark.parametrize("given", [[], [REPORTED, DELETED]])
def test_what_is_not_there_is_neither_changed_nor_deleted(given: list[Event]) -> None:
    assert code_of(given, ChangeDomain(ISP, DOMAIN, CHANGED, ID)) == 3999
    assert code_of(given, DeleteDomain(ISP, DOMAIN)) == 3999


def test_the_id_of_a_record_that_was_deleted_names_no_later_one() -> None:
    again = DomainReported(
        isp_id=ISP, record_id=ID + 1, domain=DOMAIN, report=report(), reported_on=TODAY
    )
    assert code_of([REPORTED, DELETED, again], DeleteDomain(ISP, DOMAIN, ID)) == 3999
