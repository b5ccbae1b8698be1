"""Small valid pictures made in code: one grey, with a comment that makes each its own."""

import struct
import zlib
from typing import Final

_BLOCK: Final = 8
_BITS_PER_BLOCK: Final = 2
"""One bit for "no difference" in the mean, one for "end of block"."""
_GREY: Final = b"\x80"


def grey_jpeg(width: int, height: int, *, comment: str) -> bytes:
    """Make a baseline JPEG of one component (ITU-T T.81) of the size given in pixels."""
    blocks = -(-width // _BLOCK) * -(-height // _BLOCK)
    bits = blocks * _BITS_PER_BLOCK
    scan = bytearray(bits // 8)
    if bits % 8:
        scan.append(0xFF >> bits % 8)
    one_code = bytes([1, *[0] * 15, 0])
    return b"".join(
        (
            b"\xff\xd8",
            _segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
            _segment(0xFE, comment.encode()),
            _segment(0xDB, b"\x00" + bytes([1] * _BLOCK * _BLOCK)),
            _segment(0xC0, struct.pack(">BHHBBBB", 8, height, width, 1, 1, 0x11, 0)),
            _segment(0xC4, b"\x00" + one_code),
            _segment(0xC4, b"\x10" + one_code),
            _segment(0xDA, b"\x01\x01\x00\x00\x3f\x00"),
            bytes(scan),
            b"\xff\xd9",
        )
    )


def grey_png(width: int, height: int, *, comment: str) -> bytes:
    """Make an 8-bit greyscale PNG of the size given in pixels; the comment is ASCII."""
    row = b"\x00" + _GREY * width
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
            _chunk(b"tEXt", b"Comment\x00" + comment.encode("ascii")),
            _chunk(b"IDAT", zlib.compress(row * height, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _segment(marker: int, content: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
