"""The tables of the log, as the migrations make them; for queries."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

HEAD: Final = "0002"
"""The revision of the log's schema that this release reads and writes."""
VERSION_TABLE: Final = "alembic_version"

metadata = MetaData(schema="log")

event = Table(
    "event",
    metadata,
    Column("log", Text, primary_key=True),
    Column("position", BigInteger, primary_key=True),
    Column("stream", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("event_id", Uuid(as_uuid=False), nullable=False),
    Column("type", Text, nullable=False),
    Column("schema", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("actor", Text, nullable=False),
    Column("causation_id", Text),
    Column("correlation_id", Text, nullable=False),
    Column("traceparent", Text),
    Column("network_time", Text, nullable=False),
    Column("wall_time", Text, nullable=False),
    Column("leaf_hash", LargeBinary, nullable=False),
    UniqueConstraint("log", "stream", "version", name="event_version"),
)
"""Times are the canonical text that was hashed; as such they sort like the moments they name."""

blob = Table(
    "blob",
    metadata,
    Column("log", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

tile = Table(
    "tile",
    metadata,
    Column("log", Text, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("root", LargeBinary, nullable=False),
)
"""Roots of complete tiles of 256 leaves, so that a start need not read every leaf."""

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("log", Text, primary_key=True),
    Column("size", BigInteger, primary_key=True),
    Column("root", LargeBinary, nullable=False),
    Column("note", Text, nullable=False),
)

EVENT_COLUMNS: Final = tuple(column.name for column in event.columns)
TILE_COLUMNS: Final = tuple(column.name for column in tile.columns)
EVENT_SELECT: Final = ", ".join(EVENT_COLUMNS)
