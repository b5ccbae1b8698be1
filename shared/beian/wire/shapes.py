"""The tables of a filing's parts: as uploaded (XZBA) and as issued (BASJ).

Rows stand in the schema's order; where the schema has no order, in the order of its table.
"""

from typing import Final

from beian.records import (
    Access,
    Address,
    Attachment,
    Certificate,
    Domain,
    Filing,
    IpRange,
    PreApproval,
    ResponsiblePerson,
    Site,
    Subject,
)
from beian.wire.binding import Blob, Blobs, Inline, Many, Number, Numbers, One, Row, Shape, Text

ADDRESS: Final = Shape(
    Address,
    Number("Shengid", "province"),
    Number("Shiid", "city"),
    Number("Xianid", "county"),
    Text("Xxdz", "detail"),
)
CERTIFICATE: Final = Shape(
    Certificate, Number("Zjlx", "type"), Text("Zjhm", "number"), Text("Zjzs", "address")
)
PERSON: Final = Shape(
    ResponsiblePerson,
    Text("Fzr_xm", "name"),
    Text("Fzr_dhhm", "office_phone"),
    Text("Fzr_sjhm", "mobile"),
    Text("Fzr_dzyj", "email"),
    Text("Msn", "msn"),
    Text("Qq", "qq"),
    Number("Fzr_zjlx", "certificate_type"),
    Text("Fzr_zjhm", "certificate_number"),
)
PRE_APPROVALS: Final = Inline(
    "Nrlx",
    Many(
        "Nrlx_xx",
        "pre_approvals",
        Shape(
            PreApproval,
            Number("Nrlx_id", "type"),
            Text("Qzsph", "number"),
            Blobs("Spwj", "documents"),
        ),
    ),
)
SERVICES: Final = Inline("Fwnr", Numbers("Fwnr_id", "services"))
LANGUAGES: Final = Inline("Yylb", Numbers("Yylb_id", "languages"))
LOCATIONS: Final = Inline("Wzfb", Numbers("Fbdd", "locations"))
MODES: Final = Inline("Wzjrfs", Numbers("Jrfs", "modes"))

NEW_SUBJECT: Final = Shape(
    Subject,
    Number("IspZtid", "isp_subject_id"),
    Text("Dwmc", "name"),
    Number("Dwxz", "kind"),
    Text("Tzr", "investor"),
    One("Txdz", "address", ADDRESS),
    One("Zj", "certificate", CERTIFICATE),
    One("Fzr", "responsible", PERSON),
    Number("Bbfs", "submission_mode"),
    Text("Bz", "remark"),
)
NEW_DOMAIN: Final = Shape(Domain, Number("IspYmid", "isp_domain_id"), Text("Ym", "name"))
NEW_IP_RANGE: Final = Shape(
    IpRange, Number("IspIpid", "isp_ip_id"), Number("Qsip", "first"), Number("Zzip", "last")
)
NEW_ACCESS: Final = Shape(
    Access,
    Number("IspJrid", "isp_access_id"),
    LOCATIONS,
    MODES,
    Many("Ip_xx", "ip_ranges", NEW_IP_RANGE),
    isp_id="isp_id",
)
NEW_SITE: Final = Shape(
    Site,
    Number("IspWzid", "isp_site_id"),
    Text("Wzmc", "name"),
    PRE_APPROVALS,
    SERVICES,
    LANGUAGES,
    Many("Ym_xx", "domains", NEW_DOMAIN),
    Many("Jr_xx", "accesses", NEW_ACCESS),
    One("Wz_Fzr", "responsible", PERSON),
    Text("Syurl", "home_page"),
    Text("Wz_Bz", "remark"),
)
NEW_ATTACHMENT: Final = Shape(
    Attachment,
    Inline(
        "Fjxx",
        Number("Fjwjgs", "format"),
        Number("Fjyt", "usage"),
        Blob("Fjnr", "content"),
        Inline("Fjssdx", Number("Ssdxlx", "owner_type"), Number("Ssdxbs", "owner_id")),
        Text("Bz", "remark"),
    ),
)
NEW_FILING: Final = Shape(
    Filing,
    One("Zt_xx", "subject", NEW_SUBJECT),
    Many("Wz_xx", "sites", NEW_SITE),
    Many("Fj", "attachments", NEW_ATTACHMENT),
)

ISSUED_SUBJECT: Final = Shape(
    Subject,
    Number("IspZtid", "isp_subject_id"),
    Number("Ztid", "subject_id"),
    Text("Dwmc", "name"),
    Number("Dwxz", "kind"),
    One("Txdz", "address", ADDRESS),
    One("Zj", "certificate", CERTIFICATE),
    One("Fzr", "responsible", PERSON),
    Text("Baxh", "filing_number"),
    Number("Bbyhlx", "submission_mode"),
    Text("Tzr", "investor"),
    Text("Bz", "remark"),
)
ISSUED_DOMAIN: Final = Shape(
    Domain,
    Number("IspYmid", "isp_domain_id"),
    Number("Ymid", "domain_id"),
    Text("Ym", "name"),
)
ISSUED_IP_RANGE: Final = Shape(
    IpRange,
    Number("IspIpid", "isp_ip_id"),
    Number("Ipid", "ip_id"),
    Number("Qsip", "first"),
    Number("Zzip", "last"),
)
ISSUED_ACCESS: Final = Shape(
    Access,
    Number("IspJrid", "isp_access_id"),
    Number("Jrid", "access_id"),
    Number("Ispid", "isp_id"),
    LOCATIONS,
    MODES,
    Many("Ip_xx", "ip_ranges", ISSUED_IP_RANGE),
)
ISSUED_SITE_ROWS: Final[tuple[Row, ...]] = (
    Number("IspWzid", "isp_site_id"),
    Number("Wzid", "site_id"),
    Text("Wzmc", "name"),
    PRE_APPROVALS,
    SERVICES,
    LANGUAGES,
    Many("Ym_xx", "domains", ISSUED_DOMAIN),
    Many("Jr_xx", "accesses", ISSUED_ACCESS),
    One("Wz_Fzr", "responsible", PERSON),
    Text("Syurl", "home_page"),
    Text("Wz_Bz", "remark"),
)
"""Without the number, which stands behind the site's times."""
ISSUED_SITE: Final = Shape(
    Site,
    *ISSUED_SITE_ROWS,
    Text("Baxh", "filing_number"),
    defaults={"services": (), "languages": ()},
)
