"""Every event of another actor that moves a bureau, and what it does. Nothing else does."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from beian.bus import Foresight, Reaction, Received
from beian.decider import Decider
from beian.errors import Refusal, Unhandleable
from beian.eventlog import Session
from beian.events import Event
from beian.events.base_codes import BaseCodeChanged
from beian.events.filing import (
    BlacklistSynchronized,
    ConflictCheckPassed,
    ConflictDetected,
    FilingDeliveredToHomeBureau,
    FilingRecordSynchronized,
    FilingResultForwarded,
)
from beian.events.illegal_access import IllegalAccessSynchronized
from beian.events.inspection import IpDataInspected
from beian.events.inspections import InspectionFindingReported
from beian.events.providers import (
    InterfaceConditionsSet,
    InterfaceSwitchesSet,
    ProviderListed,
    ReviewPolicySet,
)
from beian.events.records import ChangedRecordForwarded
from beian.events.unfiled_sites import UnfiledSiteDetected
from province.application.base_codes import note_base_code
from province.application.bureau import Bureau
from province.application.cancellation_notices import tell_providers
from province.application.changed_records import hand_on_record
from province.application.inspections import note_finding
from province.application.ip_inspections import hand_on_inspection
from province.application.notes import (
    adopt_conditions,
    adopt_policy,
    adopt_switches,
    note_blacklist,
    note_illegal_access,
    note_provider,
    note_record,
)
from province.application.review import (
    Outcome,
    deliver_forwarded,
    return_for_conflict,
    review_delivered,
    start_review,
)
from province.application.unfiled_sites import take_finding
from province.domain.national import RECORD, record_stream


async def _conflict_check_passed(
    bureau: Bureau, session: Session, event: ConflictCheckPassed
) -> Outcome:
    return await start_review(bureau, session, event.application_id)


async def _conflict_detected(bureau: Bureau, session: Session, event: ConflictDetected) -> Outcome:
    return await return_for_conflict(bureau, session, event.application_id, event.conflicts)


async def _record_synchronized(
    bureau: Bureau, session: Session, event: FilingRecordSynchronized
) -> None:
    await note_record(session, event)
    await tell_providers(bureau, session, event)


async def _provider_listed(_bureau: Bureau, session: Session, event: ProviderListed) -> None:
    await note_provider(session, event)


async def _policy_set(_bureau: Bureau, session: Session, event: ReviewPolicySet) -> object:
    return await adopt_policy(session, event)


async def _conditions_set(
    _bureau: Bureau, session: Session, event: InterfaceConditionsSet
) -> object:
    return await adopt_conditions(session, event)


async def _switches_set(_bureau: Bureau, session: Session, event: InterfaceSwitchesSet) -> object:
    return await adopt_switches(session, event)


def _record_of(received: Received) -> tuple[Decider[Any, Any, Any], str]:
    event = received.event
    assert isinstance(event, FilingRecordSynchronized)
    return RECORD, record_stream(event.filing_number)


FORESEEN: Final[Mapping[type[Event], Foresight]] = {FilingRecordSynchronized: _record_of}
"""Of every record of the nation each bureau is told: it asks of a batch at once what it knows."""


def reactions(bureaus: Mapping[str, Bureau]) -> Mapping[type[Event], Reaction]:
    """Return what each event means at these bureaus, by log."""

    def on[E: Event](
        cls: type[E], react: Callable[[Bureau, Session, E], Awaitable[object]]
    ) -> tuple[type[Event], Reaction]:
        async def reaction(session: Session, received: Received) -> None:
            assert isinstance(received.event, cls)
            outcome = await react(bureaus[session.log], session, received.event)
            if isinstance(outcome, Refusal):
                raise Unhandleable(f"{outcome.reason}: {outcome.detail}")

        return cls, reaction

    async def unfiled_site_detected(session: Session, received: Received) -> None:
        assert isinstance(received.event, UnfiledSiteDetected)
        bureau = bureaus[session.log]
        await take_finding(bureau, session, received.event, received.position)

    return dict(
        (
            on(ConflictCheckPassed, _conflict_check_passed),
            on(ConflictDetected, _conflict_detected),
            on(FilingDeliveredToHomeBureau, review_delivered),
            on(FilingResultForwarded, deliver_forwarded),
            on(ChangedRecordForwarded, hand_on_record),
            on(FilingRecordSynchronized, _record_synchronized),
            on(ProviderListed, _provider_listed),
            on(ReviewPolicySet, _policy_set),
            on(InterfaceConditionsSet, _conditions_set),
            on(InterfaceSwitchesSet, _switches_set),
            on(BlacklistSynchronized, note_blacklist),
            on(InspectionFindingReported, note_finding),
            on(BaseCodeChanged, note_base_code),
            on(IllegalAccessSynchronized, note_illegal_access),
            (UnfiledSiteDetected, unfiled_site_detected),
            on(IpDataInspected, hand_on_inspection),
        )
    )
