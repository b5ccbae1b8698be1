"""Where something stands in a file: XPath, line and column of elements and of bad characters.

Costs a pass over the file: for explaining a refusal, not for making one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from beian.wire.hardened import Malformed, parse
from beian.wire.operations import KINDS, operations_in
from beian.wire.sealing import SHOWN_CHARACTERS

_DECLARATION: Final = re.compile(r"<\?xml[^>]*\?>")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HIDDEN: Final = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)


PLACED_BYTES_MAX: Final = 8 * 1024 * 1024
"""Of a larger file only the line that the schema's judge names is told: it costs memory."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file; line and column count from 1."""

    line: int
    column: int
    xpath: str | None = None
    text: str | None = None
    """What stands there, cut."""


@dataclass(frozen=True, slots=True)
class RecordElement:
    """A record and its place."""

    operation: str
    operation_type: int
    identifier: str | None
    element: etree._Element

    @property
    def name(self) -> str:
        """What people call it."""
        return f"{self.operation} {self.identifier}" if self.identifier else self.operation


@dataclass(slots=True)
class Places:
    """The places of one file. What is no XML has none but bad characters."""

    xml: bytes
    _text: str = ""
    _visible: str = ""
    """The text with comments and CDATA sections blanked out."""
    _root: etree._Element | None = None
    _records: list[RecordElement] = field(default_factory=list)
    _told: set[int] = field(default_factory=set)
    _known: dict[str, Mapping[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.xml) > PLACED_BYTES_MAX:
            return
        self._text = self.xml.decode("gb18030", "replace")
        self._visible = self._text
        if "<!" in self._text:
            self._visible = _HIDDEN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), self._text)
        root = parse((_DECLARATION.sub("", self._text, count=1).encode("utf-8", "replace"),))
        if not isinstance(root, Malformed):
            self._root = root
            self._records = list(_records(root))

    def first_illegal(self) -> Spot | None:
        """Return the first control character or byte that is not GBK."""
        if not self._text:
            return None
        control = _CONTROL.search(self._text)
        at = None if control is None else control.start()
        try:
            self.xml.decode("gb18030")
        except UnicodeDecodeError as error:
            before = len(self.xml[: error.start].decode("gb18030", "replace"))
            if at is None or before < at:
                return self._spot(before, text=self.xml[error.start : error.start + 4].hex())
        if control is None or at is None:
            return None
        return self._spot(at, text=f"U+{ord(control[0]):04X}")

    def of_path(self, xpath: str) -> Spot | None:
        """Return the first place that a path of this file names."""
        if self._root is None:
            return None
        try:
            found: Any = self._root.getroottree().xpath(xpath.partition("/@")[0])
        except etree.XPathError:
            return None
        if not isinstance(found, list) or not found or not etree.iselement(found[0]):
            return None
        return self._of(found[0])

    def record(
        self, operation_type: int, identifier: str | None, number: int | None
    ) -> RecordElement | None:
        """Return a record by its number, or the next one with this Czlx and Bs."""
        if number is not None:
            return self._records[number - 1] if number <= len(self._records) else None
        for index, one in enumerate(self._records):
            fits = (one.operation_type, one.identifier) == (operation_type, identifier)
            if fits and index not in self._told:
                self._told.add(index)
                return one
        return None

    def within(self, record: RecordElement, tags: Sequence[str], value: str | None) -> Spot | None:
        """Return where a value stands in a record, best in an element of these names."""
        named = [one for one in record.element.iter() if one.tag in tags]
        if value:
            for candidates in (named, record.element.iter()):
                for one in candidates:
                    if not len(one) and (one.text or "").strip() == value.strip():
                        return self._of(one)
        if len(named) == 1:
            return self._of(named[0])
        return self._of(record.element)

    def _of(self, element: etree._Element) -> Spot:
        path = str(element.getroottree().getpath(element))
        text = None if len(element) else (element.text or "")[:SHOWN_CHARACTERS]
        return self._spot(self._starts(str(element.tag)).get(path, 0), path, text)

    def _starts(self, tag: str) -> Mapping[str, int]:
        """Return where each element of a name begins, by its path: both come in the same order."""
        known = self._known.get(tag)
        if known is None:
            assert self._root is not None, "an element has a tree"
            tree = self._root.getroottree()
            opening = re.compile(rf"<{re.escape(tag)}(?=[\s/>])")
            starts = (match.start() for match in opening.finditer(self._visible))
            paths = (str(tree.getpath(one)) for one in self._root.iter(tag))
            known = self._known[tag] = dict(zip(paths, starts, strict=False))
        return known

    def _spot(self, at: int, xpath: str | None = None, text: str | None = None) -> Spot:
        line = self._text.count("\n", 0, at) + 1
        column = at - (self._text.rfind("\n", 0, at) + 1) + 1
        return Spot(line, column, xpath, text)


def _records(root: etree._Element) -> Iterator[RecordElement]:
    kind = next((child for child in root if child.tag in KINDS), None)
    for operation, element in operations_in(kind) if kind is not None else ():
        for record in element.iterchildren(operation.record):
            yield RecordElement(
                operation.name,
                operation.type_of(record),
                operation.identifier_of(record),
                record,
            )
