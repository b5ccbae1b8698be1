"""Return visits and comparisons of connected sites (回访核查、动态核验). PURE.

Decides what a visit's finding leads to, and what a comparison compares: the record with what the
provider itself knows. Rules: M64-036, R05-008.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from beian.decider import Decision
from beian.events.access import (
    RecheckScheduled,
    RevisitPerformed,
    UpdateFindingListed,
    UpdateMade,
)
from beian.events.base import Event
from beian.events.enterprise import InformationMatched, InformationMismatched
from beian.regulations.addresses import Range, is_covered
from beian.regulations.calendar import WorkingCalendar
from beian.regulations.deadlines import add_months, revisit_update_due
from beian.regulations.numbers import RECHECK_MONTHS
from beian.regulations.rules import enforces
from enterprise.domain.connection_commands import NoteUpdate, NoteUpdateOverdue, Revisit
from enterprise.domain.context import Context
from enterprise.domain.states import Numbered
from enterprise.domain.texts import UPDATE_URGED, by_email, by_sms

_CALENDAR: Final = WorkingCalendar()


def decide_visit(
    state: Numbered, command: Revisit | NoteUpdate | NoteUpdateOverdue, context: Context
) -> Decision:
    draft_id = state.draft.draft_id
    match command:
        case Revisit():
            return _revisit(state, command, context)
        case NoteUpdate(detail=detail):
            if state.visit is None:
                return []
            return [UpdateMade(draft_id=draft_id, detail=detail)]
        case NoteUpdateOverdue():
            return _list_finding(state)


@enforces("M64-036")
def _revisit(state: Numbered, command: Revisit, context: Context) -> Decision:
    due = revisit_update_due(context.today, _CALENDAR).day.isoformat()
    visited = RevisitPerformed(
        draft_id=state.draft.draft_id,
        differing=command.differing,
        detail=command.detail,
        due=due if command.differing else None,
    )
    return [visited, *(urged(state) if command.differing else ())]


@enforces("M64-036")
def _list_finding(state: Numbered) -> Decision:
    visit = state.visit
    if visit is None or visit.due is None or state.is_listed:
        return []
    return [
        UpdateFindingListed(
            draft_id=state.draft.draft_id,
            fields=visit.differing,
            due=visit.due,
            rules=("M64-036",),
        )
    ]


@enforces("R05-008")
def recheck(state: Numbered, context: Context) -> Decision:
    """Compare the record with what the provider knows: its own addresses, visits, marks."""
    if not state.on:
        return []
    draft_id = state.draft.draft_id
    wrong = tuple(dict.fromkeys((*_addresses_not_ours(state, context), *_known(state))))
    result: Event = (
        InformationMismatched(draft_id=draft_id, fields=wrong)
        if wrong
        else InformationMatched(draft_id=draft_id)
    )
    return [result, scheduled(draft_id, context.today)]


def scheduled(draft_id: str, today: date) -> RecheckScheduled:
    """Return the day of the next comparison."""
    return RecheckScheduled(draft_id=draft_id, on=add_months(today, RECHECK_MONTHS).isoformat())


def _addresses_not_ours(state: Numbered, context: Context) -> Iterable[str]:
    for site in state.filing.sites:
        if site.site_id not in state.on:
            continue
        for access in site.accesses:
            used = (Range(one.first, one.last) for one in access.ip_ranges)
            if access.isp_id == context.isp_id and not all(
                is_covered(one, context.reported) for one in used
            ):
                yield "sites.accesses.ip_ranges"


def _known(state: Numbered) -> Iterable[str]:
    return (*state.draft.untrue, *(state.visit.differing if state.visit else ()))


def urged(state: Numbered) -> list[Event]:
    """Return that the sponsor was asked to put its data right."""
    draft_id = state.draft.draft_id
    return [by_sms(draft_id, UPDATE_URGED), by_email(draft_id, UPDATE_URGED)]
