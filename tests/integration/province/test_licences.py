"""Commercial licences at real bureaus and the ministry: decided, converted, asked for. FLOW-11."""

from http import HTTPStatus
from typing import Any

import httpx
import pytest

from beian.records import Filing
from support.bureaus import GUANGDONG, JIANGSU, Bureaus, Filer
from support.filed import changed, filed, number_of, password_of, send
from support.filings import with_
from support.waiting import until

PAPERS = [
    {"kind": "business_plan", "name": "业务发展计划", "sha256": "ab" * 32},
    {"kind": "security_measures", "name": "安全保障措施", "sha256": "cd" * 32},
]
GRANT = {"granted": True, "officer": "赵处长"}


def application(number: str, **changes: Any) -> dict[str, Any]:
    return {
        "filing_number": number,
        "company": "示例科技有限公司",
        "registration_province": JIANGSU,
        "documents": PAPERS,
        **changes,
    }


async def post(http: httpx.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await http.post(path, json=body)
    assert answer.is_success, answer.text
    done: dict[str, Any] = answer.json()
    return done


async def published(bureaus: Bureaus, number: str) -> dict[str, Any] | None:
    answer = await bureaus.ministry_http.get(f"/api/filings?number={number}")
    found: list[dict[str, Any]] = answer.json()["filings"]
    return found[0] if found else None


async def licensed(bureaus: Bureaus, number: str) -> dict[str, Any]:
    async def there() -> Any:
        found = await published(bureaus, number)
        return found if found and found["licence_number"] else None

    found: dict[str, Any] = await until(there)
    return found


@pytest.mark.proves("R14-118", "O292-005", "O292-006")
async def test_a_licence_takes_the_numbers_place_and_both_numbers_are_found(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    issued = await filed(filer, 941)
    number = number_of(issued.filing)
    licence = number.replace("备", "证")
    applied = await post(bureaus.http, f"/{JIANGSU}/api/licences", application(number))
    assert applied["phase"] == "Applied"
    again = await bureaus.http.post(f"/{JIANGSU}/api/licences", json=application(number))
    assert again.status_code == HTTPStatus.CONFLICT
    path = f"/{JIANGSU}/api/licences/{applied['key']}"
    granted = await post(bureaus.http, f"{path}/decision", GRANT)
    assert (granted["phase"], granted["state"]["numbers"]) == ("Converted", [number, licence])
    assert granted["state"]["registry_registration_pending"]

    by_old = await licensed(bureaus, number)
    assert (by_old["filing_number"], by_old["current_number"]) == (number, licence)
    assert by_old["sites"][0]["current_number"] == f"{licence}-1"
    for asked in (licence, f"{licence}-1", f"{number}-1"):
        assert await published(bureaus, asked) == by_old

    registered = {"registered_on": "2026-11-25"}
    after = await post(bureaus.http, f"{path}/registration", registered)
    assert not after["state"]["registry_registration_pending"]

    await _changed(bureaus, filer, issued.filing, licence)
    revoke = {"reason": "停业整顿期满仍未改正", "officer": "赵处长"}
    revoked = await post(bureaus.http, f"{path}/revocation", revoke)
    assert revoked["phase"] == "Revoked"

    async def restored() -> bool:
        found = await published(bureaus, number)
        return found is not None and found["current_number"] == number

    await until(restored)
    assert await published(bureaus, licence) is None


async def _changed(bureaus: Bureaus, filer: Filer, filing: Filing, licence: str) -> None:
    """Change the filed data: the licence number stays."""
    password = await password_of(bureaus, number_of(filing))
    site = with_(filing.sites[0], name="更名后的网站")
    change = changed(with_(filing, sites=(site,)), filer.isp_id, password=password)
    await send(filer, "ICP/BGBA", change)
    assert await filer.codes() == [[1001]]
    await filer.fetch()

    async def renamed() -> bool:
        found = await published(bureaus, licence)
        return found is not None and found["sites"][0]["name"] == "更名后的网站"

    await until(renamed)


@pytest.mark.proves("O292-004", "O292-005")
async def test_what_is_refused_says_why_in_writing(bureaus: Bureaus, filer: Filer) -> None:
    await bureaus.policy("approve")
    number = number_of((await filed(filer, 942)).filing)
    incomplete = application(number, documents=PAPERS[:1])
    refused = await post(bureaus.http, f"/{JIANGSU}/api/licences", incomplete)
    assert refused["phase"] == "Filed"
    shown = await bureaus.api(f"/licences/{refused['key']}")
    assert [one["type"] for one in shown["events"]] == [
        "LicenceApplied",
        "LicenceRefused",
        "SponsorNotified",
    ]
    texts = await bureaus.api("/outbox?limit=1000")
    assert any("不予颁发经营许可证" in one["text"] for one in texts)
    await post(bureaus.http, f"/{JIANGSU}/api/licences", application(number))
    silent = await bureaus.http.post(
        f"/{JIANGSU}/api/licences/{refused['key']}/decision",
        json={"granted": False, "officer": "赵处长"},
    )
    assert silent.json()["rule"] == "O292-005"


@pytest.mark.proves("R14-117", "R14-118", "O292-019")
async def test_the_registered_place_decides_for_a_filing_of_another_province(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    number = number_of((await filed(filer, 943)).filing)
    there = application(number, registration_province=GUANGDONG, foreign_investment=True)
    wrong = await bureaus.http.post(f"/{JIANGSU}/api/licences", json=there)
    assert wrong.json()["rule"] == "R14-117"
    applied = await post(bureaus.http, f"/{GUANGDONG}/api/licences", there)
    assert applied["state"]["consent_missing"]
    path = f"/{GUANGDONG}/api/licences/{applied['key']}"
    await post(bureaus.http, f"{path}/decision", GRANT)
    assert (await licensed(bureaus, number))["licence_number"] == number.replace("备", "证")

    async def converted() -> Any:
        shown = (await bureaus.http.get(path)).json()
        return shown["phase"] == "Converted"

    await until(converted)
    flag = f"/api/foreign-investments/{GUANGDONG}.{applied['key']}"

    async def flagged() -> bool:
        return (await bureaus.ministry_http.get(flag)).is_success

    await until(flagged)
    consent = {"reference": "工信外资〔2026〕8号", "officer": "钱司长"}
    await post(bureaus.ministry_http, f"{flag}/consent", consent)

    async def consented() -> bool:
        return not (await bureaus.http.get(path)).json()["state"]["consent_missing"]

    await until(consented)


@pytest.mark.proves("R05-002", "O292-019")
async def test_the_ministry_decides_what_crosses_provinces(bureaus: Bureaus, filer: Filer) -> None:
    await bureaus.policy("approve")
    number = number_of((await filed(filer, 944)).filing)
    crossing = application(number, scope="cross_region", foreign_investment=True)
    at_bureau = await bureaus.http.post(f"/{JIANGSU}/api/licences", json=crossing)
    assert at_bureau.json()["rule"] == "R05-002"
    applied = await post(bureaus.ministry_http, "/api/licences", crossing)
    assert applied["state"]["authority"] == "ministry"
    path = f"/api/licences/{applied['key']}"
    flag = f"/api/foreign-investments/ministry.{applied['key']}"
    consent = {"reference": "工信外资〔2026〕9号", "officer": "钱司长"}
    await post(bureaus.ministry_http, f"{flag}/consent", consent)
    assert not (await bureaus.ministry_http.get(path)).json()["state"]["consent_missing"]
    await post(bureaus.ministry_http, f"{path}/decision", GRANT)
    await licensed(bureaus, number)

    async def converted() -> bool:
        return bool((await bureaus.ministry_http.get(path)).json()["phase"] == "Converted")

    await until(converted)


@pytest.mark.proves("O292-022", "O292-025")
async def test_a_licence_that_a_case_revokes_takes_its_number_along(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    number = number_of((await filed(filer, 945)).filing)
    applied = await post(bureaus.http, f"/{JIANGSU}/api/licences", application(number))
    path = f"/{JIANGSU}/api/licences/{applied['key']}"
    await post(bureaus.http, f"{path}/decision", GRANT)
    await licensed(bureaus, number)
    lead = {"source": "inspection", "kind": "prohibited_content", "text": "违禁内容"}
    case = await post(
        bureaus.http, f"/{JIANGSU}/api/cases", {**lead, "filing_number": f"{number}-1"}
    )
    acts = f"/{JIANGSU}/api/cases/{case['key']}"
    found = {"facts": "属实", "officer": "赵处长", "licence_number": number.replace("备", "证")}
    await post(bureaus.http, f"{acts}/confirm", found)
    await post(bureaus.http, f"{acts}/revocation", {"reason": "情节严重", "officer": "赵处长"})
    assert (await bureaus.http.get(path)).json()["phase"] == "Revoked"

    async def restored() -> bool:
        found = await published(bureaus, number)
        return found is None or found["current_number"] == number

    await until(restored)
