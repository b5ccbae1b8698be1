"""One running network for all tests that look at it from outside: `network` is its /network.json."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

STARTED_WITHIN_S = 120


def beian(*arguments: str, timeout_s: float = 120.0) -> subprocess.CompletedProcess[str]:
    """Run a command of the command line to its end."""
    command = [sys.executable, "-m", "launcher", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=timeout_s, check=False)


def start(data: Path, *more: str) -> dict[str, Any]:
    """Start a network on free ports and return its /network.json when every service is ready."""
    ready = data / "ready.json"
    up = ("up", "--detach", "--data", str(data), "--port-base", "0", "--ready-file", str(ready))
    started = beian(*up, *more, timeout_s=STARTED_WITHIN_S)
    assert started.returncode == 0, f"{started.stdout}\n{started.stderr}"
    return dict(json.loads(ready.read_text(encoding="utf-8")))


def stop(data: Path) -> None:
    """Stop the network of a data folder, by the pid that its supervisor noted."""
    stopped = beian("down", "--data", str(data))
    assert stopped.returncode == 0, f"{stopped.stdout}\n{stopped.stderr}"


@pytest.fixture(scope="session")
def network_data() -> Iterator[Path]:
    """A data folder with a short path: a socket's may have 107 bytes."""
    folder = Path(tempfile.mkdtemp(prefix="bn-", dir="/tmp"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def network(network_data: Path) -> Iterator[dict[str, Any]]:
    """The /network.json of a network of three provinces, started once for the whole session."""
    described = start(network_data)
    yield described
    stop(network_data)
