"""Entries that this bureau put on the national blacklist. Stream `blacklisting-<kind>:<value>`.

The ministry distributes them to every bureau; only the bureau that added an entry takes it back
(the catalogue's A-36). Flow: FLOW-14. Rules: R14-016, R14-017.
"""

from dataclasses import dataclass
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.cases import BlacklistEntryAdded, BlacklistEntryRemoved
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class AddBlacklisting:
    """Put an entry on the list, because of a confirmed case."""

    of: str
    kind: str
    value: str
    reason: str
    officer: str


@dataclass(frozen=True, slots=True)
class RemoveBlacklisting:
    """Take the entry back."""

    reason: str
    officer: str


type BlacklistingCommand = AddBlacklisting | RemoveBlacklisting


@dataclass(frozen=True, slots=True)
class Blacklisting:
    """Whether this bureau's entry stands."""

    phase: str = ""
    """Listed, Lifted."""
    of: str = ""
    kind: str = ""
    value: str = ""
    reason: str = ""


@enforces("R14-016", "R14-017")
def decide(state: Blacklisting, command: BlacklistingCommand, region: str) -> Decision:
    """Say what changes, or why nothing may. Repeating a command adds nothing."""
    match command:
        case AddBlacklisting():
            if state.phase == "Listed":
                return []
            return [
                BlacklistEntryAdded(
                    of=command.of,
                    region=region,
                    kind=command.kind,
                    value=command.value,
                    reason=command.reason,
                    officer=command.officer,
                    rules=("R14-016", "R14-017"),
                )
            ]
        case RemoveBlacklisting():
            if not state.phase:
                return Refusal(Reason.NOT_FOUND, "不是本局列入黑名单的条目", rule="R14-017")
            if state.phase == "Lifted":
                return []
            return [
                BlacklistEntryRemoved(
                    region=region,
                    kind=state.kind,
                    value=state.value,
                    reason=command.reason,
                    officer=command.officer,
                    rules=("R14-017",),
                )
            ]
        case _:
            assert_never(command)


def evolve(state: Blacklisting, event: Event) -> Blacklisting:
    """Return whether the entry stands after `event`."""
    match event:
        case BlacklistEntryAdded():
            return Blacklisting("Listed", event.of, event.kind, event.value, event.reason)
        case BlacklistEntryRemoved():
            return Blacklisting("Lifted", state.of, state.kind, state.value, event.reason)
        case _:
            raise AssertionError(f"{type(event).__name__} is no entry of the blacklist")


BLACKLISTING: Final[Decider[Blacklisting, BlacklistingCommand, str]] = Decider(
    Blacklisting(), decide, evolve
)


def blacklisting_stream(kind: str, value: str) -> str:
    """Return the stream of an entry."""
    return f"blacklisting-{kind}:{value}"
