"""Apps and lost passwords from the enterprise's desk, with its bureau and the ministry."""

from dataclasses import asdict
from typing import Any

import msgspec
import pytest

from support.apps import a_form, a_person, a_sponsor
from support.enterprises import ISP, MINISTRY, Small
from support.waiting import until

NAME = "示例应用甲"
DOMAIN = "app.example"
RESOURCES = {"domains": [DOMAIN], "addresses": []}
PERSON = {"name": a_person().name, "certificate_number": a_person().certificate_number}
SPONSOR = {
    "name": a_sponsor().name,
    "certificate_number": a_sponsor().certificate.number,
}
PARTY = {
    "name": "示例公司",
    "organization": "示例公司",
    "address": "示例路1号",
    "province": 320000,
    "city": 320100,
    "email": "owner@site.example",
    "phone": "025-12345678",
}
DATA = {
    "type": 1,
    "registered_on": "2026-01-05",
    "valid_until": "2027-01-05",
    "registrar": "示例注册商",
    "name_servers": "ns1.site.example",
    "registrant": PARTY,
    "administrator": PARTY,
}
UNIT = {
    "kind": "registrar",
    "licence": "域许2026-2",
    "responsible": "李四",
    "phone": "025-12345678",
    "email": "unit@site.example",
}


async def domain_reported(small: Small) -> None:
    await small.tell(f"{small.api}/domain-units", UNIT)
    await small.tell(f"{small.api}/domains", {"domain": DOMAIN, "data": DATA}, status=201)
    await small.tell(f"{small.api}/domains/{DOMAIN}/report")
    await small.phase(f"{small.api}/domains/{DOMAIN}", "Reported")


async def numbered(small: Small) -> dict[str, Any]:
    """File an app of a new sponsor, and return it as the enterprise learned it."""
    form = msgspec.to_builtins(asdict(a_form(name=NAME, domains=(DOMAIN,), addresses=())))
    opened = await small.tell(f"{small.api}/apps", {"form": form}, status=201)
    app = f"{small.api}/apps/{opened['key']}"
    body = {"responsible": PERSON, "subject": SPONSOR, **RESOURCES}
    await small.tell(f"{app}/verify", body)
    refused = await small.tell(f"{app}/submit", status=403)
    assert refused["rule"] == "A105-014"
    granted = {
        "isp_id": ISP,
        "roles": ["access_provider", "distribution_platform"],
        "tested_on": "2023-08-31",
        "officer": "王",
    }
    await small.tell(f"{small.bureau}/app-systems", granted, status=201)
    system = f"{small.api}/app-systems/{ISP}"

    async def capable() -> bool:
        return (await small.http.get(system)).is_success

    await until(capable, 20)
    await small.tell(f"{app}/submit", {"role": "distribution_platform"})
    waiting = f"{small.bureau}/apps/{opened['key']}"

    async def reviewed() -> bool:
        answer = await small.http.get(waiting)
        return answer.is_success and answer.json()["state"]["review_due"] is not None

    await until(reviewed, 20)
    await small.tell(f"{waiting}/approve", {"officer": "王审核"})
    return dict((await small.phase(app, "Filed"))["state"]["app"])


@pytest.mark.proves("A105-001", "A105-006", "A105-007", "A105-010", "A105-012", "A105-013")
async def test_an_app_is_listed_only_once_it_is_filed_and_taken_off_when_it_must(
    small: Small,
) -> None:
    await small.tell(f"{MINISTRY}/sim/policies", {"region": "all", "policy": "manual"})
    await domain_reported(small)
    wanted = {"channel": "distribution", "name": NAME, "package": "example.app"}
    listings = f"{small.api}/app-listings"
    early = await small.tell(listings, wanted, status=201)
    assert early["phase"] == "Refused"

    app = await numbered(small)
    number = app["app_number"]
    shown = {**wanted, "app_number": number, "shown_number": number}

    async def listed() -> Any:
        made = await small.tell(listings, shown, status=201)
        return made if made["phase"] == "Distributed" else None

    listing = await until(listed, 20)
    reported = f"{small.bureau}/app-distributions/{listing['key']}"

    async def told() -> bool:
        return (await small.http.get(reported)).is_success

    await until(told, 20)
    assert (await small.ask(reported))["state"]["shown_number"] == number

    found = {"category": 5, "place": "首页", "detail": "谣言", "evidence": "原文"}
    removed = await small.tell(f"{listings}/{listing['key']}/content", found)
    assert removed["phase"] == "Removed"
    await small.phase(reported, "Removed")
    assert len((await small.ask(reported))["state"]["contents"]) == 1


@pytest.mark.proves("A105-012", "A105-018")
async def test_what_a_bureau_orders_off_is_taken_off_and_said_so(small: Small) -> None:
    seen = {
        "officer": "王检查",
        "isp_id": ISP,
        "channel": "distribution",
        "kind": "app",
        "name": "未备案应用",
        "package": "example.unfiled",
    }
    case = await small.tell(f"{small.bureau}/app-inspections", seen, status=201)
    assert case["phase"] == "Unfiled"
    inspection = f"{small.bureau}/app-inspections/{case['key']}"
    await small.tell(f"{inspection}/removal", {"officer": "王检查", "reason": "未备案"})
    shown = await small.tell(f"{inspection}/removed", {"isp_id": ISP, "reason": "已下架"})
    assert shown["phase"] == "Removed"


@pytest.mark.proves("R14-152", "R14-159")
async def test_a_request_at_the_provider_is_answered_with_what_it_lacks(small: Small) -> None:
    resets = f"{small.api}/password-resets"
    asked = {"filing_number": "苏ICP备2026000001号", "contact_reachable": True}
    refused = await small.tell(resets, asked, status=409)
    assert refused["rule"] == "R14-152"
    opened = await small.tell(resets, {"filing_number": asked["filing_number"]}, status=201)
    assert opened["phase"] == "Rejected"
    assert opened["state"]["fields"] == ["unit", "subject_person", "site_person"]
    report = {
        "document_number": "企函〔2026〕1号",
        "reset_ids": [opened["key"]],
        "contact_name": "李联系",
        "contact_phones": "025-12345678",
        "contact_email": "li@isp.example",
    }
    await small.tell(f"{small.api}/password-reset-reports", report, status=409)
