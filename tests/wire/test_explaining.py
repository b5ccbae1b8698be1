"""Why a file is refused: each layer by a file that fails there, with place, value and rule."""

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from beian.records import Finding
from beian.wire.codes import message
from beian.wire.explaining import (
    Explanation,
    Judged,
    explain_payload,
    explain_refused_call,
    explain_xml,
    with_findings,
)
from beian.wire.refusal import Layer, WireRefusal
from beian.wire.sealing import Sealed, seal
from beian.wire.upload_xzba import write_xzba
from launcher.samples import Provider, sample

KEY, OFFSET = "0123456789ABCDEF", "0102030405060708"
SAMPLE = sample(7, Provider(320000000002, "320000", "198.51.100.0/24"))
RIGHT = write_xzba([SAMPLE.filing], SAMPLE.blobs, reporting_unit=320000000002)
SUBJECT = str(SAMPLE.filing.subject.isp_subject_id)


def spoiled(pattern: bytes, by: bytes) -> bytes:
    changed, count = re.subn(pattern, lambda _: by, RIGHT, count=1, flags=re.DOTALL)
    assert count == 1, pattern
    return changed


def at(xml: bytes, text: bytes) -> tuple[int, int]:
    """Return line and column of a text's first occurrence, in characters."""
    before = xml.decode("gb18030", "replace").partition(text.decode("gb18030", "replace"))[0]
    return before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1


def outcomes(explanation: Explanation) -> dict[str, str]:
    return {report.layer.value: report.outcome for report in explanation.layers}


def sealed(*, encrypt: bool = False) -> Sealed:
    return seal(RIGHT, "a.xml", key=KEY, iv=OFFSET, encrypt=encrypt)


def test_every_layer_of_a_right_file_passes() -> None:
    whole = sealed(encrypt=True)
    explanation = explain_payload(
        whole.beian_info, whole.beian_info_hash, encrypt_algorithm=1, key=KEY, iv=OFFSET
    )
    judged = with_findings(explanation, [Judged(1, SUBJECT, ())])
    layers = ["base64", "AES", "MD5", "zip", "GBK", "XML", "XSD", "rules"]
    assert outcomes(judged) == dict.fromkeys(layers, "passed")
    assert not judged.is_refused
    assert judged.first_failed is None
    assert judged.as_json()["problems"] == []


@pytest.mark.parametrize(
    ("layer", "code", "change"),
    [
        (Layer.BASE64, 17, lambda s: replace(s, beian_info=" ")),
        (Layer.BASE64, 6, lambda s: replace(s, beian_info="%%%")),
        (Layer.AES, 6, lambda s: replace(s, beian_info=s.beian_info[:-24])),
        (Layer.MD5, 7, lambda s: replace(s, beian_info_hash="other")),
        (Layer.ZIP, 8, lambda _: seal_bytes(b"PK no archive")),
    ],
)
def test_the_first_layer_that_fails_is_told_and_none_after_it(
    layer: Layer, code: int, change: Callable[[Sealed], Sealed]
) -> None:
    whole = change(sealed(encrypt=True))
    explanation = explain_payload(
        whole.beian_info, whole.beian_info_hash, encrypt_algorithm=1, key=KEY, iv=OFFSET
    )
    (problem,) = explanation.problems
    assert (explanation.first_failed, problem.code, problem.layer) == (layer, code, layer)
    assert problem.wanted
    assert problem.rule.startswith("interface §")
    found = list(outcomes(explanation).values())
    failed = found.index("failed")
    assert set(found[:failed]) <= {"passed"}
    assert set(found[failed + 1 :]) == {"not reached"}


def seal_bytes(archive: bytes) -> Sealed:
    """Seal what is no archive: only its zip layer fails."""
    padder = padding.PKCS7(128).padder()
    cipher = Cipher(algorithms.AES128(KEY.encode()), modes.CBC(OFFSET.encode())).encryptor()
    payload = cipher.update(padder.update(archive) + padder.finalize()) + cipher.finalize()
    digest = hashlib.md5(archive, usedforsecurity=False).digest()
    return Sealed(base64.b64encode(payload).decode(), base64.b64encode(digest).decode())


ZT = "/UploadData/ICP/XZBA/Baxx/Zt_xx"
WRONG_FILES: dict[str, tuple[Layer, int, bytes, bytes, bytes, str | None, str | None, str]] = {
    "another encoding": (
        Layer.GBK, 5001, b"GBK", b"UTF-8", b"UTF-8", None, "UTF-8",
        '<?xml version="1.0" encoding="GBK"?>',
    ),
    "a control character": (
        Layer.GBK, 5008, b"<Dwmc>", b"<Dwmc>\x01", b"\x01", None, "U+0001", "no control",
    ),
    "bytes that are not GBK": (
        Layer.GBK, 5008, b"<Dwmc>[^<]*", b"<Dwmc>\xff\xff", b"\xff", None, "ffff3c2f", "GBK",
    ),
    "an end tag of another name": (
        Layer.XML, 5001, b"</Dwmc>", b"</Dwm>", b"</Dwm>", None, "</Dwm>", "</Dwmc>",
    ),
    "another version": (
        Layer.XSD, 5004, b"V.3.0", b"V.2.0", b"<UploadData", "/UploadData/@version", "V.2.0",
        "V.3.0",
    ),
    "an empty text": (
        Layer.XSD, 5001, b"<Dwmc>[^<]*</Dwmc>", b"<Dwmc></Dwmc>", b"<Dwmc>", f"{ZT}/Dwmc", "",
        "at least 1 characters",
    ),
    "a number that is none": (
        Layer.XSD, 5001, b"<Dwxz>[^<]*<", b"<Dwxz>x<", b"<Dwxz>", f"{ZT}/Dwxz", "x",
        "the schema's type",
    ),
    "an element that is missing": (
        Layer.XSD, 5001, b"<Wzmc>[^<]*</Wzmc>", b"", b"<Fwnr>",
        "/UploadData/ICP/XZBA/Baxx/Wz_xx/Fwnr", "<Fwnr>", "<Wzmc>",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG_FILES)
def test_the_place_the_value_and_what_was_wanted_are_told(what: str) -> None:
    layer, code, pattern, by, stands, xpath, found, wanted = WRONG_FILES[what]
    xml = spoiled(pattern, by)
    explanation = explain_xml(xml, "a.xml")
    (problem,) = explanation.problems
    assert (explanation.first_failed, problem.code) == (layer, code)
    assert problem.xpath == xpath
    assert problem.found == found
    assert wanted in (problem.wanted or "")
    line, column = at(xml, stands)
    assert problem.line == line
    assert problem.column is not None
    assert abs(problem.column - column) <= len("</Dwm>"), "the parser counts from the tag's end"
    if layer is not Layer.XML:
        assert problem.column == column


def test_findings_are_placed_at_the_value_they_are_about() -> None:
    explanation = explain_xml(RIGHT, "a.xml")
    phone = SAMPLE.filing.subject.responsible.office_phone or ""
    judged = Judged(
        1,
        SUBJECT,
        (
            Finding(code=1010, message=message(1010, value=phone)),
            Finding(code=1031, message=message(1031, site_name="x")),
            Finding(code=1001, message=message(1001)),
        ),
    )
    told = with_findings(explanation, [judged], [5003])
    whole, first, second = told.problems
    assert told.first_failed is Layer.RULES
    assert (whole.code, whole.xpath, whole.found) == (
        5003,
        "/UploadData/ICP/Qqdwid",
        "320000000002",
    )
    assert (first.code, first.xpath, first.found) == (1010, f"{ZT}/Fzr/Fzr_dhhm", phone)
    assert (first.line, first.column) == at(RIGHT, b"<Fzr_dhhm>")
    assert first.record == f"ICP/XZBA {SUBJECT}"
    assert (second.code, second.xpath) == (1031, "/UploadData/ICP/XZBA/Baxx")
    assert second.rule == "validation §3"


def test_places_are_right_behind_comments_that_look_like_elements() -> None:
    xml = spoiled(b"<Dwmc>[^<]*</Dwmc>", b"<!-- <Dwmc>no</Dwmc> --><Dwmc></Dwmc>")
    (problem,) = explain_xml(xml, "a.xml").problems
    assert (problem.line, problem.column) == at(xml, b"<Dwmc></Dwmc>")


def test_a_switch_that_is_on_is_heeded() -> None:
    empty = (
        b"<Nrlx><Nrlx_xx><Nrlx_id>0</Nrlx_id><Qzsph></Qzsph><Spwj></Spwj></Nrlx_xx></Nrlx><Fwnr>"
    )
    xml = spoiled(b"<Fwnr>", empty)
    assert explain_xml(xml, "a.xml").first_failed is Layer.XSD
    lenient = frozenset({"drop_empty_nrlx"})
    assert explain_xml(xml, "a.xml", switches=lenient).first_failed is None


def test_a_refused_call_fails_before_all_layers() -> None:
    refusal = WireRefusal(16, "randVal", layer=Layer.CALL, found="5 characters", wanted="20")
    told = explain_refused_call(refusal)
    assert told.first_failed is Layer.CALL
    assert list(outcomes(told).values()) == ["failed", *["not reached"] * 8]
