"""Penalties as bureaus report them to the ministry's telecom administration bureau. PURE.

Stream `penalty-<order id>`. Rule: R14-136. Flow: FLOW-17.
"""

from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.orders import PenaltyReported
from beian.events.scores import PenaltyReportNoted
from beian.identifiers import StreamName, stream_name
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces


def penalty_stream(order_id: str) -> StreamName:
    return stream_name("penalty", order_id)


@dataclass(frozen=True, slots=True)
class NotePenalty:
    """A bureau reported a penalty."""

    reported: PenaltyReported
    sent_by: str | None
    """The region whose bureau sent it; None if no bureau did."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was reported."""

    noted: PenaltyReportNoted | None = None

    @property
    def phase(self) -> str:
        """Whether it was reported."""
        return "" if self.noted is None else "Reported"


@enforces("R14-136")
def decide(state: Report, command: NotePenalty, _context: None) -> Decision:
    """Note facts and penalty, of the bureau that imposed it, once."""
    reported = command.reported
    if command.sent_by != reported.region:
        return Refusal(Reason.WRONG_BUREAU, f"not for {command.sent_by} to report")
    noted = PenaltyReportNoted(
        order_id=reported.order_id,
        region=reported.region,
        kind=reported.kind,
        basis=reported.basis,
        amount=reported.amount,
        filing_number=reported.filing_number,
        isp_id=reported.isp_id,
        facts=reported.facts,
        reported_on=reported.reported_on,
        rules=("R14-136",),
    )
    return [] if state.noted is not None else [noted]


def evolve(_state: Report, event: Event) -> Report:
    """Return the report after `event`."""
    assert isinstance(event, PenaltyReportNoted), f"{type(event).__name__} is no report"
    return Report(event)


REPORT: Final[Decider[Report, NotePenalty, None]] = Decider(Report(), decide, evolve)
