"""What a filing says: subject, sites, accesses, attachments; as uploaded and as issued.

One shape for both: what only the bureau can give (its ids, the numbers) is None until
the filing is issued. Field names are the glossary's; the V3.0 element is named beside each.
Ids made by an enterprise are opaque echo values, unique only together with the isp id.
"""

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a filing."""


class BlobRef(Record, frozen=True, kw_only=True):
    """Bytes that lie content-addressed beside the log of who received them."""

    sha256: str
    size: int
    """Bytes, decoded."""


class Address(Record, frozen=True, kw_only=True):
    """Txdz."""

    province: int
    """Shengid, six digits."""
    city: int | None = None
    county: int | None = None
    detail: str | None = None


class Certificate(Record, frozen=True, kw_only=True):
    """Zj: the sponsor's certificate."""

    type: int
    """Zjlx, the table zjlx."""
    number: str
    address: str
    """Zjzs."""


class ResponsiblePerson(Record, frozen=True, kw_only=True):
    """Fzr, Wz_Fzr. Phones and mails may hold several values separated by `;`."""

    name: str | None = None
    office_phone: str | None = None
    mobile: str | None = None
    email: str | None = None
    msn: str | None = None
    qq: str | None = None
    certificate_type: int | None = None
    certificate_number: str | None = None


class Subject(Record, frozen=True, kw_only=True):
    """Zt_xx: the sponsor as a filed entity."""

    isp_subject_id: int | None = None
    """IspZtid."""
    name: str
    """Dwmc."""
    kind: int | None = None
    """Dwxz, the table dwxz; 5 is an individual."""
    investor: str | None = None
    address: Address
    certificate: Certificate
    responsible: ResponsiblePerson
    submission_mode: int = 1
    """Bbfs: 0 by the sponsor itself, 1 on its behalf."""
    remark: str | None = None
    subject_id: int | None = None
    """Ztid, the bureau's."""
    filing_number: str | None = None
    """Baxh."""


class PreApproval(Record, frozen=True, kw_only=True):
    """Nrlx_xx."""

    type: int
    number: str
    documents: tuple[BlobRef, ...] = ()


class Domain(Record, frozen=True, kw_only=True):
    """Ym_xx."""

    isp_domain_id: int | None = None
    name: str
    domain_id: int | None = None


class IpRange(Record, frozen=True, kw_only=True):
    """Ip_xx: first and last address as unsigned 32-bit integers, both included."""

    isp_ip_id: int | None = None
    first: int
    last: int
    ip_id: int | None = None


class Access(Record, frozen=True, kw_only=True):
    """Jr_xx: one access provider's connection of a site."""

    isp_access_id: int | None = None
    isp_id: int
    """Whose access it is: the reporting provider's id."""
    locations: tuple[int, ...]
    """Fbdd."""
    modes: tuple[int, ...]
    """Jrfs."""
    ip_ranges: tuple[IpRange, ...]
    access_id: int | None = None


class Site(Record, frozen=True, kw_only=True):
    """Wz_xx."""

    isp_site_id: int | None = None
    name: str
    pre_approvals: tuple[PreApproval, ...] = ()
    services: tuple[int, ...]
    """Fwnr_id."""
    languages: tuple[int, ...]
    """Yylb_id."""
    domains: tuple[Domain, ...]
    accesses: tuple[Access, ...]
    responsible: ResponsiblePerson
    home_page: str | None = None
    """Syurl."""
    remark: str | None = None
    site_id: int | None = None
    filing_number: str | None = None
    """The site's number: the subject's with `-n`."""


class Attachment(Record, frozen=True, kw_only=True):
    """Fjxx: verification material (核验材料)."""

    format: int
    """Fjwjgs."""
    usage: int
    """Fjyt."""
    content: BlobRef
    owner_type: int
    """Ssdxlx: 1 subject, 2 site."""
    owner_id: int
    """Ssdxbs: the enterprise's subject or site id."""
    remark: str | None = None


class Filing(Record, frozen=True, kw_only=True):
    """Baxx: a subject with its sites."""

    subject: Subject
    sites: tuple[Site, ...]
    attachments: tuple[Attachment, ...] = ()


class ECertificate(Record, frozen=True, kw_only=True):
    """What the enterprise learns of the e-certificate (备案电子验证标识)."""

    serial: str
    """Zsxh."""
    path: str
    """Zslj: where the bureau serves it."""
    valid_until: str
    """Zsyxq, YYYY-MM-DD."""


class PasswordVerifier(Record, frozen=True, kw_only=True):
    """SHA-256(salt || lower-case MD5 hex of the filing password), both in hex."""

    salt: str
    sha256: str


class Opinion(Record, frozen=True, kw_only=True):
    """Gjsh: the bureau's review opinion."""

    approved: bool
    """Shjg."""
    reviewer: str | None = None
    reviewer_phone: str | None = None
    reviewed_at: str
    """Shsj, YYYY-MM-DD."""
    text: str | None = None
    """Shyj."""


class Finding(Record, frozen=True, kw_only=True):
    """Jgxx: one result code with the text that is sent."""

    code: int
    message: str
    """Dmms, at most 255 characters."""


class UniqueKey(Record, frozen=True, kw_only=True):
    """What only one filing may hold in the nation (unique keys, README A-02 of the catalogue).

    `kind`: certificate, domain, homepage, iprange. `value`: the domain or home page itself; an IP
    range as `first-last` in decimal; a certificate as SHA-256 hex of `type:number` in upper case.
    """

    kind: str
    value: str
    site: str | None = None
    """The site's name, for the answer to a conflict; None for a certificate."""
    shown: str | None = None
    """The offending value as it was sent, for the answer; never a certificate number."""
