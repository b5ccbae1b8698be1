"""The two kinds of files, as bytes: GBK, hardened, judged by the schema (§3, §10)."""

import codecs
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

from lxml import etree

from beian.wire.codes import VERSION
from beian.wire.hardened import Bounds, Malformed, check_bounds, first_error, parse
from beian.wire.refusal import Layer, WireRefusal
from beian.wire.schema_errors import found_and_wanted
from beian.wire.sealing import SHOWN_CHARACTERS

FILE_BOUNDS: Final = Bounds(tags=1_000_000, quotes=200_000)
"""Five hundred elements for each of a thousand records: above that no tree is built."""

_DECLARATION: Final = re.compile(
    rb"<\?xml\s+version\s*=\s*[\"']1\.[0-9][\"']\s+encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']"
    rb"(?:\s+standalone\s*=\s*[\"'](?:yes|no)[\"'])?\s*\?>"
)
_GBK_NAMES: Final = (b"gbk", b"gb2312", b"gb18030", b"cp936", b"x-gbk")
_CONTROLS: Final = bytes({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0D})
_ILLEGAL_REFERENCE: Final = "invalid xmlChar value"
_PIECE_BYTES: Final = 1 << 18
WANTED_DECLARATION: Final = '<?xml version="1.0" encoding="GBK"?>'
_STEPS_MAX: Final = 50_000_000
_STEPS_OF_AN_ERROR: Final = 250


class _Schemas(threading.local):
    """Compiled schemas, one set for each thread: a schema object keeps its last errors."""

    def __init__(self) -> None:
        self._compiled: dict[str, etree.XMLSchema] = {}

    def named(self, name: str) -> etree.XMLSchema:
        """Return `schema/<name>.xsd`, compiled once."""
        schema = self._compiled.get(name)
        if schema is None:
            text = resources.files(__package__).joinpath("schema", f"{name}.xsd").read_bytes()
            schema = self._compiled[name] = etree.XMLSchema(etree.fromstring(text))
        return schema


_SCHEMAS: Final = _Schemas()


def schema(name: str) -> etree.XMLSchema:
    """Return one of the package's schemas: upload, download, return_<method>."""
    return _SCHEMAS.named(name)


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: its tree as far as there is one, and what is wrong with it."""

    root: etree._Element | None
    refusal: WireRefusal | None


def read(
    xml: bytes,
    schema_name: str,
    root_name: str,
    amend: Callable[[etree._Element], None] | None = None,
) -> Document:
    """Read a file and judge it by a schema.

    5001: not GBK, not well-formed, or not valid; 5004: another version, told before the
    schema is asked; 5008: characters that are not allowed. GB18030 is read, the superset (§3);
    the declaration must name GBK (§14, 59). `amend` may change the tree before the schema
    judges it.
    """
    start = _content_start(xml)
    if isinstance(start, WireRefusal):
        return Document(None, start)
    judge = _SCHEMAS.named(schema_name)
    try:
        error = None if amend else first_error(_as_utf8(xml, start), judge)
        root = parse(_as_utf8(xml, start))
    except UnicodeDecodeError as undecodable:
        return Document(None, _undecodable(xml, undecodable))
    if isinstance(root, Malformed):
        code = 5008 if _ILLEGAL_REFERENCE in root.reason else 5001
        return Document(None, _malformed(code, root, start))
    refusal = _wrong_root(root, root_name)
    if amend is not None and refusal is None:
        amend(root)
        error = first_error([etree.tostring(root, encoding="utf-8")], judge)
    if refusal is None and error is not None:
        refusal = _located(root, schema_name) or WireRefusal(5001, error)
    return Document(root, refusal)


def invalid(root: etree._Element, schema_name: str) -> WireRefusal | None:
    """Return 5001 with the first place where a tree breaks its schema."""
    judge = _SCHEMAS.named(schema_name)
    if judge.validate(root.getroottree()):
        return None
    errors: Any = judge.error_log  # its entries' type is not declared
    first = errors[0]
    found, wanted = found_and_wanted(first.message, _text_at(root, first.path))
    return WireRefusal(
        5001, first.message, xpath=first.path, line=first.line, found=found, wanted=wanted
    )


def render(root: str, content: Sequence[str]) -> bytes:
    """Write a file: GBK, numeric character references for what GBK does not have (§3)."""
    return "".join(
        (
            f'<?xml version="1.0" encoding="GBK"?>\n<{root} version="{VERSION}">',
            *content,
            f"</{root}>\n",
        )
    ).encode("gbk", "xmlcharrefreplace")


def _content_start(xml: bytes) -> int | WireRefusal:
    """Return where the declaration ends, or what the bytes alone show to be wrong."""
    declaration = _DECLARATION.match(xml)
    if declaration is None:
        return WireRefusal(
            5001,
            "no XML declaration that names an encoding",
            line=1,
            column=1,
            layer=Layer.GBK,
            wanted=WANTED_DECLARATION,
        )
    if declaration.group(1).lower() not in _GBK_NAMES:
        encoding = declaration.group(1).decode("ascii")
        return WireRefusal(
            5001,
            f"encoding {encoding}",
            line=1,
            column=declaration.start(1) + 1,
            layer=Layer.GBK,
            found=encoding,
            wanted=WANTED_DECLARATION,
        )
    if len(xml.translate(None, _CONTROLS)) != len(xml):
        wanted = "no control characters but tab and line break"
        detail = "the file holds control characters"
        return WireRefusal(5008, detail, layer=Layer.GBK, wanted=wanted)
    malformed = check_bounds(xml, FILE_BOUNDS)
    if malformed is not None:
        return WireRefusal(5001, malformed.reason, layer=Layer.XML)
    return declaration.end()


def _malformed(code: int, malformed: Malformed, start: int) -> WireRefusal:
    """Return the refusal of what is no XML; `start` is the length of the declaration."""
    column = malformed.column
    if column is not None and malformed.line == 1:
        column += start  # the parser never saw the declaration
    found, wanted = found_and_wanted(malformed.reason, None)
    return WireRefusal(
        code,
        malformed.reason,
        line=malformed.line,
        layer=Layer.XML,
        column=column,
        found=found,
        wanted=wanted or "well-formed XML",
    )


def _wrong_root(root: etree._Element, name: str) -> WireRefusal | None:
    if root.tag != name:
        tag = str(root.tag)[:SHOWN_CHARACTERS]
        return WireRefusal(5001, f"the root is {tag}, not {name}", "/*", 1, found=tag, wanted=name)
    version = root.get("version")
    if version is not None and version != VERSION:
        shown = version[:SHOWN_CHARACTERS]
        return WireRefusal(
            5004, f"version {shown!r}", f"/{name}/@version", 1, found=shown, wanted=VERSION
        )
    return None


def _located(root: etree._Element, schema_name: str) -> WireRefusal | None:
    """Find where an invalid tree breaks its schema, unless that could take long.

    The validator goes on to the last error and walks to each from its first sibling.
    """
    steps = 0
    waiting = [(root, 0)]
    while waiting and steps <= _STEPS_MAX:
        element, above = waiting.pop()
        for index, child in enumerate(element):
            steps += above + index + _STEPS_OF_AN_ERROR
            waiting.append((child, above + index))
    return invalid(root, schema_name) if steps <= _STEPS_MAX else None


def _as_utf8(xml: bytes, start: int) -> Iterator[bytes]:
    """Yield the document without its declaration, piece by piece: 50 MB must not be held twice."""
    decoder = codecs.getincrementaldecoder("gb18030")()
    for at in range(start, len(xml), _PIECE_BYTES):
        yield decoder.decode(xml[at : at + _PIECE_BYTES]).encode()
    yield decoder.decode(b"", final=True).encode()


def _undecodable(xml: bytes, error: UnicodeDecodeError) -> WireRefusal:
    try:
        xml.decode()
    except UnicodeDecodeError:
        shown = error.object[error.start :][:4].hex()
        detail = f"bytes that are not GBK: {shown}"
        return WireRefusal(5008, detail, layer=Layer.GBK, found=shown, wanted="GBK")
    detail = "the file is UTF-8, whatever it declares"
    return WireRefusal(5001, detail, layer=Layer.GBK, found="UTF-8", wanted="GBK")


def _text_at(root: etree._Element, path: str | None) -> str | None:
    """Return the text of what a path of the validator names; None where it has parts."""
    found = root.getroottree().xpath(path) if path else None
    if not isinstance(found, list) or not found or not etree.iselement(found[0]):
        return None
    return None if len(found[0]) else (found[0].text or "")[:SHOWN_CHARACTERS]
