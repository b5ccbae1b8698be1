"""The day on which a site's service ended, and a cancellation that is asked for after it.

The sponsor cancels on the very day; later is accepted and noted, a fine needs a decision of its
own (O33-030). Flow: FLOW-09. Rule: O33-016.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from beian.decider import Decision
from beian.errors import Refusal
from beian.events.records import CancellationOverdueDetected, Cancelling, ServiceEndRecorded
from beian.records import Filing
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from province.domain.cancelling import SUBJECT


@dataclass(frozen=True, slots=True)
class RecordServiceEnd:
    """Note on which day the service of a site ended."""

    site_number: str
    ended_on: str
    """YYYY-MM-DD."""
    source: str


@enforces("O33-016")
def record_service_end(
    filing: Filing, known: Mapping[str, str], number: str, command: RecordServiceEnd
) -> Decision:
    """Note the day; a Refusal where the record has no such site."""
    if all(site.filing_number != command.site_number for site in filing.sites):
        return Refusal(Reason.NOT_FOUND, "该备案中没有此网站，或者已经注销", "filing_number")
    if known.get(command.site_number) == command.ended_on:
        return []
    return [
        ServiceEndRecorded(
            filing_number=number,
            site_number=command.site_number,
            ended_on=command.ended_on,
            source=command.source,
        )
    ]


@enforces("O33-016")
def late_cancellations(
    filing: Filing,
    known: Mapping[str, str],
    number: str,
    application_id: str,
    cancels: Cancelling,
    requested_on: str,
) -> tuple[CancellationOverdueDetected, ...]:
    """Return a note for each site whose service ended before the day of the request."""
    return tuple(
        CancellationOverdueDetected(
            filing_number=number,
            application_id=application_id,
            site_number=site.filing_number,
            ended_on=known[site.filing_number],
            requested_on=requested_on,
            rules=("O33-016",),
        )
        for site in filing.sites
        if site.filing_number is not None
        and (cancels.kind == SUBJECT or cancels.record_id == site.site_id)
        and known.get(site.filing_number, requested_on) < requested_on
    )
