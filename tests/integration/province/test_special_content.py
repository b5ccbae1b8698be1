"""Pre-approved content at a real bureau: missing, looked into by its department, ended. FLOW-10."""

import hashlib
from http import HTTPStatus
from typing import Any

import pytest

from beian.records import BlobRef, Filing, PreApproval
from beian.wire.upload_xzba import write_xzba
from support.bureaus import JIANGSU, Bureaus, Filer
from support.filed import changed, filed, number_of, password_of, send
from support.filings import with_
from support.waiting import until

PAPER = b"\xff\xd8\xff\xe0 approval \xff\xd9"
COPY = BlobRef(sha256=hashlib.sha256(PAPER).hexdigest(), size=len(PAPER))
NEWS, MEDICINE = 1, 5
ONLINE_NEWS = 5


def approval(kind: int, number: str = "国新〔2026〕12号") -> PreApproval:
    return PreApproval(type=kind, number=number, documents=(COPY,))


def special(filer: Filer, number: int, **site: Any) -> Filing:
    filing = filer.sample(number, pictures=False).filing
    return with_(filing, sites=(with_(filing.sites[0], **site),))


async def upload(filer: Filer, filing: Filing, number: int) -> None:
    blobs = dict(filer.sample(number, pictures=False).blobs) | {COPY.sha256: PAPER}
    await filer.send(write_xzba([filing], blobs, reporting_unit=filer.isp_id))


async def contents(bureaus: Bureaus, department: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = await bureaus.api(f"/departments/{department}/pre-approvals")
    return found


async def of_site(bureaus: Bureaus, department: str, filing: Filing) -> dict[str, Any]:
    async def seen() -> Any:
        name = filing.sites[0].name
        listed = await contents(bureaus, department)
        return next((one for one in listed if one["site"] == name), None)

    found: dict[str, Any] = await until(seen)
    return found


async def say(bureaus: Bureaus, key: str, **opinion: Any) -> Any:
    body = {"document_number": "国新〔2026〕12号", "officer": "王科长", "genuine": True, **opinion}
    path = f"/{JIANGSU}/api/pre-approvals/{key}/opinion"
    return await bureaus.http.post(path, json=body)


@pytest.mark.proves("O292-003", "R14-111", "R14-114", "1002")
async def test_declared_news_without_its_document_goes_back_at_once(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    filing = special(filer, 901, services=(ONLINE_NEWS,))
    await upload(filer, filing, 901)
    answered = await filer.fetch()
    assert [one.code for one in answered.results[0].findings] == [1002]
    assert "缺少前置审批文件" in (answered.opinions[0].opinion.text or "")
    seen = await of_site(bureaus, "news", filing)
    assert seen["phase"] == "Missing"
    shown = await bureaus.api(f"/applications/{seen['application_id']}")
    returned = next(one for one in shown["history"] if one["type"] == "FilingReturned")
    assert returned["data"]["reasons"] == ["PREAPPROVAL_MISSING"]


@pytest.mark.proves("R14-086", "R14-113", "R14-115", "O33-008")
async def test_a_department_sees_its_own_filings_and_its_no_returns_a_pending_one(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("manual")
    filing = special(filer, 902, services=(ONLINE_NEWS,), pre_approvals=(approval(NEWS),))
    await upload(filer, filing, 902)
    seen = await of_site(bureaus, "news", filing)
    assert (seen["phase"], seen["number"]) == ("Attached", "国新〔2026〕12号")
    assert seen["sponsor"] == filing.subject.name
    assert filing.sites[0].name not in {one["site"] for one in await contents(bureaus, "health")}
    copy = f"/{JIANGSU}/api/departments/{{}}/pre-approvals/{seen['key']}/documents/{COPY.sha256}"
    assert (await bureaus.http.get(copy.format("news"))).content == PAPER
    foreign = await bureaus.http.get(copy.format("health"))
    assert foreign.status_code == HTTPStatus.FORBIDDEN
    other = await say(bureaus, seen["key"], department="health", genuine=False)
    assert other.json()["rule"] == "R14-086"
    said = await say(bureaus, seen["key"], department="news", genuine=False, text="查无此文")
    assert said.json()["phase"] == "Rejected"
    answered = await filer.fetch()
    assert [one.code for one in answered.results[0].findings] == [1002]
    assert "前置审批文件不真实" in (answered.opinions[0].opinion.text or "")


@pytest.mark.proves("R14-115", "R05-027")
async def test_a_filing_in_force_is_cancelled_when_its_document_proves_false(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    filing = special(filer, 903, pre_approvals=(approval(NEWS),))
    await upload(filer, filing, 903)
    await filer.fetch()
    (issued,) = (await filer.fetch()).issued
    seen = await of_site(bureaus, "news", filing)
    assert seen["phase"] == "FilingInForce"
    assert seen["site_number"] == issued.filing.sites[0].filing_number
    history = await bureaus.api(f"/pre-approvals/{seen['key']}")
    told = history["events"][-1]
    assert (told["type"], told["rules"]) == ("PreApprovalDepartmentNotified", ["R05-027"])
    said = await say(bureaus, seen["key"], department="news", genuine=False)
    assert said.json()["phase"] == "Cancelled"
    notice = await filer.fetch()
    assert notice.blocks == ("ICP/ZXSJ",)
    record = await bureaus.api(f"/records/{issued.filing.subject.filing_number}")
    assert record["sites"] == []


@pytest.mark.proves("R14-116", "R14-112")
async def test_a_category_is_added_to_a_filed_site_by_a_change_of_its_provider(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    issued = await filed(filer, 904, pictures=False)
    password = await password_of(bureaus, number_of(issued.filing))
    site = with_(issued.filing.sites[0], pre_approvals=(approval(MEDICINE),))
    change = changed(with_(issued.filing, sites=(site,)), filer.isp_id, password=password)
    await send(filer, "ICP/BGBA", change, blobs={COPY.sha256: PAPER})
    answered = await filer.fetch()
    assert [one.code for one in answered.results[0].findings] == [1001]
    await filer.fetch()
    seen = await of_site(bureaus, "medicine", issued.filing)
    assert seen["phase"] == "FilingInForce"
    assert seen["documents"] == [COPY.sha256]
    shown = await bureaus.api(f"/applications/{seen['application_id']}")
    assert shown["operation"] == "ICP/BGBA"


@pytest.mark.proves("R14-111", "R14-114")
async def test_a_reviewer_who_sees_undeclared_content_sends_the_application_back(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("manual")
    filing = special(filer, 905)
    await upload(filer, filing, 905)

    async def waiting() -> Any:
        queue = await bureaus.api("/review-queue")
        name = filing.subject.name
        return next((one for one in queue if one["sponsor_name"] == name), None)

    application = (await until(waiting))["application_id"]
    body = {"application_id": application, "site": 1, "category": "health_care", "reviewer": "李"}
    flagged = await bureaus.http.post(f"/{JIANGSU}/api/pre-approvals", json=body)
    assert flagged.json()["phase"] == "Missing", flagged.text
    answered = await filer.fetch()
    assert [one.code for one in answered.results[0].findings] == [1002]
