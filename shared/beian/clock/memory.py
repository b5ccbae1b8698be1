"""The last setting of the clock that each log has read, so that a new start knows the time."""

from typing import Final

import msgspec
from sqlalchemy import select

from beian.clock.clock_control import CLOCK_STREAM
from beian.clock.network_time import NetworkClock
from beian.eventlog import EventLog, Put, Session
from beian.eventlog.beside import setting
from beian.events.clock import ClockSet
from beian.identifiers import MINISTRY_LOG

CLOCK_SETTING: Final = "clock"


def remember(session: Session, event: ClockSet) -> None:
    """Note a setting that another log's event brought, in the unit of work that handles it."""
    value = msgspec.json.encode(event).decode()
    session.put(Put(setting, {"log": session.log, "name": CLOCK_SETTING, "value": value}))


async def recall(event_log: EventLog, clock: NetworkClock) -> None:
    """Set the clock to the latest setting that a hosted log knows; the ministry's own is events.

    Does nothing where none was read yet.
    """
    before = clock.setting
    known: list[ClockSet] = []
    if MINISTRY_LOG in event_log.logs:
        recorded = await event_log.read_stream(MINISTRY_LOG, CLOCK_STREAM)
        known += [one.event for one in recorded if isinstance(one.event, ClockSet)][-1:]
    query = select(setting.c.value).where(
        setting.c.name == CLOCK_SETTING, setting.c.log.in_(event_log.logs)
    )
    async with event_log.engine.connect() as connection:
        values = (await connection.execute(query)).scalars().all()
    known += [msgspec.json.decode(value, type=ClockSet) for value in values]
    if known and clock.setting is before:  # a setting that came meanwhile is later than all these
        clock.set(max(known, key=lambda one: (one.network_time, one.wall_time)))
