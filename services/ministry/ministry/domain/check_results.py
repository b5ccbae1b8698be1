"""Results of checks on their way between bureaus: home bureau to the provider's. PURE.

Stream `checkresult-<check id>`. Rule: R14-014. Flow: FLOW-16 step 4.
"""

from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.spot_checks import CheckResultForwarded, CheckResultShared
from beian.identifiers import StreamName, stream_name
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces


def result_stream(check_id: str) -> StreamName:
    return stream_name("checkresult", check_id)


@dataclass(frozen=True, slots=True)
class ForwardResult:
    """A home bureau shared a result."""

    shared: CheckResultShared
    sent_by: str | None
    """The region whose bureau sent it; None if no bureau did."""


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What was handed on."""

    event: CheckResultForwarded | None = None

    @property
    def phase(self) -> str:
        """Whether it was handed on."""
        return "" if self.event is None else "Forwarded"


@enforces("R14-014")
def decide(state: Forwarded, command: ForwardResult, _context: None) -> Decision:
    """Hand a result on to the bureau of the provider, once."""
    shared = command.shared
    if command.sent_by != shared.home_region:
        return Refusal(Reason.WRONG_BUREAU, f"not for {command.sent_by} to share")
    if state.event is not None:
        return []
    return [
        CheckResultForwarded(
            check_id=shared.check_id,
            filing_number=shared.filing_number,
            isp_id=shared.isp_id,
            provider_region=shared.provider_region,
            home_region=shared.home_region,
            outcome=shared.outcome,
            findings=shared.findings,
            rules=("R14-014",),
        )
    ]


def evolve(_state: Forwarded, event: Event) -> Forwarded:
    """Return what was handed on after `event`."""
    assert isinstance(event, CheckResultForwarded), f"{type(event).__name__} is no result"
    return Forwarded(event)


FORWARDED: Final[Decider[Forwarded, ForwardResult, None]] = Decider(Forwarded(), decide, evolve)
