"""The embedded server, and a log of its own for every test of this folder."""

import itertools
from collections.abc import AsyncIterator

import pytest

from beian.eventlog import EventLog
from support.event_logs import SettableClock, started
from support.postgres import Database, database, postgres_server, postgres_template

__all__ = ["database", "postgres_server", "postgres_template"]

_numbers = itertools.count(1)


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
async def log(database: Database, clock: SettableClock) -> AsyncIterator[EventLog]:
    """A log that no other test writes to."""
    made = await started(database.service, [f"province.{next(_numbers):06d}"], clock=clock)
    yield made
    await made.stop()
