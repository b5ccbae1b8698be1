"""Whether the log's schema is the one that this release reads and writes."""

import asyncpg

from beian.errors import Fault
from beian.eventlog.connections import Connection
from beian.eventlog.schema import HEAD, VERSION_TABLE


async def check_revision(connection: Connection) -> None:
    """Raise Fault unless the log's schema is the one of this release."""
    try:
        found = await connection.fetchval(f"select version_num from log.{VERSION_TABLE}")  # noqa: S608 - a constant
    except (asyncpg.UndefinedTableError, asyncpg.InvalidSchemaNameError):
        found = None
    except asyncpg.InsufficientPrivilegeError as why:
        raise Fault(f"this role may not read the log's schema: {why}") from why
    if found != HEAD:
        raise Fault(
            f"the database is at revision {found or 'none'}, this release needs {HEAD}: "
            "run `beian migrate`"
        )
