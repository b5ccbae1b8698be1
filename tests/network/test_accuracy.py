"""A month goes by: the center checks it, the ministry circulates it, each bureau knows its part."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from support.network import beian
from support.outside import JIANGSU, Enterprise, Outside
from support.waiting import until


@pytest.mark.proves("M64-028", "R14-032", "R14-010", "R14-015", "R14-137")
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
    assert len(rows) == len(circular["state"]["penalties"]) == 31
    assert all(
        {"unfiled_count", "accuracy_rate", "filing_rate"} <= set(row) for row in rows.values()
    )
    assert sum(row["sampled"] for row in rows.values()) == done["data"]["sample_size"]
    own = rows[JIANGSU]
    assert own["filed"] >= own["sampled"] >= 1
    view = await outside.ask(f"{outside.province(JIANGSU)}/api/quality-views/{month}")
    assert view["state"]["province"] == own
    assert [one["isp_id"] for one in view["state"]["providers"]] == [
        one["isp_id"] for one in circular["state"]["providers"] if one["region"] == JIANGSU
    ]


async def test_the_bulletin_and_the_tables_are_made_from_the_logs(
    outside: Outside, network_data: Path, tmp_path: Path
) -> None:
    month = (await outside.ask(f"{outside.ministry}/sim/clock"))["clock"]["now"][:7]
    moved = await outside.tell(f"{outside.ministry}/sim/clock", {"advance": "93d"})
    assert moved["settled"]
    asked = ("report", "monthly", "--province", JIANGSU, "--month", month)
    by_url = beian(*asked, "--url", outside.ministry, "--json")
    assert by_url.returncode == 0, by_url.stderr
    bulletin = json.loads(by_url.stdout)
    assert bulletin["accuracy_rate"] == 100.0 or bulletin["check"]["sampled"] == 0
    assert bulletin["stock"]["sites_rank"] >= 1
    status = json.loads(beian("status", "--data", str(network_data), "--json").stdout)
    databases = _databases(status)
    stored = beian(*asked, *databases, "--format", "json")
    assert json.loads(stored.stdout) == bulletin, "the same from the databases themselves"
    page = tmp_path / "bulletin.html"
    written = beian(*asked, "--data", str(network_data), "--format", "html", "--output", str(page))
    assert written.returncode == 0
    assert page.read_text("utf-8").startswith("<!doctype html>")
    year, number = int(month[:4]), (int(month[5:]) + 2) // 3
    quarter = f"{year}Q{number}"
    tables = beian("report", "accuracy", "--quarter", quarter, "--url", outside.ministry)
    assert tables.returncode == 0, tables.stderr
    assert f"{year}年第{number}季度" in tables.stdout
    assert "江苏省" in tables.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("monthly", "--province", "999999", "--month", "2026-03"),
        ("monthly", "--province", JIANGSU, "--month", "2026-99"),
        ("accuracy", "--quarter", "1999Q1"),
        ("accuracy", "--quarter", "soon"),
        ("accuracy", "--quarter", "2026Q1", "--format", "pdf"),
        ("accuracy", "--quarter", "2026Q1", "--database", "postgresql://nobody@127.0.0.1:1/none"),
    ],
)
async def test_a_report_that_cannot_be_made_says_why(
    outside: Outside, arguments: tuple[str, ...]
) -> None:
    ended = beian("report", *arguments, "--url", outside.ministry)
    assert ended.returncode == 2
    assert ended.stderr.startswith("beian: ")
    assert "Traceback" not in ended.stderr


def _databases(status: dict[str, Any]) -> list[str]:
    return [
        argument
        for service in ("ministry", "province", "verification-center")
        for argument in ("--database", status["services"][service]["database_url"])
    ]


@pytest.mark.proves("R14-003")
async def test_a_filing_is_found_by_each_of_its_places_and_counted(
    outside: Outside, jiangsu: Enterprise
) -> None:
    await outside.policy("approve", JIANGSU)
    sent = jiangsu.sample()
    await jiangsu.file(sent)
    number = (await jiangsu.outcome(sent)).number
    places = f"{outside.ministry}/api/filing-places"
    before = f"{number}"[:-1]

    async def found_by(name: str, region: str) -> Any:
        found = await outside.ask(f"{places}?{name}={region}&after={before}&limit=500")
        return next((one for one in found if one["filing_number"] == number), None)

    own = await until(partial(found_by, "home", JIANGSU), 30)
    assert own["home_province"] == JIANGSU
    assert own["provider_provinces"] == [JIANGSU]
    assert await found_by("provider", JIANGSU) == own
    assert await found_by("server", own["server_provinces"][0]) == own
    assert (await outside.http.get(f"{places}?home=1")).status_code == 404
    counted = await outside.tell(f"{outside.ministry}/api/national-statistics", {})
    compiled = counted["state"]["compiled"]
    assert compiled["sites"] == sum(row["sites"] for row in compiled["provinces"]) >= 1


@pytest.mark.proves("M87-003", "M87-006", "M87-014")
async def test_a_pilot_provider_with_a_wrong_sheet_is_watched_and_has_its_line(
    outside: Outside, jiangsu: Enterprise
) -> None:
    bureau, isp_id = outside.province(JIANGSU), jiangsu.isp_id
    await _join_the_pilot(outside, bureau, isp_id)
    center = outside.network["verification_center"]["url"]
    await until(partial(_answers, outside, f"{center}/api/pilot-list/{isp_id}"), 30)
    month = (await outside.ask(f"{outside.ministry}/sim/clock"))["clock"]["now"][:7]
    sheet = {"isp_id": isp_id, "month": month, "filing_number": "苏ICP备2026000001号"}
    await outside.tell(f"{center}/api/pilot-checks", {**sheet, "wrong_fields": ["name"]})
    assert (await outside.tell(f"{outside.ministry}/sim/clock", {"advance": "32d"}))["settled"]
    circular = await outside.ask(f"{outside.ministry}/api/circulars/{month}")
    (line,) = [one for one in circular["state"]["pilots"] if one["isp_id"] == isp_id]
    assert (line["sheets"], line["accurate_sheets"]) == (1, 0)
    assert line["submissions"] >= line["accurate"]
    watched = await outside.ask(f"{outside.ministry}/api/pilot-providers/{isp_id}")
    assert watched["phase"] == "UnderWatch"
    assert watched["events"][-1]["rules"] == ["M87-006"]


async def _join_the_pilot(outside: Outside, bureau: str, isp_id: int) -> None:
    officer = {"officer": "李某"}
    form = {
        "isp_id": isp_id,
        "name": "示例云公司",
        "licences": ["IDC"],
        "collects_identity": True,
        "compares_credit_code": True,
        "compares_id_card": True,
    }
    await outside.tell(f"{bureau}/api/pilot-applications", form)
    forwarding = {"opinion": "同意", **officer}
    await outside.tell(f"{bureau}/api/pilot-applications/{isp_id}/forwarding", forwarding)
    candidate = f"{outside.ministry}/api/pilot-providers/{isp_id}"
    await until(partial(_answers, outside, candidate), 30)
    able = {"assessor": "评估机构", "collects_identity": True, "compares_authorities": True}
    await outside.tell(f"{candidate}/assessment", able)
    await outside.tell(f"{candidate}/admission", officer)


async def _answers(outside: Outside, url: str) -> bool:
    return bool((await outside.http.get(url)).status_code == 200)
