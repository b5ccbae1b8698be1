"""A case's orders reach the enterprise system over the bus, are executed at once, and come back."""

from typing import Any, cast

import pytest

from support.enterprises import ISP, MINISTRY, Small
from support.outside import Outside
from support.reference_enterprise import ReferenceEnterprise
from support.waiting import until

OFFICER = {"officer": "李某"}


@pytest.fixture(scope="module")
async def enterprise(small: Small) -> ReferenceEnterprise:
    await small.tell(f"{MINISTRY}/sim/policies", {"region": "all", "policy": "approve"})

    async def is_adopted() -> bool:
        shown = [await small.ask(f"{one}/policy") for one in small.bureaus]
        return all(one["policy"] == "approve" for one in shown)

    await until(is_adopted, 20)
    accounts = (await small.ask(f"{MINISTRY}/network.json"))["providers"]
    (account,) = [one for one in accounts if one["isp_id"] == ISP]
    return ReferenceEnterprise(cast("Outside", small), account)


@pytest.mark.proves("O292-022", "R14-018", "R05-033")
async def test_a_site_is_closed_for_a_time_reopened_and_then_closed_for_good(
    small: Small, enterprise: ReferenceEnterprise
) -> None:
    sent = enterprise.sample()
    draft_id = await enterprise.submit(sent)
    await enterprise.until_state(draft_id, "access_open")
    case = await _confirmed(small, f"www.{sent.domain}")
    closed = await small.tell(f"{case}/temporary-closure", {"reason": "暂停", **OFFICER})
    assert closed["phase"] == "TemporarilyClosed"
    await enterprise.until_state(draft_id, "access_suspended")
    await small.tell(f"{case}/lifting", {"reason": "已整改", **OFFICER})
    await enterprise.until_state(draft_id, "access_open")

    await small.tell(f"{case}/closure", {"reason": "再犯", **OFFICER})

    async def is_shut_down() -> bool:
        return bool((await small.ask(case))["phase"] == "ShutDown")

    await until(is_shut_down, 20)
    await enterprise.until_state(draft_id, "access_stopped")
    done = await small.tell(f"{case}/closing", {"result": "办结", **OFFICER})
    assert done["phase"] == "Closed"


async def _confirmed(small: Small, host: str) -> str:
    lead: dict[str, Any] = {
        "source": "inspection",
        "kind": "prohibited_content",
        "text": "违禁内容",
        "domain": host,
    }
    opened = await small.tell(f"{small.bureau}/cases", lead, status=201)
    case = f"{small.bureau}/cases/{opened['key']}"
    await small.tell(f"{case}/confirm", {"facts": "属实", **OFFICER})
    return case
