"""Filed records as tests of changes need them: issued, known everywhere, with their password."""

import hashlib
from typing import Any, Final

import pytest

from beian.records import Access, Filing, IpRange, Site
from beian.records_changes import FilingChange, NewAccess
from beian.regulations.addresses import range_of
from beian.wire.download_basj import IssuedFiling
from beian.wire.upload_operations import write_icp_upload
from support.bureaus import GUANGDONG, JIANGSU, Bureaus, Filer
from support.filings import with_
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


def a_new_site(filer: Filer, number: int) -> Site:
    return filer.sample(number, pictures=False).filing.sites[0]


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
