"""A picture that was stored, and whether it is small enough to be evidence (code 5010)."""

from dataclasses import dataclass

from beian.errors import Refusal
from beian.events.enterprise import Evidence
from beian.regulations.numbers import ATTACHMENT_BYTES_MAX, KIBIBYTE
from beian.regulations.reasons import Reason


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that was stored: what it is called, and what its header says."""

    sha256: str
    size: int
    format: int
    width: int
    height: int


def evidence_of(
    kind: str, picture: Picture, bytes_max: int = ATTACHMENT_BYTES_MAX
) -> Evidence | Refusal:
    """Return the picture as evidence of a kind, or the no to one that is too large."""
    if not 0 < picture.size <= bytes_max:
        detail = f"文件大小超过{bytes_max // KIBIBYTE}K"
        return Refusal(Reason.TOO_LARGE, detail, kind.lower())
    return Evidence(kind=kind, sha256=picture.sha256, size=picture.size, format=picture.format)
