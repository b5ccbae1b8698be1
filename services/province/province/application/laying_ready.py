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
from beian.exchange.codes_met import CODES_MET, NoteCodes, codes_in, codes_stream
from beian.exchange.files import EXCHANGE, Exchange, QueueFile, stream_of
from beian.exchange.switches import Switch
from beian.wire.download_blocks import split, write_download
from beian.wire.downloads import download_file_name
from beian.wire.shapes_downloads import DOWNLOAD_SHAPES
from province.application.bureau import Bureau
from province.domain.provider import PROVIDER
from province.domain.provider import stream_of as provider_stream

NOTICE: Final = 9
"""The last digit of the number in a notice's name; results of uploads have lower ones."""
WHOLE_FILE_KINDS: Final = ("JCDM",)
"""What fills a file of its own kind; of all else a file's block is kind and block."""

CANCELLATIONS: Final = "ICP/ZXSJ/Zxxx"
CANCELLED_ACCESS: Final = 2
"""Zxlb, which the official schema does not know."""

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

    A provider that takes only what the official schema allows gets no cancelled access (§14, 25).
    `blobs` holds the bytes the records refer to. No record: no file. Raises ValueError where
    one record alone is too large for a file.
    """
    if await insists_on_schema(session, isp_id):
        contents = {path: _allowed(path, records) for path, records in contents.items()}
    names = []
    for block, content in files_of(contents, blobs):
        exchange = await session.state(EXCHANGE, stream_of(isp_id))
        number = int(f"{isp_id}{exchange.laid_ready + 1}{NOTICE}")
        name = download_file_name(session.now, bureau.province.letters, number)
        await queue_file(session, isp_id, name, block, content, application_ids)
        names.append(name)
    return tuple(names)


async def lay_ready_for_all(bureau: Bureau, session: Session, contents: Contents) -> None:
    """Lay the same records ready for every provider that is admitted here."""
    for isp_id in await bureau.lookups.admitted(session):
        await lay_ready(bureau, session, isp_id, contents)


async def insists_on_schema(session: Session, isp_id: int) -> bool:
    """Say whether nothing may be sent to the provider that the official schema does not know."""
    provider = await session.state(PROVIDER, provider_stream(isp_id))
    return Switch.STRICT_DOWNLOAD_XSD in provider.switches


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
    met = tuple(codes_in(isp_id, block, content))
    if met:
        await session.decide(CODES_MET, codes_stream(isp_id), NoteCodes(met), None)


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


def _allowed(path: str, records: Sequence[Any]) -> Sequence[Any]:
    """Return the records without cancelled accesses: the official Zxlb is 0 or 1."""
    if path != CANCELLATIONS:
        return records
    return [one for one in records if one.kind != CANCELLED_ACCESS]


def _by_path(records: Sequence[tuple[str, Any]]) -> Contents:
    found: dict[str, list[Any]] = {}
    for path, record in records:
        found.setdefault(path, []).append(record)
    return found


def _block(path: str) -> str:
    kind, block, *_ = path.split("/")
    return kind if kind in WHOLE_FILE_KINDS else f"{kind}/{block}"
