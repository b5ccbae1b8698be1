"""Which modules of the source give which result code."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from beian.wire.codes import MESSAGES
from launcher.documents.sources import Module, Sources
from launcher.hosting import ServiceName

DATA_CODES_FROM: Final = 1001
"""From here on a number in the source that is a code is meant as one."""
_GIVING: Final = frozenset({"_answer", "WireRefusal", "finding", "Finding", "get"})
"""Calls whose numbers are codes even where they are small."""
_PLACES: Final = ("beian.exchange.", "beian.http.interface", "beian.wire.", ".domain.")
_CALL_PLACES: Final = ("beian.exchange.calls", "beian.http.interface", "beian.wire.sealing")


def raised_in(sources: Sources) -> Mapping[int, tuple[str, ...]]:
    """Return the modules that give a code, by code; read from the source, not run."""
    found: dict[int, set[str]] = defaultdict(set)
    for module in sources.modules:
        if module.service is ServiceName.ENTERPRISE:
            continue  # it receives codes, it gives none
        if any(place in f"{module.name}." for place in _PLACES):
            for code in _codes_in(module):
                found[code].add(module.name)
    return {code: tuple(sorted(places)) for code, places in found.items()}


def _codes_in(module: Module) -> Iterator[int]:
    for node in ast.walk(module.tree):
        for child in _given_by(node):
            match child:
                case ast.Constant(value=bool()):
                    continue
                case ast.Constant(value=int(code)) if code in MESSAGES:
                    if code >= DATA_CODES_FROM or _gives_small(node, module):
                        yield code
                case _:
                    continue


def _given_by(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of a node that are numbers as such: not of a sum, a comparison, an index."""
    if not isinstance(node, (ast.BinOp, ast.Compare, ast.Subscript, ast.Slice)):
        yield from ast.iter_child_nodes(node)


def _gives_small(node: ast.AST, module: Module) -> bool:
    if not module.name.startswith(_CALL_PLACES):
        return False
    if isinstance(node, ast.Dict):
        return True
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else None
    if isinstance(node.func, ast.Name):
        name = node.func.id
    return name in _GIVING
