"""A running network's processes: which they are, killed without warning, seen to be back."""

import json
import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

from support.network import beian
from support.outside import Outside
from support.waiting import until

BACK_WITHIN_S = 40.0


@dataclass
class Processes:
    """The processes of an embedded network, by the names its supervisor gives them."""

    outside: Outside
    data: Path

    def pid(self, name: str) -> int | None:
        """Return a process id, or None while there is none."""
        file = self.data / "run" / "processes.json"
        try:
            return dict(json.loads(file.read_text("utf-8"))).get(name)
        except (FileNotFoundError, ValueError):
            return None

    def kill(self, name: str) -> int:
        """Send SIGKILL; return the id of the process that was."""
        pid = self.pid(name)
        assert pid is not None, name
        os.kill(pid, signal.SIGKILL)
        return pid

    async def is_back(self, name: str, killed: int) -> None:
        """Wait until another process of the name runs and every service is ready."""

        async def runs() -> bool:
            pid = self.pid(name)
            return pid not in {None, killed} and psutil.pid_exists(pid or 0)

        await until(runs, BACK_WITHIN_S)
        await self.all_ready()

    async def all_ready(self) -> None:
        """Wait until every service says that it is ready."""
        logs = self.outside.network["logs"].values()
        urls = sorted({entry["url"].partition("/log/")[0] for entry in logs})

        said: dict[str, str] = {}

        async def ready() -> bool:
            for url in urls:
                try:
                    answer = await self.outside.http.get(f"{url}/readyz", timeout=2.0)
                except httpx.TransportError as error:
                    said[url] = repr(error)
                    return False
                said[url] = answer.text
                if not answer.is_success:
                    return False
            return True

        try:
            await until(ready, BACK_WITHIN_S)
        except AssertionError:
            logs = {one.name: one.read_text()[-1500:] for one in (self.data / "logs").iterdir()}
            raise AssertionError(f"not ready: {said}\n{logs}") from None

    def audit(self) -> None:
        """Have every log checked, and every table compared with its log."""
        verified = beian("audit", "verify", "--json", "--data", str(self.data))
        assert verified.returncode == 0, verified.stdout[-3000:] + verified.stderr[-1000:]
        assert json.loads(verified.stdout)["verdict"] == "intact"
        compared = beian("audit", "diff", "--json", "--data", str(self.data))
        assert compared.returncode == 0, compared.stdout[-3000:] + compared.stderr[-1000:]

    def status(self) -> dict[str, Any]:
        """Return what `beian status` says."""
        answer = beian("status", "--json", "--data", str(self.data))
        return dict(json.loads(answer.stdout))
