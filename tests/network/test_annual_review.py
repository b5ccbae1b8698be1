"""The annual review of a whole network: asked for by the bureau, handed in by the provider."""

from typing import Any

import pytest

from support.outside import BEIJING, Outside
from support.reference_enterprise import ReferenceEnterprise
from support.waiting import until


@pytest.mark.proves("O33-022", "O33-023", "R05-035", "R14-065")
async def test_a_provider_lists_what_is_pending_and_submits_for_its_sponsors(
    outside: Outside,
) -> None:
    await outside.policy("approve")
    enterprise = ReferenceEnterprise.of(outside, BEIJING)
    await enterprise.until_state(await enterprise.submit(enterprise.sample()), "access_open")
    now = (await outside.ask(f"{outside.ministry}/sim/clock"))["clock"]["now"]
    year = int(now[:4]) + 1
    moved = await outside.tell(f"{outside.ministry}/sim/clock", {"to": f"{year}-01-02"})
    assert moved["settled"]

    pending: list[dict[str, Any]] = await outside.ask(f"{enterprise.api}/annual-reviews?phase=Open")
    assert pending
    first = pending[0]["key"]
    one = await outside.tell(
        f"{enterprise.api}/annual-reviews/{first}/submission", {"submitted_by": "sponsor"}
    )
    assert one["phase"] == "Submitted"
    for asked in await outside.ask(f"{enterprise.api}/annual-review-rounds"):
        path = f"{enterprise.api}/annual-review-rounds/{asked['key']}/submission"
        await outside.tell(path, {"submitted_by": "sponsor"})

    async def arrived() -> bool:
        isp_id = enterprise.account["isp_id"]
        path = f"annual-review-years/{year}/providers/{isp_id}"
        return not await outside.ask(f"{outside.province(BEIJING)}/api/{path}")

    await until(arrived)
    ended = await outside.tell(f"{outside.ministry}/sim/clock", {"to": f"{year}-04-01"})
    assert ended["settled"]
    shown = await outside.ask(f"{outside.province(BEIJING)}/api/annual-review-years/{year}")
    assert shown["phase"] == "Ended"
    assert shown["state"]["sites"] > shown["state"]["overdue"]
