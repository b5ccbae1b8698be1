"""Made-up filings that pass every automatic check, and the pictures that go with them.

One number gives one filing, always the same: its sponsor, site and domain are derived from it,
nothing is drawn. Sponsors are invented, domains lie under `.example`, addresses in the
provider's own block. Tests change a part with `msgspec.structs.replace` and keep the rest.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from typing import Any, Final

from stdnum.cn import ric, uscc

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
from beian.regulations.certificates import CertificateType, SponsorKind
from beian.regulations.codes import table
from beian.regulations.numbers import PHOTO_HEIGHT_PX, PHOTO_WIDTH_PX
from beian.regulations.regions import cities_of, counties_of, region_name
from launcher.pictures import grey_jpeg, grey_png

_SURNAMES: Final = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
_GIVEN: Final = ("示例", "样本", "例文", "测文", "示安", "样宁", "例和", "测平")
_TRADES: Final = ("云帆", "晨星", "远山", "青禾", "明溪", "长风", "松石", "海棠")
_BIRTH_YEARS: Final = (1960, 40)
_USCC_CHARACTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_COMPANY: Final = "91"
"""First two characters of an enterprise's code: registered by the market regulator."""

JPG: Final = 1
PNG: Final = 2
"""Fjwjgs."""
VERIFICATION_SHEET: Final = 1
UNIT_CERTIFICATE: Final = 2
PERSON_CERTIFICATE: Final = 3
"""Fjyt."""
OF_SUBJECT: Final = 1
OF_SITE: Final = 2
"""Ssdxlx."""
ON_BEHALF: Final = 1
"""Bbfs."""
_DEDICATED_HOST: Final = 1
_CORPORATE_SITE: Final = 8
"""Fwnr_id 单位门户网站."""
_CHINESE: Final = 1


@dataclass(frozen=True, slots=True)
class Provider:
    """What a filing has to know of the access provider that hands it in."""

    isp_id: int
    region: str
    ip_range: str
    """CIDR."""

    @staticmethod
    def of(account: Mapping[str, Any]) -> "Provider":
        """Take it from an entry of `/network.json` or of an accounts file."""
        return Provider(account["isp_id"], account["region"], account["ip_ranges"][0])


@dataclass(frozen=True, slots=True)
class Sample:
    """A filing and the bytes that its attachments name, by SHA-256 in hex."""

    filing: Filing
    blobs: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def domain(self) -> str:
        """The first site's first domain."""
        return self.filing.sites[0].domains[0].name


def sample(
    number: int,
    provider: Provider,
    *,
    home: str | None = None,
    individual: bool = False,
    domain: str | None = None,
    home_page: bool = False,
    pictures: bool = True,
) -> Sample:
    """Make the filing of one number: a sponsor with one site behind one address.

    `home`: region code of the subject's province, by default the provider's own. `domain`: in
    place of the derived one. `pictures`: attach verification sheet and certificate copy.
    """
    region = int(home or provider.region)
    city = next(iter(cities_of(region)))
    county = next(c for c, name in counties_of(city).items() if name != "市辖区")
    ids = 10 * number
    made_up_domain = domain or f"s{number}.example"
    subject = _subject(number, individual=individual, region=region, city=city, county=county)
    site = Site(
        isp_site_id=ids + 2,
        name=f"示例{_pick(number, 'trade', _TRADES)}网{number}",
        services=(_CORPORATE_SITE,),
        languages=(_CHINESE,),
        domains=(Domain(isp_domain_id=ids + 3, name=made_up_domain),),
        accesses=(_access(number, provider),),
        responsible=_person(number, "site", region=region, county=county),
        home_page=f"www.{made_up_domain}" if home_page else None,
        remark="模拟数据",
    )
    filing = Filing(subject=subject, sites=(site,))
    return with_pictures(number, filing) if pictures else Sample(filing)


def with_pictures(number: int, filing: Filing) -> Sample:
    """Attach the site's verification sheet and the subject's certificate copy."""
    sheet = grey_jpeg(PHOTO_WIDTH_PX, PHOTO_HEIGHT_PX, comment=f"SIMULATED sheet {number}")
    copy = grey_png(160, 100, comment=f"SIMULATED certificate {number}")
    individual = filing.subject.kind == SponsorKind.INDIVIDUAL
    assert filing.subject.isp_subject_id is not None, "a sample has the enterprise's ids"
    assert filing.sites[0].isp_site_id is not None, "a sample has the enterprise's ids"
    attachments = (
        Attachment(
            format=JPG,
            usage=VERIFICATION_SHEET,
            content=blob_ref(sheet),
            owner_type=OF_SITE,
            owner_id=filing.sites[0].isp_site_id,
        ),
        Attachment(
            format=PNG,
            usage=PERSON_CERTIFICATE if individual else UNIT_CERTIFICATE,
            content=blob_ref(copy),
            owner_type=OF_SUBJECT,
            owner_id=filing.subject.isp_subject_id,
        ),
    )
    blobs = {blob_ref(picture).sha256: picture for picture in (sheet, copy)}
    complete = Filing(subject=filing.subject, sites=filing.sites, attachments=attachments)
    return Sample(complete, blobs)


def identities(filing: Filing) -> list[tuple[int, str, str]]:
    """Return every identity a filing names: certificate type, number, and whose it is."""
    subject = filing.subject
    persons = (subject.responsible, *(site.responsible for site in filing.sites))
    return [(subject.certificate.type, subject.certificate.number, subject.name)] + [
        (person.certificate_type, person.certificate_number, person.name)
        for person in persons
        if person.certificate_type and person.certificate_number and person.name
    ]


def blob_ref(content: bytes) -> BlobRef:
    """Name bytes by their content."""
    return BlobRef(sha256=hashlib.sha256(content).hexdigest(), size=len(content))


def id_card_number(number: int, county: int, *, whose: str = "subject") -> str:
    """Make up a resident ID card number with a right check digit."""
    year, span = _BIRTH_YEARS
    born = f"{year + _draw(number, whose + '/year', span)}"
    month = f"{1 + _draw(number, whose + '/month', 12):02d}"
    day = f"{1 + _draw(number, whose + '/day', 28):02d}"
    serial = f"{_draw(number, whose + '/serial', 1000):03d}"
    digits = f"{county}{born}{month}{day}{serial}"
    return digits + str(ric.calc_check_digit(f"{digits}0"))  # it drops the last character


def social_credit_code(number: int, county: int) -> str:
    """Make up an enterprise's unified social credit code with a right check character."""
    body = "".join(
        _USCC_CHARACTERS[_draw(number, f"uscc/{place}", len(_USCC_CHARACTERS))]
        for place in range(9)
    )
    code = f"{_COMPANY}{county}{body}"
    return code + str(uscc.calc_check_digit(code))


def _subject(number: int, *, individual: bool, region: int, city: int, county: int) -> Subject:
    person = _person(number, "subject", region=region, county=county)
    place = f"{region_name(county)}示例路{1 + number % 500}号"
    if individual:
        name, kind = person.name or "", SponsorKind.INDIVIDUAL
        certificate = Certificate(
            type=int(CertificateType.ID_CARD), number=person.certificate_number or "", address=place
        )
    else:
        name, kind = (
            f"示例{_pick(number, 'trade', _TRADES)}科技{number}有限公司",
            (SponsorKind.ENTERPRISE),
        )
        certificate = Certificate(
            type=int(CertificateType.BUSINESS_LICENCE),
            number=social_credit_code(number, county),
            address=place,
        )
    return Subject(
        isp_subject_id=10 * number + 1,
        name=name,
        kind=int(kind),
        investor=None if individual else person.name,
        address=Address(province=region, city=city, county=county, detail=place),
        certificate=certificate,
        responsible=person,
        submission_mode=ON_BEHALF,
        remark="模拟数据",
    )


def _access(number: int, provider: Provider) -> Access:
    block = IPv4Network(provider.ip_range)
    address = int(block.network_address) + 1 + _draw(number, "ip", block.num_addresses - 2)
    place = next(
        code.id for code in table("fbdd").values() if str(code.parent_id) == provider.region
    )
    return Access(
        isp_access_id=10 * number + 4,
        isp_id=provider.isp_id,
        locations=(place,),
        modes=(_DEDICATED_HOST,),
        ip_ranges=(IpRange(isp_ip_id=10 * number + 5, first=address, last=address),),
    )


def _person(number: int, whose: str, *, region: int, county: int) -> ResponsiblePerson:
    surname = _pick(number, whose + "/surname", tuple(_SURNAMES))
    serial = _draw(number, whose + "/phone", 10**8)
    return ResponsiblePerson(
        name=surname + _pick(number, whose + "/given", _GIVEN),
        office_phone=f"086-0{region // 10000}-{serial:08d}",
        mobile=f"199{serial:08d}",
        email=f"{whose}{number}@mail.example",
        certificate_type=int(CertificateType.ID_CARD),
        certificate_number=id_card_number(number, county, whose=whose),
    )


def _pick(number: int, name: str, among: tuple[str, ...]) -> str:
    return among[_draw(number, name, len(among))]


def _draw(number: int, name: str, below: int) -> int:
    """Derive a number in [0, below) from the sample's number and what it is for."""
    digest = hashlib.sha256(f"{number}/{name}".encode()).digest()
    return int.from_bytes(digest[:8]) % below
