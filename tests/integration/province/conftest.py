"""A ministry and two bureaus against a real PostgreSQL and a real nats-server."""

from support.bureaus import bureaus, filer
from support.center import center
from support.nats import nats_server
from support.postgres import database, postgres_server, postgres_template

__all__ = [
    "bureaus",
    "center",
    "database",
    "filer",
    "nats_server",
    "postgres_server",
    "postgres_template",
]
