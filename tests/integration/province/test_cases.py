"""A case of an illegal site across two bureaus and the ministry, over HTTP and the bus."""

from typing import Any

import pytest

from support.bureaus import GUANGDONG, JIANGSU, Bureaus
from support.waiting import until

OWN_ISP, OTHER_ISP = 440000000001, 320000000001
OFFICER = {"officer": "李某"}
LEAD = {
    "source": "inspection",
    "kind": "unfiled",
    "text": "未备案网站",
    "domain": "http://www.illegal.example/page",
    "subject_region": GUANGDONG,
}


async def post(bureaus: Bureaus, region: str, path: str, body: dict[str, Any]) -> Any:
    answer = await bureaus.http.post(f"/{region}/api{path}", json=body)
    assert answer.is_success, answer.text
    return answer.json()


async def phase(bureaus: Bureaus, region: str, path: str) -> str | None:
    answer = await bureaus.http.get(f"/{region}/api{path}")
    return str(answer.json()["phase"]) if answer.is_success else None


async def events(bureaus: Bureaus, region: str, type_: str) -> list[Any]:
    recorded = await bureaus.kit.log.read(f"province.{region}", limit=100_000)
    return [one.event for one in recorded if one.type == type_]


@pytest.mark.proves("R05-032", "R14-016", "R14-018", "R14-019")
async def test_a_lead_goes_home_and_the_closure_to_every_provider_and_back(
    bureaus: Bureaus,
) -> None:
    reported = await post(bureaus, JIANGSU, "/cases", LEAD)
    assert reported["phase"] == "Transferred"
    case = f"/cases/{reported['key']}"
    await until(lambda: _is(bureaus, GUANGDONG, case, "Open"))

    located = {"isp_ids": [OWN_ISP, OTHER_ISP], "server_region": JIANGSU}
    await post(bureaus, GUANGDONG, f"{case}/locate", located)
    await post(bureaus, GUANGDONG, f"{case}/request-evidence", {"text": "请取证", **OFFICER})
    request = f"/cooperation-requests/{reported['key']}.1"
    await until(lambda: _is(bureaus, JIANGSU, request, "Requested"))
    await post(bureaus, JIANGSU, f"{request}/acceptance", OFFICER)
    await post(bureaus, JIANGSU, f"{request}/evidence", {"text": "日志", **OFFICER})
    await until(lambda: _is(bureaus, GUANGDONG, case, "Open"))

    await post(bureaus, GUANGDONG, f"{case}/confirm", {"facts": "属实", **OFFICER})
    await post(bureaus, GUANGDONG, f"{case}/rectification", {"text": "限期改正", **OFFICER})
    wrong = await bureaus.http.post(
        f"/{GUANGDONG}/api{case}/penalty",
        json={"kind": "fine", "amount": 9_000, "reason": "未备案", **OFFICER},
    )
    assert (wrong.status_code, wrong.json()["rule"]) == (422, "O33-025")
    fine = {"kind": "fine", "amount": 10_000, "reason": "未备案", **OFFICER}
    await post(bureaus, GUANGDONG, f"{case}/penalty", fine)
    refused = await post(bureaus, GUANGDONG, f"{case}/refusal", {"reason": "拒不改正", **OFFICER})
    assert refused["phase"] == "Closing"

    for region, isp_id in ((GUANGDONG, OWN_ISP), (JIANGSU, OTHER_ISP)):
        order = await _execute(bureaus, region, isp_id)
        assert (order["belongs_to"], order["domain"]) == (reported["key"], "www.illegal.example")
    await until(lambda: _is(bureaus, GUANGDONG, case, "ShutDown"))
    closed = await post(bureaus, GUANGDONG, f"{case}/closing", {"result": "办结", **OFFICER})
    assert closed["phase"] == "Closed"
    assert [one.region for one in await events(bureaus, JIANGSU, "ShutdownOrdered")] == [JIANGSU]
    letters = (await bureaus.ministry_http.get("/api/bureau-letters")).json()
    assert len(letters) == 7  # the case, a request and its answers, a closure and its answers


@pytest.mark.proves("R14-016", "R14-017")
async def test_a_bureau_lists_the_domain_of_a_case_and_alone_takes_it_back(
    bureaus: Bureaus,
) -> None:
    lead = {
        "source": "ministry_circular",
        "kind": "unfiled",
        "text": "未备案网站",
        "domain": "www.listed.example",
        "isp_id": OTHER_ISP,
    }
    case = f"/cases/{(await post(bureaus, JIANGSU, '/cases', lead))['key']}"
    listing = {"kind": "domain", "reason": "情节严重", **OFFICER}
    early = await bureaus.http.post(f"/{JIANGSU}/api{case}/blacklisting", json=listing)
    assert early.status_code == 409
    await post(bureaus, JIANGSU, f"{case}/confirm", {"facts": "属实", **OFFICER})
    await post(bureaus, JIANGSU, f"{case}/blacklisting", listing)
    await until(lambda: _listed(bureaus, GUANGDONG, "added"))
    removal = {"action": "remove", "kind": "domain", "value": "listed.example", "reason": "误列"}
    by_another = await bureaus.ministry_http.post("/api/blacklist", json=removal)
    assert by_another.status_code == 403, by_another.text
    entry = "/blacklistings/domain:listed.example"
    assert (await bureaus.http.get(f"/{GUANGDONG}/api{entry}")).status_code == 404
    await post(bureaus, JIANGSU, f"{entry}/removal", {"reason": "已改正", **OFFICER})
    await until(lambda: _listed(bureaus, GUANGDONG, "removed"))


async def _execute(bureaus: Bureaus, region: str, isp_id: int) -> Any:
    """Fetch the one order of a provider and report it, as its own system does."""

    async def ordered() -> list[Any]:
        found = await bureaus.api(f"/providers/{isp_id}/shutdown-orders?status=Ordered", region)
        return list(found)

    (order,) = await until(ordered)
    await post(bureaus, region, f"/shutdown-orders/{order['key']}/report", {"reporter": "值班"})
    return order


async def _is(bureaus: Bureaus, region: str, path: str, wanted: str) -> bool:
    return await phase(bureaus, region, path) == wanted


async def _listed(bureaus: Bureaus, region: str, action: str) -> bool:
    noted = await events(bureaus, region, "BlacklistNoted")
    return any((one.value, one.action) == ("listed.example", action) for one in noted)
