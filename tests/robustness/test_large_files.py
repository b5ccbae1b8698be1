"""Files as large as the interface permits: every record is answered, and memory stays in bounds."""

import asyncio
import logging
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
import psutil
import pytest

from beian.regulations.numbers import UPLOAD_BYTES_MAX, UPLOAD_RECORDS_MAX
from launcher.samples import Sample, blob_ref
from support.embedded import Processes
from support.outside import Enterprise, Outside, with_filing
from support.waiting import until

MEBIBYTE = 1024 * 1024
LARGE_BYTES = 49_000_000
LARGE_RECORDS = UPLOAD_RECORDS_MAX
PICTURE_BYTES = 33_500
EVERY_S = 0.01
MEMORY_MAX = 300 * MEBIBYTE
"""Over what the process had before: the bytes of a file, sealed, opened, read, and beside the log."""
ANSWERED_WITHIN_S = 60.0

_logger = logging.getLogger(__name__)


@dataclass
class Memory:
    """Resident bytes of a process while something happens."""

    before: int = 0
    peak: int = 0

    @property
    def over(self) -> int:
        return self.peak - self.before


@asynccontextmanager
async def watching(pid: int) -> AsyncIterator[Memory]:
    process = psutil.Process(pid)
    first = process.memory_info().rss
    memory = Memory(first, first)

    async def watch() -> None:
        while True:
            memory.peak = max(memory.peak, process.memory_info().rss)
            await asyncio.sleep(EVERY_S)

    watcher = asyncio.create_task(watch())
    try:
        yield memory
    finally:
        watcher.cancel()


def with_picture(sent: Sample, draw: random.Random) -> Sample:
    """Return the same filing with a large sheet that does not shrink."""
    content = draw.randbytes(PICTURE_BYTES)
    sheet, *others = sent.filing.attachments
    large = msgspec.structs.replace(sheet, content=blob_ref(content))
    changed = with_filing(sent, attachments=(large, *others))
    return Sample(changed.filing, {**sent.blobs, blob_ref(content).sha256: content})


async def processed(outside: Outside, enterprise: Enterprise, number: int) -> tuple[int, int]:
    """Wait until a file is processed; return how many records passed and failed."""

    async def done() -> tuple[int, int] | None:
        found = await outside.logs.find(
            enterprise.log, "UploadProcessed", isp_id=enterprise.isp_id, data_sequence=number
        )
        return None if found is None else (found["data"]["passed"], found["data"]["failed"])

    counted: tuple[int, int] = await until(done, ANSWERED_WITHIN_S)
    return counted


@pytest.mark.proves("0")
async def test_a_thousand_records_of_49_megabytes_need_bounded_memory(
    outside: Outside, guangdong: Enterprise, network_data: Path
) -> None:
    draw = random.Random(49)
    xml = guangdong.xml(*(with_picture(guangdong.sample(), draw) for _ in range(LARGE_RECORDS)))
    assert LARGE_BYTES <= len(xml) <= UPLOAD_BYTES_MAX
    pid = Processes(outside, network_data).pid("province")
    assert pid is not None
    await outside.policy("refuse")

    begun = time.perf_counter()
    async with watching(pid) as memory:
        number = await guangdong.send(xml)
        taken = time.perf_counter() - begun
        assert await processed(outside, guangdong, number) == (LARGE_RECORDS, 0)
    _logger.info(
        "1000 records, 49 MB: taken after %.2f s, processed after %.2f s; province %d MiB, at most %d MiB over",
        taken,
        time.perf_counter() - begun,
        memory.before // MEBIBYTE,
        memory.over // MEBIBYTE,
    )
    assert memory.over < MEMORY_MAX, f"{memory.over // MEBIBYTE} MiB over idle"
    previous = (await guangdong.soap.previous()).file
    assert previous is not None
    assert previous.data_sequence == number
    await outside.settle()


@pytest.mark.proves("1004", "1064")
async def test_a_thousand_records_in_one_file_are_each_answered(
    outside: Outside, jiangsu: Enterprise
) -> None:
    sent = [
        jiangsu.sample(pictures=False, domain=f"www.n{at}.example" if at % 10 else None)
        for at in range(UPLOAD_RECORDS_MAX)
    ]
    await outside.policy("refuse")

    begun = time.perf_counter()
    number = await jiangsu.file(*sent)
    passed, failed = await processed(outside, jiangsu, number)
    done = time.perf_counter() - begun
    received = [await jiangsu.outcome(one) for one in sent]
    answered = time.perf_counter() - begun
    _logger.info("1000 records: processed after %.2f s, answered after %.2f s", done, answered)

    assert (passed, failed) == (UPLOAD_RECORDS_MAX // 10, UPLOAD_RECORDS_MAX * 9 // 10)
    assert all(len(one.results) == 1 for one in received)
    assert all(one.codes for one in received)
    assert len({name for one in received for name in one.files}) < UPLOAD_RECORDS_MAX // 4
    await outside.policy("manual")


@pytest.mark.proves("5001")
async def test_one_record_more_is_refused_as_a_whole(outside: Outside, jiangsu: Enterprise) -> None:
    sent = [jiangsu.sample(pictures=False) for _ in range(UPLOAD_RECORDS_MAX + 1)]
    while await jiangsu.collect() is not None:
        pass
    known = set(jiangsu.files)
    number = await jiangsu.file(*sent)
    assert await processed(outside, jiangsu, number) == (0, 0)
    name = await jiangsu.collect()
    assert name is not None
    assert name not in known
    assert [[f.code for f in one.findings] for one in jiangsu.files[name].results] == [[5001]]
