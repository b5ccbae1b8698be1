"""A connected site over HTTP: stopped by order of the bureau, for content, for refused updates."""

from typing import Any, cast

import pytest

from support.enterprises import ISP, MINISTRY, Small
from support.outside import Outside
from support.reference_enterprise import ReferenceEnterprise
from support.waiting import until


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


async def connected(enterprise: ReferenceEnterprise) -> tuple[str, dict[str, Any], str]:
    """File a site and open it; return draft id, draft, and domain."""
    sent = enterprise.sample()
    draft_id = await enterprise.submit(sent)
    draft = await enterprise.until_state(draft_id, "access_open")
    return draft_id, draft, sent.domain


@pytest.mark.proves("O33-020", "R14-049", "R14-069", "O33-021", "R14-036", "R14-046")
async def test_content_and_orders_stop_access_and_the_bureau_hears_of_it(
    small: Small, enterprise: ReferenceEnterprise
) -> None:
    draft_id, draft, domain = await connected(enterprise)
    guide = await small.ask(f"{small.api}/guide")
    assert guide["cautions"]
    (shown, *_) = await small.ask(f"{small.api}/connected-sites")
    assert shown["filing"]["subject"]["name"]
    found = {
        "host": f"www.{domain}",
        "category": "rumours",
        "found_by": "monitor",
        "place": "/page",
        "detail": "谣言",
        "record": "页面快照",
    }
    await small.tell(f"{small.api}/contents", {**found, "category": "dull"}, status=422)
    reported = await small.tell(f"{small.api}/contents", found, status=201)
    assert reported["phase"] == "Reported"
    await enterprise.until_state(draft_id, "access_suspended")

    async def is_taken() -> bool:
        reports = await small.ask(f"{small.bureau}/provider-reports")
        return any(
            one["state"]["report"] == "FORBIDDEN_CONTENT" and one["state"]["filing_number"]
            for one in reports
        )

    await until(is_taken, 20)
    await small.tell(f"{small.api}/drafts/{draft_id}/access-resumption")
    await enterprise.until_state(draft_id, "access_open")

    number = draft["filing_number"]
    unknown = {"filing_number": "京ICP备2026000001号-1"}
    denied = await small.tell(f"{small.api}/access-requests", unknown, status=409)
    assert denied["rule"] == "R14-036"
    ours = await small.tell(f"{small.api}/access-requests", {"filing_number": number}, status=201)
    assert ours["phase"] == "Granted"
    asked = {"requester": "示例公司", "purpose": "市场", "filing_numbers": [number]}
    denied = await small.tell(f"{small.api}/disclosures", asked, status=403)
    assert denied["rule"] == "R14-046"


@pytest.mark.proves("R14-042", "R14-044", "M64-036")
async def test_who_refuses_to_update_loses_access(
    small: Small, enterprise: ReferenceEnterprise
) -> None:
    draft_id, draft, _ = await connected(enterprise)
    api = f"{small.api}/drafts/{draft_id}"
    visited = {"differing": ["sites.accesses.ip_ranges"], "detail": "地址已变"}
    await small.tell(f"{api}/revisit", visited)
    await small.tell(f"{api}/urging", {"fields": ["sites.accesses.ip_ranges"]})
    headers = {"X_Beian_Account": "agent"}
    denied = await small.tell(f"{api}/access", status=403, **headers)
    assert denied["rule"] == "R14-044"
    await small.tell(f"{api}/update-refusal", {"detail": "电话中拒绝"})
    await enterprise.until_state(draft_id, "access_stopped")

    async def is_taken() -> bool:
        reports = [one for at in small.bureaus for one in await small.ask(f"{at}/provider-reports")]
        return any(one["state"]["about"] == draft["filing_number"] for one in reports)

    await until(is_taken, 20)
