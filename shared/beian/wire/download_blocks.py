"""Writes download files of any block, and keeps each file within the interface's limits."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from beian.regulations.numbers import UPLOAD_BYTES_MAX, UPLOAD_RECORDS_MAX
from beian.wire.binding import Writing
from beian.wire.documents import render
from beian.wire.shapes_downloads import DOWNLOAD_SHAPES


def write_download(
    contents: Mapping[str, Sequence[Any]], blobs: Mapping[str, bytes] | None = None
) -> bytes:
    """Return a download file of records by path, `ICP/ZXSJ/Zxxx`; all paths of one kind.

    `DOWNLOAD_SHAPES` says which record a path takes; at least one record in all. `blobs`
    holds the bytes the records refer to. Raises KeyError when one is missing, or for a path
    that no download file has.
    """
    unknown = contents.keys() - DOWNLOAD_SHAPES.keys()
    if unknown:
        raise KeyError(min(unknown))
    writing = Writing(blobs or {})
    around: list[str] = []
    for path, shape in DOWNLOAD_SHAPES.items():
        records = contents.get(path, ())
        if not records:
            continue
        *above, tag = path.split("/")
        _move(around, above, writing)
        for record in records:
            writing.out.append(f"<{tag}>")
            shape.write(record, writing)
            writing.out.append(f"</{tag}>")
    _move(around, [], writing)
    return render("DownloadData", writing.out)


def split[R](
    records: Sequence[R],
    write: Callable[[Sequence[R]], bytes],
    *,
    bytes_max: int = UPLOAD_BYTES_MAX,
) -> Iterator[tuple[Sequence[R], bytes]]:
    """Yield files of at most 1000 records and less than `bytes_max` bytes, in order.

    Each comes with the records that are in it. Raises ValueError when one record alone is
    too large.
    """
    for start in range(0, len(records), UPLOAD_RECORDS_MAX):
        yield from _within(records[start : start + UPLOAD_RECORDS_MAX], write, bytes_max)


def _within[R](
    records: Sequence[R], write: Callable[[Sequence[R]], bytes], bytes_max: int
) -> Iterator[tuple[Sequence[R], bytes]]:
    xml = write(records)
    if len(xml) < bytes_max:
        yield records, xml
    elif len(records) == 1:
        raise ValueError(f"one record makes a file of {len(xml)} bytes")
    else:
        half = len(records) // 2
        yield from _within(records[:half], write, bytes_max)
        yield from _within(records[half:], write, bytes_max)


def _move(around: list[str], wanted: Sequence[str], writing: Writing) -> None:
    """Close and open elements until `around` are the open ones that are wanted."""
    same = 0
    while same < min(len(around), len(wanted)) and around[same] == wanted[same]:
        same += 1
    while len(around) > same:
        writing.out.append(f"</{around.pop()}>")
    for tag in wanted[same:]:
        around.append(tag)
        writing.out.append(f"<{tag}>")
