"""A bureau's penalty reaches the center, which counts it for its reports. M64-041."""

import pytest

from support.bureaus import JIANGSU, Bureaus
from support.center import Center
from support.waiting import until

OFFICER = {"officer": "李某"}


@pytest.mark.proves("M64-041")
async def test_a_penalty_of_a_sponsor_is_counted_at_the_center(
    bureaus: Bureaus, center: Center
) -> None:
    lead = {
        "source": "inspection",
        "kind": "unfiled",
        "text": "未备案网站",
        "domain": "counted.unfiled.example",
        "subject_region": JIANGSU,
    }
    base = f"/{JIANGSU}/api/cases"
    case = (await bureaus.http.post(base, json=lead)).json()["key"]
    for act, body in (
        ("confirm", {"facts": "属实"}),
        ("penalty", {"kind": "fine", "amount": 10_000, "reason": "未备案"}),
    ):
        answer = await bureaus.http.post(f"{base}/{case}/{act}", json={**body, **OFFICER})
        assert answer.is_success, answer.text

    async def counted() -> bool:
        found = (await center.http.get("/api/penalty-statistics", params={"limit": 200})).json()
        return any(
            (one["state"]["counted"]["region"], one["state"]["counted"]["amount"])
            == (JIANGSU, 10_000)
            and one["key"].startswith(f"{JIANGSU}.{case}")
            for one in found
        )

    await until(counted)
