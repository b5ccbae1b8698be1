"""A provider leaves the market: its site is cancelled, then its interface closes (FLOW-22)."""

import pytest

from integration.enterprise.test_connections import enterprise
from support.enterprises import ISP, Small
from support.reference_enterprise import ReferenceEnterprise
from support.waiting import until

__all__ = ["enterprise"]


@pytest.mark.proves("R14-047", "R14-134")
async def test_the_interface_closes_when_every_site_is_cancelled(
    small: Small, enterprise: ReferenceEnterprise
) -> None:
    sent = enterprise.sample(home="320000")
    draft_id = await enterprise.submit(sent)
    draft = await enterprise.until_state(draft_id, "access_open")
    declared = {"isp_id": ISP, "ground": "voluntary", "reason": "停止经营", "officer": "赵六"}
    exit_ = f"{small.bureau}/provider-exits/{ISP}"
    await small.tell(f"{small.bureau}/provider-exits", declared, status=201)
    early = await small.tell(f"{exit_}/plan", {"sites": [], "officer": "赵六"}, status=422)
    assert early["rule"] == "R14-134"
    number = f"{draft['filing_number']}-1"
    plan = {"sites": [{"filing_number": number}], "officer": "赵六"}
    await small.tell(f"{exit_}/plan", plan)
    refused = await small.tell(f"{exit_}/emptied", status=409)
    assert refused["rule"] == "R14-047"
    await small.tell(f"{exit_}/cancellations", {"officer": "赵六"})
    await enterprise.until_state(draft_id, "cancelled")

    async def is_empty() -> bool:
        answer = await small.http.post(f"{exit_}/emptied", json={})
        return answer.is_success

    await until(is_empty, 20)
    await small.tell(f"{exit_}/closure", {"officer": "赵六"})
    done = await small.tell(f"{exit_}/completion", {"officer": "赵六", "archive": "示例单位"})
    assert done["phase"] == "Exited"
    body = {"filing": {}, "submitted_by": "sponsor_self"}
    assert (await small.http.post(f"{small.api}/drafts", json=body)).status_code == 422
