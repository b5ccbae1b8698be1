"""What lies beside a log and is no event: texts to sponsors, cursors, parked messages, settings.

Neither replay nor the audit's comparison touches these tables; they cannot be rebuilt.
"""

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, Table, Text

metadata = MetaData()

outbox = Table(
    "outbox",
    metadata,
    Column("log", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("created_at", Text, nullable=False),
    Column("to_kind", Text, nullable=False),
    Column("to", Text, nullable=False),
    Column("subject", Text),
    Column("text", Text, nullable=False),
    Column("application_id", Text, index=True),
)
"""Texts to sponsors, by `sms` or `email`: the one place that holds a filing password."""

inbox = Table(
    "inbox",
    metadata,
    Column("log", Text, primary_key=True),
    Column("consumer", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("stream_created", Text, nullable=False),
)
"""How far each consumer has read each source: the cursor it is made anew from."""

parked = Table(
    "parked",
    metadata,
    Column("log", Text, primary_key=True),
    Column("consumer", Text, primary_key=True),
    Column("sequence", BigInteger, primary_key=True),
    Column("source", Text, nullable=False),
    Column("position", BigInteger),
    Column("type", Text),
    Column("reason", Text, nullable=False),
    Column("message", LargeBinary, nullable=False),
    Column("parked_at", Text, nullable=False),
)
"""Messages that no retry can mend, with the reason."""

setting = Table(
    "setting",
    metadata,
    Column("log", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""What an operator of this actor set and no event may hold."""
