"""Valid files made from the schemas, and what a file says as a list to compare."""

import base64
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

from lxml import etree

from beian.wire import documents

XS: Final = "{http://www.w3.org/2001/XMLSchema}"
SCHEMAS: Final = Path(documents.__file__).parent / "schema"
BASE64: Final = frozenset({"Fjnr", "Spwj"})


class Choices(Protocol):
    """Decides what a schema leaves open."""

    def between(self, low: int, high: int) -> int:
        """Return a number, both ends included."""


class Everything:
    """Takes every element there can be, and the `pick`-th of a choice."""

    def __init__(self, pick: int = 0) -> None:
        self.pick = pick

    def between(self, low: int, high: int) -> int:
        """Return the highest; of numbers and texts too."""
        return max(low, high)


class Maker:
    """Makes documents of one schema."""

    def __init__(self, schema: str) -> None:
        self._root = etree.parse(SCHEMAS / f"{schema}.xsd").getroot()
        self._types = {
            one.get("name", ""): one for one in self._root.iterchildren(f"{XS}simpleType")
        }

    def document(self, path: Sequence[str], choices: Choices) -> bytes:
        """Return a file whose elements follow `path` down, with everything open below its end."""
        element = self._root.find(f"{XS}element")
        assert element is not None
        made = self._make(element, tuple(path), choices)
        return documents.render(made.tag, [etree.tostring(one, encoding="unicode") for one in made])

    def _make(
        self, declared: etree._Element, path: tuple[str, ...], choices: Choices
    ) -> etree._Element:
        made = etree.Element(declared.get("name", ""))
        group = declared.find(f"{XS}complexType/*")
        if group is None:
            made.text = self._value(declared, choices)
            return made
        children = list(group.iterchildren(f"{XS}element"))
        if path:
            for child in children:
                if child.get("name") == path[0]:
                    made.append(self._make(child, path[1:], choices))
                elif child.get("name") == "Qqdwid":
                    made.append(self._make(child, (), choices))
            return made
        if group.tag == f"{XS}choice":
            pick = (
                choices.pick
                if isinstance(choices, Everything)
                else choices.between(0, len(children) - 1)
            )
            children = [children[pick]]
        for child in children:
            low = int(child.get("minOccurs", "1"))
            high = (
                2
                if child.get("maxOccurs") == "unbounded"
                else min(2, int(child.get("maxOccurs", "1")))
            )
            for _ in range(choices.between(low, max(low, high))):
                made.append(self._make(child, (), choices))
        return made

    def _value(self, declared: etree._Element, choices: Choices) -> str:
        name = declared.get("name", "")
        if name in BASE64:
            return base64.b64encode(b"bytes %d" % choices.between(0, 9)).decode()
        base, facets = self._facets(declared.get("type", ""))
        if base == "xs:long":
            low = int(facets.get("minInclusive", 0))
            return str(choices.between(low, int(facets.get("maxInclusive", 2**63 - 1))))
        low, high = int(facets.get("minLength", 0)), int(facets.get("maxLength", 40))
        length = choices.between(low, min(high, low + 8))
        start = choices.between(0, 200)
        return "".join(chr(0x4E00 + (start + at) % 200) for at in range(length))

    def _facets(self, name: str) -> tuple[str, dict[str, str]]:
        named = self._types.get(name)
        if named is None:
            return name, {}
        restriction = named.find(f"{XS}restriction")
        if restriction is None:
            return "xs:long", {"minInclusive": "1", "maxInclusive": "7"}
        facets = {etree.QName(one).localname: one.get("value", "") for one in restriction}
        base = restriction.get("base", "")
        return (base if base.startswith("xs:") else self._facets(base)[0]), facets


def leaves(xml: bytes) -> Counter[tuple[str, str]]:
    """Return every leaf's path and text: what a file says, whatever the order of its elements."""
    root = etree.fromstring(xml)
    return Counter(
        (path_of(element), element.text or "") for element in root.iter() if not len(element)
    )


def paths(xml: bytes) -> set[str]:
    """Return the path of every element in a file."""
    return {path_of(element) for element in etree.fromstring(xml).iter()}


def path_of(element: etree._Element) -> str:
    """Return an element's path by names."""
    return "/".join(
        [*reversed([str(one.tag) for one in element.iterancestors()]), str(element.tag)]
    )
