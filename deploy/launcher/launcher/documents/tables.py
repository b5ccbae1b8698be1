"""Tables of Markdown."""

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; cells are Markdown, a bar in one is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines) + "\n"


def first_sentence(text: str | None) -> str:
    """Return a docstring's first line without its full stop."""
    return (text or "").strip().partition("\n")[0].removesuffix(".")


def tests_cell(tests: Sequence[str]) -> str:
    """Return the ids of tests, one a line within a cell."""
    return "<br>".join(f"`{test.removeprefix('tests/')}`" for test in tests)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
