"""The special content (专项内容) of filed sites, so that each department sees just its remit. PURE.

Stream `specialcontent-<filing number>`; filings without any have none. Rule: R14-153.
"""

from dataclasses import dataclass

from beian.decider import Decider, Decision
from beian.events.base import Event
from beian.events.filing import FilingRecordReported
from beian.events.sharing import SiteContents, SpecialContentsNoted


@dataclass(frozen=True, slots=True)
class NoteContents:
    """A home bureau reported a filing, new or changed."""

    report: FilingRecordReported


@dataclass(frozen=True, slots=True)
class SpecialContents:
    """What was noted last."""

    phase: str = ""
    noted: SpecialContentsNoted | None = None


def contents_of(report: FilingRecordReported) -> tuple[SiteContents, ...]:
    """Return the sites of a report that have special content, with its kinds."""
    return tuple(
        SiteContents(
            filing_number=site.filing_number or "",
            contents=tuple(sorted({one.type for one in site.pre_approvals})),
        )
        for site in report.filing.sites
        if site.pre_approvals and not report.is_cancelled
    )


def decide(state: SpecialContents, command: NoteContents, _context: None = None) -> Decision:
    """Note what differs from what was noted last."""
    noted = SpecialContentsNoted(
        filing_number=command.report.filing_number, sites=contents_of(command.report)
    )
    known = state.noted.sites if state.noted else ()
    return [] if noted.sites == known else [noted]


def evolve(_state: SpecialContents, event: Event) -> SpecialContents:
    """Return the contents after `event`."""
    assert isinstance(event, SpecialContentsNoted), f"{type(event).__name__} says no content"
    return SpecialContents("Noted", event)


SPECIAL_CONTENTS: Decider[SpecialContents, NoteContents, None] = Decider(
    SpecialContents(), decide, evolve
)
