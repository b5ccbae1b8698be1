"""Laying files ready for a provider, whatever the cause. Interface §8, §10.2.

Results of uploads name their files by the upload (results.py). What comes of another cause, a
notice or a list, is named by the provider and its place among all files that were ever laid ready
for it: so no name is used twice, and a replay finds the same ones.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.exchange import DownloadFileQueued
from beian.exchange.files import EXCHANGE, Exchange, QueueFile, stream_of
from beian.wire.download_blocks import split, write_download
from beian.wire.downloads import download_file_name
from beian.wire.shapes_downloads import DOWNLOAD_SHAPES
from province.application.bureau import Bureau

NOTICE: Final = 9
"""The last digit of the number in a notice's name; results of uploads have lower ones."""
WHOLE_FILE_KINDS: Final = ("JCDM",)
"""What fills a file of its own kind; of all else a file's block is kind and block."""

type Contents = Mapping[str, Sequence[Any]]
"""Records by path, `ICP/HMDLB/Zthmdxxs`; `DOWNLOAD_SHAPES` says what each is."""


async def lay_ready(
    bureau: Bureau,
    session: Session,
    isp_id: int,
    contents: Contents,
    *,
    blobs: Mapping[str, bytes] | None = None,
    application_ids: tuple[str, ...] = (),
) -> tuple[str, ...]:
    """Lay records of one block ready in as many files as the limits ask for; return their names.

    `blobs` holds the bytes the records refer to. No record: no file. Raises ValueError where
    one record alone is too large for a file.
    """
    names = []
    for block, content in files_of(contents, blobs):
        exchange = await session.state(EXCHANGE, stream_of(isp_id))
        number = int(f"{isp_id}{exchange.laid_ready + 1}{NOTICE}")
        name = download_file_name(session.now, bureau.province.letters, number)
        await queue_file(session, isp_id, name, block, content, application_ids)
        names.append(name)
    return tuple(names)


async def queue_file(
    session: Session,
    isp_id: int,
    name: str,
    block: str,
    content: bytes,
    application_ids: tuple[str, ...] = (),
) -> None:
    """Put one file of this name into the provider's queue, last."""
    file = DownloadFileQueued(
        isp_id=isp_id,
        file_name=name,
        block=block,
        content=await session.store_blob(content),
        content_size=len(content),
        application_ids=application_ids,
    )
    outcome: Exchange | Refusal = await session.decide(
        EXCHANGE, stream_of(isp_id), QueueFile(file), None
    )
    assert not isinstance(outcome, Refusal), "a file can always be laid ready"


def files_of(
    contents: Contents, blobs: Mapping[str, bytes] | None = None
) -> Iterator[tuple[str, bytes]]:
    """Yield the block and the bytes of each file that the records need, in the schema's order.

    Raises KeyError for a path that no download file has, ValueError for a record too large.
    """
    unknown = contents.keys() - DOWNLOAD_SHAPES.keys()
    if unknown:
        raise KeyError(min(unknown))
    records = [(path, one) for path in DOWNLOAD_SHAPES for one in contents.get(path, ())]
    for some, content in split(records, lambda some: write_download(_by_path(some), blobs)):
        yield _block(some[0][0]), content


def _by_path(records: Sequence[tuple[str, Any]]) -> Contents:
    found: dict[str, list[Any]] = {}
    for path, record in records:
        found.setdefault(path, []).append(record)
    return found


def _block(path: str) -> str:
    kind, block, *_ = path.split("/")
    return kind if kind in WHOLE_FILE_KINDS else f"{kind}/{block}"
