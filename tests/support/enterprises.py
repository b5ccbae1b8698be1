"""An enterprise system with its bureau and the ministry in the test's process, joined by HTTP."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from beian.service import Kit, build_app
from beian.settings import Settings
from enterprise.app import build as build_enterprise
from launcher.data_folder import DataFolder
from launcher.initializing import initialize
from ministry.app import build as build_ministry
from province.app import service as build_province
from support.nats import NatsNetwork
from support.postgres import Database, new_database
from support.waiting import until

JIANGSU, GUANGDONG = "320000", "440000"
ISP = 320000000001
MINISTRY, PROVINCE, ENTERPRISE = (
    "http://ministry.test",
    "http://province.test",
    "http://enterprise.test",
)


class Routed(httpx.AsyncBaseTransport):
    """Hands a request to the app of its host."""

    def __init__(self, apps: Mapping[str, FastAPI]) -> None:
        self._of = {httpx.URL(url).host: httpx.ASGITransport(app=app) for url, app in apps.items()}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self._of[request.url.host].handle_async_request(request)


@dataclass
class Small:
    """One enterprise, two bureaus, the ministry."""

    http: httpx.AsyncClient
    apps: Mapping[str, FastAPI]

    @property
    def api(self) -> str:
        """Of the enterprise."""
        return f"{ENTERPRISE}/{ISP}/api"

    @property
    def bureau(self) -> str:
        """The API of the enterprise's own bureau."""
        return f"{PROVINCE}/{JIANGSU}/api"

    def province(self, region: str) -> str:
        """Return where a bureau is."""
        return f"{PROVINCE}/{region}"

    @property
    def bureaus(self) -> tuple[str, str]:
        """The APIs of both bureaus."""
        return self.bureau, f"{PROVINCE}/{GUANGDONG}/api"

    async def tell(
        self, url: str, body: Any = None, *, status: int | None = None, **headers: str
    ) -> Any:
        """Post to an API; return the answer's JSON. `status`: what is expected."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = await self.http.post(url, json=body or {}, headers=named)
        if status is None:
            assert answer.is_success, answer.text
        else:
            assert answer.status_code == status, answer.text
        return answer.json()

    async def ask(self, url: str) -> Any:
        answer = await self.http.get(url)
        assert answer.is_success, answer.text
        return answer.json()

    async def phase(self, url: str, expected: str) -> dict[str, Any]:
        """Wait until a case has come to a phase; return it."""
        found: dict[str, Any] = {}

        async def there() -> bool:
            found.update(await self.ask(url))
            return bool(found["phase"] == expected)

        await until(there, 20)
        return found


@pytest.fixture(scope="module")
async def small(
    database: Database, nats_server: NatsNetwork, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Small]:
    data = tmp_path_factory.mktemp("data")
    initialize(DataFolder(data), f"{JIANGSU},{GUANGDONG}", private_networks=False)
    await nats_server.renew()

    async def settings(url: str, **hosted: Any) -> Settings:
        on = database if url == MINISTRY else await new_database(database.server)
        return Settings(
            database_url=on.service,
            nats_url=nats_server.url,
            nats_credentials=nats_server.credentials,
            data_dir=data,
            port=0,
            public_url=url,
            ministry_url=MINISTRY,
            sim=True,
            **hosted,
        )

    apps = await _apps(settings)
    async with contextlib.AsyncExitStack() as stack:
        http = await stack.enter_async_context(httpx.AsyncClient(transport=Routed(apps)))
        for app in apps.values():
            kit = app.state.kit
            assert isinstance(kit, Kit)
            kit.__dict__["http"] = httpx.AsyncClient(transport=Routed(apps))
            await stack.enter_async_context(app.router.lifespan_context(app))
        for url in apps:
            await until(partial(_ready, http, url), timeout=20)
        yield Small(http, apps)


async def _apps(settings: Any) -> dict[str, FastAPI]:
    ministry = await settings(MINISTRY)
    province = await settings(PROVINCE, provinces=(JIANGSU, GUANGDONG))
    enterprise = await settings(ENTERPRISE, providers=(ISP,))
    return {
        MINISTRY: build_app(build_ministry(), ministry),
        PROVINCE: build_app(build_province(province), province),
        ENTERPRISE: build_app(build_enterprise(enterprise), enterprise),
    }


async def _ready(http: httpx.AsyncClient, url: str) -> bool:
    return (await http.get(f"{url}/readyz")).status_code == 200
