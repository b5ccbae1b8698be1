"""The generated documents: which event goes where, which rule and which code is proved by what.

`make docs` writes them; a test of `tests/architecture` fails where one is not current.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from launcher.documents.acts import acts_document
from launcher.documents.codes import codes_document
from launcher.documents.events import events_document
from launcher.documents.flows import flows_document
from launcher.documents.rules import rules_document
from launcher.documents.sources import Sources

DOCUMENTS: Final[Mapping[str, Callable[[Sources], str]]] = {
    "docs/acts.md": acts_document,
    "docs/events.md": events_document,
    "docs/flows.md": flows_document,
    "docs/rules.md": rules_document,
    "docs/codes.md": codes_document,
}
"""Path in the repository -> what writes its text."""


def write(root: Path) -> list[str]:
    """Write every document that is not current; return their paths."""
    sources = Sources.read(root)
    written = []
    for path, text_of in DOCUMENTS.items():
        file, text = root / path, text_of(sources)
        if not file.exists() or file.read_text("utf-8") != text:
            file.write_text(text, "utf-8")
            written.append(path)
    return written
