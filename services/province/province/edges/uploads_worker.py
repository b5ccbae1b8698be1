"""Takes waiting uploads in the order in which they were accepted, one by one for each provider.

Fed by the commits that accept files, so that it neither polls nor asks; what waited before this
process became the writer is read once. A file that fails holds up its own provider alone, and
that until it is parked.
"""

import asyncio
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from sqlalchemy import select

from beian.bus import Received
from beian.errors import Fault, NotWriter, Refusal
from beian.eventlog import EventLog, Meta, Recorded, Session
from beian.events.exchange import UploadAccepted
from beian.exchange.calls import Account
from beian.exchange.files import EXCHANGE, stream_of
from beian.exchange_models import waiting_upload
from beian.service import Kit
from beian.service.parked_uploads import is_parked, process_or_park
from beian.wire.files import UploadFile
from beian.wire.refusal import WireRefusal
from province.application.bureau import Bureau
from province.application.taking import WaitingUpload
from province.application.uploads import process_upload, read_file
from province.domain.provider import PROVIDER
from province.domain.provider import stream_of as provider_stream

IN_LINE_BYTES_MAX: Final = 256 * 1024
"""Payloads beyond this are read in a thread: the loop serves others meanwhile."""

type Provider = tuple[str, int]
"""Log and isp id."""


@dataclass(slots=True)
class UploadsWorker:
    """The worker of all bureaus of a process."""

    bureaus: Mapping[str, Bureau]
    accounts: Mapping[int, Account]
    """By isp id."""
    _queues: dict[Provider, deque[WaitingUpload]] = field(default_factory=dict)
    _served: set[Provider] = field(default_factory=set)
    """Those whose files are being processed now."""
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _log: EventLog | None = None

    @property
    def waiting(self) -> int:
        """How many files are accepted and not processed, as far as this process knows."""
        return sum(len(queue) for queue in self._queues.values())

    async def run(self, kit: Kit) -> None:
        """Process what waits, for ever."""
        if self._log is not kit.log:
            kit.log.subscribe(self._committed)
            self._log = kit.log
        self._queues.clear()
        self._served.clear()
        for provider, upload in await _left_waiting(kit.log):
            self._queues.setdefault(provider, deque()).append(upload)
        try:
            await self._serve_all(kit)
        except ExceptionGroup as failed:
            lost, rest = failed.split(NotWriter)
            if lost is not None and rest is None:
                raise NotWriter("the uploads wait for whoever writes now") from failed
            raise

    async def _serve_all(self, kit: Kit) -> None:
        async with asyncio.TaskGroup() as group:
            while True:
                self._wake.clear()
                for provider in [one for one in self._queues if one not in self._served]:
                    self._served.add(provider)
                    group.create_task(self._serve(kit, provider))
                await self._wake.wait()

    def _committed(self, events: Sequence[Recorded]) -> None:
        for recorded in events:
            if isinstance(recorded.event, UploadAccepted):
                provider = recorded.log, recorded.event.isp_id
                self._queues.setdefault(provider, deque()).append(_waiting(recorded))
                self._wake.set()

    async def _serve(self, kit: Kit, provider: Provider) -> None:
        """Process a provider's files until none waits."""
        queue = self._queues[provider]
        while queue:
            process = partial(self._process, kit, provider[0], queue[0])
            await process_or_park(kit, provider[0], queue[0].position, process)
            queue.popleft()
        del self._queues[provider]
        self._served.discard(provider)

    async def _process(self, kit: Kit, log: str, upload: WaitingUpload) -> None:
        payload = await kit.log.blob(log, upload.payload)
        provider = await kit.log.state(log, PROVIDER, provider_stream(upload.isp_id))
        file = await self._read(log, upload, payload, provider.switches)
        meta = Meta(
            actor=log,
            correlation_id=upload.correlation_id,
            causation_id=f"{log}/{upload.position}",
            traceparent=upload.traceparent,
        )

        async def process(session: Session) -> object:
            return await process_upload(self.bureaus[log], session, upload, file)

        await kit.log.transact(log, meta, process)

    async def again(self, session: Session, accepted: Received) -> None:
        """Process a parked upload once more: what its `UploadAccepted` means to who redrives it."""
        upload = _waiting(accepted)
        exchange = await session.state(EXCHANGE, stream_of(upload.isp_id))
        if upload.data_sequence not in exchange.waiting:
            return
        provider = await session.state(PROVIDER, provider_stream(upload.isp_id))
        payload = await session.blob(upload.payload)
        file = await self._read(session.log, upload, payload, provider.switches)
        outcome = await process_upload(self.bureaus[session.log], session, upload, file)
        assert not isinstance(outcome, Refusal), "a waiting upload can be finished"

    async def _read(
        self, log: str, upload: WaitingUpload, payload: bytes | None, switches: frozenset[str]
    ) -> UploadFile | WireRefusal:
        account = self.accounts.get(upload.isp_id)
        if account is None or payload is None:
            raise Fault(f"{log}: upload {upload.data_sequence} of {upload.isp_id} cannot be read")
        if len(payload) <= IN_LINE_BYTES_MAX:
            return read_file(payload, upload, account, switches)
        return await asyncio.to_thread(read_file, payload, upload, account, switches)


def _waiting(recorded: Recorded | Received) -> WaitingUpload:
    upload = recorded.event
    assert isinstance(upload, UploadAccepted)
    return WaitingUpload(
        isp_id=upload.isp_id,
        data_sequence=upload.data_sequence,
        file_name=upload.file_name,
        payload=upload.payload,
        encrypt_algorithm=upload.encrypt_algorithm,
        position=recorded.position,
        correlation_id=recorded.correlation_id,
        traceparent=recorded.traceparent,
    )


async def _left_waiting(event_log: EventLog) -> list[tuple[Provider, WaitingUpload]]:
    """Return the files that were accepted and neither processed nor parked, in order."""
    query = (
        select(waiting_upload)
        .where(waiting_upload.c.log.in_(event_log.logs), ~is_parked())
        .order_by(waiting_upload.c.position)
    )
    async with event_log.engine.connect() as connection:
        rows = (await connection.execute(query)).mappings().all()
    return [
        (
            (row["log"], row["isp_id"]),
            WaitingUpload(
                isp_id=row["isp_id"],
                data_sequence=row["data_sequence"],
                file_name=row["file_name"],
                payload=row["payload"],
                encrypt_algorithm=row["encrypt_algorithm"],
                position=row["position"],
                correlation_id=row["correlation_id"],
                traceparent=row["traceparent"],
            ),
        )
        for row in rows
    ]
