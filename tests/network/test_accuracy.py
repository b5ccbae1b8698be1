"""A month goes by: the center checks it, the ministry circulates it, each bureau knows its part."""

import pytest

from support.outside import JIANGSU, Enterprise, Outside


@pytest.mark.proves("M64-028", "R14-032", "R14-010", "R14-015")
async def test_a_month_is_checked_circulated_and_known_to_the_bureau(
    outside: Outside, jiangsu: Enterprise
) -> None:
    await outside.policy("approve", JIANGSU)
    sent = jiangsu.sample()
    await jiangsu.file(sent)
    outcome = await jiangsu.outcome(sent)
    assert outcome.number
    month = (await outside.ask(f"{outside.ministry}/sim/clock"))["clock"]["now"][:7]
    moved = await outside.tell(f"{outside.ministry}/sim/clock", {"advance": "32d"})
    assert moved["settled"]
    assert "verification-center" in {fired["log"] for fired in moved["fired"]}
    center = outside.network["verification_center"]["url"]
    check = await outside.ask(f"{center}/api/sample-checks/monthly-{month}")
    assert check["phase"] == "Completed"
    assert check["state"]["open_calls"] == []
    done = check["events"][-1]
    assert done["type"] == "MonthlyCheckCompleted"
    assert "M64-028" in done["rules"]
    circular = await outside.ask(f"{outside.ministry}/api/circulars/{month}")
    rows = {one["region"]: one for one in circular["state"]["provinces"]}
    assert len(rows) == 31
    own = rows[JIANGSU]
    assert own["filed"] >= own["sampled"] >= 1
    view = await outside.ask(f"{outside.province(JIANGSU)}/api/quality-views/{month}")
    assert view["state"]["province"] == own
    assert [one["isp_id"] for one in view["state"]["providers"]] == [
        one["isp_id"] for one in circular["state"]["providers"] if one["region"] == JIANGSU
    ]
