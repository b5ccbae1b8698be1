"""The tables of what is uploaded about filings that exist, and of a task to verify one."""

from collections.abc import Mapping
from typing import Any, Final

from beian.records import Access, Domain, IpRange, ResponsiblePerson, Site, Subject
from beian.records_changes import (
    Cancellation,
    FilingChange,
    Material,
    NewAccess,
    NewSites,
    UnfiledSiteHandled,
    VerificationAnswer,
    VerifiedAccess,
    VerifiedFiling,
    VerifiedSite,
    VerifiedSubject,
)
from beian.wire.binding import Blob, Inline, Many, Number, One, Row, Shape, Text
from beian.wire.shapes import (
    ADDRESS,
    CERTIFICATE,
    LANGUAGES,
    LOCATIONS,
    MODES,
    NEW_IP_RANGE,
    NEW_SITE,
    PERSON,
    PRE_APPROVALS,
    SERVICES,
)

_MATERIAL_ROWS: Final[tuple[Row, ...]] = (
    Number("Fjwjgs", "format"),
    Number("Fjyt", "usage"),
    Blob("Fjnr", "content"),
    Inline(
        "Fjssdx",
        Number("Ssdxlx", "owner_type"),
        Inline("Ssdxbs", Number("Jlid", "owner_id"), Text("Baxh", "owner_number")),
    ),
    Text("Bz", "remark"),
)
MATERIAL: Final = Shape(Material, *_MATERIAL_ROWS)
_MATERIALS: Final = Many("Fj", "materials", Shape(Material, Inline("Fjxx", *_MATERIAL_ROWS)))
_PASSWORD: Final = Text("ICPmm", "password")

NEW_SITES: Final = Shape(
    NewSites,
    Inline("Zt_xx", Text("Ztbah", "subject_number"), Number("Ztid", "subject_id")),
    Many("Wz_xx", "sites", NEW_SITE),
    _MATERIALS,
    _PASSWORD,
)
NEW_ACCESS_REQUEST: Final = Shape(
    NewAccess,
    Inline("Wz_xx", Text("Wzbah", "site_number"), Number("Wzid", "site_id")),
    Number("IspJrid", "isp_access_id"),
    LOCATIONS,
    MODES,
    Many("Ip_xx", "ip_ranges", NEW_IP_RANGE),
    _MATERIALS,
    _PASSWORD,
    isp_id="isp_id",
)
_CHANGED_SUBJECT: Final = Shape(
    Subject,
    Number("Ztid", "subject_id"),
    Text("Dwmc", "name"),
    Text("Baxh", "filing_number"),
    Number("Dwxz", "kind"),
    Text("Tzr", "investor"),
    One("Txdz", "address", ADDRESS),
    One("Zj", "certificate", CERTIFICATE),
    One("Fzr", "responsible", PERSON),
    Text("Bz", "remark"),
)
_CHANGED_DOMAIN: Final = Shape(
    Domain, Number("IspYmid", "isp_domain_id"), Number("Ymid", "domain_id"), Text("Ym", "name")
)
_CHANGED_IP_RANGE: Final = Shape(
    IpRange,
    Number("IspIpid", "isp_ip_id"),
    Number("Ipid", "ip_id"),
    Number("Qsip", "first"),
    Number("Zzip", "last"),
)
_CHANGED_ACCESS: Final = Shape(
    Access,
    Number("Jrid", "access_id"),
    LOCATIONS,
    MODES,
    Many("Ip_xx", "ip_ranges", _CHANGED_IP_RANGE),
    isp_id="isp_id",
)
_CHANGED_SITE: Final = Shape(
    Site,
    Number("Wzid", "site_id"),
    Text("Wzmc", "name"),
    PRE_APPROVALS,
    SERVICES,
    LANGUAGES,
    Many("Ym_xx", "domains", _CHANGED_DOMAIN),
    Many("Jr_xx", "accesses", _CHANGED_ACCESS),
    One("Wz_Fzr", "responsible", PERSON),
    Text("Baxh", "filing_number"),
    Text("Syurl", "home_page"),
    Text("Wz_Bz", "remark"),
)
FILING_CHANGE: Final = Shape(
    FilingChange,
    One("Zt_xx", "subject", _CHANGED_SUBJECT),
    Many("Wz_xx", "sites", _CHANGED_SITE),
    _MATERIALS,
    _PASSWORD,
)
CANCELLATION: Final = Shape(
    Cancellation,
    Number("Zxlb", "kind"),
    Number("Jlid", "record_id"),
    Number("Zxly", "reason"),
    Text("Zxlybz", "reason_text"),
    _PASSWORD,
)

_VERIFIED_PERSON: Final = Shape(
    ResponsiblePerson,
    Text("Fzr_xm", "name"),
    Text("Fzr_dhhm", "office_phone"),
    Text("sjhm", "mobile"),
    Text("Fzr_dzyj", "email"),
    Text("Msn", "msn"),
    Text("Qq", "qq"),
    Number("Fzr_zjlx", "certificate_type"),
    Text("Fzr_zjhm", "certificate_number"),
)
"""The mobile number has no prefix here (§14, 29)."""
_VERIFIED_DOMAIN: Final = Shape(Domain, Number("Ymid", "domain_id"), Text("Ym", "name"))
_VERIFIED_IP_RANGE: Final = Shape(
    IpRange, Number("Ipid", "ip_id"), Number("Qsip", "first"), Number("Zzip", "last")
)


def _verified_subject(
    person: Shape[ResponsiblePerson], of_subject: tuple[Row, ...]
) -> Shape[VerifiedSubject]:
    return Shape(
        VerifiedSubject,
        Number("Ztid", "subject_id"),
        Text("Dwmc", "name"),
        Number("Dwxz", "kind"),
        One("Txdz", "address", ADDRESS),
        Text("Tzr", "investor"),
        One("Zj", "certificate", CERTIFICATE),
        One("Fzr", "responsible", person),
        *of_subject,
        Text("Bz", "remark"),
    )


def _verified_filing(
    person: Shape[ResponsiblePerson],
    of_subject: tuple[Row, ...],
    languages: tuple[Row, ...],
    of_access: tuple[Row, ...],
    times: tuple[Row, ...],
    remark: tuple[Row, ...],
) -> Shape[VerifiedFiling]:
    """Return the table of a filing to be verified, with the rows that differ between the two."""
    subject = _verified_subject(person, of_subject)
    access = Shape(
        VerifiedAccess,
        Number("Jrid", "access_id"),
        LOCATIONS,
        MODES,
        Many("Ip_xx", "ip_ranges", _VERIFIED_IP_RANGE),
        *of_access,
    )
    site = Shape(
        VerifiedSite,
        Number("Wzid", "site_id"),
        Text("Wzmc", "name"),
        PRE_APPROVALS,
        SERVICES,
        *languages,
        Many("Ym_xx", "domains", _VERIFIED_DOMAIN),
        Many("Jr_xx", "accesses", access),
        One("Wz_Fzr", "responsible", person),
        Text("Syurl", "home_page"),
        Text("Wz_Bz", "remark"),
        *times,
    )
    return Shape(
        VerifiedFiling, One("Zt_xx", "subject", subject), Many("Wz_xx", "sites", site), *remark
    )


_TIMES: Final[tuple[Row, ...]] = (Text("Scbbsj", "first_reported"), Text("Zjxgsj", "last_changed"))
VERIFICATION_TASK: Final = _verified_filing(
    PERSON,
    (Number("Bbyhlx", "submission_mode"), *_TIMES),
    (LANGUAGES,),
    (Number("Bbyhid", "reporter_id"), Number("Bbyhlx", "submission_mode")),
    _TIMES,
    (Text("Bz", "remark"),),
)
VERIFICATION_ANSWER: Final = Shape(
    VerificationAnswer,
    Number("Hsjg", "refused"),
    Text("Hsrxm", "verifier"),
    Text("Hssj", "verified_on"),
    Number("Bbdw", "unit"),
    Text("Hsyj", "opinion"),
    Text("Cwxx", "errors"),
    One(
        "Baxx",
        "filing",
        _verified_filing(_VERIFIED_PERSON, (), (), (Number("Bbfs", "submission_mode"),), (), ()),
    ),
)
UNFILED_SITE_HANDLED: Final = Shape(
    UnfiledSiteHandled,
    Text("Ym", "domain"),
    Number("IP", "address"),
    Number("Yys", "operator"),
    Number("Jrs", "access_provider"),
    Number("Shengid", "province"),
    Number("Cljg", "result"),
    Text("Clyj", "opinion"),
    Text("Rbsj", "listed_on"),
    Text("Clsx", "due_on"),
    Text("Sbrxm", "reporter_name"),
    Text("Sbrdh", "reporter_phone"),
    Text("Sbrdzyj", "reporter_email"),
)

CHANGE_SHAPES: Final[Mapping[str, Shape[Any]]] = {
    "ICP/XZWZ": NEW_SITES,
    "ICP/XZJR": NEW_ACCESS_REQUEST,
    "ICP/BGBA": FILING_CHANGE,
    "ICP/ZXBA": CANCELLATION,
    "ICP/XZHYD": MATERIAL,
    "ICP/HSJG": VERIFICATION_ANSWER,
    "ICP/WBACLJG": UNFILED_SITE_HANDLED,
}
"""By the operation's name."""
