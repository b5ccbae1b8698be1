"""Where a report reads its logs: over HTTP as an auditor does, or from databases."""

import asyncio
from collections.abc import Collection, Iterator, Sequence
from typing import Final, Protocol, Self

import asyncpg

from beian.errors import Fault
from beian.eventlog import Recorded
from beian.eventlog.connections import connect
from beian.eventlog.reader import recorded_of_row
from beian.eventlog.recorded import recorded_of
from beian.eventlog.schema import EVENT_SELECT
from launcher.audit.reading import LogReader

_BATCH: Final = 5000
_OF_TYPES: Final = (
    f"select {EVENT_SELECT} from log.event where log = $1 and position > $2 "  # noqa: S608 - our own columns
    "and type = any($3) order by position limit $4"
)


class LogSource(Protocol):
    """The logs of a network."""

    @property
    def logs(self) -> Sequence[str]:
        """Every log there is."""
        ...

    def read(self, log: str, types: Collection[str]) -> Iterator[Recorded]:
        """Yield a log's events of these types, in order. Raises Fault: no such log."""
        ...


class ServedLogs:
    """Logs as the services of a network serve them."""

    def __init__(self, reader: LogReader) -> None:
        self._reader = reader

    @property
    def logs(self) -> Sequence[str]:
        """Every log there is."""
        return self._reader.logs

    def read(self, log: str, types: Collection[str]) -> Iterator[Recorded]:
        """Yield a log's events of these types, in order. Raises NoAnswer."""
        for stored in self._reader.events(log):
            if stored.type in types:
                yield recorded_of(stored)


class StoredLogs:
    """Logs as they lie in databases, whether or not any service runs."""

    def __init__(self, databases: Sequence[str]) -> None:
        self._loop = asyncio.new_event_loop()
        self._at: dict[str, asyncpg.Connection[asyncpg.Record]] = {}
        self._connections: list[asyncpg.Connection[asyncpg.Record]] = []
        try:
            for url in databases:
                self._loop.run_until_complete(self._open(url))
        except BaseException:
            self.close()
            raise

    async def _open(self, url: str) -> None:
        try:
            connection = await connect(url, "beian report")
            self._connections.append(connection)
            rows = await connection.fetch("select distinct log from log.event")
        except (OSError, ValueError, asyncpg.PostgresError) as error:
            raise Fault(f"a database cannot be read: {error}") from error
        self._at.update({row["log"]: connection for row in rows})

    @property
    def logs(self) -> Sequence[str]:
        """Every log there is."""
        return sorted(self._at)

    def read(self, log: str, types: Collection[str]) -> Iterator[Recorded]:
        """Yield a log's events of these types, in order. Raises Fault: no such log."""
        if log not in self._at:
            known = ", ".join(self.logs) or "none"
            raise Fault(f"{log}: not in the databases given; there are {known}")
        after = 0
        while True:
            asked = self._at[log].fetch(_OF_TYPES, log, after, sorted(types), _BATCH)
            rows = self._loop.run_until_complete(asked)
            for row in rows:
                yield recorded_of_row(row)
            if len(rows) < _BATCH:
                return
            after = rows[-1]["position"]

    def close(self) -> None:
        """Let go of the connections."""
        for connection in self._connections:
            self._loop.run_until_complete(connection.close())
        self._loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()
