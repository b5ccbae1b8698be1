"""Tables that bind XML elements to records, read and written by the same rows.

A `Shape` lists an element's children in the schema's order. What a record does not have is
left out when written and skipped when read: the schema has judged the document before.
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from lxml import etree
from msgspec.structs import replace

from beian.records import BlobRef
from beian.wire.hardened import escape

_WHITE_SPACE: Final = b" \t\r\n"
_NIL: Final = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_TRUE: Final = ("true", "1")
_JPG: Final = 1
_BEGINNINGS: Final[Mapping[int, bytes]] = {_JPG: b"\xff\xd8\xff", 2: b"\x89PNG\r\n\x1a\n"}
"""Of the formats in the table fjwjgs, as far as their bytes begin the same."""
_NOTHING: Final = BlobRef(sha256=hashlib.sha256(b"").hexdigest(), size=0)


@dataclass(frozen=True, slots=True)
class Undecodable:
    """A base64 field that holds none, or no bytes: code 5010 for its record."""

    xpath: str
    site_name: str | None = None
    """The site it belongs to; None for what belongs to the whole filing."""


@dataclass(slots=True)
class Reading:
    """What reading one record gathers beside the record."""

    isp_id: int
    """Whose file it is."""
    blobs: dict[str, bytes] = field(default_factory=dict)
    """Decoded bytes by SHA-256 in hex."""
    undecodable: list[Undecodable] = field(default_factory=list)
    check_images: bool = False
    """Whether an attachment has to be the image that it is said to be."""

    def keep(self, element: etree._Element) -> BlobRef:
        """Decode an element's base64; a broken one becomes a reference to no bytes."""
        try:
            raw = (element.text or "").encode("ascii").translate(None, _WHITE_SPACE)
            content = base64.b64decode(raw, validate=True)
        except (UnicodeEncodeError, binascii.Error):
            content = b""
        if self.check_images and not is_image(content, _format_of(element)):
            content = b""
        if not content:
            site = next(element.iterancestors("Wz_xx"), None)
            self.undecodable.append(
                Undecodable(
                    str(element.getroottree().getpath(element)),
                    None if site is None else site.findtext("Wzmc"),
                )
            )
            return _NOTHING
        sha256 = hashlib.sha256(content).hexdigest()
        self.blobs[sha256] = content
        return BlobRef(sha256=sha256, size=len(content))


def is_image(content: bytes, format: int | None) -> bool:  # noqa: A002 - Fjwjgs is the format
    """Say whether bytes begin as a file of this format (Fjwjgs) does; True for one unknown."""
    return content.startswith(_BEGINNINGS.get(format or 0, b""))


def _format_of(element: etree._Element) -> int | None:
    """Return what a base64 field says it holds: Fjnr by its Fjwjgs, an approval document JPG."""
    if element.tag == "Spwj":
        return _JPG
    parent = element.getparent()
    text = "" if parent is None else (parent.findtext("Fjwjgs") or "").strip()
    return int(text) if text.isascii() and text.isdigit() else None


@dataclass(slots=True)
class Writing:
    """What writing needs beside the records, and what is written so far."""

    blobs: Mapping[str, bytes] = field(default_factory=dict)
    out: list[str] = field(default_factory=list)

    def element(self, tag: str, text: str) -> None:
        """Write a leaf."""
        self.out.append(f"<{tag}>{escape(text)}</{tag}>")

    def blob(self, tag: str, reference: BlobRef) -> None:
        """Write a leaf of base64. Raises KeyError when its bytes were not handed over."""
        encoded = base64.b64encode(self.blobs[reference.sha256]).decode("ascii")
        self.out.append(f"<{tag}>{encoded}</{tag}>")


class Row(Protocol):
    """One child element: where its content goes, and where it comes from."""

    @property
    def tag(self) -> str:
        """The element's name."""

    def read(self, element: etree._Element, reading: Reading, into: dict[str, Any]) -> None:
        """Put the element's content into the arguments of the record."""

    def write(self, record: object, writing: Writing) -> None:
        """Write the element, or nothing if the record does not have it."""


class Shape[R]:
    """An element with children, and the record it becomes."""

    def __init__(
        self,
        record: type[R],
        *rows: Row,
        isp_id: str | None = None,
        defaults: Mapping[str, Any] | None = None,
    ) -> None:
        """`isp_id` names a field that gets the id of whose file it is, where no element does.

        `defaults` stand for required fields whose element a schema lets out.
        """
        self._defaults = defaults or {}
        self._record = record
        self._rows = rows
        self._by_tag = {row.tag: row for row in rows}
        self._isp_id = isp_id

    def read(self, element: etree._Element, reading: Reading) -> R:
        """Build the record of an element."""
        arguments: dict[str, Any] = {}
        if self._isp_id is not None:
            arguments[self._isp_id] = reading.isp_id
        read_children(element, self._by_tag, reading, arguments)
        for name, value in arguments.items():
            if type(value) is list:
                arguments[name] = tuple(value)
        return self._record(**{**self._defaults, **arguments})

    def write(self, record: R, writing: Writing) -> None:
        """Write the children, not the element around them."""
        for row in self._rows:
            row.write(record, writing)


def read_children(
    element: etree._Element,
    by_tag: Mapping[str, Row],
    reading: Reading,
    into: dict[str, Any],
) -> None:
    """Read the children that have a row."""
    for child in element:
        row = by_tag.get(child.tag)
        if row is not None and not (child.attrib and child.get(_NIL) in _TRUE):
            row.read(child, reading, into)


@dataclass(frozen=True, slots=True)
class Text:
    """A text, as it stands."""

    tag: str
    name: str
    skips_empty: bool = False
    """An empty text is left out, where the schema has none."""

    def read(self, element: etree._Element, _: Reading, into: dict[str, Any]) -> None:
        into[self.name] = element.text or ""

    def write(self, record: object, writing: Writing) -> None:
        value = getattr(record, self.name)
        if value is not None and (value or not self.skips_empty):
            writing.element(self.tag, value)


@dataclass(frozen=True, slots=True)
class Texts:
    """A repeated element around one text."""

    tag: str
    leaf: str
    name: str

    def read(self, element: etree._Element, _: Reading, into: dict[str, Any]) -> None:
        into.setdefault(self.name, []).append(element.findtext(self.leaf) or "")

    def write(self, record: object, writing: Writing) -> None:
        for value in getattr(record, self.name):
            writing.out.append(f"<{self.tag}>")
            writing.element(self.leaf, value)
            writing.out.append(f"</{self.tag}>")


@dataclass(frozen=True, slots=True)
class Number:
    """An xs:long, or a yes and no of 1 and 0."""

    tag: str
    name: str
    kind: type[int] = int

    def read(self, element: etree._Element, _: Reading, into: dict[str, Any]) -> None:
        into[self.name] = self.kind(int(element.text or "0"))

    def write(self, record: object, writing: Writing) -> None:
        value = getattr(record, self.name)
        if value is not None:
            writing.out.append(f"<{self.tag}>{int(value)}</{self.tag}>")


@dataclass(frozen=True, slots=True)
class Numbers:
    """A repeated xs:long."""

    tag: str
    name: str

    def read(self, element: etree._Element, _: Reading, into: dict[str, Any]) -> None:
        into.setdefault(self.name, []).append(int(element.text or "0"))

    def write(self, record: object, writing: Writing) -> None:
        writing.out += [f"<{self.tag}>{n}</{self.tag}>" for n in getattr(record, self.name)]


@dataclass(frozen=True, slots=True)
class Blob:
    """Base64 of bytes that lie elsewhere."""

    tag: str
    name: str

    def read(self, element: etree._Element, reading: Reading, into: dict[str, Any]) -> None:
        into[self.name] = reading.keep(element)

    def write(self, record: object, writing: Writing) -> None:
        writing.blob(self.tag, getattr(record, self.name))


@dataclass(frozen=True, slots=True)
class Blobs:
    """Repeated base64."""

    tag: str
    name: str

    def read(self, element: etree._Element, reading: Reading, into: dict[str, Any]) -> None:
        into.setdefault(self.name, []).append(reading.keep(element))

    def write(self, record: object, writing: Writing) -> None:
        for reference in getattr(record, self.name):
            writing.blob(self.tag, reference)


@dataclass(frozen=True, slots=True)
class One:
    """An element that is a record of its own."""

    tag: str
    name: str
    shape: Shape[Any]

    def read(self, element: etree._Element, reading: Reading, into: dict[str, Any]) -> None:
        into[self.name] = self.shape.read(element, reading)

    def write(self, record: object, writing: Writing) -> None:
        value = getattr(record, self.name)
        if value is not None:
            writing.out.append(f"<{self.tag}>")
            self.shape.write(value, writing)
            writing.out.append(f"</{self.tag}>")


@dataclass(frozen=True, slots=True)
class Many:
    """A repeated element that is a record of its own."""

    tag: str
    name: str
    shape: Shape[Any]

    def read(self, element: etree._Element, reading: Reading, into: dict[str, Any]) -> None:
        into.setdefault(self.name, []).append(self.shape.read(element, reading))

    def write(self, record: object, writing: Writing) -> None:
        for value in getattr(record, self.name):
            writing.out.append(f"<{self.tag}>")
            self.shape.write(value, writing)
            writing.out.append(f"</{self.tag}>")


class Inline:
    """An element that only groups: its children belong to the record around it."""

    def __init__(self, tag: str, *rows: Row) -> None:
        self.tag = tag
        self._rows = rows
        self._by_tag = {row.tag: row for row in rows}

    def read(self, element: etree._Element, reading: Reading, into: dict[str, Any]) -> None:
        """Read the children into the record around."""
        read_children(element, self._by_tag, reading, into)

    def write(self, record: object, writing: Writing) -> None:
        """Write the element, unless it would be empty."""
        start = len(writing.out)
        writing.out.append(f"<{self.tag}>")
        for row in self._rows:
            row.write(record, writing)
        if len(writing.out) == start + 1:
            writing.out.pop()
        else:
            writing.out.append(f"</{self.tag}>")


@dataclass(frozen=True, slots=True)
class Part:
    """A row whose value belongs to a part of the record that no element stands for."""

    name: str
    """The part's field."""
    record: type[Any]
    row: Row

    @classmethod
    def rows(cls, name: str, record: type[Any], *rows: Row) -> tuple["Part", ...]:
        """Return rows that all belong to one part."""
        return tuple(cls(name, record, row) for row in rows)

    @property
    def tag(self) -> str:
        """The element's name."""
        return self.row.tag

    def read(self, element: etree._Element, reading: Reading, into: dict[str, Any]) -> None:
        """Put the element's content into the part, made at its first element."""
        arguments: dict[str, Any] = {}
        self.row.read(element, reading, arguments)
        part = into.get(self.name)
        into[self.name] = self.record(**arguments) if part is None else replace(part, **arguments)

    def write(self, record: object, writing: Writing) -> None:
        """Write the element, or nothing where the record has no such part."""
        part = getattr(record, self.name)
        if part is not None:
            self.row.write(part, writing)
