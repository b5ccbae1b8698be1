"""One network for all these tests, and what stands outside of it; some start one of their own."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from support.network import network, network_data
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
