"""Child processes: started so that none outlives us, stopped by pid, found again by pid file.

Each child gets its own process group (Ctrl-C reaches us alone) and dies with us: Linux
sends it SIGKILL when the *thread* that started it ends, so start children from the main one.
"""

import ctypes
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import psutil

from launcher.data_folder import read_json, write_json

_PR_SET_PDEATHSIG: Final = 1
_POLL_S: Final = 0.02
_START_TIME_SLACK_S: Final = 1.0
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent() -> None:
    """In a child before exec: ask for SIGKILL when the starting thread ends."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def start(
    command: Sequence[str], *, environment: Mapping[str, str], log_file: Path, folder: Path
) -> subprocess.Popen[bytes]:
    """Start a child of our own whose output is appended to a file."""
    with log_file.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 - our own programs and arguments
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            cwd=folder,
            process_group=0,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - started while there is one thread only
        )


def stop(
    children: Sequence[subprocess.Popen[bytes]],
    *,
    patience_s: float,
    ask: signal.Signals = signal.SIGTERM,
) -> None:
    """Ask all to end, wait for all, kill those that do not."""
    running = [child for child in children if child.poll() is None]
    for child in running:
        child.send_signal(ask)
    deadline = monotonic() + patience_s
    for child in running:
        try:
            child.wait(max(0.0, deadline - monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@dataclass(frozen=True, slots=True)
class PidFile:
    """Who runs: a process id together with its start time, for ids are used again."""

    path: Path

    def write(self) -> None:
        """Say that it is this process."""
        pid = os.getpid()
        write_json(self.path, {"pid": pid, "started": psutil.Process(pid).create_time()})

    def running(self) -> psutil.Process | None:
        """Return the process that wrote the file, if it is still the same one and alive."""
        try:
            noted = read_json(self.path)
            process = psutil.Process(int(noted["pid"]))
            same = abs(process.create_time() - float(noted["started"])) < _START_TIME_SLACK_S
        except (FileNotFoundError, ValueError, KeyError, TypeError, psutil.NoSuchProcess):
            return None
        return process if same and process.status() != psutil.STATUS_ZOMBIE else None

    def remove(self) -> None:
        """Forget it, if it is ours."""
        process = self.running()
        if process is None or process.pid == os.getpid():
            self.path.unlink(missing_ok=True)

    def stop(self, *, patience_s: float) -> bool:
        """Ask the process to end and wait; False where none runs or it does not end in time."""
        process = self.running()
        if process is None:
            return False
        process.send_signal(signal.SIGTERM)
        deadline = monotonic() + patience_s
        while monotonic() < deadline:
            if self.running() is None:
                return True
            sleep(_POLL_S)
        return False
