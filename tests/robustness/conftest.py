"""A network that is attacked from outside, and must be the same afterwards."""

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from support.network import network, network_data
from support.outside import GUANGDONG, JIANGSU, Enterprise, Outside, outside_of

__all__ = ["network", "network_data"]

SIGNS = (b"Traceback", b'"level":"ERROR"', b'"level":"CRITICAL"', b" ERROR: ", b" PANIC: ")
"""Of a breakage, in a service's log or the database's."""


@pytest.fixture(scope="session")
async def outside(network: dict[str, Any]) -> AsyncIterator[Outside]:
    async with outside_of(network) as made:
        yield made


@pytest.fixture(scope="session")
def jiangsu(outside: Outside) -> Enterprise:
    return outside.enterprises[JIANGSU]


@pytest.fixture(scope="session")
def guangdong(outside: Outside) -> Enterprise:
    """A provider whose user name is Chinese."""
    return outside.enterprises[GUANGDONG]


@pytest.fixture(autouse=True)
def _the_network_stands(network: dict[str, Any], network_data: Path) -> Iterator[None]:
    """After each test the processes are those of before, and none has told of a breakage."""
    assert network["simulated"]
    before = _processes(network_data)
    read = {file: file.stat().st_size for file in _logs(network_data)}
    yield
    assert _processes(network_data) == before, "a process was started anew"
    for file in _logs(network_data):
        with file.open("rb") as opened:
            opened.seek(read.get(file, 0))
            written = opened.read()
        for sign in SIGNS:
            where = written.find(sign)
            assert where < 0, f"{file.name}: {written[max(0, where - 300) : where + 1500].decode()}"


def _processes(data: Path) -> dict[str, int]:
    return dict(json.loads((data / "run" / "processes.json").read_text("utf-8")))


def _logs(data: Path) -> list[Path]:
    return sorted((data / "logs").glob("*.log"))
