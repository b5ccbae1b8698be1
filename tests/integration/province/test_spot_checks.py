"""A spot check in Jiangsu that finds false data ends the site, and the provider is investigated."""

from typing import Any

import httpx
import pytest

from beian.events.filing import FilingReturned
from beian.records import Filing
from support.bureaus import GUANGDONG, JIANGSU, Bureaus, Filer
from support.filed import filed, number_of
from support.waiting import until

API = f"/{JIANGSU}/api"


async def post(http: httpx.AsyncClient, path: str, **body: Any) -> Any:
    answer = await http.post(path, json=body)
    assert answer.is_success, answer.text
    return answer.json()


async def get(http: httpx.AsyncClient, path: str) -> Any:
    answer = await http.get(path)
    assert answer.is_success, answer.text
    return answer.json()


@pytest.mark.proves("R14-014")
async def test_a_check_of_another_provinces_provider_is_told_to_its_bureau(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    issued = await filed(filer, 11, home=GUANGDONG)
    here = f"/{GUANGDONG}/api/spot-checks"
    number = issued.filing.sites[0].filing_number
    opened = await post(bureaus.http, here, filing_number=number, channel="phone")
    answer = {"answer": "matches", "officer": "抽查员", "text": "属实"}
    await post(bureaus.http, f"{here}/{opened['key']}/answer", **answer)
    at = f"{API}/check-results/{opened['key']}"

    async def noted() -> bool:
        return (await bureaus.http.get(at)).is_success

    await until(noted)
    told = (await get(bureaus.http, at))["state"]["noted"]
    assert (told["isp_id"], told["outcome"]) == (filer.isp_id, "confirmed")


@pytest.mark.proves("R14-013")
async def test_an_external_providers_material_is_entered_or_found_missing(
    bureaus: Bureaus, filer: Filer
) -> None:
    issued = await filed(filer, 21)
    number = number_of(issued.filing)
    asked = {"isp_id": filer.isp_id, "officer": "检查员", "filing_numbers": [number]}
    opened = await post(bureaus.http, f"{API}/provider-inspections", **asked)
    here = f"{API}/provider-inspections/{opened['key']}"
    done = await post(bureaus.http, f"{here}/conclude", officer="检查员")
    findings = done["state"]["performed"]["findings"]
    assert f"evidence_missing {number}" in findings


@pytest.mark.proves("J45-017", "J45-018", "J45-019", "J45-020")
async def test_false_data_end_the_site_and_bar_the_provider_from_this_bureau_alone(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    check = await _drawn(bureaus, (await filed(filer, 1)).filing)
    texts = await bureaus.api("/outbox")
    assert any("请确认网站" in one["text"] for one in texts), "asked by SMS"
    answer = {
        "answer": "differs",
        "officer": "抽查员",
        "text": "非本人备案",
        "fields": ["responsible.name"],
        "is_untrue": True,
    }
    ended = await post(bureaus.http, f"{check}/answer", **answer)
    assert ended["phase"] == "Cancelled"
    recorded = await bureaus.kit.log.read(f"province.{JIANGSU}", limit=100_000)
    types = {one.type for one in recorded}
    assert {"SiteCancelled", "ShutdownOrdered", "InvestigationOpened"} <= types
    await _barred_here_alone(bureaus, filer)
    inquiry = f"{API}/investigations/{filer.isp_id}"
    closing = {
        "of": check.replace(f"{API}/spot-checks/", "spotcheck-"),
        "is_confirmed": True,
        "conclusion": "提交虚假备案信息",
        "officer": "调查员",
    }
    closed = await post(bureaus.http, f"{inquiry}/close", **closing)
    assert (closed["phase"], len(closed["state"]["records"])) == ("Clear", 1)
    await filer.file(filer.sample(4))
    while [1001] not in (codes := await filer.codes()):
        assert codes != [[1002]], "it may submit here again"


async def _drawn(bureaus: Bureaus, filing: Filing) -> str:
    """Draw every filed site; return where the check of this filing's site is."""
    run = {"channel": "sms", "count": 500, "seed": "2026-03", "officer": "抽查员"}
    drawn = await post(bureaus.http, f"{API}/spot-check-runs", **run)
    number = filing.sites[0].filing_number
    place = drawn["state"]["drawn"]["sample"].index(number) + 1
    check = f"{API}/spot-checks/{drawn['key']}.{place}"
    assert (await get(bureaus.http, check))["state"]["opened"]["filing_number"] == number
    return check


async def _barred_here_alone(bureaus: Bureaus, filer: Filer) -> None:
    """A filing for this bureau comes back; one for another home province is approved."""
    await filer.file(filer.sample(2))
    file = await filer.fetch("ICP/BAJG")
    (result,) = file.results
    assert [one.code for one in result.findings] == [1002]
    recorded = await bureaus.kit.log.read(f"province.{JIANGSU}", limit=100_000)
    returned = [one.event for one in recorded if isinstance(one.event, FilingReturned)][-1]
    assert returned.reasons == ("PERMISSION_SUSPENDED",)
    await filer.file(filer.sample(3, home=GUANGDONG))
    file = await filer.fetch("ICP/BAJG")
    assert [[one.code for one in found.findings] for found in file.results] == [[1001]]
