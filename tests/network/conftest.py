"""One network for all these tests, and what stands outside of it; some start one of their own."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from support.embedded import Processes
from support.network import network, network_data, start, stop
from support.outside import BEIJING, GUANGDONG, JIANGSU, Enterprise, Outside, outside_of

__all__ = ["network", "network_data"]


@pytest.fixture(scope="session")
async def outside(network: dict[str, Any]) -> AsyncIterator[Outside]:
    async with outside_of(network) as made:
        yield made


@pytest.fixture(scope="session")
def beijing(outside: Outside) -> Enterprise:
    return outside.enterprises[BEIJING]


@pytest.fixture(scope="session")
def jiangsu(outside: Outside) -> Enterprise:
    return outside.enterprises[JIANGSU]


@pytest.fixture(scope="session")
def guangdong(outside: Outside) -> Enterprise:
    return outside.enterprises[GUANGDONG]


@pytest.fixture(scope="session")
def shaken_network() -> Iterator[tuple[dict[str, Any], Path]]:
    """A network whose processes are killed: of its own, that no other test is shaken with it."""
    data = Path(tempfile.mkdtemp(prefix="bk-", dir="/tmp"))
    described = start(data)
    yield described, data
    stop(data)
    shutil.rmtree(data, ignore_errors=True)


@pytest.fixture(scope="session")
async def shaken_outside(
    shaken_network: tuple[dict[str, Any], Path],
) -> AsyncIterator[Outside]:
    async with outside_of(shaken_network[0]) as made:
        yield made


@pytest.fixture(scope="session")
def shaken_processes(
    shaken_network: tuple[dict[str, Any], Path], shaken_outside: Outside
) -> Processes:
    return Processes(shaken_outside, shaken_network[1])
