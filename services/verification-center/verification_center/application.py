"""What can be asked of the verification center, and what its rules must know beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass

from beian.errors import Refusal, Unhandleable
from beian.eventlog import EventLog, Meta, Session
from beian.events.checking import IdentityDataChecked
from beian.events.unfiled_sites import UnfiledSiteStatusNoted
from beian.identifiers import VERIFICATION_CENTER_LOG
from beian.regulations.deadlines import day_of
from verification_center.domain.authority import AUTHORITY, SetEntry, entry_stream
from verification_center.domain.identity_check import (
    IDENTITY_CHECK,
    CheckFiling,
    Context,
    check_stream,
    identities_of,
)
from verification_center.domain.unfiled_site import (
    FINDING,
    Detect,
    NoteStatus,
    finding_stream,
)
from verification_center.inspecting import enter_filing


@dataclass(frozen=True, slots=True)
class Center:
    """The verification center as the actor of its procedures."""

    log: str = VERIFICATION_CENTER_LOG


async def check_filing(session: Session, command: CheckFiling) -> None:
    """Check the identities of an issued filing, and note it for inspection.

    Unhandleable where it is not its bureau's.
    """
    found = {one.entry_id for one in identities_of(command.report.filing) if one.entry_id}
    streams = {entry_id: entry_stream(entry_id) for entry_id in sorted(found)}
    entries = await session.states(AUTHORITY, list(streams.values()))
    names = {
        entry_id: name
        for entry_id, stream in streams.items()
        if (name := entries[stream].name) is not None
    }
    stream = check_stream(command.report.application_id)
    known = len(await session.events(stream))
    outcome = await session.decide(IDENTITY_CHECK, stream, command, Context(names))
    if isinstance(outcome, Refusal):
        raise Unhandleable(f"{outcome.reason}: {outcome.detail}")
    checks = (await session.events(stream))[known:]
    just_made = [one for one in checks if isinstance(one, IdentityDataChecked)]
    await enter_filing(session, command.report, just_made)


@dataclass(frozen=True, slots=True)
class Registry:
    """The registry as tester and start fill it."""

    event_log: EventLog

    async def set_entries(self, meta: Meta, commands: Sequence[SetEntry]) -> int | Refusal:
        """Set entries, all or none; return how many are new or changed."""

        async def body(session: Session) -> int | Refusal:
            before = await session.states(AUTHORITY, [entry_stream(c.entry_id) for c in commands])
            changed = 0
            for command in commands:
                stream = entry_stream(command.entry_id)
                outcome = await session.decide(AUTHORITY, stream, command, None)
                if isinstance(outcome, Refusal):
                    return outcome
                changed += outcome != before[stream]
            return changed

        return await self.event_log.transact(VERIFICATION_CENTER_LOG, meta, body)

    async def fill(self, meta: Meta, commands: Sequence[SetEntry]) -> Refusal | None:
        """Set those entries of which the registry says nothing yet."""

        async def body(session: Session) -> Refusal | None:
            before = await session.states(AUTHORITY, [entry_stream(c.entry_id) for c in commands])
            for command in commands:
                stream = entry_stream(command.entry_id)
                if before[stream] != AUTHORITY.initial:
                    continue
                outcome = await session.decide(AUTHORITY, stream, command, None)
                if isinstance(outcome, Refusal):
                    return outcome
            return None

        return await self.event_log.transact(VERIFICATION_CENTER_LOG, meta, body)


@dataclass(frozen=True, slots=True)
class Findings:
    """Findings of unfiled sites as they are fed."""

    event_log: EventLog

    async def detect(self, meta: Meta, commands: Sequence[Detect]) -> Refusal | None:
        """Take findings, all or none."""

        async def body(session: Session) -> Refusal | None:
            today = day_of(session.now)
            for command in commands:
                stream = finding_stream(command.finding_id)
                outcome = await session.decide(FINDING, stream, command, today)
                if isinstance(outcome, Refusal):
                    return outcome
            return None

        return await self.event_log.transact(VERIFICATION_CENTER_LOG, meta, body)


async def note_status(session: Session, status: UnfiledSiteStatusNoted) -> None:
    """Note what a bureau said of a finding. Unhandleable where it is not its to say."""
    stream = finding_stream(status.finding_id)
    outcome = await session.decide(FINDING, stream, NoteStatus(status), day_of(session.now))
    if isinstance(outcome, Refusal):
        raise Unhandleable(f"{outcome.reason}: {outcome.detail}")
