"""Which function says that it carries out a rule, and which test that it proves a rule or code."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from launcher.documents.sources import Module, Sources


def enforced_by(sources: Sources) -> Mapping[str, tuple[str, ...]]:
    """Return, by rule id, `module:function` of all that name it in `@enforces`."""
    found: dict[str, set[str]] = defaultdict(set)
    for module in sources.modules:
        for name, function in module.functions():
            for decorator in function.decorator_list:
                for rule in _arguments(decorator, "enforces"):
                    found[rule].add(f"{module.name}:{name}")
    return {rule: tuple(sorted(places)) for rule, places in found.items()}


def proved_by(sources: Sources) -> Mapping[str, tuple[str, ...]]:
    """Return, by rule id or result code, `path::test` of all tests marked as its proof."""
    found: dict[str, set[str]] = defaultdict(set)
    for module in sources.tests:
        for test, what in _proofs(module):
            found[what].add(f"{module.name}::{test}")
    return {what: tuple(sorted(tests)) for what, tests in found.items()}


def _proofs(module: Module) -> Iterator[tuple[str, str]]:
    """Yield (test, id) of marks on tests and on their parameters."""
    tables = _tables(module.tree)
    for name, function in module.functions():
        for decorator in function.decorator_list:
            for node in ast.walk(decorator):
                for what in _arguments(node, "proves", tables):
                    yield name, what


def _tables(tree: ast.Module) -> Mapping[str, tuple[str, ...]]:
    """Return the keys or members of a module's literal tables, by the table's name.

    A mark may name them all: `proves(*map(str, FAULTS))`.
    """
    found = {}
    for node in tree.body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), value=value):
                pass
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                pass
            case _:
                continue
        members: Sequence[ast.expr | None] = ()
        if isinstance(value, ast.Dict):
            members = value.keys
        elif isinstance(value, (ast.Tuple, ast.List, ast.Set)):
            members = value.elts
        found[name] = tuple(
            str(member.value)
            for member in members
            if isinstance(member, ast.Constant) and isinstance(member.value, (int, str))
        )
    return found


def _arguments(
    node: ast.AST, called: str, tables: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> Iterator[str]:
    """Yield the texts given to a call of something of that name."""
    if not isinstance(node, ast.Call):
        return
    name = node.func.attr if isinstance(node.func, ast.Attribute) else None
    if isinstance(node.func, ast.Name):
        name = node.func.id
    if name != called:
        return
    for argument in node.args:
        match argument:
            case ast.Constant(value=str(text)):
                yield text
            case ast.Starred(value=ast.Call(func=ast.Name(id="map"), args=[_, ast.Name(id=table)])):
                yield from tables.get(table, ())
            case ast.Starred(value=ast.Name(id=table)):
                yield from tables.get(table, ())
            case _:
                continue
