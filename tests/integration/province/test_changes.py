"""Changes of filed records over SOAP: added sites, added accesses, changed data, near and far."""

import pytest

from beian.records import Domain, Filing
from beian.records_changes import NewSites
from support.bureaus import GUANGDONG, JIANGSU, Bureaus, Filer
from support.filed import (
    FAR,
    SECOND,
    a_new_site,
    an_access,
    changed,
    filed,
    number_of,
    password_of,
    send,
    status_of,
)
from support.filings import with_
from support.waiting import until


@pytest.mark.proves("R14-110", "1001", "1018", "1020")
async def test_a_site_is_added_and_gets_the_next_number(bureaus: Bureaus, filer: Filer) -> None:
    await bureaus.policy("approve")
    issued = await filed(filer, 301)
    number = number_of(issued.filing)
    site = a_new_site(filer, 302)
    await send(filer, "ICP/XZWZ", NewSites(subject_number=number, sites=(site,)))
    result, data = await filer.fetch(), await filer.fetch()
    (answered,), (opinion,), (after,) = result.results, result.opinions, data.issued
    assert [one.code for one in answered.findings] == [1001]
    assert (answered.operation_type, answered.identifier) == (2, number)
    assert (opinion.operation_type, opinion.record_id) == (2, site.isp_site_id)
    assert [one.filing_number for one in after.filing.sites] == [f"{number}-1", f"{number}-2"]
    assert after.filing.sites[0] == issued.filing.sites[0]
    assert after.filing.sites[1].site_id is not None
    assert after.first_reported == issued.first_reported

    async def shown() -> bool:
        return await status_of(filer, "s302.example") == f"{number}-2"

    await until(shown)
    again = with_(site, isp_site_id=99, name=issued.filing.sites[0].name)
    wrong = NewSites(subject_number=number, sites=(again,), password="f" * 32)
    await send(
        filer, "ICP/XZWZ", wrong, with_(wrong, password=None), NewSites(subject_id=1, sites=(site,))
    )
    first, second, third = await filer.codes()
    assert first == [1018]
    assert 1020 in second
    assert third == [1016]


@pytest.mark.proves("R14-098", "1018", "1038")
async def test_a_second_provider_adds_its_access_with_the_password(
    bureaus: Bureaus, filer: Filer, second: Filer
) -> None:
    await bureaus.policy("approve")
    issued = await filed(filer, 311)
    site = issued.filing.sites[0]
    access = an_access(second, site, 3111)
    await send(second, "ICP/XZJR", access)
    assert await second.codes() == [[1018]]
    password = await password_of(bureaus, number_of(issued.filing))
    await send(second, "ICP/XZJR", with_(access, password=password.upper()))
    result, data = await second.fetch(), await second.fetch()
    assert [one.code for one in result.results[0].findings] == [1001]
    assert result.results[0].identifier == site.filing_number
    assert result.opinions[0].record_id == 3111
    (after,) = data.issued
    assert [one.isp_id for one in after.filing.sites[0].accesses] == [filer.isp_id, SECOND]
    assert after.filing.subject.isp_subject_id is None
    assert [one.isp_access_id for one in after.filing.sites[0].accesses] == [None, 3111]
    (told,) = (await filer.fetch()).issued
    assert [one.isp_id for one in told.filing.sites[0].accesses] == [filer.isp_id, SECOND]
    assert told.filing.sites[0].isp_site_id == site.isp_site_id
    again = with_(access, isp_access_id=3112, password=password)
    await send(second, "ICP/XZJR", again)
    assert await second.codes() == [[1038, 1029]]


@pytest.mark.proves("R14-104", "R14-108", "1017", "1046")
async def test_old_data_hold_until_a_change_is_approved_and_freed_names_are_free(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    issued = await filed(filer, 321)
    filing, number = issued.filing, number_of(issued.filing)
    await bureaus.policy("manual")
    site = filing.sites[0]
    new = Domain(isp_domain_id=3219, name="s321new.example")
    sites = changed(filing, filer.isp_id).sites
    person = with_(filing.subject.responsible, mobile="13911112222")
    change = changed(
        filing,
        filer.isp_id,
        subject=with_(filing.subject, responsible=person),
        sites=(with_(sites[0], domains=(new,)),),
    )
    moved = with_(filing.subject.address, province=110000, city=110100, county=110101)
    elsewhere = with_(change, subject=with_(filing.subject, address=moved))
    await send(filer, "ICP/BGBA", elsewhere, change, change)
    assert await filer.codes() == [[1046], [1017]]
    assert await status_of(filer, "s321.example") == site.filing_number
    await approve_waiting(bureaus, filing.subject.name)
    result, data = await filer.fetch(), await filer.fetch()
    assert [one.code for one in result.results[0].findings] == [1001]
    assert result.opinions[0].record_id == filing.subject.subject_id
    (after,) = data.issued
    assert after.filing.subject.responsible.mobile == "13911112222"
    (domain,) = after.filing.sites[0].domains
    assert domain.name == "s321new.example"
    assert domain.domain_id not in {one.domain_id for one in site.domains}
    await _is_free(bureaus, filer, number, site.filing_number)


async def approve_waiting(bureaus: Bureaus, sponsor: str) -> None:
    async def waiting() -> str | None:
        queue = await bureaus.api("/review-queue")
        names = {one["sponsor_name"]: one["application_id"] for one in queue}
        return names.get(sponsor)

    application = await until(waiting)
    answer = await bureaus.http.post(f"/{JIANGSU}/api/applications/{application}/approval", json={})
    assert answer.is_success, answer.text


async def _is_free(bureaus: Bureaus, filer: Filer, number: str, site: str | None) -> None:
    """The new domain is filed and shown, the old one is not, and can be filed anew."""

    async def freed() -> bool:
        new_one = await status_of(filer, "s321new.example") == site
        return new_one and await status_of(filer, "s321.example") is None

    await until(freed)
    shown = await bureaus.ministry_http.get("/api/filings", params={"domain": "s321new.example"})
    assert number in shown.text
    shown = await bureaus.ministry_http.get("/api/filings", params={"domain": "s321.example"})
    assert shown.is_success, shown.text
    assert number not in shown.text
    await bureaus.policy("approve")
    assert (await filed(filer, 322, domain="s321.example")).filing.sites


@pytest.mark.proves("R14-107", "1048")
async def test_changes_of_a_record_of_another_province_are_decided_there(
    bureaus: Bureaus, filer: Filer, far: Filer
) -> None:
    await bureaus.policy("approve")
    issued = await filed(filer, 331)
    number, site = number_of(issued.filing), issued.filing.sites[0]
    password = await password_of(bureaus, number)

    async def known() -> bool:
        return await status_of(far, "s331.example") == site.filing_number

    await until(known)
    await send(far, "ICP/BGBA", changed(issued.filing, filer.isp_id))
    assert await far.codes() == [[1048]]
    await send(far, "ICP/XZJR", with_(an_access(far, site, 3311), password=password))
    result, data = await far.fetch(), await far.fetch()
    assert [one.code for one in result.results[0].findings] == [1001]
    (after,) = data.issued
    assert [one.isp_id for one in after.filing.sites[0].accesses] == [filer.isp_id, FAR]
    added = a_new_site(far, 332)

    async def served() -> bool:
        await send(
            far, "ICP/XZWZ", NewSites(subject_id=after.filing.subject.subject_id, sites=(added,))
        )
        file = await far.fetch()
        return [one.code for one in file.results[0].findings] == [1001]

    await until(served)
    (with_site,) = (await far.fetch()).issued
    assert [one.filing_number for one in with_site.filing.sites] == [f"{number}-1", f"{number}-2"]
    change = changed(with_site.filing, FAR)
    new = Domain(isp_domain_id=3339, name="s333.example")
    await send(far, "ICP/BGBA", with_(change, sites=(with_(change.sites[1], domains=(new,)),)))
    result, data = await far.fetch(), await far.fetch()
    assert [one.code for one in result.results[0].findings] == [1001]
    assert data.issued[0].filing.sites[1].domains[0].name == "s333.example"
    assert data.issued[0].filing.sites[1].home_page is None
    await _changed_by_another(bureaus, filer, far, issued.filing)


async def _changed_by_another(bureaus: Bureaus, filer: Filer, far: Filer, filing: Filing) -> None:
    """What the first provider changes reaches the other's bureau: as data, and on request."""
    change = changed(filing, filer.isp_id)
    new = Domain(isp_domain_id=3349, name="s334.example")
    await send(filer, "ICP/BGBA", with_(change, sites=(with_(change.sites[0], domains=(new,)),)))
    (told,) = (await far.fetch()).issued
    assert told.filing.sites[0].domains[0].name == new.name
    path = f"/{GUANGDONG}/api/providers/{far.isp_id}/synchronization"
    answer = await bureaus.http.post(path, json={"kinds": ["ICP"]})
    assert answer.is_success, answer.text
    await far.skip_to("SJTB/ICP")
    records = (await far.take()).contents["SJTB/ICP/Baxx"]
    names = {one.filing.sites[0].domains[0].name for one in records}
    assert new.name in names
    assert filing.sites[0].domains[0].name not in names
