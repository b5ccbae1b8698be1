"""Writes any operations of one kind as an upload file: what an enterprise sends."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from beian.records import Filing
from beian.records_changes import ChangeRecord
from beian.records_domains import DomainRecord
from beian.records_ip import IpRecord
from beian.wire.binding import Shape, Writing
from beian.wire.documents import render
from beian.wire.operations import OPERATIONS
from beian.wire.shapes import NEW_FILING
from beian.wire.shapes_changes import CHANGE_SHAPES
from beian.wire.shapes_domains import DOMAIN_SHAPES
from beian.wire.shapes_ip import IP_SHAPES

_SHAPES: Final[Mapping[str, Shape[Any]]] = {
    "ICP/XZBA": NEW_FILING,
    **CHANGE_SHAPES,
    **IP_SHAPES,
    **DOMAIN_SHAPES,
}


def write_icp_upload(
    records: Mapping[str, Sequence[Filing | ChangeRecord]],
    blobs: Mapping[str, bytes],
    *,
    reporting_unit: int,
) -> bytes:
    """Return an ICP file of records by operation, `ICP/XZWZ`; none of the sequences empty.

    `blobs` holds the bytes the records refer to by SHA-256 in hex; raises KeyError when one
    is missing.
    """
    return _file("ICP", records, Writing(blobs), reporting_unit)


def write_ip_upload(records: Mapping[str, Sequence[IpRecord]], *, reporting_unit: int) -> bytes:
    """Return an IP file of records by operation, `IP/XZBA/Xzly`; none of the sequences empty.

    A record of additions has its `isp_record_id`, one of changes and deletions its `record_id`.
    """
    return _file("IP", records, Writing(), reporting_unit)


def write_domain_upload(
    records: Mapping[str, Sequence[DomainRecord]], *, reporting_unit: int
) -> bytes:
    """Return a YM file of records by operation, `YM/XZBA`; none of the sequences empty."""
    return _file("YM", records, Writing(), reporting_unit)


def _file(
    kind: str, records: Mapping[str, Sequence[object]], writing: Writing, reporting_unit: int
) -> bytes:
    blocks: dict[str, list[str]] = {}
    for name in records:
        blocks.setdefault(name.split("/")[1], []).append(name)
    writing.out.append(f"<{kind}>")
    for block, names in blocks.items():
        writing.out.append(f"<{block}>")
        for name in names:
            part = name.split("/")[2:]
            writing.out += [f"<{tag}>" for tag in part]
            _write_all(name, records[name], writing)
            writing.out += [f"</{tag}>" for tag in part]
        writing.out.append(f"</{block}>")
    writing.out.append(f"<Qqdwid>{reporting_unit}</Qqdwid></{kind}>")
    return render("UploadData", writing.out)


def _write_all(name: str, records: Sequence[object], writing: Writing) -> None:
    tag, shape = OPERATIONS[name].record, _SHAPES[name]
    for record in records:
        writing.out.append(f"<{tag}>")
        shape.write(record, writing)
        writing.out.append(f"</{tag}>")
