"""What lies in the repository: no leftovers, no trace of one machine, documents that are true."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from architecture.source import ROOT, sources, tracked_texts
from beian.settings import Settings
from launcher.documents import DOCUMENTS

FORBIDDEN: Mapping[str, str] = MappingProxyType(
    {
        r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX)\b": "a leftover: do it, or write an issue",
        r"(?<![\w.}])/(?:wo" r"rk|ro" r"ot|ho" r"me)/[\w.]": "a path of one machine",
        r"(?:pypi\.or" r"g|pythonhosted\.or" r"g|registry\.npmj" r"s\.org)": "a registry's host",
    }
)
"""Pattern -> why not. Written in pieces, so that this file passes its own test."""

LOCK_FILES = frozenset({"uv.lock", "package-lock.json"})
LINK = re.compile(r"(?<!!)\[[^\]\[]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)

DOCUMENT_FILES = sorted(
    path for path in tracked_texts() if path.suffix == ".md" and path.name != "LICENSE.md"
)


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_no_text_has_what_does_not_belong_there(pattern: str) -> None:
    wrong = [
        f"{path}:{number}: {found.group()}: {FORBIDDEN[pattern]}"
        for path, text in tracked_texts().items()
        if path.name not in LOCK_FILES
        for number, line in enumerate(text.splitlines(), start=1)
        for found in [re.search(pattern, line)]
        if found
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", DOCUMENT_FILES, ids=str)
def test_a_document_has_one_title(path: Path) -> None:
    text = FENCE.sub("", tracked_texts()[path])
    titles = [line for line in text.splitlines() if line.startswith("# ")]
    assert len(titles) == 1, f"{path} has {len(titles)} titles"


@pytest.mark.parametrize("path", DOCUMENT_FILES, ids=str)
def test_a_document_has_no_dead_link(path: Path) -> None:
    text = FENCE.sub("", tracked_texts()[path])
    for target in LINK.findall(text):
        if re.match(r"[a-z][a-z0-9+.-]*:", target) or target.startswith("#"):
            continue
        file = target.partition("#")[0]
        assert (ROOT / path.parent / file).exists(), f"{path} points to {target}"


def test_every_variable_of_a_service_is_documented() -> None:
    text = (ROOT / "docs/environment.md").read_text("utf-8")
    missing = [n for n in Settings.model_fields if f"`BEIAN_{n.upper()}`" not in text]
    assert not missing, missing


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_generated_document_is_current(path: str) -> None:
    text = (ROOT / path).read_text("utf-8")
    assert text == DOCUMENTS[path](sources()), "`make docs` writes it"
