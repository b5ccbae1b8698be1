"""Parked messages: what could not be handled, with its reason; tried again on request.

An accepted upload that cannot be processed is parked here too: it is the event that tells of it.

Source: architecture §5.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from sqlalchemy import func, select

from beian.bus.message import open_body, read
from beian.bus.received import Reaction, meta_of
from beian.errors import Fault, Refusal
from beian.eventlog import EventLog, Put, Remove, Session
from beian.eventlog.beside import parked
from beian.events import Event
from beian.regulations.reasons import Reason

REASON_CHARACTERS_MAX: Final = 2000
SHOWN_MAX: Final = 200
_NUL: Final = "\x00"


@dataclass(frozen=True, slots=True)
class Parked:
    """One parked message."""

    log: str
    consumer: str
    sequence: int
    """Of the message in the stream; with log and consumer it names the parked message."""
    source: str
    position: int
    """In the source's log; 0 where the message could not be read so far."""
    type: str
    reason: str
    parked_at: str


def park(session: Session, given: Parked, message: bytes) -> None:
    """Park a message in the unit of work that passes over it; its reason is cut if it is long."""
    reason = given.reason.replace(_NUL, "?")[:REASON_CHARACTERS_MAX]
    session.put(Put(parked, {**asdict(given), "reason": reason, "message": message}))


async def parked_messages(event_log: EventLog, log: str) -> list[Parked]:
    """Return what is parked in a log, oldest first, `SHOWN_MAX` at most."""
    columns = [parked.c[name] for name in Parked.__dataclass_fields__]
    query = (
        select(*columns)
        .where(parked.c.log == log)
        .order_by(parked.c.parked_at, parked.c.sequence, parked.c.consumer)
        .limit(SHOWN_MAX)
    )
    async with event_log.engine.connect() as connection:
        rows = (await connection.execute(query)).mappings().all()
    return [Parked(**row) for row in rows]


async def parked_count(event_log: EventLog, log: str) -> int:
    """Return how many messages are parked in a log."""
    query = select(func.count()).select_from(parked).where(parked.c.log == log)
    async with event_log.engine.connect() as connection:
        return int((await connection.execute(query)).scalar_one())


async def redrive(
    event_log: EventLog,
    reactions: Mapping[type[Event], Reaction],
    log: str,
    consumer: str,
    sequence: int,
) -> Refusal | None:
    """Handle a parked message once more; it leaves the parking place with what it causes.

    Order is lost for it: what came after it was handled already. Refused where nothing is
    parked under these names; raises `Unhandleable`, or what else its reaction raises, where it
    still cannot be handled: then it stays.
    """
    key = {"log": log, "consumer": consumer, "sequence": sequence}
    query = select(parked.c.message, parked.c.source).where(
        *(parked.c[name] == value for name, value in key.items())
    )
    async with event_log.engine.connect() as connection:
        row = (await connection.execute(query)).mappings().one_or_none()
    if row is None:
        return Refusal(Reason.NOT_FOUND, f"{consumer} 没有搁置的消息 {sequence}")
    message = read(open_body(row["message"], row["source"]), sequence)
    reaction = reactions.get(type(message.event))
    if reaction is None:
        raise Fault(f"{message.type}: {log} does not react to it")

    async def again(session: Session) -> None:
        await reaction(session, message)
        session.put(Remove(parked, key))

    await event_log.transact(log, meta_of(log, message), again)
    return None
