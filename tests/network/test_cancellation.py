"""The end of filings through three levels: asked for at an enterprise's desk, or by a bureau."""

import hashlib
from typing import Any

import pytest

from beian.records import IpRange
from beian.records_changes import NewAccess
from beian.regulations.addresses import range_of
from beian.wire.upload_operations import write_icp_upload
from launcher.samples import Sample
from support.outside import GUANGDONG, JIANGSU, Enterprise, Outside
from support.reference_enterprise import ReferenceEnterprise
from support.waiting import until

ZXSJ = "ICP/ZXSJ/Zxxx"


async def filed(outside: Outside) -> tuple[ReferenceEnterprise, Sample, dict[str, Any]]:
    """File a site of a sponsor in Guangdong at the reference enterprise in Jiangsu; open it."""
    await outside.policy("approve")
    enterprise = ReferenceEnterprise.of(outside, JIANGSU)
    sent = enterprise.sample(home=GUANGDONG)
    draft = await enterprise.until_state(await enterprise.submit(sent), "access_open")
    return enterprise, sent, draft


async def password_of(outside: Outside, number: str) -> str:
    """Return the filing password that the home bureau sent the sponsor."""
    api = f"{outside.province(GUANGDONG)}/api"
    rows = await outside.ask(f"{api}/numbers?limit=500")
    (application,) = [one["application_id"] for one in rows if one["filing_number"] == number]
    texts = await outside.ask(f"{api}/outbox?application_id={application}")
    (sms,) = [one["text"] for one in texts if one["to_kind"] == "sms" and "备案密码" in one["text"]]
    return str(sms.partition("备案密码")[2][:12])


async def is_public(outside: Outside, domain: str, number: str) -> bool:
    found = await outside.ask(f"{outside.ministry}/api/filings?domain={domain}")
    return any(one["filing_number"] == number for one in found["filings"])


@pytest.mark.proves("R14-120", "R14-121", "R14-123")
async def test_a_sponsor_ends_its_filing_in_another_province_and_files_anew(
    outside: Outside,
) -> None:
    enterprise, sent, draft = await filed(outside)
    number, draft_id = draft["filing_number"], draft["draft_id"]
    await until(lambda: is_public(outside, sent.domain, number), 30)
    body = {"kind": "subject", "reason": 2, "password": await password_of(outside, number)}
    asked = await outside.http.post(
        f"{enterprise.api}/drafts/{draft_id}/cancellation",
        json=body,
        headers={"X-Beian-Account": "sponsor"},
    )
    assert asked.status_code == 202, asked.text
    assert str(body["password"]) not in asked.text
    ended = await enterprise.until_state(draft_id, "cancelled")
    types = [event["type"] for event in ended["history"]]
    assert types.index("CancellationRequested") < types.index("AccessTerminated")

    async def answered() -> dict[str, Any] | None:
        history = (await enterprise.draft(draft_id))["history"]
        found = [one["data"] for one in history if one["type"] == "CancellationAnswered"]
        return found[0] if found else None

    assert (await until(answered, 30))["approved"]
    await outside.settle()
    (gone,) = outside.logs.of_type("SubjectCancelled", filing_number=number)
    assert gone["log"] == f"province.{GUANGDONG}"
    noted = outside.logs.of_type("NationalRecordNoted", filing_number=number, is_cancelled=True)
    assert len(noted) == len(outside.network["provinces"])
    assert not await is_public(outside, sent.domain, number)
    refused = await outside.http.post(f"{enterprise.api}/drafts/{draft_id}/access")
    assert refused.status_code == 409
    again = await enterprise.until_state(await enterprise.submit(sent), "access_open")
    assert again["filing_number"] != number


@pytest.mark.proves("R14-122", "R14-123")
async def test_a_bureau_cancels_a_site_and_every_provider_ends_its_access(
    outside: Outside, guangdong: Enterprise
) -> None:
    enterprise, sent, draft = await filed(outside)
    number = draft["filing_number"]
    (block,) = guangdong.account["ip_ranges"][:1]
    address = range_of(block).first + 77
    access = NewAccess(
        site_number=f"{number}-1",
        isp_access_id=77_000_001,
        isp_id=guangdong.isp_id,
        locations=(19,),
        modes=(1,),
        ip_ranges=(IpRange(isp_ip_id=77, first=address, last=address),),
        password=await md5_of(outside, number),
    )
    await until(lambda: is_public(outside, sent.domain, number), 30)
    xml = write_icp_upload({"ICP/XZJR": [access]}, {}, reporting_unit=guangdong.isp_id)
    await guangdong.send(xml)

    async def added() -> bool:
        await guangdong.collect()
        received = guangdong.received[f"{number}-1"]
        return received.codes == [1001]

    await until(added, 60)
    api = f"{outside.province(GUANGDONG)}/api/records/{number}-1/cancellation"
    shown = await outside.tell(api, {"kind": "site", "reason": 6, "text": "经核实，信息不真实"})
    (part,) = shown["cancelled"]
    await enterprise.until_state(draft["draft_id"], "cancelled")

    async def told() -> bool:
        await guangdong.collect()
        notices = [one for file in guangdong.files.values() for one in file.contents.get(ZXSJ, ())]
        return (1, part["record_id"]) in [(one.kind, one.record_id) for one in notices]

    await until(told, 60)
    assert not await is_public(outside, sent.domain, number)


async def md5_of(outside: Outside, number: str) -> str:
    password = await password_of(outside, number)
    return hashlib.md5(password.encode(), usedforsecurity=False).hexdigest()
