"""What the rules of the code base look at: the checkout this test lies in."""

import subprocess
from functools import cache
from pathlib import Path
from typing import Final

from launcher.documents.sources import Sources

ROOT: Final = Path(__file__).parents[2]


@cache
def sources() -> Sources:
    """Return every module and test, read once."""
    return Sources.read(ROOT)


@cache
def tracked() -> tuple[Path, ...]:
    """Return every file that Git knows of and that is there."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True)
    files = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return tuple(file for file in files if file.is_file())


@cache
def tracked_texts() -> dict[Path, str]:
    """Return the text files among them, by path from the root."""
    found = {}
    for file in tracked():
        content = file.read_bytes()
        if b"\0" not in content:
            try:
                found[file.relative_to(ROOT)] = content.decode("utf-8")
            except UnicodeDecodeError:
                continue  # GBK samples of the wire
    return found
