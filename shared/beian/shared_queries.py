"""A department's key at the system that it opens, and the queries it asks there. FLOW-24. PURE.

Stream `sharedquery-<key id>`, at the ministry for keys of ministry-level departments, at a bureau
for those of its province. Every answer is recorded. Rules: R14-153, R14-154.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.sharing import ElectronicKeyIssued, ElectronicKeyNoted, SharedQueryAnswered
from beian.regulations.electronic_keys import read_key
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

KIND: Final = "sharedquery"
VALID: Final = "Valid"
REVOKED: Final = "Revoked"
RULE: Final = "R14-153"


@dataclass(frozen=True, slots=True)
class NoteKey:
    """The center issued a key that opens this system."""

    issued: ElectronicKeyIssued


@dataclass(frozen=True, slots=True)
class NoteRevocation:
    """The center took the key back."""


@dataclass(frozen=True, slots=True)
class AnswerQuery:
    """A department asked with its key, and this is what it sees."""

    key: str
    asked: str
    filing_numbers: tuple[str, ...]


type HeldKeyCommand = NoteKey | NoteRevocation | AnswerQuery


@dataclass(frozen=True, slots=True)
class System:
    """Whose system it is, and when."""

    region: str | None
    """None of the ministry."""
    today: date


@dataclass(frozen=True, slots=True)
class HeldKey:
    """A key as this system knows it."""

    phase: str = ""
    noted: ElectronicKeyNoted | None = None
    answered: int = 0
    """How many queries."""


@enforces("R14-153", "R14-154")
def refuse_key(state: HeldKey, key: str, system: System) -> Refusal | None:
    """Say why a key opens nothing here; None where it does."""
    said = read_key(key)
    if said is None:
        return Refusal(Reason.NOT_AUTHENTICATED, "请在请求中出示电子密钥", rule=RULE)
    if said.region != system.region:
        own = "部级系统只答复部级部门" if system.region is None else "本系统只答复本省部门"
        return Refusal(Reason.NOT_ALLOWED, f"{own}，该密钥不能在此查询", rule=RULE)
    noted = state.noted
    if noted is None or noted.key_sha256 != said.sha256:
        return Refusal(Reason.NOT_AUTHENTICATED, "没有此电子密钥", rule=RULE)
    if state.phase == REVOKED:
        return Refusal(Reason.NOT_ALLOWED, "该电子密钥已经注销", rule="R14-154")
    if system.today.isoformat() > noted.valid_until:
        return Refusal(Reason.LAPSED, "该电子密钥已过有效期", rule="R14-154")
    return None


def decide(state: HeldKey, command: HeldKeyCommand, system: System) -> Decision:
    """Note a key or its revocation; record an answer."""
    match command:
        case NoteKey(issued=issued):
            return [] if state.phase else [_noted(issued)]
        case NoteRevocation():
            return _revoked(state)
        case AnswerQuery():
            return _answered(state, command, system)


def _noted(issued: ElectronicKeyIssued) -> ElectronicKeyNoted:
    return ElectronicKeyNoted(
        key_id=issued.key_id,
        department=issued.department,
        level=issued.level,
        region=issued.region,
        remit=issued.remit,
        key_sha256=issued.key_sha256,
        valid_until=issued.valid_until,
    )


def _revoked(state: HeldKey) -> Decision:
    noted = state.noted
    if noted is None or state.phase == REVOKED:
        return []
    return [
        ElectronicKeyNoted(
            key_id=noted.key_id,
            department=noted.department,
            level=noted.level,
            region=noted.region,
            remit=noted.remit,
            key_sha256=noted.key_sha256,
            valid_until=noted.valid_until,
            is_revoked=True,
        )
    ]


@enforces("R14-153")
def _answered(state: HeldKey, command: AnswerQuery, system: System) -> Decision:
    refusal = refuse_key(state, command.key, system)
    if refusal is not None:
        return refusal
    assert state.noted is not None, "a key that is not refused is known"
    return [
        SharedQueryAnswered(
            key_id=state.noted.key_id,
            department=state.noted.department,
            asked=command.asked,
            filing_numbers=command.filing_numbers,
            rules=(RULE,),
        )
    ]


def evolve(state: HeldKey, event: Event) -> HeldKey:
    """Return the key after `event`."""
    match event:
        case ElectronicKeyNoted(is_revoked=is_revoked):
            return replace(state, phase=REVOKED if is_revoked else VALID, noted=event)
        case SharedQueryAnswered():
            return replace(state, answered=state.answered + 1)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a key in use")


HELD_KEY: Decider[HeldKey, HeldKeyCommand, System] = Decider(HeldKey(), decide, evolve)
