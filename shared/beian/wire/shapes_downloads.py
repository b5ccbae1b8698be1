"""The table of everything a download file can hold, in the schema's order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from lxml import etree

from beian.records_domains import DomainReport
from beian.records_downloads import (
    BlacklistedSite,
    BlacklistedSubject,
    Cancelled,
    IllegalAccess,
    RangeBeyond,
    RangeConflict,
    RangeUnreported,
    Rectification,
    SiteCheck,
    SubjectCheck,
    Synchronized,
    UnfiledSite,
)
from beian.records_ip import IpAssignment, IpBroadcast, IpSource, OwnAddresses
from beian.wire.binding import Inline, Number, Reading, Row, Shape, Text, Texts, Writing
from beian.wire.download_bajg import DOMAIN_RESULT, IP_RESULT, OPINIONS, RECORD_RESULT
from beian.wire.download_basj import ISSUED
from beian.wire.shapes import LANGUAGES
from beian.wire.shapes_changes import VERIFICATION_TASK
from beian.wire.shapes_codes import CODE_SHAPES
from beian.wire.shapes_domains import DOMAIN_ROWS
from beian.wire.shapes_ip import ASSIGNMENT_ROWS, BROADCAST_ROWS, OWN_ROWS, RANGE, SOURCE_ROWS


class Binding[R](Protocol):
    """How an element becomes a record and back."""

    def read(self, element: etree._Element, reading: Reading, /) -> R:
        """Build the record of an element of a valid file."""

    def write(self, record: R, writing: Writing, /) -> None:
        """Write the children of the element."""


@dataclass(frozen=True, slots=True)
class _OfUnit:
    """An IP record of a synchronisation, with whose it is."""

    shape: Shape[Any]

    def read(self, element: etree._Element, reading: Reading) -> Synchronized:
        """Build the record."""
        return Synchronized(
            reporting_unit=int(element.findtext("Bbdwid") or "0"),
            record=self.shape.read(element, reading),
        )

    def write(self, record: Synchronized, writing: Writing) -> None:
        """Write the children."""
        writing.element("Bbdwid", str(record.reporting_unit))
        self.shape.write(record.record, writing)


_REMARK: Final = Text("Bz", "remark")
_IDS: Final[tuple[Row, ...]] = (Number("Id", "record_id"), Number("IspId", "isp_record_id"))
_SITE: Final[tuple[Row, ...]] = (Number("Wzid", "site_id"), Text("Wz_Baxh", "filing_number"))
_CHECKED: Final = Text("Hcsj", "checked_at")
_HOME_PAGE: Final = Text("Syurl", "home_page")
_RESULT: Final = Number("Hcjg", "result")
_LISTING: Final[tuple[Row, ...]] = (Number("Czlx", "operation"), _REMARK)

_ICP: Final[Mapping[str, Binding[Any]]] = {
    "BASJ/Baxx": ISSUED,
    "ZXSJ/Zxxx": Shape(Cancelled, Number("Zxlb", "kind"), Number("Jlid", "record_id"), _REMARK),
    "HMDLB/Zthmdxxs": Shape(
        BlacklistedSubject,
        Inline(
            "Zt_xx",
            Text("Dwmc", "name"),
            Number("Dwxz", "kind"),
            Inline("Zj", Number("Zjlx", "certificate_type"), Text("Zjhm", "certificate_number")),
        ),
        *_LISTING,
    ),
    "HMDLB/Wzhmdxxs": Shape(
        BlacklistedSite,
        Inline("Wz_xx", Text("Wzmc", "name"), Texts("Ym_xx", "Ym", "domains"), _HOME_PAGE),
        *_LISTING,
    ),
    "FFJRHMD/Ffjrxx": Shape(
        IllegalAccess,
        Number("Id", "record_id"),
        Text("Ym", "domain"),
        Number("Ip", "address"),
        Number("Zjjrz", "reseller"),
        Number("Szs", "province"),
        Text("Dqjcsj", "detected_at"),
        _REMARK,
    ),
    "WBAWZLB/Wbawz_xx": Shape(
        UnfiledSite,
        Number("Id", "record_id"),
        Text("Wzym_mc", "domain"),
        LANGUAGES,
        Number("IP", "address"),
        Text("Dqjcsj", "detected_at"),
        Number("Jccs", "detections"),
        Number("Sssh", "province"),
        Text("Scjcsj", "previously_detected_at"),
        Number("Jrs", "access_provider"),
        Number("Yys", "operator"),
        _REMARK,
    ),
    "BAJG/Jg_xx": RECORD_RESULT,
    "BAJG/GJSHS/Gjsh": OPINIONS,
    "HSRW/Baxx": VERIFICATION_TASK,
    "HCJG/Jgxx/Zthc": Shape(
        SubjectCheck,
        Number("Ztid", "subject_id"),
        Text("Dwmc", "name"),
        Number("Zjlx", "certificate_type"),
        Text("Zjhm", "certificate_number"),
        Text("Cwyy", "error"),
        _REMARK,
    ),
    "HCJG/Jgxx/Jrhc": Shape(
        SiteCheck,
        *_SITE,
        Text("Ym", "domain"),
        Number("Jxip", "address"),
        Number("Bbisp", "provider"),
        _RESULT,
        _CHECKED,
        Number("Jrid", "access_id"),
        _REMARK,
    ),
    "HCJG/Jgxx/Kkwzhc": Shape(SiteCheck, *_SITE, _RESULT, _CHECKED, _HOME_PAGE, _REMARK),
    "HCJG/Jgxx/Wzch": Shape(SiteCheck, *_SITE, _HOME_PAGE, _CHECKED, _REMARK),
    "XGTZ/Tzxx": Shape(
        Rectification,
        Number("Tzlb", "kind"),
        Text("Baxh", "filing_number"),
        Number("Jlid", "record_id"),
        Text("Tznr", "text"),
        _REMARK,
    ),
}
_IP_CHECKS: Final[Mapping[str, Binding[Any]]] = {
    "Yj": Shape(
        RangeBeyond,
        Number("Yjjlid", "record_id"),
        *RANGE,
        Number("Yjlx", "kind"),
        Number("Yjqsip", "beyond_first"),
        Number("Yjzzip", "beyond_last"),
        _REMARK,
    ),
    "Ct": Shape(
        RangeConflict,
        Number("Ctjlid", "record_id"),
        Number("Qsip1", "first"),
        Number("Zzip1", "last"),
        Number("Ctbbdwid", "other_unit"),
        Number("Qsip2", "other_first"),
        Number("Zzip2", "other_last"),
        Number("Ctlx", "kind"),
        _REMARK,
    ),
    "Wb": Shape(
        RangeUnreported, *RANGE, Number("Fpdw", "assigner"), Number("Wblx", "kind"), _REMARK
    ),
}

DOWNLOAD_SHAPES: Final[Mapping[str, Binding[Any]]] = {
    **{f"ICP/{path}": shape for path, shape in _ICP.items()},
    **{f"IP/BAJG/{block}": IP_RESULT for block in ("Lyjg", "Fpjg", "Gbjs", "Zdip")},
    **{f"IP/HCJG/Jgxx/{block}": shape for block, shape in _IP_CHECKS.items()},
    "YM/BAJG/Jg_xx": DOMAIN_RESULT,
    **{f"JCDM/{path}": shape for path, shape in CODE_SHAPES.items()},
    "SJTB/ICP/Baxx": ISSUED,
    "SJTB/IP/Iply/Lyxx": _OfUnit(Shape(IpSource, *_IDS, *SOURCE_ROWS)),
    "SJTB/IP/Ipfp/Fpxx": _OfUnit(Shape(IpAssignment, *_IDS, *ASSIGNMENT_ROWS)),
    "SJTB/IP/Ipgb/Gbxx": _OfUnit(Shape(IpBroadcast, *_IDS, *BROADCAST_ROWS)),
    "SJTB/IP/Zdip/Zdxx": _OfUnit(Shape(OwnAddresses, *_IDS, *OWN_ROWS)),
    "SJTB/YM/Ymxx": Shape(DomainReport, *_IDS, *DOMAIN_ROWS),
    **{f"SJTB/JCDM/{path}": shape for path, shape in CODE_SHAPES.items()},
}
"""By the path of a record below DownloadData."""
