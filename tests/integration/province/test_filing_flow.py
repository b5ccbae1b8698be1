"""A new filing through two bureaus: from the SOAP upload to what comes down, and what is shown."""

import asyncio
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import cast

import msgspec
import pytest

from beian.eventlog.replay import diff, replay
from beian.records import Domain, Filing
from beian.wire.upload_operations import write_icp_upload
from beian.wire.upload_xzba import write_xzba
from province.application.operations import OPERATIONS
from province.application.taking import TakeRecords
from support.bureaus import GUANGDONG, JIANGSU, Bureaus, Filer
from support.filings import a_verification_answer
from support.waiting import until


def with_domain(filing: Filing, name: str) -> Filing:
    site = filing.sites[0]
    domain = Domain(isp_domain_id=site.domains[0].isp_domain_id, name=name)
    changed = msgspec.structs.replace(site, domains=(domain,), home_page=None)
    return msgspec.structs.replace(filing, sites=(changed,))


@pytest.mark.proves("R14-090", "R14-093", "R14-101", "R14-102", "1001")
async def test_a_local_filing_comes_back_with_number_and_data(
    bureaus: Bureaus, filer: Filer, tmp_path: Path
) -> None:
    await bureaus.policy("approve")
    sent = filer.sample(1, home_page=True)
    await filer.file(sent)
    result, data = await filer.fetch(), await filer.fetch()
    (answered,), (opinion,), (issued,) = result.results, result.opinions, data.issued
    assert [finding.code for finding in answered.findings] == [1001]
    assert opinion.opinion.approved
    assert opinion.record_id == sent.filing.subject.isp_subject_id
    number = issued.filing.subject.filing_number
    assert number is not None
    assert number.startswith("苏ICP备2")
    assert "模拟" in (issued.remark or "")
    await _status_and_password_are_answered(bureaus, filer, sent.domain, number)
    assert issued.certificate is not None
    await _openssl_verifies(bureaus, issued.certificate.serial, number, tmp_path)


async def _status_and_password_are_answered(
    bureaus: Bureaus, filer: Filer, domain: str, number: str
) -> None:
    async def filed() -> bool:
        status = (await filer.soap.status(0, domain)).status
        return status is not None and status.filed and status.subject_number == number

    await until(filed)
    (row,) = [one for one in await bureaus.api("/numbers") if one["filing_number"] == number]
    texts = await bureaus.api(f"/outbox?application_id={row['application_id']}")
    assert {one["to_kind"] for one in texts} == {"sms", "email"}
    sms = next(one["text"] for one in texts if one["to_kind"] == "sms")
    password = sms.partition("备案密码")[2][:12]
    assert (await filer.soap.verify(number, password)).verified
    assert (await filer.soap.verify(f"{number}-1", password)).verified
    assert (await filer.soap.verify(number, "wrong0000000")).verified is False
    shown = await bureaus.api(f"/applications/{row['application_id']}")
    assert (shown["status"], shown["is_delivered"]) == ("numbered", True)
    assert password not in str(shown["history"])


async def _openssl_verifies(bureaus: Bureaus, serial: str, number: str, tmp_path: Path) -> None:
    for name in ("ca.pem", f"certificates/{serial}.pem"):
        answer = await bureaus.http.get(f"/{JIANGSU}/api/{name}")
        assert answer.status_code == 200
        (tmp_path / Path(name).name).write_bytes(answer.content)
    mark = tmp_path / f"{serial}.pem"
    await _openssl("verify", "-CAfile", str(tmp_path / "ca.pem"), str(mark))
    shown = await _openssl("x509", "-in", str(mark), "-noout", "-subject", "-nameopt", "utf8")
    assert number in shown
    assert "SIMULATED" in shown


async def _openssl(*arguments: str) -> str:
    """Return what openssl says; it must succeed."""
    process = await asyncio.create_subprocess_exec("openssl", *arguments, stdout=PIPE, stderr=PIPE)
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    return out.decode()


@pytest.mark.proves("R14-091", "R14-102", "R14-103")
async def test_a_filing_of_another_province_is_decided_there_and_answered_here(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    await filer.file(filer.sample(2, home=GUANGDONG, individual=True))
    result, data = await filer.fetch(), await filer.fetch()
    assert [finding.code for finding in result.results[0].findings] == [1001]
    number = data.issued[0].filing.subject.filing_number
    assert number is not None
    assert number.startswith("粤ICP备")
    (issued,) = await bureaus.api("/numbers", GUANGDONG)
    assert issued["filing_number"] == number

    await bureaus.policy("refuse", GUANGDONG)
    await filer.file(filer.sample(3, home=GUANGDONG))
    refused = await filer.fetch()
    assert [finding.code for finding in refused.results[0].findings] == [1002]
    assert not refused.opinions[0].opinion.approved


@pytest.mark.proves("R14-089", "1004", "1010")
async def test_records_that_fail_come_back_with_every_code_and_others_pass(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("manual")
    good, bad = filer.sample(4), filer.sample(5)
    person = msgspec.structs.replace(bad.filing.subject.responsible, office_phone="025-123456789")
    subject = msgspec.structs.replace(bad.filing.subject, responsible=person)
    wrong = with_domain(msgspec.structs.replace(bad.filing, subject=subject), "www.deep.example")
    await filer.file(good, bad, filings=[wrong, good.filing])
    assert await filer.codes() == [[1010, 1004]]
    listed = await bureaus.api(f"/applications?isp_id={filer.isp_id}&limit=1000")
    assert listed[-2]["status"] == "check_failed"

    async def waits() -> bool:
        queue = await bureaus.api("/review-queue")
        return good.filing.subject.name in [one["sponsor_name"] for one in queue]

    await until(waits)


@pytest.mark.proves("1005", "1003", "1039", "1037", "1052")
async def test_what_is_filed_or_under_way_is_taken(bureaus: Bureaus, filer: Filer) -> None:
    await bureaus.policy("approve")
    first = filer.sample(6)
    await filer.file(first)
    await filer.fetch()
    await filer.fetch()

    async def noted() -> bool:
        status = (await filer.soap.status(0, first.domain)).status
        return status is not None and status.filed

    await until(noted)
    await filer.file(first)
    (codes,) = await filer.codes()
    assert {1003, 1005, 1037} <= set(codes)

    await bureaus.policy("manual")
    pending = filer.sample(7)
    await filer.file(pending)
    again = filer.sample(8)
    await filer.file(again, filings=[with_domain(again.filing, pending.domain)])
    assert await filer.codes() == [[1039]]

    other = Filer(bureaus, 440000000002, bureaus.client(440000000002, GUANGDONG))
    rival = other.sample(9)
    await other.file(rival, filings=[with_domain(rival.filing, pending.domain)])
    conflict = await other.fetch()
    assert [finding.code for finding in conflict.results[0].findings] == [1052]
    assert conflict.opinions == ()


@pytest.mark.proves("M64-026", "R14-094")
async def test_a_reviewer_approves_or_returns_once(bureaus: Bureaus, filer: Filer) -> None:
    await bureaus.policy("manual")
    await filer.file(filer.sample(10), filer.sample(11))
    names = [filer.sample(number).filing.subject.name for number in (10, 11)]

    async def waiting() -> dict[str, str]:
        queue = await bureaus.api("/review-queue")
        found = {one["sponsor_name"]: one["application_id"] for one in queue}
        return found if set(names) <= set(found) else {}

    found = await until(waiting)
    yes, no = (f"/{JIANGSU}/api/applications/{found[name]}" for name in names)
    body = {"reviewer": "王审核", "opinion": "材料齐全"}
    approved = await bureaus.http.post(f"{yes}/approval", json=body)
    assert approved.json()["filing_number"].startswith("苏ICP备")
    assert (await bureaus.http.post(f"{yes}/approval", json=body)).json() == approved.json()
    late = await bureaus.http.post(f"{yes}/return", json={"reasons": ["INACCURATE"]})
    assert (late.status_code, late.json()["reason"]) == (409, "ALREADY_DECIDED")

    empty = await bureaus.http.post(f"{no}/return", json={"reasons": []})
    assert (empty.status_code, empty.json()["rule"]) == (422, "R14-094")
    unknown = await bureaus.http.post(f"{no}/return", json={"reasons": ["BAD"]})
    assert (unknown.status_code, unknown.json()["field"]) == (422, "reasons")
    returned = await bureaus.http.post(f"{no}/return", json={"reasons": ["SHEET_MISSING"]})
    assert returned.json()["status"] == "returned"

    results = [await filer.fetch() for _ in range(3)]
    opinions = [one.opinions[0].opinion for one in results if one.opinions]
    assert [(one.approved, one.reviewer) for one in opinions] == [
        (True, "王审核"),
        (False, "人工审核"),
    ]
    assert opinions[1].text == "缺少网站备案信息真实性核验单"


@pytest.mark.proves("5001", "5003", "5004")
async def test_a_file_that_is_wrong_as_a_whole_has_one_answer(filer: Filer) -> None:
    one = filer.sample(12)
    xml = write_xzba([one.filing], one.blobs, reporting_unit=filer.isp_id)
    await filer.send(xml.replace(b"<Zjzs>", b"<Unknown>").replace(b"</Zjzs>", b"</Unknown>"))
    assert await filer.codes() == [[5001]]
    await filer.send(xml.replace(b'version="V.3.0"', b'version="V.2.0"'))
    assert await filer.codes() == [[5004]]
    await filer.send(write_xzba([one.filing], one.blobs, reporting_unit=filer.isp_id + 1))
    assert await filer.codes() == [[5003]]


@pytest.mark.proves("5011")
async def test_an_operation_that_is_closed_says_so(
    filer: Filer, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = cast("dict[str, TakeRecords]", OPERATIONS)
    monkeypatch.delitem(opened, "ICP/HSJG")
    records = {"ICP/HSJG": [a_verification_answer()]}
    await filer.send(write_icp_upload(records, {}, reporting_unit=filer.isp_id))
    assert await filer.codes() == [[5011]]


async def test_another_province_s_provider_is_sent_home(bureaus: Bureaus) -> None:
    stranger = bureaus.client(440000000002)

    async def known() -> bool:
        return (await stranger.download()).code == 13

    await until(known)


async def test_what_is_not_there_is_a_problem_document(bureaus: Bureaus) -> None:
    for path in (
        "/999999/api/numbers",
        f"/{JIANGSU}/api/applications/x",
        f"/{JIANGSU}/api/certificates/1.pem",
    ):
        answer = await bureaus.http.get(path)
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
    providers = await bureaus.api("/providers")
    assert [one["isp_id"] for one in providers] == [320000000001, 320000000002]
    assert "password" not in providers[0]


@pytest.mark.proves("1064", "1065", "R14-017")
async def test_the_national_blacklist_reaches_every_bureau(bureaus: Bureaus, filer: Filer) -> None:
    listed = filer.sample(13)
    for kind, value in (("domain", listed.domain), ("name", listed.filing.subject.name)):
        body = {"action": "add", "kind": kind, "value": value, "reason": "测试"}
        answer = await bureaus.ministry_http.post("/api/blacklist", json=body)
        assert answer.is_success, answer.text

    async def noted() -> bool:
        events = await bureaus.kit.log.read("province.320000", limit=100_000)
        return sum(one.type == "BlacklistNoted" for one in events) == 2

    await until(noted)
    await filer.file(listed)
    assert await filer.codes() == [[1065, 1064]]


async def test_two_hundred_records_of_one_file_get_their_own_numbers(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    many = [filer.sample(number, pictures=False) for number in range(100, 300)]
    await filer.file(*many)
    answered, numbers = list[str | None](), list[str | None]()
    while len(numbers) < len(many):  # what is decided together comes in one file
        file = await filer.fetch()
        numbers += [one.filing.subject.filing_number for one in file.issued]
        answered += [one.identifier for one in file.results]
        assert all(one.findings[0].code == 1001 for one in file.results)
    assert len(set(numbers)) == len(set(answered)) == len(answered) == len(many)


async def test_the_read_models_are_what_the_log_says(bureaus: Bureaus) -> None:
    models = bureaus.kit.log.read_models
    url = bureaus.kit.settings.database_url
    logs = ("province.320000", "province.440000")

    async def settled() -> bool:
        return await diff(url, logs, models) == []

    await until(settled)
    for log in logs:
        rebuilt = await replay(url, log, models)
        assert any(rows for table, rows in rebuilt.items() if table.name.startswith("application"))
