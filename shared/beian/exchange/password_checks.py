"""How often a filing's password may be tried over isp_verifybamm (code 22).

Stream `passwordcheck-<filing number>`: every check counts, on the day of network time.
"""

from dataclasses import dataclass

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.exchange import FilingPasswordChecked
from beian.regulations.reasons import Reason


@dataclass(frozen=True, slots=True)
class CheckPassword:
    """Count a check that was made."""

    check: FilingPasswordChecked
    checks_max: int


@dataclass(frozen=True, slots=True)
class Checks:
    """The last day with a check, and how many it had."""

    day: str = ""
    number: int = 0


def decide(checks: Checks, command: CheckPassword, _context: None = None) -> Decision:
    """Say that the check happened, or that there were too many of them today."""
    today = checks.number if checks.day == command.check.day else 0
    if today >= command.checks_max:
        return Refusal(Reason.PASSWORD_CHECKS_EXCEEDED, f"备案密码校验超过{command.checks_max}次")
    return [command.check]


def evolve(checks: Checks, event: Event) -> Checks:
    """Return the count after `event`."""
    assert isinstance(event, FilingPasswordChecked)
    return Checks(event.day, checks.number + 1 if event.day == checks.day else 1)


PASSWORD_CHECKS: Decider[Checks, CheckPassword, None] = Decider(Checks(), decide, evolve)


def stream_of(filing_number: str) -> str:
    """Return the stream that counts the checks of one filing's password."""
    return f"passwordcheck-{filing_number}"
