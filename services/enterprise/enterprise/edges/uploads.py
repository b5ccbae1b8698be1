"""Sending filings and address blocks to the bureau: seal what waits, send until taken (§5, §7).

The sealed bytes lie in the log before they are sent. So whatever dies, the same bytes go out
again under the same number, and the bureau takes them once.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import select, union_all

from beian.errors import Refusal
from beian.eventlog import Meta, Session
from beian.events.enterprise import CancellationSent, FilePrepared
from beian.identifiers import stream_name
from beian.records import Filing
from beian.regulations.deadlines import day_of
from beian.regulations.numbers import MEBIBYTE, UPLOAD_RECORDS_MAX
from beian.service import Kit
from beian.soap_client import SoapClient
from beian.telemetry import correlated, current_traceparent, span
from beian.wire.answers import Answer, FileInfo
from beian.wire.sealing import AES, Sealed, seal
from beian.wire.upload_operations import write_icp_upload
from beian.wire.upload_xzba import write_xzba
from enterprise.application import DRAFT_STREAM, Provider, blobs_of
from enterprise.domain.draft import DRAFT
from enterprise.domain.exchange import (
    EXCHANGE,
    MISSING_NUMBERS,
    Exchange,
    ExchangeCommand,
    NoteAccepted,
    NoteRefused,
    PrepareFile,
    Synchronize,
)
from enterprise.domain.ip_block import IP_BLOCK, Block, SealBlock, ip_block_stream
from enterprise.domain.states import Submitted
from enterprise.edges.cancellations import Origin, waiting_cancellations
from enterprise.edges.ip_desk import file_of
from enterprise.edges.site_answers import is_answer_waiting, prepare_answers
from enterprise.read_models.files import upload, waiting_cancellation, waiting_filing
from enterprise.read_models.ip_blocks import waiting_blocks

log = logging.getLogger(__name__)

ACCEPTED: Final = 0
TOO_MANY_WAITING: Final = 15
FILE_BYTES_MAX: Final = 30 * MEBIBYTE
"""Attachments and documents of one file, before base64: what comes out stays below 50 MB."""
RECORD_BYTES: Final = 16 * 1024
"""What a record is reckoned with besides: ample for its text."""


class Uploads:
    """One provider's way up."""

    def __init__(self, kit: Kit, provider: Provider, client: SoapClient) -> None:
        self._kit = kit
        self._provider = provider
        self._client = client
        self._stream = stream_name("wire", provider.isp_id)
        self._idle_at: int | None = None
        """Size of the log at which nothing waited: what waits is told by events alone."""

    async def synchronize(self) -> None:
        """Ask the bureau what it took last: at the first start, and when a file is in doubt.

        Raises BureauUnreachable or BureauFault.
        """
        exchange = await self._exchange()
        if exchange.is_synchronized and exchange.pending is None:
            return
        answer = await self._client.previous()
        last = answer.file.data_sequence if answer.file is not None else None
        if answer.code != ACCEPTED or answer.file is None or last is None:
            log.warning("the bureau does not say what it took last: %s", answer.message)
            return
        pending = exchange.pending
        if (
            pending is not None
            and last == exchange.next_sequence
            and answer.file.beian_info_hash == pending.beian_info_hash
        ):
            # The answer was lost, not the file: its application goes on as if it had come.
            await self._note(NoteAccepted(), await self._origin(pending.file_name))
        else:
            await self._note(Synchronize(last))

    async def send(self) -> Answer | None:
        """Send one file, sealing what waits if none is on its way; None if there is nothing.

        Raises BureauUnreachable or BureauFault: then nobody knows whether it was taken.
        """
        exchange = await self._exchange()
        if exchange.pending is None and not await self._prepare_anything(exchange):
            return None
        exchange = await self._exchange()
        assert exchange.pending is not None, "it was just prepared"
        return await self._send(exchange, exchange.pending)

    async def _prepare_anything(self, exchange: Exchange) -> bool:
        """Seal what waits: applications first, then answers about unfiled sites."""
        size = self._kit.log.size(self._provider.log)
        if size == self._idle_at:
            return False
        if await self._prepare(exchange):
            return True
        if await prepare_answers(self._kit, self._provider, exchange.prepared + 1):
            return True
        self._idle_at = size
        return False

    async def is_waiting(self) -> bool:
        """Say whether a file is on its way that moves without anybody's doing."""
        exchange = await self._exchange()
        if exchange.pending is None:
            if self._kit.log.size(self._provider.log) == self._idle_at:
                return False
            if await self._waiting_blocks(1) or await self._is_draft_waiting():
                return True
            return await is_answer_waiting(self._kit, self._provider)
        refused = exchange.refused
        return refused is None or refused.msg_code in {MISSING_NUMBERS, TOO_MANY_WAITING}

    async def _is_draft_waiting(self) -> bool:
        """Say whether a filing waits, or the cancellation of one."""
        query = union_all(
            *(
                select(table.c.draft_id).where(table.c.log == self._provider.log)
                for table in (waiting_filing, waiting_cancellation)
            )
        ).limit(1)
        async with self._kit.log.engine.connect() as connection:
            return (await connection.execute(query)).first() is not None

    async def _send(self, exchange: Exchange, file: FilePrepared) -> Answer:
        payload = await self._kit.log.blob(self._provider.log, file.payload)
        assert payload is not None, "a sealed file is stored with its event"
        sealed = FileInfo(
            encrypt_algorithm=file.encrypt_algorithm,
            file_name=file.file_name,
            beian_info=payload.decode("ascii"),
            beian_info_hash=file.beian_info_hash,
        )
        origin = await self._origin(file.file_name)
        with correlated(origin.correlation_id), span("upload", origin.traceparent):
            answer = await self._client.upload_sealed(sealed, exchange.next_sequence)
            accepted = answer.code == ACCEPTED
            await self._note(
                NoteAccepted()
                if accepted
                else NoteRefused(answer.code, answer.message, answer.missing),
                origin,
            )
        return answer

    async def _prepare(self, exchange: Exchange) -> bool:
        """Seal what waits into a file: address blocks first, for filings use their addresses."""
        return await self._prepare_blocks(exchange) or await self._prepare_filings(exchange)

    async def _prepare_blocks(self, exchange: Exchange) -> bool:
        """Seal as many waiting address blocks as go into one file, the oldest first."""
        waiting = await self._waiting_blocks(UPLOAD_RECORDS_MAX)
        if not waiting:
            return False
        name = f"ip{self._provider.isp_id}n{exchange.prepared + 1}.xml"

        async def body(session: Session) -> Exchange | Refusal:
            streams = [ip_block_stream(number) for number, *_ in waiting]
            states = (await session.states(IP_BLOCK, streams)).values()
            xml, chosen = file_of(
                [one for one in states if isinstance(one, Block)], self._provider.isp_id
            )
            account = self._provider.account
            sealed = seal(xml, name, key=account.aes_key, iv=account.aes_offset, encrypt=True)
            for block in chosen:
                stream, command = ip_block_stream(block.number), SealBlock(block.number, name)
                await session.decide(IP_BLOCK, stream, command, day_of(session.now))
            return await self._keep(session, name, sealed)

        outcome = await self._kit.transact(
            self._provider.log, self._meta(Origin(*waiting[0][1:])), body
        )
        return not isinstance(outcome, Refusal)

    async def _waiting_blocks(self, limit: int) -> Sequence[tuple[int, str, str | None, int]]:
        query = waiting_blocks(self._provider.log, limit)
        async with self._kit.log.engine.connect() as connection:
            return [tuple(row) for row in (await connection.execute(query)).all()]

    async def _prepare_filings(self, exchange: Exchange) -> bool:
        """Seal as many waiting filings as go into one file, the oldest first."""
        waiting = await self._waiting()
        if not waiting:
            return await self._prepare_cancellations(exchange)
        filings, blobs, origin = await self._filings([draft_id for draft_id, _ in waiting])
        name = f"xzba{self._provider.isp_id}n{exchange.prepared + 1}.xml"
        # Zipping tens of megabytes takes its time: not on the loop that answers requests.
        sealed = await asyncio.to_thread(self._seal, filings, blobs, name)
        draft_ids = tuple(draft_id for draft_id, _ in waiting)
        return await self._record(sealed, name, origin, draft_ids=draft_ids)

    async def _prepare_cancellations(self, exchange: Exchange) -> bool:
        """Seal the cancellations that wait, the oldest first, where no filing does."""
        requests = await waiting_cancellations(self._kit, self._provider.log)
        if not requests:
            return False
        name = f"zxba{self._provider.isp_id}n{exchange.prepared + 1}.xml"
        records = {"ICP/ZXBA": [one.cancellation for one in requests]}
        xml = write_icp_upload(records, {}, reporting_unit=self._provider.isp_id)
        sealed = self._sealed(xml, name)
        sent = tuple(one.sent for one in requests)
        return await self._record(sealed, name, requests[0].origin, cancellations=sent)

    async def _record(
        self,
        sealed: Sealed,
        name: str,
        origin: Origin,
        *,
        draft_ids: tuple[str, ...] = (),
        cancellations: tuple[CancellationSent, ...] = (),
    ) -> bool:
        """Record a sealed file as the one that is on its way."""

        async def body(session: Session) -> Exchange | Refusal:
            return await self._keep(session, name, sealed, draft_ids, cancellations)

        outcome = await self._kit.transact(self._provider.log, self._meta(origin), body)
        return not isinstance(outcome, Refusal)

    async def _keep(
        self,
        session: Session,
        name: str,
        sealed: Sealed,
        draft_ids: tuple[str, ...] = (),
        cancellations: tuple[CancellationSent, ...] = (),
    ) -> Exchange | Refusal:
        """Keep the sealed bytes: they go out until they are taken."""
        file = FilePrepared(
            isp_id=self._provider.isp_id,
            file_name=name,
            payload=await session.store_blob(sealed.beian_info.encode("ascii")),
            beian_info_hash=sealed.beian_info_hash,
            encrypt_algorithm=AES,
            draft_ids=draft_ids,
            cancellations=cancellations,
        )
        return await session.decide(
            EXCHANGE, self._stream, PrepareFile(file), self._provider.isp_id
        )

    async def _waiting(self) -> Sequence[tuple[str, int]]:
        """Return draft ids and sizes for the next file."""
        query = (
            select(waiting_filing.c.draft_id, waiting_filing.c.size)
            .where(waiting_filing.c.log == self._provider.log)
            .order_by(waiting_filing.c.position)
            .limit(UPLOAD_RECORDS_MAX)
        )
        async with self._kit.log.engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        chosen: list[tuple[str, int]] = []
        total = 0
        for draft_id, size in rows:
            total += size + RECORD_BYTES
            if chosen and total > FILE_BYTES_MAX:
                break
            chosen.append((draft_id, size))
        return chosen

    async def _filings(
        self, draft_ids: Sequence[str]
    ) -> tuple[list[Filing], dict[str, bytes], Origin]:
        """Read what the drafts say and the bytes they refer to; nothing of it changes any more."""
        filings: list[Filing] = []
        blobs: dict[str, bytes] = {}
        for draft_id in draft_ids:
            state = await self._kit.log.state(
                self._provider.log, DRAFT, stream_name(DRAFT_STREAM, draft_id)
            )
            assert isinstance(state, Submitted), "a waiting draft was submitted"
            filings.append(state.filing)
            for sha256 in blobs_of(state.filing) - blobs.keys():
                content = await self._kit.log.blob(self._provider.log, sha256)
                assert content is not None, "evidence is stored with its event"
                blobs[sha256] = content
        query = select(
            waiting_filing.c.correlation_id,
            waiting_filing.c.traceparent,
            waiting_filing.c.position,
        ).where(
            waiting_filing.c.log == self._provider.log, waiting_filing.c.draft_id == draft_ids[0]
        )
        async with self._kit.log.engine.connect() as connection:
            row = (await connection.execute(query)).one()
        return filings, blobs, Origin(*row)

    def _seal(self, filings: list[Filing], blobs: Mapping[str, bytes], name: str) -> Sealed:
        return self._sealed(write_xzba(filings, blobs, reporting_unit=self._provider.isp_id), name)

    def _sealed(self, xml: bytes, name: str) -> Sealed:
        account = self._provider.account
        return seal(xml, name, key=account.aes_key, iv=account.aes_offset, encrypt=True)

    async def _origin(self, file_name: str) -> Origin:
        ours = upload.c.log == self._provider.log, upload.c.file_name == file_name
        query = select(upload.c.correlation_id, upload.c.traceparent, upload.c.position).where(
            *ours
        )
        async with self._kit.log.engine.connect() as connection:
            return Origin(*(await connection.execute(query)).one())

    async def _exchange(self) -> Exchange:
        return await self._kit.log.state(self._provider.log, EXCHANGE, self._stream)

    async def _note(self, command: ExchangeCommand, origin: Origin | None = None) -> None:
        async def body(session: Session) -> Exchange | Refusal:
            return await session.decide(EXCHANGE, self._stream, command, self._provider.isp_id)

        await self._kit.transact(self._provider.log, self._meta(origin), body)

    def _meta(self, origin: Origin | None) -> Meta:
        """Return the log's own doing, for the application's sake if one is known."""
        kit = self._kit
        correlation_id = (
            origin.correlation_id if origin else kit.identifiers.event_id(kit.clock.now())
        )
        trace = current_traceparent() or (origin.traceparent if origin else None)
        return Meta(
            actor=self._provider.log,
            correlation_id=correlation_id,
            causation_id=f"{self._provider.log}/{origin.position}" if origin else None,
            traceparent=trace,
        )
