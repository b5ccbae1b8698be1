"""BAJG, the results of an upload's records and the bureau's opinions on them (备案处理结果)."""

from collections.abc import Iterable
from typing import Final

from lxml import etree
from msgspec.structs import replace

from beian.records import Finding, Opinion, Record
from beian.wire.binding import Many, Number, Reading, Row, Shape, Text, Writing
from beian.wire.documents import render

IP_RESULT_BLOCKS: Final = ("Lyjg", "Fpjg", "Gbjs", "Zdip")
"""Blocks of IP/BAJG, in the schema's order."""


class RecordResult(Record, frozen=True, kw_only=True):
    """ICP/BAJG/Jg_xx: all findings about one record."""

    findings: tuple[Finding, ...]
    """At least one."""
    operation_type: int
    """Czlx: 1 to 7, or 35."""
    identifier: str | None = None
    """Bs (§10.3)."""
    remark: str | None = None
    """Bz."""


class ReviewOpinion(Record, frozen=True, kw_only=True):
    """ICP/BAJG/GJSHS/Gjsh: an opinion, and what it is about."""

    opinion: Opinion
    operation_type: int | None = None
    record_id: int | None = None
    """Jlid: the enterprise's id for additions, else the bureau's (§10.3)."""


class RelatedRange(Record, frozen=True, kw_only=True):
    """Xgsj: a range that offends or conflicts; addresses as unsigned 32-bit integers."""

    record_id: int | None = None
    isp_record_id: int | None = None
    first: int
    last: int
    remark: str | None = None


class IpFinding(Finding, frozen=True, kw_only=True):
    """Jgxx of IP data."""

    ranges: tuple[RelatedRange, ...] = ()


class IdResult(Record, frozen=True, kw_only=True):
    """A result of IP or domain data: about a record with ids instead of a Bs."""

    findings: tuple[Finding, ...]
    operation_type: int
    """Czlx: 1 added, 2 changed, 3 deleted."""
    record_id: int | None = None
    """Id, the bureau's; absent when an addition failed."""
    isp_record_id: int | None = None
    """IspId, for additions."""
    remark: str | None = None


class _OpinionRow(Record, frozen=True, kw_only=True):
    """Gjsh, flat."""

    reviewer: str | None = None
    reviewer_phone: str | None = None
    reviewed_at: str
    text: str | None = None
    approved: bool
    operation_type: int | None = None
    record_id: int | None = None


_FINDING: Final = Shape(
    Finding,
    Number("Jgdm", "code"),
    Text("Dmms", "message", skips_empty=True),
    defaults={"message": ""},
)
_DOMAIN_FINDING: Final = Shape(Finding, Number("Jgdm", "code"), Text("Dmms", "message"))
_RANGE: Final = Shape(
    RelatedRange,
    Number("Id", "record_id"),
    Number("IspId", "isp_record_id"),
    Number("Qsip", "first"),
    Number("Zzip", "last"),
    Text("Bz", "remark"),
)
_IP_FINDING: Final = Shape(
    IpFinding,
    Number("Jgdm", "code"),
    Text("Dmms", "message"),
    Many("Xgsj", "ranges", _RANGE),
)
RECORD_RESULT: Final = Shape(
    RecordResult,
    Many("Jgxx", "findings", _FINDING),
    Number("Czlx", "operation_type"),
    Text("Bs", "identifier"),
    Text("Bz", "remark"),
)
_ID_ROWS: Final[tuple[Row, ...]] = (
    Number("Id", "record_id"),
    Number("Czlx", "operation_type"),
    Number("IspId", "isp_record_id"),
    Text("Bz", "remark"),
)
IP_RESULT: Final = Shape(IdResult, Many("Jgxx", "findings", _IP_FINDING), *_ID_ROWS)
DOMAIN_RESULT: Final = Shape(IdResult, Many("Jgxx", "findings", _DOMAIN_FINDING), *_ID_ROWS)
OPINION: Final = Shape(
    _OpinionRow,
    Text("Shrxm", "reviewer"),
    Text("Shr_dhhm", "reviewer_phone"),
    Text("Shsj", "reviewed_at"),
    Text("Shyj", "text"),
    Number("Shjg", "approved", bool),
    Number("Czlx", "operation_type"),
    Number("Jlid", "record_id"),
)


def write_bajg(results: Iterable[RecordResult], opinions: Iterable[ReviewOpinion] = ()) -> bytes:
    """Return an ICP/BAJG file of results, and of opinions where a record was reviewed."""
    writing = Writing()
    writing.out.append("<ICP><BAJG>")
    _write_all("Jg_xx", RECORD_RESULT, results, writing)
    rows = [_flat(opinion) for opinion in opinions]
    if rows:
        writing.out.append("<GJSHS>")
        _write_all("Gjsh", OPINION, rows, writing)
        writing.out.append("</GJSHS>")
    writing.out.append("</BAJG></ICP>")
    return render("DownloadData", writing.out)


def write_ip_bajg(results: Iterable[tuple[str, IdResult]]) -> bytes:
    """Return an IP/BAJG file; each result comes with its block, Lyjg, Fpjg, Gbjs or Zdip."""
    by_block = list(results)
    writing = Writing()
    writing.out.append("<IP><BAJG>")
    for block in IP_RESULT_BLOCKS:
        _write_all(
            block,
            IP_RESULT,
            (_with_ranges(one) for name, one in by_block if name == block),
            writing,
        )
    writing.out.append("</BAJG></IP>")
    return render("DownloadData", writing.out)


def write_ym_bajg(results: Iterable[IdResult]) -> bytes:
    """Return a YM/BAJG file, at least one result in it."""
    writing = Writing()
    writing.out.append("<YM><BAJG>")
    _write_all("Jg_xx", DOMAIN_RESULT, results, writing)
    writing.out.append("</BAJG></YM>")
    return render("DownloadData", writing.out)


def opinion_of(row: _OpinionRow) -> ReviewOpinion:
    """Return a flat Gjsh as an opinion and what it is about."""
    return ReviewOpinion(
        opinion=Opinion(
            approved=row.approved,
            reviewer=row.reviewer,
            reviewer_phone=row.reviewer_phone,
            reviewed_at=row.reviewed_at,
            text=row.text,
        ),
        operation_type=row.operation_type,
        record_id=row.record_id,
    )


def _with_ranges(result: IdResult) -> IdResult:
    """Return a result of IP data whose findings can have ranges."""
    findings = tuple(
        one if isinstance(one, IpFinding) else IpFinding(code=one.code, message=one.message)
        for one in result.findings
    )
    return replace(result, findings=findings)


class _Opinions:
    """ICP/BAJG/GJSHS/Gjsh."""

    def read(self, element: etree._Element, reading: Reading) -> ReviewOpinion:
        return opinion_of(OPINION.read(element, reading))

    def write(self, record: ReviewOpinion, writing: Writing) -> None:
        OPINION.write(_flat(record), writing)


OPINIONS: Final = _Opinions()


def _flat(opinion: ReviewOpinion) -> _OpinionRow:
    said = opinion.opinion
    return _OpinionRow(
        reviewer=said.reviewer,
        reviewer_phone=said.reviewer_phone,
        reviewed_at=said.reviewed_at,
        text=said.text,
        approved=said.approved,
        operation_type=opinion.operation_type,
        record_id=opinion.record_id,
    )


def _write_all[R](tag: str, shape: Shape[R], records: Iterable[R], writing: Writing) -> None:
    for record in records:
        writing.out.append(f"<{tag}>")
        shape.write(record, writing)
        writing.out.append(f"</{tag}>")
