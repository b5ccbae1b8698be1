"""Points close a provider's reporting interface, and training opens it again: center and bureau."""

from typing import Any

import pytest

from support.bureaus import Bureaus, Filer
from support.center import Center
from support.waiting import until

MEASURES = "/320000/api/score-measures"


async def confirm(center: Center, isp_id: int, number: int) -> Any:
    """Confirm that a block of addresses was never reported: 5 points."""
    body = {
        "isp_id": isp_id,
        "resource": "ip",
        "about": f"203.0.113.{number}",
        "batch": "2026-03",
        "is_unreported": True,
    }
    answer = await center.http.post("/api/scores/confirm-resource", json=body)
    assert answer.is_success, answer.text
    return answer.json()["state"]


async def phase_at_bureau(bureaus: Bureaus, isp_id: int) -> str | None:
    answer = await bureaus.http.get(f"{MEASURES}/{isp_id}")
    return str(answer.json()["phase"]) if answer.is_success else None


async def upload_code(filer: Filer) -> int:
    return (await filer.soap.upload(b"<x/>", filer.sequence + 1)).code


@pytest.mark.proves("19", "R14-147", "R14-158", "R14-146", "R14-144", "R14-149", "R14-031")
async def test_80_points_close_the_upload_until_the_training_is_passed(
    bureaus: Bureaus, center: Center, filer: Filer
) -> None:
    isp_id = filer.isp_id
    reached: list[int] = []
    for number in range(16):
        reached = (await confirm(center, isp_id, number))["reached"]
    assert reached == [40, 60, 80]

    async def suspended() -> bool:
        return await phase_at_bureau(bureaus, isp_id) == "Suspended"

    await until(suspended)
    assert await upload_code(filer) == 19
    assert (await filer.soap.download()).code == 0, "what lies ready can be fetched (A-26)"

    shown = (await bureaus.http.get(f"{MEASURES}/{isp_id}")).json()
    types = [one["type"] for one in shown["events"]]
    for wanted in ("RectificationNoticeIssued", "PenaltyImposed", "PublicAnnouncementMade"):
        assert types.count(wanted) == 1

    resumption = await bureaus.http.post(f"/320000/api/providers/{isp_id}/resumption")
    assert (resumption.status_code, resumption.json()["rule"]) == (409, "R14-158")
    reopen = {"officer": "经办人", "text": "整改合格"}
    early = await bureaus.http.post(f"{MEASURES}/{isp_id}/reopen", json=reopen)
    assert (early.status_code, early.json()["rule"]) == (409, "R14-158")
    talk = {"head": "负责人", "officer": "经办人", "held_on": "2026-01-05", "record": "约谈记录"}
    held = await bureaus.http.post(f"{MEASURES}/{isp_id}/interview", json=talk)
    assert held.is_success, held.text

    await _train(center, isp_id)

    async def ready() -> bool:
        return await phase_at_bureau(bureaus, isp_id) == "ReadyToReopen"

    await until(ready)
    assert await upload_code(filer) == 19
    done = await bureaus.http.post(f"{MEASURES}/{isp_id}/reopen", json=reopen)
    assert done.json()["phase"] == "Reopened"
    assert await upload_code(filer) != 19


async def _train(center: Center, isp_id: int) -> None:
    organisation = {"organisation": "某公司", "kind": "provider", "persons": ["李四"]}
    training = {
        "title": "备案业务培训",
        "material": "备案管理教材",
        "held_on": "2026-01-05",
        "attendees": [{**organisation, "isp_id": isp_id}],
    }
    opened = await center.http.post("/api/trainings", json=training)
    assert opened.status_code == 201, opened.text
    examined = await center.http.post(
        f"/api/trainings/{opened.json()['key']}/examine",
        json={"isp_id": isp_id, "has_passed": True},
    )
    assert examined.is_success, examined.text


@pytest.mark.proves("R14-140", "R14-136")
async def test_the_penalty_at_60_counts_at_the_center(
    center: Center, filer: Filer, bureaus: Bureaus
) -> None:
    async def counted() -> bool:
        shown = (await center.http.get(f"/api/scores/{filer.isp_id}")).json()
        return bool(shown["state"]["totals"] == {"2026": 85})

    await until(counted)
    assert await phase_at_bureau(bureaus, filer.isp_id) == "Reopened", "it closes nothing again"
