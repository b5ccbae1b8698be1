"""What can be inspected of an issued filing, and what was found: a finding is told once a day.

Streams `siteinspection-<application id>`. Who finds what stands for the real
world: identities are compared here, sites are looked at by whoever feeds findings. Interface
§10.2 (HCJG); validation §12. Flow: FLOW-16 steps 5 and 8. Rule: M64-027.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.checking import IdentityDataChecked, PersonChecked
from beian.events.filing import FilingRecordReported
from beian.events.inspections import (
    FilingEnteredForInspection,
    InspectedAccess,
    InspectedRange,
    InspectedSite,
    InspectionFindingReported,
)
from beian.identifiers import StreamName, stream_name
from beian.records import Site
from beian.records_downloads import SiteCheck, SubjectCheck
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from verification_center.domain.identity_check import MISMATCH

SUBJECT: Final = "subject"
SITE_PERSON: Final = "site_person"
ACCESS: Final = "access"
EMPTY_SHELL: Final = "empty_shell"
SILENT_SITE: Final = "silent_site"

WRONG_NAME: Final = "主体名称与证件登记信息不一致"
WRONG_PERSON: Final = "主体负责人姓名与证件登记信息不一致"
WRONG_SITE_PERSON: Final = "网站负责人姓名与证件登记信息不一致"


def inspection_stream(application_id: str) -> StreamName:
    return stream_name("siteinspection", application_id)


@dataclass(frozen=True, slots=True)
class EnterFiling:
    """Note an issued filing, or what it is now."""

    filing: FilingEnteredForInspection


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of a filing, and the provider it is for."""

    kind: str
    isp_id: int
    region: str
    subject: SubjectCheck | None = None
    site: SiteCheck | None = None


@dataclass(frozen=True, slots=True)
class ReportFinding:
    """Tell the provider's bureau of it."""

    found: Found


type InspectionCommand = EnterFiling | ReportFinding


@dataclass(frozen=True, slots=True)
class Inspection:
    """A filing, and what was found of it so far."""

    filing: FilingEnteredForInspection | None = None
    found: tuple[Found, ...] = ()


def decide(state: Inspection, command: InspectionCommand, _context: None = None) -> Decision:
    """Note a filing that is new or changed; tell a finding that was not told that day."""
    match command:
        case EnterFiling(filing=filing):
            return [] if filing == state.filing else [filing]
        case ReportFinding(found=found):
            if state.filing is None:
                return Refusal(Reason.NOT_FOUND, "没有此备案信息")
            if found in state.found:
                return []
            application_id = state.filing.application_id
            return [
                InspectionFindingReported(
                    finding_id=f"{application_id}.{len(state.found) + 1}",
                    application_id=application_id,
                    isp_id=found.isp_id,
                    region=found.region,
                    kind=found.kind,
                    subject=found.subject,
                    site=found.site,
                )
            ]


def evolve(state: Inspection, event: Event) -> Inspection:
    """Return the inspection after `event`."""
    match event:
        case FilingEnteredForInspection():
            return replace(state, filing=event)
        case InspectionFindingReported():
            found = Found(event.kind, event.isp_id, event.region, event.subject, event.site)
            return replace(state, found=(*state.found, found))
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of an inspection")


INSPECTION: Decider[Inspection, InspectionCommand, None] = Decider(Inspection(), decide, evolve)


def entered(report: FilingRecordReported) -> FilingEnteredForInspection:
    """Return what can be inspected of a reported record."""
    subject = report.filing.subject
    return FilingEnteredForInspection(
        application_id=report.application_id,
        isp_id=report.isp_id,
        provider_region=report.provider_region,
        filing_number=report.filing_number,
        subject_id=subject.subject_id or 0,
        name=subject.name,
        certificate_type=subject.certificate.type,
        certificate_number=subject.certificate.number,
        sites=tuple(_site(site) for site in report.filing.sites),
        gone_numbers=(
            *report.removed_sites,
            *((report.filing_number,) if report.is_cancelled else ()),
        ),
        gone_accesses=tuple(one for part in report.cancelled for one in part.access_ids),
    )


@enforces("M64-027")
def of_identities(
    filing: FilingEnteredForInspection, checked: IdentityDataChecked, today: str
) -> Iterator[Found]:
    """Yield what a mismatch of identities means for the provider.

    Only a name that differs is a finding: whom the registry does not know at all, it cannot
    say anything about.
    """
    wrong = {one.whose for one in checked.persons if _differs(one)}
    reasons = {"subject": WRONG_NAME, "subject_person": WRONG_PERSON}
    said = "；".join(text for whose, text in reasons.items() if whose in wrong)
    if said:
        yield Found(
            SUBJECT, filing.isp_id, filing.provider_region, subject=subject_check(filing, said)
        )
    for site in filing.sites:
        if f"site_person {site.filing_number}" in wrong:
            check = SiteCheck(
                site_id=site.site_id,
                filing_number=site.filing_number,
                checked_at=today,
                remark=WRONG_SITE_PERSON,
            )
            yield Found(SITE_PERSON, filing.isp_id, filing.provider_region, site=check)


def subject_check(filing: FilingEnteredForInspection, error: str | None) -> SubjectCheck:
    """Return a subject's check (Zthc) with what is wrong about it."""
    return SubjectCheck(
        subject_id=filing.subject_id,
        name=filing.name,
        certificate_type=filing.certificate_type,
        certificate_number=filing.certificate_number,
        error=error,
    )


def providers_of(filing: FilingEnteredForInspection, site: InspectedSite) -> Iterable[int]:
    """Return whose accesses a site has, ascending; without any, whose application it was."""
    return sorted({access.isp_id for access in site.accesses}) or [filing.isp_id]


def _differs(person: PersonChecked) -> bool:
    return person.result == MISMATCH


def _site(site: Site) -> InspectedSite:
    return InspectedSite(
        site_id=site.site_id or 0,
        filing_number=site.filing_number or "",
        domains=tuple(domain.name.lower() for domain in site.domains),
        home_page=site.home_page,
        accesses=tuple(
            InspectedAccess(
                access_id=access.access_id or 0,
                isp_id=access.isp_id,
                ranges=tuple(
                    InspectedRange(first=one.first, last=one.last) for one in access.ip_ranges
                ),
            )
            for access in site.accesses
        ),
    )
