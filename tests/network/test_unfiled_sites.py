"""An unfiled site from the center's finding to the provider's answer, and back to the center."""

from collections.abc import Mapping
from typing import Any

import pytest

from beian.records_changes import UnfiledSiteHandled
from beian.records_downloads import UnfiledSite
from beian.wire.upload_operations import write_icp_upload
from support.outside import JIANGSU, Enterprise, Outside
from support.reference_enterprise import ReferenceEnterprise
from support.waiting import until

PATH = "ICP/WBAWZLB/Wbawz_xx"


async def status(outside: Outside, finding: str) -> Any:
    center = outside.network["verification_center"]["url"]
    shown = await outside.ask(f"{center}/api/unfiled-sites?limit=200")
    return next(one for one in shown["findings"] if one["finding_id"] == finding)


async def feed(outside: Outside, account: Mapping[str, Any], domain: str) -> str:
    """Feed a finding at an address of a provider; return its id."""
    address = str(account["ip_ranges"][0]).replace(".0/24", ".77")
    site = {"domain": domain, "address": address, "region": account["region"]}
    center = outside.network["verification_center"]["url"]
    answered = await outside.tell(f"{center}/api/unfiled-sites", {"sites": [site]})
    return str(answered["findings"][0])


async def find(outside: Outside, jiangsu: Enterprise, domain: str) -> tuple[str, UnfiledSite]:
    """Feed a finding; return its id and what the provider is told."""
    finding = await feed(outside, jiangsu.account, domain)

    async def told() -> UnfiledSite | None:
        await jiangsu.collect()
        listed = [one for file in jiangsu.files.values() for one in file.contents.get(PATH, ())]
        return next((one for one in listed if one.domain == domain), None)

    return finding, await until(told, 30)


def answer(told: UnfiledSite, jiangsu: Enterprise) -> bytes:
    handled = UnfiledSiteHandled(
        domain=told.domain,
        address=told.address,
        operator=told.operator,
        access_provider=jiangsu.isp_id,
        province=int(jiangsu.account["region"]),
        result=2,
        opinion="已停止接入",
        listed_on=(told.detected_at or "")[:10],
        due_on=(told.detected_at or "")[:10],
    )
    return write_icp_upload({"ICP/WBACLJG": [handled]}, {}, reporting_unit=jiangsu.isp_id)


@pytest.mark.proves("R14-026", "R14-037")
async def test_a_finding_reaches_the_provider_and_its_answer_the_center(
    outside: Outside, jiangsu: Enterprise
) -> None:
    finding, told = await find(outside, jiangsu, "www.unfiled-answered.example")
    await until(lambda: _is(outside, finding, "noticed"), 30)
    await jiangsu.send(answer(told, jiangsu))
    await until(lambda: _is(outside, finding, "disposed"), 30)
    said = (await status(outside, finding))["said"]
    assert (said["isp_id"], said["result"], said["opinion"]) == (
        jiangsu.isp_id,
        2,
        "已停止接入",
    )


async def test_a_finding_without_an_answer_is_overdue_after_five_working_days(
    outside: Outside, jiangsu: Enterprise
) -> None:
    finding, _ = await find(outside, jiangsu, "www.unfiled-late.example")
    moved = await outside.tell(f"{outside.ministry}/sim/clock", {"advance": "15d"})
    assert moved["settled"]
    assert jiangsu.log in {fired["log"] for fired in moved["fired"]}
    assert await _is(outside, finding, "overdue")


async def test_the_reference_enterprise_keeps_notices_and_answers_over_its_api(
    outside: Outside,
) -> None:
    enterprise = ReferenceEnterprise.of(outside, JIANGSU)
    domain = "www.unfiled-reference.example"
    finding = await feed(outside, enterprise.account, domain)

    async def shown() -> Any:
        sites = await outside.ask(f"{enterprise.api}/unfiled-sites")
        return next((one for one in sites if one["domain"] == domain), None)

    site = await until(shown, 30)
    assert site["state"] == "open"
    said = {"result": 1, "opinion": "已完成备案", "reporter_name": "示例备案员"}
    answer_url = f"{enterprise.api}/unfiled-sites/{site['record_id']}/answer"
    sponsor = {"X-Beian-Account": "sponsor"}
    assert (await outside.http.post(answer_url, json=said, headers=sponsor)).is_client_error
    assert (await outside.tell(answer_url, said))["state"] == "entered"
    await until(lambda: _is(outside, finding, "disposed"), 30)
    answered = await shown()
    assert (answered["state"], answered["answer"]["result_text"]) == ("sealed", "已完成备案")
    wrong = await outside.http.post(answer_url, json={**said, "result": 99})
    assert wrong.status_code == 422

    notices = await outside.ask(f"{enterprise.api}/notices")
    assert {"JCDM/Jcdm_xx", "ICP/WBAWZLB"} <= {one["block"] for one in notices}
    (listed, *_) = await outside.ask(f"{enterprise.api}/notices?block=ICP/WBAWZLB")
    read = await outside.ask(f"{enterprise.api}/notices/{listed['file_name']}")
    assert [one["domain"] for one in read["contents"][PATH]] == [domain]


async def _is(outside: Outside, finding: str, wanted: str) -> bool:
    return bool((await status(outside, finding))["status"] == wanted)
