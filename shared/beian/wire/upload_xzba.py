"""Writes new filings (新增备案) as an upload file: what an enterprise sends."""

from collections.abc import Iterable, Mapping

from beian.records import Filing
from beian.wire.binding import Writing
from beian.wire.documents import render
from beian.wire.shapes import NEW_FILING


def write_xzba(
    filings: Iterable[Filing], blobs: Mapping[str, bytes], *, reporting_unit: int
) -> bytes:
    """Return an ICP/XZBA file of `filings`, at least one, with `reporting_unit` as Qqdwid.

    `blobs` holds the attachments' and approvals' bytes by SHA-256 in hex; raises KeyError when
    one is missing. Ids and numbers that only a bureau gives are not part of an upload.
    """
    writing = Writing(blobs)
    writing.out.append("<ICP><XZBA>")
    for filing in filings:
        writing.out.append("<Baxx>")
        NEW_FILING.write(filing, writing)
        writing.out.append("</Baxx>")
    writing.out.append(f"</XZBA><Qqdwid>{reporting_unit}</Qqdwid></ICP>")
    return render("UploadData", writing.out)
