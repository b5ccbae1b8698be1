"""A second process of the same bureaus stands by, and takes over when the first is killed."""

import asyncio
import os
import signal
import socket
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import psutil
import pytest

from beian.soap_client import SoapClient
from support.embedded import Processes
from support.outside import GUANGDONG, JIANGSU, Outside, soap_client
from support.waiting import until

WITHIN_S = 40.0


@dataclass
class Replica:
    """A second process, which the supervisor does not know of."""

    url: str
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """End it in good order."""
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGTERM)
        self.process.wait(WITHIN_S)


@pytest.fixture
def standby(shaken_processes: Processes) -> Iterator[Replica]:
    """Run a replica of the province process, on a port of its own."""
    pid = shaken_processes.pid("province")
    assert pid is not None
    first = psutil.Process(pid)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = first.environ() | {"BEIAN_PORT": str(port), "BEIAN_PUBLIC_URL": url}
    process = subprocess.Popen(
        first.cmdline(), env=environment, cwd=first.cwd(), stdout=subprocess.DEVNULL
    )
    replica = Replica(url, process)
    yield replica
    replica.stop()


async def test_a_standby_takes_over_and_loses_nothing(
    shaken_outside: Outside, shaken_processes: Processes, standby: Replica
) -> None:
    outside, jiangsu = shaken_outside, shaken_outside.enterprises[JIANGSU]
    await outside.policy("approve")

    async def status() -> int:
        try:
            return (await outside.http.get(f"{standby.url}/readyz")).status_code
        except httpx.TransportError:
            return 0

    async def stands_by() -> bool:
        return await status() == httpx.codes.SERVICE_UNAVAILABLE

    async def leads() -> bool:
        return await status() == httpx.codes.OK

    await until(stands_by, WITHIN_S)
    before = jiangsu.sample(home=GUANGDONG)
    await jiangsu.file(before)
    killed = shaken_processes.kill("province")
    await until(leads, WITHIN_S)
    first_client, jiangsu.soap = jiangsu.soap, _client_at(outside, jiangsu.account, standby.url)
    try:
        first = await jiangsu.outcome(before)
        (second,) = await jiangsu.filed(jiangsu.sample(home=GUANGDONG))
        assert first.codes == second.codes == [1001]
        assert first.number != second.number
    finally:
        jiangsu.soap = first_client
    standby.stop()
    await shaken_processes.is_back("province", killed)
    await outside.settle()
    issued = Counter(e["data"]["filing_number"] for e in outside.logs.of_type("FilingNumberIssued"))
    assert (issued[first.number], issued[second.number]) == (1, 1)
    await asyncio.to_thread(shaken_processes.audit)


def _client_at(outside: Outside, account: Mapping[str, Any], address: str) -> SoapClient:
    """Return the account's client for the replica in place of the first process."""
    first = outside.province(account["region"])
    served = f"{address}/{account['region']}"
    places = [
        {name: str(value).replace(first, served) for name, value in place.items()}
        for place in outside.network["provinces"]
    ]
    return soap_client({**outside.network, "provinces": places}, account, outside.http)
