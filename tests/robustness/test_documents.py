"""Files that are taken and cannot be read, and records with values of all sizes: each is answered."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beian.records import Finding
from beian.wire.files import UploadFile, parse_upload
from beian.wire.refusal import WireRefusal
from beian.wire.upload_xzba import write_xzba
from launcher.samples import Provider, sample
from support.outside import GUANGDONG, Enterprise, Outside, with_filing, with_subject
from support.waiting import until

LONG = 2**63 - 1
DECLARED = b'<?xml version="1.0" encoding="GBK"?>\n'
SIMPLE = sample(7, Provider(320000000002, "320000", "198.51.100.0/24"))
RIGHT = write_xzba([SIMPLE.filing], SIMPLE.blobs, reporting_unit=320000000002)


def spoiled(pattern: bytes, by: bytes) -> Callable[[bytes], bytes]:
    """Return what replaces the first occurrence of a pattern; it must be there."""

    def spoil(xml: bytes) -> bytes:
        changed, count = re.subn(pattern, lambda _: by, xml, count=1)
        assert count == 1, pattern
        return changed

    return spoil


def field(name: str, value: bytes) -> Callable[[bytes], bytes]:
    return spoiled(rb"<%b>[^<]*</%b>" % (name.encode(), name.encode()), element(name, value))


def element(name: str, value: bytes) -> bytes:
    return b"<%b>%b</%b>" % (name.encode(), value, name.encode())


def with_doctype(doctype: bytes) -> Callable[[bytes], bytes]:
    """Return what puts a document type before the root and uses its entity."""
    return lambda xml: field("Dwmc", b"&x;")(xml.replace(DECLARED, DECLARED + doctype))


LAUGHS = b"<!DOCTYPE a [<!ENTITY a0 'ha'>%b<!ENTITY x '&a9;'>]>" % b"".join(
    b"<!ENTITY a%d '%b'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
)

FILES: dict[str, tuple[int, Callable[[bytes], bytes]]] = {
    "nothing": (5001, lambda _: b""),
    "white space": (5001, lambda _: b" \n"),
    "no declaration": (5001, lambda xml: xml.replace(DECLARED, b"")),
    "declared UTF-8": (5001, lambda xml: xml.replace(b"GBK", b"UTF-8")),
    "UTF-8 that says GBK": (5001, lambda xml: xml.decode("gbk").encode()),
    "UTF-16": (5001, lambda xml: xml.decode("gbk").encode("utf-16")),
    "cut": (5001, lambda xml: xml[: len(xml) // 2]),
    "something behind it": (5001, lambda xml: xml + b"<a/>"),
    "another root": (5001, lambda _: DECLARED + b"<DownloadData/>"),
    "no operation": (5001, lambda _: DECLARED + b'<UploadData version="V.3.0"/>'),
    "an external entity": (
        5001,
        with_doctype(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    ),
    "an entity of the network": (
        5001,
        with_doctype(b'<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:1/">]>'),
    ),
    "a parameter entity": (
        5001,
        with_doctype(b'<!DOCTYPE a [<!ENTITY % y SYSTEM "file:///etc/passwd"> %y;]>'),
    ),
    "a billion laughs": (5001, with_doctype(LAUGHS)),
    "a document type elsewhere": (
        5001,
        with_doctype(b'<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd">'),
    ),
    "an unknown entity": (5001, field("Dwmc", b"&nbsp;")),
    "deep": (5001, field("Dwmc", b"<a>" * 20_000 + b"</a>" * 20_000)),
    "a hundred thousand attributes": (
        5001,
        spoiled(rb"<Dwmc>", b"<Dwmc " + b" ".join(b'a%d=""' % n for n in range(100_000)) + b">"),
    ),
    "a million elements": (5001, field("Dwmc", b"<a/>" * 1_000_001)),
    "a namespace": (5001, spoiled(rb"<UploadData", b'<UploadData xmlns="urn:other"')),
    "another version": (5004, spoiled(rb'version="V\.3\.0"', b'version="V.2.0"')),
    "bytes that are not GBK": (5008, field("Dwmc", b"\x81\x20\xff\xff")),
    "half a character": (5008, field("Dwmc", b"\xb9")),
    "NUL": (5008, field("Dwmc", b"a\x00b")),
    "control characters": (5008, field("Dwmc", b"\x01\x08\x1b\x7f")),
    "a reference to a control character": (5008, field("Dwmc", b"&#1;")),
    "a reference to half a pair": (5008, field("Dwmc", b"&#xD800;")),
    "a reference beyond Unicode": (5001, field("Dwmc", b"&#x110000;")),
    "an id beyond a Long": (5001, field("IspZtid", str(LONG + 1).encode())),
    "an id of a hundred thousand digits": (5001, field("IspZtid", b"9" * 100_000)),
    "the smallest Long for an id": (5001, field("IspZtid", str(-LONG - 1).encode())),
    "an id that is none": (5001, field("IspZtid", b"1e5")),
    "an empty text": (5001, field("Dwmc", b"")),
    "a text of a megabyte": (5001, field("Dwmc", b"x" * 1_048_576)),
    "another unit": (5003, field("Qqdwid", b"110000000002")),
    "unit 0": (5001, field("Qqdwid", b"0")),
    "a negative unit": (5001, field("Qqdwid", str(-LONG).encode())),
}

IN_RECORDS: dict[str, tuple[int, Callable[[bytes], bytes]]] = {
    "white space for a name": (1044, field("Fzr_xm", b"   ")),
    "a certificate number that no file down can hold": (1008, field("Zjhm", b"9" * 129)),
    "base64 that is none": (5010, field("Fjnr", b"%%%")),
    "a range that ends before it begins": (1006, field("Qsip", b"4294967295")),
}

ODD_NAMES = (
    "');drop table log.event;--",
    "𠀀😀\U0010fffd 中",
    "<![CDATA[x]]>&amp;",
    "{0} %s %n ${jndi:x} {{7*7}}",
)


def test_each_spoiled_file_is_refused_with_its_code() -> None:
    for what, (code, spoil) in FILES.items():
        read = parse_upload(spoil(RIGHT), "beianinfo.xml")
        expected = None if code == 5003 else code
        found = read.code if isinstance(read, WireRefusal) else None
        assert found == expected, (what, read)


@pytest.mark.proves("5001", "5003", "5004", "5008")
async def test_each_spoiled_file_is_answered_over_the_wire(jiangsu: Enterprise) -> None:
    for what, (code, spoil) in FILES.items():
        xml = spoil(jiangsu.xml(jiangsu.sample()))
        findings = await answered(jiangsu, xml)
        assert [finding.code for finding in findings] == [code], what
        assert all(len(finding.message) <= 255 for finding in findings), what
        assert "root:" not in str(findings)


@pytest.mark.proves("1006", "1008", "1044", "5010")
async def test_records_with_odd_values_are_answered_with_their_codes(jiangsu: Enterprise) -> None:
    for what, (code, spoil) in IN_RECORDS.items():
        findings = await answered(jiangsu, spoil(jiangsu.xml(jiangsu.sample())))
        assert code in {finding.code for finding in findings}, (what, findings)


async def test_odd_names_come_back_as_they_were_sent(
    outside: Outside, guangdong: Enterprise
) -> None:
    await outside.policy("approve", GUANGDONG)
    sent = [with_subject(guangdong.sample(), name=name, remark=name) for name in ODD_NAMES]
    sent.append(with_subject(guangdong.sample(), isp_subject_id=LONG))
    # An attachment belongs to a subject by its id; the one that was changed goes without.
    sent = [*sent[:-1], with_filing(sent[-1], attachments=sent[-1].filing.attachments[:1])]
    received = await guangdong.filed(*sent)
    await outside.policy("manual", GUANGDONG)
    for one, back in zip(sent, received, strict=True):
        assert back.number is not None, (one.filing.subject.name, back.findings)
        assert back.issued[0].filing.subject.name == one.filing.subject.name
        assert back.issued[0].filing.subject.remark == one.filing.subject.remark


def test_a_schema_that_a_file_names_is_never_opened(tmp_path: Path) -> None:
    """The place is a pipe: who opened it would wait for ever."""
    pipe = tmp_path / "other.xsd"
    os.mkfifo(pipe)
    for attribute in (f'schemaLocation="urn:u {pipe}"', f'noNamespaceSchemaLocation="{pipe}"'):
        named = f'<ICP xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:{attribute}>'
        assert isinstance(parse_upload(spoiled(rb"<ICP>", named.encode())(RIGHT), "a"), UploadFile)


async def answered(enterprise: Enterprise, xml: bytes) -> list[Finding]:
    """Send a file; return what the next file says about it."""
    while await enterprise.collect() is not None:
        pass
    known = set(enterprise.files)
    await enterprise.send(xml)

    async def next_file() -> str | None:
        name = await enterprise.collect()
        return name if name is not None and name not in known else None

    name = await until(next_file, 10)
    return [finding for result in enterprise.files[name].results for finding in result.findings]


@settings(max_examples=120, derandomize=True, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(RIGHT)),
            st.integers(0, 30),
            st.sampled_from([b"<", b">", b"&", b"</Dwmc>", b"<Wz_xx>", b"]]>", b"<!--", b"\x00"])
            | st.binary(max_size=6),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_a_spoiled_file_is_refused_or_read(spoils: list[tuple[int, int, bytes]]) -> None:
    xml = RIGHT
    for at, length, instead in spoils:
        xml = xml[:at] + instead + xml[at + length :]
    read: Any = parse_upload(xml, "beianinfo.xml")
    if isinstance(read, WireRefusal):
        assert read.code in {5001, 5004, 5008}
    else:
        assert isinstance(read, UploadFile)
        assert read.records
