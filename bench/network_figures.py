"""The real network under the same load: cross-province filings over SOAP, policy `approve`."""

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx
import psutil

from beian.soap_client import SoapClient
from beian.wire.downloads import DownloadFile, read_download
from beian.wire.sealing import Opened
from beian.wire.upload_xzba import write_xzba
from bench.load import Load, run
from launcher.calling import client_of
from launcher.samples import Provider, sample

APPROVED = 1001
START_SECONDS_MAX = 60
LOOK_SECONDS = 0.05
POLL_SECONDS = 0.002


class Filer:
    """One external provider: hands filings in one after the other, fetches what comes back."""

    def __init__(self, client: SoapClient, provider: Provider, home: str) -> None:
        self.client = client
        self.provider = provider
        self.home = home
        self.sequence = 0
        self.lock = asyncio.Lock()
        self.numbers = 0
        """Filing numbers downloaded."""
        self.waiting: dict[int, asyncio.Future[None]] = {}
        self.wanted = asyncio.Event()
        """Set while a file is waited for: only then is there something to poll for."""

    async def file(self, number: int) -> None:
        """Upload the filing of one number and wait until its filing number can be downloaded."""
        made = sample(number, self.provider, home=self.home)
        isp_id = self.provider.isp_id
        xml = write_xzba([made.filing], made.blobs, reporting_unit=isp_id)
        subject = made.filing.subject.isp_subject_id
        assert subject is not None
        issued = self.waiting[subject] = asyncio.get_running_loop().create_future()
        async with self.lock:
            self.sequence += 1
            answer = await self.client.upload(xml, self.sequence)
        assert answer.code == 0, answer
        self.wanted.set()
        await issued

    async def fetch(self) -> None:
        """Download and acknowledge while somebody waits for a number, and tell who got it."""
        while True:
            await self.wanted.wait()
            answer = await self.client.download()
            if answer.file is None:
                await asyncio.sleep(POLL_SECONDS)
                continue
            opened = self.client.open(answer.file)
            assert isinstance(opened, Opened), opened
            content = read_download(opened.xml)
            assert isinstance(content, DownloadFile), content
            self._tell(content)
            await self.client.ack(answer.file.file_name)
            if not self.waiting and self.numbers == self.sequence:
                self.wanted.clear()

    def _tell(self, content: DownloadFile) -> None:
        """Let those go on whose filing was decided; count the numbers that come after it.

        Results and data become downloadable in one commit: with the result the number is there.
        """
        for result in content.results:
            assert result.findings[0].code == APPROVED, result
            self.waiting.pop(int(result.identifier or 0)).set_result(None)
        self.numbers += sum(one.filing.subject.filing_number is not None for one in content.issued)


@contextmanager
def network(*more: str) -> Iterator[tuple[dict[str, Any], psutil.Process, Path]]:
    """Start a network in a folder of its own; give `/network.json`, supervisor and data folder.

    It is stopped and its folder removed afterwards. Three provinces, if `more` says no other.
    """
    with tempfile.TemporaryDirectory(prefix="beian-net-") as folder:
        ready = Path(folder) / "ready.json"
        data = Path(folder) / "d"
        command = ["up", "--port-base", "0", "--data", str(data), "--ready-file", str(ready)]
        supervisor = psutil.Popen(
            [sys.executable, "-m", "launcher", *command, *more], stdout=subprocess.DEVNULL
        )
        try:
            give_up = monotonic() + START_SECONDS_MAX
            while not ready.exists():
                if monotonic() > give_up or supervisor.poll() is not None:
                    raise TimeoutError("the network did not start")
                sleep(LOOK_SECONDS)
            yield json.loads(ready.read_text()), supervisor, data
        finally:
            supervisor.terminate()
            supervisor.wait(30)


async def measure(described: dict[str, Any], *, filings: int) -> tuple[Load, Load]:
    """Return the load of one filing at a time, and of sixteen outstanding."""
    await _approve_everywhere(described)
    async with _filers(described) as filers:

        async def file(number: int) -> None:
            await filers[number % len(filers)].file(number)

        await run(file, first=1, filings=20, outstanding=2)
        alone = await run(file, first=1_000, filings=filings // 4, outstanding=1)
        many = await run(file, first=100_000, filings=filings, outstanding=16)
        return alone, many


async def _approve_everywhere(described: dict[str, Any]) -> None:
    async with httpx.AsyncClient(base_url=described["ministry"]["url"], timeout=30) as http:
        for province in described["provinces"]:
            policy = {"region": province["region"], "policy": "approve"}
            (await http.post("/sim/policies", json=policy)).raise_for_status()


@asynccontextmanager
async def _filers(described: dict[str, Any]) -> AsyncIterator[list[Filer]]:
    regions = [province["region"] for province in described["provinces"]]
    external = [p for p in described["providers"] if p["hosted_by"] == "external"]
    async with AsyncExitStack() as stack:
        filers = []
        for provider in external:
            home = next(region for region in regions if region != provider["region"])
            client = await stack.enter_async_context(client_of(described, provider))
            filers.append(Filer(client, Provider.of(provider), home))
        fetching = [asyncio.create_task(filer.fetch()) for filer in filers]
        yield filers
        for task in fetching:
            task.cancel()


def resident_megabytes(supervisor: psutil.Process) -> float:
    """Return the memory of all the network's processes, shared pages counted once each (PSS)."""
    family = [supervisor, *supervisor.children(recursive=True)]
    return sum(process.memory_full_info().pss for process in family) / 1e6
