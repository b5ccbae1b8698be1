"""What the center makes of what is seen: differences of accesses, wrong identities, once a day."""

import pytest

from beian.eventlog import Put, Remove
from beian.events.checking import IdentityDataChecked, PersonChecked
from beian.events.filing import FilingRecordReported
from beian.events.inspections import (
    FilingEnteredForInspection,
    InspectedAccess,
    InspectedRange,
    InspectedSite,
    InspectionFindingReported,
)
from beian.events.sites import CancelledPart
from beian.records import ECertificate, Opinion, PasswordVerifier
from beian.records_downloads import SiteCheck
from beian.regulations.addresses import Range
from beian.regulations.reasons import Reason
from province.domain.numbering import issued
from support.filings import a_filing, with_
from support.recording import recorded
from support.spec import Given
from verification_center.domain.access_inspection import (
    Observation,
    ReportedAccess,
    compare,
    names_above,
)
from verification_center.domain.inspection import (
    INSPECTION,
    WRONG_NAME,
    WRONG_PERSON,
    EnterFiling,
    Found,
    ReportFinding,
    entered,
    of_identities,
)
from verification_center.read_models.inspected import project

OURS, OTHERS = 320000000001, 440000000001
NUMBER = "苏ICP备2026000001号"
TODAY = "2026-03-02"
given = Given(INSPECTION)
FILING = FilingEnteredForInspection(
    application_id="a",
    isp_id=OURS,
    provider_region="320000",
    filing_number=NUMBER,
    subject_id=11,
    name="示例公司",
    certificate_type=1,
    certificate_number="91320000MA1AAAAA1X",
    sites=(
        InspectedSite(
            site_id=12,
            filing_number=f"{NUMBER}-1",
            domains=("site.example",),
            home_page=None,
            accesses=(
                InspectedAccess(
                    access_id=13, isp_id=OURS, ranges=(InspectedRange(first=10, last=19),)
                ),
            ),
        ),
    ),
)
ACCESS = ReportedAccess("a", 12, f"{NUMBER}-1", ("site.example",), 13, OURS, (Range(10, 19),))


def checked(*persons: tuple[str, str]) -> IdentityDataChecked:
    return IdentityDataChecked(
        application_id="a",
        filing_number=NUMBER,
        home_region="320000",
        isp_id=OURS,
        result="mismatch",
        persons=tuple(
            PersonChecked(whose=whose, result=result, fields=()) for whose, result in persons
        ),
    )


def test_a_site_seen_at_a_reported_address_is_in_order() -> None:
    seen = [Observation("www.Site.example", 15)]
    compared = compare(OURS, [ACCESS], seen, is_complete=True, today=TODAY)
    assert (compared.findings, compared.unfiled) == ([], [])


def test_an_access_where_the_site_was_not_seen_is_over_reported() -> None:
    compared = compare(OURS, [ACCESS], [], is_complete=True, today=TODAY)
    ((application, check),) = compared.findings
    assert application == "a"
    assert (check.result, check.access_id, check.domain, check.address) == (1, 13, None, None)
    assert compare(OURS, [ACCESS], [], is_complete=False, today=TODAY).findings == []


def test_a_site_seen_where_no_access_was_reported_is_told_once_with_domain_and_address() -> None:
    seen = [Observation("site.example", 99), Observation("site.example", 99)]
    compared = compare(OTHERS, [ACCESS], seen, is_complete=True, today=TODAY)
    ((_, check),) = compared.findings
    assert (check.result, check.domain, check.address) == (2, "site.example", 99)
    assert check.provider == OURS


def test_a_site_that_nobody_filed_is_no_finding_of_an_access() -> None:
    stray = Observation("nobody.example", 15)
    compared = compare(OURS, [ACCESS], [stray], is_complete=False, today=TODAY)
    assert (compared.findings, compared.unfiled) == ([], [stray])
    assert names_above("a.b.Example.") == ["a.b.example", "b.example", "example"]


@pytest.mark.proves("M64-027")
def test_names_that_differ_are_told_of_the_subject_and_of_each_site() -> None:
    wrong = checked(
        ("subject", "mismatch"),
        ("subject_person", "mismatch"),
        (f"site_person {NUMBER}-1", "mismatch"),
    )
    subject, site = of_identities(FILING, wrong, TODAY)
    assert subject.subject is not None
    assert subject.subject.error == f"{WRONG_NAME}；{WRONG_PERSON}"
    assert site.site is not None
    assert (site.kind, site.site.filing_number) == ("site_person", f"{NUMBER}-1")


def test_whom_the_registry_does_not_know_it_says_nothing_about() -> None:
    assert list(of_identities(FILING, checked(("subject", "not_found")), TODAY)) == []


def test_a_finding_is_told_once_a_day() -> None:
    def found(day: str) -> ReportFinding:
        check = SiteCheck(site_id=12, filing_number=f"{NUMBER}-1", checked_at=day)
        return ReportFinding(Found("silent_site", OURS, "320000", site=check))

    entered = given().after(EnterFiling(FILING), None)
    entered.when(EnterFiling(FILING), None).then_nothing()
    (first,) = entered.when(found(TODAY), None).then_types(InspectionFindingReported)
    assert isinstance(first, InspectionFindingReported)
    assert (first.finding_id, first.region) == ("a.1", "320000")
    told = entered.after(found(TODAY), None)
    told.when(found(TODAY), None).then_nothing()
    (second,) = told.when(found("2026-03-03"), None).then_types(InspectionFindingReported)
    assert isinstance(second, InspectionFindingReported)
    assert second.finding_id == "a.2"
    given().when(found(TODAY), None).then_refused(Reason.NOT_FOUND)


def a_report() -> FilingRecordReported:
    return FilingRecordReported(
        application_id="b",
        isp_id=OURS,
        provider_region="320000",
        home_region="320000",
        filing_number=NUMBER,
        filing=issued(a_filing(), NUMBER, "320000", 1),
        unique_keys=(),
        verifier=PasswordVerifier(salt="00", sha256="00"),
        certificate=ECertificate(serial="1", path="/1", valid_until="2031-03-02"),
        opinion=Opinion(approved=True, reviewed_at=TODAY),
        issued_on=TODAY,
    )


@pytest.mark.proves("R14-122")
def test_what_is_cancelled_is_inspected_no_longer() -> None:
    part = CancelledPart(
        kind=1, record_id=12, filing_number=f"{NUMBER}-1", providers=(OURS,), access_ids=(13,)
    )
    report = with_(a_report(), cancelled=(part,), removed_sites=(f"{NUMBER}-1",))
    left = entered(with_(report, filing=with_(report.filing, sites=()), is_cancelled=False))
    assert (left.gone_numbers, left.gone_accesses, left.sites) == ((f"{NUMBER}-1",), (13,), ())
    removed = [one.key for one in project(recorded(left)) if isinstance(one, Remove)]
    assert [one.get("filing_number") or one.get("access_id") for one in removed] == [
        f"{NUMBER}-1",
        13,
    ]
    kept = [one.row["filing_number"] for one in project(recorded(left)) if isinstance(one, Put)]
    assert kept == [NUMBER]
    ended = entered(with_(report, filing=with_(report.filing, sites=()), is_cancelled=True))
    assert not [one for one in project(recorded(ended)) if isinstance(one, Put)]
