"""A provider's page of the codes its own system has met, and its last refused calls."""

from dataclasses import replace
from typing import Any

import pytest

from beian.wire.calls import DownloadCall, UploadCall
from beian.wire.sealing import seal
from beian.wire.upload_xzba import write_xzba
from support.bureaus import JIANGSU, Bureaus, Filer


async def met(bureaus: Bureaus, filer: Filer) -> dict[tuple[int, str], Any]:
    shown = await bureaus.api(f"/providers/{filer.isp_id}/codes")
    assert shown["met"] == len(shown["codes"])
    return {
        (one["code"], place["place"]): place for one in shown["codes"] for place in one["places"]
    }


def upload_of(filer: Filer, **changes: Any) -> UploadCall:
    sealed = seal(b"<UploadData/>", "beianinfo.xml", key=None, iv=None, encrypt=False)
    call = UploadCall(
        **filer.soap._identity(),
        beian_info=sealed.beian_info,
        beian_info_hash=sealed.beian_info_hash,
        data_sequence=filer.sequence + 1,
        encrypt_algorithm=0,
        compression_format=0,
    )
    return replace(call, **changes)


@pytest.mark.proves("7", "14", "16")
async def test_a_page_shows_which_codes_the_providers_system_has_met(
    bureaus: Bureaus, filer: Filer
) -> None:
    assert await met(bureaus, filer) == {}
    for _ in range(3):
        call = upload_of(filer, data_sequence=filer.sequence + 3)
        assert (await filer.soap._call(call)).code == 14
    wrong = upload_of(filer, beian_info_hash="another")
    assert (await filer.soap._call(wrong)).code == 7
    short = replace(DownloadCall(**filer.soap._identity()), rand_val="short")
    assert (await filer.soap._call(short)).code == 16
    made = filer.sample(6001)
    xml = write_xzba([made.filing], made.blobs, reporting_unit=filer.isp_id)
    await filer.send(xml.replace(b"<Ym>", b"<Ym>www."))
    (codes,) = await filer.codes()
    found = await met(bureaus, filer)
    expected = {(14, "isp_upload"), (7, "isp_upload"), (16, "isp_download"), (0, "isp_upload")}
    assert expected | {(code, "ICP/BAJG") for code in codes} <= set(found)
    assert found[14, "isp_upload"]["data_sequence"] == filer.sequence + 2
    page = await bureaus.http.get(f"/{JIANGSU}/providers/{filer.isp_id}/codes")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert "尚未遇到" in page.text
    assert "<code>isp_upload</code>" in page.text
    assert "江苏省通信管理局" in page.text


async def test_refused_calls_are_explained(bureaus: Bureaus, filer: Filer) -> None:
    sequence = filer.sequence + 7000
    assert (await filer.soap._call(upload_of(filer, data_sequence=sequence))).code == 14
    wrong = upload_of(filer, beian_info_hash="another")
    assert (await filer.soap._call(wrong)).code == 7
    last, before, *_ = await bureaus.api(f"/providers/{filer.isp_id}/refused-calls")
    assert (last["code"], last["first_failed"], last["method"]) == (7, "MD5", "isp_upload")
    assert last["problems"][0]["found"] == "another"
    assert (before["code"], before["first_failed"]) == (14, "call")
    told = await bureaus.api(f"/uploads/{filer.isp_id}/{sequence}/explanation")
    (problem,) = told["problems"]
    assert (problem["found"], problem["wanted"]) == (str(sequence), str(filer.sequence + 1))


async def test_nobody_unknown_has_a_page(bureaus: Bureaus) -> None:
    for path in (f"/{JIANGSU}/providers/7/codes", f"/{JIANGSU}/api/providers/7/codes"):
        assert (await bureaus.http.get(path)).status_code == 404
    shown = await bureaus.http.get(f"/{JIANGSU}/api/providers/7/refused-calls")
    assert shown.json() == []
