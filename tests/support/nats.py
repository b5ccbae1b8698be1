"""A real nats-server for a test session, with the users of a small network."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from beian.bus import OPERATOR, nats_users, renew_stream
from launcher.embedded_nats_server import EmbeddedNats

CONF = Path(__file__).parents[2] / "deploy" / "nats.conf"
LOGS = (
    "ministry",
    "province.110000",
    "province.320000",
    "province.440000",
    "enterprise.320000000001",
    "verification-center",
)


@dataclass(frozen=True)
class NatsNetwork:
    """The server with the passwords of its users."""

    server: EmbeddedNats
    credentials: Path

    @property
    def url(self) -> str:
        return self.server.url

    def password(self, user: str) -> str:
        return (self.credentials / user).read_text()

    async def renew(self) -> None:
        """Delete the stream and make it anew: what a test begins with."""
        await renew_stream(self.url, self.password(OPERATOR))


@pytest.fixture(scope="session")
def nats_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsNetwork]:
    """Start one server; each test that uses it renews the stream first."""
    data = tmp_path_factory.mktemp("nats")
    credentials = data / "secrets" / "nats"
    credentials.mkdir(parents=True)
    passwords = {user: secrets.token_hex(16) for user in (*LOGS, OPERATOR)}
    for user, password in passwords.items():
        (credentials / user).write_text(password)
    (credentials / "users.conf").write_text(nats_users(LOGS, passwords))
    server = EmbeddedNats(data, CONF)
    server.start()
    try:
        yield NatsNetwork(server, credentials)
    finally:
        server.stop()
