"""Event log: events, blobs, tiles of the Merkle tree and checkpoints; the schema `state` beside it.

Times are text: the canonical form that was hashed, always +08:00 and six decimals, so that they
sort as moments do. No foreign keys to the log and no row locks on it.
"""

from alembic import op

revision, down_revision = "0001", None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")  # fail rather than queue behind a writer
    op.execute("""
        CREATE TABLE log.event (
            log text NOT NULL,
            position bigint NOT NULL CHECK (position > 0),
            stream text NOT NULL,
            version integer NOT NULL CHECK (version > 0),
            event_id uuid NOT NULL,
            type text NOT NULL,
            schema integer NOT NULL,
            data bytea NOT NULL,
            actor text NOT NULL,
            causation_id text,
            correlation_id text NOT NULL,
            traceparent text,
            network_time text NOT NULL,
            wall_time text NOT NULL,
            leaf_hash bytea NOT NULL,
            CONSTRAINT event_position PRIMARY KEY (log, position),
            CONSTRAINT event_version UNIQUE (log, stream, version) INCLUDE (position)
        )
    """)
    _beside_the_events()
    op.execute("CREATE SCHEMA state")


def _beside_the_events() -> None:
    op.execute("""
        CREATE TABLE log.blob (
            log text NOT NULL,
            sha256 text NOT NULL,
            size bigint NOT NULL,
            content bytea NOT NULL,
            PRIMARY KEY (log, sha256)
        )
    """)
    # Uploads are compressed and enciphered already; pieces can be read without the whole.
    op.execute("ALTER TABLE log.blob ALTER COLUMN content SET STORAGE EXTERNAL")
    op.execute("""
        CREATE TABLE log.tile (
            log text NOT NULL, number bigint NOT NULL, root bytea NOT NULL,
            PRIMARY KEY (log, number)
        )
    """)
    op.execute("""
        CREATE TABLE log.checkpoint (
            log text NOT NULL, size bigint NOT NULL, root bytea NOT NULL, note text NOT NULL,
            PRIMARY KEY (log, size)
        )
    """)


def downgrade() -> None:
    raise NotImplementedError("the event log goes forward only")
