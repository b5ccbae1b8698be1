"""An enterprise, its bureau and the ministry against a real PostgreSQL and a real nats-server."""

from support.enterprises import small
from support.nats import nats_server
from support.postgres import database, postgres_server, postgres_template

__all__ = ["database", "nats_server", "postgres_server", "postgres_template", "small"]
