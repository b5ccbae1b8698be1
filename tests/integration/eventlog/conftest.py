"""The embedded server for the tests of this folder."""

from support.postgres import database, postgres_server, postgres_template

__all__ = ["database", "postgres_server", "postgres_template"]
