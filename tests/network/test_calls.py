"""What a call is answered: every msg_code by what really causes it, over SOAP."""

import base64
import hashlib
import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest

from beian.wire.answers import Answer
from beian.wire.calls import (
    AckCall,
    Call,
    DownloadCall,
    PreviousUploadCall,
    StatusCall,
    UploadCall,
    VerifyCall,
)
from beian.wire.sealing import pwd_hash, seal
from support.outside import GUANGDONG, Enterprise, Outside, soap_client

MEBIBYTE = 1024 * 1024


def all_calls(enterprise: Enterprise, **changes: Any) -> list[Call]:
    """Return one call of each method, each with the same changes to who calls."""
    who = {**enterprise.soap._identity(), **changes}
    return [
        upload_call(enterprise, **changes),
        DownloadCall(**who),
        AckCall(**who, file_name="x.xml"),
        PreviousUploadCall(**who),
        StatusCall(**who, query_condition_type=0, query_condition="nobody.example"),
        VerifyCall(**who, baxh="苏ICP备2026999999号", bamm="0"),
    ]


def upload_call(enterprise: Enterprise, **changes: Any) -> UploadCall:
    """Return the next upload, right in everything but the changes."""
    sealed = seal(b"<UploadData/>", "beianinfo.xml", key=None, iv=None, encrypt=False)
    call = UploadCall(
        **enterprise.soap._identity(),
        beian_info=sealed.beian_info,
        beian_info_hash=sealed.beian_info_hash,
        data_sequence=enterprise.sequence + 1,
        encrypt_algorithm=0,
        compression_format=0,
    )
    return replace(call, **changes)


def zipped(*entries: tuple[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries:
            file.writestr(name, content)
    return archive.getvalue()


def carrying(content: bytes) -> dict[str, str]:
    """Return payload and hash of an archive, as they travel."""
    digest = hashlib.md5(content, usedforsecurity=False).digest()
    return {
        "beian_info": base64.b64encode(content).decode(),
        "beian_info_hash": base64.b64encode(digest).decode(),
    }


async def codes_of(enterprise: Enterprise, calls: list[Call]) -> set[int]:
    return {(await enterprise.soap._call(call)).code for call in calls}


async def refused(enterprise: Enterprise, **changes: Any) -> Answer:
    """Send an upload that is wrong, and see that it was not taken."""
    answer = await enterprise.soap._call(upload_call(enterprise, **changes))
    previous = await enterprise.soap.previous()
    assert previous.file is not None
    assert previous.file.data_sequence == enterprise.sequence
    return answer


@pytest.mark.proves("4", "5", "10", "12", "16")
async def test_every_method_knows_who_calls(jiangsu: Enterprise, guangdong: Enterprise) -> None:
    rand_val = "abcdefghij0123456789"
    wrong = pwd_hash("not the password", rand_val)
    cases: dict[int, dict[str, Any]] = {
        16: {"rand_val": rand_val[:19]},
        10: {"hash_algorithm": 1},
        4: {"user_name": "没有此用户"},
        12: {"isp_id": guangdong.isp_id},
        5: {"rand_val": rand_val, "pwd_hash": wrong},
    }
    for code, changes in cases.items():
        assert await codes_of(jiangsu, all_calls(jiangsu, **changes)) == {code}, changes


@pytest.mark.proves("16", "10", "4", "12", "9", "11", "14")
async def test_of_several_mistakes_the_first_of_the_contracts_order_is_answered(
    jiangsu: Enterprise,
) -> None:
    wrong: dict[str, Any] = {
        "rand_val": "short",
        "hash_algorithm": 9,
        "user_name": "没有此用户",
        "isp_id": 1,
        "encrypt_algorithm": 7,
        "compression_format": 7,
        "data_sequence": jiangsu.sequence + 9,
        "beian_info": "",
    }
    right = upload_call(jiangsu)
    found = []
    for mended in (("rand_val", "pwd_hash"), "hash_algorithm", "user_name", "isp_id"):
        found.append((await refused(jiangsu, **wrong)).code)
        for name in (mended,) if isinstance(mended, str) else mended:
            wrong[name] = getattr(right, name)
    for name in ("encrypt_algorithm", "compression_format", "data_sequence"):
        found.append((await refused(jiangsu, **wrong)).code)
        wrong[name] = getattr(right, name)
    found.append((await refused(jiangsu, **wrong)).code)
    assert found == [16, 10, 4, 12, 9, 11, 14, 17]


@pytest.mark.proves("13")
async def test_a_provider_of_another_province_is_sent_home(
    outside: Outside, jiangsu: Enterprise
) -> None:
    abroad = soap_client(outside.network, jiangsu.account, outside.http, at=GUANGDONG)
    there = replace(jiangsu, soap=abroad)
    assert await codes_of(there, all_calls(there)) == {13}


@pytest.mark.proves("14")
async def test_a_gap_in_the_numbers_is_named(jiangsu: Enterprise) -> None:
    last = jiangsu.sequence
    answer = await refused(jiangsu, data_sequence=last + 4)
    assert (answer.code, answer.missing) == (14, (last + 1, last + 2, last + 3))
    for number in (0, -5, last - 1, None):
        answer = await refused(jiangsu, data_sequence=number)
        assert (answer.code, answer.missing) == (14, (last + 1,))
    answer = await refused(jiangsu, data_sequence=10 * last + 5000)
    assert len(answer.missing) == 100


@pytest.mark.proves("6", "7", "8", "9", "11", "17", "18")
async def test_a_file_that_cannot_be_opened_is_not_taken(jiangsu: Enterprise) -> None:
    plain = zipped(("beianinfo.xml", b"<UploadData/>"))
    cases: list[tuple[int, dict[str, Any]]] = [
        (6, {"encrypt_algorithm": 1}),
        (7, {"beian_info_hash": carrying(b"other")["beian_info_hash"]}),
        (7, {"beian_info": "%%%"}),
        (8, carrying(b"no archive at all")),
        (8, carrying(plain[: len(plain) // 2])),
        (9, {"encrypt_algorithm": 2}),
        (11, {"compression_format": 1}),
        (17, {"beian_info": ""}),
        (17, carrying(zipped(("one.xml", b"<a/>"), ("two.xml", b"<b/>")))),
        (17, carrying(zipped())),
        (18, carrying(zipped(("beianinfo.xml", b" " * (51 * MEBIBYTE))))),
    ]
    for code, changes in cases:
        assert (await refused(jiangsu, **changes)).code == code, (code, str(changes)[:80])


@pytest.mark.proves("18")
async def test_an_envelope_beyond_every_file_is_too_large(
    outside: Outside, jiangsu: Enterprise
) -> None:
    """Answered by the size that is announced: the bytes are never read."""
    url = jiangsu.soap.endpoints.upload
    answer = await outside.http.post(
        url, content=b"x" * (90 * MEBIBYTE), headers={"Content-Type": "text/xml"}, timeout=60
    )
    assert answer.status_code == 200
    assert "&lt;msg_code&gt;18&lt;" in answer.text


@pytest.mark.proves("2", "21", "999")
async def test_an_empty_queue_and_names_that_are_none(jiangsu: Enterprise) -> None:
    while await jiangsu.collect() is not None:
        pass
    empty = await jiangsu.soap.download()
    assert (empty.code, empty.file) == (2, None)
    assert (await jiangsu.soap.ack("")).code == 21
    assert (await jiangsu.soap.ack("20260101000000_JS_999.xml")).code == 999
    for kind, condition in ((13, "abcd"), (-1, "abcd"), (0, "abc"), (0, "")):
        assert (await jiangsu.soap.status(kind, condition)).code == 999


@pytest.mark.proves("0")
async def test_the_same_upload_again_is_taken_once(outside: Outside, jiangsu: Enterprise) -> None:
    sent = jiangsu.sample()
    await outside.policy("refuse")
    number = await jiangsu.file(sent)
    again = await jiangsu.soap.upload(jiangsu.xml(sent), number)
    assert again.code == 0
    await jiangsu.outcome(sent)
    await outside.settle()
    uploads = outside.logs.of_type(
        "UploadAccepted", log=jiangsu.log, isp_id=jiangsu.isp_id, data_sequence=number
    )
    assert len(uploads) == 1
    other = await jiangsu.soap.upload(jiangsu.xml(jiangsu.sample()), number)
    assert (other.code, other.missing) == (14, (number + 1,))


@pytest.mark.proves("999")
async def test_a_broken_envelope_is_a_fault_and_no_dropped_connection(
    outside: Outside, jiangsu: Enterprise
) -> None:
    for body in (
        b"",
        b"<broken",
        b"<a/>",
        b"\x00\xff" * 100,
        b'<!DOCTYPE a [<!ENTITY b "c">]><a/>',
    ):
        answer = await outside.http.post(
            jiangsu.soap.endpoints.upload, content=body, headers={"Content-Type": "text/xml"}
        )
        assert answer.status_code == 500
        assert "Fault" in answer.text
        assert "Traceback" not in answer.text
