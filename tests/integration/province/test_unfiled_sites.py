"""Unfiled sites and illegal access at a real province: what comes down, and what goes up."""

from typing import Any

import msgspec
import pytest

from beian.eventlog import Meta, Session
from beian.events.unfiled_sites import UnfiledSiteDetected
from beian.records_changes import UnfiledSiteHandled
from beian.records_downloads import UnfiledSite
from beian.regulations.addresses import from_dotted
from beian.wire.upload_operations import write_icp_upload
from province.application.unfiled_sites import note_site_overdue, take_finding
from province.domain.unfiled_site import site_stream
from support.bureaus import JIANGSU, Bureaus, Filer, bureau_of
from support.waiting import until

LOG = f"province.{JIANGSU}"
OWN = from_dotted("198.51.100.7") or 0
FOREIGN = from_dotted("203.0.113.7") or 0


async def find(bureaus: Bureaus, domain: str, number: int, address: int = OWN) -> None:
    """Let the bureau take a finding, as it does when the center's message comes."""
    found = UnfiledSiteDetected(
        finding_id=f"finding-{number}",
        domain=domain,
        address=address,
        region=JIANGSU,
        languages=(1,),
        operator=None,
        detected_on="2026-03-01",
        remark=None,
    )
    bureau = bureau_of(bureaus)

    async def body(session: Session) -> None:
        await take_finding(bureau, session, found, number)

    await bureaus.kit.log.transact(LOG, Meta(actor=LOG, correlation_id="test"), body)


def answer(filer: Filer, domain: str, **changes: Any) -> UnfiledSiteHandled:
    handled = UnfiledSiteHandled(
        domain=domain,
        address=OWN,
        operator=filer.isp_id,
        access_provider=filer.isp_id,
        province=int(JIANGSU),
        result=2,
        opinion="已停止接入",
        listed_on="2026-03-02",
        due_on="2026-03-09",
    )
    return msgspec.structs.replace(handled, **changes)


async def report(filer: Filer, *answers: UnfiledSiteHandled) -> None:
    await filer.send(write_icp_upload({"ICP/WBACLJG": answers}, {}, reporting_unit=filer.isp_id))


async def events(bureaus: Bureaus, type_: str) -> list[Any]:
    recorded = await bureaus.kit.log.read(LOG, limit=100_000)
    return [one.event for one in recorded if one.type == type_]


@pytest.mark.proves("5005", "5006", "5007", "5999", "R14-026")
async def test_a_site_is_put_to_its_provider_and_the_answer_closes_it(
    bureaus: Bureaus, filer: Filer
) -> None:
    await find(bureaus, "www.unfiled.example", 17)
    await filer.skip_to("ICP/WBAWZLB")
    assert await filer.waiting() == await filer.waiting(), "until it is acknowledged"
    listed = await filer.fetch()
    ((told,),) = listed.contents.values()
    assert isinstance(told, UnfiledSite)
    assert (told.record_id, told.domain, told.address) == (
        320000000017,
        "www.unfiled.example",
        OWN,
    )
    assert (told.access_provider, told.detections) == (filer.isp_id, 1)

    wrong_domain = answer(filer, "www.other.example")
    wrong_result = answer(filer, "www.unfiled.example", result=99)
    wrong_day = answer(filer, "www.unfiled.example", due_on="2026-03-01")
    right = answer(filer, "WWW.unfiled.example")
    await report(filer, wrong_domain, wrong_result, wrong_day, right, right)
    result = await filer.fetch()
    codes = [[finding.code for finding in one.findings] for one in result.results]
    assert codes == [[5005], [5007], [5999], [5006]]
    assert {one.operation_type for one in result.results} == {1}
    assert all((one.remark or "").startswith("WBACLJG") for one in result.results)
    (disposed,) = await events(bureaus, "UnfiledSiteDisposed")
    assert (disposed.finding_id, disposed.result) == ("finding-17", 2)


async def test_what_is_nobodys_or_filed_is_dismissed_and_what_is_late_noted(
    bureaus: Bureaus, filer: Filer
) -> None:
    await find(bureaus, "foreign.example", 18, FOREIGN)
    await bureaus.policy("approve")
    filed = filer.sample(61)
    await filer.file(filed)
    await filer.fetch()
    await filer.fetch()

    async def known() -> bool:
        status = (await filer.soap.status(0, filed.domain)).status
        return status is not None and status.filed

    await until(known)
    await find(bureaus, f"www.{filed.domain}", 19)
    dismissed = await events(bureaus, "UnfiledSiteDismissed")
    assert [(one.finding_id, one.reason) for one in dismissed] == [
        ("finding-18", "no_provider"),
        ("finding-19", "filed"),
    ]
    await find(bureaus, "late.example", 20)
    await filer.fetch()

    async def the_day_is_over(session: Session) -> None:
        await note_site_overdue(session, site_stream("late.example", OWN))

    meta = Meta(actor=LOG, correlation_id="test")
    await bureaus.kit.log.transact(LOG, meta, the_day_is_over)
    (overdue,) = await events(bureaus, "UnfiledSiteOverdue")
    assert overdue.record_id == 320000000020
    await report(filer, answer(filer, "late.example"))
    await until(lambda: _count(bureaus, "UnfiledSiteDisposed", 2))


async def _count(bureaus: Bureaus, type_: str, wanted: int) -> bool:
    return len(await events(bureaus, type_)) == wanted


async def test_an_illegal_access_lies_ready_for_every_provider_and_its_withdrawal_does_not(
    bureaus: Bureaus, filer: Filer
) -> None:
    entry = {"domain": "www.bad.example", "address": "203.0.113.9"}
    listing = {**entry, "unit": 440000000001, "remark": "转接"}
    url = "/api/illegal-accesses"
    for body in (listing, {**entry, "action": "withdraw"}):
        answered = await bureaus.ministry_http.post(url, json=body)
        assert answered.is_success, answered.text
    assert (await bureaus.ministry_http.get(url)).json() == {"entries": []}
    unknown = await bureaus.ministry_http.post(url, json={**listing, "unit": 1})
    assert unknown.status_code == 404
    ((told,),) = (await filer.fetch("ICP/FFJRHMD")).contents.values()
    assert (told.domain, told.reseller, told.province, told.remark) == (
        "www.bad.example",
        440000000001,
        440000,
        "转接",
    )

    async def withdrawn() -> bool:
        return [one.action for one in await events(bureaus, "IllegalAccessNoted")] == [
            "listed",
            "withdrawn",
        ]

    await until(withdrawn)
    exchange = await bureaus.kit.log.read_stream(LOG, f"exchange-{filer.isp_id}")
    files = [one for one in exchange if getattr(one.event, "block", None) == "ICP/FFJRHMD"]
    assert len(files) == 1


@pytest.mark.proves("O33-025", "O292-021")
async def test_a_refusal_to_correct_closes_the_site_that_was_put_to_its_provider(
    bureaus: Bureaus, filer: Filer
) -> None:
    await find(bureaus, "www.refusing.example", 40)
    cases = f"/{JIANGSU}/api/cases"
    lead = {
        "source": "inspection",
        "kind": "unfiled",
        "text": "未备案网站",
        "domain": "www.refusing.example",
        "isp_id": filer.isp_id,
    }
    key = (await bureaus.http.post(cases, json=lead)).json()["key"]
    for act, body in (
        ("confirm", {"facts": "属实"}),
        ("rectification", {"text": "限期改正"}),
        ("refusal", {"reason": "拒不改正"}),
    ):
        answered = await bureaus.http.post(f"{cases}/{key}/{act}", json={**body, "officer": "李某"})
        assert answered.is_success, answered.text
    stream = await bureaus.kit.log.read_stream(LOG, site_stream("www.refusing.example", OWN))
    assert [one.type for one in stream] == [
        "UnfiledSiteConfirmed",
        "UnfiledSiteNoticeIssued",
        "ShutdownOrdered",
    ]
