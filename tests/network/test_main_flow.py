"""A new filing through three levels: from the upload by SOAP to what the provider downloads."""

from collections.abc import Sequence

import pytest

from launcher.samples import Sample
from support.outside import (
    GUANGDONG,
    JIANGSU,
    Enterprise,
    Outside,
    with_domain,
    with_site,
    with_subject,
)
from support.waiting import until

OF_HOME = ("ReviewStarted", "FilingApproved", "FilingNumberIssued", "FilingPasswordIssued")
OF_MINISTRY = ("ConflictCheckPassed", "FilingRecordSynchronized", "FilingPublished")


@pytest.mark.proves("R14-090", "R14-093", "R14-101", "R14-102", "1001")
async def test_a_filing_within_one_province_gets_the_bureaus_number(
    outside: Outside, jiangsu: Enterprise
) -> None:
    await outside.policy("approve")
    sent = jiangsu.sample(home_page=True)
    (received,) = await jiangsu.filed(sent)
    assert received.codes == [1001]
    assert (received.number or "").startswith("苏ICP备20")
    (issued,) = received.issued
    assert issued.filing.sites[0].filing_number == f"{received.number}-1"
    assert issued.filing.subject.name == sent.filing.subject.name
    assert "模拟" in (issued.remark or "")


@pytest.mark.proves("R14-091", "R14-102", "R14-103", "1001")
async def test_a_sponsor_of_another_province_gets_the_number_of_its_home(
    outside: Outside, jiangsu: Enterprise
) -> None:
    await outside.policy("approve")
    sent = jiangsu.sample(home=GUANGDONG, individual=True)
    number = await jiangsu.file(sent)
    received = await jiangsu.outcome(sent)
    assert (received.number or "").startswith("粤ICP备20")
    result, data = received.files
    assert jiangsu.files[result].blocks == ("ICP/BAJG",)
    assert jiangsu.files[data].blocks == ("ICP/BASJ",)
    (opinion,) = received.opinions
    assert opinion.opinion.approved
    assert opinion.record_id == sent.filing.subject.isp_subject_id
    await _each_level_did_its_part(outside, await outside.correlation(jiangsu, number))


async def _each_level_did_its_part(outside: Outside, correlation: str) -> None:
    await outside.settle()
    done = [(one["log"], one["type"]) for one in outside.logs.correlated(correlation)]
    for type_ in ("UploadAccepted", "FilingForwardedToMinistry", "FilingResultDelivered"):
        assert done.count((f"province.{JIANGSU}", type_)) == 1
    for type_ in OF_HOME:
        assert done.count((f"province.{GUANGDONG}", type_)) == 1
        assert (f"province.{JIANGSU}", type_) not in done
    for type_ in (*OF_MINISTRY, "FilingDeliveredToHomeBureau", "FilingResultForwarded"):
        assert done.count(("ministry", type_)) == 1
    assert done.count(("verification-center", "IdentityDataChecked")) == 1
    noted = [log for log, type_ in done if type_ == "NationalRecordNoted"]
    assert sorted(noted) == sorted(log for log in outside.network["logs"] if "province" in log)


@pytest.mark.proves("R14-089", "1004", "1010", "1011", "1063")
async def test_a_filing_that_fails_the_checks_comes_back_with_every_code_in_one_result(
    outside: Outside, jiangsu: Enterprise
) -> None:
    await outside.policy("approve")
    received = (await jiangsu.filed(_with_defects(jiangsu.sample())))[0]
    (result,) = received.results
    assert sorted(received.codes) == [1004, 1010, 1011, 1063]
    assert not received.opinions
    assert result.operation_type == 1
    shown = {finding.code: finding.message for finding in result.findings}
    assert "错误数据：29900000000" in shown[1011]


def _with_defects(good: Sample) -> Sample:
    """No independent domain, no phone, no mobile, an address in nobody's block."""
    site = good.filing.sites[0]
    (access,) = site.accesses
    (held,) = access.ip_ranges
    foreign = type(held)(isp_ip_id=held.isp_ip_id, first=3_323_133_697, last=3_323_133_697)
    moved = type(access)(
        isp_access_id=access.isp_access_id,
        isp_id=access.isp_id,
        locations=access.locations,
        modes=access.modes,
        ip_ranges=(foreign,),
    )
    person = good.filing.subject.responsible
    wrong = type(person)(
        name=person.name,
        office_phone="025-123456789",
        mobile="29900000000",
        email=person.email,
        certificate_type=person.certificate_type,
        certificate_number=person.certificate_number,
    )
    deep = with_site(with_domain(good, f"www.{good.domain}"), accesses=(moved,))
    return with_subject(deep, responsible=wrong)


@pytest.mark.proves("1003", "1005", "1021", "R14-099", "R14-100")
async def test_what_a_filed_site_holds_nobody_else_gets(
    outside: Outside, jiangsu: Enterprise, beijing: Enterprise
) -> None:
    await outside.policy("approve")
    first = jiangsu.sample(home_page=True)
    (held,) = await jiangsu.filed(first)
    await outside.settle()
    assert held.codes == [1001]

    same_subject = with_subject(beijing.sample(), certificate=first.filing.subject.certificate)
    same_domain = with_domain(beijing.sample(), first.domain)
    same_page = beijing.sample()
    own = same_page.filing.sites[0].domains[0]
    shared = first.filing.sites[0].domains[0].name
    page = with_site(
        same_page,
        domains=(own, type(own)(isp_domain_id=(own.isp_domain_id or 0) + 5, name=shared)),
        home_page=first.filing.sites[0].home_page,
    )
    received = await beijing.filed(same_subject, same_domain, page)
    assert [one.codes for one in received] == [[1003], [1005], [1005, 1021]]
    assert not any(one.opinions for one in received)
    found = await outside.ask(f"{outside.ministry}/api/filings?domain={first.domain}")
    assert [one["filing_number"] for one in found["filings"]] == [held.number]


@pytest.mark.proves("1024")
async def test_an_address_of_another_providers_site_conflicts(
    outside: Outside, jiangsu: Enterprise, beijing: Enterprise
) -> None:
    """The other's address also lies outside what this provider reported: both are said."""
    await outside.policy("approve")
    first = jiangsu.sample()
    await jiangsu.filed(first)
    await outside.settle()
    rival = beijing.sample()
    (access,) = rival.filing.sites[0].accesses
    taken = first.filing.sites[0].accesses[0].ip_ranges
    moved = type(access)(
        isp_access_id=access.isp_access_id,
        isp_id=access.isp_id,
        locations=access.locations,
        modes=access.modes,
        ip_ranges=taken,
    )
    (received,) = await beijing.filed(with_site(rival, accesses=(moved,)))
    assert sorted(received.codes) == [1024, 1063]


@pytest.mark.proves("1052", "R14-094", "1002")
async def test_what_an_application_under_way_holds_is_free_again_when_it_is_returned(
    outside: Outside, jiangsu: Enterprise, beijing: Enterprise
) -> None:
    await outside.policy("manual")
    waiting = jiangsu.sample()
    await jiangsu.file(waiting)
    application = await _in_review(outside, JIANGSU, waiting)
    rival = with_domain(beijing.sample(), waiting.domain)
    (refused,) = await beijing.filed(rival)
    assert refused.codes == [1052]
    assert not refused.opinions

    url = f"{outside.province(JIANGSU)}/api/applications/{application}/return"
    await outside.tell(url, {"reasons": ["SHEET_MISSING"], "reviewer": "王审核"})
    returned = await jiangsu.outcome(waiting)
    assert returned.codes == [1002]
    (opinion,) = returned.opinions
    assert (opinion.opinion.approved, opinion.opinion.reviewer) == (False, "王审核")
    assert opinion.opinion.text

    await outside.settle()
    await outside.policy("approve")
    (granted,) = await beijing.filed(with_domain(beijing.sample(), waiting.domain))
    assert granted.codes == [1001]


async def _in_review(outside: Outside, region: str, sent: Sample) -> str:
    """Return the application's id as soon as it waits for a reviewer."""

    async def waits() -> Sequence[str]:
        queue = await outside.ask(f"{outside.province(region)}/api/review-queue")
        name = sent.filing.subject.name
        return [one["application_id"] for one in queue if one["sponsor_name"] == name]

    (application,) = await until(waits, 30)
    return str(application)


@pytest.mark.proves("1002", "R14-094")
async def test_a_refused_filing_comes_back_with_the_bureaus_opinion(
    outside: Outside, jiangsu: Enterprise
) -> None:
    await outside.policy("refuse", GUANGDONG, opinion="网站名称不规范")
    (received,) = await jiangsu.filed(jiangsu.sample(home=GUANGDONG))
    assert received.codes == [1002]
    assert received.number is None
    (opinion,) = received.opinions
    assert not opinion.opinion.approved
    assert opinion.opinion.text == "网站名称不规范"


@pytest.mark.proves("1002", "1001")
async def test_rules_by_field_decide_where_they_match_and_people_where_none_does(
    outside: Outside, jiangsu: Enterprise
) -> None:
    rules = [
        {"field": "sites.name", "pattern": "禁止", "decision": "refuse", "opinion": "名称不当"},
        {"field": "subject.name", "pattern": "科技", "decision": "approve"},
    ]
    await outside.policy("rules", JIANGSU, rules=rules)
    bad = with_site(jiangsu.sample(), name="禁止网站")
    good, neither = jiangsu.sample(), with_subject(jiangsu.sample(), name="示例合作社")
    await jiangsu.file(bad, good, neither)
    assert (await jiangsu.outcome(bad)).codes == [1002]
    assert (await jiangsu.outcome(good)).codes == [1001]
    application = await _in_review(outside, JIANGSU, neither)
    url = f"{outside.province(JIANGSU)}/api/applications/{application}/approval"
    await outside.tell(url, {"reviewer": "李审核"})
    assert (await jiangsu.outcome(neither)).codes == [1001]


@pytest.mark.proves("5001", "5003", "5004")
async def test_a_file_that_is_wrong_as_a_whole_is_answered_as_a_whole(jiangsu: Enterprise) -> None:
    xml = jiangsu.xml(jiangsu.sample())
    unit = b"<Qqdwid>%d</Qqdwid>" % jiangsu.isp_id
    cases = {
        5001: xml.replace(b"<Zjzs>", b"<Unknown>").replace(b"</Zjzs>", b"</Unknown>"),
        5004: xml.replace(b'version="V.3.0"', b'version="V.2.0"'),
        5003: xml.replace(unit, b"<Qqdwid>%d</Qqdwid>" % (jiangsu.isp_id + 1)),
    }
    for code, content in cases.items():
        before = set(jiangsu.files)
        await jiangsu.send(content)

        async def answered(before: set[str] = before) -> set[str]:
            await jiangsu.collect()
            return set(jiangsu.files) - before

        (name,) = await until(answered, 30)
        codes = [f.code for result in jiangsu.files[name].results for f in result.findings]
        assert codes == [code]
