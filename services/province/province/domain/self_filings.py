"""A record that a sponsor filed by itself, and its access provider's answer: HSRW and HSJG.

Stream `selffiling-<Ztid>`. The provider is asked once and answers once; Hsjg 0 means passed, the
other way round than Shjg (§14, 45). Codes 1016, 1023, 5003, 5999, and those of a new filing.
Validation §9.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import msgspec

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.self_filings import SelfFilingReceived, SelfFilingRefused, SelfFilingVerified
from beian.records import Access, Filing, Finding, IpRange, Site, Subject
from beian.records_changes import (
    VerificationAnswer,
    VerifiedAccess,
    VerifiedFiling,
    VerifiedSite,
    VerifiedSubject,
)
from beian.regulations.reasons import Reason
from province.domain.check_context import finding

PASSED: Final = 0
"""Hsjg."""
BY_ITSELF: Final = 0
"""Bbyhlx, Bbfs: the sponsor filed."""


@dataclass(frozen=True, slots=True)
class SelfFiling:
    """A record, and whether its provider answered."""

    received: SelfFilingReceived | None = None
    is_answered: bool = False

    def waits_for(self, isp_id: int) -> bool:
        """Say whether this provider is asked and has not answered."""
        return self.received is not None and self.received.isp_id == isp_id and not self.is_answered


@dataclass(frozen=True, slots=True)
class Receive:
    """Take a record that a sponsor filed."""

    received: SelfFilingReceived


@dataclass(frozen=True, slots=True)
class NoteAnswer:
    """Take what the provider says of it, found in order."""

    answer: SelfFilingVerified | SelfFilingRefused


type SelfFilingCommand = Receive | NoteAnswer


def decide(state: SelfFiling, command: SelfFilingCommand, _context: None = None) -> Decision:
    """Take the record, then the first answer."""
    match command:
        case Receive(received=received):
            return [received] if state.received is None else []
        case NoteAnswer(answer=answer):
            if state.received is None or state.is_answered:
                return Refusal(Reason.NOT_FOUND, "没有此核实任务")
            return [answer]


def evolve(state: SelfFiling, event: Event) -> SelfFiling:
    """Return the record after `event`."""
    match event:
        case SelfFilingReceived():
            return SelfFiling(event)
        case SelfFilingVerified() | SelfFilingRefused():
            return replace(state, is_answered=True)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a self-filed record")


SELF_FILING: Decider[SelfFiling, SelfFilingCommand, None] = Decider(SelfFiling(), decide, evolve)


def self_filing_stream(subject_id: int) -> str:
    """Return the stream of a self-filed record."""
    return f"selffiling-{subject_id}"


def task_of(received: SelfFilingReceived, remark: str) -> VerifiedFiling:
    """Return the task for the provider (HSRW/Baxx)."""
    subject = received.filing.subject
    return VerifiedFiling(
        subject=VerifiedSubject(
            **{name: getattr(subject, name) for name in Subject.__struct_fields__}
            | {"submission_mode": BY_ITSELF, "first_reported": received.received_on}
        ),
        sites=tuple(_task_site(site, received) for site in received.filing.sites),
        remark=remark,
    )


def _task_site(site: Site, received: SelfFilingReceived) -> VerifiedSite:
    return VerifiedSite(
        site_id=site.site_id or 0,
        name=site.name,
        pre_approvals=site.pre_approvals,
        services=site.services,
        languages=site.languages,
        domains=site.domains,
        accesses=tuple(
            VerifiedAccess(
                access_id=access.access_id or 0,
                locations=access.locations,
                modes=access.modes,
                ip_ranges=access.ip_ranges,
                reporter_id=received.subject_id,
                submission_mode=BY_ITSELF,
            )
            for access in site.accesses
        ),
        responsible=site.responsible,
        home_page=site.home_page,
        remark=site.remark,
        first_reported=received.received_on,
    )


def check_answer(
    answer: VerificationAnswer, task: SelfFilingReceived, isp_id: int, today: str
) -> tuple[Finding, ...]:
    """Return what is wrong with an answer to a task, its data not looked at."""
    return tuple(_check(answer, task, isp_id, today))


def no_task(answer: VerificationAnswer) -> Finding:
    """Return the finding about an answer that nobody asked for."""
    return finding(1016, answer.filing.subject.subject_id)


def _check(
    answer: VerificationAnswer, task: SelfFilingReceived, isp_id: int, today: str
) -> Iterator[Finding]:
    if answer.unit != isp_id:
        yield finding(5003)
    if not _is_day_until(answer.verified_on, today):
        yield finding(5999, answer.verified_on)
    if answer.refused != PASSED and not (answer.errors or "").strip():
        yield finding(5999)
    known = _ids(task.filing)
    for part in _answered_ids(answer.filing):
        if part not in known:
            yield finding(1016, part)
    ranges = _range_ids(task.filing)
    for site in answer.filing.sites:
        for access in site.accesses:
            for used in access.ip_ranges:
                if used.ip_id not in ranges:
                    yield finding(1023, used.ip_id, site=site.name)


def _is_day_until(text: str, today: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return text <= today


def _ids(filing: Filing) -> set[int | None]:
    found: set[int | None] = set()
    for site in filing.sites:
        found |= {site.site_id, *(domain.domain_id for domain in site.domains)}
        found |= {access.access_id for access in site.accesses}
    return found


def _range_ids(filing: Filing) -> set[int | None]:
    return {
        used.ip_id for site in filing.sites for access in site.accesses for used in access.ip_ranges
    }


def _answered_ids(filing: VerifiedFiling) -> Iterator[int | None]:
    for site in filing.sites:
        yield site.site_id
        yield from (domain.domain_id for domain in site.domains)
        yield from (access.access_id for access in site.accesses)


def verified_filing(answer: VerificationAnswer, task: SelfFilingReceived) -> Filing:
    """Return the filing as the provider sent it back; an answer names no languages."""
    sent = answer.filing
    languages = {site.site_id: site.languages for site in task.filing.sites}
    subject = Subject(
        **{name: getattr(sent.subject, name) for name in Subject.__struct_fields__}
        | {"submission_mode": BY_ITSELF}
    )
    return Filing(
        subject=subject,
        sites=tuple(
            Site(
                name=site.name,
                pre_approvals=site.pre_approvals,
                services=site.services,
                languages=languages.get(site.site_id, ()),
                domains=site.domains,
                accesses=tuple(_access(access, task.isp_id) for access in site.accesses),
                responsible=site.responsible,
                home_page=site.home_page,
                remark=site.remark,
                site_id=site.site_id,
            )
            for site in sent.sites
        ),
    )


def _access(access: VerifiedAccess, isp_id: int) -> Access:
    return Access(
        isp_id=isp_id,
        locations=access.locations,
        modes=access.modes,
        ip_ranges=access.ip_ranges,
        access_id=access.access_id,
    )


def of_provider(filing: Filing, isp_id: int) -> Filing:
    """Return a self-filed record without ids of anybody's, its accesses the provider's."""
    sites = tuple(
        msgspec.structs.replace(
            site,
            isp_site_id=None,
            site_id=None,
            filing_number=None,
            domains=tuple(
                msgspec.structs.replace(domain, isp_domain_id=None, domain_id=None)
                for domain in site.domains
            ),
            accesses=tuple(_plain(access, isp_id) for access in site.accesses),
        )
        for site in filing.sites
    )
    subject = msgspec.structs.replace(
        filing.subject,
        isp_subject_id=None,
        subject_id=None,
        filing_number=None,
        submission_mode=BY_ITSELF,
    )
    return Filing(subject=subject, sites=sites)


def _plain(access: Access, isp_id: int) -> Access:
    return Access(
        isp_id=isp_id,
        locations=access.locations,
        modes=access.modes,
        ip_ranges=tuple(IpRange(first=used.first, last=used.last) for used in access.ip_ranges),
    )
