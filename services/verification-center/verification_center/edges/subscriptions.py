"""Another actor's event → what the center does. Nothing else moves it but its own API."""

from collections.abc import Mapping
from typing import Final

from beian.bus import Reaction, Received
from beian.eventlog import Session
from beian.events import Event
from beian.events.filing import FilingRecordReported
from beian.events.providers import ProviderListed
from beian.identifiers import region_of_log
from verification_center.application import check_filing
from verification_center.domain.identity_check import CheckFiling
from verification_center.inspecting import note_provider


async def _check(session: Session, message: Received) -> None:
    event = message.event
    assert isinstance(event, FilingRecordReported)
    await check_filing(session, CheckFiling(event, region_of_log(message.log)))


async def _listed(session: Session, message: Received) -> None:
    event = message.event
    assert isinstance(event, ProviderListed)
    await note_provider(session, event)


REACTIONS: Final[Mapping[type[Event], Reaction]] = {
    FilingRecordReported: _check,
    ProviderListed: _listed,
}
