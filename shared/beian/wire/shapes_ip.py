"""The tables of uploaded IP data: each part added (XZBA), changed (XGBA), deleted (SCBA)."""

from collections.abc import Mapping
from typing import Any, Final

from beian.records_ip import IpAssignment, IpBroadcast, IpDeletion, IpSource, OwnAddresses
from beian.wire.binding import Inline, Number, Row, Shape, Text

_ADDED: Final = Number("IspId", "isp_record_id")
_CHANGED: Final = Number("Id", "record_id")
RANGE: Final[tuple[Row, ...]] = (Number("Qsip", "first"), Number("Zzip", "last"))
_REMARK: Final = Text("Bz", "remark")

SOURCE_ROWS: Final[tuple[Row, ...]] = (*RANGE, Number("Lydw", "source_unit"), _REMARK)
ASSIGNMENT_ROWS: Final[tuple[Row, ...]] = (
    *RANGE,
    Number("Fpfs", "mode"),
    Number("Fpdx", "receiver"),
    Number("Syfs", "usage"),
    Text("Fprq", "assigned_on"),
    Number("Sfymtz", "redirects"),
    Text("Dwmc", "user_name"),
    Number("Dwxz", "user_kind"),
    Number("Dwfl", "user_class"),
    Number("Dwhyfl", "user_industry"),
    Number("Shengid", "province"),
    Number("Shiid", "city"),
    Number("Xianid", "county"),
    Text("Xxdz", "address"),
    Text("Lxrxm", "contact_name"),
    Text("Lxrdh", "contact_phone"),
    Text("Lxrdzyj", "contact_email"),
    Number("Wgip", "gateway"),
    Text("Wgdz", "gateway_location"),
    _REMARK,
)
BROADCAST_ROWS: Final[tuple[Row, ...]] = (
    Number("Gbdw", "broadcaster"),
    Number("Sqdw", "applicant"),
    *RANGE,
    _REMARK,
)
OWN_ROWS: Final[tuple[Row, ...]] = (
    *RANGE,
    Number("Sfymtz", "redirects"),
    Number("Syfs", "usage"),
    Text("Fprq", "assigned_on"),
    Text("Dwmc", "user_name"),
    Number("Dwxz", "user_kind"),
    Number("Shengid", "province"),
    Number("Shiid", "city"),
    Number("Xianid", "county"),
    Text("Xxdz", "address"),
    Text("Lxrxm", "contact_name"),
    Text("Lxrdh", "contact_phone"),
    Text("Lxrdzyj", "contact_email"),
    Number("Wgip", "gateway"),
    Text("Wgdz", "gateway_location"),
    _REMARK,
    Number("Ly_dwlx", "source_type"),
    Inline("Lydw", Text("Ly_dwmc", "source_name"), Number("Ly_dwid", "source_unit")),
)
_DELETION: Final = Shape(IpDeletion, _CHANGED)

IP_SHAPES: Final[Mapping[str, Shape[Any]]] = {
    "IP/XZBA/Xzly": Shape(IpSource, _ADDED, *SOURCE_ROWS),
    "IP/XZBA/Xzfp": Shape(IpAssignment, _ADDED, *ASSIGNMENT_ROWS),
    "IP/XZBA/Xzgbjs": Shape(IpBroadcast, _ADDED, *BROADCAST_ROWS),
    "IP/XZBA/Zdip": Shape(OwnAddresses, _ADDED, *OWN_ROWS),
    "IP/XGBA/Xgly": Shape(IpSource, _CHANGED, *SOURCE_ROWS),
    "IP/XGBA/Xgfp": Shape(IpAssignment, _CHANGED, *ASSIGNMENT_ROWS),
    "IP/XGBA/XgZd": Shape(OwnAddresses, _CHANGED, *OWN_ROWS),
    "IP/XGBA/Xggbjs": Shape(IpBroadcast, _CHANGED, *BROADCAST_ROWS),
    "IP/SCBA/Scly": _DELETION,
    "IP/SCBA/Scfp": _DELETION,
    "IP/SCBA/Sczd": _DELETION,
    "IP/SCBA/Scgbjs": _DELETION,
}
"""By the operation's name."""
