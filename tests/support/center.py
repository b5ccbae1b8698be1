"""The verification center in the test's process, beside a ministry and two bureaus."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from beian.service import build_app
from beian.settings import Settings
from support.bureaus import Bureaus
from support.nats import NatsNetwork
from support.postgres import Database, new_database
from support.waiting import until
from verification_center.app import build

URL = "http://center.test"


@dataclass
class Center:
    """The center's app, and what a test asks of it."""

    http: httpx.AsyncClient

    async def feed(self, **finding: Any) -> Any:
        """Feed a finding; return the answer."""
        answer = await self.http.post("/api/findings", json=finding)
        assert answer.is_success, answer.text
        return answer.json()

    async def knows(self, number: str) -> None:
        """Wait until a filing has been checked."""

        async def checked() -> bool:
            answer = await self.http.get("/api/checks", params={"filing_number": number})
            return bool(answer.json()["checks"])

        await until(checked)


@pytest.fixture(scope="module")
async def center(
    bureaus: Bureaus, database: Database, nats_server: NatsNetwork
) -> AsyncIterator[Center]:
    other = await new_database(database.server)
    settings = Settings(
        database_url=other.service,
        nats_url=nats_server.url,
        nats_credentials=nats_server.credentials,
        data_dir=bureaus.kit.settings.data_dir,
        port=0,
        public_url=URL,
        sim=True,
    )
    app = build_app(build(), settings)
    transport = httpx.ASGITransport(app=app)
    async with contextlib.AsyncExitStack() as stack:
        http = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url=URL))
        await stack.enter_async_context(app.router.lifespan_context(app))

        async def ready() -> bool:
            return (await http.get("/readyz")).status_code == 200

        await until(ready, timeout=20)
        yield Center(http)
