"""Another actor's event → what the center does. Nothing else moves it but its own API."""

from collections.abc import Mapping
from typing import Final

from beian.bus import Reaction, Received
from beian.errors import Refusal, Unhandleable
from beian.eventlog import Session
from beian.events import Event
from beian.events.filing import FilingRecordReported
from beian.events.ip import IpRecordChanged, IpRecordDeleted, IpRecordRegistered
from beian.events.providers import ProviderListed
from beian.events.unfiled_sites import (
    UnfiledSiteDismissed,
    UnfiledSiteDisposed,
    UnfiledSiteNoticeIssued,
    UnfiledSiteOverdue,
)
from beian.identifiers import region_of_log
from verification_center.application import check_filing, note_status
from verification_center.domain.identity_check import CheckFiling
from verification_center.domain.ip_data import (
    IP_DATA,
    NoteCommand,
    NoteDeletion,
    NoteReport,
    ip_data_stream,
)
from verification_center.domain.unfiled_site import status_of
from verification_center.domain.units import UNIT, NoteUnit, unit_stream


async def _check(session: Session, message: Received) -> None:
    event = message.event
    assert isinstance(event, FilingRecordReported)
    await check_filing(session, CheckFiling(event, region_of_log(message.log)))


async def _note_site(session: Session, message: Received) -> None:
    event = message.event
    assert isinstance(
        event,
        UnfiledSiteNoticeIssued | UnfiledSiteDismissed | UnfiledSiteOverdue | UnfiledSiteDisposed,
    )
    await note_status(session, status_of(event, region_of_log(message.log) or ""))


async def _note_reported(session: Session, message: Received) -> None:
    event = message.event
    assert isinstance(event, IpRecordRegistered | IpRecordChanged)
    sent_by = region_of_log(message.log)
    await _note(session, NoteReport(sent_by, event.isp_id, event.record_id, event.report))


async def _note_deleted(session: Session, message: Received) -> None:
    event = message.event
    assert isinstance(event, IpRecordDeleted)
    await _note(session, NoteDeletion(region_of_log(message.log), event.record_id))


async def _note(session: Session, command: NoteCommand) -> None:
    outcome = await session.decide(IP_DATA, ip_data_stream(command.record_id), command, None)
    if isinstance(outcome, Refusal):
        raise Unhandleable(f"{outcome.reason}: {outcome.detail}")


async def _note_unit(session: Session, message: Received) -> None:
    event = message.event
    assert isinstance(event, ProviderListed)
    command = NoteUnit(event.isp_id, event.user_name, event.region)
    await session.decide(UNIT, unit_stream(event.isp_id), command, None)


REACTIONS: Final[Mapping[type[Event], Reaction]] = {
    FilingRecordReported: _check,
    UnfiledSiteNoticeIssued: _note_site,
    UnfiledSiteDismissed: _note_site,
    UnfiledSiteOverdue: _note_site,
    UnfiledSiteDisposed: _note_site,
    IpRecordRegistered: _note_reported,
    IpRecordChanged: _note_reported,
    IpRecordDeleted: _note_deleted,
    ProviderListed: _note_unit,
}
