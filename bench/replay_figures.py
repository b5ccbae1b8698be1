"""Replay to state: our fold of a log against the bare reading, decoding and folding of its rows.

The ceiling is the least that Python and its drivers do: one statement prepared, the next batch
asked for while one is folded, msgspec into the one type that the log holds.
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from multiprocessing import get_context
from statistics import median
from time import perf_counter

import asyncpg
import msgspec

from beian.decider import Decider
from beian.eventlog.folding import fold_log
from beian.events.base import Event
from beian.events.filing import SponsorNotified

BATCH = 5_000
RUNS = 3

EVENT = SponsorNotified(application_id="a" * 36, channel="sms", template="T" * 300)


def _count(state: int, _event: Event) -> int:
    return state + 1


COUNTER: Decider[int, None, None] = Decider(0, lambda _s, _c, _x: [EVENT], _count)


@dataclass(frozen=True, slots=True)
class ReplayFigures:
    """Events per second, of one process and of two, a log each."""

    ours: float
    ceiling: float
    ours_by_two: float
    ceiling_by_two: float


def measure(url: str, logs: tuple[str, str]) -> ReplayFigures:
    """Return the median speeds over two logs of the same length; ours and ceiling take turns."""
    with _processes(2) as pool:
        one = _medians(pool, url, logs[:1])
        two = _medians(pool, url, logs)
    return ReplayFigures(*one, *two)


def _medians(pool: ProcessPoolExecutor, url: str, logs: tuple[str, ...]) -> tuple[float, float]:
    pairs = [(_speed(pool, ours, url, logs), _speed(pool, bare, url, logs)) for _ in range(RUNS)]
    ours_all, bare_all = zip(*pairs, strict=True)
    return median(ours_all), median(bare_all)


@contextmanager
def _processes(count: int) -> Iterator[ProcessPoolExecutor]:
    """Start processes and let them read their modules in."""
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        list(pool.map(_nothing, range(count * count)))
        yield pool


def _nothing(_number: int) -> None:
    """Do nothing: this module is read in."""


def _speed(
    pool: ProcessPoolExecutor,
    work: Callable[[str, str], int],
    url: str,
    logs: tuple[str, ...],
) -> float:
    begin = perf_counter()
    events = sum(pool.map(work, repeat(url, len(logs)), logs))
    return events / (perf_counter() - begin)


def ours(url: str, log: str) -> int:
    """Fold a log as the library does; return the number of its events."""
    return sum(asyncio.run(fold_log(url, log, lambda _stream: COUNTER)).values())


def bare(url: str, log: str) -> int:
    """Fold a log with nothing of ours around it; return the number of its events."""
    return sum(asyncio.run(_bare(url, log)).values())


async def _bare(url: str, log: str) -> dict[str, int]:
    decode = msgspec.json.Decoder(SponsorNotified).decode
    connection = await asyncpg.connect(url)
    read = await connection.prepare(
        "select position, stream, data from log.event where log = $1 and position > $2"
        " and position <= $2 + $3 order by position"
    )
    states: dict[str, int] = {}
    following = asyncio.create_task(read.fetch(log, 0, BATCH))
    while rows := await following:
        following = asyncio.create_task(read.fetch(log, rows[-1][0], BATCH))
        await asyncio.sleep(0)  # the server reads on meanwhile
        for _, stream, data in rows:
            states[stream] = _count(states.get(stream, 0), decode(data))
    await connection.close()
    return states
