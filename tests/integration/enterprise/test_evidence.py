"""A Jiangsu draft with its evidence, what is kept of it, and a pilot enterprise, over HTTP and bus."""

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest

from launcher.samples import Provider, Sample, sample
from support.enterprises import ISP, JIANGSU, MINISTRY, Small
from support.reference_enterprise import (
    POINT_FORM,
    duties_of,
    form_of,
    verification_of,
)
from support.waiting import until

OFFICER = {"officer": "李审"}
AUTHORITY = {"authority": "某市公安局", "basis": "调取证据通知书1号", **OFFICER}


def a_sample(number: int) -> Sample:
    made = sample(number, Provider(ISP, JIANGSU, "198.51.100.0/28"), pictures=False)
    sites = tuple(msgspec.structs.replace(site, accesses=()) for site in made.filing.sites)
    return Sample(msgspec.structs.replace(made.filing, sites=sites))


async def entered(small: Small, sent: Sample) -> str:
    """Enter a draft and pass its pre-verification; return its address."""
    body = {"filing": msgspec.to_builtins(sent.filing), "form": form_of(sent)}
    draft = await small.tell(f"{small.api}/drafts", body)
    path = f"{small.api}/drafts/{draft['draft_id']}"
    await small.tell(f"{path}/pre-verification", {"passed": True})
    return path


async def a_slip(small: Small) -> str:
    """Register a verification point and have it numbered; return its slip."""
    sent = await small.tell(f"{small.api}/verification-points", POINT_FORM)
    point = f"{small.bureau}/verification-points/{sent['key']}"
    await until(lambda: _is_there(small, point))
    await small.tell(f"{point}/numbers", OFFICER)
    numbered = await small.phase(f"{small.api}/verification-points/{sent['key']}", "Numbered")
    return str(numbered["state"]["slips"][0])


async def _is_there(small: Small, url: str) -> bool:
    return (await small.http.get(url)).is_success


@pytest.mark.proves("J45-004", "J45-006", "M64-035", "M64-038", "J45-014", "R14-056")
async def test_the_evidence_of_a_jiangsu_draft_is_collected_kept_and_looked_at(
    small: Small,
) -> None:
    sent = a_sample(8801)
    path = await entered(small, sent)
    needed = await small.ask(f"{path}/documents")
    assert {"NOTICE", "COMMITMENT", "VIDEO", "AUTHORIZATION"} <= set(needed["missing"])
    verification = verification_of(sent, slip="JSHYD-999999")
    refused = await small.tell(f"{path}/verification", verification, status=422)
    assert (refused["rule"], refused["field"]) == ("J45-006", "slip_number")
    verification = verification_of(sent, slip=await a_slip(small))
    undone = {**verification, "duties": None}
    refused = await small.tell(f"{path}/verification", undone, status=422)
    assert refused["rule"] == "J45-010"
    view = await small.tell(f"{path}/verification", verification)
    assert view["state"] == "verified"
    assert (await small.ask(f"{path}/documents"))["missing"] == []

    record = f"{small.api}/retained-records/{view['draft_id']}"
    kept = await small.ask(record)
    assert kept["phase"] == "Retained"
    early = await small.tell(f"{record}/purge", OFFICER, status=409)
    assert early["rule"] == "M64-035"
    domain = sent.domain
    answered = await small.tell(f"{small.api}/authority-requests", {"host": domain, **AUTHORITY})
    assert answered["phase"] == "Answered"
    missing = await small.tell(f"{record}/hand-over", {"kinds": ["CONTRACT"], **AUTHORITY})
    assert missing["phase"] == "Retained"
    events = [one["type"] for one in (await small.ask(record))["events"]]
    assert events[-2:] == ["RecordProvidedToAuthority", "RecordMissingReported"]
    await a_reviewer_looks(small, view["draft_id"])


async def a_reviewer_looks(small: Small, draft_id: str) -> None:
    """Both sides log that the bureau's reviewer opened originals with the password."""
    account = {"reviewer": "reviewer1", "region": JIANGSU, "password": "initial-1"}
    await small.tell(f"{small.api}/reviewer-accounts", account)
    reviewer = f"{small.api}/reviewer-accounts/reviewer1"
    look = {"password": "wrong-one", "record_id": draft_id, "kinds": ["UNIT_CERTIFICATE"]}
    await small.tell(f"{reviewer}/evidence", look, status=401)
    seen = await small.tell(f"{reviewer}/evidence", {**look, "password": "initial-1"})
    assert [one["kind"] for one in seen["state"]["last_seen"]] == ["UNIT_CERTIFICATE"]
    assert "verifier" not in str(seen)

    async def logged() -> bool:
        listed = await small.ask(f"{small.bureau}/reviewer-inspections")
        return any(one["state"]["performed"]["record"] == draft_id for one in listed)

    await until(logged, 20)


CONTRACT: Mapping[str, Any] = {
    "clauses": ["TRUTH_CLAUSE", "CLOSURE_RIGHT", "UPDATE_DUTY"],
    "cites": ["O33-023"],
    "signed_on": "2026-03-02",
    "sealed_by_sponsor": True,
    "sealed_by_provider": True,
}


@pytest.mark.proves("M64-034", "R14-041", "R14-057")
async def test_the_contract_is_checked_when_it_is_entered(small: Small) -> None:
    sent = a_sample(8802)
    path = await entered(small, sent)
    head = sent.filing.subject.responsible
    signatory = {
        "name": head.name,
        "certificate_type": head.certificate_type,
        "certificate_number": head.certificate_number,
    }
    body = {**CONTRACT, "signatory": signatory}
    refused = await small.tell(f"{path}/contract", {**body, "clauses": []}, status=422)
    assert refused["rule"] == "M64-034"
    view = await small.tell(f"{path}/contract", body)
    assert view["history"][-1]["type"] == "ServiceContractSigned"


@pytest.mark.proves("O292-015", "O292-016")
async def test_contents_and_access_logs_are_kept_and_what_may_go_is_reported(
    small: Small,
) -> None:
    content = {"host": "news.example", "content_sha256": "ab" * 32, "published_at": "2026-03-02"}
    kept = await small.tell(f"{small.api}/retained-records/content", content)
    access = {"online_from": "2026-03-02T09:00", "account": "u1", "host": "198.51.100.7"}
    refused = await small.tell(f"{small.api}/retained-records/access-log", access, status=422)
    assert refused["rule"] == "O292-015"
    record = f"{small.api}/retained-records/{kept['key']}"
    early = await small.tell(f"{record}/purge", OFFICER, status=409)
    assert early["rule"] == "O292-016"
    hold = {"authority": "某市公安局", "reason": "正在侦查"}
    assert (await small.tell(f"{record}/hold", hold))["state"]["held_by"] == "某市公安局"
    held = await small.tell(f"{record}/purge", OFFICER, status=409)
    assert held["reason"] == "LEGAL_HOLD"
    await small.tell(f"{record}/release", {"authority": "某市公安局"})
    report = await small.ask(f"{small.api}/retention-report")
    assert report == {"records": [], "uploads": []}
    asked = await small.tell(
        f"{small.api}/authority-requests", {"host": "other.example", **AUTHORITY}
    )
    assert asked["phase"] == "Missing"


@pytest.mark.proves("M87-001", "M87-005", "M87-008", "M87-010", "J45-002")
async def test_an_enterprise_joins_the_pilot_and_verifies_from_afar(small: Small) -> None:
    sent = a_sample(8803)
    path = await entered(small, sent)
    verification = verification_of(sent, slip="")
    recognised = {
        "method": "face",
        "person": verification["person"],
        "image": verification["photo"]["image"],
        "matches_certificate": True,
        "matches_database": True,
        "database": "公安人口库",
    }
    url = f"{path}/electronic-verification"
    assert (await small.tell(url, recognised, status=403))["rule"] == "M87-012"
    await joins_the_pilot(small)
    await small.tell(url, recognised)
    for original in verification["certificates"]:
        await small.tell(f"{path}/certificates", original)
    await small.tell(f"{path}/match", verification["presented"])
    for domain in verification["domains"]:
        await small.tell(f"{path}/domains", domain)
    sheet = {"image": verification["sheet"], "medium": "electronic"}
    await small.tell(f"{path}/sheet", sheet)
    early = await small.tell(f"{path}/agreement", status=422)
    assert early["rule"] == "J45-010"
    duties = duties_of(sent)
    await small.tell(f"{path}/notice-explanation", {"explained_by": duties["explained_by"]})
    await small.tell(f"{path}/notice", duties["notice"])
    await small.tell(f"{path}/commitment", duties["commitment"])
    await small.tell(f"{path}/video", {**duties["video"], "location": "remote"})
    await small.tell(f"{path}/authorization", duties["authorizations"][0])
    assert (await small.tell(f"{path}/agreement"))["state"] == "verified"
    await small.tell(f"{path}/access-info", {})
    view = await small.tell(f"{path}/submission")
    (submitted,) = [one for one in view["history"] if one["type"] == "ElectronicSheetSubmitted"]
    key = f"{ISP}.{submitted['data']['isp_subject_id']}"
    await until(lambda: _is_there(small, f"{small.bureau}/electronic-sheets/{key}"), 20)


async def joins_the_pilot(small: Small) -> None:
    """Apply, be forwarded, assessed and admitted; the enterprise learns it from its bureau."""
    able = {
        "licences": ["IDC"],
        "collects_identity": True,
        "compares_credit_code": True,
        "compares_id_card": True,
    }
    await small.tell(f"{small.api}/pilot-application", able)
    application = f"{small.bureau}/pilot-applications/{ISP}"
    await until(lambda: _is_there(small, application), 20)
    await small.tell(f"{application}/forwarding", {"opinion": "同意", **OFFICER})
    candidate = f"{MINISTRY}/api/pilot-providers/{ISP}"
    await until(lambda: _is_there(small, candidate), 20)
    assessed = {"assessor": "评估机构", "collects_identity": True, "compares_authorities": True}
    await small.tell(f"{candidate}/assessment", assessed)
    await small.tell(f"{candidate}/admission", OFFICER)
    place = f"{small.api}/pilot-list/{ISP}"
    await until(lambda: _is_there(small, place), 20)
    assert (await small.ask(place))["phase"] == "Member"
