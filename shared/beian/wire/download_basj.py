"""BASJ, the issued filings as an enterprise downloads them (已通过的备案数据)."""

import itertools
from collections.abc import Iterable, Mapping
from typing import Final

from lxml import etree

from beian.records import ECertificate, Filing, Record, Site
from beian.wire.binding import Reading, Shape, Text, Writing
from beian.wire.documents import render
from beian.wire.shapes import ISSUED_SITE, ISSUED_SITE_ROWS, ISSUED_SUBJECT


class SiteTimes(Record, frozen=True, kw_only=True):
    """When a website was first reported and last changed, where the bureau says so."""

    first_reported: str | None = None
    last_changed: str | None = None


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
    site_times: tuple[SiteTimes, ...] = ()
    """One for each site, or none at all."""


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


_TIMES: Final = Shape(SiteTimes, Text("Scbbsj", "first_reported"), Text("Zjxgsj", "last_changed"))
_SITE: Final = Shape(Site, *ISSUED_SITE_ROWS)


def write_basj(issued: Iterable[IssuedFiling], blobs: Mapping[str, bytes]) -> bytes:
    """Return an ICP/BASJ file, at least one filing in it.

    Every part must have its bureau id, every access its provider. `blobs` holds the bytes of
    the pre-approvals' documents by SHA-256 in hex; raises KeyError when one is missing. Isp ids
    of another provider than the receiver are the caller's to take out (§14, 54).
    """
    writing = Writing(blobs)
    writing.out.append("<ICP><BASJ>")
    for one in issued:
        writing.out.append("<Baxx>")
        write_issued(one, writing)
        writing.out.append("</Baxx>")
    writing.out.append("</BASJ></ICP>")
    return render("DownloadData", writing.out)


def read_issued(record: etree._Element, reading: Reading) -> IssuedFiling:
    """Read one Baxx of BASJ or SJTB of a valid file."""
    subject = record.find("Zt_xx")
    assert subject is not None, "the schema requires Zt_xx"
    marks = _MARKS.read(subject, reading)
    certificate = None
    if marks.serial is not None and marks.path is not None and marks.valid_until is not None:
        certificate = ECertificate(
            serial=marks.serial, path=marks.path, valid_until=marks.valid_until
        )
    times = tuple(_TIMES.read(site, reading) for site in record.iterchildren("Wz_xx"))
    return IssuedFiling(
        site_times=times if any(one != SiteTimes() for one in times) else (),
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


def write_issued(issued: IssuedFiling, writing: Writing) -> None:
    """Write the children of a Baxx."""
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
    writing.out.append("<Zt_xx>")
    ISSUED_SUBJECT.write(issued.filing.subject, writing)
    _MARKS.write(marks, writing)
    writing.out.append("</Zt_xx>")
    nothing = itertools.repeat(SiteTimes())
    for site, times in zip(issued.filing.sites, issued.site_times or nothing, strict=False):
        writing.out.append("<Wz_xx>")
        _SITE.write(site, writing)
        _TIMES.write(times, writing)
        if site.filing_number is not None:
            writing.element("Baxh", site.filing_number)
        writing.out.append("</Wz_xx>")
    if issued.remark is not None:
        writing.element("Bz", issued.remark)


class _Issued:
    """BASJ/Baxx and SJTB/ICP/Baxx."""

    def read(self, element: etree._Element, reading: Reading) -> IssuedFiling:
        return read_issued(element, reading)

    def write(self, record: IssuedFiling, writing: Writing) -> None:
        write_issued(record, writing)


ISSUED: Final = _Issued()
