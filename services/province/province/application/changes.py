"""Changes of filed records in a file: added sites, added accesses, changed data.

Each is checked against the record it names, wherever that lies, and goes the way of a new
filing: conflicts at the ministry, review at the home bureau. Interface §10.1; FLOW-06, FLOW-07.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from beian.errors import Refusal
from beian.eventlog import Session
from beian.exchange.switches import Switch
from beian.records import Finding, UniqueKey
from beian.records_changes import (
    FilingChange,
    NewAccess,
    NewSites,
    RequestedChange,
    without_password,
)
from beian.regulations.deadlines import day_of
from beian.regulations.numbers import CHANGES_MAX
from beian.regulations.unique_keys import CERTIFICATE, unique_keys_of
from beian.wire.files import UploadRecord
from province.application.bureau import Bureau, filing_stream
from province.application.filed_records import begin_change, outline_of
from province.application.taking import (
    RECORDS_AT_A_STRETCH,
    RecordOutcome,
    TakenRecord,
    WaitingUpload,
    sent_back,
    went_on,
)
from province.domain.change_gate import Sender
from province.domain.check_context import (
    Brought,
    CheckContext,
    Key,
    brought_by_change,
    own_keys,
)
from province.domain.ended import ended
from province.domain.filed_record import CHANGE
from province.domain.filing import FILING
from province.domain.filing_change_check import check_filing_change
from province.domain.filing_commands import ConcludeCheck, ReceiveApplication
from province.domain.interface_conditions import CONDITIONS
from province.domain.interface_conditions import STREAM as CONDITIONS_STREAM
from province.domain.ip_comparison import compare_addresses
from province.domain.new_access_check import check_new_access, site_named
from province.domain.new_sites_check import check_new_sites
from province.domain.outline import Outline
from province.domain.provider import PROVIDER
from province.domain.provider import stream_of as provider_stream

SUBJECT = "subject"
SITE = "site"


type Checkable = NewSites | NewAccess | FilingChange


@dataclass(frozen=True, slots=True)
class _Asked:
    """A change as it was sent, and what it is about."""

    taken: TakenRecord
    sender: Sender
    change: Checkable
    outline: Outline | None

    @property
    def requested(self) -> RequestedChange:
        return RequestedChange(
            filing_number=None if self.outline is None else self.outline.filing_number,
            certificate="" if self.outline is None else self.outline.certificate,
            change=without_password(self.change),
        )

    @property
    def brought(self) -> Brought:
        is_individual = self.outline is not None and self.outline.is_individual
        return brought_by_change(self.requested, self._site_name, is_individual=is_individual)

    @property
    def _site_name(self) -> str:
        site = site_named(self.change, self.outline) if isinstance(self.change, NewAccess) else None
        return "" if site is None else site.name

    def check(self, context: CheckContext) -> tuple[Finding, ...]:
        """Return everything that is wrong with it; of what is cancelled nothing else."""
        gone = () if self.outline is None else ended(self.change, self.outline)
        if gone:
            return gone
        match self.change:
            case NewSites():
                return check_new_sites(self.change, self.outline, self.sender, context)
            case NewAccess():
                return check_new_access(self.change, self.outline, self.sender, context)
            case FilingChange():
                return check_filing_change(self.change, self.outline, self.sender, context)

    def new_keys(self) -> tuple[UniqueKey, ...]:
        """Return the unique keys it brings and the record does not hold already."""
        brought = self.brought
        keys = unique_keys_of(brought.sites)
        if isinstance(self.change, FilingChange):
            keys = (UniqueKey(kind=CERTIFICATE, value=brought.certificate), *keys)
        held = {(key.kind, key.value) for key in self.outline.unique_keys} if self.outline else ()
        return tuple(key for key in keys if (key.kind, key.value) not in held)


async def take_changes(
    bureau: Bureau, session: Session, upload: WaitingUpload, records: Sequence[TakenRecord]
) -> Sequence[RecordOutcome]:
    """Take and check each record in the file's order; an erroneous one does not stop others."""
    provider = await session.state(PROVIDER, provider_stream(upload.isp_id))
    may_be_plain = Switch.ACCEPT_PLAIN_ICPMM in provider.switches
    numbers = await _numbers(bureau, session, records)
    asked = [
        await _asked(bureau, session, one, numbers, upload.isp_id, may_be_plain=may_be_plain)
        for one in records
    ]
    brought = [one.brought for one in asked]
    context = await bureau.lookups.check_context(session, upload.isp_id, brought)
    own = set(context.own)
    context = replace(context, own=own)
    changes = await _changes_today(bureau, session, upload.isp_id, records)
    changes_max = await _changes_max(session)
    outcomes = []
    for place, each in enumerate(asked, start=1):
        if place % RECORDS_AT_A_STRETCH == 0:
            await asyncio.sleep(0)  # a file of a thousand records lets others in between
        number = each.requested.filing_number or ""
        enough = changes[number] >= changes_max
        one = replace(each, sender=replace(each.sender, has_asked_enough=enough))
        outcome = await _take(bureau, session, upload, one, context)
        if outcome.passed:
            changes[number] += 1
            # Later records of the file are compared with it as with any pending request.
            own.update(own_keys(one.brought))
        outcomes.append(outcome)
    return outcomes


async def _changes_today(
    bureau: Bureau, session: Session, isp_id: int, records: Sequence[TakenRecord]
) -> Counter[str]:
    """Return how many changes of a record the provider asked for today, by filing number."""
    if records[0].record.operation != CHANGE:
        return Counter()
    today = day_of(session.now).isoformat()
    return Counter(await bureau.lookups.changes_since(session, isp_id, today))


async def _changes_max(session: Session) -> int:
    adopted = (await session.state(CONDITIONS, CONDITIONS_STREAM)).adopted
    return CHANGES_MAX if adopted is None else adopted.changes_max


async def _numbers(
    bureau: Bureau, session: Session, records: Sequence[TakenRecord]
) -> Mapping[Key, str]:
    """Return the filing numbers of what the records name by the bureau's ids."""
    parts = {part for one in records if (part := _part(_change(one.record))) is not None}
    return await bureau.lookups.filings_of_parts(session, parts)


def _change(record: UploadRecord) -> Checkable:
    change = record.change
    assert isinstance(change, NewSites | NewAccess | FilingChange), "read as what it is"
    return change


def _part(change: Checkable) -> Key | None:
    """Return what a change names by id, None where it names it by number."""
    match change:
        case NewSites(subject_number=None, subject_id=number):
            return SUBJECT, str(number)
        case NewAccess(site_number=None, site_id=number):
            return SITE, str(number)
        case FilingChange(subject=subject):
            return SUBJECT, str(subject.subject_id)
        case _:
            return None


def _number(change: Checkable, numbers: Mapping[Key, str]) -> str | None:
    part = _part(change)
    if part is not None:
        return numbers.get(part)
    match change:
        case NewSites(subject_number=number) | NewAccess(site_number=number):
            return number
        case _:
            return None


async def _asked(
    bureau: Bureau,
    session: Session,
    taken: TakenRecord,
    numbers: Mapping[Key, str],
    isp_id: int,
    *,
    may_be_plain: bool,
) -> _Asked:
    change = _change(taken.record)
    outline = await outline_of(bureau, session, _number(change, numbers))
    return _Asked(taken, Sender(isp_id, change.password, may_be_plain), change, outline)


async def _take(
    bureau: Bureau,
    session: Session,
    upload: WaitingUpload,
    asked: _Asked,
    context: CheckContext,
) -> RecordOutcome:
    record = asked.taken.record
    for content in record.blobs.values():
        await session.store_blob(content)
    if asked.outline is not None:  # an earlier record of the file may have begun a change
        outline = await outline_of(bureau, session, asked.outline.filing_number)
        asked = replace(asked, outline=outline)
    home = bureau.region if asked.outline is None else asked.outline.home_region
    requested = asked.requested
    application_id = bureau.identifiers.application_id(session.now)
    stream = filing_stream(application_id)
    session.begin(FILING, [stream])
    receive = ReceiveApplication(
        application_id,
        upload.isp_id,
        upload.data_sequence,
        asked.taken.number,
        record.operation,
        bureau.region,
        home,
        change=requested,
    )
    outcome = await session.decide(FILING, stream, receive, bureau.context(session))
    assert not isinstance(outcome, Refusal), "a record is always taken"
    findings = asked.check(context)
    conclude = ConcludeCheck(application_id, findings, () if findings else asked.new_keys())
    outcome = await session.decide(FILING, stream, conclude, bureau.context(session))
    assert not isinstance(outcome, Refusal), "what was taken is checked"
    if findings:
        return sent_back(record, findings, application_id)
    if home == bureau.region:
        await begin_change(session, requested, application_id, record.operation)
    return went_on(record, compare_addresses(asked.brought.sites, context), application_id)
