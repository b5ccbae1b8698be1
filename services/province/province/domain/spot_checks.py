"""Spot checks (抽查) of filed sites by phone, SMS or on the spot. PURE.

Stream `spotcheck-<id>`. Nobody answering is asked again; after three attempts it is a mismatch.
What is inaccurate is to be corrected; what is untrue ends: in Jiangsu at once with the finding,
elsewhere by the officer's decision. Results about providers of other provinces are shared.

Flow: FLOW-16. Rules: J45-017, J45-018, R14-014.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.spot_checks import (
    CheckResultShared,
    CorrectionConfirmed,
    CorrectionOrdered,
    SpotCheckMismatchFound,
    SpotCheckOpened,
    SpotCheckPerformed,
    SpotCheckRepeated,
    UntrueSiteEnded,
)
from beian.flows.flow_16 import CONFIRMED, LIFECYCLE, MISMATCH, UNREACHABLE
from beian.flows.lifecycle import START, drawn
from beian.regulations.numbers import SPOT_CHECK_ATTEMPTS_MAX
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

NOBODY_ANSWERED: Final = "contact"
"""The field that is wrong where nobody ever answered."""


class Channel(StrEnum):
    """How a site is asked about."""

    PHONE = "phone"
    SMS = "sms"
    ON_SITE = "on_site"


class Answer(StrEnum):
    """What came of asking."""

    MATCHES = "matches"
    NO_ANSWER = "no_answer"
    DIFFERS = "differs"


OUTCOMES: Final[Mapping[Answer, str]] = {
    Answer.MATCHES: CONFIRMED,
    Answer.NO_ANSWER: UNREACHABLE,
    Answer.DIFFERS: MISMATCH,
}


def spot_check_stream(check_id: str) -> str:
    """Return the stream of a spot check."""
    return f"spotcheck-{check_id}"


@dataclass(frozen=True, slots=True)
class OpenCheck:
    """Ask about a filed site."""

    filing_number: str
    channel: Channel
    run_id: str | None = None


@dataclass(frozen=True, slots=True)
class EnterAnswer:
    """Enter what was answered, and what differs from what is filed."""

    answer: Answer
    officer: str
    text: str = ""
    fields: tuple[str, ...] = ()
    is_untrue: bool = False


@dataclass(frozen=True, slots=True)
class Repeat:
    """Ask again."""


@dataclass(frozen=True, slots=True)
class OrderCorrection:
    """Have the providers put the data right."""

    officer: str
    text: str


@dataclass(frozen=True, slots=True)
class ConfirmCorrection:
    """The data are right now."""

    officer: str


@dataclass(frozen=True, slots=True)
class EndUntrue:
    """Cancel an untrue site and have it closed."""

    officer: str
    text: str


type SpotCheckCommand = (
    OpenCheck | EnterAnswer | Repeat | OrderCorrection | ConfirmCorrection | EndUntrue
)


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rules must know beforehand."""

    today: date
    key: str
    region: str
    """Of this bureau."""
    provider: tuple[int, str] | None = None
    """Who submitted the filing, and the province of its bureau; None: it is not in force here."""
    is_changed: bool = False
    """Whether every notice of the check was answered by an approved change."""
    notices: tuple[str, ...] = ()
    """Notices that were issued just now."""


@dataclass(frozen=True, slots=True)
class SpotCheck:
    """One check."""

    phase: str = START
    opened: SpotCheckOpened | None = None
    attempt: int = 0
    mismatch: SpotCheckMismatchFound | None = None
    notices: tuple[str, ...] = ()


def _decide(state: SpotCheck, command: SpotCheckCommand, context: Situation) -> Decision:
    if isinstance(command, OpenCheck):
        return _open(state, command, context)
    opened = state.opened
    if opened is None:
        return Refusal(Reason.NOT_FOUND, "没有这一抽查")
    match command:
        case EnterAnswer():
            return _answer(state, opened, command, context)
        case Repeat():
            return [SpotCheckRepeated(check_id=context.key, attempt=state.attempt + 1)]
        case OrderCorrection() | ConfirmCorrection():
            return _correct(state, command, context)
        case EndUntrue():
            return _end(state, opened, command, context)


@enforces("J45-017")
def _open(state: SpotCheck, command: OpenCheck, context: Situation) -> Decision:
    if state.opened is not None:
        return []
    if context.provider is None:
        return Refusal(Reason.NOT_FOUND, "本省没有此网站的有效备案", "filing_number")
    isp_id, region = context.provider
    return [
        SpotCheckOpened(
            check_id=context.key,
            run_id=command.run_id,
            filing_number=command.filing_number,
            channel=command.channel,
            isp_id=isp_id,
            provider_region=region,
        )
    ]


@enforces("J45-017", "J45-018", "R14-014")
def _answer(
    state: SpotCheck, opened: SpotCheckOpened, command: EnterAnswer, context: Situation
) -> Decision:
    """Enter an answer; the third silence counts as other facts than are filed."""
    if not command.officer.strip():
        return Refusal(Reason.INVALID_FIELD, "应写明经办人", "officer")
    if (command.answer is Answer.DIFFERS) != bool(command.fields):
        return Refusal(Reason.INVALID_FIELD, "不符时应写明不符的项目", "fields", "J45-017")
    if command.is_untrue and command.answer is not Answer.DIFFERS:
        return Refusal(Reason.INVALID_FIELD, "只有不符的信息才可能不真实", "is_untrue")
    is_last = command.answer is Answer.NO_ANSWER and state.attempt >= SPOT_CHECK_ATTEMPTS_MAX
    outcome = MISMATCH if is_last else OUTCOMES[command.answer]
    fields = (NOBODY_ANSWERED,) if is_last else command.fields
    performed = SpotCheckPerformed(
        check_id=context.key,
        filing_number=opened.filing_number,
        channel=opened.channel,
        attempt=state.attempt,
        answer=command.text,
        outcome=outcome,
        findings=fields,
        officer=command.officer,
        performed_on=context.today.isoformat(),
        rules=("J45-017", "R14-014"),
    )
    return [performed, *_found(opened, outcome, fields, command, context)]


def _found(
    opened: SpotCheckOpened,
    outcome: str,
    fields: tuple[str, ...],
    command: EnterAnswer,
    context: Situation,
) -> Iterator[Event]:
    if outcome == MISMATCH:
        yield SpotCheckMismatchFound(
            check_id=context.key,
            filing_number=opened.filing_number,
            isp_id=opened.isp_id,
            region=context.region,
            fields=fields,
            is_untrue=command.is_untrue,
            rules=("J45-017", "J45-018"),
        )
    if outcome != UNREACHABLE and opened.provider_region != context.region:
        yield CheckResultShared(
            check_id=context.key,
            filing_number=opened.filing_number,
            isp_id=opened.isp_id,
            provider_region=opened.provider_region,
            home_region=context.region,
            outcome=outcome,
            findings=fields,
            rules=("R14-014",),
        )


def _correct(
    state: SpotCheck, command: OrderCorrection | ConfirmCorrection, context: Situation
) -> Decision:
    if state.mismatch is not None and state.mismatch.is_untrue:
        detail = "虚假信息不适用改正，应注销备案"
        return Refusal(Reason.WRONG_STATE, detail, rule="J45-018")
    if isinstance(command, OrderCorrection):
        return [
            CorrectionOrdered(
                check_id=context.key,
                notices=context.notices,
                officer=command.officer,
                rules=("J45-017",),
            )
        ]
    if state.phase == "Correcting" and not context.is_changed:
        return Refusal(Reason.WRONG_STATE, "变更备案尚未通过审核", rule="J45-017")
    return [CorrectionConfirmed(check_id=context.key, officer=command.officer, rules=("J45-017",))]


@enforces("J45-018")
def _end(
    state: SpotCheck, opened: SpotCheckOpened, command: EndUntrue, context: Situation
) -> Decision:
    if state.mismatch is None or not state.mismatch.is_untrue:
        return Refusal(Reason.WRONG_STATE, "信息并非虚假", rule="J45-018")
    return [
        UntrueSiteEnded(
            check_id=context.key,
            filing_number=opened.filing_number,
            officer=command.officer,
            rules=("J45-018", "O33-027"),
        )
    ]


def evolve(state: SpotCheck, event: Event) -> SpotCheck:
    """Return the check after `event`."""
    moved = replace(state, phase=LIFECYCLE.after(state.phase, event))
    match event:
        case SpotCheckOpened():
            return replace(moved, opened=event, attempt=1)
        case SpotCheckRepeated(attempt=attempt):
            return replace(moved, attempt=attempt)
        case SpotCheckMismatchFound():
            return replace(moved, mismatch=event)
        case CorrectionOrdered(notices=notices):
            return replace(moved, notices=notices)
        case _:
            return moved


SPOT_CHECK: Final[Decider[SpotCheck, SpotCheckCommand, Situation]] = Decider(
    SpotCheck(), drawn(LIFECYCLE, _decide, phase=lambda state: state.phase), evolve
)
