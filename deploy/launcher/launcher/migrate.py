"""`beian migrate`: databases, roles, the log's schema and the stream, as their owners."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from beian.bus.connection import read_password
from beian.bus.stream import ensure_stream
from beian.bus.subjects import OPERATOR
from beian.eventlog.migrate import create_databases, migrate


async def migrate_all(owner_url: str, nats_url: str, names: Sequence[str], secrets: Path) -> None:
    """Make what is missing and bring each database's schema to this release.

    `owner_url` names any database of the server; each of `names` becomes a database and the
    role of its one service. Raises what the servers answer.
    """
    await create_databases(owner_url, names)
    for name in names:
        at_database = urlunsplit(urlsplit(owner_url)._replace(path=f"/{name}"))
        await migrate(at_database, name, _password(secrets / "postgres" / name))
    await ensure_stream(nats_url, read_password(secrets / "nats", OPERATOR))


def _password(file: Path) -> str | None:
    """Return a role's password; None where the server, on a socket, asks for none."""
    return file.read_text(encoding="utf-8").strip() if file.exists() else None
