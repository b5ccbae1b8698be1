"""Filing passwords as the ministry sees them: recovery on its page, the nation's verifiers.

Streams `passwordrecovery-<id>` and `filingpassword-<filing number>`. Flow: FLOW-18, 1. Rules:
R14-064, R14-152.
"""

from dataclasses import dataclass, replace
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.password_resets import (
    FilingPasswordRenewed,
    FilingPasswordSynchronized,
    PasswordRecovered,
    PasswordRecoveryAnswered,
    PasswordRecoveryRefused,
    PasswordRecoveryRequested,
)
from beian.passwords import contact_hash
from beian.records import PasswordVerifier
from beian.regulations.filing_numbers import parse_filing_number, subject_of
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from beian.regulations.unique_keys import certificate_hash_of

LOST: Final = "Lost"
RECOVERED: Final = "Recovered"
CHANNELS: Final = ("sms", "email")


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
class TakeAnswer:
    """Take what the home bureau found."""

    answered: PasswordRecoveryAnswered
    sent_by: str | None


type RecoveryCommand = RecoverPassword | TakeAnswer


@dataclass(frozen=True, slots=True)
class Recovery:
    """One attempt; neither certificate nor contact stands here but as a hash."""

    phase: str = LOST
    filing_number: str = ""
    region: str = ""
    is_answered: bool = False


@enforces("R14-064", "R14-152")
def decide(state: Recovery, command: RecoveryCommand, recovery_id: str) -> Decision:
    """Ask the bureau that issued the number; say what it answered."""
    if isinstance(command, TakeAnswer):
        return _answer(state, command)
    subject = subject_of(command.filing_number.strip())
    parts = parse_filing_number(subject)
    if parts is None:
        return Refusal(Reason.INVALID_FIELD, "备案号不正确", "filing_number", "R14-064")
    if command.channel not in CHANNELS:
        return Refusal(Reason.INVALID_FIELD, "应为 sms 或 email", "channel", "R14-064")
    requested = PasswordRecoveryRequested(
        recovery_id=recovery_id,
        region=parts.region,
        filing_number=subject,
        certificate=certificate_hash_of(command.certificate_type, command.certificate_number),
        channel=command.channel,
        contact=contact_hash(command.channel, command.contact),
    )
    return [requested]


def _answer(state: Recovery, command: TakeAnswer) -> Decision:
    if state.is_answered:
        return []
    if command.sent_by != state.region:
        return Refusal(Reason.WRONG_BUREAU, Reason.WRONG_BUREAU.text)
    answered, rules = command.answered, ("R14-064",)
    key, number = answered.recovery_id, answered.filing_number
    if answered.is_recovered:
        return [PasswordRecovered(recovery_id=key, filing_number=number, rules=rules)]
    return [PasswordRecoveryRefused(recovery_id=key, filing_number=number, rules=rules)]


def evolve(state: Recovery, event: Event) -> Recovery:
    """Return the attempt after `event`."""
    match event:
        case PasswordRecoveryRequested(filing_number=number, region=region):
            return Recovery(LOST, number, region)
        case PasswordRecovered():
            return replace(state, phase=RECOVERED, is_answered=True)
        case PasswordRecoveryRefused():
            return replace(state, is_answered=True)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a recovery")


RECOVERIES: Final[Decider[Recovery, RecoveryCommand, str]] = Decider(Recovery(), decide, evolve)


@dataclass(frozen=True, slots=True)
class StorePassword:
    """Store a filing's new verifier."""

    renewed: FilingPasswordRenewed
    sent_by: str | None


@dataclass(frozen=True, slots=True)
class StoredPassword:
    """The last verifier that came up after the filing's own."""

    phase: str = ""
    verifier: PasswordVerifier | None = None


@enforces("R14-163")
def decide_password(
    state: StoredPassword, command: StorePassword, _context: object = None
) -> Decision:
    """Tell every bureau a verifier that is new; only the home bureau renews a password."""
    renewed = command.renewed
    parts = parse_filing_number(renewed.filing_number)
    if parts is None or parts.region != command.sent_by:
        return Refusal(Reason.WRONG_BUREAU, Reason.WRONG_BUREAU.text)
    if state.verifier == renewed.verifier:
        return []
    return [
        FilingPasswordSynchronized(filing_number=renewed.filing_number, verifier=renewed.verifier)
    ]


def evolve_password(_state: StoredPassword, event: Event) -> StoredPassword:
    """Return what is stored after `event`."""
    assert isinstance(event, FilingPasswordSynchronized), "only verifiers are stored"
    return StoredPassword("Stored", event.verifier)


PASSWORDS: Final[Decider[StoredPassword, StorePassword, object]] = Decider(
    StoredPassword(), decide_password, evolve_password
)


def password_stream(filing_number: str) -> str:
    """Return the stream of a filing's verifiers."""
    return f"filingpassword-{filing_number}"
