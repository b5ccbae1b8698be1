"""Apps over a bureau's API: near and far, of filed subjects and of new ones, to the public query."""

import hashlib
from dataclasses import asdict
from typing import Any

import msgspec
import pytest

from beian.app_forms import Form, Package, Proof
from beian.regulations.addresses import range_of, to_dotted
from support.apps import a_form, a_sponsor
from support.bureaus import GUANGDONG, JIANGSU, Bureaus, Filer
from support.filed import filed, number_of
from support.waiting import until

PLATFORM = 440000000002


async def act(bureaus: Bureaus, path: str, body: dict[str, Any], region: str = JIANGSU) -> Any:
    answer = await bureaus.http.post(f"/{region}/api{path}", json=body)
    assert answer.is_success, answer.text
    return answer.json()


async def capable(bureaus: Bureaus, isp_id: int, region: str) -> None:
    body = {
        "isp_id": isp_id,
        "roles": ["access_provider", "distribution_platform"],
        "tested_on": "2023-08-31",
        "officer": "王",
    }
    await act(bureaus, "/app-systems", body, region)


def body_of(form: Form, isp_id: int, role: str = "access_provider") -> dict[str, Any]:
    return {"isp_id": isp_id, "role": role, "form": msgspec.to_builtins(asdict(form))}


def address_of(filer: Filer) -> str:
    return to_dotted(range_of(filer.bureaus.provider(filer.isp_id).ip_range).first)


async def in_phase(bureaus: Bureaus, key: str, phase: str, region: str) -> dict[str, Any]:
    async def there() -> Any:
        shown = await bureaus.api(f"/apps/{key}", region)
        return shown if shown["phase"] == phase else None

    found: dict[str, Any] = await until(there)
    return found


async def public(bureaus: Bureaus, **asked: str) -> list[dict[str, Any]]:
    answer = await bureaus.ministry_http.get("/api/filings", params=asked)
    return list(answer.json()["apps"])


@pytest.mark.proves("A105-006", "A105-008", "A105-014", "A105-016")
async def test_an_app_of_a_filed_subject_is_filed_by_whoever_can_report_apps(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    issued = await filed(filer, 701)
    domain = issued.filing.sites[0].domains[0].name
    number = number_of(issued.filing)
    form = a_form(
        subject=None,
        subject_number=number,
        domains=(domain,),
        addresses=(address_of(filer),),
    )
    sent = body_of(form, filer.isp_id)
    refused = await bureaus.http.post(f"/{JIANGSU}/api/apps", json=sent)
    assert refused.status_code == 403
    assert refused.json()["rule"] == "A105-014"
    await capable(bureaus, filer.isp_id, JIANGSU)
    key = (await act(bureaus, "/apps", sent))["key"]
    shown = await in_phase(bureaus, key, "Filed", JIANGSU)
    assert shown["state"]["app"]["app_number"] == f"{number}-1A"
    types = [event["type"] for event in shown["events"]]
    assert "AppInfoSupplemented" in types

    async def published() -> Any:
        return await public(bureaus, number=f"{number}-1A")

    (app,) = await until(published)
    assert app["name"] == form.name
    assert app["filing_number"] == number
    assert await public(bureaus, name=form.name) == [app]

    again = (await act(bureaus, "/apps", sent))["key"]
    returned = await in_phase(bureaus, again, "Draft", JIANGSU)
    assert returned["state"]["reasons"] == ["ALREADY_EXISTS"]

    display = await act(bureaus, f"/apps/{key}/display", {"officer": "王", "link": "beian"})
    assert display["state"]["display"] == ["number_missing"]
    await act(bureaus, f"/apps/{key}/cancel", {"officer": "王", "reason": "停止运营"})

    async def gone() -> bool:
        return await public(bureaus, number=f"{number}-1A") == []

    await until(gone)


@pytest.mark.proves("A105-002", "A105-008", "A105-011")
async def test_a_sponsor_elsewhere_is_filed_with_its_first_app_at_its_home_bureau(
    bureaus: Bureaus, filer: Filer, far: Filer
) -> None:
    await bureaus.policy("approve")
    site = await filed(filer, 702)
    await capable(bureaus, PLATFORM, GUANGDONG)
    form = a_form(
        name="异地应用",
        packages=(Package("quick", "far.app"),),
        kind="quick_app",
        domains=(site.filing.sites[0].domains[0].name,),
        addresses=(address_of(far),),
        subject=a_sponsor(name="异地主办者", certificate=Proof(1, "320100000099999", "示例路1号")),
    )
    sent = body_of(form, PLATFORM, "distribution_platform")
    key = (await act(bureaus, "/apps", sent, GUANGDONG))["key"]
    there = await in_phase(bureaus, key, "Filed", GUANGDONG)
    home = await in_phase(bureaus, key, "Filed", JIANGSU)
    app = there["state"]["app"]
    assert app == home["state"]["app"]
    assert app["app_number"] == f"{app['subject_number']}-1K"
    assert app["subject_number"].startswith("苏ICP备")
    refused = await bureaus.http.post(
        f"/{GUANGDONG}/api/apps/{key}/cancel", json={"officer": "王", "reason": "停止运营"}
    )
    assert refused.status_code == 403
    assert refused.json()["rule"] == "A105-011"

    texts = await bureaus.api(f"/outbox?application_id={key}", JIANGSU)
    sms = next(one["text"] for one in texts if one["to_kind"] == "sms")
    password = sms.partition("备案密码")[2][:12]
    md5 = hashlib.md5(password.encode(), usedforsecurity=False).hexdigest()

    async def known() -> bool:
        stream = f"national-{app['subject_number']}"
        return bool(await bureaus.kit.log.read_stream(f"province.{GUANGDONG}", stream))

    await until(known)
    assert (await far.soap.verify(app["subject_number"], md5)).verified
