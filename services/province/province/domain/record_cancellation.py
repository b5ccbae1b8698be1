"""What happens to a filed record when a part of it, or all of it, is cancelled.

Whether a request may be followed is decided elsewhere (cancellation_check.py, fitness.py): here
the bureau has decided. The last access of a site takes the site along.

Flow: FLOW-09. Rules: R14-109, R14-121, R14-122, R05-029.
"""

from dataclasses import dataclass
from typing import assert_never

from beian.decider import Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.records import (
    AccessCancelled,
    OrphanSiteDetected,
    SiteCancelled,
    SubjectCancelled,
)
from beian.events.sites import CancelledPart
from beian.records import Filing, Site
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from province.domain.cancelling import ACCESS, SITE, SUBJECT, part_of, without


@dataclass(frozen=True, slots=True)
class Cancel:
    """Cancel the subject, a site or an access."""

    application_id: str | None
    """None where the bureau decides by itself."""
    kind: int
    record_id: int
    reason: int
    decided_by: str
    cancelled_on: str
    rules: tuple[str, ...] = ()
    """What the bureau's own decision rests on besides."""


type Cancelled = AccessCancelled | SiteCancelled | SubjectCancelled
CANCELLED = (AccessCancelled, SiteCancelled, SubjectCancelled)


@enforces("R14-109", "R14-121", "R14-122")
def decide_cancellation(filing: Filing, number: str, command: Cancel) -> Decision:
    """Say what is cancelled; a Refusal where the record has no such part."""
    if part_of(filing, command.kind, command.record_id) is None:
        return Refusal(Reason.NOT_FOUND, "该备案中没有此项，或者已经注销")
    if command.kind == SUBJECT:
        sites = [_site_cancelled(site, number, command) for site in filing.sites]
        return [*sites, _subject_cancelled(number, command)]
    for site in filing.sites:
        if command.kind == SITE and site.site_id == command.record_id:
            return [_site_cancelled(site, number, command)]
        if any(access.access_id == command.record_id for access in site.accesses):
            return _access_cancelled(site, number, command)
    raise AssertionError("a part that was found belongs to a site")


def _access_cancelled(site: Site, number: str, command: Cancel) -> list[Event]:
    (isp_id,) = {one.isp_id for one in site.accesses if one.access_id == command.record_id}
    site_number = site.filing_number or ""
    happened: list[Event] = [
        AccessCancelled(
            filing_number=number,
            application_id=command.application_id,
            access_id=command.record_id,
            site_number=site_number,
            isp_id=isp_id,
            reason=command.reason,
            decided_by=command.decided_by,
            cancelled_on=command.cancelled_on,
            rules=_rules(command),
        )
    ]
    if len(site.accesses) == 1:
        orphan = OrphanSiteDetected(
            filing_number=number,
            site_id=site.site_id or 0,
            site_number=site_number,
            rules=("R14-109",),
        )
        happened += [orphan, _site_cancelled(site, number, command)]
    return happened


def _site_cancelled(site: Site, number: str, command: Cancel) -> SiteCancelled:
    return SiteCancelled(
        filing_number=number,
        application_id=command.application_id,
        site_id=site.site_id or 0,
        site_number=site.filing_number or "",
        reason=command.reason,
        decided_by=command.decided_by,
        cancelled_on=command.cancelled_on,
        rules=_rules(command),
    )


def _subject_cancelled(number: str, command: Cancel) -> SubjectCancelled:
    return SubjectCancelled(
        filing_number=number,
        application_id=command.application_id,
        subject_id=command.record_id,
        reason=command.reason,
        decided_by=command.decided_by,
        cancelled_on=command.cancelled_on,
        rules=_rules(command),
    )


def _rules(command: Cancel) -> tuple[str, ...]:
    """What was asked for rests on one rule, the bureau's own decision on another."""
    first = "R14-121" if command.application_id is not None else "R14-122"
    return (first, *command.rules)


def ended_by(filing: Filing, event: Cancelled) -> tuple[Filing, CancelledPart]:
    """Return what an event leaves of a filing, and the part that it ended."""
    match event:
        case AccessCancelled(access_id=record_id):
            kind = ACCESS
        case SiteCancelled(site_id=record_id):
            kind = SITE
        case SubjectCancelled(subject_id=record_id):
            kind = SUBJECT
        case _:
            assert_never(event)
    left, part = without(filing, kind, record_id), part_of(filing, kind, record_id)
    assert left is not None, "what was cancelled was there"
    assert part is not None, "what was cancelled was there"
    return left, part


def told(filing: Filing, kind: int, record_id: int) -> CancelledPart:
    """Return what others are told when a part of `filing` is cancelled: one thing, and whose.

    With its only access a site is cancelled: then it is the site.
    """
    for site in filing.sites:
        only = len(site.accesses) == 1 and site.accesses[0].access_id == record_id
        if kind == ACCESS and only and site.site_id is not None:
            return told(filing, SITE, site.site_id)
    part = part_of(filing, kind, record_id)
    assert part is not None, "what is cancelled is there"
    return part
