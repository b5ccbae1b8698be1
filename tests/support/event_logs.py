"""An event log for tests: a clock one can set, ids in order, a table of keys as its read model."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Column, Integer, MetaData, Table, Text

from beian.eventlog import Change, EventLog, Meta, Put, ReadModel, Recorded, Remove, Session
from beian.eventlog.codec import CHINA
from beian.events.keys import KeyClaimed, KeyRegistered, KeyReleased
from beian.records import UniqueKey

START = datetime(2026, 3, 2, 9, 0, tzinfo=CHINA)
META = Meta(actor="isp:320000000001", correlation_id="c-1")


class SettableClock:
    """Network time that stands still until it is moved."""

    def __init__(self, now: datetime = START) -> None:
        self.moment = now

    def now(self) -> datetime:
        return self.moment

    def advance(self, **by: float) -> None:
        self.moment += timedelta(**by)


class IdsInOrder:
    """UUIDv7-shaped ids from a counter."""

    def __init__(self) -> None:
        self._count = 0

    def event_id(self, network_time: datetime) -> str:
        self._count += 1
        millis = int(network_time.astimezone(UTC).timestamp() * 1000)
        return str(UUID(int=(millis << 80) | (7 << 76) | (2 << 62) | self._count))


_metadata = MetaData()
keys = Table(
    "test_keys_v1",
    _metadata,
    Column("log", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("application_id", Text, nullable=False),
    Column("filing_number", Text),
    Column("changes", Integer, nullable=False),
)


def project_keys(recorded: Recorded) -> Iterable[Change]:
    match recorded.event:
        case KeyClaimed(key=key, application_id=application_id):
            row = {"value": key.value, "application_id": application_id}
            yield Put(keys, row | {"changes": recorded.version})
        case KeyRegistered(key=key, application_id=application_id, filing_number=number):
            row = {"value": key.value, "application_id": application_id}
            yield Put(keys, row | {"filing_number": number, "changes": recorded.version})
        case KeyReleased(key=key):
            yield Remove(keys, {"value": key.value})
        case _:
            pass


KEYS = ReadModel("test_keys", 1, (keys,), project_keys)


def domain_key(name: str) -> UniqueKey:
    return UniqueKey(kind="domain", value=name)


def claimed(name: str, application_id: str = "a-1") -> KeyClaimed:
    return KeyClaimed(key=domain_key(name), application_id=application_id, isp_id=320000000001)


def key_stream(name: str) -> str:
    return f"key-domain:{name}"


async def started(
    url: str,
    logs: Sequence[str] = ("ministry",),
    models: Sequence[ReadModel] = (KEYS,),
    clock: SettableClock | None = None,
) -> EventLog:
    """Return an event log of its own that holds its locks."""
    log = EventLog(url, logs, models, clock=clock or SettableClock(), identifiers=IdsInOrder())
    await log.start()
    await log.wait_writing()
    return log


async def claim(
    log: EventLog, name: str, application_id: str = "a-1", on: str | None = None
) -> None:
    """Claim a domain's key in a unit of work of its own."""

    async def body(session: Session) -> None:
        session.claim(key_stream(name), claimed(name, application_id))

    await log.transact(on or log.logs[0], META, body)
