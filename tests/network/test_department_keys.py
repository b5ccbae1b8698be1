"""A content department with its key: it sees its remit, and nothing at another system. FLOW-24."""

from functools import partial
from typing import Any

import pytest

from support.outside import GUANGDONG, JIANGSU, Enterprise, Outside
from support.waiting import until


async def ask(outside: Outside, base: str, key: str, number: str) -> Any:
    return await outside.http.post(
        f"{base}/api/shared-queries",
        json={"by": "number", "text": number},
        headers={"X-Beian-Key": key},
    )


async def is_known(outside: Outside, base: str, key_id: str) -> bool:
    answer = await outside.http.get(f"{base}/api/department-keys/{key_id}")
    return bool(answer.status_code == 200)


async def is_closed(outside: Outside, base: str, key: str) -> bool:
    return bool((await ask(outside, base, key, "x")).status_code == 403)


@pytest.mark.proves("R14-153", "R14-030", "R14-154")
async def test_a_key_opens_the_system_of_its_scope_until_it_is_revoked(
    outside: Outside, jiangsu: Enterprise
) -> None:
    await outside.policy("approve", JIANGSU)
    sent = jiangsu.sample()
    await jiangsu.file(sent)
    number = (await jiangsu.outcome(sent)).number
    assert number
    center = outside.network["verification_center"]["url"]
    applied = {"department": "示例新闻出版局", "level": "province", "region": JIANGSU}
    issued = await outside.tell(
        f"{center}/api/electronic-keys", {**applied, "valid_until": "2099-01-01"}
    )
    national = await outside.tell(
        f"{center}/api/electronic-keys",
        {"department": "示例中央部门", "level": "ministry", "valid_until": "2099-01-01"},
    )
    own, others = outside.province(JIANGSU), outside.province(GUANGDONG)
    await until(partial(is_known, outside, own, issued["key_id"]), 30)
    await until(partial(is_known, outside, outside.ministry, national["key_id"]), 30)
    seen = await ask(outside, own, issued["key"], number)
    assert seen.status_code == 200, seen.text
    assert [one["filing_number"] for one in seen.json()["sites"]] == [number]
    nationwide = await ask(outside, outside.ministry, national["key"], number)
    assert [one["site_number"] for one in nationwide.json()["sites"]] == [
        one["site_number"] for one in seen.json()["sites"]
    ]
    for base, key in (
        (outside.ministry, issued["key"]),
        (others, issued["key"]),
        (own, national["key"]),
    ):
        refused = await ask(outside, base, key, number)
        assert refused.status_code == 403
        assert refused.json()["rule"] == "R14-153"
    asked = await outside.ask(f"{own}/api/department-keys/{issued['key_id']}")
    assert [one["type"] for one in asked["events"]] == ["ElectronicKeyNoted", "SharedQueryAnswered"]
    revocation = f"{center}/api/electronic-keys/{issued['key_id']}/revocation"
    await outside.tell(revocation, {"reason": "部门撤销"})
    await until(partial(is_closed, outside, own, issued["key"]), 30)


@pytest.mark.proves("R14-155")
async def test_personal_data_are_shown_only_by_a_recorded_request(
    outside: Outside, jiangsu: Enterprise
) -> None:
    await outside.policy("approve", JIANGSU)
    sent = jiangsu.sample()
    await jiangsu.file(sent)
    number = (await jiangsu.outcome(sent)).number
    bureau = outside.province(JIANGSU)
    asked = {"requester": "示例公司", "purpose": "营销", "filing_number": number}
    refused = await outside.tell(f"{bureau}/api/data-requests", asked)
    assert refused["phase"] == "Refused"
    data = f"{bureau}/api/data-requests/{refused['key']}/data"
    assert (await outside.http.get(data)).status_code == 404
    granted = await outside.tell(
        f"{bureau}/api/data-requests",
        {**asked, "requester": "示例审核员", "authority": "职务", "fields": ["responsible"]},
    )
    shown = await outside.ask(f"{bureau}/api/data-requests/{granted['key']}/data")
    assert shown["fields"]["responsible"]["name"] == sent.filing.subject.responsible.name
    assert set(shown["fields"]) == {"responsible"}
    store = await outside.ask(f"{bureau}/api/data-store")
    assert store["owner"] == "江苏省通信管理局"
    national = await outside.ask(f"{outside.ministry}/api/data-store")
    assert national["owner"] == "工业和信息化部信息通信管理局"
    assert granted["state"]["disclosed"]["owner"] == store["owner"]
