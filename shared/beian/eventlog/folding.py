"""Replay to state: every stream of a log folded from its stored bytes, memory flat but for states.

Only what a fold needs is read and decoded; the server reads on while a batch is folded. Logs are
independent of each other, so that several processes fold a log each.
"""

import asyncio
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

import asyncpg

from beian.decider import Decider
from beian.eventlog.codec import event_reader
from beian.eventlog.connections import Connection, connect
from beian.eventlog.reader import BATCH
from beian.events import Event

_ROWS: Final = (
    "select position, stream, type, schema, data from log.event "
    "where log = $1 and position > $2 and position <= $3 order by position"
)
_SIZE: Final = "select coalesce(max(position), 0) from log.event where log = $1"

type DeciderOf[S, C, X] = Callable[[str], Decider[S, C, X] | None]
"""The rules that a stream's state is folded by; None: it is passed by."""


async def fold_log[S, C, X](
    database_url: str, log: str, decider_of: DeciderOf[S, C, X], *, until: int | None = None
) -> dict[str, S]:
    """Return the state of every stream, up to position `until` (or the log's present end).

    Raises Fault for an event that cannot be read, OSError or PostgresError if the database cannot.
    """
    connection = await connect(database_url, "beian replay")
    try:
        size: int = await connection.fetchval(_SIZE, log)
        end = size if until is None else min(size, until)
        folds: dict[str, _Fold[S] | None] = {}
        following = asyncio.create_task(_rows(connection, log, 0, end))
        while rows := await following:
            following = asyncio.create_task(_rows(connection, log, rows[-1][0], end))
            await asyncio.sleep(0)  # the server reads on while we fold
            _fold(rows, folds, decider_of)
        return {stream: fold.state for stream, fold in folds.items() if fold is not None}
    finally:
        await connection.close()


class _Fold[S]:
    """One stream's state on the way."""

    __slots__ = ("evolve", "state")

    def __init__(self, state: S, evolve: Callable[[S, Event], S]) -> None:
        self.state = state
        self.evolve = evolve


async def _rows(connection: Connection, log: str, after: int, end: int) -> list[asyncpg.Record]:
    return await connection.fetch(_ROWS, log, after, min(after + BATCH, end))


def _fold[S, C, X](
    rows: Sequence[asyncpg.Record],
    folds: dict[str, _Fold[S] | None],
    decider_of: DeciderOf[S, C, X],
) -> None:
    for _, stream, kind, schema, data in rows:
        if stream in folds:
            fold = folds[stream]
        else:
            decider = decider_of(stream)
            fold = None if decider is None else _Fold(decider.initial, decider.evolve)
            folds[stream] = fold
        if fold is not None:
            fold.state = fold.evolve(fold.state, _reader(kind, schema)(data))


@cache
def _reader(kind: str, schema: int) -> Callable[[bytes], Event]:
    return event_reader(kind, schema)
