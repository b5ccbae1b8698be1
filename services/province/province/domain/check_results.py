"""Results of checks that home bureaus elsewhere shared: the quality record of a provider. PURE.

Stream `checkresult-<check id>`. Rule: R14-014. Flow: FLOW-16 step 4.
"""

from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.events.base import Event
from beian.events.spot_checks import CheckResultForwarded, CheckResultNoted
from beian.regulations.rules import enforces


def result_stream(check_id: str) -> str:
    """Return the stream of a shared result."""
    return f"checkresult-{check_id}"


@dataclass(frozen=True, slots=True)
class NoteResult:
    """The ministry handed a result on."""

    forwarded: CheckResultForwarded


@dataclass(frozen=True, slots=True)
class Result:
    """What was noted."""

    noted: CheckResultNoted | None = None

    @property
    def phase(self) -> str:
        """Whether it was noted."""
        return "" if self.noted is None else "Noted"


@enforces("R14-014")
def decide(state: Result, command: NoteResult, _context: None) -> Decision:
    """Note a result once."""
    told = command.forwarded
    noted = CheckResultNoted(
        check_id=told.check_id,
        filing_number=told.filing_number,
        isp_id=told.isp_id,
        home_region=told.home_region,
        outcome=told.outcome,
        findings=told.findings,
        rules=("R14-014",),
    )
    return [] if state.noted == noted else [noted]


def evolve(_state: Result, event: Event) -> Result:
    """Return the result after `event`."""
    assert isinstance(event, CheckResultNoted), f"{type(event).__name__} is no result"
    return Result(event)


RESULT: Final[Decider[Result, NoteResult, None]] = Decider(Result(), decide, evolve)
