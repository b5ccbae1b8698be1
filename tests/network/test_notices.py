"""What bureaus and center send beside results reaches the reference enterprise and is shown."""

import asyncio
import json
import time
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from launcher.samples import Provider, sample
from support.network import beian
from support.outside import JIANGSU, Outside
from support.reference_enterprise import ReferenceEnterprise
from support.waiting import until


def bureau(outside: Outside) -> str:
    log = f"province.{JIANGSU}"
    base = str(outside.network["logs"][log]["url"]).removesuffix(f"/log/{log}")
    return f"{base}/{JIANGSU}/api"


async def shown(outside: Outside, enterprise: ReferenceEnterprise, block: str) -> Any:
    """Return the records of the newest fetched file of a block; None before there is one."""
    files = await outside.ask(f"{enterprise.api}/notices?block={block}")
    if not files:
        return None
    return (await outside.ask(f"{enterprise.api}/notices/{files[0]['file_name']}"))["contents"]


async def test_findings_and_notices_are_fetched_and_shown(outside: Outside) -> None:
    await outside.policy("approve")
    enterprise = ReferenceEnterprise.of(outside, JIANGSU)
    draft_id = await enterprise.submit(enterprise.sample())
    draft = await enterprise.until_state(draft_id, "access_open")
    number = draft["filing_number"]
    center = f"{outside.network['verification_center']['url']}/api"
    checks = f"{center}/checks?filing_number={number}"

    async def checked() -> Any:
        return (await outside.ask(checks))["checks"]

    await until(checked, 30)
    await outside.tell(
        f"{center}/findings", {"kind": "silent_site", "filing_number": f"{number}-1"}
    )
    await outside.tell(f"{bureau(outside)}/notices", {"filing_number": number, "text": "名称有误"})
    checks_shown = await until(partial(shown, outside, enterprise, "ICP/HCJG"), 30)
    assert checks_shown["ICP/HCJG/Jgxx/Wzch"][0]["filing_number"] == f"{number}-1"
    notices = await until(partial(shown, outside, enterprise, "ICP/XGTZ"), 30)
    assert notices["ICP/XGTZ/Tzxx"][0]["filing_number"] == number


async def test_a_self_filed_record_is_verified_and_gets_its_number(outside: Outside) -> None:
    await outside.policy("approve")
    enterprise = ReferenceEnterprise.of(outside, JIANGSU)
    made = sample(70001, Provider.of(enterprise.account), pictures=False)
    filing = replace(made.filing, attachments=())
    body = {"isp_id": enterprise.account["isp_id"], "filing": msgspec.to_builtins(filing)}
    asked = await outside.tell(f"{bureau(outside)}/self-filings", body)
    subject_id = asked["subject_id"]
    tasks = f"{enterprise.api}/verification-tasks"

    async def task() -> Any:
        return [one for one in await outside.ask(tasks) if one["subject_id"] == subject_id]

    await until(task, 30)
    await _answered(outside, f"{tasks}/{subject_id}/answer")

    async def numbered() -> Any:
        rows = await outside.ask(f"{bureau(outside)}/numbers?limit=1000")
        return [one for one in rows if one["sponsor_name"] == filing.subject.name]

    await until(numbered, 30)
    (one,) = await task()
    assert [answer["state"] for answer in one["answers"]] == ["accepted"]
    unknown = await outside.http.post(f"{tasks}/1/answer", json=_answer())
    assert unknown.status_code == 404


async def _answered(outside: Outside, url: str) -> None:
    """Answer a task; another file may be on its way for a moment."""
    deadline = time.monotonic() + 30
    while True:
        answer = await outside.http.post(url, json=_answer())
        if answer.status_code != 409 or time.monotonic() > deadline:
            break
    assert answer.status_code == 202, answer.text


def _answer() -> dict[str, Any]:
    return {"passed": True, "verifier": "李核实", "opinion": "信息真实准确"}


async def test_a_provider_is_synchronised_from_the_command_line(
    outside: Outside, network_data: Path
) -> None:
    await outside.policy("approve")
    enterprise = ReferenceEnterprise.of(outside, JIANGSU)
    draft_id = await enterprise.submit(enterprise.sample())
    draft = await enterprise.until_state(draft_id, "access_open")
    isp_id = str(enterprise.account["isp_id"])
    asked = ("provider", "synchronize", isp_id, "--data", str(network_data), "--json")
    ended = await asyncio.to_thread(beian, *asked)
    assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}"
    laid_ready = json.loads(ended.stdout)["laid_ready"]
    assert [one["kind"] for one in laid_ready] == ["ICP", "IP", "JCDM", "YM"]
    filings = await until(partial(shown, outside, enterprise, "SJTB/ICP"), 30)
    numbers = [one["filing"]["subject"]["filing_number"] for one in filings["SJTB/ICP/Baxx"]]
    assert draft["filing_number"] in numbers
    assert (await until(partial(shown, outside, enterprise, "SJTB/JCDM"), 30)) is not None
    wrong = await asyncio.to_thread(beian, *asked, "--kind", "XX")
    assert wrong.returncode == 2
