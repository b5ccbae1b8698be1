"""A connected site (已接入网站): stopped, reopened, visited, checked again, put right. PURE.

The only place that decides when a provider stops access of its own accord or by order, and what
it does about data that are not true. Visits and comparisons are decided in revisits.py; that what
is cancelled is switched off, in cancellation.py.

Flows: FLOW-06, FLOW-09, FLOW-13, FLOW-16. Rules: M64-036, O33-007, O33-020, R05-008,
R14-039, R14-042, R14-049.
"""

from typing import assert_never

from beian.decider import Decision
from beian.errors import Refusal
from beian.events.access import (
    AccessSuspended,
    DataFoundTrue,
    DataFoundUntrue,
    NonCooperationReported,
    SiteShutDown,
)
from beian.events.base import Event
from beian.events.enterprise import AccessEnabled, AccessTerminated
from beian.regulations.reasons import Reason
from beian.regulations.regions import home_region
from beian.regulations.rules import enforces
from enterprise.domain.connection_commands import (
    RULES,
    ConfirmData,
    ConnectedCommand,
    ConnectionCommand,
    Ground,
    MarkUntrue,
    NoteUpdate,
    NoteUpdateOverdue,
    Recheck,
    RefuseUpdate,
    ResumeAccess,
    Revisit,
    SuspendAccess,
    TerminateAccess,
    UrgeUpdate,
)
from enterprise.domain.context import Context
from enterprise.domain.revisits import decide_visit, recheck, urged
from enterprise.domain.states import DraftState, Numbered, draft_of
from enterprise.domain.texts import ACCESS_RESUMED, ACCESS_STOPPED, by_email, by_sms
from enterprise.domain.untrue import refuse_untrue


def decide_connection(state: DraftState, command: ConnectionCommand, context: Context) -> Decision:
    """Say what happens, or why nothing may. Repeating a command adds nothing."""
    match command:
        case MarkUntrue():
            return _mark(state, command)
        case ConfirmData(detail=detail):
            draft = draft_of(state)
            assert draft is not None, "an unknown draft is refused before"
            is_marked = bool(draft.untrue)
            return [DataFoundTrue(draft_id=draft.draft_id, detail=detail)] if is_marked else []
        case _:
            return _decide_connected(state, command, context)


def _decide_connected(state: DraftState, command: ConnectedCommand, context: Context) -> Decision:
    if not isinstance(state, Numbered):
        return Refusal(Reason.NUMBER_MISSING, "尚未取得备案号，没有接入的网站")
    match command:
        case SuspendAccess() | TerminateAccess() | ResumeAccess():
            return _switch(state, command)
        case UrgeUpdate():
            return urged(state) if command.fields else _no_fields()
        case RefuseUpdate(detail=detail):
            return _refuse_update(state, detail, context)
        case Revisit() | NoteUpdate() | NoteUpdateOverdue():
            return decide_visit(state, command, context)
        case Recheck():
            return recheck(state, context)
        case _:
            assert_never(command)


@enforces("O33-007", "R14-039", "R05-009")
def _mark(state: DraftState, command: MarkUntrue) -> Decision:
    draft = draft_of(state)
    assert draft is not None, "an unknown draft is refused before"
    if not command.fields:
        return _no_fields()
    if draft.untrue == command.fields:
        return []
    return [
        DataFoundUntrue(
            draft_id=draft.draft_id,
            fields=command.fields,
            detail=command.detail,
            rules=("O33-007", "R14-039"),
        )
    ]


def _no_fields() -> Refusal:
    return Refusal(Reason.INCOMPLETE, "应当指明哪些信息", "fields")


def _switch(state: Numbered, command: SuspendAccess | TerminateAccess | ResumeAccess) -> Decision:
    sites = _named(state, command.site_number)
    if isinstance(sites, Refusal):
        return sites
    match command:
        case SuspendAccess():
            return _suspend(state, command, sites)
        case TerminateAccess():
            return _terminate(state, command, sites)
        case ResumeAccess():
            return _resume(state, command, sites)


@enforces("O33-020", "R14-049")
def _suspend(state: Numbered, command: SuspendAccess, sites: frozenset[int]) -> Decision:
    stopped = sites & state.on
    if not stopped:
        return []
    suspended = AccessSuspended(
        draft_id=state.draft.draft_id,
        site_ids=tuple(sorted(stopped)),
        ground=command.ground,
        order_id=command.order_id,
        nothing_on=state.on == stopped,
        rules=RULES[command.ground],
    )
    return [suspended, *_told(state, ACCESS_STOPPED)]


@enforces("O33-020", "R14-042")
def _terminate(state: Numbered, command: TerminateAccess, sites: frozenset[int]) -> Decision:
    ended = sites & (state.on | state.suspended.keys())
    if not ended:
        return []
    draft_id, site_ids = state.draft.draft_id, tuple(sorted(ended))
    happened: list[Event] = []
    if command.ground is Ground.ORDER and command.order_id is not None:
        happened.append(
            SiteShutDown(
                draft_id=draft_id,
                site_ids=site_ids,
                order_id=command.order_id,
                rules=RULES[command.ground],
            )
        )
    terminated = AccessTerminated(
        draft_id=draft_id,
        site_ids=site_ids,
        ground=command.ground,
        nothing_on=not state.on - ended,
    )
    return [*happened, terminated, *_told(state, ACCESS_STOPPED)]


@enforces("O33-020")
def _resume(state: Numbered, command: ResumeAccess, sites: frozenset[int]) -> Decision:
    stopped = {one: order for one, order in state.suspended.items() if one in sites}
    if not stopped:
        return Refusal(Reason.WRONG_STATE, "没有暂停接入的网站", "site_number")
    lifted = {one for one, order in stopped.items() if order in {None, command.order_id}}
    if not lifted:
        return Refusal(Reason.NOT_ALLOWED, "通信管理局尚未解除暂时关闭", "order_id", "O33-020")
    refusal = refuse_untrue(state)
    if refusal is not None:
        return refusal
    enabled = AccessEnabled(
        draft_id=state.draft.draft_id,
        filing_number=state.filing_number,
        site_ids=tuple(sorted(lifted)),
    )
    return [enabled, *_told(state, ACCESS_RESUMED)]


@enforces("R14-042")
def _refuse_update(state: Numbered, detail: str, context: Context) -> Decision:
    if state.refuses_update:
        return []
    reported = NonCooperationReported(
        draft_id=state.draft.draft_id,
        region=home_region(state.filing.subject.address.province) or "",
        isp_id=context.isp_id,
        filing_number=state.filing_number,
        detail=detail,
        rules=("R14-042",),
    )
    everything = state.on | state.suspended.keys()
    stopped = _terminate(state, TerminateAccess(Ground.UPDATE_REFUSED), everything)
    assert not isinstance(stopped, Refusal), "what is connected can be ended"
    return [*stopped, reported]


def _named(state: Numbered, number: str | None) -> frozenset[int] | Refusal:
    """Return the ids of the sites that a number names; all without one."""
    if number is None or number == state.filing_number:
        return state.connected
    for site in state.filing.sites:
        if site.filing_number == number and site.site_id is not None:
            return frozenset({site.site_id})
    return Refusal(Reason.NOT_FOUND, "没有此网站备案号", "site_number")


def _told(state: Numbered, template: str) -> list[Event]:
    draft_id = state.draft.draft_id
    return [by_sms(draft_id, template), by_email(draft_id, template)]
