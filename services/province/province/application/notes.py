"""What a bureau takes note of: policies, published records, the directory, the two blacklists."""

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.filing import (
    BlacklistNoted,
    BlacklistSynchronized,
    FilingRecordSynchronized,
    NationalProviderNoted,
    NationalRecordNoted,
)
from beian.events.illegal_access import IllegalAccessNoted, IllegalAccessSynchronized
from beian.events.providers import (
    InterfaceConditionsAdopted,
    InterfaceConditionsSet,
    InterfaceSwitchesAdopted,
    InterfaceSwitchesSet,
    ProviderListed,
    ReviewPolicySet,
)
from beian.identifiers import bureau_id
from province.application.bureau import Bureau
from province.application.laying_ready import lay_ready_for_all
from province.domain import interface_conditions
from province.domain.blacklisted import change_of
from province.domain.illegal_access import KNOWN_ACCESS, LISTED, NoteAccess, told
from province.domain.illegal_access import STREAM as ACCESS_STREAM
from province.domain.national import (
    ENTRY,
    RECORD,
    NoteBlacklist,
    NoteRecord,
    entry_stream,
    record_stream,
)
from province.domain.provider import PROVIDER, AdoptSwitches, NoteListed
from province.domain.provider import stream_of as provider_stream
from province.domain.review_policy import POLICY, STREAM, AdoptPolicy, Policy


async def adopt_policy(session: Session, event: ReviewPolicySet) -> Policy | Refusal:
    """Review by the policy that was set for this bureau."""
    command = AdoptPolicy(event.policy, event.rules, event.opinion)
    return await session.decide(POLICY, STREAM, command, None)


async def adopt_conditions(session: Session, event: InterfaceConditionsSet) -> object:
    """Let the interface answer under the conditions that were set for this bureau."""
    conditions = InterfaceConditionsAdopted(
        maintenance=event.maintenance,
        upload_hours=event.upload_hours,
        waiting_files_max=event.waiting_files_max,
        password_checks_max=event.password_checks_max,
        ip_comparison=event.ip_comparison,
        changes_max=event.changes_max,
    )
    command = interface_conditions.AdoptConditions(conditions)
    stream = interface_conditions.STREAM
    return await session.decide(interface_conditions.CONDITIONS, stream, command, None)


async def adopt_switches(session: Session, event: InterfaceSwitchesSet) -> object:
    """Let those switches of a provider's interface be on that were set."""
    adopted = InterfaceSwitchesAdopted(isp_id=event.isp_id, switches=event.switches)
    return await session.decide(
        PROVIDER, provider_stream(event.isp_id), AdoptSwitches(adopted), None
    )


async def note_record(session: Session, event: FilingRecordSynchronized) -> None:
    """Note a published record: what status and password queries are answered from."""
    record = NationalRecordNoted(
        application_id=event.application_id,
        isp_id=event.isp_id,
        home_region=event.home_region,
        filing_number=event.filing_number,
        sites=event.sites,
        unique_keys=event.unique_keys,
        verifier=event.verifier,
        subject_id=event.subject_id,
        is_individual=event.is_individual,
        freed_keys=event.freed_keys,
        removed_sites=event.removed_sites,
        cancelled=event.cancelled,
        is_cancelled=event.is_cancelled,
        licence_number=event.licence_number,
    )
    stream = record_stream(event.filing_number)
    await session.decide(RECORD, stream, NoteRecord(record), None)


async def note_provider(session: Session, event: ProviderListed) -> None:
    """Note an entry of the ministry's directory."""
    entry = NationalProviderNoted(
        isp_id=event.isp_id, user_name=event.user_name, region=event.region, name=event.name
    )
    await session.decide(PROVIDER, provider_stream(event.isp_id), NoteListed(entry), None)


async def note_blacklist(bureau: Bureau, session: Session, event: BlacklistSynchronized) -> None:
    """Note a change of the national blacklist, and hand it on to the providers."""
    change = BlacklistNoted(
        version=event.version,
        action=event.action,
        kind=event.kind,
        value=event.value,
        reason=event.reason,
        listing=event.listing,
    )
    stream = entry_stream(event.kind, event.value)
    before = await session.state(ENTRY, stream)
    if await session.decide(ENTRY, stream, NoteBlacklist(change), None) == before:
        return
    await lay_ready_for_all(bureau, session, change_of(change))


async def note_illegal_access(
    bureau: Bureau, session: Session, event: IllegalAccessSynchronized
) -> None:
    """Note a change of the list of illegal access, and hand on what is new on it."""
    change = IllegalAccessNoted(
        record_id=bureau_id(bureau.region, event.version),
        version=event.version,
        action=event.action,
        domain=event.domain,
        address=event.address,
        unit=event.unit,
        region=event.region,
        detected_on=event.detected_on,
        remark=event.remark,
    )
    before = await session.state(KNOWN_ACCESS, ACCESS_STREAM)
    after = await session.decide(KNOWN_ACCESS, ACCESS_STREAM, NoteAccess(change), None)
    if after == before or event.action != LISTED:
        return
    await lay_ready_for_all(bureau, session, told([change]))
