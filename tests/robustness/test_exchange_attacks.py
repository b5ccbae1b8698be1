"""Calls right in form and wrong in meaning: races, replays, files and units of others."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from beian.wire.answers import Answer
from beian.wire.calls import AckCall
from beian.wire.sealing import pwd_hash, seal
from robustness.soap_cases import call_of, upload_of
from support.outside import GUANGDONG, JIANGSU, Enterprise, Outside, soap_client

AT_ONCE = 8


def carrying(enterprise: Enterprise, xml: bytes, number: int) -> Any:
    """Return the upload of a file under a number."""
    sealed = seal(xml, "beianinfo.xml", key=None, iv=None, encrypt=False)
    return upload_of(
        enterprise,
        beian_info=sealed.beian_info,
        beian_info_hash=sealed.beian_info_hash,
        data_sequence=number,
    )


async def at_once(enterprise: Enterprise, files: list[bytes], number: int) -> list[Answer]:
    calls = [carrying(enterprise, xml, number) for xml in files]
    return await asyncio.gather(*(enterprise.soap._call(call) for call in calls))


async def accepted(
    outside: Outside, enterprise: Enterprise, number: int
) -> list[Mapping[str, Any]]:
    await outside.logs.read()
    return outside.logs.of_type(
        "UploadAccepted", log=enterprise.log, isp_id=enterprise.isp_id, data_sequence=number
    )


@pytest.mark.proves("0", "14")
async def test_of_files_under_one_number_at_once_one_is_taken(
    outside: Outside, guangdong: Enterprise
) -> None:
    number = guangdong.sequence + 1
    files = [guangdong.xml(guangdong.sample()) for _ in range(AT_ONCE)]

    answers = await at_once(guangdong, files, number)

    guangdong.sequence = number
    codes = sorted(answer.code for answer in answers)
    assert codes == [0] + [14] * (AT_ONCE - 1)
    assert {a.missing for a in answers if a.code == 14} == {(number + 1,)}
    assert len(await accepted(outside, guangdong, number)) == 1
    previous = (await guangdong.soap.previous()).file
    assert previous is not None
    (taken,) = (xml for xml, a in zip(files, answers, strict=True) if a.code == 0)
    sealed = seal(taken, "beianinfo.xml", key=None, iv=None, encrypt=False)
    assert previous.beian_info_hash == sealed.beian_info_hash


@pytest.mark.proves("0")
async def test_the_same_file_at_once_is_taken_once_and_always_0(
    outside: Outside, guangdong: Enterprise
) -> None:
    number = guangdong.sequence + 1
    xml = guangdong.xml(guangdong.sample())

    answers = await at_once(guangdong, [xml] * AT_ONCE, number)

    guangdong.sequence = number
    assert {answer.code for answer in answers} == {0}
    assert len(await accepted(outside, guangdong, number)) == 1
    await outside.settle()
    applications = outside.logs.of_type(
        "ApplicationReceived", log=guangdong.log, isp_id=guangdong.isp_id, data_sequence=number
    )
    assert len(applications) == 1


@pytest.mark.proves("0")
async def test_a_replayed_rand_val_is_accepted(guangdong: Enterprise) -> None:
    call = call_of(guangdong)
    codes = {(await guangdong.soap._call(call)).code for _ in range(3)}
    assert codes <= {0, 2}


@pytest.mark.proves("5", "12", "13")
async def test_nobody_calls_in_anothers_name(
    outside: Outside, jiangsu: Enterprise, guangdong: Enterprise
) -> None:
    own = jiangsu.soap._identity()
    rand_val = own["rand_val"]
    others_hash = pwd_hash(str(guangdong.account["password"]), rand_val)
    answer = await jiangsu.soap._call(upload_of(jiangsu, pwd_hash=others_hash))
    assert answer.code == 5
    answer = await jiangsu.soap._call(upload_of(jiangsu, isp_id=guangdong.isp_id))
    assert answer.code == 12
    abroad = soap_client(outside.network, jiangsu.account, outside.http, at=GUANGDONG)
    assert (await abroad._call(upload_of(jiangsu))).code == 13


@pytest.mark.proves("999")
async def test_nobody_acknowledges_anothers_file(
    outside: Outside, jiangsu: Enterprise, guangdong: Enterprise
) -> None:
    await jiangsu.file(jiangsu.sample(domain="www.not-registrable.example"))
    await outside.settle()
    waiting = (await jiangsu.soap.download()).file
    assert waiting is not None
    neighbours = [
        account
        for account in outside.network["providers"]
        if account["region"] == JIANGSU and account["isp_id"] != jiangsu.isp_id
    ]
    neighbour = soap_client(outside.network, neighbours[0], outside.http)
    for client in (guangdong.soap, neighbour):
        assert (await client.ack(waiting.file_name)).code == 999
    again = (await jiangsu.soap.download()).file
    assert again == waiting, "the same file, byte for byte"
    assert await jiangsu.collect() == waiting.file_name
    assert (await jiangsu.soap.ack(waiting.file_name)).code == 0


@pytest.mark.proves("999", "21")
async def test_names_of_files_that_are_none_are_not_known(jiangsu: Enterprise) -> None:
    names = [
        "../../../etc/passwd",
        "' or '1'='1",
        "%",
        "_" * 25,
        "*",
        "中文.xml",
        "x" * 1_000_000,
        "20260101000000_JS_1.xml\n",
        "\U0001f600\u202e",
    ]
    for name in names:
        assert (await jiangsu.soap.ack(name)).code == 999, name[:40]
    for name in ("", " ", "\t\n"):
        answer = await jiangsu.soap._call(AckCall(**jiangsu.soap._identity(), file_name=name))
        assert answer.code == 21


@pytest.mark.proves("0", "999")
async def test_conditions_and_passwords_of_any_kind_are_answered(jiangsu: Enterprise) -> None:
    conditions = [
        "' or '1'='1",
        "%%%%",
        "a.b\\c",
        "x" * 255,
        "中" * 255,
        "\U0001f600" * 10,
        "..example",
        "xn--a.example",
        "xn--" + "9" * 200,
        "-.-.-.-",
        "[::1]",
        "4294967295",
        "é.example",
        "\u202e.example",
        "a" * 64 + ".example",
    ]
    for kind in range(13):
        for condition in conditions:
            answer = await jiangsu.soap.status(kind, condition)
            assert answer.code == 0, (kind, condition, answer)
            assert answer.status is not None
            assert not answer.status.filed
    for kind in (-1, 13, 2**31, 2**63 - 1):
        assert (await jiangsu.soap.status(kind, "a.example")).code == 999
    for condition in ("x" * 256, "x" * 1_000_000):
        assert (await jiangsu.soap.status(0, condition)).code == 999
    for number in ("", "' or '1'='1", "苏ICP备9999999999号", "x" * 1_000_000, "\U0001f600"):
        for password in ("", "' or '1'='1", "中文", "\U0001f600", "0" * 32, "x" * 1_000_000):
            verified = await jiangsu.soap.verify(number, password)
            assert (verified.code, verified.verified) == (0, False)
