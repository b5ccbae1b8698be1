"""Domain data (域名备案) as a domain reporting unit reports it to the ministry.

The V3.0 element is named beside each field; dates are YYYY-MM-DD.
"""

import msgspec


class DomainParty(msgspec.Struct, frozen=True, kw_only=True):
    """A registrant (Zcr), administrator (Gly) or payer (Jfr)."""

    name: str | None = None
    """Zcr_mc, Gly_mz, Jfr_mz."""
    organization: str | None = None
    """Zz."""
    address: str | None = None
    """Zcr_txdz, Gly_dz, Jfr_dz."""
    province: int | None = None
    """Six digits."""
    city: int | None = None
    email: str | None = None
    phone: str | None = None


class DomainReport(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="domain"):
    """YM/XZBA/Xzxx and YM/XGBA/Xzxx: a registered domain."""

    isp_record_id: int | None = None
    """IspId, of additions."""
    record_id: int | None = None
    """Id, the bureau's; of changes."""
    name: str
    """Ym."""
    type: int
    """Ymlx, the table ymlx."""
    registered_on: str
    """Zcsj."""
    registrant: DomainParty
    administrator: DomainParty
    payer: DomainParty = DomainParty()
    """Every field of it may be missing."""
    registrar: str
    """Ym_zcs."""
    name_servers: str
    """Ym_fwq."""
    valid_until: str
    """Yxrq."""


class DomainDeletion(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="deletion"):
    """YM/SCBA/Scxx: by the bureau's id or by the domain's name."""

    record_id: int | None = None
    name: str | None = None


type DomainRecord = DomainReport | DomainDeletion
