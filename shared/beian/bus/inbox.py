"""What a consumer has handled: the inbox row is the cursor, JetStream's memory is not.

One row for each consumer and source log: the last position handled, and where its message
lies in the stream. The sequence counts only for the stream it was read from, known by the
moment it was created.

Source: architecture §5, recipes §2.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select

from beian.eventlog import EventLog, Put
from beian.eventlog.beside import inbox


@dataclass(slots=True)
class Cursor:
    """How far one consumer of one log has come."""

    log: str
    consumer: str
    stream_created: str
    """Of the stream that is there now."""
    sequence: int = 0
    """Last message of this stream that was handled; 0: none."""
    positions: dict[str, int] = field(default_factory=dict)
    """Source log -> last position handled, whatever stream brought it."""

    def rows(self, handled: Iterable[tuple[str, int, int]]) -> list[Put]:
        """Return the inbox rows after messages (source, position, sequence) were handled."""
        reached: dict[str, tuple[int, int]] = {}
        for source, position, sequence in handled:
            before = reached.get(source, (self.positions.get(source, 0), 0))[0]
            reached[source] = (max(position, before), sequence)
        return [
            Put(
                inbox,
                {
                    "log": self.log,
                    "consumer": self.consumer,
                    "source": source,
                    "position": position,
                    "sequence": sequence,
                    "stream_created": self.stream_created,
                },
            )
            for source, (position, sequence) in reached.items()
        ]

    def advance(self, handled: Iterable[tuple[str, int, int]]) -> None:
        """Note what was committed."""
        for source, position, sequence in handled:
            self.positions[source] = max(position, self.positions.get(source, 0))
            self.sequence = max(self.sequence, sequence)


async def load_cursor(
    event_log: EventLog, log: str, consumer: str, *, stream_created: str, last_sequence: int
) -> Cursor:
    """Read a consumer's cursor. `last_sequence`: the end of the stream that is there now.

    Of another stream, or of one that lost its end, begin at 1: the positions skip what was
    handled. A start beyond the end would deliver nothing, not even what comes later.
    """
    query = select(inbox).where(inbox.c.log == log, inbox.c.consumer == consumer)
    async with event_log.engine.connect() as connection:
        rows = (await connection.execute(query)).mappings().all()
    cursor = Cursor(log, consumer, stream_created)
    for row in rows:
        cursor.positions[row["source"]] = row["position"]
        if row["stream_created"] == stream_created:
            cursor.sequence = max(cursor.sequence, row["sequence"])
    if cursor.sequence > last_sequence:
        cursor.sequence = 0
    return cursor
