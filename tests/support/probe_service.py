"""A tiny service on the kit: claims keys over HTTP, counts what its worker does."""

import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from beian.bus import subscriptions
from beian.clock.clock_control import CLOCK, CLOCK_STREAM, ClockContext, StartClock
from beian.clock.network_time import FROZEN
from beian.errors import Refusal
from beian.eventlog import Meta, Session
from beian.eventlog.codec import CHINA
from beian.events.clock import ClockSet
from beian.http.problems import problem
from beian.identifiers import MINISTRY_LOG
from beian.regulations.reasons import Reason
from beian.service import Kit, Service, kit_of, meta_of, run
from beian.settings import Settings, settings_or_exit
from support.event_logs import claimed, key_stream

NETWORK = "probe"
START = datetime(2026, 3, 2, 9, 0, tzinfo=CHINA)
TOKEN = "only-for-auditors"


class Note(BaseModel):
    text: str


@dataclass
class Seen:
    """What a probe's worker and `on_writer` did."""

    rounds: int = 0
    became_writer: int = 0
    failures: list[Exception] = field(default_factory=list)
    """What the worker raises in its next rounds, first one first."""


def probe(log: str, seen: Seen) -> Service:
    """Return a service that writes `log`; the ministry's starts the clock, frozen."""

    async def work(kit: Kit) -> None:
        seen.rounds += 1
        if seen.failures:
            raise seen.failures.pop(0)
        await kit.log.beyond(log, 2**40)

    async def became_writer(kit: Kit) -> None:
        seen.became_writer += 1
        if log == MINISTRY_LOG and not kit.clock.known:
            await start_clock(kit)

    return Service(
        name="ministry" if log == MINISTRY_LOG else "province",
        logs=(log,),
        subscriptions=subscriptions,
        routers=(claims(log),),
        workers=(work,),
        on_writer=became_writer,
        owns_clock=log == MINISTRY_LOG,
        body_limits={"/large": 1},
    )


async def start_clock(kit: Kit) -> None:
    context = ClockContext(kit.clock.wall())
    decided = CLOCK.decide(CLOCK.initial, StartClock(mode=FROZEN, at=START), context)
    assert not isinstance(decided, Refusal)
    (setting,) = decided
    assert isinstance(setting, ClockSet)
    kit.clock.set(setting)

    async def record(session: Session) -> None:
        session.claim(CLOCK_STREAM, setting)

    await kit.log.transact(MINISTRY_LOG, Meta(actor=MINISTRY_LOG, correlation_id="clock"), record)


def claims(log: str) -> APIRouter:
    router = APIRouter()

    @router.post("/claims/{name}", status_code=201, response_class=Response)
    async def claim(
        name: str,
        kit: Annotated[Kit, Depends(kit_of)],
        meta: Annotated[Meta, Depends(meta_of)],
    ) -> Response:
        async def body(session: Session) -> Refusal | None:
            if await session.events(key_stream(name)):
                return Refusal(Reason.CONFLICT, f"{name} 已被占用", field="name")
            session.claim(key_stream(name), claimed(name))
            await session.store_blob(name.encode())
            return None

        outcome = await kit.transact(log, meta, body)
        return problem(outcome) if isinstance(outcome, Refusal) else Response(status_code=201)

    @router.post("/notes")
    async def note(note: Note) -> int:
        return len(note.text)

    return router


def make_secrets(data: Path, *logs: str) -> None:
    """Make what `beian init` makes, as far as the kit reads it."""
    keys = data / "secrets" / "keys"
    keys.mkdir(parents=True, exist_ok=True)
    (data / "secrets" / "network.json").write_bytes(msgspec.json.encode({"network": NETWORK}))
    (data / "secrets" / "auditor.token").write_text(TOKEN)
    for log in logs:
        pem = Ed25519PrivateKey.generate().private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
        (keys / f"{log}.key").write_bytes(pem)


def settings_for(data: Path, database_url: str, nats_url: str, credentials: Path) -> Settings:
    return Settings(
        database_url=database_url,
        nats_url=nats_url,
        nats_credentials=credentials,
        data_dir=data,
        port=0,
        sim=True,
    )


def main() -> None:
    """Serve a probe in the foreground: what a test starts as a process of its own."""
    run(probe(os.environ["PROBE_LOG"], Seen()), settings_or_exit())


if __name__ == "__main__":
    main()
