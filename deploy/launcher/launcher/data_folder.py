"""The data folder of a network: where everything lies, and how files are put there."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


@dataclass(frozen=True, slots=True)
class DataFolder:
    """`--data`, `BEIAN_DATA_DIR`.

    As root, PostgreSQL's wheel opens parents for reading and searching: what is secret rests
    on the modes of files, never on those of folders.
    """

    path: Path

    @property
    def postgres(self) -> Path:
        """The cluster."""
        return self.path / "postgres"

    @property
    def nats(self) -> Path:
        """The stream."""
        return self.path / "nats"

    @property
    def run(self) -> Path:
        """Sockets and process ids."""
        return self.path / "run"

    @property
    def logs(self) -> Path:
        """What processes print."""
        return self.path / "logs"

    @property
    def secrets(self) -> Path:
        """Keys, passwords, accounts."""
        return self.path / "secrets"

    @property
    def pid_file(self) -> Path:
        """Where the supervisor notes itself."""
        return self.run / "supervisor.json"

    @property
    def network_file(self) -> Path:
        """`/network.json` of the running network: there when every service is ready."""
        return self.run / "network.json"

    @property
    def processes_file(self) -> Path:
        """The process ids of a running network, by name."""
        return self.run / "processes.json"

    def make(self) -> None:
        """Create the folders that are missing."""
        for folder in (self.path, self.run, self.logs, self.secrets):
            folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)


def write_private(path: Path, content: str | bytes) -> None:
    """Put a file in place at once, of mode 0600: there is never half of it."""
    path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    data = content.encode() if isinstance(content, str) else content
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def write_json(path: Path, value: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """Write JSON for people and programs, as `write_private` does, if it is not so already."""
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        write_private(path, text)


def read_json(path: Path) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """Read JSON; raises FileNotFoundError, or ValueError where it is none."""
    return json.loads(path.read_text(encoding="utf-8"))
