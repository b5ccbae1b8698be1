"""Why an upload was refused, asked of the bureau that took it."""

from typing import Any

from beian.wire.upload_xzba import write_xzba
from support.bureaus import JIANGSU, Bureaus, Filer


async def explanation(bureaus: Bureaus, filer: Filer) -> Any:
    return await bureaus.api(f"/uploads/{filer.isp_id}/{filer.sequence}/explanation")


async def test_an_upload_is_explained_down_to_the_element(bureaus: Bureaus, filer: Filer) -> None:
    made = filer.sample(5001)
    right = write_xzba([made.filing], made.blobs, reporting_unit=filer.isp_id)
    await filer.send(right.replace(b"</ICP>", b"</Icp>"))
    assert await filer.codes() == [[5001]]
    told = await explanation(bureaus, filer)
    (problem,) = told["problems"]
    assert (told["first_failed"], problem["found"], problem["wanted"]) == (
        "XML",
        "</Icp>",
        "</ICP>",
    )
    assert (problem["code"], problem["line"]) == (5001, 2)

    deep = right.replace(b"<Ym>", b"<Ym>www.")
    await filer.send(deep)
    codes = await filer.codes()
    told = await explanation(bureaus, filer)
    assert told["first_failed"] == "rules"
    assert [[problem["code"] for problem in told["problems"]]] == codes
    (first, *_) = [one for one in told["problems"] if one["code"] == 1004]
    assert first["xpath"] == "/UploadData/ICP/XZBA/Baxx/Wz_xx/Ym_xx/Ym"
    assert first["found"] == f"www.{made.domain}"
    assert first["column"] == deep.decode("gbk").splitlines()[1].index("<Ym>") + 1
    assert first["record"] == f"ICP/XZBA {made.filing.subject.isp_subject_id}"

    stranger = right.replace(str(filer.isp_id).encode(), b"440000000002")
    await filer.send(stranger)
    assert await filer.codes() == [[5003]]
    (problem,) = (await explanation(bureaus, filer))["problems"]
    assert (problem["code"], problem["found"]) == (5003, "440000000002")
    assert problem["xpath"] == "/UploadData/ICP/Qqdwid"


async def test_a_right_upload_has_nothing_to_explain_and_an_unknown_one_is_404(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("refuse")
    await filer.file(filer.sample(5002))
    await filer.fetch()
    told = await explanation(bureaus, filer)
    assert [(one["layer"], one["outcome"]) for one in told["layers"][:-1]] == [
        ("base64", "skipped"), ("AES", "skipped"), ("MD5", "passed"), ("zip", "passed"),
        ("GBK", "passed"), ("XML", "passed"), ("XSD", "passed"),
    ]  # fmt: skip
    assert [one["code"] for one in told["problems"]] == [1002]
    nothing = await bureaus.http.get(f"/{JIANGSU}/api/uploads/{filer.isp_id}/99999/explanation")
    assert nothing.status_code == 404
