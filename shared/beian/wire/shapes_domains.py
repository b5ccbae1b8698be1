"""The tables of domain data as it is uploaded: added (XZBA), changed (XGBA), deleted (SCBA)."""

from collections.abc import Mapping
from typing import Any, Final

from beian.records_domains import DomainDeletion, DomainParty, DomainReport
from beian.wire.binding import Number, Part, Row, Shape, Text

DOMAIN_ROWS: Final[tuple[Row, ...]] = (
    Text("Ym", "name"),
    Number("Ymlx", "type"),
    Text("Zcsj", "registered_on"),
    *Part.rows(
        "registrant",
        DomainParty,
        Text("Zcr_mc", "name"),
        Text("Zcr_zz", "organization"),
        Text("Zcr_txdz", "address"),
        Number("Zcr_shengid", "province"),
        Number("Zcr_shiid", "city"),
        Text("Zcr_dzyj", "email"),
        Text("Zcr_dhhm", "phone"),
    ),
    *Part.rows(
        "administrator",
        DomainParty,
        Text("Gly_mz", "name"),
        Text("Gly_zz", "organization"),
        Text("Gly_dz", "address"),
        Number("Gly_shengid", "province"),
        Number("Gly_shiid", "city"),
        Text("Gly_dzyj", "email"),
        Text("Gly_dh", "phone"),
    ),
    *Part.rows(
        "payer",
        DomainParty,
        Text("Jfr_mz", "name"),
        Text("Jfr_zz", "organization"),
        Text("Jfr_dz", "address"),
        Number("Jfr_shengid", "province"),
        Number("Jfr_shiid", "city"),
        Text("Jfr_dzyj", "email"),
        Text("Jfr_dh", "phone"),
    ),
    Text("Ym_zcs", "registrar"),
    Text("Ym_fwq", "name_servers"),
    Text("Yxrq", "valid_until"),
)

DOMAIN_SHAPES: Final[Mapping[str, Shape[Any]]] = {
    "YM/XZBA": Shape(DomainReport, Number("IspId", "isp_record_id"), *DOMAIN_ROWS),
    "YM/XGBA": Shape(DomainReport, Number("Id", "record_id"), *DOMAIN_ROWS),
    "YM/SCBA": Shape(DomainDeletion, Number("Id", "record_id"), Text("Ym", "name")),
}
"""By the operation's name."""
