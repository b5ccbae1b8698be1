"""A case that takes the filing: the site is closed and cancelled, the subject is blacklisted."""

from typing import Any

import pytest

from support.bureaus import JIANGSU, Bureaus, Filer
from support.filed import filed, number_of
from support.waiting import until

LOG = f"province.{JIANGSU}"
OFFICER = {"officer": "李某"}


async def act(bureaus: Bureaus, path: str, **body: Any) -> Any:
    answer = await bureaus.http.post(f"/{JIANGSU}/api/{path}", json={**body, **OFFICER})
    assert answer.is_success, answer.text
    return answer.json()


async def events(bureaus: Bureaus, *types: str) -> list[Any]:
    recorded = await bureaus.kit.log.read(LOG, limit=100_000)
    return [one.event for one in recorded if one.type in types]


@pytest.mark.proves("O33-017", "R14-069", "O33-026", "O292-021", "R14-016")
async def test_a_service_beyond_its_items_on_a_sub_domain_costs_the_filing(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    issued = await filed(filer, 501)
    site = f"{number_of(issued.filing)}-1"
    domain = issued.filing.sites[0].domains[0].name
    public = await bureaus.http.post(
        f"/{JIANGSU}/api/public-reports",
        json={"kind": "out_of_scope", "text": "收费", "domain": f"http://bbs.{domain}/shop"},
    )
    case = f"cases/{public.json()['case']}"
    shown = (await bureaus.api(f"/{case}"))["state"]
    assert (shown["lead"]["filing_number"], shown["lead"]["domain"]) == (site, f"bbs.{domain}")
    assert [one["isp_id"] for one in shown["providers"]] == [filer.isp_id]

    await act(bureaus, f"{case}/confirm", facts="超出备案项目")
    early = await bureaus.http.post(
        f"/{JIANGSU}/api/{case}/closure", json={"reason": "关闭", **OFFICER}
    )
    assert (early.status_code, early.json()["rule"]) == (403, "O33-026")
    await act(bureaus, f"{case}/rectification", text="限期改正")
    await act(bureaus, f"{case}/penalty", kind="fine", amount=8_000, reason="超出备案项目")
    await act(bureaus, f"{case}/refusal", reason="拒不改正")
    await act(bureaus, f"{case}/blacklisting", kind="certificate", reason="情节严重")
    record = await bureaus.api(f"/records/{number_of(issued.filing)}")
    assert [one["filing_number"] for one in record["cancelled"]] == [site]

    (cancelled,) = await events(bureaus, "SiteCancelled")
    assert {"O33-026", "R14-122"} <= set(cancelled.rules)
    measures = await events(bureaus, "CaseOpened", "PenaltyImposed", "BlacklistEntryAdded")
    assert {one.region for one in measures} == {JIANGSU}
    assert len(measures) == 3
    (order,) = await bureaus.api(f"/providers/{filer.isp_id}/shutdown-orders?status=Ordered")
    await act_without_officer(bureaus, f"shutdown-orders/{order['key']}/report", reporter="值班")
    assert (await bureaus.api(f"/{case}"))["phase"] == "ShutDown"

    async def listed() -> bool:
        return bool(await events(bureaus, "BlacklistNoted"))

    await until(listed)
    await filer.fetch("ICP/ZXSJ")


async def act_without_officer(bureaus: Bureaus, path: str, **body: Any) -> None:
    answer = await bureaus.http.post(f"/{JIANGSU}/api/{path}", json=body)
    assert answer.is_success, answer.text


@pytest.mark.proves("O33-027")
async def test_false_information_closes_and_cancels_at_once(bureaus: Bureaus, filer: Filer) -> None:
    issued = await filed(filer, 502)
    site = f"{number_of(issued.filing)}-1"
    opened = await bureaus.http.post(
        f"/{JIANGSU}/api/cases",
        json={
            "source": "inspection",
            "kind": "untrue_data",
            "text": "主体信息不真实",
            "filing_number": site,
        },
    )
    case = f"cases/{opened.json()['key']}"
    await act(bureaus, f"{case}/confirm", facts="查无此人")
    wrong = await bureaus.http.post(
        f"/{JIANGSU}/api/{case}/rectification", json={"text": "改正", **OFFICER}
    )
    assert (wrong.status_code, wrong.json()["rule"]) == (403, "O33-027")
    closed = await act(bureaus, f"{case}/closure", reason="备案信息不真实")
    assert closed["phase"] == "Closing"
    record = await bureaus.api(f"/records/{number_of(issued.filing)}")
    assert [one["filing_number"] for one in record["cancelled"]] == [site]
