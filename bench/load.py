"""One load for both paths: so many filings outstanding, and how long each took."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from statistics import quantiles
from time import perf_counter

type File = Callable[[int], Awaitable[None]]
"""Hand in the filing of one number; returns when its result can be downloaded."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one run measured. Latencies in milliseconds."""

    filings_per_second: float
    p50_ms: float
    p99_ms: float


async def run(file: File, *, first: int, filings: int, outstanding: int) -> Load:
    """Hand in `filings`, `outstanding` at any time, numbered from `first`."""
    numbers = iter(range(first, first + filings))
    seconds: list[float] = []

    async def work() -> None:
        for number in numbers:
            begin = perf_counter()
            await file(number)
            seconds.append(perf_counter() - begin)

    begin = perf_counter()
    await asyncio.gather(*(work() for _ in range(outstanding)))
    took = perf_counter() - begin
    cuts = quantiles(seconds, n=100)
    return Load(filings / took, cuts[49] * 1000, cuts[98] * 1000)
