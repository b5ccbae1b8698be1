"""Writes IP and domain data as upload files: what an IP or domain reporting unit sends."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from beian.records_domains import DomainRecord
from beian.records_ip import IpRecord
from beian.wire.binding import Shape, Writing
from beian.wire.documents import render
from beian.wire.operations import OPERATIONS
from beian.wire.shapes_domains import DOMAIN_SHAPES
from beian.wire.shapes_ip import IP_SHAPES

_SHAPES: Final[Mapping[str, Shape[Any]]] = {**IP_SHAPES, **DOMAIN_SHAPES}


def write_ip_upload(records: Mapping[str, Sequence[IpRecord]], *, reporting_unit: int) -> bytes:
    """Return an IP file of records by operation, `IP/XZBA/Xzly`; none of the sequences empty.

    A record of additions has its `isp_record_id`, one of changes and deletions its `record_id`.
    """
    writing = Writing()
    blocks: dict[str, list[tuple[str, Sequence[IpRecord]]]] = {}
    for name, found in records.items():
        _, block, part = name.split("/")
        blocks.setdefault(block, []).append((part, found))
    writing.out.append("<IP>")
    for block, parts in blocks.items():
        writing.out.append(f"<{block}>")
        for part, found in parts:
            _write_operation(f"IP/{block}/{part}", found, writing)
        writing.out.append(f"</{block}>")
    writing.out.append(f"<Qqdwid>{reporting_unit}</Qqdwid></IP>")
    return render("UploadData", writing.out)


def write_domain_upload(
    records: Mapping[str, Sequence[DomainRecord]], *, reporting_unit: int
) -> bytes:
    """Return a YM file of records by operation, `YM/XZBA`; none of the sequences empty."""
    writing = Writing()
    writing.out.append("<YM>")
    for name, found in records.items():
        _write_operation(name, found, writing)
    writing.out.append(f"<Qqdwid>{reporting_unit}</Qqdwid></YM>")
    return render("UploadData", writing.out)


def _write_operation(name: str, records: Iterable[object], writing: Writing) -> None:
    """Write an operation's element with its records."""
    tag, record_tag = name.rpartition("/")[2], OPERATIONS[name].record
    writing.out.append(f"<{tag}>")
    for record in records:
        writing.out.append(f"<{record_tag}>")
        _SHAPES[name].write(record, writing)
        writing.out.append(f"</{record_tag}>")
    writing.out.append(f"</{tag}>")
