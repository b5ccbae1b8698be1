"""What the center finds comes down as HCJG and XGTZ: from each cause to the file, until taken."""

from typing import Any

import pytest

from beian.clock import DueTimer
from beian.eventlog import Meta, Session
from beian.records import Filing
from beian.regulations.addresses import to_dotted
from beian.wire.upload_operations import write_icp_upload
from province.edges.timers import fire_for
from support.bureaus import GUANGDONG, JIANGSU, Bureaus, Filer, bureau_of
from support.center import Center
from support.filed import changed
from support.waiting import until


async def filed(bureaus: Bureaus, filer: Filer, number: int, home: str = JIANGSU) -> Filing:
    await bureaus.policy("approve")
    await filer.file(filer.sample(number, home=home))
    await filer.skip_to("ICP/BASJ")
    return (await filer.take()).issued[0].filing


async def told(filer: Filer, block: str) -> dict[str, Any]:
    """Return the next file of a block, which is handed out again until it is acknowledged."""
    await filer.skip_to(block)
    assert await filer.waiting() == await filer.waiting()
    return dict((await filer.take()).contents)


@pytest.mark.proves("M64-027")
async def test_a_name_that_the_registry_contradicts_is_told_and_must_be_corrected(
    bureaus: Bureaus, filer: Filer, center: Center
) -> None:
    sent = filer.sample(601).filing.subject
    path = f"/api/registry/{sent.certificate.type}/{sent.certificate.number}"
    named = await center.http.put(path, json={"name": "示例另一家有限公司"})
    assert named.is_success, named.text
    issued = (await filed(bureaus, filer, 601)).subject
    (check,) = (await told(filer, "ICP/HCJG"))["ICP/HCJG/Jgxx/Zthc"]
    assert (check.subject_id, check.name) == (issued.subject_id, issued.name)
    assert "名称" in check.error
    (notice,) = (await told(filer, "ICP/XGTZ"))["ICP/XGTZ/Tzxx"]
    assert (notice.kind, notice.record_id) == (0, issued.subject_id)
    assert notice.filing_number == issued.filing_number
    (listed,) = [
        one for one in await bureaus.api("/notices") if one["record_id"] == issued.subject_id
    ]
    assert listed["due"] in notice.text
    assert listed["finding_id"] in {one["finding_id"] for one in await bureaus.api("/inspections")}


@pytest.mark.parametrize(("number", "home"), [(611, JIANGSU), (612, GUANGDONG)])
async def test_what_is_seen_of_a_site_is_told_to_its_provider(
    bureaus: Bureaus, filer: Filer, center: Center, number: int, home: str
) -> None:
    issued = await filed(bureaus, filer, number, home)
    assert issued.subject.filing_number
    await center.knows(issued.subject.filing_number)
    site = issued.sites[0]
    assert site.filing_number
    shell = {"kind": "empty_shell", "filing_number": site.filing_number, "alive": False}
    for _ in range(2):  # told once a day
        assert await center.feed(**shell) == {"providers": 1}
    await center.feed(kind="silent_site", filing_number=site.filing_number)
    await center.feed(kind="subject", filing_number=issued.subject.filing_number, error="已注销")
    (dead,) = (await told(filer, "ICP/HCJG"))["ICP/HCJG/Jgxx/Kkwzhc"]
    assert (dead.site_id, dead.filing_number, dead.result) == (
        site.site_id,
        site.filing_number,
        1,
    )
    (silent,) = (await told(filer, "ICP/HCJG"))["ICP/HCJG/Jgxx/Wzch"]
    assert silent.site_id == site.site_id
    (wrong,) = (await told(filer, "ICP/HCJG"))["ICP/HCJG/Jgxx/Zthc"]
    assert (wrong.subject_id, wrong.error) == (issued.subject.subject_id, "已注销")


async def test_accesses_are_compared_with_what_is_seen_at_a_provider_s_addresses(
    bureaus: Bureaus, filer: Filer, center: Center
) -> None:
    issued = await filed(bureaus, filer, 621)
    assert issued.subject.filing_number
    await center.knows(issued.subject.filing_number)
    site = issued.sites[0]
    domain, access = site.domains[0].name, site.accesses[0]
    seen = {"domain": f"www.{domain}", "address": to_dotted(access.ip_ranges[0].first)}
    stray = {"domain": "nobody.example", "address": "198.51.100.77"}
    answer = await center.feed(kind="access", isp_id=filer.isp_id, observed=[seen, stray])
    assert answer == {"findings": [], "unfiled": ["nobody.example"]}

    elsewhere = Filer(bureaus, 440000000001, bureaus.client(440000000001, GUANGDONG))
    there = {"domain": domain, "address": "203.0.113.9"}
    answer = await center.feed(kind="access", isp_id=elsewhere.isp_id, observed=[there])
    assert [one["result"] for one in answer["findings"]] == [2]
    (unreported,) = (await told(elsewhere, "ICP/HCJG"))["ICP/HCJG/Jgxx/Jrhc"]
    assert (unreported.result, unreported.domain) == (2, domain)
    assert (unreported.provider, unreported.access_id) == (filer.isp_id, None)

    await center.feed(kind="access", isp_id=filer.isp_id, observed=[], complete=True)
    accesses: set[int] = set()
    while access.access_id not in accesses:
        found = (await told(filer, "ICP/HCJG"))["ICP/HCJG/Jgxx/Jrhc"]
        assert {(one.result, one.domain, one.address) for one in found} == {(1, None, None)}
        accesses |= {one.access_id for one in found}


async def test_a_bureau_orders_a_correction_by_its_own_act(bureaus: Bureaus, filer: Filer) -> None:
    issued = await filed(bureaus, filer, 631)
    number = issued.sites[0].filing_number
    order = {"filing_number": number, "text": "网站名称与实际内容不符", "due": "2099-01-05"}
    posted = await bureaus.http.post(f"/{JIANGSU}/api/notices", json=order)
    assert posted.status_code == 201, posted.text
    (notice,) = (await told(filer, "ICP/XGTZ"))["ICP/XGTZ/Tzxx"]
    assert (notice.kind, notice.filing_number) == (1, number)
    assert "2099-01-05" in notice.text
    key = posted.json()["notices"][0]["notice_id"]
    closed = await bureaus.http.post(
        f"/{JIANGSU}/api/notices/{key}/closure", json={"reason": "已变更"}
    )
    assert closed.json() == {"notice_id": key, "status": "closed"}
    (shown,) = [one for one in await bureaus.api("/notices") if one["notice_id"] == key]
    assert (shown["status"], shown["closed_because"]) == ("closed", "已变更")


async def test_an_order_or_a_finding_about_nothing_is_refused(
    bureaus: Bureaus, center: Center
) -> None:
    order = {"filing_number": "苏ICP备2026999999号", "text": "错误"}
    notices = f"/{JIANGSU}/api/notices"
    assert (await bureaus.http.post(notices, json=order)).status_code == 404
    closure = await bureaus.http.post(f"{notices}/unknown/closure", json={"reason": "无"})
    assert closure.status_code == 404
    for finding, status in (
        ({"kind": "silent_site", "filing_number": "苏ICP备2026999999号-1"}, 404),
        ({"kind": "access", "isp_id": 9, "observed": []}, 404),
        ({"kind": "nothing"}, 422),
        (
            {"kind": "access", "isp_id": 9, "observed": [{"domain": "a.example", "address": "x"}]},
            422,
        ),
    ):
        answer = await center.http.post("/api/findings", json=finding)
        assert answer.status_code == status, answer.text


async def test_a_notice_nobody_answers_is_shown_as_overdue(bureaus: Bureaus, filer: Filer) -> None:
    """Time does not move here, so the timer's own unit of work is done by the test."""
    issued = await filed(bureaus, filer, 641)
    order = {"filing_number": issued.subject.filing_number, "text": "主体名称有误"}
    posted = await bureaus.http.post(f"/{JIANGSU}/api/notices", json=order)
    key, log = posted.json()["notices"][0]["notice_id"], f"province.{JIANGSU}"
    now = bureaus.kit.clock.now()
    due = DueTimer(log, f"notice_due-{key}", now, "notice_due", key, 1, "test", None)
    fire = fire_for({log: bureau_of(bureaus)})

    async def body(session: Session) -> None:
        await fire(session, due)

    for _ in range(2):
        await bureaus.kit.log.transact(log, Meta(actor=log, correlation_id="test"), body)
    (shown,) = [one for one in await bureaus.api("/notices") if one["notice_id"] == key]
    assert shown["status"] == "overdue"


@pytest.mark.parametrize(("number", "home"), [(651, JIANGSU), (652, GUANGDONG)])
async def test_an_approved_change_answers_the_notices_about_its_record(
    bureaus: Bureaus, filer: Filer, number: int, home: str
) -> None:
    issued = await filed(bureaus, filer, number, home)
    ids = {issued.subject.subject_id, issued.sites[0].site_id}
    for wanted in (issued.subject.filing_number, issued.sites[0].filing_number):
        order = {"filing_number": wanted, "text": "负责人电话已停用"}
        posted = await bureaus.http.post(f"/{JIANGSU}/api/notices", json=order)
        assert posted.is_success, posted.text
    change = changed(issued, filer.isp_id)

    async def answered() -> bool:
        xml = write_icp_upload({"ICP/BGBA": [change]}, {}, reporting_unit=filer.isp_id)
        await filer.send(xml)
        await filer.skip_to("ICP/BAJG")
        (result,) = (await filer.take()).results
        return [one.code for one in result.findings] == [1001]

    await until(answered)  # a record has to be known nationally before it can be changed
    await filer.skip_to("ICP/BASJ")
    await filer.take()  # the record as it is now
    notices = [one for one in await bureaus.api("/notices") if one["record_id"] in ids]
    assert [one["status"] for one in notices] == ["closed", "closed"]
    assert {one["closed_because"] for one in notices} == {"变更备案已通过审核"}
