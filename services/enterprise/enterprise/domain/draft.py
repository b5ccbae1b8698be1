"""A draft at the access provider (报备草稿): entered, verified, submitted, answered, opened.

The only place that decides whether a draft may go on: to the filing site, to the bureau, on the
net. Not here: the steps of the on-site verification (verification.py), access data and what
follows the submission (submission.py), the wire (exchange.py), the words (texts.py).

Flow: FLOW-02 steps 1 to 6, FLOW-03. Rules: M64-012 to M64-016, O33-005, R14-087.
"""

from dataclasses import dataclass
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.enterprise import (
    CertificateRejected,
    OnSiteVerificationFailed,
    OnSiteVerificationLapsed,
    OnSiteVerificationStarted,
    PreVerificationFailed,
    PreVerificationOverdue,
    PreVerificationPassed,
)
from beian.regulations.deadlines import on_site_due
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from enterprise.domain.after_conflict import (
    CONFLICT_COMMANDS,
    ConflictCommand,
    Withdraw,
    decide_after_conflict,
)
from enterprise.domain.cancellation import (
    CANCELLATION_COMMANDS,
    CancellationCommand,
    RequestCancellation,
    decide_cancellation,
)
from enterprise.domain.connection import decide_connection
from enterprise.domain.connection_commands import CONNECTION_COMMANDS, ConnectionCommand
from enterprise.domain.contents import Holder, holders_of
from enterprise.domain.context import AGENT, SPONSOR, Context
from enterprise.domain.contract import SignContract, sign_contract
from enterprise.domain.electronic import VerifyElectronically, verify_electronically
from enterprise.domain.entry import SubmitDraft, enter
from enterprise.domain.history import evolve
from enterprise.domain.states import (
    SPONSOR_SELF,
    AwaitingAppearance,
    AwaitingCorrection,
    Draft,
    DraftState,
    Lapsed,
    NoDraft,
    Numbered,
    OnSite,
    PreVerifying,
    Ready,
    Submitted,
    Verified,
    draft_of,
)
from enterprise.domain.submission import (
    SUBMISSION_COMMANDS,
    EnableAccess,
    SubmissionCommand,
    decide_submission,
)
from enterprise.domain.texts import (
    ON_SITE_FAILED,
    ON_SITE_LAPSED,
    PRE_VERIFICATION_FAILED,
    PRE_VERIFICATION_PASSED,
    by_sms,
)
from enterprise.domain.verification import (
    VERIFICATION_COMMANDS,
    VerificationCommand,
    decide_verification,
)


@dataclass(frozen=True, slots=True)
class PassPreVerification:
    """The data are plausible and the contacts answered."""


@dataclass(frozen=True, slots=True)
class FailPreVerification:
    """They are not; say why."""

    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class NoteOverdue:
    """The last day of pre-verification went by."""


@dataclass(frozen=True, slots=True)
class StartOnSite:
    """Somebody appears at the filing site."""

    person: Holder
    verification_point: str | None = None


@dataclass(frozen=True, slots=True)
class FailOnSite:
    """Staff end the verification; the sponsor corrects."""

    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Lapse:
    """The last day to appear went by."""


type Preparation = (
    PassPreVerification
    | FailPreVerification
    | NoteOverdue
    | StartOnSite
    | VerifyElectronically
    | FailOnSite
    | Lapse
)
type DraftCommand = (
    SubmitDraft
    | Preparation
    | VerificationCommand
    | SubmissionCommand
    | CancellationCommand
    | ConnectionCommand
    | ConflictCommand
    | SignContract
)


def decide(state: DraftState, command: DraftCommand, context: Context) -> Decision:
    """Say what happens, or why nothing may. Repeating a command adds nothing."""
    if isinstance(state, NoDraft) and not isinstance(command, SubmitDraft):
        return Refusal(Reason.NOT_FOUND, "没有此草稿", "draft_id")
    refusal = _refuse_account(command, context)
    if refusal is not None:
        return refusal
    if isinstance(command, VERIFICATION_COMMANDS):
        return _verify(state, command, context)
    if isinstance(command, SUBMISSION_COMMANDS):
        return decide_submission(state, command, context)
    if isinstance(command, CONFLICT_COMMANDS):
        return decide_after_conflict(state, command)
    if isinstance(command, CANCELLATION_COMMANDS):
        return decide_cancellation(state, command, context)
    if isinstance(command, CONNECTION_COMMANDS):
        return decide_connection(state, command, context)
    if isinstance(command, SubmitDraft):
        return enter(state, command, context)
    if isinstance(command, SignContract):
        draft = draft_of(state)
        assert draft is not None, "an unknown draft is refused before"
        return sign_contract(draft, command)
    return _prepare(state, command, context)


def _prepare(state: DraftState, command: Preparation, context: Context) -> Decision:
    match command:
        case PassPreVerification():
            return _pass_pre_verification(state, context)
        case FailPreVerification():
            return _fail_pre_verification(state, command)
        case NoteOverdue():
            return _note_overdue(state)
        case StartOnSite():
            return _start_on_site(state, command, context)
        case VerifyElectronically():
            return _verify_electronically(state, command, context)
        case FailOnSite():
            return _fail_on_site(state, command)
        case Lapse():
            return _lapse(state)
        case _:
            assert_never(command)


@enforces("M64-010", "M64-012", "R14-044")
def _refuse_account(command: DraftCommand, context: Context) -> Refusal | None:
    """A sponsor's account enters its own data and ends its own filing, and nothing else.

    An agent enters drafts through the provider; that it may not open access is recorded.
    """
    if context.account == AGENT and not isinstance(command, SubmitDraft | EnableAccess):
        return Refusal(Reason.NOT_ALLOWED, "代理商应当通过接入服务提供者办理", rule="R14-044")
    if context.account != SPONSOR or isinstance(command, RequestCancellation | Withdraw):
        return None
    if not isinstance(command, SubmitDraft) or command.submitted_by != SPONSOR_SELF:
        return Refusal(Reason.NOT_ALLOWED, "网站主办者账号只能填报本单位的草稿", rule="M64-012")
    return None


@enforces("M64-014")
def _pass_pre_verification(state: DraftState, context: Context) -> Decision:
    match state:
        case PreVerifying(draft=draft):
            due = on_site_due(context.today).day.isoformat()
            return [
                PreVerificationPassed(draft_id=draft.draft_id, on_site_due=due),
                by_sms(draft.draft_id, PRE_VERIFICATION_PASSED),
            ]
        case AwaitingAppearance():
            return []
        case _:
            return _wrong_state("草稿不在预核验中")


@enforces("M64-015")
def _fail_pre_verification(state: DraftState, command: FailPreVerification) -> Decision:
    if not command.reasons:
        return Refusal(Reason.REASON_MISSING, "应当说明预核验未通过的原因", "reasons", "M64-015")
    match state:
        case PreVerifying(draft=draft):
            return [
                PreVerificationFailed(draft_id=draft.draft_id, reasons=command.reasons),
                by_sms(draft.draft_id, PRE_VERIFICATION_FAILED),
            ]
        case AwaitingCorrection(reasons=reasons) if reasons == command.reasons:
            return []
        case _:
            return _wrong_state("草稿不在预核验中")


@enforces("M64-013")
def _note_overdue(state: DraftState) -> Decision:
    if isinstance(state, PreVerifying) and not state.is_overdue:
        draft_id = state.draft.draft_id
        return [PreVerificationOverdue(draft_id=draft_id, pre_verification_due=state.due)]
    return []


@enforces("M64-016", "J45-022")
def _start_on_site(state: DraftState, command: StartOnSite, context: Context) -> Decision:
    match state:
        case AwaitingAppearance(draft=draft, due=due):
            if context.today.isoformat() > due:
                return _lapsed()
            if command.person != holders_of(draft.filing).site_person:
                return Refusal(
                    Reason.FACE_MISMATCH, "应当由网站负责人本人到场", "person", "M64-016"
                )
            return [
                OnSiteVerificationStarted(
                    draft_id=draft.draft_id, verification_point=command.verification_point
                )
            ]
        case OnSite():
            return []
        case Lapsed():
            return _lapsed()
        case _:
            return _wrong_state("应当先通过预核验")


@enforces("M87-001")
def _verify_electronically(
    state: DraftState, command: VerifyElectronically, context: Context
) -> Decision:
    match state:
        case AwaitingAppearance(draft=draft, due=due):
            if context.today.isoformat() > due:
                return _lapsed()
            return verify_electronically(draft, command, context)
        case OnSite(verification=verification) if verification.method == command.method:
            return []
        case Lapsed():
            return _lapsed()
        case _:
            return _wrong_state("应当先通过预核验")


def _fail_on_site(state: DraftState, command: FailOnSite) -> Decision:
    if not command.reasons:
        return Refusal(Reason.REASON_MISSING, "应当说明核验未通过的原因", "reasons")
    match state:
        case OnSite(draft=draft):
            return _failed(draft, command.reasons)
        case Verified(draft=draft) | Ready(draft=draft) if draft.untrue:
            return _failed(draft, command.reasons)
        case AwaitingCorrection(reasons=reasons) if reasons == command.reasons:
            return []
        case _:
            return _wrong_state("草稿不在当面核验中")


@enforces("M64-016")
def _lapse(state: DraftState) -> Decision:
    if not isinstance(state, AwaitingAppearance):
        return []
    draft_id = state.draft.draft_id
    return [OnSiteVerificationLapsed(draft_id=draft_id), by_sms(draft_id, ON_SITE_LAPSED)]


def _verify(state: DraftState, command: VerificationCommand, context: Context) -> Decision:
    """Take a step of the on-site verification; a false original ends it."""
    match state:
        case OnSite(draft=draft, verification=verification):
            decision = decide_verification(verification, command, context)
            if isinstance(decision, Refusal):
                return decision
            if any(isinstance(event, CertificateRejected) for event in decision):
                return [*decision, *_failed(draft, (Reason.CERTIFICATE_REJECTED,))]
            return decision
        case Verified() | Ready() | Submitted() | Numbered():
            return _wrong_state("当面核验已经完成")
        case Lapsed():
            return _lapsed()
        case _:
            return Refusal(Reason.ONSITE_MISSING, "网站负责人尚未到场核验", rule="M64-016")


def _failed(draft: Draft, reasons: tuple[Reason, ...]) -> list[Event]:
    return [
        OnSiteVerificationFailed(draft_id=draft.draft_id, reasons=reasons),
        by_sms(draft.draft_id, ON_SITE_FAILED),
    ]


def _wrong_state(detail: str) -> Refusal:
    return Refusal(Reason.WRONG_STATE, detail)


def _lapsed() -> Refusal:
    return Refusal(Reason.LAPSED, "已超过一个月未到场核验，应当重新报备", rule="M64-016")


DRAFT: Final[Decider[DraftState, DraftCommand, Context]] = Decider(
    initial=NoDraft(), decide=decide, evolve=evolve
)
