"""Event log: refuse UPDATE, DELETE and TRUNCATE, the owner's included.

Forward only: a mistake here is corrected by the next revision. Whoever may drop
the trigger can still rewrite the log; checkpoints and witnesses show it.
"""

from alembic import op

revision, down_revision = "0002", "0001"

TABLES = ("event", "blob", "tile", "checkpoint")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")  # fail rather than queue behind a writer
    op.execute("""
        CREATE FUNCTION log.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'the event log is append-only: % refused', TG_OP; END $$
    """)
    for table in TABLES:
        op.execute(f"""
            CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log.{table}
            FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change()
        """)
        op.execute(f"ALTER TABLE log.{table} ENABLE ALWAYS TRIGGER append_only")


def downgrade() -> None:
    raise NotImplementedError("the event log stays append-only")
