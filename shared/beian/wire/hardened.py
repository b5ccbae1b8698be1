"""XML from strangers: no document type, no entity, no network, bounded trees; text going out.

A text node may be as large as a whole upload, so the parser's own limits are off and these
stand in for them; both are counted before a tree is built.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

_DOCTYPE: Final = b"<!DOCTYPE"
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a document may hold. `tags` counts `<`, `quotes` counts both kinds of quotes."""

    tags: int
    quotes: int


@dataclass(frozen=True, slots=True)
class Malformed:
    """Why no tree was built."""

    reason: str
    line: int | None = None
    column: int | None = None


def check_bounds(data: bytes, bounds: Bounds) -> Malformed | None:
    """Refuse a document type and a document with too much markup, before it is parsed."""
    if _DOCTYPE in data:
        return Malformed("a document type is not allowed")
    if data.count(b"<") > bounds.tags:
        return Malformed(f"more than {bounds.tags} tags")
    if data.count(b'"') + data.count(b"'") > bounds.quotes:
        return Malformed(f"more than {bounds.quotes} quotes")
    return None


def parse(pieces: Iterable[bytes]) -> etree._Element | Malformed:
    """Build the tree of a UTF-8 document handed over in pieces, whatever encoding it declares.

    The caller has checked the bounds.
    """
    try:
        root = _fed(_parser(), pieces)
    except etree.XMLSyntaxError as error:
        return Malformed(error.msg or "not well-formed", error.lineno, error.offset)
    if root.getroottree().docinfo.internalDTD is not None:
        return Malformed("a document type is not allowed")
    return root


def first_error(pieces: Iterable[bytes], judge: etree.XMLSchema) -> str | None:
    """Return how a document first breaks a schema; None if it does not, or is no document.

    Reading ends there: a document with a million errors costs no more than one, unlike a tree
    that is validated. Where it was is not known.
    """
    parser = _parser(judge)
    try:
        for piece in pieces:
            parser.feed(piece)
            errors: Any = parser.feed_error_log  # its entries' type is not declared
            if len(errors):
                return str(errors[0].message)
        parser.close()
    except etree.XMLSyntaxError as error:
        return error.msg or "not valid"
    return None


def _parser(judge: etree.XMLSchema | None = None) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        # With a schema, False lets unfinished documents pass; no document type, no entities.
        resolve_entities=judge is not None,
        load_dtd=False,
        no_network=True,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        schema=judge,
    )


def _fed(parser: etree.XMLParser, pieces: Iterable[bytes]) -> etree._Element:
    for piece in pieces:
        parser.feed(piece)
    return parser.close()


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def escape(text: str) -> str:
    """Return `text` as element content; what XML cannot carry is left out."""
    if _ILLEGAL.search(text):
        text = _ILLEGAL.sub("", text)
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    )
