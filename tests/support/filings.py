"""Made-up filings that the automatic check lets pass; tests change what they are about."""

import hashlib
from typing import Any

import msgspec

from beian.records import (
    Access,
    Address,
    Attachment,
    BlobRef,
    Certificate,
    Domain,
    Filing,
    IpRange,
    ResponsiblePerson,
    Site,
    Subject,
)
from beian.records_changes import (
    VerificationAnswer,
    VerifiedAccess,
    VerifiedFiling,
    VerifiedSite,
    VerifiedSubject,
)
from beian.regulations.addresses import from_dotted

ISP_ID = 320000000001
ID_CARD = "110101199003077758"
"""Made up, with a right check digit."""


def address(dotted: str) -> int:
    """Return an IPv4 address as the interface writes it."""
    value = from_dotted(dotted)
    assert value is not None
    return value


def with_[R: msgspec.Struct](record: R, **changes: Any) -> R:
    """Return a record with some fields changed."""
    return msgspec.structs.replace(record, **changes)


def a_range(first: str = "198.51.100.10", last: str | None = None, number: int = 1) -> IpRange:
    return IpRange(isp_ip_id=number, first=address(first), last=address(last or first))


def an_access(number: int = 401, *ranges: IpRange) -> Access:
    return Access(
        isp_access_id=number,
        isp_id=ISP_ID,
        locations=(17,),
        modes=(3,),
        ip_ranges=ranges or (a_range(),),
    )


def a_person(**changes: Any) -> ResponsiblePerson:
    person = ResponsiblePerson(
        name="张三",
        office_phone="025-12345678",
        mobile="13800000000",
        email="zhangsan@sponsor.example",
        certificate_type=2,
        certificate_number=ID_CARD,
    )
    return with_(person, **changes)


def a_site(number: int = 201, **changes: Any) -> Site:
    name = f"site{number}.example"
    site = Site(
        isp_site_id=number,
        name=f"示例网站{number}",
        services=(1,),
        languages=(1,),
        domains=(Domain(isp_domain_id=number + 100, name=name),),
        accesses=(an_access(number + 200),),
        responsible=a_person(),
        home_page=f"www.{name}",
    )
    return with_(site, **changes)


def a_unit(**changes: Any) -> Subject:
    subject = Subject(
        isp_subject_id=101,
        name="示例科技有限公司",
        kind=4,
        address=Address(province=320000, city=320100, county=320102, detail="示例路1号"),
        certificate=Certificate(type=1, number="320100000012345", address="示例路1号"),
        responsible=a_person(),
    )
    return with_(subject, **changes)


def an_individual(**changes: Any) -> Subject:
    subject = a_unit(
        name="李四",
        kind=5,
        certificate=Certificate(type=2, number=ID_CARD, address="示例路1号"),
        responsible=a_person(name=None, office_phone=None),
    )
    return with_(subject, **changes)


def an_attachment(**changes: Any) -> Attachment:
    sheet = Attachment(
        format=1,
        usage=1,
        content=BlobRef(sha256=hashlib.sha256(b"sheet").hexdigest(), size=5),
        owner_type=2,
        owner_id=201,
    )
    return with_(sheet, **changes)


def a_filing(*sites: Site, subject: Subject | None = None, **changes: Any) -> Filing:
    filing = Filing(
        subject=subject or a_unit(), sites=sites or (a_site(),), attachments=(an_attachment(),)
    )
    return with_(filing, **changes)


def a_verification_answer() -> VerificationAnswer:
    """Return a record of HSJG: what verifying a self-filed record gave."""
    site, access = a_site(), an_access()
    subject = msgspec.structs.asdict(a_unit(isp_subject_id=None, subject_id=320000000001))
    verified = VerifiedSite(
        site_id=320000000002,
        name=site.name,
        services=site.services,
        domains=tuple(with_(one, isp_domain_id=None, domain_id=1) for one in site.domains),
        accesses=(
            VerifiedAccess(
                access_id=320000000003,
                locations=access.locations,
                modes=access.modes,
                ip_ranges=tuple(with_(one, isp_ip_id=None, ip_id=1) for one in access.ip_ranges),
                submission_mode=1,
            ),
        ),
        responsible=site.responsible,
    )
    return VerificationAnswer(
        refused=0,
        verifier="张三",
        verified_on="2026-03-10",
        unit=ISP_ID,
        opinion="属实",
        filing=VerifiedFiling(subject=VerifiedSubject(**subject), sites=(verified,)),
    )
