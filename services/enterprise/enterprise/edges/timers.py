"""The provider's deadlines: pre-verification, appearance, reports of addresses.

Rules: M64-013, M64-016, M64-036, R05-008, R14-072, R14-074, R14-077.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from beian.clock import CancelTimer, DueTimer, SetTimer, TimerChange
from beian.errors import Refusal
from beian.eventlog import Recorded, Session
from beian.events.access import (
    RecheckScheduled,
    RevisitPerformed,
    UpdateFindingListed,
    UpdateMade,
)
from beian.events.enterprise import (
    CancellationReceived,
    FilingDraftSubmitted,
    OnSiteVerificationLapsed,
    OnSiteVerificationStarted,
    PreVerificationFailed,
    PreVerificationOverdue,
    PreVerificationPassed,
)
from beian.events.ip_blocks import (
    IpBlockResultReceived,
    IpBlockWithdrawn,
    IpReportOverdue,
    IpReportTermSet,
)
from beian.regulations.deadlines import day_of, end_of_day
from enterprise.application import Provider
from enterprise.domain.connection_commands import NoteUpdateOverdue, Recheck
from enterprise.domain.draft import DraftCommand, Lapse, NoteOverdue
from enterprise.domain.ip_block import IP_BLOCK, ip_block_stream
from enterprise.domain.ip_block import NoteOverdue as IpOverdue

PRE_VERIFICATION: Final = "pre_verification_due"
APPEARANCE: Final = "on_site_due"
IP_REPORT: Final = "ip_report_due"
RECHECK: Final = "recheck_due"
UPDATE: Final = "update_due"
_WHAT: Final[dict[str, DraftCommand]] = {
    PRE_VERIFICATION: NoteOverdue(),
    APPEARANCE: Lapse(),
    RECHECK: Recheck(),
    UPDATE: NoteUpdateOverdue(),
}


def deadlines(recorded: Recorded) -> Iterable[TimerChange]:  # noqa: C901 - one line per event
    """Return what an event sets and cancels. A day is over at its end, China time."""
    match recorded.event:
        case RecheckScheduled(draft_id=draft_id, on=on):
            yield _set(RECHECK, draft_id, on)
        case RevisitPerformed(draft_id=draft_id, due=str(due)):
            yield _set(UPDATE, draft_id, due)
        case UpdateMade(draft_id=draft_id) | UpdateFindingListed(draft_id=draft_id):
            yield _cancel(UPDATE, draft_id)
        case CancellationReceived(draft_id=draft_id, nothing_left=True):
            yield _cancel(RECHECK, draft_id)
        case FilingDraftSubmitted(draft_id=draft_id, pre_verification_due=due):
            yield _set(PRE_VERIFICATION, draft_id, due)
        case PreVerificationPassed(draft_id=draft_id, on_site_due=due):
            yield _cancel(PRE_VERIFICATION, draft_id)
            yield _set(APPEARANCE, draft_id, due)
        case PreVerificationFailed(draft_id=draft_id) | PreVerificationOverdue(draft_id=draft_id):
            yield _cancel(PRE_VERIFICATION, draft_id)
        case (
            OnSiteVerificationStarted(draft_id=draft_id)
            | OnSiteVerificationLapsed(draft_id=draft_id)
        ):
            yield _cancel(APPEARANCE, draft_id)
        case IpReportTermSet(number=number, due=due):
            yield _set(IP_REPORT, str(number), due)
        case IpReportOverdue(number=number) | IpBlockResultReceived(number=number, passed=True):
            yield _cancel(IP_REPORT, str(number))
        case IpBlockWithdrawn(number=number, is_registered=False):
            yield _cancel(IP_REPORT, str(number))
        case _:
            pass  # no deadline hangs on it


async def fire(providers: dict[str, Provider], session: Session, due: DueTimer) -> None:
    """Record what went by. `providers` by log."""
    if due.kind == IP_REPORT:
        number = int(due.subject)
        command = IpOverdue(number)
        await session.decide(IP_BLOCK, ip_block_stream(number), command, day_of(session.now))
        return
    outcome = await providers[due.log].decide(session, due.subject, [_WHAT[due.kind]])
    assert not isinstance(outcome, Refusal), "a day that went by is noted, never refused"


def _set(kind: str, draft_id: str, due: str) -> SetTimer:
    end = end_of_day(date.fromisoformat(due))
    return SetTimer(name=f"{kind}-{draft_id}", due=end, kind=kind, subject=draft_id)


def _cancel(kind: str, draft_id: str) -> CancelTimer:
    return CancelTimer(name=f"{kind}-{draft_id}")
