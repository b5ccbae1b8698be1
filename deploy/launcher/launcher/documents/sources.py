"""The repository's own source, read and never run: what stands where."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from launcher.hosting import ServiceName

SHARED: Final = "shared"
LAUNCHER: Final = "deploy/launcher"


@dataclass(frozen=True, slots=True)
class Module:
    """One file of Python."""

    name: str
    """As it is imported; of a test its path in the repository."""
    path: Path
    """From the root of the repository."""
    service: ServiceName | None
    """Whose it is; None for what is shared."""
    tree: ast.Module
    lines: int

    def functions(self) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
        """Yield every function with its qualified name, methods and inner ones included."""
        yield from _functions(self.tree, "")

    def imports(self) -> Iterator[tuple[str, str]]:
        """Yield (module, name) of everything it imports by `from module import name`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and node.module is not None:
                for alias in node.names:
                    yield node.module, alias.name


@dataclass(frozen=True, slots=True)
class Sources:
    """All of it: what is installed, and the tests."""

    root: Path
    modules: tuple[Module, ...]
    tests: tuple[Module, ...]

    @staticmethod
    def read(root: Path) -> "Sources":
        """Read a checkout."""
        modules = [*_package(root, Path(SHARED), None), *_package(root, Path(LAUNCHER), None)]
        for service in ServiceName:
            modules += _package(root, Path("services") / service.value, service)
        tests = [
            _module(root, path, path.relative_to(root).as_posix(), None)
            for path in sorted((root / "tests").rglob("*.py"))
            if "node_modules" not in path.parts
        ]
        return Sources(root, tuple(modules), tuple(tests))


def _package(root: Path, folder: Path, service: ServiceName | None) -> Iterator[Module]:
    for path in sorted((root / folder).rglob("*.py")):
        parts = path.relative_to(root / folder).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        yield _module(root, path, name, service)


def _module(root: Path, path: Path, name: str, service: ServiceName | None) -> Module:
    text = path.read_text("utf-8")
    tree = ast.parse(text, filename=str(path))
    return Module(name, path.relative_to(root), service, tree, len(text.splitlines()))


def _functions(
    node: ast.AST, prefix: str
) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield prefix + child.name, child
            yield from _functions(child, f"{prefix}{child.name}.")
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{prefix}{child.name}.")
        else:
            yield from _functions(child, prefix)
