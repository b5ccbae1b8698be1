"""One access provider's enterprise system (企业系统): what can be asked of it.

Gathers what the rules must know, lets them decide, records, writes the texts to the sponsor.
Holds no rule about drafts.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, Protocol

from beian.errors import Refusal
from beian.eventlog import Meta, Put, Session
from beian.eventlog.beside import outbox
from beian.eventlog.codec import time_text
from beian.events import Event
from beian.events.enterprise import AccessEnabled, AccessTerminated, SecurityAgreementSigned
from beian.http.accounts import ProviderSecrets
from beian.identifiers import log_of_enterprise, stream_name
from beian.pilot_list import PILOT_LIST, list_stream
from beian.records import Filing
from beian.regulations.addresses import Range, range_of
from beian.regulations.codes import table
from beian.regulations.deadlines import day_of
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from beian.service import Kit
from beian.wire.files import parse_upload
from beian.wire.refusal import WireRefusal
from beian.wire.upload_xzba import write_xzba
from enterprise.domain.blacklisted import BLACKLIST, hits_of
from enterprise.domain.blacklisted import STREAM as BLACKLIST_STREAM
from enterprise.domain.connection_commands import Recheck
from enterprise.domain.context import STAFF, Context, Hit
from enterprise.domain.draft import DRAFT, DraftCommand
from enterprise.domain.entry import SubmitDraft
from enterprise.domain.handover import EXIT_STREAM, HANDOVER
from enterprise.domain.material import material_of
from enterprise.domain.outcome import refusal_of
from enterprise.domain.points import SLIPS, slips_stream
from enterprise.domain.retention import RETAINED, retained_stream
from enterprise.domain.retention_commands import Context as RetentionContext
from enterprise.domain.retention_commands import NoteAccess, RetainMaterial
from enterprise.domain.states import DraftState, Numbered, OnSite, Ready, Verified, draft_of
from enterprise.domain.submission import EnableAccess, ReceiveData, RecordAccess
from enterprise.domain.texts import texts_of

DRAFT_STREAM: Final = "filing"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What commands came to: the state they left, and the no that was recorded, if one was."""

    state: DraftState
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class Entry:
    """Where the last entry of a draft lies, and whose application it is."""

    number: int
    correlation_id: str


class Lookups(Protocol):
    """What is committed, asked of the read models of the session's log."""

    async def entry(self, session: Session, draft_id: str) -> Entry | None:
        """Return a draft's last entry, or None if there is no such draft."""
        ...

    async def usable_ranges(self, session: Session) -> Sequence[Range]:
        """Return the ranges that the bureau registered as reported and that sites can use."""
        ...

    async def used_addresses(self, session: Session, draft_id: str) -> Mapping[int, int]:
        """Return how many other drafts hold each address that is held."""
        ...


class PublicRegister(Protocol):
    """The public query of filings, which anybody may ask."""

    async def number_of(
        self, *, domain: str | None = None, number: str | None = None
    ) -> str | None:
        """Return the number of a site, found by its domain or number; None: not filed.

        Raises RegisterAway where nobody answers.
        """
        ...


class RegisterAway(Exception):
    """The public query does not answer: nothing is known of what was asked."""


@dataclass(frozen=True)
class Provider:
    """One hosted access provider: its account, its log, and what only it may do at a time."""

    account: ProviderSecrets
    lookups: Lookups
    register: PublicRegister
    entering: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while a new draft gets its address, so that no two get the same."""

    @property
    def isp_id(self) -> int:
        return self.account.isp_id

    @property
    def log(self) -> str:
        return log_of_enterprise(self.isp_id)

    @cached_property
    def reported(self) -> tuple[Range, ...]:
        """The address blocks of its account: they count as reported."""
        return tuple(range_of(block) for block in self.account.ip_ranges)

    @cached_property
    def location(self) -> int:
        """Fbdd of its own province."""
        region = int(self.account.region)
        return next(row.id for row in table("fbdd").values() if row.parent_id == region)

    async def ask(
        self,
        kit: Kit,
        meta: Meta,
        draft_id: str,
        commands: Sequence[DraftCommand],
        *,
        account: str = STAFF,
        blobs: Sequence[bytes] = (),
    ) -> Outcome | Refusal:
        """Carry out commands on one draft, all or none; stop where one ends in a recorded no."""

        async def body(session: Session) -> Outcome | Refusal:
            for content in blobs:
                await session.store_blob(content)
            return await self.decide(session, draft_id, commands, account=account)

        if any(isinstance(command, SubmitDraft) for command in commands):
            async with self.entering:
                return await kit.transact(self.log, meta, body)
        return await kit.transact(self.log, meta, body)

    async def decide(
        self,
        session: Session,
        draft_id: str,
        commands: Sequence[DraftCommand],
        *,
        account: str = STAFF,
    ) -> Outcome | Refusal:
        """Carry out commands within a unit of work that is open already."""
        stream = stream_name(DRAFT_STREAM, draft_id)
        state = await session.state(DRAFT, stream)
        context = await self._context(session, draft_id, commands, account, state)
        refusal: Refusal | None = None
        for command in commands:
            decision = DRAFT.decide(state, command, context)
            if isinstance(decision, Refusal):
                return decision
            session.record(stream, decision)
            state = await session.state(DRAFT, stream)
            self._write(session, draft_id, decision, state)
            await self._retain(session, draft_id, decision, state)
            if isinstance(command, RecordAccess) and isinstance(state, Ready):
                unwritable = await refuse_unwritable(session, state.filing, self.isp_id)
                if unwritable is not None:
                    return unwritable
            refusal = refusal_of(command, state, decision)
            if refusal is not None:
                break
        return Outcome(state, refusal)

    async def _context(
        self,
        session: Session,
        draft_id: str,
        commands: Sequence[DraftCommand],
        account: str,
        state: DraftState,
    ) -> Context:
        entry = await self.lookups.entry(session, draft_id)
        if entry is not None:
            session.meta = replace(session.meta, correlation_id=entry.correlation_id)
        today = day_of(session.now)
        listed = await session.state(PILOT_LIST, list_stream(self.isp_id))
        slips = await session.state(SLIPS, slips_stream(self.isp_id))
        used: Mapping[int, int] = {}
        reported = self.reported
        if any(isinstance(one, SubmitDraft | RecordAccess | Recheck) for one in commands):
            used = await self.lookups.used_addresses(session, draft_id)
            reported = (*reported, *await self.lookups.usable_ranges(session))
        return Context(
            today=today,
            isp_id=self.isp_id,
            location=self.location,
            reported=reported,
            used_addresses=used,
            number=entry.number if entry else 0,
            account=account,
            is_public_interest=self.account.is_public_interest,
            now=time_text(session.now),
            hits=await _hits(session, commands, state),
            is_leaving=bool((await session.state(HANDOVER, EXIT_STREAM)).phase),
            slips=frozenset(slips.valid),
            is_pilot=listed.holds(today),
        )

    @enforces("M64-035", "R14-045", "J45-013")
    async def _retain(
        self, session: Session, draft_id: str, decision: Sequence[Event], state: DraftState
    ) -> None:
        """Archive what a closed verification collected; its clock stands while access is open."""
        commands: list[RetainMaterial | NoteAccess] = []
        for event in decision:
            match event:
                case SecurityAgreementSigned() if isinstance(state, OnSite | Verified):
                    today, filing = day_of(session.now).isoformat(), state.draft.filing
                    commands.append(material_of(state.verification, today, filing))
                case AccessEnabled():
                    commands.append(NoteAccess(is_open=True))
                case AccessTerminated() if isinstance(state, Numbered):
                    commands.append(NoteAccess(is_open=state.is_open))
                case _:
                    pass  # nothing else is archived, or stops a clock
        context = RetentionContext(day_of(session.now), draft_id)
        for command in commands:
            outcome = await session.decide(RETAINED, retained_stream(draft_id), command, context)
            assert not isinstance(outcome, Refusal), "what is collected is archived"

    def _write(
        self, session: Session, draft_id: str, decision: Sequence[Event], state: DraftState
    ) -> None:
        """Put the texts into the outbox of which the events tell."""
        current = draft_of(state)
        if current is None:
            return
        filing = state.filing if isinstance(state, Numbered) else current.filing
        for text in texts_of(decision, filing, self.account.name):
            session.put(
                Put(
                    outbox,
                    {
                        "log": self.log,
                        "id": f"{draft_id}/{current.revision}/{text.template}/{text.channel}",
                        "created_at": time_text(session.now),
                        "to_kind": text.channel,
                        "to": text.to,
                        "subject": text.subject,
                        "text": text.text,
                        "application_id": draft_id,
                    },
                )
            )


async def _hits(
    session: Session, commands: Sequence[DraftCommand], state: DraftState
) -> tuple[Hit, ...]:
    """Return what is blacklisted of a filing that is entered, or is to be connected."""
    filings = [one.filing for one in commands if isinstance(one, SubmitDraft)]
    filings += [one.filing for one in commands if isinstance(one, ReceiveData)]
    draft = draft_of(state)
    if draft is not None and any(isinstance(one, EnableAccess) for one in commands):
        filings.append(draft.filing)
    if not filings:
        return ()
    blacklist = await session.state(BLACKLIST, BLACKLIST_STREAM)
    return tuple(hit for filing in filings for hit in hits_of(blacklist, filing))


async def refuse_unwritable(session: Session, filing: Filing, isp_id: int) -> Refusal | None:
    """Say why a filing cannot stand in an upload file, or None.

    One record that breaks the schema would bring back the whole file with 5001, others' too.
    """
    blobs = {sha256: await session.blob(sha256) for sha256 in blobs_of(filing)}
    try:
        xml = write_xzba([filing], blobs, reporting_unit=isp_id)
    except ValueError as error:
        return Refusal(Reason.INVALID_FIELD, f"内容不能写入上报文件：{error}")
    parsed = parse_upload(xml, "draft.xml")
    if isinstance(parsed, WireRefusal):
        return Refusal(
            Reason.INVALID_FIELD, f"内容不符合接口规范：{parsed.detail}", parsed.xpath, "M64-001"
        )
    return None


def blobs_of(filing: Filing) -> set[str]:
    """Return the SHA-256 of all bytes a filing refers to."""
    documents = {
        document.sha256
        for site in filing.sites
        for approval in site.pre_approvals
        for document in approval.documents
    }
    return documents | {attachment.content.sha256 for attachment in filing.attachments}
