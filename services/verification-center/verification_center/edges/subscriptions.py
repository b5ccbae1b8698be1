"""Another actor's event → what the center does. Nothing else moves it but its own API."""

from collections.abc import Mapping
from typing import Final

from beian.bus import Reaction, Received
from beian.eventlog import Session
from beian.events import Event
from beian.events.filing import FilingRecordReported
from beian.events.unfiled_sites import (
    UnfiledSiteDismissed,
    UnfiledSiteDisposed,
    UnfiledSiteNoticeIssued,
    UnfiledSiteOverdue,
)
from beian.identifiers import region_of_log
from verification_center.application import check_filing, note_status
from verification_center.domain.identity_check import CheckFiling
from verification_center.domain.unfiled_site import status_of


async def _check(session: Session, message: Received) -> None:
    event = message.event
    assert isinstance(event, FilingRecordReported)
    await check_filing(session, CheckFiling(event, region_of_log(message.log)))


async def _note(session: Session, message: Received) -> None:
    event = message.event
    assert isinstance(
        event,
        UnfiledSiteNoticeIssued | UnfiledSiteDismissed | UnfiledSiteOverdue | UnfiledSiteDisposed,
    )
    await note_status(session, status_of(event, region_of_log(message.log) or ""))


REACTIONS: Final[Mapping[type[Event], Reaction]] = {
    FilingRecordReported: _check,
    UnfiledSiteNoticeIssued: _note,
    UnfiledSiteDismissed: _note,
    UnfiledSiteOverdue: _note,
    UnfiledSiteDisposed: _note,
}
