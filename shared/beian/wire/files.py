"""An upload file as the enterprise sent it: judged as a whole, its records in order (§10.1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from beian.records import Filing
from beian.records_changes import ChangeRecord
from beian.records_domains import DomainRecord
from beian.records_ip import IpRecord
from beian.regulations.numbers import UPLOAD_RECORDS_MAX
from beian.wire.binding import Reading, Undecodable
from beian.wire.documents import read
from beian.wire.lenient import Lenience
from beian.wire.operations import KINDS, Operation, operations_in
from beian.wire.refusal import WireRefusal
from beian.wire.shapes import NEW_FILING
from beian.wire.shapes_changes import CHANGE_SHAPES
from beian.wire.shapes_domains import DOMAIN_SHAPES
from beian.wire.shapes_ip import IP_SHAPES


@dataclass(frozen=True, slots=True)
class NewFiling:
    """ICP/XZBA/Baxx: a filing, the bytes it refers to, and the base64 that was none."""

    filing: Filing
    blobs: Mapping[str, bytes]
    """Decoded bytes by SHA-256 in hex."""
    undecodable: tuple[Undecodable, ...]
    """Each is a 5010; in the filing a reference to no bytes stands for it."""


@dataclass(frozen=True, slots=True)
class UploadRecord:
    """One record: enough to answer it, and its content where the operation is read."""

    operation: str
    """`ICP/XZBA`, `IP/XZBA/Xzly`, `YM/SCBA`."""
    operation_type: int
    """Czlx of its result."""
    identifier: str | None
    """Bs of its result (§10.3); for IP and domain data the id that was sent."""
    result_block: str
    """The element of BAJG that answers it."""
    line: int
    new_filing: NewFiling | None = None
    ip: IpRecord | None = None
    """What a record of IP data says."""
    domain: DomainRecord | None = None
    """What a record of domain data says."""
    change: ChangeRecord | None = None
    """What is sent about a filing that exists."""
    blobs: Mapping[str, bytes] = field(default_factory=dict)
    """Decoded bytes `change` refers to, by SHA-256 in hex."""
    undecodable: tuple[Undecodable, ...] = ()
    """Each is a 5010; in `change` a reference to no bytes stands for it."""


@dataclass(frozen=True, slots=True)
class UploadFile:
    """A file that is valid as a whole."""

    kind: str
    """ICP, IP or YM."""
    reporting_unit: int
    """Qqdwid."""
    records: tuple[UploadRecord, ...]

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations' names in document order, each once."""
        return tuple(dict.fromkeys(record.operation for record in self.records))


def parse_upload(
    xml: bytes,
    file_name: str,
    *,
    drop_empty_nrlx: bool = False,
    accept_both_choice_members: bool = False,
    check_images: bool = False,
) -> UploadFile | WireRefusal:
    """Read an upload file: 5001, 5004 or 5008 for all of it, or its records in document order.

    Order: encoding and well-formedness, version, schema, at least one record, at most 1000.
    Who sent it, and whether Qqdwid is the sender's (5003), is the caller's to judge.
    The switches forgive what §15 lets a bureau forgive, and look into attachments; all are off
    there.
    """
    lenience = Lenience(drop_empty_nrlx, accept_both_choice_members)
    amend = lenience.amend if lenience.forgives else None
    document = read(xml, "upload", "UploadData", amend)
    children = () if document.root is None else document.root
    kind = next((child for child in children if child.tag in KINDS), None)
    outcome = document.refusal
    if outcome is None:
        assert kind is not None, "the schema requires one of the three kinds"
        parsed = _records(kind, check_images=check_images)
        if isinstance(parsed, UploadFile):
            return parsed
        outcome = parsed
    return replace(_placed(outcome, kind), detail=f"{file_name}: {outcome.detail}")


def _records(kind: etree._Element, *, check_images: bool) -> UploadFile | WireRefusal:
    found = [
        (operation, record)
        for operation, element in operations_in(kind)
        for record in element.iterchildren(operation.record)
    ]
    if not found:
        return WireRefusal(5001, "no operation in the file", f"/UploadData/{kind.tag}")
    if len(found) > UPLOAD_RECORDS_MAX:
        return WireRefusal(5001, f"{len(found)} records", f"/UploadData/{kind.tag}")
    unit = int(kind.findtext("Qqdwid") or "0")
    records = tuple(
        _record(operation, record, unit, check_images=check_images) for operation, record in found
    )
    return UploadFile(str(kind.tag), unit, records)


def _record(
    operation: Operation, element: etree._Element, unit: int, *, check_images: bool
) -> UploadRecord:
    reading = Reading(unit, check_images=check_images)
    content = None
    if operation.name == "ICP/XZBA":
        content = _new_filing(element, Reading(unit, check_images=check_images))
    ip = IP_SHAPES.get(operation.name)
    domain = DOMAIN_SHAPES.get(operation.name)
    change = CHANGE_SHAPES.get(operation.name)
    line: Any = element.sourceline  # its type is not declared
    record = UploadRecord(
        operation.name,
        operation.type_of(element),
        operation.identifier_of(element),
        operation.result_block,
        line,
        content,
        None if ip is None else ip.read(element, reading),
        None if domain is None else domain.read(element, reading),
        None if change is None else change.read(element, reading),
        reading.blobs,
        tuple(reading.undecodable),
    )
    element.clear()  # fifty megabytes of base64 need not stay twice
    return record


def _new_filing(element: etree._Element, reading: Reading) -> NewFiling:
    filing = NEW_FILING.read(element, reading)
    return NewFiling(filing, reading.blobs, tuple(reading.undecodable))


def _placed(refusal: WireRefusal, kind: etree._Element | None) -> WireRefusal:
    """Say into which block the refusal is answered (§14, 14)."""
    if kind is None:
        return refusal
    first = next(operations_in(kind), None)
    if first is None:
        return replace(refusal, kind=str(kind.tag))
    operation, element = first
    record = next(element.iterchildren(operation.record), element)
    return replace(refusal, kind=str(kind.tag), operation_type=operation.type_of(record))
