"""The bus against a real nats-server and a real PostgreSQL."""

from support.nats import nats_server

__all__ = ["nats_server"]
