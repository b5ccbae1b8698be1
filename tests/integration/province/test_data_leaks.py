"""A sponsor's leak of user data is a case; a serious leak lies with the judiciary. FLOW-24 step 7."""

from typing import Any

import pytest

from support.bureaus import JIANGSU, Bureaus, Filer

LEAK = {"responsible": "示例主办者", "description": "用户注册信息泄露", "officer": "示例执法员"}


async def report(bureaus: Bureaus, **said: Any) -> Any:
    return await bureaus.http.post(f"/{JIANGSU}/api/data-leaks", json={**LEAK, **said})


@pytest.mark.proves("R14-066", "R14-156")
async def test_a_leak_on_a_sponsor_opens_a_case(bureaus: Bureaus, filer: Filer) -> None:
    await bureaus.policy("approve")
    await filer.file(filer.sample(821))
    await filer.skip_to("ICP/BASJ")
    number = (await filer.take()).issued[0].filing.subject.filing_number
    leak = await report(bureaus, kind="user_registrations", filing_number=number)
    assert leak.status_code == 201, leak.text
    key = leak.json()["key"]
    case = (await bureaus.http.get(f"/{JIANGSU}/api/cases/{key}")).json()
    assert case["phase"] == "Open"
    assert case["state"]["lead"]["filing_number"] == number
    assert case["state"]["basis"] == "DATA_LEAK"


async def test_a_leak_on_nobody_that_is_filed_is_refused(bureaus: Bureaus) -> None:
    leak = await report(bureaus, kind="user_registrations", filing_number="苏ICP备2026999999号")
    assert leak.status_code == 404, leak.text


@pytest.mark.proves("R14-156")
async def test_a_serious_leak_is_handed_over(bureaus: Bureaus) -> None:
    leak = await report(bureaus, kind="filing_data", serious=True, authority="示例公安机关")
    assert leak.json()["phase"] == "TransferredToJudiciary"
    wrong = await report(bureaus, kind="filing_data", serious=True)
    assert (wrong.status_code, wrong.json()["rule"]) == (422, "R14-156")
