"""Changes of filed records over SOAP: added sites, added accesses, changed data, near and far."""

import hashlib
from typing import Any, Final

import msgspec
import pytest

from beian.records import Access, Domain, Filing, IpRange, Site
from beian.records_changes import FilingChange, NewAccess, NewSites
from beian.regulations.addresses import range_of
from beian.wire.download_basj import IssuedFiling
from beian.wire.upload_operations import write_icp_upload
from support.bureaus import GUANGDONG, JIANGSU, Bureaus, Filer
from support.waiting import until

SECOND: Final = 320000000001
FAR: Final = 440000000002


@pytest.fixture(scope="module")
async def second(bureaus: Bureaus) -> Filer:
    return Filer(bureaus, SECOND, bureaus.client(SECOND))


@pytest.fixture(scope="module")
async def far(bureaus: Bureaus) -> Filer:
    return Filer(bureaus, FAR, bureaus.client(FAR, GUANGDONG))


async def filed(filer: Filer, number: int, **changes: Any) -> IssuedFiling:
    """File a sample and return what was issued, once every bureau knows it."""
    sent = filer.sample(number, **changes)
    await filer.file(sent)
    await filer.fetch()
    (issued,) = (await filer.fetch()).issued

    async def known() -> bool:
        status = (await filer.soap.status(0, sent.domain)).status
        return status is not None and status.filed

    await until(known)
    return issued


async def password_of(bureaus: Bureaus, number: str, region: str = JIANGSU) -> str:
    """Return the MD5 of the filing password that the sponsor was sent."""
    (row,) = [
        one for one in await bureaus.api("/numbers", region) if one["filing_number"] == number
    ]
    texts = await bureaus.api(f"/outbox?application_id={row['application_id']}", region)
    sms = next(one["text"] for one in texts if one["to_kind"] == "sms")
    password = sms.partition("备案密码")[2][:12]
    return hashlib.md5(password.encode(), usedforsecurity=False).hexdigest()


async def send(
    filer: Filer, operation: str, *changes: Any, blobs: dict[str, bytes] | None = None
) -> None:
    xml = write_icp_upload({operation: changes}, blobs or {}, reporting_unit=filer.isp_id)
    await filer.send(xml)


async def status_of(filer: Filer, domain: str) -> str | None:
    status = (await filer.soap.status(0, domain)).status
    return status.site_number if status is not None and status.filed else None


def number_of(filing: Filing) -> str:
    number = filing.subject.filing_number
    assert number is not None
    return number


def a_new_site(filer: Filer, number: int) -> Site:
    return filer.sample(number, pictures=False).filing.sites[0]


def an_access(filer: Filer, site: Site, number: int) -> NewAccess:
    block = range_of(filer.bureaus.provider(filer.isp_id).ip_range)
    used = IpRange(
        isp_ip_id=number, first=block.first + number % 200, last=block.first + number % 200
    )
    return NewAccess(
        site_number=site.filing_number,
        isp_access_id=number,
        isp_id=filer.isp_id,
        locations=(17,),
        modes=(1,),
        ip_ranges=(used,),
        password="0" * 32,
    )


def with_[R: msgspec.Struct](record: R, **changes: Any) -> R:
    return msgspec.structs.replace(record, **changes)


def changed(filing: Filing, isp_id: int, **changes: Any) -> FilingChange:
    """Return the change that leaves everything of a provider's as it is, but for `changes`."""
    sites = tuple(
        with_(
            site,
            isp_site_id=None,
            domains=tuple(with_(one, isp_domain_id=one.isp_domain_id or 1) for one in site.domains),
            accesses=tuple(own(one) for one in site.accesses if one.isp_id == isp_id),
        )
        for site in filing.sites
    )
    return with_(FilingChange(subject=filing.subject, sites=sites), **changes)


def own(access: Access) -> Access:
    ranges = tuple(with_(used, isp_ip_id=used.isp_ip_id or 1) for used in access.ip_ranges)
    return with_(access, ip_ranges=ranges)


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
