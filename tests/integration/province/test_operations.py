"""A maintenance window closes a bureau's interface and opens it again; an incident is tracked."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from beian.eventlog import Meta
from beian.events.operations import MaintenanceStarted
from ministry.domain.maintenance import Begin
from ministry.operations import keep_window
from support.bureaus import Bureaus, Filer
from support.center import Center
from support.waiting import until


async def post(http: httpx.AsyncClient, path: str, **body: Any) -> Any:
    answer = await http.post(path, json=body)
    assert answer.is_success, answer.text
    return answer.json()


def next_night(bureaus: Bureaus) -> tuple[str, str]:
    """Return a window of the night that follows: after one working day, before the next."""
    evening = bureaus.kit.clock.now().replace(hour=19, minute=0, second=0, microsecond=0)
    begin = evening + timedelta(days=1)
    return begin.isoformat(), (begin + timedelta(hours=4)).isoformat()


@pytest.mark.proves("901", "902", "R14-127")
async def test_while_a_window_runs_nothing_is_uploaded_or_downloaded(
    bureaus: Bureaus, filer: Filer
) -> None:
    begin, end = next_night(bureaus)
    window = await post(
        bureaus.ministry_http,
        "/api/maintenance-windows",
        starts_at=begin,
        ends_at=end,
        reason="数据库升级",
        regions=["320000"],
    )
    key = window["key"]
    at = f"/320000/api/maintenance-windows/{key}"

    async def noted() -> bool:
        return (await bureaus.http.get(at)).is_success

    await until(noted)
    assert (await filer.soap.download()).code == 0, "announced is not begun"
    kit = bureaus.ministry.state.kit
    meta = Meta(actor="ministry", correlation_id="test")

    async def its_time_has_come(session: Any) -> None:
        await keep_window(session, key, Begin())

    await kit.log.transact("ministry", meta, its_time_has_come)
    recorded = await kit.log.read_stream("ministry", f"maintenance-{key}")
    assert isinstance(recorded[-1].event, MaintenanceStarted)

    async def closed() -> bool:
        return (await filer.soap.download()).code == 902

    await until(closed)
    assert (await filer.soap.upload(b"<x/>", filer.sequence + 1)).code == 901
    await post(bureaus.ministry_http, f"/api/maintenance-windows/{key}/finish")

    async def opened() -> bool:
        return (await filer.soap.download()).code == 0

    await until(opened)
    await bureaus.policy("approve")
    await filer.file(filer.sample(1))
    assert await filer.codes() == [[1001]], "what waited is taken in its order"


@pytest.mark.proves("R14-029", "R14-126", "R14-124")
async def test_an_incident_of_two_provinces_is_escalated_and_tracked(
    bureaus: Bureaus, center: Center
) -> None:
    duty = {"system": "interface.320000", "owner": "江苏分中心", "contact": "400-320"}
    await post(bureaus.ministry_http, "/api/duties", **duty)
    incident = await post(
        bureaus.ministry_http,
        "/api/incidents",
        scope="interface",
        system="interface.320000",
        regions=["320000", "440000"],
        description="上报中断",
        reporter="值班员",
        began_at=bureaus.kit.clock.now().isoformat(),
        stopped="upload",
    )
    assert (incident["phase"], incident["state"]["handler"]) == ("Outage", "coordination_center")
    assert incident["state"]["reported"]["contact"] == "400-320"
    key = incident["key"]
    await post(
        bureaus.ministry_http, f"/api/incidents/{key}/resolve", resolved_by="值班员", text="恢复"
    )

    async def tracked() -> bool:
        answer = await center.http.get(f"/api/incidents/{key}")
        return answer.is_success and answer.json()["phase"] == "Resolved"

    await until(tracked)
    assert (await bureaus.ministry_http.get("/healthz")).is_success
