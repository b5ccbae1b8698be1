"""What can be asked about inspections: findings are fed where the real world would be looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from beian.errors import Refusal, Unhandleable
from beian.eventlog import Session
from beian.events.checking import IdentityDataChecked
from beian.events.filing import FilingRecordReported
from beian.events.inspections import (
    FilingEnteredForInspection,
    InspectedSite,
)
from beian.records_downloads import SiteCheck
from beian.regulations.deadlines import day_of
from beian.regulations.reasons import Reason
from verification_center.domain.access_inspection import (
    Compared,
    Observation,
    ReportedAccess,
    compare,
    names_above,
)
from verification_center.domain.empty_shell import ALIVE, CANCELLED, SITE, NoteCleared, NoteEmpty
from verification_center.domain.inspection import (
    ACCESS,
    EMPTY_SHELL,
    INSPECTION,
    SILENT_SITE,
    SUBJECT,
    EnterFiling,
    Found,
    ReportFinding,
    entered,
    inspection_stream,
    of_identities,
    providers_of,
    subject_check,
)
from verification_center.domain.units import UNIT, unit_stream
from verification_center.shells import home_of, note_shell

_HOME_PAGE_CHARACTERS_MIN = 7
"""Of Syurl in Kkwzhc; a shorter one is left out."""


class Lookups(Protocol):
    """What is known of issued filings; committed state only."""

    async def application_of(self, session: Session, number: str) -> str | None:
        """Return the application of a filed subject or site."""
        ...

    async def accesses(
        self, session: Session, isp_id: int, domains: Sequence[str]
    ) -> list[ReportedAccess]:
        """Return a provider's accesses, and everybody's of the sites with one of the domains."""
        ...


@dataclass(frozen=True, slots=True)
class WrongSubject:
    """Data of a subject are wrong."""

    filing_number: str
    error: str


@dataclass(frozen=True, slots=True)
class Shell:
    """Whether a site is an empty shell: nothing behind its domains."""

    filing_number: str
    is_dead: bool


@dataclass(frozen=True, slots=True)
class Silence:
    """A site does not answer."""

    filing_number: str


async def enter_filing(
    session: Session, report: FilingRecordReported, checks: Sequence[IdentityDataChecked]
) -> None:
    """Note an issued filing for inspection; tell of identities that were found wrong just now."""
    filing = entered(report)
    await _decide(session, filing.application_id, EnterFiling(filing))
    if report.changed_on is not None or report.cancelled:
        await _clear_shells(session, filing)
    today = day_of(session.now).isoformat()
    for checked in checks:
        for found in of_identities(filing, checked, today):
            await _decide(session, filing.application_id, ReportFinding(found))


async def _clear_shells(session: Session, filing: FilingEnteredForInspection) -> None:
    """Note that what is cancelled, or has a site again, is no empty shell any more."""
    for number in filing.gone_numbers:
        await note_shell(session, number, NoteCleared(CANCELLED))
    left = {site.filing_number for site in filing.sites}.difference(filing.gone_numbers)
    if left and filing.filing_number not in filing.gone_numbers:
        await note_shell(session, filing.filing_number, NoteCleared(ALIVE))


async def _decide(
    session: Session, application_id: str, command: EnterFiling | ReportFinding
) -> None:
    stream = inspection_stream(application_id)
    outcome = await session.decide(INSPECTION, stream, command, None)
    if isinstance(outcome, Refusal):
        raise Unhandleable(f"{outcome.reason}: {outcome.detail}")


async def inspect_accesses(
    lookups: Lookups,
    session: Session,
    isp_id: int,
    observed: Sequence[Observation],
    *,
    is_complete: bool,
) -> Compared | Refusal:
    """Compare a provider's accesses with what was seen; tell its bureau of each difference."""
    entry = (await session.state(UNIT, unit_stream(isp_id))).entry
    if entry is None:
        return Refusal(Reason.UNKNOWN_PROVIDER, Reason.UNKNOWN_PROVIDER.text, "isp_id")
    names = sorted({name for one in observed for name in names_above(one.domain)})
    reported = await lookups.accesses(session, isp_id, names)
    today = day_of(session.now).isoformat()
    compared = compare(isp_id, reported, observed, is_complete=is_complete, today=today)
    for application_id, check in compared.findings:
        found = Found(ACCESS, isp_id, entry.region, site=check)
        await _decide(session, application_id, ReportFinding(found))
    return compared


async def note_finding(
    lookups: Lookups, session: Session, finding: WrongSubject | Shell | Silence
) -> int | Refusal:
    """Tell the bureaus of all providers concerned; return how many providers those are."""
    number = finding.filing_number
    application_id = await lookups.application_of(session, number)
    if application_id is None:
        return Refusal(Reason.NOT_FOUND, "没有此备案号", "filing_number")
    filing = (await session.state(INSPECTION, inspection_stream(application_id))).filing
    assert filing is not None, "a number is known with its filing"
    today = day_of(session.now).isoformat()
    told = _told(filing, finding, today)
    for found in told:
        entry = (await session.state(UNIT, unit_stream(found.isp_id))).entry
        known = found if entry is None else _at(found, entry.region)
        await _decide(session, application_id, ReportFinding(known))
    if not told:
        return Refusal(Reason.INVALID_FIELD, "此处应填写另一类备案号", "filing_number")
    if isinstance(finding, Shell):
        empty = NoteEmpty(number, SITE, home_of(number))
        await note_shell(session, number, empty if finding.is_dead else NoteCleared(ALIVE))
    return len(told)


def _told(
    filing: FilingEnteredForInspection, finding: WrongSubject | Shell | Silence, today: str
) -> list[Found]:
    """Return what each provider is told; nothing where the number is not what it should be."""
    region = filing.provider_region
    if isinstance(finding, WrongSubject):
        if finding.filing_number != filing.filing_number:
            return []
        check = subject_check(filing, finding.error)
        isp_ids = sorted({one for site in filing.sites for one in providers_of(filing, site)})
        return [Found(SUBJECT, isp_id, region, subject=check) for isp_id in isp_ids]
    for site in filing.sites:
        if site.filing_number == finding.filing_number:
            kind, seen = _seen(site, finding, today)
            return [Found(kind, isp_id, region, site=seen) for isp_id in providers_of(filing, site)]
    return []


def _seen(site: InspectedSite, finding: Shell | Silence, today: str) -> tuple[str, SiteCheck]:
    page = site.home_page
    if isinstance(finding, Silence):
        check = SiteCheck(
            site_id=site.site_id,
            filing_number=site.filing_number,
            home_page=page,
            checked_at=today,
        )
        return SILENT_SITE, check
    is_long_enough = page is not None and len(page) >= _HOME_PAGE_CHARACTERS_MIN
    check = SiteCheck(
        site_id=site.site_id,
        filing_number=site.filing_number,
        home_page=page if is_long_enough else None,
        result=int(finding.is_dead),
        checked_at=today,
    )
    return EMPTY_SHELL, check


def _at(found: Found, region: str) -> Found:
    return Found(found.kind, found.isp_id, region, found.subject, found.site)
