"""What the events of a connected filing make of its state: access, visits, requests, the end."""

from dataclasses import replace
from typing import Final

from beian.events.access import (
    AccessSuspended,
    NonCooperationReported,
    RecheckScheduled,
    RevisitPerformed,
    SiteShutDown,
    UpdateFindingListed,
    UpdateMade,
)
from beian.events.base import Event
from beian.events.enterprise import (
    AccessEnabled,
    AccessRefused,
    AccessTerminated,
    CancellationAnswered,
    CancellationReceived,
    CancellationRequested,
    InformationMatched,
    InformationMismatched,
)
from enterprise.domain.connection_commands import Ground
from enterprise.domain.states import Numbered

CANCELLED: Final = "CANCELLED"
"""The ground of a termination that follows a cancellation."""
CONNECTED_EVENTS: Final = (
    AccessEnabled,
    AccessRefused,
    AccessSuspended,
    AccessTerminated,
    CancellationAnswered,
    CancellationReceived,
    CancellationRequested,
    InformationMatched,
    InformationMismatched,
    NonCooperationReported,
    RecheckScheduled,
    RevisitPerformed,
    SiteShutDown,
    UpdateFindingListed,
    UpdateMade,
)


def evolve_connected(state: Numbered, event: Event) -> Numbered:
    """Return the state after one of `CONNECTED_EVENTS`."""
    match event:
        case CancellationRequested(kind=kind, record_id=record_id):
            return replace(state, requested=state.requested | {(kind, record_id)})
        case CancellationAnswered(kind=kind, record_id=record_id):
            return replace(state, requested=state.requested - {(kind, record_id)})
        case CancellationReceived(site_ids=site_ids):
            return replace(state, ended=state.ended | frozenset(site_ids))
        case AccessEnabled() | AccessRefused() | AccessSuspended() | AccessTerminated():
            return _switched(state, event)
        case _:
            return _visited(state, event)


def _switched(
    state: Numbered, event: AccessEnabled | AccessRefused | AccessSuspended | AccessTerminated
) -> Numbered:
    match event:
        case AccessEnabled(site_ids=site_ids):
            still = {one: by for one, by in state.suspended.items() if one not in site_ids}
            return replace(state, is_open=True, suspended=still, refused=None)
        case AccessRefused(reason=reason):
            return replace(state, refused=reason)
        case AccessSuspended(site_ids=site_ids, order_id=order_id):
            return replace(
                state, suspended={**state.suspended, **dict.fromkeys(site_ids, order_id)}
            )
        case AccessTerminated(ground=ground) if ground == CANCELLED:
            return replace(state, is_open=not state.has_ended)
        case AccessTerminated(site_ids=site_ids, ground=ground):
            still = {one: by for one, by in state.suspended.items() if one not in site_ids}
            ended = replace(
                state, suspended=still, terminated=state.terminated | frozenset(site_ids)
            )
            refuses = state.refuses_update or ground == Ground.UPDATE_REFUSED
            is_open = bool(ended.on or still)
            return replace(ended, is_open=is_open, refuses_update=refuses)


def _visited(state: Numbered, event: Event) -> Numbered:
    match event:
        case RevisitPerformed(differing=differing):
            return replace(state, visit=event if differing else None, is_listed=False)
        case UpdateMade():
            return replace(state, visit=None, is_listed=False)
        case UpdateFindingListed():
            return replace(state, is_listed=True)
        case NonCooperationReported():
            return replace(state, refuses_update=True)
        case _:
            return state
