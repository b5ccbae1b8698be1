"""PostgreSQL and NATS of an embedded network: started, watched, stopped together."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import Final

from beian.errors import Fault
from launcher import children
from launcher.embedded_nats_server import EmbeddedNats
from launcher.embedded_postgres import EmbeddedPostgres
from launcher.plan import CannotStart, Plan
from launcher.prepared import is_prepared, note_prepared

_PAUSE_S: Final = 0.02
_AGAIN_AFTER_S: Final = 1.0
_CONNECTIONS: Final = 80
"""Sessions of PostgreSQL: four services with a writer and a few readers each, and visitors."""


class Servers:
    """Both servers, and the two commands that prepare a data folder for the services.

    `pause` waits a little, and raises where the user meanwhile wants to stop.
    """

    def __init__(self, plan: Plan, pause: Callable[[float], None]) -> None:
        folder = plan.folder
        self._plan = plan
        self._pause = pause
        self._postgres = EmbeddedPostgres(
            folder.postgres,
            folder.run / "postgres",
            log_file=folder.logs / "postgres.log",
            max_connections=_CONNECTIONS,
        )
        self._nats = EmbeddedNats(folder.path, nats_configuration())
        self._again_at = 0.0

    @property
    def socket_folder(self) -> Path:
        """Where PostgreSQL's socket lies."""
        return self._postgres.socket_dir

    @property
    def nats_url(self) -> str:
        """Where NATS listens."""
        return self._nats.url

    def processes(self) -> Iterator[tuple[str, int]]:
        """Name the servers that run, and their process ids."""
        if self._postgres.pid is not None:
            yield "postgres", self._postgres.pid
        nats = self._nats.process
        if nats is not None and nats.poll() is None:
            yield "nats", nats.pid

    def start(self) -> None:
        """Start both, with a data folder that is ready for this release. Raises CannotStart."""
        plan = self._plan
        plan.folder.make()
        prepared = is_prepared(plan.folder, plan.hosting, plan.networks)
        init = None if prepared else self._command("init", self._init_arguments(), {})
        self._postgres.start()
        self._finish("init", init)
        self._nats.start()
        if not prepared:
            environment = {
                "BEIAN_DATABASE_OWNER_URL": self._postgres.dsn("postgres"),
                "BEIAN_NATS_URL": self._nats.url,
            }
            self._finish("migrate", self._command("migrate", (), environment))
            note_prepared(plan.folder, plan.hosting, plan.networks)

    def look_after(self) -> Iterator[str]:
        """Start again what is gone; tell of it."""
        running = dict(self.processes())
        if len(running) == len(("postgres", "nats")) or monotonic() < self._again_at:
            return
        self._again_at = monotonic() + _AGAIN_AFTER_S
        for name, server in (("postgres", self._postgres), ("nats", self._nats)):
            if name not in running:
                try:
                    server.start()
                    yield f"{name} was gone and is started again"
                except Fault as fault:
                    yield f"{name} is gone and does not start: {fault}"

    def stop(self) -> None:
        """NATS first: what is published lies in the logs already."""
        self._nats.stop()
        self._postgres.stop()

    def _init_arguments(self) -> Sequence[str]:
        arguments = ["--provinces", ",".join(self._plan.hosting.provinces)]
        if self._plan.all_interfaces:
            arguments.append("--listen-on-all-interfaces")
        return arguments

    def _command(
        self, name: str, arguments: Sequence[str], more: Mapping[str, str]
    ) -> subprocess.Popen[bytes]:
        """Run one of our own commands as a child: what it reads in is gone with it."""
        folder = self._plan.folder
        kept = {key: value for key, value in os.environ.items() if not key.startswith("BEIAN_")}
        return children.start(
            [sys.executable, "-m", "launcher", name, "--data", str(folder.path), *arguments],
            environment={**kept, **more},
            log_file=folder.logs / f"{name}.log",
            folder=folder.path,
        )

    def _finish(self, name: str, command: subprocess.Popen[bytes] | None) -> None:
        if command is None:
            return
        while command.poll() is None:
            self._pause(_PAUSE_S)
        if command.returncode:
            log = (self._plan.folder.logs / f"{name}.log").read_text("utf-8", "replace")
            raise CannotStart(f"`beian {name}` failed:\n{log[-2000:]}")


def nats_configuration() -> Path:
    """Return the configuration that containers use as well: `deploy/nats.conf`."""
    return Path(__file__).parents[2] / "nats.conf"
