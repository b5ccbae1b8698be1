"""What an enterprise sends about filings that exist: changes, cancellations, answers.

A filing, site or access is named by the bureau's id or by its number; of the two a file has
one. The V3.0 element is named beside each field; dates are YYYY-MM-DD.
"""

from msgspec.structs import replace

from beian.records import (
    Access,
    BlobRef,
    Domain,
    IpRange,
    PreApproval,
    Record,
    ResponsiblePerson,
    Site,
    Subject,
)


class Material(Record, frozen=True, kw_only=True, tag_field="change", tag="material"):
    """Fjxx: verification material of what is filed; also a record of XZHYD."""

    format: int
    """Fjwjgs."""
    usage: int
    """Fjyt."""
    content: BlobRef
    owner_type: int
    """Ssdxlx: 1 subject, 2 site."""
    owner_id: int | None = None
    """Jlid: the bureau's id; in XZWZ also the enterprise's id of a new site."""
    owner_number: str | None = None
    """Baxh."""
    remark: str | None = None


class NewSites(Record, frozen=True, kw_only=True, tag_field="change", tag="new_sites"):
    """XZWZ/Xzxx: websites added to a filed subject."""

    subject_number: str | None = None
    """Ztbah."""
    subject_id: int | None = None
    """Ztid."""
    sites: tuple[Site, ...]
    materials: tuple[Material, ...] = ()
    password: str | None = None
    """ICPmm: MD5 of the filing password in hex."""


class NewAccess(Record, frozen=True, kw_only=True, tag_field="change", tag="new_access"):
    """XZJR/Xzxx: the sender's access added to a filed website."""

    site_number: str | None = None
    """Wzbah."""
    site_id: int | None = None
    """Wzid."""
    isp_access_id: int
    """IspJrid."""
    isp_id: int
    """The sender."""
    locations: tuple[int, ...]
    modes: tuple[int, ...]
    ip_ranges: tuple[IpRange, ...]
    materials: tuple[Material, ...] = ()
    password: str
    """ICPmm."""

    @property
    def access(self) -> Access:
        """The access as a part of the website."""
        return Access(
            isp_access_id=self.isp_access_id,
            isp_id=self.isp_id,
            locations=self.locations,
            modes=self.modes,
            ip_ranges=self.ip_ranges,
        )


class FilingChange(Record, frozen=True, kw_only=True, tag_field="change", tag="change"):
    """BGBA/Bgxx: the subject and sites as they are to be, with the bureau's ids and numbers."""

    subject: Subject
    sites: tuple[Site, ...]
    """Accesses are the sender's, with the bureau's ids (§14, 63)."""
    materials: tuple[Material, ...] = ()
    password: str | None = None


class Cancellation(Record, frozen=True, kw_only=True, tag_field="change", tag="cancellation"):
    """ZXBA/Zx_xx."""

    kind: int
    """Zxlb: 0 subject, 1 website, 2 access."""
    record_id: int
    """Jlid: the bureau's id of it."""
    reason: int
    """Zxly, the table zxly."""
    reason_text: str | None = None
    """Zxlybz."""
    password: str | None = None
    """ICPmm; required when a subject is cancelled."""


class VerifiedSubject(Subject, frozen=True, kw_only=True):
    """Zt_xx of a verification, with the times of HSRW."""

    first_reported: str | None = None
    """Scbbsj."""
    last_changed: str | None = None
    """Zjxgsj."""


class VerifiedAccess(Record, frozen=True, kw_only=True):
    """Jr_xx of a verification."""

    access_id: int
    locations: tuple[int, ...]
    modes: tuple[int, ...]
    ip_ranges: tuple[IpRange, ...]
    reporter_id: int | None = None
    """Bbyhid, of a task: who reported it."""
    submission_mode: int
    """Bbfs of an answer, Bbyhlx of a task: 0 by the sponsor itself, 1 on its behalf."""


class VerifiedSite(Record, frozen=True, kw_only=True):
    """Wz_xx of a verification."""

    site_id: int
    name: str
    pre_approvals: tuple[PreApproval, ...] = ()
    services: tuple[int, ...] = ()
    languages: tuple[int, ...] = ()
    """Not part of an answer."""
    domains: tuple[Domain, ...]
    accesses: tuple[VerifiedAccess, ...]
    responsible: ResponsiblePerson
    home_page: str | None = None
    remark: str | None = None
    first_reported: str | None = None
    last_changed: str | None = None


class VerifiedFiling(Record, frozen=True, kw_only=True):
    """Baxx of HSRW and HSJG: a filing to be verified, all ids the bureau's."""

    subject: VerifiedSubject
    sites: tuple[VerifiedSite, ...]
    remark: str | None = None


class VerificationAnswer(Record, frozen=True, kw_only=True, tag_field="change", tag="answer"):
    """HSJG/Hsjgxx: what verifying a self-filed record gave."""

    refused: int
    """Hsjg: 0 passed, 1 refused; the other way round than Shjg (§14, 45)."""
    verifier: str
    """Hsrxm."""
    verified_on: str
    """Hssj."""
    unit: int
    """Bbdw."""
    opinion: str
    """Hsyj."""
    errors: str | None = None
    """Cwxx."""
    filing: VerifiedFiling


class UnfiledSiteHandled(Record, frozen=True, kw_only=True, tag_field="change", tag="handled"):
    """WBACLJG/Clxx: what was done about an unfiled website."""

    domain: str
    """Ym."""
    address: int
    """IP, an unsigned 32-bit integer."""
    operator: int
    """Yys."""
    access_provider: int
    """Jrs."""
    province: int
    """Shengid."""
    result: int
    """Cljg, the table wbacl."""
    opinion: str
    """Clyj."""
    listed_on: str
    """Rbsj."""
    due_on: str
    """Clsx."""
    reporter_name: str | None = None
    """Sbrxm."""
    reporter_phone: str | None = None
    reporter_email: str | None = None


type ChangeRecord = (
    NewSites
    | NewAccess
    | FilingChange
    | Cancellation
    | Material
    | VerificationAnswer
    | UnfiledSiteHandled
)

type Change = NewSites | NewAccess | FilingChange | Cancellation
"""What alters a filed record, and is reviewed before it does."""


class RequestedChange(Record, frozen=True, kw_only=True):
    """A change as an application carries it."""

    filing_number: str | None
    """The subject's, in normal form; None where what was named is not filed."""
    certificate: str = ""
    """The unique key's value of the subject's certificate; empty where nothing was found."""
    change: Change
    """Without the filing password: that enters no log."""


def without_password[C: Change](change: C) -> C:
    """Return a change as it may be recorded."""
    return replace(change, password="" if isinstance(change, NewAccess) else None)
