"""Every operation of every service's HTTP API, asked as nobody should: each no says what to mend."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
import msgspec
import pytest

from beian.http.problems import MEDIA_TYPE
from beian.regulations.reasons import Reason
from robustness.api_cases import MEBIBYTE, Case, Operation, cases_of, operations_of
from support.outside import BEIJING, JIANGSU, Outside
from support.reference_enterprise import ReferenceEnterprise, verification_of

LARGE_BYTES = 10 * MEBIBYTE
SERVICES = ("ministry", "province", "enterprise", "verification-center")
AT_ONCE = 6


OWN_ADDRESSES = {
    "kind": "own",
    "first": "198.19.210.0",
    "last": "198.19.210.255",
    "redirects": 0,
    "usage": 1,
    "assigned_on": "2026-03-02",
    "user_name": "示例使用单位",
    "user_kind": 4,
    "province": 320000,
    "city": 320100,
    "address": "示例路1号",
    "contact_name": "张三",
    "contact_phone": "025-12345678",
    "contact_email": "noc@sponsor.example",
    "gateway": "198.19.210.1",
    "gateway_location": "示例机房",
    "source_type": 0,
    "source_name": "示例来源单位",
}


def url_of(outside: Outside, service: str) -> str:
    logs = outside.network["logs"]
    (first, *_) = (log for log in sorted(logs) if log.partition(".")[0] == service)
    return str(logs[first]["url"]).partition("/log/")[0]


async def operations(outside: Outside, service: str, bodies: Mapping[str, Any]) -> list[Operation]:
    """Return a service's operations; those that all services share are the ministry's."""
    document = await outside.ask(f"{url_of(outside, service)}/openapi.json")
    found = operations_of(document, bodies)
    if service == "ministry":
        return found
    shared = await outside.ask(f"{url_of(outside, 'ministry')}/openapi.json")
    return [one for one in found if one.path not in shared["paths"]]


async def send(outside: Outside, service: str, case: Case) -> httpx.Response:
    return await outside.http.request(
        case.method,
        url_of(outside, service) + case.path,
        content=case.content,
        headers=[(name.encode(), value.encode("latin-1")) for name, value in case.headers.items()],
    )


def complaint(case: Case, answer: httpx.Response) -> str | None:
    """Say what is wrong with an answer; None if it is what a caller may expect."""
    told = f"{case.what}: {answer.status_code} {answer.text[:200]}"
    if answer.status_code >= 500 or "Traceback" in answer.text:
        return told
    if answer.status_code < 400:
        return None
    if answer.headers["content-type"] != MEDIA_TYPE:
        return f"no problem document: {told}"
    document = answer.json()
    return None if document["status"] == answer.status_code and document["title"] else told


async def attack(
    outside: Outside, service: str, known: Mapping[str, str], bodies: Mapping[str, Any]
) -> int:
    """Send everything to a service; return how much that was."""
    complaints: list[str] = []
    cases = [
        case
        for operation in await operations(outside, service, bodies)
        for case in cases_of(operation, known)
    ]
    left = iter(cases)

    async def ask() -> None:
        for case in left:
            wrong = complaint(case, await send(outside, service, case))
            if wrong is not None:
                complaints.append(wrong)

    await asyncio.gather(*(ask() for _ in range(AT_ONCE)))
    assert not complaints, "\n".join(complaints[:20])
    return len(cases)


async def test_the_ministry_answers_every_request(outside: Outside) -> None:
    rule = {"field": "subject.name", "pattern": "无此", "decision": "refuse", "opinion": "无"}
    policy = {"region": BEIJING, "policy": "rules", "rules": [rule], "opinion": "无"}
    bodies = {
        "/sim/clock": {"mode": "running", "dry_run": True},
        "/sim/policies": policy,
        "/sim/interface": {
            "region": BEIJING,
            "maintenance": "none",
            "upload_hours": "00:00-23:59",
            "waiting_files_max": 10,
            "password_checks_max": 10,
            "ip_comparison": "refuse",
        },
        "/api/blacklist": {
            "action": "add",
            "kind": "name",
            "value": "无此单位",
            "reason": "测试",
        },
    }
    known = {"log": "ministry", "domain": "nobody.example", "consumer": "ministry-mail"}

    assert await attack(outside, "ministry", known, bodies) > 500

    await outside.tell(f"{outside.ministry}/sim/interface", {"region": "all"})
    await outside.policy("manual")


@pytest.mark.parametrize(
    ("service", "method", "path"),
    [
        ("ministry", "POST", "/sim/policies"),
        ("province", "POST", "/320000/api/providers/320000000002/suspension"),
        ("enterprise", "POST", "/320000000001/api/drafts/x/pre-verification"),
        ("verification-center", "PUT", "/api/registry"),
    ],
)
async def test_ten_megabytes_of_json_are_too_large(
    outside: Outside, service: str, method: str, path: str
) -> None:
    async def in_pieces() -> AsyncIterator[bytes]:
        yield b'{"a": "'
        for _ in range(10):
            yield b"x" * (LARGE_BYTES // 10)
        yield b'"}'

    url = url_of(outside, service) + path
    headers = {"Content-Type": "application/json"}
    for content in (b'"' + b"x" * LARGE_BYTES + b'"', in_pieces()):
        answer = await outside.http.request(method, url, content=content, headers=headers)
        assert answer.status_code == 413
        assert answer.json()["reason"] == Reason.TOO_LARGE


@pytest.mark.parametrize("change", ["advance", "to", "rate", "mode"])
async def test_the_clock_takes_no_time_that_is_none(outside: Outside, change: str) -> None:
    values: list[Any] = [
        "",
        "0",
        "-3d",
        "9" * 5000 + "d",
        "999999999wd",
        "20wd\x00",
        "１d",
        "9999-12-31T23:59:59-14:00",
        "0001-01-01T00:00:00+14:00",
        "2026-13-45",
        "1999-01-01",
        "\ud800",
        0,
        -1,
        10**400,
        float("nan"),
        float("inf"),
        [],
        {},
    ]
    before = (await outside.ask(f"{outside.ministry}/sim/clock"))["clock"]
    for value in values:
        case = Case(
            f"{change}={value!r:.40}",
            "POST",
            "/sim/clock",
            json.dumps({change: value}).encode(),
            {"Content-Type": "application/json"},
        )
        answer = await send(outside, "ministry", case)
        assert complaint(case, answer) is None
        assert 400 <= answer.status_code < 500, (case.what, answer.text)
    after = (await outside.ask(f"{outside.ministry}/sim/clock"))["clock"]
    assert (after["mode"], after["rate"]) == (before["mode"], before["rate"])
    assert after["now"][:4] == before["now"][:4]


async def test_a_bureau_answers_every_request(outside: Outside) -> None:
    bodies = {
        "/{region}/api/applications/{application_id}/approval": {"reviewer": "甲", "opinion": "是"},
        "/{region}/api/applications/{application_id}/return": {
            "reasons": ["INACCURATE"],
            "reviewer": "甲",
            "opinion": "否",
        },
        "/{region}/api/providers/{isp_id}/suspension": {"reason": "测试"},
        "/{region}/api/providers/{isp_id}/withdrawal": {"reason": "测试"},
    }
    beijing = outside.enterprises[BEIJING]
    known = {"region": BEIJING, "isp_id": str(beijing.isp_id), "application_id": "none"}

    assert await attack(outside, "province", known, bodies) > 300

    provider = f"{outside.province(BEIJING)}/api/providers/{beijing.isp_id}"
    for again in ("resumption", "readmission"):
        assert (await outside.http.post(f"{provider}/{again}")).is_success


async def test_an_enterprise_system_answers_every_request(outside: Outside) -> None:
    enterprise = ReferenceEnterprise.of(outside, JIANGSU)
    sent = enterprise.sample()
    draft = await enterprise.enter(sent)
    await enterprise.ask(f"{draft}/pre-verification", {"passed": True})
    filing = msgspec.to_builtins(sent.filing)
    verification = verification_of(sent)
    step = "/{isp_id}/api/drafts/{draft_id}"
    bodies = {
        "/{isp_id}/api/drafts": {"filing": filing, "submitted_by": "sponsor_self"},
        step: {"filing": filing, "submitted_by": "sponsor_self"},
        f"{step}/on-site": {"person": verification["person"], "verification_point": "示例点"},
        f"{step}/photo": verification["photo"],
        f"{step}/certificates": verification["certificates"][0],
        f"{step}/match": verification["presented"],
        f"{step}/correction": filing,
        f"{step}/domains": verification["domains"][0],
        f"{step}/sheet": {"image": verification["sheet"]},
        f"{step}/failure": {"reasons": ["INACCURATE"]},
        f"{step}/verification": verification,
        f"{step}/access-info": {"locations": [11], "modes": [1], "ip_ranges": [{"first": 1}]},
    }
    unit = {"kind": "isp", "obtains": True, "assigns": True, "management_rule": "办法"}
    contact = {"responsible": "李四", "phone": "025-1", "email": "a@b.example"}
    await outside.tell(f"{enterprise.api}/ip-units", unit | contact)
    blocks = "/{isp_id}/api/ip-blocks"
    bodies |= dict.fromkeys((blocks, f"{blocks}/{{number}}"), OWN_ADDRESSES)
    known = {"isp_id": str(enterprise.account["isp_id"]), "draft_id": draft, "number": "1"}

    assert await attack(outside, "enterprise", known, bodies) > 700


async def test_the_verification_center_answers_every_request(outside: Outside) -> None:
    entry = {"name": "示例甲", "certificate_type": 2, "number": "110101190001010010"}
    bodies = {
        "/api/registry": {"entries": [entry]},
        "/api/ip-inspections": {"isp_id": 320000000001},
        "/api/registry/{certificate_type}/{number}": {"name": "示例甲"},
    }
    known = {"certificate_type": "2", "number": "110101190001010010"}

    assert await attack(outside, "verification-center", known, bodies) > 100
