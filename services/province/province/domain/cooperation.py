"""What another bureau asked this one to do in its case (协助函): taken on, done, answered.

Stream `cooperation-<letter id>`. To close a site, or to let it reopen, is taken on at once; to
collect evidence and to punish a provider is an officer's act. Only a bureau that was asked
answers: evidence comes from the bureau where the server stands.

Flow: FLOW-13, steps 4, 6 and 10. Rules: R14-018, R14-019, R05-033.
"""

from dataclasses import dataclass, replace
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.cases import CaseEvidenceCollected, CooperationAccepted, CooperationRequested
from beian.events.orders import PenaltyImposed, PenaltyReported
from beian.regulations.penalties import Basis, PenaltyKind
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from province.domain.case import CLOSURE, EVIDENCE, PUNISHMENT, REOPENING
from province.domain.penalties import Context, Penalty, imposed

BUREAU: Final = "通信管理局"
"""Who takes on what needs no person's decision."""


@dataclass(frozen=True, slots=True)
class TakeRequest:
    """A letter came."""

    requested: CooperationRequested


@dataclass(frozen=True, slots=True)
class AcceptRequest:
    """Take a request on."""

    officer: str


@dataclass(frozen=True, slots=True)
class DeliverEvidence:
    """Send the evidence that was collected where the server stands."""

    text: str
    officer: str
    sha256: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PunishProvider:
    """Punish the local provider, as the home bureau asks."""

    reason: str
    officer: str
    amount: int


type CooperationCommand = TakeRequest | AcceptRequest | DeliverEvidence | PunishProvider


@dataclass(frozen=True, slots=True)
class Cooperation:
    """Where a request stands."""

    phase: str = ""
    """Requested, Accepted, Done."""
    letter_id: str = ""
    of: str = ""
    sender: str = ""
    purpose: str = ""
    text: str = ""
    due: str = ""
    basis: str = ""
    filing_number: str | None = None
    domain: str | None = None
    isp_ids: tuple[int, ...] = ()


def cooperation_stream(letter_id: str) -> str:
    """Return the stream of a request."""
    return f"cooperation-{letter_id}"


@enforces("R14-018", "R14-019")
def decide(state: Cooperation, command: CooperationCommand, context: Context) -> Decision:
    """Say what happens to the request, or why nothing may."""
    if isinstance(command, TakeRequest):
        return _take(state, command.requested, context)
    if not state.phase:
        return Refusal(Reason.NOT_FOUND, "没有此协助函")
    if not command.officer.strip():
        return Refusal(Reason.INVALID_FIELD, "须注明承办人员", "officer", "O292-027")
    match command:
        case AcceptRequest():
            if state.phase != "Requested":
                return []
            return [_accepted(state.letter_id, state.of, state.purpose, command.officer, context)]
        case DeliverEvidence():
            return _deliver(state, command, context)
        case PunishProvider():
            return _punish(state, command, context)
        case _:
            assert_never(command)


def _take(state: Cooperation, requested: CooperationRequested, context: Context) -> Decision:
    if state.phase:
        return []
    if requested.recipient != context.region:
        return Refusal(Reason.WRONG_BUREAU, "不是发给本局的协助函")
    happened: list[Event] = [requested]
    if requested.purpose in {CLOSURE, REOPENING}:
        letter, of, purpose = requested.letter_id, requested.of, requested.purpose
        happened.append(_accepted(letter, of, purpose, BUREAU, context))
    return happened


def _accepted(
    letter_id: str, of: str, purpose: str, officer: str, context: Context
) -> CooperationAccepted:
    return CooperationAccepted(
        letter_id=letter_id,
        of=of,
        region=context.region,
        purpose=purpose,
        officer=officer,
        rules=("R14-019",) if purpose == EVIDENCE else ("R14-018",),
    )


def _deliver(state: Cooperation, command: DeliverEvidence, context: Context) -> Decision:
    if state.purpose != EVIDENCE or state.phase == "Requested":
        return Refusal(Reason.WRONG_STATE, "没有受理此取证请求", rule="R14-019")
    if state.phase == "Done":
        return []
    return [
        CaseEvidenceCollected(
            of=state.of,
            letter_id=state.letter_id,
            region=context.region,
            text=command.text,
            sha256=command.sha256,
            officer=command.officer,
            collected_on=context.today.isoformat(),
            rules=("R14-019",),
        )
    ]


def _punish(state: Cooperation, command: PunishProvider, context: Context) -> Decision:
    if state.purpose != PUNISHMENT or state.phase == "Requested":
        return Refusal(Reason.WRONG_STATE, "没有受理此处罚请求", rule="R14-018")
    if state.phase == "Done":
        return []
    penalty = Penalty(
        order_id=state.letter_id,
        of=state.of,
        kind=PenaltyKind.FINE,
        basis=Basis(state.basis),
        amount=command.amount,
        reason=command.reason,
        officer=command.officer,
        filing_number=state.filing_number,
        isp_id=state.isp_ids[0],
        with_order=True,
        rules=("R14-018",),
    )
    return imposed(penalty, context.region, context.today)


def evolve(state: Cooperation, event: Event) -> Cooperation:
    """Return where the request stands after `event`."""
    match event:
        case CooperationRequested():
            return Cooperation(
                "Requested",
                event.letter_id,
                event.of,
                event.sender,
                event.purpose,
                event.text,
                event.due,
                event.basis,
                event.filing_number,
                event.domain,
                event.isp_ids,
            )
        case CooperationAccepted():
            is_done = state.purpose in {CLOSURE, REOPENING}
            return replace(state, phase="Done" if is_done else "Accepted")
        case CaseEvidenceCollected() | PenaltyImposed() | PenaltyReported():
            return replace(state, phase="Done")
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a request")


COOPERATION: Final[Decider[Cooperation, CooperationCommand, Context]] = Decider(
    Cooperation(), decide, evolve
)
