"""Switches of a provider's interface, set at the ministry, and what they change over SOAP."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from beian.wire.upload_xzba import write_xzba
from support.bureaus import JIANGSU, Bureaus, Filer
from support.waiting import until


async def switch(bureaus: Bureaus, filer: Filer, *on: str) -> None:
    """Set the switches, and wait until the bureau has adopted them."""
    body = {"isp_id": filer.isp_id, "switches": list(on)}
    answer = await bureaus.ministry_http.post("/sim/switches", json=body)
    assert answer.is_success, answer.text
    assert answer.json() == {"providers": [{"isp_id": filer.isp_id, "on": sorted(on)}]}

    async def adopted() -> bool:
        listed = await bureaus.api("/providers")
        (own,) = [one for one in listed if one["isp_id"] == filer.isp_id]
        return bool(own["lenient"] == sorted(on))

    await until(adopted)


@pytest.fixture
async def strict_afterwards(bureaus: Bureaus, filer: Filer) -> AsyncIterator[None]:
    yield
    await switch(bureaus, filer)


def file_of(filer: Filer, number: int) -> bytes:
    made = filer.sample(number)
    return write_xzba([made.filing], made.blobs, reporting_unit=filer.isp_id)


def wrong(xml: bytes) -> bytes:
    """Return a file whose answer is 1004, at once."""
    return xml.replace(b"</Ym>", b".a.b.example</Ym>").replace(b"<Ym>", b"<Ym>www.")


@pytest.mark.usefixtures("strict_afterwards")
@pytest.mark.proves("1", "3")
async def test_hints_say_whether_more_files_wait(bureaus: Bureaus, filer: Filer) -> None:
    while (waiting := (await filer.soap.download()).file) is not None:  # the code tables
        assert (await filer.soap.ack(waiting.file_name)).code == 0
    await switch(bureaus, filer, "hint_codes_1_3")
    for number in (901, 902):
        await filer.send(wrong(file_of(filer, number)))
        at = filer.sequence

        async def answered(at: int = at) -> bool:
            events = await bureaus.kit.log.read_stream(
                f"province.{JIANGSU}", f"exchange-{filer.isp_id}"
            )
            done: list[Any] = [one.event for one in events if one.type == "UploadProcessed"]
            return bool(done) and done[-1].data_sequence == at

        await until(answered)
    codes = []
    for _ in range(3):
        answer = await filer.soap.download()
        codes.append(answer.code)
        if answer.file is not None:
            assert (await filer.soap.ack(answer.file.file_name)).code == 0
    assert codes == [3, 1, 2]


@pytest.mark.usefixtures("strict_afterwards")
@pytest.mark.proves("5010")
async def test_attachments_are_looked_into_by_switch(bureaus: Bureaus, filer: Filer) -> None:
    await bureaus.policy("refuse")
    said_png = file_of(filer, 903).replace(b"<Fjwjgs>1</Fjwjgs>", b"<Fjwjgs>2</Fjwjgs>")
    await filer.send(said_png)
    assert await filer.codes() == [[1002]]
    await switch(bureaus, filer, "attachment_content_check")
    await filer.send(said_png)
    ((code, *others),) = await filer.codes()
    assert {code, *others} == {5010}


async def test_switches_are_described_and_a_wrong_one_is_refused(
    bureaus: Bureaus, filer: Filer
) -> None:
    shown = (await bureaus.ministry_http.get("/sim/switches")).json()
    assert set(shown["switches"]) == {
        "drop_empty_nrlx",
        "accept_both_choice_members",
        "accept_plain_icpmm",
        "hint_codes_1_3",
        "strict_download_xsd",
        "attachment_content_check",
    }
    for body in (
        {"isp_id": filer.isp_id, "switches": ["forgive_everything"]},
        {"isp_id": 1, "switches": []},
        {"isp_id": filer.isp_id},
    ):
        answer = await bureaus.ministry_http.post("/sim/switches", json=body)
        assert answer.status_code in {404, 422}, answer.text
