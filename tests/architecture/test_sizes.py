"""No function over forty lines, no module over four hundred; exceptions have a reason here."""

import ast
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from architecture.source import sources
from launcher.documents.sources import Module

FUNCTION_LINES_MAX = 40
MODULE_LINES_MAX = 400

LONG_FUNCTIONS: Mapping[str, str] = MappingProxyType(
    {
        "deploy/launcher/launcher/demo_cases.py:cases": "a table of the four cases, nothing else",
        "services/province/province/domain/filing_states.py:evolve": (
            "a table: one case for each event of the stream, nothing decided"
        ),
    }
)
"""`path:function` -> why it is longer."""

LONG_MODULES: Mapping[str, str] = MappingProxyType(
    {
        "tests/domain/province/test_auto_check.py": "one test after the other, one code each",
    }
)
"""Path -> why it is longer."""


def test_no_function_is_longer_than_forty_lines() -> None:
    found = {
        f"{module.path}:{name}": f"{module.path}:{function.lineno}: {name} has {length} lines"
        for module in _all()
        for name, function in module.functions()
        if (length := _lines(function)) > FUNCTION_LINES_MAX
    }
    assert set(LONG_FUNCTIONS) <= set(found), "an exception that is none any more"
    wrong = [text for place, text in found.items() if place not in LONG_FUNCTIONS]
    assert not wrong, "\n".join(wrong)


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    found = {
        str(module.path): f"{module.path}: {module.lines} lines"
        for module in _all()
        if module.lines > MODULE_LINES_MAX
    }
    assert set(LONG_MODULES) <= set(found), "an exception that is none any more"
    wrong = [text for place, text in found.items() if place not in LONG_MODULES]
    assert not wrong, "\n".join(wrong)


def _all() -> Iterator[Module]:
    yield from sources().modules
    yield from sources().tests


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count from `def` to the end, without the docstring and without functions inside."""
    inner = [
        node
        for node in ast.walk(function)
        if node is not function and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    left_out: set[int] = set().union(*map(_span, inner))
    match function.body[0]:
        case ast.Expr(value=ast.Constant(value=str())) as docstring:
            left_out |= _span(docstring)
        case _:
            pass
    return len(_span(function) - left_out)


def _span(node: ast.stmt) -> set[int]:
    assert node.end_lineno is not None
    return set(range(node.lineno, node.end_lineno + 1))
