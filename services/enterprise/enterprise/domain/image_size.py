"""What a picture's first bytes say: its format and size in pixels. PNG and JPEG alone.

Reads headers only: whether the rest of the picture is whole, nobody asks here. Interface
§13 (fjwjgs), rule M64-017.
"""

import struct
from dataclasses import dataclass
from typing import Final

JPEG: Final = 1
PNG: Final = 2
"""Fjwjgs."""

_PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_PNG_HEADER: Final = struct.Struct(">8sI4sII")
_PNG_IHDR_BYTES: Final = 13
_JPEG_START: Final = b"\xff\xd8"
_JPEG_FRAME: Final = struct.Struct(">BHH")
_JPEG_LENGTH: Final = struct.Struct(">H")
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""SOF0 to SOF15 (ITU-T T.81, table B.1); the three left out are no frames."""
_WITHOUT_LENGTH: Final = frozenset({0x01, *range(0xD0, 0xD9)})
_END_OR_SCAN: Final = frozenset({0xD9, 0xDA})


@dataclass(frozen=True, slots=True)
class ImageSize:
    """Format as Fjwjgs has it, size in pixels."""

    format: int
    width: int
    height: int


def image_size(content: bytes) -> ImageSize | None:
    """Return what a PNG or JPEG says of itself, or None if it is neither."""
    if content.startswith(_PNG_SIGNATURE):
        return _png(content)
    if content.startswith(_JPEG_START):
        return _jpeg(content)
    return None


def _png(content: bytes) -> ImageSize | None:
    if len(content) < _PNG_HEADER.size:
        return None
    _, length, kind, width, height = _PNG_HEADER.unpack_from(content)
    if kind != b"IHDR" or length != _PNG_IHDR_BYTES:
        return None
    return _sized(PNG, width, height)


def _jpeg(content: bytes) -> ImageSize | None:
    """Walk from marker to marker until the frame header; the scan would be too late."""
    at = len(_JPEG_START)
    while at + 1 < len(content) and content[at] == 0xFF:  # noqa: PLR2004 - begins every marker
        marker = content[at + 1]
        if marker == 0xFF:  # noqa: PLR2004 - a fill byte before a marker
            at += 1
            continue
        at += 2
        if marker in _WITHOUT_LENGTH:
            continue
        if marker in _END_OR_SCAN or at + _JPEG_LENGTH.size > len(content):
            return None
        (length,) = _JPEG_LENGTH.unpack_from(content, at)
        if marker in _FRAMES:
            if at + _JPEG_LENGTH.size + _JPEG_FRAME.size > len(content):
                return None
            _, height, width = _JPEG_FRAME.unpack_from(content, at + _JPEG_LENGTH.size)
            return _sized(JPEG, width, height)
        if length < _JPEG_LENGTH.size:
            return None
        at += length
    return None


def _sized(kind: int, width: int, height: int) -> ImageSize | None:
    return ImageSize(kind, width, height) if width and height else None
