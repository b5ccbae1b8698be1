"""Processes that are to run: what died is started again, more and more slowly."""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Final

PAUSE_FIRST_S: Final = 0.1
PAUSE_MAX_S: Final = 5.0
STEADY_AFTER_S: Final = 20.0
"""Who ran so long is no longer taken for one that cannot start."""
_TAIL_LINES: Final = 15


@dataclass(slots=True)
class Watched:
    """One process of the network and how it is started."""

    name: str
    log_file: Path
    launch: Callable[[], subprocess.Popen[bytes]]
    """Starts it and returns its process."""
    child: subprocess.Popen[bytes] | None = None
    failures: int = 0
    """How often in a row it ended soon after its start."""
    _started: float = field(default=0.0)
    _again_at: float | None = field(default=None)

    def start(self) -> None:
        """Start it now."""
        self.child = self.launch()
        self._started = monotonic()
        self._again_at = None

    def look_after(self) -> str | None:
        """Start it again when it ended and its pause is over; return what there is to tell."""
        if self.child is None:
            return None
        if self._again_at is not None:
            if monotonic() < self._again_at:
                return None
            self.start()
            return f"{self.name} started again, process {self.child.pid}"
        status = self.child.poll()
        if status is None:
            return None
        lasted = monotonic() - self._started
        self.failures = 1 if lasted > STEADY_AFTER_S else self.failures + 1
        pause = min(PAUSE_MAX_S, PAUSE_FIRST_S * 2 ** (self.failures - 1))
        self._again_at = monotonic() + pause
        return f"{self.name} ended ({_reading(status)}); once more in {pause:.1f} s"

    def tail(self) -> str:
        """Return the last lines that it printed."""
        try:
            text = self.log_file.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""
        return "\n".join(text.splitlines()[-_TAIL_LINES:])


def _reading(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"status {status}"
