"""Another actor's event → what the center does. Nothing else moves it but its own API."""

from collections.abc import Mapping
from typing import Final

from beian.bus import Reaction, Received
from beian.eventlog import Session
from beian.events import Event
from beian.events.filing import FilingRecordReported
from beian.identifiers import region_of_log
from verification_center.application import check_filing
from verification_center.domain.identity_check import CheckFiling


async def _check(session: Session, message: Received) -> None:
    event = message.event
    assert isinstance(event, FilingRecordReported)
    await check_filing(session, CheckFiling(event, region_of_log(message.log)))


REACTIONS: Final[Mapping[type[Event], Reaction]] = {FilingRecordReported: _check}
