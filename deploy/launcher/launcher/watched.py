"""Processes that are to run: what died is started again; what fails again and again, later.

Who was told to end after it had become ready did not fail: it is back at once, however often.
"""

import signal
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
_TOLD_TO_END: Final = frozenset(
    {0, *(-wish for wish in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP))}
)
"""How a process ends that somebody else ended; a crash has other signals and statuses."""


@dataclass(slots=True)
class Watched:
    """One process of the network and how it is started."""

    name: str
    log_file: Path
    launch: Callable[[], subprocess.Popen[bytes]]
    """Starts it and returns its process."""
    child: subprocess.Popen[bytes] | None = None
    failures: int = 0
    """How often in a row it ended soon after its start, and nobody had told it to."""
    ready: bool = False
    """Whether it was ready once since its start: whoever asks it sets this."""
    _started: float = field(default=0.0)
    _again_at: float | None = field(default=None)

    def start(self) -> None:
        """Start it now."""
        self.child = self.launch()
        self.ready = False
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
        if self.ready and status in _TOLD_TO_END:
            self.failures = 0
        else:
            lasted = monotonic() - self._started
            self.failures = 1 if lasted > STEADY_AFTER_S else self.failures + 1
        pause = min(PAUSE_MAX_S, PAUSE_FIRST_S * 2 ** max(0, self.failures - 1))
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
