"""IP address data (IP 地址备案) as an enterprise reports it: sources, assignments, broadcasts, own.

One shape for additions and changes: an addition has the enterprise's id, a change the
bureau's. Addresses are unsigned 32-bit integers, first and last both included. The V3.0
element is named beside each field; dates are YYYY-MM-DD.
"""

import msgspec


class IpReport(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """What every report of IP data says."""

    isp_record_id: int | None = None
    """IspId, of additions."""
    record_id: int | None = None
    """Id, the bureau's; of changes and deletions."""


class IpSource(IpReport, frozen=True, kw_only=True, tag_field="kind", tag="source"):
    """Ly, Ly_xx: a range the enterprise got from a reporting unit (来源)."""

    first: int
    """Qsip."""
    last: int
    """Zzip."""
    source_unit: int
    """Lydw, a reporting unit."""
    remark: str | None = None


class IpAssignment(IpReport, frozen=True, kw_only=True, tag_field="kind", tag="assignment"):
    """Fpsy: a range assigned or used (分配使用)."""

    first: int
    last: int
    mode: int
    """Fpfs: 1 assigned and used, 2 assigned on, 3 own use, 4 reserved."""
    receiver: int | None = None
    """Fpdx: the unit it is assigned on to."""
    usage: int | None = None
    """Syfs: 1 static, 2 dynamic, 3 unknown."""
    assigned_on: str | None = None
    """Fprq."""
    redirects: int | None = None
    """Sfymtz: 1 if the range holds servers that redirect domains."""
    user_name: str | None = None
    """Dwmc: the unit that uses the range."""
    user_kind: int | None = None
    """Dwxz."""
    user_class: int | None = None
    """Dwfl."""
    user_industry: int | None = None
    """Dwhyfl."""
    province: int | None = None
    """Shengid, six digits."""
    city: int | None = None
    county: int | None = None
    address: str | None = None
    """Xxdz."""
    contact_name: str | None = None
    """Lxrxm."""
    contact_phone: str | None = None
    contact_email: str | None = None
    gateway: int | None = None
    """Wgip."""
    gateway_location: str | None = None
    """Wgdz."""
    remark: str | None = None


class IpBroadcast(IpReport, frozen=True, kw_only=True, tag_field="kind", tag="broadcast"):
    """Jsxx: a range a basic operator's headquarters broadcasts for a unit (广播)."""

    broadcaster: int
    """Gbdw."""
    applicant: int
    """Sqdw."""
    first: int
    last: int
    remark: str | None = None


class OwnAddresses(IpReport, frozen=True, kw_only=True, tag_field="kind", tag="own"):
    """Zdxx: a range a user brought along (自带 IP)."""

    first: int
    last: int
    redirects: int
    """Sfymtz."""
    usage: int
    """Syfs."""
    assigned_on: str
    """Fprq."""
    user_name: str
    """Dwmc."""
    user_kind: int
    """Dwxz."""
    province: int
    city: int
    county: int | None = None
    address: str
    """Xxdz."""
    contact_name: str
    contact_phone: str
    contact_email: str
    gateway: int | None = None
    """Wgip; required of additions."""
    gateway_location: str | None = None
    """Wgdz; required of additions."""
    remark: str | None = None
    source_type: int
    """Ly_dwlx: 1 a reporting unit, 0 another."""
    source_name: str | None = None
    """Ly_dwmc: of another; the file has this or `source_unit`."""
    source_unit: int | None = None
    """Ly_dwid."""


class IpDeletion(IpReport, frozen=True, kw_only=True, tag_field="kind", tag="deletion"):
    """A record of SCBA: only the bureau's id."""


type IpReported = IpSource | IpAssignment | IpBroadcast | OwnAddresses
type IpRecord = IpReported | IpDeletion
