"""The end of a filing at its provider: asked for, answered, told by the bureau, switched off.

Decides who may ask for what, and when access stops: as soon as the bureau says that something
is cancelled (ZXSJ), whoever asked for it. Not here: the wire (exchange.py), the bureau's review.

Flows: FLOW-08, FLOW-09. Rules: R14-120, R14-121, R14-123, O33-005.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, assert_never

from beian.decider import Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.enterprise import (
    AccessTerminated,
    CancellationAnswered,
    CancellationReceived,
    CancellationRequested,
)
from beian.records import Finding, Opinion, Site
from beian.regulations.codes import exists
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from enterprise.domain.context import SPONSOR, Context, has_mandate
from enterprise.domain.states import ON_BEHALF, SPONSOR_SELF, DraftState, Numbered
from enterprise.domain.texts import ACCESS_TERMINATED, CANCELLATION_RETURNED, by_email, by_sms
from enterprise.domain.untrue import refuse_untrue

SUBJECT: Final = 0
SITE: Final = 1
ACCESS: Final = 2
"""Zxlb."""
REVIEW_APPROVED: Final = 1001


@dataclass(frozen=True, slots=True)
class RequestCancellation:
    """Ask the bureau to cancel the filing, one of its sites, or our access to one."""

    kind: int
    reason: int
    requested_by: str
    site_number: str | None = None
    """Which site is meant; none where the filing has but one."""
    reason_text: str | None = None
    mandate: str | None = None
    password: str | None = None
    """SHA-256 of ICPmm, stored beside the log."""


@dataclass(frozen=True, slots=True)
class ReceiveAnswer:
    """Take what a result file says of a request."""

    kind: int
    record_id: int
    findings: tuple[Finding, ...]
    opinion: Opinion | None


@dataclass(frozen=True, slots=True)
class ReceiveNotice:
    """Take a notice that something filed is cancelled."""

    kind: int
    record_id: int
    remark: str | None


type CancellationCommand = RequestCancellation | ReceiveAnswer | ReceiveNotice
CANCELLATION_COMMANDS: Final = (RequestCancellation, ReceiveAnswer, ReceiveNotice)


def decide_cancellation(
    state: DraftState, command: CancellationCommand, context: Context
) -> Decision:
    """Say what happens, or why nothing may. Repeating a command adds nothing."""
    match command:
        case RequestCancellation():
            return _request(state, command, context)
        case ReceiveAnswer():
            return _answered(state, command)
        case ReceiveNotice():
            return _notified(state, command, context)
        case _:
            assert_never(command)


@enforces("R14-120", "R14-121")
def _request(state: DraftState, command: RequestCancellation, context: Context) -> Decision:
    refusal = refuse_untrue(state) or _refuse_request(command, context)
    if refusal is not None:
        return refusal
    if not isinstance(state, Numbered):
        return Refusal(Reason.NUMBER_MISSING, "尚未取得备案号，没有可以注销的备案")
    record_id = _named(state, command, context)
    if isinstance(record_id, Refusal):
        return record_id
    if (command.kind, record_id) in state.requested:
        return []
    return [
        CancellationRequested(
            draft_id=state.draft.draft_id,
            kind=command.kind,
            record_id=record_id,
            reason=command.reason,
            reason_text=command.reason_text,
            requested_by=command.requested_by,
            mandate=command.mandate,
            password=command.password,
        )
    ]


@enforces("O33-005", "O33-006")
def _refuse_request(command: RequestCancellation, context: Context) -> Refusal | None:
    is_own = command.requested_by == SPONSOR_SELF
    if context.account == SPONSOR and not is_own:
        return Refusal(Reason.NOT_ALLOWED, "网站主办者账号只能以本单位名义申请注销", rule="R14-120")
    if is_own and command.kind == ACCESS:
        return Refusal(Reason.NOT_ALLOWED, "取消接入由接入服务提供者办理", "kind", "M64-010")
    if command.requested_by == ON_BEHALF and not has_mandate(command.mandate, context):
        return Refusal(Reason.INCOMPLETE, "代为注销应当注明委托", "mandate", "O33-005")
    if not exists("zxly", command.reason):
        return Refusal(Reason.INVALID_FIELD, "注销理由代码不存在", "reason")
    if command.kind == SUBJECT and command.password is None:
        return Refusal(Reason.INCOMPLETE, "注销主体应当提供备案密码", "password", "R14-064")
    return None


def _named(state: Numbered, command: RequestCancellation, context: Context) -> int | Refusal:
    """Return the bureau's id of what is to be cancelled."""
    if command.kind == SUBJECT:
        if state.filing.subject.subject_id is None or not state.connected:
            return _gone()
        return state.filing.subject.subject_id
    site = _site(state, command.site_number)
    if isinstance(site, Refusal):
        return site
    if site.site_id is None or site.site_id not in state.connected:
        return _gone()
    if command.kind == SITE:
        return site.site_id
    for access in site.accesses:
        if access.isp_id == context.isp_id and access.access_id is not None:
            return access.access_id
    return _gone()


def _site(state: Numbered, number: str | None) -> Site | Refusal:
    sites = state.filing.sites
    if number is None:
        if len(sites) == 1:
            return sites[0]
        return Refusal(Reason.INCOMPLETE, "备案有多个网站，应当指明网站备案号", "site_number")
    found = next((site for site in sites if site.filing_number == number), None)
    return found or Refusal(Reason.NOT_FOUND, "没有此网站备案号", "site_number")


def _gone() -> Refusal:
    return Refusal(Reason.WRONG_STATE, "已经注销")


def _answered(state: DraftState, command: ReceiveAnswer) -> Decision:
    if not isinstance(state, Numbered):
        return []
    if (command.kind, command.record_id) not in state.requested:
        return []
    codes = {finding.code for finding in command.findings}
    approved = command.opinion.approved if command.opinion else codes == {REVIEW_APPROVED}
    draft_id = state.draft.draft_id
    answered = CancellationAnswered(
        draft_id=draft_id,
        kind=command.kind,
        record_id=command.record_id,
        findings=command.findings,
        opinion=command.opinion,
        approved=approved,
    )
    return [answered] if approved else [answered, *_told(draft_id, CANCELLATION_RETURNED)]


@enforces("R14-123")
def _notified(state: DraftState, command: ReceiveNotice, context: Context) -> Decision:
    """Switch off what is cancelled, at once."""
    if not isinstance(state, Numbered):
        return []
    ended = tuple(sorted(state.connected & frozenset(_sites_of(state, command, context))))
    if not ended:
        return []
    draft_id = state.draft.draft_id
    happened: list[Event] = [
        CancellationReceived(
            draft_id=draft_id,
            kind=command.kind,
            record_id=command.record_id,
            remark=command.remark,
            site_ids=ended,
            nothing_left=state.connected == frozenset(ended),
        )
    ]
    if state.on & frozenset(ended) or state.suspended.keys() & frozenset(ended):
        happened.append(AccessTerminated(draft_id=draft_id, site_ids=ended))
        happened += _told(draft_id, ACCESS_TERMINATED)
    return happened


def _sites_of(state: Numbered, command: ReceiveNotice, context: Context) -> Iterable[int]:
    """Yield the ids of the sites that a notice cuts off here."""
    for site in state.filing.sites:
        if site.site_id is None:
            continue
        match command.kind:
            case 0:
                is_meant = command.record_id == state.filing.subject.subject_id
            case 1:
                is_meant = command.record_id == site.site_id
            case _:
                is_meant = any(
                    access.access_id == command.record_id and access.isp_id == context.isp_id
                    for access in site.accesses
                )
        if is_meant:
            yield site.site_id


def _told(draft_id: str, template: str) -> list[Event]:
    return [by_sms(draft_id, template), by_email(draft_id, template)]
