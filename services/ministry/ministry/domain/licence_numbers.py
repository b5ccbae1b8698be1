"""What the ministry does with licences that bureaus decide: passed on, and watched.

Streams: `licencenumber-<key>` for what it passes to the home bureau of a filing,
`foreigninvestment-<authority>.<key>` for foreign investment without its consent.

Flow: FLOW-11. Rules: O292-019, R14-118.
"""

from dataclasses import dataclass, replace
from typing import Final, assert_never

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.licences import (
    ForeignInvestmentConsented,
    ForeignInvestmentFlagged,
    LicenceApplied,
    LicenceGranted,
    LicenceNumberForwarded,
    LicenceNumberWithdrawn,
)
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

NUMBER_KIND: Final = "licencenumber"
INVESTMENT_KIND: Final = "foreigninvestment"


@dataclass(frozen=True, slots=True)
class ForwardNumber:
    """Pass on what a bureau decided of a licence whose filing lies with another."""

    decided: LicenceGranted | LicenceNumberWithdrawn
    sent_by: str | None
    """The region whose bureau said so; None if no bureau did."""


@dataclass(frozen=True, slots=True)
class PassedOn:
    """What was passed on last."""

    phase: str = ""
    licence_number: str | None = None


@enforces("R14-118")
def decide_forwarding(state: PassedOn, command: ForwardNumber, _context: object) -> Decision:
    """Pass it on, once; a Refusal where it is not the sender's."""
    decided = command.decided
    if command.sent_by != decided.authority:
        return Refusal(Reason.WRONG_BUREAU, f"not for {command.sent_by} to say", rule="R14-117")
    is_withdrawn = isinstance(decided, LicenceNumberWithdrawn)
    if state.phase == ("Withdrawn" if is_withdrawn else "Granted"):
        return []
    return [
        LicenceNumberForwarded(
            licence_id=decided.licence_id,
            authority=decided.authority,
            filing_number=decided.filing_number,
            home_region=decided.home_region,
            licence_number=decided.licence_number,
            is_withdrawn=is_withdrawn,
            officer=decided.officer,
        )
    ]


def evolve_forwarding(_state: PassedOn, event: Event) -> PassedOn:
    """Return what was passed on after `event`."""
    assert isinstance(event, LicenceNumberForwarded)
    return PassedOn("Withdrawn" if event.is_withdrawn else "Granted", event.licence_number)


NUMBER: Final[Decider[PassedOn, ForwardNumber, object]] = Decider(
    PassedOn(), decide_forwarding, evolve_forwarding
)


@dataclass(frozen=True, slots=True)
class FlagInvestment:
    """A licence record has foreign investment and no consent."""

    applied: LicenceApplied


@dataclass(frozen=True, slots=True)
class ConsentInvestment:
    """The ministry consents."""

    reference: str
    officer: str


@dataclass(frozen=True, slots=True)
class Investment:
    """A flagged licence record."""

    phase: str = ""
    licence_id: str = ""
    authority: str = ""
    filing_number: str = ""
    company: str = ""
    reference: str | None = None


@enforces("O292-019")
def decide_investment(
    state: Investment, command: FlagInvestment | ConsentInvestment, _context: object
) -> Decision:
    """Say what happens, or why nothing may. Repeating a command adds nothing."""
    match command:
        case FlagInvestment(applied):
            if state.phase == "Flagged":
                return []
            return [
                ForeignInvestmentFlagged(
                    licence_id=applied.licence_id,
                    authority=applied.authority,
                    filing_number=applied.filing_number,
                    company=applied.company,
                    rules=("O292-019",),
                )
            ]
        case ConsentInvestment():
            if not command.reference or not command.officer:
                return Refusal(Reason.INCOMPLETE, "应当注明文号和经办人", rule="O292-019")
            if state.phase != "Flagged":
                return []
            return [
                ForeignInvestmentConsented(
                    licence_id=state.licence_id,
                    authority=state.authority,
                    filing_number=state.filing_number,
                    reference=command.reference,
                    officer=command.officer,
                    rules=("O292-019",),
                )
            ]
        case _:
            assert_never(command)


def evolve_investment(state: Investment, event: Event) -> Investment:
    """Return the record after `event`."""
    match event:
        case ForeignInvestmentFlagged():
            return Investment(
                "Flagged", event.licence_id, event.authority, event.filing_number, event.company
            )
        case ForeignInvestmentConsented():
            return replace(state, phase="Consented", reference=event.reference)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of foreign investment")


INVESTMENT: Final[Decider[Investment, FlagInvestment | ConsentInvestment, object]] = Decider(
    Investment(), decide_investment, evolve_investment
)


def investment_key(authority: str, licence_id: str) -> str:
    """Return what names the record of a licence's foreign investment."""
    return f"{authority}.{licence_id}"
