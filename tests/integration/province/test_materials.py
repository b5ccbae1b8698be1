"""Verification material of what is filed, over SOAP: stored and answered, or refused by code."""

import hashlib
from typing import Any

import pytest

from beian.records import BlobRef
from beian.records_changes import Material
from beian.wire.upload_operations import write_icp_upload
from support.bureaus import GUANGDONG, JIANGSU, Bureaus, Filer

PICTURE = b"\xff\xd8\xff" + b"picture" * 100
SHA256 = hashlib.sha256(PICTURE).hexdigest()
SITE = 2


def material(**changes: Any) -> Material:
    content = BlobRef(sha256=SHA256, size=len(PICTURE))
    said: dict[str, Any] = {"format": 1, "usage": 1, "content": content, "owner_type": SITE}
    return Material(**(said | changes))


async def filed(bureaus: Bureaus, filer: Filer, number: int, home: str) -> tuple[int, int, str]:
    """File a sample; return Ztid, Wzid and the site's number."""
    await bureaus.policy("approve")
    await filer.file(filer.sample(number, home=home))
    await filer.fetch()
    (issued,) = (await filer.fetch()).issued
    subject, site = issued.filing.subject, issued.filing.sites[0]
    assert subject.subject_id
    assert site.site_id
    assert site.filing_number
    return subject.subject_id, site.site_id, site.filing_number


@pytest.mark.proves("1055", "1056", "1057", "1058", "1059", "1060", "1061", "5010")
@pytest.mark.parametrize(("number", "home"), [(501, JIANGSU), (502, GUANGDONG)])
async def test_material_of_what_is_filed_is_stored_and_answered(
    bureaus: Bureaus, filer: Filer, number: int, home: str
) -> None:
    subject_id, site_id, site_number = await filed(bureaus, filer, number, home)
    large = b"x" * (150 * 1024 + 1)
    too_large = BlobRef(sha256=hashlib.sha256(large).hexdigest(), size=len(large))
    sent = [
        material(owner_id=site_id, remark="补充材料"),
        material(owner_number=site_number, usage=5),
        material(owner_id=subject_id, owner_type=1, usage=2, format=9),
        material(owner_id=site_id, usage=9),
        material(owner_id=site_id, usage=2),
        material(owner_id=9, owner_type=1, usage=3),
        material(owner_id=9),
        material(owner_id=site_id, content=too_large),
    ]
    blobs = {SHA256: PICTURE, too_large.sha256: large}
    await filer.send(write_icp_upload({"ICP/XZHYD": sent}, blobs, reporting_unit=filer.isp_id))
    answered = (await filer.fetch("ICP/BAJG")).results
    assert [[one.code for one in result.findings] for result in answered] == [
        [1060],
        [1060],
        [1056],
        [1057],
        [1061],
        [1058],
        [1059],
        [5010],
    ]
    assert {one.operation_type for one in answered} == {35}
    assert [one.identifier for one in answered[:2]] == [str(site_id), site_number]
    await _is_shown(bureaus, subject_id)

    await _a_stranger_is_refused(bureaus, site_id)


async def _a_stranger_is_refused(bureaus: Bureaus, site_id: int) -> None:
    other = Filer(bureaus, 320000000001, bureaus.client(320000000001))
    previous = (await other.soap.previous()).file
    assert previous is not None
    other.sequence = previous.data_sequence or 0
    stranger = [material(owner_id=site_id)]
    await other.send(
        write_icp_upload({"ICP/XZHYD": stranger}, {SHA256: PICTURE}, reporting_unit=other.isp_id)
    )
    (refused,) = (await other.fetch("ICP/BAJG")).results
    assert [one.code for one in refused.findings] == [1055]


async def _is_shown(bureaus: Bureaus, subject_id: int) -> None:
    listed = await bureaus.api(f"/materials?subject_id={subject_id}")
    assert [(one["usage"], one["remark"]) for one in listed] == [(1, "补充材料"), (5, None)]
    path = f"/{JIANGSU}/api/materials/{listed[0]['position']}"
    shown = await bureaus.http.get(path)
    assert (shown.content, shown.headers["content-type"]) == (PICTURE, "image/jpeg")
    missing = await bureaus.http.get(f"/{JIANGSU}/api/materials/1")
    assert missing.status_code == 404
