"""Self-filed records over SOAP: put to the provider as HSRW, answered by HSJG, and what follows."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from beian.records_changes import VerificationAnswer, VerifiedFiling
from beian.wire.upload_operations import write_icp_upload
from support.bureaus import GUANGDONG, JIANGSU, Bureaus, Filer

TASKS = "ICP/HSRW/Baxx"


def answer(filer: Filer, task: VerifiedFiling, day: str, **changes: Any) -> VerificationAnswer:
    said: dict[str, Any] = {
        "refused": 0,
        "verifier": "李核实",
        "verified_on": day,
        "unit": filer.isp_id,
        "opinion": "信息真实准确",
        "filing": task,
    }
    return VerificationAnswer(**(said | changes))


async def ask(bureaus: Bureaus, filer: Filer, number: int, **changes: Any) -> tuple[int, str]:
    """File as a sponsor; return Ztid and the day in the network."""
    sent = filer.sample(number, pictures=False, **changes).filing
    filing = replace(sent, attachments=())
    body = {"isp_id": filer.isp_id, "filing": msgspec.to_builtins(filing)}
    posted = await bureaus.http.post(f"/{JIANGSU}/api/self-filings", json=body)
    assert posted.status_code == 201, posted.text
    return posted.json()["subject_id"], bureaus.kit.clock.now().date().isoformat()


async def task_for(filer: Filer) -> VerifiedFiling:
    """Return the next task, which is handed out again until it is acknowledged."""
    await filer.skip_to("ICP/HSRW")
    assert await filer.waiting() == await filer.waiting()
    (task,) = (await filer.take()).contents[TASKS]
    assert isinstance(task, VerifiedFiling)
    return task


async def send(filer: Filer, *answers: VerificationAnswer) -> None:
    await filer.send(write_icp_upload({"ICP/HSJG": answers}, {}, reporting_unit=filer.isp_id))


async def listed(bureaus: Bureaus, subject_id: int) -> dict[str, Any]:
    rows = await bureaus.api("/self-filings?limit=1000")
    (row,) = [one for one in rows if one["subject_id"] == subject_id]
    return dict(row)


@pytest.mark.parametrize(("number", "home"), [(701, JIANGSU), (702, GUANGDONG)])
async def test_a_record_that_its_provider_finds_right_gets_its_number(
    bureaus: Bureaus, filer: Filer, number: int, home: str
) -> None:
    await bureaus.policy("approve")
    subject_id, day = await ask(bureaus, filer, number, home=home)
    task = await task_for(filer)
    assert task.subject.subject_id == subject_id
    await send(filer, answer(filer, task, day))
    result, data = await filer.fetch(), await filer.fetch()
    (answered,), (opinion,), (issued,) = result.results, result.opinions, data.issued
    assert [one.code for one in answered.findings] == [1001]
    assert (answered.identifier, opinion.record_id) == (str(subject_id), subject_id)
    assert issued.filing.subject.subject_id == subject_id
    assert issued.filing.subject.filing_number
    assert issued.filing.sites[0].languages == task.sites[0].languages
    row = await listed(bureaus, subject_id)
    assert (row["status"], row["verifier"]) == ("verified", "李核实")
    shown = await bureaus.api(f"/applications/{row['application_id']}")
    assert shown["is_delivered"]


async def test_of_a_refused_record_the_sponsor_is_told_and_the_provider_is_not(
    bureaus: Bureaus, filer: Filer
) -> None:
    subject_id, day = await ask(bureaus, filer, 711)
    task = await task_for(filer)
    refused = answer(filer, task, day, refused=1, opinion="主体信息不准确", errors="名称有误")
    await send(filer, refused)
    await send(filer, refused)
    (again,) = (await filer.fetch()).results
    assert [one.code for one in again.findings] == [1016], "it was answered before"
    row = await listed(bureaus, subject_id)
    assert (row["status"], row["errors"]) == ("refused", "名称有误")
    texts = await bureaus.api(f"/outbox?application_id={subject_id}")
    assert {one["to_kind"] for one in texts} == {"sms", "email"}
    assert all("名称有误" in one["text"] for one in texts)


@pytest.mark.proves("1016", "1023", "5003", "5999", "1010")
async def test_an_answer_that_is_wrong_comes_back_and_the_task_waits_on(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    subject_id, day = await ask(bureaus, filer, 721)
    task = await task_for(filer)
    unknown = replace(task, subject=replace(task.subject, subject_id=9))
    site, access = task.sites[0], task.sites[0].accesses[0]
    range_ = replace(access.ip_ranges[0], ip_id=9)
    other = replace(site, accesses=(replace(access, ip_ranges=(range_,)),))
    person = replace(task.subject.responsible, office_phone="025-123456789")
    bad_phone = replace(task, subject=replace(task.subject, responsible=person))
    await send(
        filer,
        answer(filer, unknown, day),
        answer(filer, replace(task, sites=(other,)), day),
        answer(filer, task, day, unit=9),
        answer(filer, task, day, refused=1),
        answer(filer, bad_phone, day),
        answer(filer, task, day),
    )
    results = (await filer.fetch()).results
    assert [[one.code for one in result.findings] for result in results] == [
        [1016],
        [1023],
        [5003],
        [5999],
        [1010],
    ]
    assert {one.operation_type for one in results} == {1}
    assert all((one.remark or "").startswith("HSJG") for one in results)
    assert (await listed(bureaus, subject_id))["status"] == "verified"


async def test_a_record_that_cannot_be_filed_is_not_taken(bureaus: Bureaus, filer: Filer) -> None:
    path = f"/{JIANGSU}/api/self-filings"
    good = msgspec.to_builtins(replace(filer.sample(731, pictures=False).filing, attachments=()))
    for isp_id, filing, status in (
        (filer.isp_id, {**good, "subject": {**good["subject"], "kind": 99}}, 422),
        (filer.isp_id, {**good, "subject": {**good["subject"], "name": ""}}, 422),
        (filer.isp_id, {"subject": 1}, 422),
        (9, good, 404),
    ):
        answered = await bureaus.http.post(path, json={"isp_id": isp_id, "filing": filing})
        assert answered.status_code == status, answered.text
        assert answered.headers["content-type"] == "application/problem+json"
