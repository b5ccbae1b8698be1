"""A new enterprise system at real services: evaluated, tried, commissioned, admitted, outdated."""

from typing import Any

import httpx
import pytest

from beian.records_changes import Cancellation
from beian.wire.upload_operations import write_icp_upload
from launcher.samples import sample
from launcher.samples_changes import access_of
from support.bureaus import Bureaus, Filer
from support.center import Center
from support.waiting import until

ISP = 320000000003
HERE = f"/320000/api/admissions/{ISP}"


async def post(http: httpx.AsyncClient, path: str, **body: Any) -> Any:
    answer = await http.post(path, json=body)
    assert answer.is_success, answer.text
    return answer.json()


async def phase(bureaus: Bureaus) -> str:
    return str((await bureaus.http.get(HERE)).json()["phase"])


async def reaches(bureaus: Bureaus, wanted: str) -> None:
    async def reached() -> bool:
        return await phase(bureaus) == wanted

    await until(reached)


async def code(filer: Filer) -> int:
    return (await filer.soap.upload(b"<x/>", filer.sequence + 1)).code


@pytest.mark.proves(
    "19", "R14-129", "R14-130", "R14-131", "R14-022", "R14-025", "R14-033", "R14-050", "R14-009"
)
async def test_a_new_system_uploads_when_it_is_admitted_and_not_before(
    bureaus: Bureaus, center: Center
) -> None:
    filer = Filer(bureaus, ISP, bureaus.client(ISP))
    assert await code(filer) == 19
    early = await center.http.post(
        "/api/commissionings/start", json={"isp_id": ISP, "region": "320000"}
    )
    assert (early.status_code, early.json()["rule"]) == (422, "R14-130")

    await post(bureaus.http, "/320000/api/admissions", **department())
    evaluation = {
        "isp_id": ISP,
        "region": "320000",
        "body": "某评测机构",
        "report_number": "评测2026-01",
        "software_version": "1.0",
        "interface_version": "3.0",
    }
    await post(bureaus.ministry_http, "/api/evaluations", **evaluation)
    await reaches(bureaus, "Evaluated")
    await _try(center, bureaus, filer)
    await reaches(bureaus, "SimPassed")
    await _apply(bureaus)
    await post(bureaus.http, f"{HERE}/pass", officer="经办人")
    assert await code(filer) == 19
    await post(bureaus.http, f"{HERE}/admit", officer="经办人")
    assert await code(filer) != 19

    async def listed() -> bool:
        found = (await bureaus.ministry_http.get("/api/providers")).json()
        return ISP in {one["isp_id"] for one in found["providers"]}

    await until(listed)


def department() -> dict[str, Any]:
    person = {"post": "备案部门负责人", "name": "乙", "phone": "025-12345678"}
    return {
        "isp_id": ISP,
        "name": "待接入科技有限公司",
        "registered_region": "320000",
        "legal_representative": "甲",
        "head": person,
        "staff": [person],
        "service_phone": "4001234567",
    }


async def _apply(bureaus: Bureaus) -> None:
    """Apply without a report, which goes back, then with all documents."""
    applied = await post(
        bureaus.http,
        f"{HERE}/apply",
        licence="许可证A",
        evaluation_report="评测2026-01",
        simulated_commissioning_report=None,
        interface_version="3.0",
    )
    assert applied["phase"] == "SimPassed", "it went back: a report is missing"
    await post(
        bureaus.http,
        f"{HERE}/apply",
        licence="许可证A",
        evaluation_report="评测2026-01",
        simulated_commissioning_report="联调2026-01",
        interface_version="3.0",
    )


def _files(filer: Filer) -> list[bytes]:
    """Return a file of each operation that the trials ask for."""
    provider = filer.bureaus.provider(filer.isp_id)
    new = sample(1, provider)
    records: dict[str, Any] = {
        "ICP/XZBA": new.filing,
        "ICP/XZJR": access_of("京ICP备2026000001号-1", "password", 2, provider),
        "ICP/ZXBA": Cancellation(kind=1, record_id=110000000001, reason=1),
    }
    return [
        write_icp_upload({name: [record]}, new.blobs, reporting_unit=filer.isp_id)
        for name, record in records.items()
    ]


async def _try(center: Center, bureaus: Bureaus, filer: Filer) -> None:
    """Go through the center's trials: files of three operations are taken."""
    await post(center.http, "/api/commissionings/start", isp_id=ISP, region="320000")
    at = f"/api/commissionings/{ISP}/uploads"
    refused = await center.http.post(at, content=b"<not-a-file/>")
    assert refused.json()["code"] == 5001
    before = await bureaus.kit.log.read("province.320000", limit=100_000)
    for content in _files(filer):
        taken = await center.http.post(at, content=content)
        assert taken.json()["code"] == 0, taken.text
    after = await bureaus.kit.log.read("province.320000", limit=100_000)
    assert not [
        one for one in after[len(before) :] if one.type in {"UploadAccepted", "ApplicationReceived"}
    ], "nothing of a trial is filed"
    await post(center.http, f"/api/commissionings/{ISP}/conclude", report_number="联调2026-01")


@pytest.mark.proves("R14-050", "R14-009")
async def test_a_system_below_the_required_version_is_refused_until_it_is_upgraded(
    bureaus: Bureaus,
) -> None:
    filer = Filer(bureaus, ISP, bureaus.client(ISP))
    today = bureaus.kit.clock.now().date().isoformat()
    requirement = {"minimum_version": "3.1", "effective_on": today, "text": "改进要求"}
    await post(bureaus.ministry_http, "/api/interface-requirements", **requirement)

    async def refused() -> bool:
        return await code(filer) == 19

    await until(refused)
    outdated = (await bureaus.http.get("/320000/api/outdated-systems")).json()
    assert ISP in {one["isp_id"] for one in outdated}
    upgrade = {"software_version": "2.0", "interface_version": "3.1", "upgraded_on": today}
    await post(bureaus.http, f"{HERE}/upgrade", **upgrade)
    assert await code(filer) != 19
    outdated = (await bureaus.http.get("/320000/api/outdated-systems")).json()
    assert ISP not in {one["isp_id"] for one in outdated}
