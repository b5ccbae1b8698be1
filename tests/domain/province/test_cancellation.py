"""Cancelling a subject, a site, an access: who may, when, and what it leaves (FLOW-08, FLOW-09)."""

import hashlib
from dataclasses import replace
from typing import Any, Final

import pytest

from beian.errors import Refusal
from beian.events.base import Event
from beian.events.filing import FilingRecordReported, NationalRecordNoted, SponsorNotified
from beian.events.records import (
    AccessCancelled,
    Cancelling,
    OrphanSiteDetected,
    RecordChangeBegun,
    RecordFiled,
    SiteCancelled,
    SubjectCancelled,
)
from beian.events.sites import EnterpriseId
from beian.records import ECertificate, Filing, Opinion
from beian.records_changes import Cancellation, Change, FilingChange, NewAccess, RequestedChange
from beian.regulations.reasons import Reason
from province.domain import national
from province.domain.applying import applied
from province.domain.cancellation_check import check_cancellation
from province.domain.cancellation_report import reported
from province.domain.cancelling import ACCESS, SITE, SUBJECT
from province.domain.change_gate import Sender
from province.domain.ended import ended
from province.domain.filed_record import RECORD, BeginChange, EndChange, Filed
from province.domain.filing_commands import ChangedRecord
from province.domain.filing_issue import cancellation_reported
from province.domain.filing_states import Application
from province.domain.fitness import unfit
from province.domain.notices import cancelled
from province.domain.numbering import issued, verifier_of
from province.domain.outline import Outline, outline_of_filed, outline_of_national
from province.domain.record_cancellation import Cancel
from support.filings import ISP_ID, a_filing, a_range, a_site, an_access, with_
from support.spec import Given

given = Given(RECORD)

NUMBER: Final = "苏ICP备2026000001号"
PASSWORD: Final = "AbCd23456789"
OTHER: Final = 440000000002
SHARED: Final = a_site(
    201,
    accesses=(
        an_access(401, a_range("198.51.100.10")),
        with_(an_access(402, a_range("203.0.113.10")), isp_id=OTHER),
    ),
)
FILING: Final = issued(a_filing(SHARED, a_site(202)), NUMBER, "320000", 1)
OPINION: Final = Opinion(approved=True, reviewed_at="2026-03-10", reviewer="王审核")
FILED: Final = RecordFiled(
    filing_number=NUMBER,
    application_id="first",
    isp_id=ISP_ID,
    filing=FILING,
    verifier=verifier_of(PASSWORD, "00" * 16),
    certificate=ECertificate(serial="S1", path="http://bureau.example/1", valid_until="2031-03-10"),
    opinion=OPINION,
    issued_on="2026-03-10",
)
SUBJECT_ID: Final = FILING.subject.subject_id or 0
FIRST, SECOND = (site.site_id or 0 for site in FILING.sites)
MINE, THEIRS = (access.access_id or 0 for access in FILING.sites[0].accesses)
ONLY: Final = FILING.sites[1].accesses[0].access_id or 0


def a_cancel(kind: int, record_id: int, application_id: str | None = "second") -> Cancel:
    return Cancel(application_id, kind, record_id, 2, "王审核", "2026-04-01")


def record(*events: Event) -> Filed:
    state = RECORD.fold([FILED, *events])
    assert isinstance(state, Filed)
    return state


def after(*commands: Cancel | EndChange, state: Filed | None = None) -> Filed:
    state = state or record()
    for command in commands:
        decision = RECORD.decide(state, command, None)
        assert not isinstance(decision, Refusal), decision
        for event in decision:
            state = RECORD.evolve(state, event) or state
    return state


def about(change: Change) -> RequestedChange:
    return RequestedChange(filing_number=NUMBER, change=change)


def being_cancelled(kind: int, record_id: int) -> Filed:
    cancels = Cancelling(kind=kind, record_id=record_id)
    begun = RecordChangeBegun(
        filing_number=NUMBER, application_id="under way", operation="ICP/ZXBA", cancels=cancels
    )
    return record(begun)


def password() -> str:
    return hashlib.md5(PASSWORD.encode(), usedforsecurity=False).hexdigest()


def codes(
    kind: int,
    record_id: int,
    state: Filed | None = None,
    *,
    isp_id: int = ISP_ID,
    sent: str | None = None,
    reason: int = 2,
) -> list[int]:
    """Return what the check says to a request."""
    asked = Cancellation(kind=kind, record_id=record_id, reason=reason)
    outline = outline_of_filed(state or record())
    return [one.code for one in check_cancellation(asked, outline, Sender(isp_id, sent))]


@pytest.mark.proves("R14-121", "1018")
def test_a_subject_is_cancelled_with_its_password_only_a_site_without_one() -> None:
    assert codes(SUBJECT, SUBJECT_ID, sent=password()) == []
    assert codes(SUBJECT, SUBJECT_ID) == [1018]
    assert codes(SUBJECT, SUBJECT_ID, sent="0" * 32) == [1018]
    assert codes(SITE, FIRST) == []
    assert codes(SITE, FIRST, sent="0" * 32) == [1018]
    assert codes(ACCESS, MINE) == []


@pytest.mark.proves("1016", "1026")
def test_what_is_cancelled_is_filed_and_the_reason_is_of_the_table() -> None:
    asked = Cancellation(kind=SITE, record_id=1, reason=99)
    found = check_cancellation(asked, None, Sender(ISP_ID, None))
    assert [one.code for one in found] == [1016, 1026]
    assert codes(SITE, FIRST, reason=99) == [1026]
    assert codes(SITE, SUBJECT_ID) == [1016]
    assert codes(SUBJECT, FIRST, sent=password()) == [1016]


@pytest.mark.proves("1047", "1048")
def test_a_provider_cancels_what_it_gives_access_to_and_no_other_s_access() -> None:
    assert codes(ACCESS, THEIRS) == [1047]
    assert codes(ACCESS, THEIRS, isp_id=OTHER) == []
    assert codes(SITE, SECOND, isp_id=OTHER, sent=password()) == [1048]
    assert codes(SUBJECT, SUBJECT_ID, isp_id=OTHER, sent=password()) == []
    assert codes(SUBJECT, SUBJECT_ID, isp_id=1, sent="0" * 32) == [1048]


@pytest.mark.proves("1025", "R14-109")
def test_the_only_access_of_a_site_is_not_taken_away_on_request() -> None:
    assert codes(ACCESS, ONLY) == [1025]
    assert codes(ACCESS, THEIRS, after(a_cancel(ACCESS, MINE)), isp_id=OTHER) == [1025]


@pytest.mark.proves("R14-061")
def test_the_old_provider_goes_only_when_the_new_one_gives_access() -> None:
    assert codes(ACCESS, ONLY) == [1025]
    assert codes(ACCESS, MINE) == [], "the other provider's access is there"


@pytest.mark.proves("1027", "1030", "1032", "1042", "1043")
def test_what_is_being_cancelled_is_not_cancelled_twice() -> None:
    sent = password()
    assert codes(SUBJECT, SUBJECT_ID, being_cancelled(SUBJECT, SUBJECT_ID), sent=sent) == [1027]
    assert codes(SITE, FIRST, being_cancelled(SITE, FIRST)) == [1030]
    assert codes(ACCESS, MINE, being_cancelled(ACCESS, MINE)) == [1032]
    assert codes(SITE, FIRST, being_cancelled(SUBJECT, SUBJECT_ID)) == [1042]
    assert codes(SUBJECT, SUBJECT_ID, being_cancelled(SITE, FIRST), sent=sent) == [1043]
    assert codes(SITE, FIRST, being_cancelled(SITE, SECOND)) == []
    assert (
        codes(SITE, FIRST, after(EndChange("under way"), state=being_cancelled(SITE, FIRST))) == []
    )


@pytest.mark.proves("1049", "1050")
def test_what_was_cancelled_stays_known_to_be() -> None:
    without_first = after(a_cancel(SITE, FIRST))
    assert codes(SITE, FIRST, without_first) == [1050]
    assert codes(ACCESS, MINE, without_first) == [1050]
    assert codes(SITE, SECOND, without_first) == []
    assert codes(ACCESS, MINE, after(a_cancel(ACCESS, MINE))) == [1016]
    nothing = after(a_cancel(SUBJECT, SUBJECT_ID))
    for kind, record_id in ((SUBJECT, SUBJECT_ID), (SITE, FIRST), (ACCESS, MINE)):
        assert codes(kind, record_id, nothing) == [1049]


@pytest.mark.proves("1049", "1050")
def test_nothing_is_added_to_what_is_cancelled() -> None:
    def said(change: Change, state: Filed) -> list[int]:
        outline, requested = outline_of_filed(state), about(change)
        found = [one.code for one in ended(change, outline)]
        assert found == [one.code for one in unfit(state, "second", requested)]
        return found

    access = NewAccess(
        site_number=f"{NUMBER}-1",
        isp_access_id=9,
        isp_id=OTHER,
        locations=(17,),
        modes=(1,),
        ip_ranges=(a_range(),),
        password="",
    )
    change = FilingChange(subject=FILING.subject, sites=FILING.sites[:1])
    without_first, nothing = after(a_cancel(SITE, FIRST)), after(a_cancel(SUBJECT, SUBJECT_ID))
    by_id = with_(access, site_number=None, site_id=FIRST)
    for one in (access, by_id, change):
        assert said(one, without_first) == [1050]
        assert said(one, nothing) == [1049]
    assert said(with_(access, site_number=f"{NUMBER}-2"), without_first) == []


def test_the_last_site_leaves_a_subject_that_stays_filed() -> None:
    """An empty shell (空壳主体): who knows its password may end it."""
    shell = after(a_cancel(SITE, FIRST), a_cancel(SITE, SECOND))
    assert shell.cancelled_on is None
    assert shell.filing.sites == ()
    assert codes(SUBJECT, SUBJECT_ID, shell, isp_id=OTHER, sent=password()) == []
    assert codes(SUBJECT, SUBJECT_ID, shell, isp_id=OTHER) == [1018]


@pytest.mark.proves("R14-122")
def test_a_subject_goes_with_every_site_and_nothing_follows() -> None:
    events = given(FILED).when(a_cancel(SUBJECT, SUBJECT_ID), None)
    events.then_types(SiteCancelled, SiteCancelled, SubjectCancelled)
    gone = after(a_cancel(SUBJECT, SUBJECT_ID))
    assert (gone.cancelled_on, gone.filing.sites) == ("2026-04-01", ())
    history = given(FILED, *events.events)
    history.when(a_cancel(SUBJECT, SUBJECT_ID), None).then_refused(Reason.WRONG_STATE)
    history.when(BeginChange("third", "ICP/BGBA"), None).then_refused(Reason.WRONG_STATE)
    history.when(EndChange("third"), None).then_nothing()
    given(FILED).when(a_cancel(SITE, 99), None).then_refused(Reason.NOT_FOUND)


@pytest.mark.proves("R14-109")
def test_a_bureau_that_takes_the_only_access_takes_the_site_along() -> None:
    by_bureau = a_cancel(ACCESS, ONLY, None)
    given(FILED).when(by_bureau, None).then_types(
        AccessCancelled, OrphanSiteDetected, SiteCancelled
    )
    (part,) = reported(record(), after(by_bureau), by_bureau).cancelled
    assert (part.kind, part.record_id, part.providers) == (SITE, SECOND, (ISP_ID,))
    given(FILED).when(a_cancel(ACCESS, MINE), None).then_types(AccessCancelled)


def of(command: Cancel) -> ChangedRecord:
    return reported(record(), after(command), command)


@pytest.mark.proves("R14-122", "R14-102")
def test_what_is_reported_frees_the_keys_of_what_is_gone_and_no_other() -> None:
    site = of(a_cancel(SITE, FIRST))
    assert {key.value for key in site.freed_keys} == {
        "site201.example",
        "www.site201.example",
        "3405803786-3405803786",
    }
    assert site.removed_sites == (f"{NUMBER}-1",)
    assert not site.is_cancelled
    held = {(key.kind, key.value) for key in site.unique_keys}
    assert held.isdisjoint((key.kind, key.value) for key in site.freed_keys)
    subject = of(a_cancel(SUBJECT, SUBJECT_ID))
    assert (subject.unique_keys, subject.is_cancelled) == ((), True)
    assert {key.kind for key in subject.freed_keys} == {
        "certificate",
        "domain",
        "homepage",
        "iprange",
    }
    (part,) = subject.cancelled
    assert part.providers == (ISP_ID, OTHER)


def test_a_provider_loses_what_it_gives_no_access_to_any_more() -> None:
    def losing(command: Cancel) -> set[tuple[int, int]]:
        (part,) = of(command).cancelled
        return {(one.isp_id, one.part_id) for one in part.lost}

    theirs = {(OTHER, FIRST), (OTHER, SUBJECT_ID)}
    assert losing(a_cancel(ACCESS, THEIRS)) == theirs
    assert losing(a_cancel(ACCESS, MINE)) == {(ISP_ID, FIRST)}
    assert losing(a_cancel(SITE, FIRST)) == theirs | {(ISP_ID, FIRST)}
    everything = {(ISP_ID, FIRST), (ISP_ID, SECOND), (ISP_ID, SUBJECT_ID)}
    assert losing(a_cancel(SUBJECT, SUBJECT_ID)) == theirs | everything


def test_enterprises_may_use_the_ids_of_what_is_gone_again() -> None:
    (part,) = of(a_cancel(SITE, FIRST)).cancelled
    assert part.enterprise_ids == (
        EnterpriseId(isp_id=ISP_ID, kind="site", number=201),
        EnterpriseId(isp_id=ISP_ID, kind="access", number=401),
        EnterpriseId(isp_id=OTHER, kind="access", number=402),
    )
    left = after(a_cancel(ACCESS, MINE)).filing.sites[0]
    assert left.isp_site_id is None
    assert left.domains[0].isp_domain_id is None
    assert after(a_cancel(ACCESS, THEIRS)).filing.sites[0].isp_site_id == 201


def test_what_a_cancellation_names_must_still_be_there() -> None:
    assert applied(FILING, Cancellation(kind=SITE, record_id=99, reason=2)) is None
    request = about(Cancellation(kind=ACCESS, record_id=THEIRS, reason=2))
    assert unfit(record(), "second", request) == ()
    late = unfit(after(a_cancel(ACCESS, MINE)), "second", request)
    assert [one.code for one in late] == [1025]


@pytest.mark.proves("R14-122")
def test_the_bureau_s_own_decision_is_reported_and_told_to_the_sponsor() -> None:
    command = a_cancel(SITE, FIRST, None)
    texts = cancelled(FILING, of(command).cancelled[0], "江苏省通信管理局")
    assert [one.channel for one in texts] == ["sms", "email"]
    assert all(f"{NUMBER}-1" in one.text and "注销" in one.text for one in texts)
    application = Application("first", ISP_ID, "320000", "320000", FILING)
    changed = reported(record(), after(command), command, texts)
    *told, report = cancellation_reported(application, OPINION, changed, "2026-04-01")
    assert [type(one) for one in told] == [SponsorNotified, SponsorNotified]
    assert isinstance(report, FilingRecordReported)
    assert (report.operation, report.changed_on) == ("cancellation", "2026-04-01")


def noted(**changes: Any) -> NationalRecordNoted:
    base = NationalRecordNoted(
        application_id="first",
        isp_id=ISP_ID,
        home_region="320000",
        filing_number=NUMBER,
        sites=outline_of_filed(record()).sites,
        unique_keys=(),
        verifier=FILED.verifier,
        subject_id=SUBJECT_ID,
    )
    return with_(base, **changes)


@pytest.mark.proves("R14-102")
def test_a_bureau_elsewhere_remembers_what_was_cancelled() -> None:
    parts = [of(a_cancel(SITE, one)).cancelled for one in (FIRST, SECOND)]
    first = noted(sites=outline_of_filed(after(a_cancel(SITE, FIRST))).sites, cancelled=parts[0])
    second = noted(sites=(), cancelled=parts[1])
    state = national.RECORD.fold([noted(), first, second])
    assert state is not None
    outline: Outline = outline_of_national(state)
    asked = Cancellation(kind=ACCESS, record_id=MINE, reason=2)
    assert [one.code for one in check_cancellation(asked, outline, Sender(OTHER, None))] == [1050]
    again = national.NoteRecord(second)
    assert national.RECORD.decide(state, again, None) == []
    ended_now = national.RECORD.fold([noted(), noted(sites=(), is_cancelled=True)])
    assert ended_now is not None
    outline = outline_of_national(ended_now)
    assert [one.code for one in check_cancellation(asked, outline, Sender(OTHER, None))] == [1049]


def test_a_record_is_as_it_was_but_for_what_was_cancelled() -> None:
    state = after(a_cancel(SITE, FIRST))
    kept: Filing = with_(FILING, sites=FILING.sites[1:])
    assert state.filing == kept
    assert replace(state, filing=FILING, cancelled=(), changed_on="2026-03-10") == record()
