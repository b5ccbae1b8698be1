"""The bare skeleton of a filing's whole path: the floor that the real network is measured against.

Four processes, one table of hash-chained events each, JetStream between them, SOAP in and a poll
out, and no rule at all. `python -m bench.skeleton ROLE` is one of the processes; the figures come
from `bench.network`, which puts the same load on this and on the real network.

Path: front (SOAP in) -> ministry -> home -> ministry -> front (poll out); home -> center.
"""

import asyncio
import base64
import hashlib
import io
import json
import os
import sys
import zipfile
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import nats
import uvicorn
from lxml import etree
from nats.aio.msg import Msg
from nats.js import JetStreamContext

BATCH_MAX = 100
FETCH_SECONDS = 30.0


class Chain:
    """One table of hash-chained events."""

    def __init__(self, connection: asyncpg.Connection, table: str) -> None:
        self.connection = connection
        self.table = table
        self.position = 0
        self.hash = b"\0" * 32
        self.lock = asyncio.Lock()

    async def create(self) -> None:
        await self.connection.execute(
            f"create table if not exists {self.table}"
            " (position bigint primary key, hash bytea not null, data bytea not null)"
        )

    async def append(self, events: list[bytes]) -> None:
        async with self.lock:
            rows = []
            for data in events:
                self.position += 1
                self.hash = hashlib.sha256(self.hash + data).digest()
                rows.append((self.position, self.hash, data))
            await self.connection.executemany(f"insert into {self.table} values ($1, $2, $3)", rows)


class Process:
    """One of the four."""

    def __init__(self, role: str, chain: Chain, stream: JetStreamContext) -> None:
        self.role = role
        self.chain = chain
        self.stream = stream
        self.done: set[str] = set()

    async def send(self, to: str, body: bytes, came_from: str) -> None:
        await self.stream.publish(f"skeleton.{to}.{self.role}.{came_from}", body)

    async def subscribe(self) -> JetStreamContext.PullSubscription:
        for _ in range(100):
            try:
                return await self.stream.pull_subscribe(
                    f"skeleton.{self.role}.>", durable=f"skeleton-{self.role}"
                )
            except nats.js.errors.NotFoundError:  # the front makes the stream
                await asyncio.sleep(0.1)
        raise TimeoutError("the stream is not there")

    async def consume(self) -> None:
        subscription = await self.subscribe()
        while True:
            try:
                batch = await subscription.fetch(BATCH_MAX, timeout=FETCH_SECONDS)
            except nats.errors.TimeoutError:
                continue
            await self.chain.append([message.data for message in batch])
            await asyncio.gather(*(self.handle(message) for message in batch))
            for message in batch:
                await message.ack()

    async def handle(self, message: Msg) -> None:
        _, _, source, before = message.subject.split(".")
        if self.role == "front":
            self.done.add(json.loads(message.data)["id"])
        elif self.role == "home":
            await asyncio.gather(
                self.send("ministry", message.data, source),
                self.send("center", message.data, source),
            )
        elif self.role == "ministry":
            after = "home" if before == "-" else "front"
            await self.send(after, message.data, source)

    async def upload(self, body: bytes) -> bytes:
        envelope = etree.fromstring(body)
        payload = base64.b64decode(envelope.findtext(".//beianInfo") or "")
        with zipfile.ZipFile(io.BytesIO(payload)) as archive:
            record = archive.read(archive.namelist()[0])
        filing = etree.fromstring(record)
        event = json.dumps({"id": filing.findtext("Id"), "filing": record.decode()}).encode()
        await self.chain.append([event])
        await self.send("ministry", event, "-")
        return b"<return><msg_code>0</msg_code></return>"

    async def app(
        self,
        scope: dict[str, object],
        receive: Callable[[], Awaitable[dict[str, Any]]],
        send: Callable[[dict[str, object]], Awaitable[None]],
    ) -> None:
        """Answer POST / (an upload) and GET /<id> (200 when it is through, else 404)."""
        if scope["type"] != "http":
            return
        status, answer = 200, b""
        if scope["method"] == "POST":
            body, more = b"", True
            while more:
                message = await receive()
                body += message.get("body", b"")
                more = bool(message.get("more_body"))
            answer = await self.upload(body)
        elif str(scope["path"]).strip("/") not in self.done:
            status = 404
        headers = [(b"content-length", str(len(answer)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": answer})


async def main(role: str) -> None:
    """Run one process until it is ended. DSN, NATS and port come from the environment."""
    connection = await asyncpg.connect(os.environ["SKELETON_DATABASE_URL"])
    client = await nats.connect(os.environ["SKELETON_NATS_URL"])
    if role == "front":
        await client.jetstream().add_stream(name="SKELETON", subjects=["skeleton.>"])
    chain = Chain(connection, f"skeleton_{role}")
    await chain.create()
    process = Process(role, chain, client.jetstream())
    if role != "front":
        await process.consume()
    consumer = asyncio.create_task(process.consume())
    config = uvicorn.Config(
        process.app,
        host="127.0.0.1",
        port=int(os.environ["SKELETON_PORT"]),
        log_level="warning",
        lifespan="off",
        interface="asgi3",
    )
    await uvicorn.Server(config).serve()
    consumer.cancel()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
