"""A download file as an enterprise reads it, and its name (§8, §10.2)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from lxml import etree

from beian.wire.binding import Reading
from beian.wire.documents import read
from beian.wire.download_bajg import RecordResult, ReviewOpinion
from beian.wire.download_basj import IssuedFiling
from beian.wire.refusal import WireRefusal
from beian.wire.shapes_downloads import DOWNLOAD_SHAPES

SIMULATED: Final = "模拟环境数据，不具有法律效力"
GOES_ON: Final = "仅为IP地址比对结果，申请继续处理"
"""Bz of a result of 1062 or 1063 that sends nothing back."""
"""What every file laid ready says in its remark (Bz), the bureaus' and the ministry's."""

_LETTERS: Final = re.compile(r"[A-Za-z]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class DownloadFile:
    """A valid download file: what it is about, and the blocks that are read."""

    kind: str
    """ICP, IP, YM, JCDM or SJTB."""
    blocks: tuple[str, ...]
    """Every block that is in it, by name: `ICP/BASJ`, `ICP/BAJG`, `IP/HCJG`."""
    issued: tuple[IssuedFiling, ...] = ()
    results: tuple[RecordResult, ...] = ()
    opinions: tuple[ReviewOpinion, ...] = ()
    blobs: Mapping[str, bytes] | None = None
    """Bytes the issued filings refer to, by SHA-256 in hex."""
    contents: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    """Every record by its path, `ICP/ZXSJ/Zxxx`; `DOWNLOAD_SHAPES` says what each is."""


def read_download(xml: bytes) -> DownloadFile | WireRefusal:
    """Read a download file: every record of every block.

    5001, 5004 or 5008 as for an upload when it is no valid file.
    """
    document = read(xml, "download", "DownloadData")
    if document.refusal is not None:
        return document.refusal
    assert document.root is not None, "what is not refused has a tree"
    return _read(document.root[0])


def download_file_name(now: datetime, letters: str, number: int) -> str:
    """Return `<yyyyMMddHHmmss>_<two letters>_<number>.xml` (§8): a province's, or the ministry's.

    Raises ValueError when `letters` are not two letters of the English alphabet.
    """
    if not _LETTERS.fullmatch(letters):
        raise ValueError(f"not two letters: {letters!r}")
    return f"{now:%Y%m%d%H%M%S}_{letters}_{number}.xml"


def _read(kind: etree._Element) -> DownloadFile:
    reading = Reading(isp_id=0)
    contents = {
        path: tuple(shape.read(one, reading) for one in found)
        for path, shape in DOWNLOAD_SHAPES.items()
        if path.startswith(f"{kind.tag}/")
        and (found := kind.findall(path.removeprefix(f"{kind.tag}/")))
    }
    return DownloadFile(
        kind=str(kind.tag),
        blocks=tuple(f"{kind.tag}/{block.tag}" for block in kind),
        issued=contents.get("ICP/BASJ/Baxx", ()),
        results=contents.get("ICP/BAJG/Jg_xx", ()),
        opinions=contents.get("ICP/BAJG/GJSHS/Gjsh", ()),
        blobs=reading.blobs,
        contents=contents,
    )
