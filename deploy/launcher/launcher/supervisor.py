"""The embedded network: PostgreSQL, NATS and four service processes under one parent.

Single-threaded on purpose: children die with the *thread* that started them. Most of
a start is Python reading modules, so a data folder that is prepared already skips `init` and
`migrate`, and the four services read theirs at the same time.
"""

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from time import monotonic, sleep
from typing import Any, Final

from launcher import children
from launcher.asking import NoAnswer, ask, must
from launcher.children import PidFile
from launcher.data_folder import DataFolder, write_json
from launcher.hosting import ServiceName
from launcher.plan import CannotStart, Plan
from launcher.servers import Servers
from launcher.watched import Watched

READY_WITHIN_S: Final = 75.0
READY_WITHIN_S_MORE: Final = 5.0
"""For each province: a machine that has other work starts all 31 slowly, and does start them."""
STOPPING_PATIENCE_S: Final = 10.0
FAILURES_MAX: Final = 4
"""Ends in a row before it is given up while the network starts."""
_TICK_S: Final = 0.05
_STEADY_TICK_S: Final = 0.25

type Tell = Callable[[str], None]


def patience_with(plan: Plan) -> float:
    """Return how many seconds a network may take until it is ready."""
    return READY_WITHIN_S + READY_WITHIN_S_MORE * len(plan.hosting.provinces)


class Interrupted(Exception):
    """SIGINT or SIGTERM came."""


def empty(folder: DataFolder) -> None:
    """Remove what a network left: only folders that are ours by name."""
    for part in (folder.postgres, folder.nats, folder.run, folder.logs, folder.secrets):
        if part.exists():
            shutil.rmtree(part)


class Supervisor:
    """Starts the network, keeps it running, stops it. Call from the main thread."""

    def __init__(self, plan: Plan, tell: Tell) -> None:
        self.plan = plan
        self._tell = tell
        self._interrupted = False
        self._servers = Servers(plan, self._pause)
        self._services: dict[ServiceName, Watched] = {}
        self._noted: dict[str, int] = {}
        self._patience = patience_with(plan)

    @contextmanager
    def running(self) -> Iterator[dict[str, Any]]:
        """Start everything, give `/network.json`, stop everything at the end.

        Raises CannotStart, or Interrupted when told to stop meanwhile.
        """
        mine = PidFile(self.plan.folder.pid_file)
        other = mine.running()
        if other is not None:
            where = self.plan.folder.path
            raise CannotStart(f"a network runs in {where} already, process {other.pid}")
        mine.write()
        for wish in (signal.SIGINT, signal.SIGTERM):
            signal.signal(wish, self._note_wish)
        try:
            self._start()
            network = self._await_ready()
            write_json(self.plan.folder.network_file, network)
            yield network
        finally:
            self._stop()
            self.plan.folder.network_file.unlink(missing_ok=True)
            self.plan.folder.processes_file.unlink(missing_ok=True)
            mine.remove()

    def tend(self) -> None:
        """One turn of the main loop: wait a little, start again what died. Raises Interrupted."""
        self._pause(_STEADY_TICK_S)
        self._look_after_all()

    def _start(self) -> None:
        self._servers.start()
        for service in ServiceName:
            self._services[service] = self._watched(service)
            self._services[service].start()
        self._note_processes()

    def _watched(self, service: ServiceName) -> Watched:
        folder = self.plan.folder
        log_file = folder.logs / f"{service}.log"
        environment = self.plan.environment(
            service, socket_folder=self._servers.socket_folder, nats=self._servers.nats_url
        )

        def launch() -> subprocess.Popen[bytes]:
            return children.start(
                [sys.executable, "-m", "launcher", "serve", service.value],
                environment=environment,
                log_file=log_file,
                folder=folder.path,
            )

        return Watched(service.value, log_file, launch)

    def _await_ready(self) -> dict[str, Any]:
        """Wait until every service says it is ready; return the ministry's `/network.json`."""
        deadline = monotonic() + self._patience
        missing = set(ServiceName)
        while missing:
            self._pause(_TICK_S)
            self._look_after_all()
            for service in sorted(missing):
                watched = self._services[service]
                if watched.failures > FAILURES_MAX:
                    raise CannotStart(f"{service} does not start:\n{watched.tail()}")
                if watched.ready:
                    missing.discard(service)
            if monotonic() > deadline:
                raise CannotStart(self._why_not_ready(missing))
        return self._described(deadline)

    def _described(self, deadline: float) -> dict[str, Any]:
        """Return the ministry's `/network.json` as soon as it names every log."""
        wanted = set(self.plan.hosting.all_logs)
        while True:
            network = dict(must(f"{self.plan.url(ServiceName.MINISTRY)}/network.json"))
            missing = wanted - set(network["logs"])
            if not missing:
                return network
            if monotonic() > deadline:
                raise CannotStart(f"the ministry does not find {', '.join(sorted(missing))}")
            self._pause(_TICK_S)

    def _why_not_ready(self, missing: set[ServiceName]) -> str:
        lines = [f"not ready within {self._patience:.0f} s:"]
        for service in sorted(missing):
            try:
                _, answer = ask(f"{self.plan.url(service)}/readyz")
            except NoAnswer as silence:
                answer = f"{silence}\n{self._services[service].tail()}"
            lines.append(f"{service}: {answer}")
        return "\n".join(lines)

    def _look_after_all(self) -> None:
        for told in self._servers.look_after():
            self._tell(told)
        for service, watched in self._services.items():
            news = watched.look_after()
            if news is not None:
                self._tell(news)
            elif not watched.ready:
                watched.ready = _is_ready(self.plan.url(service))
        self._note_processes()

    def _note_processes(self) -> None:
        """Keep the process ids where a test, or a person with `kill`, finds them."""
        services = ((w.name, w.child.pid) for w in self._services.values() if w.child is not None)
        running = dict((*self._servers.processes(), *services))
        if running != self._noted:
            self._noted = running
            write_json(self.plan.folder.processes_file, running)

    def _stop(self) -> None:
        """Services first, that they may finish; then NATS; PostgreSQL last."""
        running = [one.child for one in self._services.values() if one.child is not None]
        children.stop(running, patience_s=STOPPING_PATIENCE_S)
        self._servers.stop()

    def _note_wish(self, _signal: int, _frame: object) -> None:
        self._interrupted = True

    def _pause(self, seconds: float) -> None:
        """Wait; raises Interrupted when told to stop."""
        if not self._interrupted:
            sleep(seconds)
        if self._interrupted:
            raise Interrupted


def _is_ready(url: str) -> bool:
    try:
        return ask(f"{url}/readyz", timeout_s=1.0)[0] == HTTPStatus.OK
    except NoAnswer:
        return False
