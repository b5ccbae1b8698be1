"""A ministry and two bureaus against a real PostgreSQL and a real nats-server."""

from support.bureaus import bureaus, filer
from support.center import center
from support.filed import far, second
from support.nats import nats_server
from support.postgres import database, postgres_server, postgres_template

__all__ = [
    "bureaus",
    "center",
    "database",
    "far",
    "filer",
    "nats_server",
    "postgres_server",
    "postgres_template",
    "second",
]
