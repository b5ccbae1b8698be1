"""A ministry and two bureaus in the test's process, on a real PostgreSQL and a real bus."""

import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from beian.records import Filing
from beian.regulations.regions import find_province
from beian.service import Kit, build_app
from beian.settings import Settings
from beian.soap_client import ClientAccount, Endpoints, SoapClient
from beian.wire.downloads import DownloadFile, read_download
from beian.wire.sealing import Opened
from beian.wire.upload_xzba import write_xzba
from launcher.adding import add_provider
from launcher.data_folder import DataFolder
from launcher.initializing import initialize
from launcher.samples import Provider, Sample, sample
from ministry.app import build
from province.app import service
from province.application.bureau import Bureau
from province.domain.e_certificate import CertificateContent
from province.edges.lookups import ReadModelLookups
from support.nats import NatsNetwork
from support.postgres import Database, new_database
from support.waiting import until

JIANGSU = "320000"
GUANGDONG = "440000"
URL = "http://province.test"
SENT_TO_ALL = ("JCDM", "ICP/HMDLB", "ICP/FFJRHMD")
"""Lists that lie ready without anybody's asking."""


@dataclass
class Bureaus:
    """The bureaus' app and the ministry's, and what a test asks of them."""

    province: FastAPI
    ministry: FastAPI
    http: httpx.AsyncClient
    ministry_http: httpx.AsyncClient
    accounts: dict[int, dict[str, Any]]

    @property
    def kit(self) -> Kit:
        kit = self.province.state.kit
        assert isinstance(kit, Kit)
        return kit

    def provider(self, isp_id: int) -> Provider:
        return Provider.of(self.accounts[isp_id])

    def client(self, isp_id: int, region: str = JIANGSU) -> SoapClient:
        account = self.accounts[isp_id]
        at = f"{URL}/{region}"
        return SoapClient(
            Endpoints(
                upload=f"{at}/ISPWebService/upDownLoad",
                status=f"{at}/BeianStatusWebService/queryBeianStatus",
                password=f"{at}/BeianStatusWebService/verifyBamm",
            ),
            ClientAccount(
                isp_id=isp_id,
                user_name=account["user_name"],
                password=account["password"],
                aes_key=account["aes_key"],
                aes_offset=account["aes_offset"],
            ),
            self.http,
            self.kit.identifiers.rand_val,
        )

    async def policy(self, policy: str, region: str = "all") -> None:
        """Set a policy, and wait until every bureau has adopted it."""
        body = {"region": region, "policy": policy}
        answer = await self.ministry_http.post("/sim/policies", json=body)
        assert answer.is_success, answer.text
        for one in (JIANGSU, GUANGDONG) if region == "all" else (region,):

            async def adopted(one: str = one) -> bool:
                shown = await self.http.get(f"/{one}/api/policy")
                return bool(shown.json()["policy"] == policy)

            await until(adopted)

    async def api(self, path: str, region: str = JIANGSU) -> Any:
        answer = await self.http.get(f"/{region}/api{path}")
        assert answer.is_success, answer.text
        return answer.json()


@dataclass
class Filer:
    """An enterprise at its bureau: files, and fetches what comes back."""

    bureaus: Bureaus
    isp_id: int
    soap: SoapClient
    sequence: int = 0

    def sample(self, number: int, **changes: Any) -> Sample:
        return sample(number, self.bureaus.provider(self.isp_id), **changes)

    async def send(self, xml: bytes) -> None:
        self.sequence += 1
        answer = await self.soap.upload(xml, self.sequence)
        assert answer.code == 0, answer.message

    async def file(self, *samples: Sample, filings: list[Filing] | None = None) -> None:
        blobs = {key: value for one in samples for key, value in one.blobs.items()}
        sent = filings or [one.filing for one in samples]
        await self.send(write_xzba(sent, blobs, reporting_unit=self.isp_id))

    async def fetch(self, block: str | None = None) -> DownloadFile:
        """Wait for the next file, acknowledge it, return what it says.

        Lists that every provider gets are passed over, unless `block` asks for them; then
        everything else is.
        """
        await self.skip_to(block)
        return await self.take()

    async def skip_to(self, block: str | None) -> None:
        """Take what lies before the next file that `fetch` returns."""
        while True:
            _, file = await self.waiting()
            name = file.kind if file.kind in SENT_TO_ALL else file.blocks[0]
            if name == block or (block is None and name not in SENT_TO_ALL):
                return
            await self.take()

    async def take(self) -> DownloadFile:
        """Wait for the next file, whatever it is, acknowledge it, return what it says."""
        name, read = await self.waiting()
        assert (await self.soap.ack(name)).code == 0
        return read

    async def waiting(self) -> tuple[str, DownloadFile]:
        """Wait for the next file, and leave it unacknowledged; return its name too."""

        async def there() -> Any:
            return (await self.soap.download()).file

        file = await until(there)
        opened = self.soap.open(file)
        assert isinstance(opened, Opened)
        read = read_download(opened.xml)
        assert isinstance(read, DownloadFile), read
        return file.file_name, read

    async def codes(self) -> list[list[int]]:
        """Return the codes of the next file, record by record."""
        file = await self.fetch()
        return [[finding.code for finding in one.findings] for one in file.results]


@pytest.fixture(scope="module")
async def bureaus(
    database: Database, nats_server: NatsNetwork, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Bureaus]:
    data = tmp_path_factory.mktemp("data")
    initialize(DataFolder(data), f"{JIANGSU},{GUANGDONG}", private_networks=False)
    add_provider(DataFolder(data), JIANGSU, "待接入科技有限公司", ["198.51.100.128/28"])
    await nats_server.renew()
    other = await new_database(database.server)
    ministry = build_app(build(), _settings(data, nats_server, database))
    settings = _settings(data, nats_server, other)
    province = build_app(service(settings), settings)
    async with contextlib.AsyncExitStack() as stack:
        made = Bureaus(
            province,
            ministry,
            await stack.enter_async_context(_client(province, URL)),
            await stack.enter_async_context(_client(ministry, "http://ministry.test")),
            _accounts(data),
        )
        for app in (ministry, province):
            await stack.enter_async_context(app.router.lifespan_context(app))
        for http in (made.http, made.ministry_http):
            await until(partial(_ready, http), timeout=20)
        yield made


@pytest.fixture(scope="module")
async def filer(bureaus: Bureaus) -> Filer:
    return Filer(bureaus, 320000000002, bureaus.client(320000000002))


async def _ready(http: httpx.AsyncClient) -> bool:
    return (await http.get("/readyz")).status_code == 200


def _settings(data: Path, nats: NatsNetwork, on: Database) -> Settings:
    return Settings(
        database_url=on.service,
        nats_url=nats.url,
        nats_credentials=nats.credentials,
        provinces=(JIANGSU, GUANGDONG),
        data_dir=data,
        port=0,
        public_url=URL,
        sim=True,
    )


def _client(app: FastAPI, url: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=url)


def _accounts(data: Path) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for path in (data / "secrets" / "providers").glob("province.*.json"):
        for account in json.loads(path.read_bytes()):
            found[account["isp_id"]] = account
    return found


def bureau_of(bureaus: Bureaus, region: str = JIANGSU) -> Bureau:
    """Return a bureau of the process, for a unit of work that no edge brings about; signs nothing."""
    province = find_province(region)
    assert province is not None

    def sign(_content: CertificateContent) -> bytes:
        raise AssertionError("no filing is issued here")

    return Bureau(province, lambda: URL, bureaus.kit.identifiers, sign, ReadModelLookups())
