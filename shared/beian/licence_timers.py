"""The last day to decide a licence application, as a timer; for every authority. O292-005."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from beian.clock.timers import CancelTimer, SetTimer, TimerChange
from beian.eventlog import Recorded
from beian.events.licences import (
    LicenceApplied,
    LicenceDecisionOverdue,
    LicenceGranted,
    LicenceRefused,
)
from beian.regulations.deadlines import end_of_day

DECISION_DUE: Final = "licence_decision_due"


def timers(recorded: Recorded) -> Iterable[TimerChange]:
    """Return what an event sets and cancels."""
    match recorded.event:
        case LicenceApplied(licence_id=key, decision_due=due):
            end = end_of_day(date.fromisoformat(due))
            yield SetTimer(f"{DECISION_DUE}-{key}", end, DECISION_DUE, key)
        case (
            LicenceGranted(licence_id=key)
            | LicenceRefused(licence_id=key)
            | LicenceDecisionOverdue(licence_id=key)
        ):
            yield CancelTimer(f"{DECISION_DUE}-{key}")
        case _:
            pass  # nothing else has a deadline
