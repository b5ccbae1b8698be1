"""A download file as an enterprise reads it, and its name (§8, §10.2)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lxml import etree

from beian.wire.binding import Reading
from beian.wire.documents import read
from beian.wire.download_bajg import (
    OPINION,
    RECORD_RESULT,
    RecordResult,
    ReviewOpinion,
    opinion_of,
)
from beian.wire.download_basj import IssuedFiling, read_issued
from beian.wire.refusal import WireRefusal

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


def read_download(xml: bytes) -> DownloadFile | WireRefusal:
    """Read a download file: BASJ and the ICP results typed, other blocks by name.

    5001, 5004 or 5008 as for an upload when it is no valid file.
    """
    document = read(xml, "download", "DownloadData")
    if document.refusal is not None:
        return document.refusal
    assert document.root is not None, "what is not refused has a tree"
    return _read(document.root[0])


def download_file_name(now: datetime, letters: str, number: int) -> str:
    """Return `<yyyyMMddHHmmss>_<two letters>_<number>.xml` (§8).

    Raises ValueError when `letters` are not two letters of the English alphabet.
    """
    if not _LETTERS.fullmatch(letters):
        raise ValueError(f"not a province's two letters: {letters!r}")
    return f"{now:%Y%m%d%H%M%S}_{letters}_{number}.xml"


def _read(kind: etree._Element) -> DownloadFile:
    reading = Reading(isp_id=0)
    is_icp = kind.tag == "ICP"
    return DownloadFile(
        kind=str(kind.tag),
        blocks=tuple(f"{kind.tag}/{block.tag}" for block in kind),
        issued=tuple(read_issued(one, reading) for one in kind.iterfind("BASJ/Baxx") if is_icp),
        results=tuple(
            RECORD_RESULT.read(one, reading) for one in kind.iterfind("BAJG/Jg_xx") if is_icp
        ),
        opinions=tuple(
            opinion_of(OPINION.read(one, reading)) for one in kind.iterfind("BAJG/GJSHS/Gjsh")
        ),
        blobs=reading.blobs,
    )
