"""A lost password over HTTP: recovered on the ministry's page, or reset upon a report."""

import hashlib
from typing import Any

import pytest

from support.bureaus import GUANGDONG, JIANGSU, Bureaus, Filer
from support.filed import filed, number_of, password_of
from support.waiting import until


def md5_in(text: str) -> str:
    password = text.partition("备案密码：")[2][:12] or text.partition("备案密码")[2][:12]
    return hashlib.md5(password.encode(), usedforsecurity=False).hexdigest()


async def accepted(filer: Filer, number: str, password: str) -> bool:
    return (await filer.soap.verify(number, password)).verified is True


async def renewed(bureaus: Bureaus, number: str) -> None:
    """Wait until every bureau noted a new password: each check of one is counted."""
    for region in (JIANGSU, GUANGDONG):

        async def noted(log: str = f"province.{region}") -> bool:
            events = await bureaus.kit.log.read_stream(log, f"national-{number}")
            return any(one.type == "NationalPasswordNoted" for one in events)

        await until(noted)


async def text_of(bureaus: Bureaus, key: str) -> dict[str, Any]:
    async def there() -> Any:
        return await bureaus.api(f"/outbox?application_id={key}")

    (one,) = await until(there)
    return dict(one)


@pytest.mark.proves("R14-161", "R14-163")
async def test_a_reset_password_holds_in_every_bureau_and_the_old_one_no_longer(
    bureaus: Bureaus, filer: Filer, far: Filer
) -> None:
    await bureaus.policy("approve")
    number = number_of((await filed(filer, 711)).filing)
    old = await password_of(bureaus, number)
    assert await accepted(filer, number, old)
    report = {
        "isp_id": filer.isp_id,
        "filing_number": number,
        "document_number": "企函〔2026〕1号",
        "contact_name": "李联系",
        "contact_phones": "025-12345678",
        "contact_email": "li@isp.example",
        "by_fax": True,
    }
    opened = await bureaus.http.post(f"/{JIANGSU}/api/password-resets", json=report)
    assert opened.status_code == 201, opened.text
    key = opened.json()["key"]
    done = await bureaus.http.post(
        f"/{JIANGSU}/api/password-resets/{key}/reset", json={"officer": "王"}
    )
    assert done.json()["phase"] == "AwaitingOriginal", done.text
    mail = await text_of(bureaus, key)
    assert (mail["to_kind"], mail["to"]) == ("email", "li@isp.example")
    new = md5_in(mail["text"])
    await renewed(bureaus, number)
    for one in (filer, far):
        assert await accepted(one, number, new)
        assert not await accepted(one, number, old)
    shown = await bureaus.api(f"/password-resets/{key}")
    assert new not in str(shown)
    closed = await bureaus.http.post(
        f"/{JIANGSU}/api/password-resets/{key}/original", json={"officer": "王"}
    )
    assert closed.json()["phase"] == "Closed"


@pytest.mark.proves("R14-064", "R14-152")
async def test_a_password_is_recovered_on_the_ministry_s_page_to_the_filed_contact(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    subject = (await filed(filer, 712)).filing.subject
    number = subject.filing_number
    assert number is not None
    asked = {
        "filing_number": number,
        "certificate_type": subject.certificate.type,
        "certificate_number": subject.certificate.number,
        "channel": "sms",
        "contact": (subject.responsible.mobile or "").partition(";")[0],
    }
    wrong = await _recover(bureaus, {**asked, "contact": "13999999999"})
    assert wrong["phase"] == "Lost"
    found = await _recover(bureaus, asked)
    assert found["phase"] == "Recovered"
    sms = await text_of(bureaus, found["key"])
    assert sms["to"] == asked["contact"]
    await renewed(bureaus, number)
    assert await accepted(filer, number, md5_in(sms["text"]))


async def _recover(bureaus: Bureaus, asked: dict[str, Any]) -> Any:
    opened = await bureaus.ministry_http.post("/api/password-recoveries", json=asked)
    assert opened.status_code == 201, opened.text
    key = opened.json()["key"]

    async def settled() -> Any:
        shown = (await bureaus.ministry_http.get(f"/api/password-recoveries/{key}")).json()
        return shown if shown["state"]["is_answered"] else None

    return await until(settled)


@pytest.mark.proves("R14-151")
async def test_the_public_verifies_a_certificate_by_its_serial_and_by_its_file(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    issued = await filed(filer, 713)
    assert issued.certificate is not None
    serial = issued.certificate.serial
    ask = bureaus.ministry_http

    async def verified() -> Any:
        said = (await ask.get(f"/api/e-certificates/{serial}")).json()
        return said if said["valid"] else None

    said = await until(verified)
    assert said["filing_number"] == number_of(issued.filing)
    assert said["sponsor_name"] == issued.filing.subject.name
    pem = (await bureaus.http.get(f"/{JIANGSU}/api/certificates/{serial}.pem")).text
    brought = await ask.post("/api/e-certificates/verification", json={"pem": pem})
    assert brought.json() == said
    authority = (await bureaus.http.get(f"/{JIANGSU}/api/ca.pem")).text
    other = await ask.post("/api/e-certificates/verification", json={"pem": authority})
    assert not other.json()["valid"]
    unreadable = await ask.post("/api/e-certificates/verification", json={"pem": "x"})
    assert unreadable.status_code == 400


@pytest.mark.proves("R14-011", "R14-164")
async def test_the_home_page_has_policies_phones_and_the_form_for_a_lost_password(
    bureaus: Bureaus,
) -> None:
    ask = bureaus.ministry_http
    phones = (await ask.get("/api/enquiry-phones")).json()
    assert len(phones["phones"]) == 31
    assert phones["system_operator"]["rule"] == "A105-020"
    policy = {
        "text_id": "app105-2023",
        "title": "APP备案通知",
        "text": "https://policy.example",
        "effective_on": "2023-07-21",
        "officer": "王",
    }
    published = await ask.post("/api/policies", json=policy)
    assert published.status_code == 201, published.text
    listed = (await ask.get("/api/policy-texts")).json()["policies"]
    assert [one["text_id"] for one in listed] == ["app105-2023"]
    page = (await ask.get("/")).text
    assert "APP备案通知" in page
    assert "江苏省通信管理局" in page
    form = await ask.post("/password-recovery", content=b"filing_number=x")
    assert form.status_code == 303
    assert "没有此申请" in (await ask.get(form.headers["location"])).text
