"""Bytes beside a log, content-addressed: an upload of 60 MB passes through in pieces."""

import struct
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Final

from beian.eventlog import schema
from beian.eventlog.connections import Connection
from beian.eventlog.statements import Statement

PIECE: Final = 1 << 18
_HEADER: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER: Final = struct.pack("!h", -1)
_FIELDS: Final = 4
_COLUMNS: Final = tuple(column.name for column in schema.blob.columns)


def statement(blobs: Iterable[tuple[str, Mapping[str, bytes]]]) -> Statement | None:
    """Return what stores a few small blobs of some logs beside other rows; None without any."""
    rows = {
        (log, sha256): (log, sha256, len(content), content)
        for log, of_log in blobs
        for sha256, content in of_log.items()
    }
    return Statement(schema.blob, "keep", _COLUMNS, list(rows.values())) if rows else None


async def store(connection: Connection, log: str, blobs: Mapping[str, bytes]) -> None:
    """Store what is not there yet, in the transaction of the connection. Only the writer may."""
    query = "select sha256 from log.blob where log = $1 and sha256 = any($2::text[])"
    there = {row[0] for row in await connection.fetch(query, log, list(blobs))}
    for sha256, content in blobs.items():
        if sha256 not in there:
            await connection.copy_to_table(
                "blob",
                schema_name="log",
                columns=["log", "sha256", "size", "content"],
                source=_copied(log, sha256, content),
                format="binary",
            )


async def _copied(log: str, sha256: str, content: bytes) -> AsyncIterator[bytes]:
    """Yield one row of PostgreSQL's binary COPY without a second copy of the content."""
    row = struct.pack("!h", _FIELDS)
    for value in (log.encode(), sha256.encode(), struct.pack("!q", len(content))):
        row += struct.pack("!i", len(value)) + value
    yield _HEADER + row + struct.pack("!i", len(content))
    view = memoryview(content)
    for start in range(0, len(content), PIECE):
        yield bytes(view[start : start + PIECE])
    yield _TRAILER
