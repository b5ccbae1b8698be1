"""Recovering a filing password on a home page (备案密码找回): the bureau compares and sends.

Stream `passwordrecovery-<id>`. The new password goes to the contact that is filed, and to no
other. Flow: FLOW-18, 1. Rules: R14-064, R14-152.
"""

from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.events.base import Event
from beian.events.filing import SponsorNotified
from beian.events.password_resets import (
    PasswordRecovered,
    PasswordRecoveryAnswered,
    PasswordRecoveryRefused,
    PasswordRecoveryRequested,
)
from beian.regulations.rules import enforces

LOST: Final = "Lost"
RECOVERED: Final = "Recovered"


@dataclass(frozen=True, slots=True)
class RecoverPassword:
    """Have a new password sent to the filed mobile number or mail address."""

    filing_number: str
    certificate_type: int
    certificate_number: str
    channel: str
    """sms, or email."""
    contact: str
    """The number or address as filed."""


@dataclass(frozen=True, slots=True)
class TakeRecovery:
    """Answer what a sponsor asked for on the ministry's page."""

    requested: PasswordRecoveryRequested


type RecoveryCommand = RecoverPassword | TakeRecovery


@dataclass(frozen=True, slots=True)
class RecoveryContext:
    """Whether what was said is what is filed, and how the request reads in the log."""

    requested: PasswordRecoveryRequested
    is_same: bool


@dataclass(frozen=True, slots=True)
class Recovery:
    """One attempt."""

    phase: str = LOST
    filing_number: str = ""
    is_answered: bool = False


@enforces("R14-064")
def decide(state: Recovery, command: RecoveryCommand, context: RecoveryContext) -> Decision:
    """Recover the password of who knows what is filed; tell the ministry where it was asked."""
    if state.is_answered:
        return []
    of = context.requested
    rules = ("R14-064",)
    if isinstance(command, TakeRecovery):
        answered = PasswordRecoveryAnswered(
            recovery_id=of.recovery_id,
            filing_number=of.filing_number,
            is_recovered=context.is_same,
            rules=rules,
        )
        return [*_told(context), answered]
    outcome: Event = PasswordRecoveryRefused(
        recovery_id=of.recovery_id, filing_number=of.filing_number, rules=rules
    )
    if context.is_same:
        outcome = PasswordRecovered(
            recovery_id=of.recovery_id, filing_number=of.filing_number, rules=rules
        )
    return [*_told(context), outcome]


def _told(context: RecoveryContext) -> list[Event]:
    if not context.is_same:
        return []
    of = context.requested
    return [
        SponsorNotified(
            application_id=of.recovery_id, channel=of.channel, template="password_recovered"
        )
    ]


def evolve(state: Recovery, event: Event) -> Recovery:
    """Return the attempt after `event`."""
    match event:
        case PasswordRecovered(filing_number=number):
            return Recovery(RECOVERED, number, is_answered=True)
        case PasswordRecoveryRefused(filing_number=number):
            return Recovery(LOST, number, is_answered=True)
        case PasswordRecoveryAnswered(filing_number=number, is_recovered=is_recovered):
            return Recovery(RECOVERED if is_recovered else LOST, number, is_answered=True)
        case _:
            return state


RECOVERIES: Final[Decider[Recovery, RecoveryCommand, RecoveryContext]] = Decider(
    Recovery(), decide, evolve
)
