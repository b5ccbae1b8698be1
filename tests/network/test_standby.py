"""A second process of the same bureaus stands by, and takes over when the first is killed."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import psutil
import pytest

from beian.soap_client import SoapClient
from support.embedded import Processes
from support.outside import GUANGDONG, JIANGSU, Outside, soap_client
from support.waiting import until

WITHIN_S = 40.0


@pytest.fixture
def standby(shaken_processes: Processes) -> Iterator[str]:
    """Run a replica of the province process, on a port of its own; give its address."""
    pid = shaken_processes.pid("province")
    assert pid is not None
    first = psutil.Process(pid)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = first.environ() | {"BEIAN_PORT": str(port), "BEIAN_PUBLIC_URL": url}
    replica = subprocess.Popen(
        first.cmdline(), env=environment, cwd=first.cwd(), stdout=subprocess.DEVNULL
    )
    yield url
    if replica.poll() is None:
        os.kill(replica.pid, signal.SIGTERM)
    replica.wait(WITHIN_S)


async def test_a_standby_takes_over_and_loses_nothing(
    shaken_outside: Outside, shaken_processes: Processes, standby: str
) -> None:
    outside, jiangsu = shaken_outside, shaken_outside.enterprises[JIANGSU]
    await outside.policy("approve")

    async def status() -> int:
        try:
            return (await outside.http.get(f"{standby}/readyz")).status_code
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
    first_client, jiangsu.soap = jiangsu.soap, _client_at(outside, jiangsu.account, standby)
    try:
        first = await jiangsu.outcome(before)
        (second,) = await jiangsu.filed(jiangsu.sample(home=GUANGDONG))
        assert first.codes == second.codes == [1001]
        assert first.number != second.number
    finally:
        jiangsu.soap = first_client
    assert killed != shaken_processes.pid("province")


def _client_at(outside: Outside, account: Mapping[str, Any], address: str) -> SoapClient:
    """Return the account's client for the replica in place of the first process."""
    first = outside.province(account["region"])
    served = f"{address}/{account['region']}"
    places = [
        {name: str(value).replace(first, served) for name, value in place.items()}
        for place in outside.network["provinces"]
    ]
    return soap_client({**outside.network, "provinces": places}, account, outside.http)
