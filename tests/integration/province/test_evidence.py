"""Evidence, the pilot of electronic verification and verification points at real bureaus."""

from typing import Any

import pytest

from launcher.samples import Sample
from support.bureaus import GUANGDONG, JIANGSU, Bureaus, Filer
from support.filings import with_
from support.waiting import until

OFFICER = {"officer": "李审"}


async def told(bureaus: Bureaus, path: str, body: Any, region: str = JIANGSU) -> Any:
    answer = await bureaus.http.post(f"/{region}/api{path}", json=body)
    assert answer.is_success, answer.text
    return answer.json()


async def ministry_told(bureaus: Bureaus, path: str, body: Any) -> Any:
    answer = await bureaus.ministry_http.post(f"/api{path}", json=body)
    assert answer.is_success, answer.text
    return answer.json()


def without(sent: Sample, *usages: int) -> Sample:
    """Return a sample without the attachments of some uses."""
    kept = tuple(one for one in sent.filing.attachments if one.usage not in usages)
    return Sample(with_(sent.filing, attachments=kept), sent.blobs)


async def answered(filer: Filer, sent: Sample) -> tuple[int, str]:
    """File a sample; return the code and the opinion of its answer."""
    await filer.file(sent)
    file = await filer.fetch()
    (result,) = file.results
    opinions = [one.opinion.text or "" for one in file.opinions]
    if result.findings[0].code == 1001:
        assert (await filer.fetch()).issued, "the record comes in a file of its own"
    return result.findings[0].code, "".join(opinions)


async def returned_for(bureaus: Bureaus, sent: Sample) -> list[str]:
    """Return the reasons for which an application was returned."""
    listed = await bureaus.api("/applications?limit=500")
    name = sent.filing.subject.name
    (mine,) = [one for one in listed if one["sponsor_name"] == name]
    shown = await bureaus.api(f"/applications/{mine['application_id']}")
    (back,) = [one for one in shown["history"] if one["type"] == "FilingReturned"]
    return list(back["data"]["reasons"])


@pytest.mark.proves("J45-007", "J45-001", "M87-012")
async def test_what_lacks_photo_or_sheet_goes_back_whatever_the_policy(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    sent = without(filer.sample(2601), 5)
    code, text = await answered(filer, sent)
    assert code == 1002
    assert "编号单" in text
    assert await returned_for(bureaus, sent) == ["SLIP_PHOTO_MISSING"]
    bare = without(filer.sample(2602), 1, 5)
    code, text = await answered(filer, bare)
    assert code == 1002
    assert await returned_for(bureaus, bare) == ["ONSITE_MISSING", "SLIP_PHOTO_MISSING"]


async def listed_as(bureaus: Bureaus, isp_id: int, phase: str) -> None:
    """Wait until both bureaus know a provider's place on the list."""

    async def known() -> bool:
        places = [
            await bureaus.http.get(f"/{region}/api/pilot-list/{isp_id}")
            for region in (JIANGSU, GUANGDONG)
        ]
        return all(one.is_success and one.json()["phase"] == phase for one in places)

    await until(known)


async def admitted_to_pilot(bureaus: Bureaus, isp_id: int) -> None:
    form = {
        "isp_id": isp_id,
        "name": "示例云计算有限公司",
        "licences": ["IDC"],
        "collects_identity": True,
        "compares_credit_code": True,
        "compares_id_card": True,
    }
    await told(bureaus, "/pilot-applications", form)
    await told(bureaus, f"/pilot-applications/{isp_id}/forwarding", {"opinion": "同意", **OFFICER})
    candidate = f"/api/pilot-providers/{isp_id}"

    async def arrived() -> bool:
        return (await bureaus.ministry_http.get(candidate)).is_success

    await until(arrived)
    early = await bureaus.ministry_http.post(f"{candidate}/admission", json=OFFICER)
    assert early.json()["rule"] == "M87-008"
    able = {"assessor": "评估机构", "collects_identity": True, "compares_authorities": True}
    await ministry_told(bureaus, f"/pilot-providers/{isp_id}/assessment", able)
    await ministry_told(bureaus, f"/pilot-providers/{isp_id}/admission", OFFICER)
    await listed_as(bureaus, isp_id, "Member")


async def with_electronic_sheet(bureaus: Bureaus, filer: Filer, number: int) -> Sample:
    """Enter the electronic sheet of a filing that has nothing else; return the filing."""
    sent = without(filer.sample(number), 1, 5)
    sheet = {
        "isp_id": filer.isp_id,
        "isp_subject_id": sent.filing.subject.isp_subject_id,
        "method": "face",
        "sha256": "ab" * 32,
        "size": 500,
    }
    await told(bureaus, "/electronic-sheets", sheet)
    return sent


@pytest.mark.proves("M87-001", "M87-007", "M87-008", "M87-010", "M87-013")
async def test_a_pilot_enterprise_files_with_an_electronic_sheet_until_it_is_removed(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    early = await with_electronic_sheet(bureaus, filer, 2610)
    assert (await answered(filer, early))[0] == 1002
    assert await returned_for(bureaus, early) == ["ONSITE_MISSING"]
    await admitted_to_pilot(bureaus, filer.isp_id)
    sent = await with_electronic_sheet(bureaus, filer, 2611)
    assert (await answered(filer, sent))[0] == 1001
    removal = {"reason": "故意提供虚假信息", "deliberate": True, **OFFICER}
    await ministry_told(bureaus, f"/pilot-providers/{filer.isp_id}/removal", removal)
    await listed_as(bureaus, filer.isp_id, "Removed")
    shown = await bureaus.api(f"/pilot-applications/{filer.isp_id}")
    assert shown["phase"] == "Removed"
    (fine,) = [one for one in await bureaus.api("/penalties") if "pilot" in one["key"]]
    imposed = (await bureaus.api(f"/penalties/{fine['key']}"))["events"][0]
    assert imposed["type"] == "PenaltyImposed"
    assert "M87-013" in imposed["rules"]
    late = await with_electronic_sheet(bureaus, filer, 2612)
    assert (await answered(filer, late))[0] == 1002
    assert await returned_for(bureaus, late) == ["ONSITE_MISSING"]
    assert (await answered(filer, filer.sample(2613)))[0] == 1001


@pytest.mark.proves("J45-021")
async def test_with_recognition_on_a_filing_waits_for_its_score(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    await told(bureaus, "/evidence-policy", {"face_recognition": True, **OFFICER})
    other, same = filer.sample(2620), filer.sample(2621)
    await filer.file(other, same)
    found: dict[str, str] = {}

    async def waiting() -> bool:
        queue = await bureaus.api("/review-queue?limit=1000")
        found.update({one["sponsor_name"]: one["application_id"] for one in queue})
        return {other.filing.subject.name, same.filing.subject.name} <= set(found)

    await until(waiting)
    ids = [found[one.filing.subject.name] for one in (other, same)]
    early = await bureaus.http.post(
        f"/{JIANGSU}/api/applications/{ids[1]}/approval", json={"reviewer": "李审"}
    )
    assert early.json()["rule"] == "J45-021"
    for application_id, score in zip(ids, (40, 90), strict=True):
        body = {"application_id": application_id, "score": score, "system": "人脸识别系统"}
        await told(bureaus, "/face-checks", body)
    codes = dict[str, int]()
    while len(codes) < 2:
        file = await filer.fetch()
        codes |= {one.identifier or "": one.findings[0].code for one in file.results}
    wanted = [str(one.filing.subject.isp_subject_id) for one in (other, same)]
    assert [codes[one] for one in wanted] == [1002, 1001]
    assert await returned_for(bureaus, other) == ["FACE_MISMATCH"]
    await told(bureaus, "/evidence-policy", {"face_recognition": False, **OFFICER})


@pytest.mark.proves("J45-003", "J45-004", "J45-005")
async def test_a_provider_registers_its_points_at_the_bureau_itself(
    bureaus: Bureaus, filer: Filer
) -> None:
    form = {
        "isp_id": filer.isp_id,
        "unit_name": "示例接入有限公司",
        "addresses": ["江苏省南京市玄武区示例路1号", "江苏省苏州市姑苏区例子巷2号"],
        "filing_contact": {"name": "王五", "phone": "025-00000000", "qq": "10000"},
        "site_contact": {"name": "赵六", "phone": "025-00000001"},
    }
    unsealed = await bureaus.http.post(f"/{JIANGSU}/api/verification-points", json=form)
    assert unsealed.json()["field"] == "sealed"
    point = await told(bureaus, "/verification-points", {"sealed": True, **form})
    path = f"/verification-points/{point['key']}"
    numbered = await told(bureaus, f"{path}/numbers", OFFICER)
    slips = [one["slip_number"] for one in numbered["state"]["slips"]]
    assert len(set(slips)) == 2
    seen = {"result": "finding", "remark": "没有幕布", **OFFICER}
    assert (await told(bureaus, f"{path}/inspection", seen))["phase"] == "Irregular"
    shown = await bureaus.api(path)
    (inspected,) = [one for one in shown["events"] if one["type"] == "VerificationPointInspected"]
    assert inspected["rules"] == ["J45-005"]
    elsewhere = await bureaus.http.post(
        f"/{GUANGDONG}/api/verification-points", json={"sealed": True, **form}
    )
    assert elsewhere.json()["reason"] == "WRONG_BUREAU"
