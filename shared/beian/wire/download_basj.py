"""BASJ, the issued filings as an enterprise downloads them (已通过的备案数据)."""

from collections.abc import Iterable, Mapping
from typing import Final

from lxml import etree

from beian.records import ECertificate, Filing, Record
from beian.wire.binding import Reading, Shape, Text, Writing
from beian.wire.documents import render
from beian.wire.shapes import ISSUED_SITE, ISSUED_SUBJECT


class IssuedFiling(Record, frozen=True, kw_only=True):
    """BASJ/Baxx: a filing with the bureau's ids and numbers. Dates are YYYY-MM-DD."""

    filing: Filing
    """Without attachments: the download has none."""
    first_reported: str
    """Scbbsj."""
    last_changed: str
    """Zjxgsj."""
    certificate: ECertificate | None = None
    reviewer: str | None = None
    """Shrxm."""
    reviewed_at: str | None = None
    """Shsj."""
    remark: str | None = None
    """Bz of the record."""


class _Marks(Record, frozen=True, kw_only=True):
    """What issuing adds inside Zt_xx."""

    first_reported: str
    last_changed: str
    valid_until: str | None = None
    path: str | None = None
    serial: str | None = None
    reviewer: str | None = None
    reviewed_at: str | None = None


_MARKS: Final = Shape(
    _Marks,
    Text("Scbbsj", "first_reported"),
    Text("Zjxgsj", "last_changed"),
    Text("Zsyxq", "valid_until"),
    Text("Zslj", "path"),
    Text("Zsxh", "serial"),
    Text("Shrxm", "reviewer"),
    Text("Shsj", "reviewed_at"),
)


def write_basj(issued: Iterable[IssuedFiling], blobs: Mapping[str, bytes]) -> bytes:
    """Return an ICP/BASJ file, at least one filing in it.

    Every part must have its bureau id, every access its provider. `blobs` holds the bytes of
    the pre-approvals' documents by SHA-256 in hex; raises KeyError when one is missing. Isp ids
    of another provider than the receiver are the caller's to take out (§14, 54).
    """
    writing = Writing(blobs)
    writing.out.append("<ICP><BASJ>")
    for one in issued:
        _write_one(one, writing)
    writing.out.append("</BASJ></ICP>")
    return render("DownloadData", writing.out)


def read_issued(record: etree._Element, reading: Reading) -> IssuedFiling:
    """Read one BASJ/Baxx of a valid file."""
    subject = record.find("Zt_xx")
    assert subject is not None, "the schema requires Zt_xx"
    marks = _MARKS.read(subject, reading)
    certificate = None
    if marks.serial is not None and marks.path is not None and marks.valid_until is not None:
        certificate = ECertificate(
            serial=marks.serial, path=marks.path, valid_until=marks.valid_until
        )
    return IssuedFiling(
        filing=Filing(
            subject=ISSUED_SUBJECT.read(subject, reading),
            sites=tuple(ISSUED_SITE.read(site, reading) for site in record.iterchildren("Wz_xx")),
        ),
        certificate=certificate,
        first_reported=marks.first_reported,
        last_changed=marks.last_changed,
        reviewer=marks.reviewer,
        reviewed_at=marks.reviewed_at,
        remark=record.findtext("Bz"),
    )


def _write_one(issued: IssuedFiling, writing: Writing) -> None:
    certificate = issued.certificate
    marks = _Marks(
        first_reported=issued.first_reported,
        last_changed=issued.last_changed,
        valid_until=certificate.valid_until if certificate else None,
        path=certificate.path if certificate else None,
        serial=certificate.serial if certificate else None,
        reviewer=issued.reviewer,
        reviewed_at=issued.reviewed_at,
    )
    writing.out.append("<Baxx><Zt_xx>")
    ISSUED_SUBJECT.write(issued.filing.subject, writing)
    _MARKS.write(marks, writing)
    writing.out.append("</Zt_xx>")
    for site in issued.filing.sites:
        writing.out.append("<Wz_xx>")
        ISSUED_SITE.write(site, writing)
        writing.out.append("</Wz_xx>")
    if issued.remark is not None:
        writing.element("Bz", issued.remark)
    writing.out.append("</Baxx>")
