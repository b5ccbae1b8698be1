"""Archives as an attacker makes them: each gets its code, none is taken, none is blown up."""

import base64
import gzip
import hashlib
import io
import random
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beian.wire.sealing import Opened, open_upload
from robustness.soap_cases import upload_of
from support.outside import Enterprise

MEBIBYTE = 1024 * 1024
XML = b'<?xml version="1.0" encoding="GBK"?><UploadData version="V.3.0"/>'


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes], comment: bytes = b"") -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.comment = comment
        for name, content in entries:
            file.writestr(name, content)
    return archive.getvalue()


def entry(name: str = "beianinfo.xml", *, mode: int = stat.S_IFREG | 0o644) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.create_system, made.external_attr = 3, mode << 16
    return made


def bomb(layers_mebibytes: int) -> bytes:
    """Return an archive of zeros whose headers say that there are only ten."""
    archive = bytearray(zipped(("beianinfo.xml", bytes(layers_mebibytes * MEBIBYTE))))
    directory = archive.rindex(b"PK\x01\x02")
    archive[directory + 24 : directory + 28] = struct.pack("<I", 10)
    archive[22:26] = struct.pack("<I", 10)
    return bytes(archive)


def damaged(archive: bytes, at: int, by: bytes) -> bytes:
    return archive[:at] + by + archive[at + len(by) :]


def with_central_field(archive: bytes, offset: int, value: bytes) -> bytes:
    """Change a field of the one directory entry."""
    return damaged(archive, archive.rindex(b"PK\x01\x02") + offset, value)


def overlapping() -> bytes:
    """Return an archive whose directory names the same bytes sixty times."""
    archive = zipped(("a.xml", bytes(MEBIBYTE)))
    start = archive.rindex(b"PK\x01\x02")
    end = archive.rindex(b"PK\x05\x06")
    directory = archive[start:end] * 60
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 60, 60, len(directory), start, 0)
    return archive[:start] + directory + tail


PLAIN = zipped(("beianinfo.xml", XML))
_DATA_AT = 30 + len("beianinfo.xml")

ARCHIVES: dict[str, tuple[int, Callable[[], bytes]]] = {
    "nothing in it": (17, zipped),
    "two files": (17, lambda: zipped(("a.xml", XML), ("b.xml", XML))),
    "ten thousand files": (17, lambda: zipped(*((f"{n}.xml", b"") for n in range(10_000)))),
    "the same bytes sixty times": (17, overlapping),
    "a folder": (17, lambda: zipped(("folder/", b""))),
    "a symbolic link": (17, lambda: zipped((entry(mode=stat.S_IFLNK | 0o777), b"/etc/passwd"))),
    "a device": (17, lambda: zipped((entry(mode=stat.S_IFCHR | 0o666), b""))),
    "a pipe": (17, lambda: zipped((entry(mode=stat.S_IFIFO | 0o666), b""))),
    "a way out": (999, lambda: zipped(("../../etc/cron.d/x", XML))),
    "a way out backwards": (999, lambda: zipped(("..\\..\\x.xml", XML))),
    "an absolute name": (999, lambda: zipped(("/etc/passwd", XML))),
    "a Chinese name": (999, lambda: zipped(("备案.xml", XML))),
    "a long name": (999, lambda: zipped(("x" * 129, XML))),
    "a file name of 60 KiB": (999, lambda: zipped(("x" * 60_000, XML))),
    "no name": (999, lambda: zipped(("", XML))),
    "a wrong check sum": (8, lambda: with_central_field(PLAIN, 16, b"\0\0\0\0")),
    "damaged data": (8, lambda: damaged(PLAIN, _DATA_AT + 9, b"\xff\xff\xff")),
    "cut in half": (8, lambda: PLAIN[: len(PLAIN) // 2]),
    "without its end": (8, lambda: PLAIN[:-10]),
    "a start beyond the file": (8, lambda: with_central_field(PLAIN, 42, b"\xff\xff\xff\x7f")),
    "another method": (8, lambda: with_central_field(PLAIN, 10, b"\x0e\x00")),
    "an unknown method": (8, lambda: with_central_field(PLAIN, 10, b"\x63\x00")),
    "a password": (8, lambda: with_central_field(PLAIN, 8, b"\x01\x00")),
    "a strange year": (0, lambda: with_central_field(PLAIN, 12, b"\xff\xff\xff\xff")),
    "a comment and something before it": (
        0,
        lambda: b"MZ" * 50 + zipped(("a.xml", XML), comment=b"x"),
    ),
    "gzip": (8, lambda: gzip.compress(XML)),
    "bare deflate": (8, lambda: zlib.compress(XML)),
    "the XML itself": (8, lambda: XML),
    "zeros": (8, lambda: bytes(1000)),
    "a bomb that lies": (8, lambda: bomb(500)),
    "fifty megabytes and one byte": (18, lambda: zipped(("a.xml", bytes(50 * MEBIBYTE + 1)))),
    "a huge size in the directory": (
        18,
        lambda: with_central_field(PLAIN, 24, b"\xf0\xff\xff\xff"),
    ),
}


def carrying(archive: bytes) -> dict[str, Any]:
    digest = hashlib.md5(archive, usedforsecurity=False).digest()
    return {
        "beian_info": base64.b64encode(archive).decode(),
        "beian_info_hash": base64.b64encode(digest).decode(),
    }


def opened_as(changes: dict[str, Any]) -> int:
    read = open_upload(**changes, encrypt_algorithm=0, key=None, iv=None)
    return 0 if isinstance(read, Opened) else read.code


@pytest.mark.proves("8", "17", "18", "999")
@pytest.mark.parametrize(("code", "made"), ARCHIVES.values(), ids=ARCHIVES)
async def test_every_archive_has_its_code(
    guangdong: Enterprise, code: int, made: Callable[[], bytes]
) -> None:
    changes = carrying(made())
    assert opened_as(changes) == code
    if code == 0:
        return
    answer = await guangdong.soap._call(upload_of(guangdong, **changes))
    assert answer.code == code, answer
    previous = await guangdong.soap.previous()
    assert previous.file is not None
    assert previous.file.data_sequence == guangdong.sequence, "what is refused is not counted"


@pytest.mark.proves("6", "7", "17")
async def test_a_payload_that_is_no_base64_has_its_code(guangdong: Enterprise) -> None:
    right = carrying(PLAIN)["beian_info"]
    plain: dict[str, tuple[int, str]] = {
        "nothing": (17, ""),
        "white space": (17, " \n"),
        "one character": (7, "A"),
        "cut": (7, right[:-5]),
        "no padding": (7, right.rstrip("=") if right.endswith("=") else right[:-1]),
        "too much padding": (7, right + "===="),
        "padding in the middle": (7, right[:8] + "==" + right[8:]),
        "of URLs": (7, right[:8] + "-_" + right[10:]),
        "Chinese": (7, "备案信息"),
        "noise behind it": (7, right + "!"),
    }
    for what, (code, text) in plain.items():
        answer = await guangdong.soap._call(upload_of(guangdong, beian_info=text))
        assert answer.code == code, (what, answer)
        encrypted = upload_of(guangdong, beian_info=text, encrypt_algorithm=1)
        assert (await guangdong.soap._call(encrypted)).code == {7: 6}.get(code, code), what
    for blocks in (1, 2, 1000):
        noise = base64.b64encode(random.Random(blocks).randbytes(16 * blocks)).decode()
        call = upload_of(guangdong, beian_info=noise, encrypt_algorithm=1)
        assert (await guangdong.soap._call(call)).code in {6, 7}
    for digest in ("", "0", "中", "A" * 24, "A" * 1_000_000):
        call = upload_of(guangdong, beian_info_hash=digest)
        assert (await guangdong.soap._call(call)).code == 7


@pytest.mark.proves("9", "11", "14")
async def test_a_number_that_is_none_has_its_code(guangdong: Enterprise) -> None:
    numbers: list[Any] = [None, -1, 2**31, 2**63 - 1, -(2**63)]
    following = guangdong.sequence + 1
    for number in numbers:
        for code, field in ((9, "encrypt_algorithm"), (11, "compression_format")):
            answer = await guangdong.soap._call(upload_of(guangdong, **{field: number}))
            assert answer.code == code, (field, number)
        answer = await guangdong.soap._call(upload_of(guangdong, data_sequence=number))
        assert answer.code == 14
        assert answer.missing[0] == following
        assert len(answer.missing) <= 100


@settings(max_examples=200, derandomize=True, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(PLAIN)), st.binary(min_size=1, max_size=6)), max_size=5),
    st.integers(0, len(PLAIN)),
)
def test_a_spoiled_archive_is_refused_or_the_file_it_was(
    spoils: list[tuple[int, bytes]], length: int
) -> None:
    archive = PLAIN[:length] if length % 3 == 0 else PLAIN
    for at, by in spoils:
        archive = damaged(archive, at, by)
    read = open_upload(**carrying(archive), encrypt_algorithm=0, key=None, iv=None)
    if isinstance(read, Opened):
        assert read.xml == XML
    else:
        assert read.code in {7, 8, 17, 18, 999}
