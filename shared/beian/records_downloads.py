"""What a bureau sends an enterprise beside results and issued filings.

The V3.0 element is named beside each field; ids are the bureau's, addresses unsigned 32-bit
integers with both ends of a range included, times YYYY-MM-DD.
"""

from beian.records import Record
from beian.records_domains import DomainReport
from beian.records_ip import IpAssignment, IpBroadcast, IpSource, OwnAddresses


class Cancelled(Record, frozen=True, kw_only=True):
    """ICP/ZXSJ/Zxxx."""

    kind: int
    """Zxlb: 0 subject, 1 website, 2 access."""
    record_id: int
    remark: str | None = None


class BlacklistedSubject(Record, frozen=True, kw_only=True):
    """ICP/HMDLB/Zthmdxxs."""

    name: str | None = None
    kind: int | None = None
    """Dwxz."""
    certificate_type: int | None = None
    certificate_number: str | None = None
    operation: int
    """Czlx: 0 added, 1 modified, 2 removed."""
    remark: str | None = None


class BlacklistedSite(Record, frozen=True, kw_only=True):
    """ICP/HMDLB/Wzhmdxxs."""

    name: str
    domains: tuple[str, ...]
    home_page: str | None = None
    operation: int
    """Czlx, as of a subject."""
    remark: str | None = None


class IllegalAccess(Record, frozen=True, kw_only=True):
    """ICP/FFJRHMD/Ffjrxx."""

    record_id: int
    domain: str
    address: int
    reseller: int
    """Zjjrz: the unit that gives the access at last."""
    province: int
    """Szs."""
    detected_at: str
    """Dqjcsj."""
    remark: str | None = None


class UnfiledSite(Record, frozen=True, kw_only=True):
    """ICP/WBAWZLB/Wbawz_xx."""

    record_id: int
    domain: str
    """Wzym_mc."""
    languages: tuple[int, ...] = ()
    address: int
    detected_at: str | None = None
    """Dqjcsj."""
    detections: int | None = None
    """Jccs."""
    province: int | None = None
    """Sssh."""
    previously_detected_at: str | None = None
    """Scjcsj."""
    access_provider: int | None = None
    """Jrs."""
    operator: int
    """Yys."""
    remark: str | None = None


class SubjectCheck(Record, frozen=True, kw_only=True):
    """ICP/HCJG Zthc: subject data found wrong."""

    subject_id: int
    name: str
    certificate_type: int
    certificate_number: str
    error: str | None = None
    """Cwyy."""
    remark: str | None = None


class SiteCheck(Record, frozen=True, kw_only=True):
    """ICP/HCJG Jrhc, Kkwzhc, Wzch: a website's access, its being an empty shell, its silence."""

    site_id: int
    filing_number: str
    """Wz_Baxh."""
    domain: str | None = None
    address: int | None = None
    """Jxip: where the domain led to; of Jrhc."""
    provider: int | None = None
    """Bbisp; of Jrhc."""
    access_id: int | None = None
    """Jrid; of Jrhc."""
    result: int | None = None
    """Hcjg: of Jrhc 1 over-reported, 2 not reported; of Kkwzhc 0 alive, 1 dead."""
    checked_at: str
    """Hcsj."""
    home_page: str | None = None
    remark: str | None = None


class Rectification(Record, frozen=True, kw_only=True):
    """ICP/XGTZ/Tzxx: a notice that something is to be put right."""

    kind: int
    """Tzlb: 0 subject, 1 website."""
    filing_number: str | None = None
    record_id: int | None = None
    text: str
    """Tznr."""
    remark: str | None = None


class RangeBeyond(Record, frozen=True, kw_only=True):
    """IP/HCJG Yj: a range that goes beyond what covers it."""

    record_id: int | None = None
    """Yjjlid."""
    first: int
    last: int
    kind: int | None = None
    """Yjlx: 1 source, 2 assignment."""
    beyond_first: int | None = None
    """Yjqsip."""
    beyond_last: int | None = None
    """Yjzzip."""
    remark: str | None = None


class RangeConflict(Record, frozen=True, kw_only=True):
    """IP/HCJG Ct: the receiver's range and the one of another unit."""

    record_id: int | None = None
    """Ctjlid."""
    first: int
    last: int
    other_unit: int
    """Ctbbdwid."""
    other_first: int
    other_last: int
    kind: int | None = None
    """Ctlx: 1 source, 2 assignment."""
    remark: str | None = None


class RangeUnreported(Record, frozen=True, kw_only=True):
    """IP/HCJG Wb: a range not reported."""

    first: int
    last: int
    assigner: int | None = None
    """Fpdw."""
    kind: int | None = None
    """Wblx: 1 source, 2 assignment."""
    remark: str | None = None


class ReportingUnit(Record, frozen=True, kw_only=True):
    """JCDM/Bbdwlb/Bbdw."""

    id: int
    name: str
    unit_class: int | None = None
    """Dwfl."""
    industry: int | None = None
    """Dwhyfl."""
    licence: str | None = None
    """Jyxkzbh."""
    province: int | None = None
    city: int | None = None
    county: int | None = None
    address: str | None = None
    valid: int
    """Sfyx, 1 valid."""
    remark: str | None = None


class CodeEntry(Record, frozen=True, kw_only=True):
    """A row of a code table of JCDM/Jcdm_xx; which fields it has depends on the table."""

    id: int
    name: str
    """Mc; Nr of cancellation reasons, Ztmc of states, Fl1 of feedback."""
    second_name: str | None = None
    """Fl2."""
    valid: int | None = None
    """Sfyx, 1 valid; the table of unfiled sites' states has none (§14, 42)."""
    weight: int | None = None
    """Ysid."""
    code: str | None = None
    """Bm."""
    level: int | None = None
    """Lx of a region."""
    parent: int | None = None
    """Dwflid of a certificate type: the kind of unit it belongs to."""
    needs_approval: int | None = None
    """Sfqzsp."""
    owner_type: int | None = None
    """Ssdxlx of an attachment's use."""
    province: int | None = None
    province_short: str | None = None
    """Shengjc."""
    email: str | None = None
    mobile: str | None = None
    remark: str | None = None


class Synchronized(Record, frozen=True, kw_only=True):
    """A record of SJTB/IP and whose it is; it has both ids (§14, 52)."""

    reporting_unit: int
    """Bbdwid."""
    record: IpSource | IpAssignment | IpBroadcast | OwnAddresses


type SynchronizedRecord = Synchronized | DomainReport
