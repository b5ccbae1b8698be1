"""What can be asked of the ministry, and what its rules must know beforehand.

Gathers context, lets the domain decide, records. All of it happens in the unit of work of the
caller. The ministry reads its mail through one consumer, one batch after the other: so a
look-up of what is committed, completed by what the unit of work itself has claimed, is exact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from weakref import WeakKeyDictionary

from beian.clock.clock_control import CLOCK, CLOCK_STREAM, ClockCommand, ClockContext, ClockState
from beian.errors import Refusal, Unhandleable
from beian.eventlog import EventLog, Meta, Session
from beian.events.filing import FilingRecordReported
from beian.identifiers import MINISTRY_LOG, StreamName, stream_name
from beian.records import UniqueKey
from beian.regulations.addresses import Range
from beian.regulations.unique_keys import IP_RANGE
from ministry.domain.base_codes import BASE_CODES, BaseCodes, ChangeCode
from ministry.domain.base_codes import STREAM as BASE_CODES_STREAM
from ministry.domain.blacklist import (
    BLACKLIST,
    BLACKLIST_STREAM,
    Blacklist,
    BlacklistCommand,
)
from ministry.domain.conflicts import Applicant, Holding, conflicts_of, range_of_key
from ministry.domain.illegal_access import (
    ILLEGAL_ACCESS,
    AccessCommand,
    IllegalAccess,
    ListAccess,
)
from ministry.domain.illegal_access import STREAM as ACCESS_STREAM
from ministry.domain.illegal_access import Context as AccessContext
from ministry.domain.interface_conditions import (
    CONDITIONS,
    InterfaceConditions,
    SetConditions,
    conditions_stream,
)
from ministry.domain.keys import (
    KEY,
    Claimed,
    ClaimKey,
    FreeKey,
    Heir,
    Key,
    Registered,
    RegisterKey,
    ReleaseKey,
    is_held_by_another,
    key_stream,
)
from ministry.domain.policies import POLICY, Policy, SetPolicy, policy_stream
from ministry.domain.providers import PROVIDER, Listed, ListProvider, provider_stream
from ministry.domain.registry import (
    REGISTRY,
    AtHomeBureau,
    CheckApplication,
    Context,
    NotReceived,
    RecordIssue,
    RecordReturn,
)
from ministry.domain.switches import (
    SWITCHING,
    InterfaceSwitches,
    SetSwitches,
    switches_stream,
)


class Lookups(Protocol):
    """What is committed, asked of the read models."""

    async def overlapping(self, session: Session, ranges: Sequence[Range]) -> Sequence[Holding]:
        """Return what is held that has an address in common with one of `ranges`."""
        ...

    async def users_of(self, session: Session, held: Range) -> Sequence[Heir]:
        """Return applications that use exactly this range, the oldest first."""
        ...

    async def filings_using(self, session: Session, held: Range) -> Sequence[Holding]:
        """Return the issued filings that use exactly this range."""
        ...


@dataclass(slots=True)
class Ranges:
    """What one unit of work did with IP ranges: no read model shows it yet."""

    claimed: list[Holding] = field(default_factory=list)
    used: list[tuple[Range, Heir]] = field(default_factory=list)
    filed: list[Holding] = field(default_factory=list)
    freed: set[tuple[str, Range]] = field(default_factory=set)
    """Filing numbers with ranges that they need no longer."""


def filing_stream(application_id: str) -> StreamName:
    return stream_name("filing", application_id)


class Ministry:
    """The ministry's part in the life of a filing, and what the tester can set."""

    def __init__(self, lookups: Lookups) -> None:
        self._lookups = lookups
        self._units: WeakKeyDictionary[Session, Ranges] = WeakKeyDictionary()

    async def check(self, session: Session, command: CheckApplication) -> None:
        """Detect conflicts, claim the keys, route. Unhandleable where it is not the sender's."""
        stream = filing_stream(command.application_id)
        before = await session.state(REGISTRY, stream)
        if not isinstance(before, NotReceived):
            return
        applicant = Applicant(
            application_id=command.application_id,
            isp_id=command.isp_id,
            unique_keys=command.unique_keys,
            subject_name=command.filing.subject.name if command.filing else None,
        )
        holders = await self._holders(session, command.unique_keys)
        conflicts = conflicts_of(
            applicant,
            holders,
            await self._ranges(session, applicant, holders),
            (await session.state(BLACKLIST, BLACKLIST_STREAM)).entries,
        )
        outcome = await session.decide(REGISTRY, stream, command, Context(conflicts=conflicts))
        if isinstance(outcome, Refusal):
            raise _unhandleable(outcome)
        if isinstance(outcome, AtHomeBureau):
            await self._claim(session, applicant, holders)

    async def record_issue(self, session: Session, command: RecordIssue) -> None:
        """Take an issued filing, or one as changed, into the register; free what it gave up.

        Unhandleable where nothing may be issued. Of a change only what it claimed is new.
        """
        report = command.report
        before = await session.state(REGISTRY, filing_stream(report.application_id))
        new = report.unique_keys
        if report.changed_on is not None:
            new = before.unique_keys if isinstance(before, AtHomeBureau) else ()
        holders = await self._holders(session, new)
        for key, state in holders.items():
            if is_held_by_another(key, state, report.application_id, report.isp_id):
                raise Unhandleable(f"{key.kind} of {report.filing_number} is held by another")
        stream = filing_stream(report.application_id)
        context = Context(others=await self._others(session, report))
        outcome = await session.decide(REGISTRY, stream, command, context)
        if isinstance(outcome, Refusal):
            raise _unhandleable(outcome)
        for key in holders:
            register = RegisterKey(key, report.application_id, report.isp_id, report.filing_number)
            await session.decide(KEY, key_stream(key), register, None)
            if key.kind == IP_RANGE:
                holding = Holding(
                    range_of_key(key), report.isp_id, report.application_id, report.filing_number
                )
                self._unit(session).filed.append(holding)
        for key in report.freed_keys:
            await self._free(session, key, report.filing_number)

    async def _others(
        self, session: Session, report: FilingRecordReported
    ) -> Mapping[str, tuple[int, ...]]:
        """Return who gives a changed filing access besides the sender, by their regions."""
        if report.changed_on is None:
            return {}
        providers = {access.isp_id for site in report.filing.sites for access in site.accesses}
        found: dict[str, tuple[int, ...]] = {}
        for isp_id in sorted(providers - {report.isp_id}):
            provider = await session.state(PROVIDER, provider_stream(isp_id))
            if isinstance(provider, Listed):
                region = provider.entry.region
                found[region] = (*found.get(region, ()), isp_id)
        return found

    async def record_return(self, session: Session, command: RecordReturn) -> None:
        """Free the keys of an application that ended without a number."""
        application = command.returned.application_id
        stream = filing_stream(application)
        before = await session.state(REGISTRY, stream)
        context = Context(today=session.now.date())
        outcome = await session.decide(REGISTRY, stream, command, context)
        if isinstance(outcome, Refusal):
            raise _unhandleable(outcome)
        if not isinstance(before, AtHomeBureau):
            return
        for key, state in (await self._holders(session, before.unique_keys)).items():
            heir = None
            if key.kind == IP_RANGE and state == Claimed(application, before.isp_id):
                heir = await self._heir(session, key, Heir(application, before.isp_id))
            release = ReleaseKey(key, application, heir)
            await session.decide(KEY, key_stream(key), release, None)

    async def list_provider(self, session: Session, command: ListProvider) -> None:
        """Enter an admitted enterprise system into the directory."""
        stream = provider_stream(command.admitted.isp_id)
        outcome = await session.decide(PROVIDER, stream, command, None)
        if isinstance(outcome, Refusal):
            raise _unhandleable(outcome)

    async def _holders(
        self, session: Session, keys: Sequence[UniqueKey]
    ) -> Mapping[UniqueKey, Key]:
        """Return the state of every key, in the order of the keys."""
        states = await session.states(KEY, [key_stream(key) for key in keys])
        return {key: states[key_stream(key)] for key in keys}

    async def _ranges(
        self, session: Session, applicant: Applicant, holders: Mapping[UniqueKey, Key]
    ) -> Sequence[Holding]:
        """Return what overlaps the application's ranges, as this unit of work leaves it."""
        asked = [
            range_of_key(key)
            for key, state in holders.items()
            if key.kind == IP_RANGE and not _is_own(state, applicant.isp_id)
        ]
        if not asked:
            return ()
        found = [*await self._lookups.overlapping(session, asked), *self._unit(session).claimed]
        others = [holding for holding in found if holding.isp_id != applicant.isp_id]
        streams = {key_stream(_range_key(holding.range)): holding for holding in others}
        now = await session.states(KEY, list(streams))
        return [
            Holding(holding.range, holding.isp_id, state.application_id, _number(state))
            for stream, holding in streams.items()
            if isinstance(state := now[stream], Claimed | Registered)
        ]

    async def _claim(
        self, session: Session, applicant: Applicant, holders: Mapping[UniqueKey, Key]
    ) -> None:
        application, isp_id = applicant.application_id, applicant.isp_id
        for key in holders:
            claim = ClaimKey(key, application, isp_id)
            outcome = await session.decide(KEY, key_stream(key), claim, None)
            assert not isinstance(outcome, Refusal), "detection found the key free"
            if key.kind == IP_RANGE:
                held = range_of_key(key)
                unit = self._unit(session)
                unit.used.append((held, Heir(application, isp_id)))
                unit.claimed.append(Holding(held, isp_id, application, None))

    async def _free(self, session: Session, key: UniqueKey, filing_number: str) -> None:
        """Take a key from a filing; a range goes to another filing of its holder that uses it."""
        state = await session.state(KEY, key_stream(key))
        successor, heir = None, None
        if key.kind == IP_RANGE:
            held, unit = range_of_key(key), self._unit(session)
            unit.freed.add((filing_number, held))
            isp_id = state.isp_id if isinstance(state, Registered) else None
            users = [*await self._lookups.filings_using(session, held), *unit.filed]
            for one in users:
                number = one.filing_number
                is_used = one.range == held and one.isp_id == isp_id and number is not None
                if is_used and (number or "", held) not in unit.freed:
                    successor = RegisterKey(key, one.application_id, one.isp_id, number or "")
                    break
            if successor is None and isinstance(state, Registered) and isp_id is not None:
                heir = await self._heir(session, key, Heir(state.application_id, isp_id))
        await session.decide(
            KEY, key_stream(key), FreeKey(key, filing_number, successor, heir), None
        )

    async def _heir(self, session: Session, key: UniqueKey, ending: Heir) -> Heir | None:
        """Return an application under way that uses the range besides the ending one."""
        held = range_of_key(key)
        just_now = [user for used, user in self._unit(session).used if used == held]
        users = [*await self._lookups.users_of(session, held), *just_now]
        heirs = {
            filing_stream(user.application_id): user
            for user in users
            if user.application_id != ending.application_id and user.isp_id == ending.isp_id
        }
        states = await session.states(REGISTRY, list(heirs))
        under_way = (s for s in heirs if isinstance(states[s], AtHomeBureau))
        return next((heirs[stream] for stream in under_way), None)

    def _unit(self, session: Session) -> Ranges:
        return self._units.setdefault(session, Ranges())


@dataclass(frozen=True, slots=True)
class Controls:
    """What operator and tester can set at the ministry, each in a unit of work of its own."""

    event_log: EventLog

    async def change_blacklist(self, meta: Meta, command: BlacklistCommand) -> Blacklist | Refusal:
        async def body(session: Session) -> Blacklist | Refusal:
            return await session.decide(BLACKLIST, BLACKLIST_STREAM, command, None)

        return await self.event_log.transact(MINISTRY_LOG, meta, body)

    async def change_code(self, meta: Meta, command: ChangeCode) -> BaseCodes | Refusal:
        async def body(session: Session) -> BaseCodes | Refusal:
            return await session.decide(BASE_CODES, BASE_CODES_STREAM, command, None)

        return await self.event_log.transact(MINISTRY_LOG, meta, body)

    async def change_illegal_access(
        self, meta: Meta, command: AccessCommand
    ) -> IllegalAccess | Refusal:
        async def body(session: Session) -> IllegalAccess | Refusal:
            region = None
            if isinstance(command, ListAccess):
                listed = await session.state(PROVIDER, provider_stream(command.unit))
                region = listed.entry.region if isinstance(listed, Listed) else None
            context = AccessContext(session.now.date(), region)
            return await session.decide(ILLEGAL_ACCESS, ACCESS_STREAM, command, context)

        return await self.event_log.transact(MINISTRY_LOG, meta, body)

    async def set_policies(
        self, meta: Meta, commands: Sequence[SetPolicy]
    ) -> Sequence[Policy] | Refusal:
        """Set one policy for each region, all or none."""

        async def body(session: Session) -> Sequence[Policy] | Refusal:
            set_now: list[Policy] = []
            for command in commands:
                stream = policy_stream(command.region)
                outcome = await session.decide(POLICY, stream, command, None)
                if isinstance(outcome, Refusal):
                    return outcome
                set_now.append(outcome)
            return set_now

        return await self.event_log.transact(MINISTRY_LOG, meta, body)

    async def set_conditions(
        self, meta: Meta, commands: Sequence[SetConditions]
    ) -> Sequence[InterfaceConditions] | Refusal:
        """Set the conditions of each region's interface, all or none."""

        async def body(session: Session) -> Sequence[InterfaceConditions] | Refusal:
            set_now: list[InterfaceConditions] = []
            for command in commands:
                stream = conditions_stream(command.region)
                outcome = await session.decide(CONDITIONS, stream, command, None)
                if isinstance(outcome, Refusal):
                    return outcome
                set_now.append(outcome)
            return set_now

        return await self.event_log.transact(MINISTRY_LOG, meta, body)

    async def set_switches(self, meta: Meta, command: SetSwitches) -> InterfaceSwitches | Refusal:
        """Set which switches of a provider's interface are on."""

        async def body(session: Session) -> InterfaceSwitches | Refusal:
            return await session.decide(SWITCHING, switches_stream(command.isp_id), command, None)

        return await self.event_log.transact(MINISTRY_LOG, meta, body)

    async def set_clock(
        self, meta: Meta, command: ClockCommand, context: ClockContext
    ) -> ClockState | Refusal:
        async def body(session: Session) -> ClockState | Refusal:
            return await session.decide(CLOCK, CLOCK_STREAM, command, context)

        return await self.event_log.transact(MINISTRY_LOG, meta, body)


def _is_own(state: Key, isp_id: int) -> bool:
    """Say whether the provider holds the very range: then nobody else overlaps it."""
    return isinstance(state, Claimed | Registered) and state.isp_id == isp_id


def _number(state: Claimed | Registered) -> str | None:
    return state.filing_number if isinstance(state, Registered) else None


def _range_key(held: Range) -> UniqueKey:
    return UniqueKey(kind=IP_RANGE, value=str(held))


def _unhandleable(refusal: Refusal) -> Unhandleable:
    return Unhandleable(f"{refusal.reason}: {refusal.detail}")
