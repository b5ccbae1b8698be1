"""Another actor's event → what the ministry does. Nothing else moves it but its own API."""

from collections.abc import Mapping

from beian.bus import Reaction, Received
from beian.eventlog import Session
from beian.events import Event
from beian.events.cases import BlacklistEntryAdded, BlacklistEntryRemoved
from beian.events.filing import (
    AutoCheckPassed,
    FilingForwardedToMinistry,
    FilingRecordReported,
    FilingReturned,
)
from beian.events.providers import EnterpriseSystemAdmitted
from beian.identifiers import region_of_log
from ministry.application import Ministry
from ministry.domain.providers import ListProvider
from ministry.domain.registry import CheckApplication, RecordIssue, RecordReturn
from ministry.edges.blacklistings import delist_party, list_party


def reactions(ministry: Ministry) -> Mapping[type[Event], Reaction]:
    """Return the whole answer to "what can move the ministry".

    The region that may say so is read from the message's source, which the bus vouches for.
    """

    async def check_local(session: Session, message: Received) -> None:
        event = message.event
        assert isinstance(event, AutoCheckPassed)
        await ministry.check(
            session,
            CheckApplication(
                application_id=event.application_id,
                isp_id=event.isp_id,
                provider_region=event.provider_region,
                home_region=event.home_region,
                unique_keys=event.unique_keys,
                sent_by=region_of_log(message.log),
            ),
        )

    async def check_and_route(session: Session, message: Received) -> None:
        event = message.event
        assert isinstance(event, FilingForwardedToMinistry)
        await ministry.check(
            session,
            CheckApplication(
                application_id=event.application_id,
                isp_id=event.isp_id,
                provider_region=event.provider_region,
                home_region=event.home_region,
                unique_keys=event.unique_keys,
                sent_by=region_of_log(message.log),
                filing=event.filing,
                operation=event.operation,
                change=event.change,
            ),
        )

    async def record_issue(session: Session, message: Received) -> None:
        event = message.event
        assert isinstance(event, FilingRecordReported)
        await ministry.record_issue(session, RecordIssue(event, region_of_log(message.log)))

    async def record_return(session: Session, message: Received) -> None:
        event = message.event
        assert isinstance(event, FilingReturned)
        await ministry.record_return(session, RecordReturn(event, region_of_log(message.log)))

    async def list_provider(session: Session, message: Received) -> None:
        event = message.event
        assert isinstance(event, EnterpriseSystemAdmitted)
        await ministry.list_provider(session, ListProvider(event, region_of_log(message.log)))

    return {
        AutoCheckPassed: check_local,
        FilingForwardedToMinistry: check_and_route,
        FilingRecordReported: record_issue,
        FilingReturned: record_return,
        EnterpriseSystemAdmitted: list_provider,
        BlacklistEntryAdded: list_party,
        BlacklistEntryRemoved: delist_party,
    }
