"""What the verification center found at a provider, as the bureau hands it on: ICP/HCJG.

Stream `siteinspection-<application id>`. The bureau notes a finding once and judges nothing; what
is to be corrected follows as a notice (modification_notices.py). Interface §10.2, validation §12.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from beian.decider import Decider, Decision
from beian.events.base import Event
from beian.events.inspections import InspectionResultNoted
from beian.records_downloads import SiteCheck, SubjectCheck

SUBJECT: Final = "subject"
SITE_PERSON: Final = "site_person"
_SITE_BLOCKS: Final[Mapping[str, str]] = {
    "access": "ICP/HCJG/Jgxx/Jrhc",
    "empty_shell": "ICP/HCJG/Jgxx/Kkwzhc",
    "silent_site": "ICP/HCJG/Jgxx/Wzch",
}

type Noted = frozenset[str]
"""Ids of the findings that were noted."""


def decide(noted: Noted, result: InspectionResultNoted, _context: None = None) -> Decision:
    """Note a finding that is new."""
    return [] if result.finding_id in noted else [result]


def evolve(noted: Noted, event: Event) -> Noted:
    """Return the noted findings after `event`."""
    assert isinstance(event, InspectionResultNoted), f"{type(event).__name__} is no finding"
    return noted | {event.finding_id}


INSPECTIONS: Decider[Noted, InspectionResultNoted, None] = Decider(frozenset(), decide, evolve)


def inspection_stream(application_id: str) -> str:
    """Return the stream of what was found of an application's filing."""
    return f"siteinspection-{application_id}"


def result_of(result: InspectionResultNoted) -> dict[str, Sequence[Any]]:
    """Return the records of the file for the provider, by path; none where no block has room.

    A site's person is no part of any inspection's block: the provider gets the notice alone.
    """
    if result.kind == SITE_PERSON:
        return {}
    if result.kind == SUBJECT:
        return {"ICP/HCJG/Jgxx/Zthc": [_subject(result.subject)]}
    return {_SITE_BLOCKS[result.kind]: [_site(result.site)]}


def _subject(check: SubjectCheck | None) -> SubjectCheck:
    assert check is not None, "a finding about a subject says what it is"
    return check


def _site(check: SiteCheck | None) -> SiteCheck:
    assert check is not None, "a finding about a site says what it is"
    return check
