"""What the provider's API takes: JSON that mirrors the filing's records, bytes as base64.

Ids, access data and attachments of a sample filing may stand in it and are passed over, but for
access data: who may enter those is a rule. Shapes and sizes are checked here, rules in the domain.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from beian.errors import Refusal
from beian.records import (
    Access,
    Address,
    BlobRef,
    Certificate,
    Domain,
    Filing,
    IpRange,
    PreApproval,
    ResponsiblePerson,
    Site,
    Subject,
)
from beian.regulations.addresses import ADDRESS_MAX, Range, from_dotted
from beian.regulations.deadlines import CHINA_TIME
from beian.regulations.numbers import PREAPPROVAL_DOCUMENTS_MAX
from beian.regulations.reasons import Reason
from enterprise.domain.contents import Holder, Presented
from enterprise.domain.image_size import image_size
from enterprise.domain.originals import Original, Whose
from enterprise.domain.pictures import Picture
from enterprise.domain.registration_form import FORM_OF_2013, NON_COMMERCIAL, Form

_TEXT_MAX: Final = 4000
LISTED_MAX: Final = 64
_IMAGE_CHARACTERS_MAX: Final = 1_000_000

_CODE_MAX: Final = 2**31 - 1
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""What can stand in no file (code 5008), nor in a database."""


def _has_no_controls(text: str) -> str:
    if _CONTROLS.search(text):
        raise ValueError("含有控制字符")
    return text


type Text = Annotated[str, Field(max_length=_TEXT_MAX), AfterValidator(_has_no_controls)]
type Code = Annotated[int, Field(ge=0, le=_CODE_MAX)]
type Codes = Annotated[tuple[Code, ...], Field(max_length=LISTED_MAX)]


def _is_base64(text: str) -> str:
    try:
        base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error) as error:
        raise ValueError(f"不是base64：{error}") from error
    return text


type Base64 = Annotated[str, Field(max_length=_IMAGE_CHARACTERS_MAX), AfterValidator(_is_base64)]


def _in_china(moment: datetime) -> datetime:
    """Give a moment the network's zone."""
    try:
        return moment.astimezone(CHINA_TIME)
    except OverflowError as error:
        raise ValueError("时间超出范围") from error


type Moment = Annotated[AwareDatetime, AfterValidator(_in_china)]


class Body(BaseModel):
    """Part of a request. What is not known is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class AddressBody(Body):
    province: Code
    city: Code | None = None
    county: Code | None = None
    detail: Text | None = None


class CertificateBody(Body):
    type: Code
    number: Text
    address: Text


class PersonBody(Body):
    name: Text | None = None
    office_phone: Text | None = None
    mobile: Text | None = None
    email: Text | None = None
    msn: Text | None = None
    qq: Text | None = None
    certificate_type: Code | None = None
    certificate_number: Text | None = None

    def record(self) -> ResponsiblePerson:
        return ResponsiblePerson(**self.model_dump())


class SubjectBody(Body):
    name: Text
    kind: Code | None = None
    investor: Text | None = None
    address: AddressBody
    certificate: CertificateBody
    responsible: PersonBody
    remark: Text | None = None

    def record(self) -> Subject:
        return Subject(
            name=self.name,
            kind=self.kind,
            investor=self.investor,
            address=Address(**self.address.model_dump()),
            certificate=Certificate(**self.certificate.model_dump()),
            responsible=self.responsible.record(),
            remark=self.remark,
        )


class PreApprovalBody(Body):
    type: Code
    number: Text
    documents: tuple[Base64, ...] = Field(default=(), max_length=PREAPPROVAL_DOCUMENTS_MAX)
    """JPEG files, base64."""

    def record(self) -> PreApproval:
        contents = [base64.b64decode(document) for document in self.documents]
        return PreApproval(
            type=self.type, number=self.number, documents=tuple(map(_blob_ref, contents))
        )


class DomainBody(Body):
    name: Text


class IpRangeBody(Body):
    first: int | str
    last: int | str | None = None
    """Dotted, or as the wire writes them; one address if there is no last."""

    def range(self) -> Range | None:
        first = _address(self.first)
        last = first if self.last is None else _address(self.last)
        return None if first is None or last is None else Range(first, last)


class AccessBody(Body):
    locations: Codes = ()
    modes: Codes = ()
    ip_ranges: tuple[IpRangeBody, ...] = Field(default=(), max_length=LISTED_MAX)

    def ranges(self) -> tuple[Range, ...] | Refusal:
        """Return the ranges, or the no to what is none."""
        found: list[Range] = []
        for body in self.ip_ranges:
            one = body.range()
            if one is None:
                return Refusal(Reason.INVALID_FIELD, "不是IPv4地址", "ip_ranges", "M64-022")
            found.append(one)
        return tuple(found)


class AccessInfoBody(AccessBody):
    """How the sites are connected, and through whom the sponsor came."""

    reseller: Text | None = Field(default=None, max_length=200)


class SiteBody(Body):
    name: Text
    pre_approvals: tuple[PreApprovalBody, ...] = Field(default=(), max_length=LISTED_MAX)
    services: Codes = ()
    languages: Codes = ()
    domains: tuple[DomainBody, ...] = Field(default=(), max_length=LISTED_MAX)
    accesses: tuple[AccessBody, ...] = Field(default=(), max_length=LISTED_MAX)
    """Only to be refused: the provider enters them later, by `access-info`."""
    responsible: PersonBody
    home_page: Text | None = None
    remark: Text | None = None

    def record(self, isp_id: int) -> Site:
        return Site(
            name=self.name,
            pre_approvals=tuple(one.record() for one in self.pre_approvals),
            services=self.services,
            languages=self.languages,
            domains=tuple(Domain(name=one.name) for one in self.domains),
            accesses=tuple(
                Access(
                    isp_id=isp_id,
                    locations=one.locations,
                    modes=one.modes,
                    ip_ranges=tuple(
                        IpRange(first=used.first, last=used.last)
                        for used in (body.range() for body in one.ip_ranges)
                        if used is not None
                    ),
                )
                for one in self.accesses
            ),
            responsible=self.responsible.record(),
            home_page=self.home_page,
            remark=self.remark,
        )


class FilingBody(Body):
    subject: SubjectBody
    sites: tuple[SiteBody, ...] = Field(max_length=LISTED_MAX)

    def record(self, isp_id: int) -> Filing:
        """Return the filing as its sponsor knows it."""
        sites = tuple(site.record(isp_id) for site in self.sites)
        return Filing(subject=self.subject.record(), sites=sites)

    def documents(self) -> Iterator[bytes]:
        """Yield the bytes of all pre-approvals' documents."""
        for site in self.sites:
            for approval in site.pre_approvals:
                yield from map(base64.b64decode, approval.documents)


class FormBody(Body):
    """The registration form beside the record."""

    version: Text = Field(default=FORM_OF_2013, description="Of the published layouts.")
    service_class: Text = Field(
        default=NON_COMMERCIAL, description="commercial or non_commercial; the first is licensed."
    )
    certificate_issuer: Text | None = Field(
        default=None, description="May be left out where the certificate's type has one issuer."
    )
    name_pre_approved_until: date | None = Field(
        default=None, description="Of a company in pre-registration."
    )
    legal_representative: Text | None = None
    legal_representative_certificate: Text | None = Field(
        default=None, description="Number of the certificate of the unit's legal representative."
    )
    is_abroad: bool = Field(default=False, description="The site is connected outside China.")
    declared: bool = Field(
        default=False, description="The sponsor declares that it answers for the truth of its data."
    )
    added_documents: tuple[Text, ...] = Field(
        default=(), max_length=LISTED_MAX, description="Brought newly after a return."
    )

    def form(self) -> Form:
        return Form(**dict(self))


class DraftBody(Body):
    filing: FilingBody
    form: FormBody = FormBody()
    submitted_by: Literal["sponsor_self", "provider_on_behalf"] = "sponsor_self"
    mandate: Text | None = Field(default=None, description="Reference of the sponsor's mandate.")
    open_access: bool = Field(
        default=False, description="Switch access on as soon as the number is there."
    )
    guide: Text | None = Field(
        default=None,
        description="Edition of the guide that was shown; if not said, the present.",
    )


class ReasonsBody(Body):
    reasons: tuple[Reason, ...] = Field(default=(), max_length=LISTED_MAX)


class CancellationBody(Body):
    """What is to be cancelled and why."""

    kind: Literal["subject", "site", "access"] = Field(
        description="The filing with all its sites, one site, or our access to one."
    )
    site_number: Text | None = Field(
        default=None, description="Which site; none where the filing has but one."
    )
    reason: Code = Field(description="Of the table of reasons (注销理由, zxly).")
    reason_text: Annotated[Text, Field(min_length=1, max_length=1000)] | None = None
    requested_by: Literal["sponsor_self", "provider_on_behalf"] = "sponsor_self"
    mandate: Text | None = Field(default=None, description="Reference of the sponsor's mandate.")
    password: Annotated[Text, Field(min_length=1, max_length=32)] | None = Field(
        default=None, description="The filing password; asked for where a subject is cancelled."
    )

    def wire_password(self) -> bytes | None:
        """Return ICPmm: the MD5 of the password in hex, as the interface wants it (§14, 19)."""
        if self.password is None:
            return None
        sent = self.password.encode("gbk", "replace")
        return hashlib.md5(sent, usedforsecurity=False).hexdigest().encode()


class PreVerificationBody(ReasonsBody):
    passed: bool


class HolderBody(Body):
    name: Text | None
    certificate_type: Code | None
    certificate_number: Text | None

    def holder(self) -> Holder:
        return Holder(self.name, self.certificate_type, self.certificate_number)


class OnSiteBody(Body):
    person: HolderBody
    verification_point: Text | None = None


class PhotoBody(Body):
    image: Base64
    taken_at: Moment
    backdrop_id: Text = ""
    slip_number: Text | None = Field(
        default=None, description="Of the verification point; of Jiangsu subjects in hand."
    )
    id_shown: bool = Field(default=False, description="The own original ID is in hand.")


class OriginalBody(Body):
    whose: Whose
    original: Original
    is_citizen: bool = True
    lacks_first_choice: bool = Field(
        default=False, description="The holder has no ID card; the unit no organisation code."
    )
    is_genuine: bool = Field(default=True, description="What the authority source answered.")
    image: Base64


class PresentedBody(Body):
    subject: HolderBody
    subject_person: HolderBody
    site_person: HolderBody

    def presented(self) -> Presented:
        return Presented(
            self.subject.holder(), self.subject_person.holder(), self.site_person.holder()
        )


class OwnershipBody(Body):
    domain: Text
    registrant: Text


@dataclass(frozen=True, slots=True)
class Image:
    """A picture and its bytes."""

    picture: Picture
    content: bytes


def image_of(text: str, field: str) -> Image | Refusal:
    """Decode a picture and read its header; a no to what is neither PNG nor JPEG."""
    content = base64.b64decode(text)
    size = image_size(content)
    if size is None:
        return Refusal(Reason.NOT_READABLE, "不是JPEG或PNG图片", field)
    ref = _blob_ref(content)
    picture = Picture(ref.sha256, ref.size, size.format, size.width, size.height)
    return Image(picture, content)


def _blob_ref(content: bytes) -> BlobRef:
    return BlobRef(sha256=hashlib.sha256(content).hexdigest(), size=len(content))


def _address(value: int | str) -> int | None:
    if isinstance(value, int):
        return value if 0 <= value <= ADDRESS_MAX else None
    return from_dotted(value)
