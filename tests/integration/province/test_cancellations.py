"""Cancellations over SOAP (注销备案): asked for near and far, decided by the bureau, told to all."""

from typing import Any

import msgspec
import pytest

from beian.records import Filing
from beian.records_changes import Cancellation, Material, NewSites
from beian.records_downloads import Cancelled
from beian.wire.download_basj import IssuedFiling
from beian.wire.downloads import DownloadFile
from launcher.samples import blob_ref
from support.bureaus import GUANGDONG, JIANGSU, Bureaus, Filer
from support.filed import SECOND, an_access, filed, number_of, password_of, send, status_of
from support.filings import with_
from support.waiting import until

SUBJECT, SITE, ACCESS = 0, 1, 2
NOTICES = "ICP/ZXSJ"


def subject_id(issued: IssuedFiling) -> int:
    assert issued.filing.subject.subject_id is not None
    return issued.filing.subject.subject_id


def site_id(issued: IssuedFiling) -> int:
    found = issued.filing.sites[0].site_id
    assert found is not None
    return found


def access_id(filing: Filing, isp_id: int) -> int:
    (found,) = [
        one.access_id for site in filing.sites for one in site.accesses if one.isp_id == isp_id
    ]
    assert found is not None
    return found


def a_request(kind: int, record_id: int, **changes: Any) -> Cancellation:
    return with_(Cancellation(kind=kind, record_id=record_id, reason=2), **changes)


def notices_in(file: DownloadFile) -> list[Cancelled]:
    return [msgspec.structs.replace(one, remark=None) for one in file.contents[f"{NOTICES}/Zxxx"]]


async def notice(filer: Filer) -> Cancelled:
    """Return the next notice, which is handed out again until it is acknowledged."""
    await filer.skip_to(NOTICES)
    assert await filer.waiting() == await filer.waiting()
    (one,) = notices_in(await filer.take())
    return one


async def answer(filer: Filer) -> tuple[list[int], int | None, str | None]:
    """Return codes, Czlx and Bs of the next result; notices on the way are passed over."""
    while True:
        file = await filer.fetch()
        if file.results:
            (one,) = file.results
            return [found.code for found in one.findings], one.operation_type, one.identifier


async def gone(filer: Filer, domain: str) -> None:
    async def is_gone() -> bool:
        return await status_of(filer, domain) is None

    await until(is_gone)


@pytest.mark.proves("R14-121", "R14-122", "1001", "1018", "1049", "1003", "1005")
async def test_a_subject_ends_with_all_its_sites_and_can_be_filed_again(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    issued = await filed(filer, 401)
    number, asked = number_of(issued.filing), a_request(SUBJECT, subject_id(issued))
    password = await password_of(bureaus, number)
    await send(filer, "ICP/ZXBA", asked, with_(asked, password="f" * 32))
    assert await filer.codes() == [[1018], [1018]]
    await send(filer, "ICP/ZXBA", with_(asked, password=password))
    file = await filer.fetch()
    (result,), (opinion,) = file.results, file.opinions
    assert [one.code for one in result.findings] == [1001]
    assert (result.operation_type, result.identifier) == (6, str(asked.record_id))
    assert (opinion.operation_type, opinion.record_id) == (6, asked.record_id)
    assert opinion.opinion.approved
    assert await notice(filer) == Cancelled(kind=SUBJECT, record_id=asked.record_id)
    await gone(filer, "s401.example")
    assert (await filer.soap.verify(number, password)).verified is False
    shown = await bureaus.ministry_http.get("/api/filings", params={"domain": "s401.example"})
    assert number not in shown.text
    await send(filer, "ICP/ZXBA", with_(asked, password=password))
    assert await filer.codes() == [[1049]]
    added = filer.sample(402, pictures=False).filing.sites[0]
    await send(filer, "ICP/XZWZ", NewSites(subject_number=number, sites=(added,)))
    assert await filer.codes() == [[1049]]
    again = await filed(filer, 401)
    assert number_of(again.filing) != number


@pytest.mark.proves("R14-122", "1030", "1042", "1043", "1027", "1050", "1026", "1016")
async def test_what_is_being_cancelled_is_not_cancelled_twice(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    first, second = await filed(filer, 411), await filed(filer, 412)
    await bureaus.policy("manual")
    site = a_request(SITE, site_id(first))
    secrets = [await password_of(bureaus, number_of(one.filing)) for one in (first, second)]
    subject = a_request(SUBJECT, subject_id(first), password=secrets[0])
    await send(filer, "ICP/ZXBA", site, site, subject, a_request(SITE, 1, reason=99))
    assert await filer.codes() == [[1030], [1043], [1016, 1026]]
    subject = a_request(SUBJECT, subject_id(second), password=secrets[1])
    await send(filer, "ICP/ZXBA", subject, subject, a_request(SITE, site_id(second)))
    assert await filer.codes() == [[1027], [1042]]
    assert await status_of(filer, "s411.example") is not None
    await decide(bureaus, first.filing.subject.name, "approval")
    assert await answer(filer) == ([1001], 7, str(site.record_id))
    assert await notice(filer) == Cancelled(kind=SITE, record_id=site.record_id)
    await gone(filer, "s411.example")
    await decide(bureaus, second.filing.subject.name, "return")
    assert await answer(filer) == ([1002], 6, str(subject.record_id))
    assert await status_of(filer, "s412.example") is not None
    await send(filer, "ICP/ZXBA", site)
    assert await filer.codes() == [[1050]]


async def waiting(bureaus: Bureaus, sponsor: str, region: str = JIANGSU) -> str | None:
    """Return the sponsor's application that a reviewer is to decide."""
    queue = await bureaus.api("/review-queue", region)
    return {one["sponsor_name"]: one["application_id"] for one in queue}.get(sponsor)


async def decide(
    bureaus: Bureaus, sponsor: str, decision: str, region: str = JIANGSU, *, status: str = ""
) -> None:
    application = await until(lambda: waiting(bureaus, sponsor, region))
    body = {} if decision == "approval" else {"reasons": ["INACCURATE"]}
    url = f"/{region}/api/applications/{application}/{decision}"
    answered = await bureaus.http.post(url, json=body)
    assert answered.is_success, answered.text
    assert status in {"", answered.json()["status"]}


@pytest.mark.proves("1025", "1032", "1047", "1048", "1038", "R14-109")
async def test_an_access_ends_for_its_provider_alone_and_the_last_one_stays(
    bureaus: Bureaus, filer: Filer, second: Filer
) -> None:
    await bureaus.policy("approve")
    issued = await filed(filer, 421)
    mine = a_request(ACCESS, access_id(issued.filing, filer.isp_id))
    await send(filer, "ICP/ZXBA", mine)
    assert await filer.codes() == [[1025]]
    await send(second, "ICP/ZXBA", mine, a_request(SITE, site_id(issued)))
    assert await second.codes() == [[1047], [1048]]
    added = an_access(second, issued.filing.sites[0], 4211)
    password = await password_of(bureaus, number_of(issued.filing))
    await send(second, "ICP/XZJR", with_(added, password=password))
    await second.fetch()
    (after,) = (await second.fetch()).issued
    assert len(after.filing.sites[0].accesses) == 2
    assert (await filer.fetch()).issued[0].filing.sites[0].accesses[1].isp_id == SECOND
    await bureaus.policy("manual")
    await send(filer, "ICP/ZXBA", mine, mine)
    assert await filer.codes() == [[1032]]
    theirs = a_request(ACCESS, access_id(after.filing, second.isp_id))
    await decide(bureaus, issued.filing.subject.name, "approval")
    assert await answer(filer) == ([1001], 5, str(mine.record_id))
    assert await notice(filer) == Cancelled(kind=ACCESS, record_id=mine.record_id)
    assert await status_of(filer, "s421.example") is not None
    await send(second, "ICP/ZXBA", theirs)
    assert await second.codes() == [[1025]]


@pytest.mark.proves("R14-121", "R14-123")
async def test_a_site_of_another_province_is_cancelled_there_and_every_provider_is_told(
    bureaus: Bureaus, filer: Filer, far: Filer
) -> None:
    await bureaus.policy("approve")
    issued = await filed(filer, 431, home=GUANGDONG)
    number, site = number_of(issued.filing), issued.filing.sites[0]
    password = await password_of(bureaus, number, GUANGDONG)
    await send(far, "ICP/XZJR", with_(an_access(far, site, 4311), password=password))
    await far.fetch()
    await far.fetch()
    assert len((await filer.fetch()).issued[0].filing.sites[0].accesses) == 2
    await bureaus.policy("manual", GUANGDONG)
    asked = a_request(SITE, site_id(issued))
    subject = a_request(SUBJECT, subject_id(issued), password=password)
    await send(filer, "ICP/ZXBA", asked)
    await send(filer, "ICP/ZXBA", subject)
    assert await answer(filer) == ([1043], 6, str(subject.record_id))
    await bureaus.policy("approve", GUANGDONG)

    await decide(bureaus, issued.filing.subject.name, "approval", GUANGDONG)
    told = Cancelled(kind=SITE, record_id=asked.record_id)
    assert await notice(far) == told
    found: list[Any] = []
    while len(found) < 2:  # the result and the notice come by two ways, in either order
        file = await filer.fetch()
        found += [one.operation_type for one in file.results if one.findings[0].code == 1001]
        found += notices_in(file) if file.contents.get(f"{NOTICES}/Zxxx") else []
    assert sorted(found, key=str) == sorted([7, told], key=str)
    await gone(filer, "s431.example")
    await send(far, "ICP/XZJR", with_(an_access(far, site, 4312), password=password))
    assert await far.codes() == [[1050]]
    await send(filer, "ICP/ZXBA", subject)
    assert await answer(filer) == ([1001], 6, str(subject.record_id))

    async def ended() -> bool:
        (record,) = [await bureaus.api(f"/records/{number}", GUANGDONG)]
        return bool(record["status"] == "cancelled")

    await until(ended)


@pytest.mark.proves("1049", "1058", "R14-122")
async def test_what_is_under_way_when_its_subject_ends_comes_back(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    issued = await filed(filer, 451)
    number, name = number_of(issued.filing), issued.filing.subject.name
    await bureaus.policy("manual")
    site = filer.sample(452, pictures=False).filing.sites[0]
    await send(filer, "ICP/XZWZ", NewSites(subject_number=number, sites=(site,)))
    await until(lambda: waiting(bureaus, name))
    url = f"/{JIANGSU}/api/records/{number}/cancellation"
    order = {"kind": "subject", "reason": 6, "text": "信息不真实"}
    assert (await bureaus.http.post(url, json=order)).is_success
    assert await notice(filer) == Cancelled(kind=SUBJECT, record_id=subject_id(issued))
    await gone(filer, "s451.example")
    await decide(bureaus, name, "approval", status="returned")
    assert await answer(filer) == ([1049], 2, number)
    blob = blob_ref(b"sheet")
    material = Material(format=1, usage=3, content=blob, owner_type=1, owner_id=subject_id(issued))
    await send(filer, "ICP/XZHYD", material, blobs={blob.sha256: b"sheet"})
    assert await filer.codes() == [[1058]]
    await bureaus.policy("approve")
    assert (await filed(filer, 452)).filing.sites[0].domains[0].name == "s452.example"


@pytest.mark.proves("R14-122", "R14-109")
async def test_a_bureau_cancels_by_its_own_decision_and_providers_get_the_notice(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    issued = await filed(filer, 441)
    number, site = number_of(issued.filing), issued.filing.sites[0]
    order = {"kind": "access", "reason": 6, "officer": "李审核", "text": "举报属实"}
    url = f"/{JIANGSU}/api/records/{site.filing_number}/cancellation"
    for wrong, status in (({}, 404), ({"kind": "site", "reason": 99}, 422)):
        refused = await bureaus.http.post(url, json=order | wrong)
        assert refused.status_code == status, refused.text
        assert refused.headers["content-type"] == "application/problem+json"
    order["access_id"] = site.accesses[0].access_id
    done = await bureaus.http.post(url, json=order)
    assert done.is_success, done.text
    assert done.json()["sites"] == []
    assert [one["kind"] for one in done.json()["cancelled"]] == ["access", "site"]
    assert await notice(filer) == Cancelled(kind=SITE, record_id=site_id(issued))
    await gone(filer, "s441.example")
    url = f"/{JIANGSU}/api/records/{number}/cancellation"
    order = {"kind": "subject", "reason": 6, "text": "没有网站"}
    assert (await bureaus.http.post(url, json=order)).json()["status"] == "cancelled"
    again = await bureaus.http.post(url, json=order)
    assert (again.status_code, again.json()["reason"]) == (409, "WRONG_STATE")
    elsewhere = await bureaus.http.get(f"/{GUANGDONG}/api/records/{number}")
    assert elsewhere.status_code == 404

    async def free() -> bool:
        status = (await filer.soap.status(1, issued.filing.subject.certificate.number)).status
        return status is not None and not status.filed

    await until(free)
    assert number_of((await filed(filer, 441)).filing) != number
