"""Processes are known by id and start time, and what dies is started again more and more slowly."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from launcher.children import PidFile
from launcher.data_folder import write_json
from launcher.hosting import Hosting, ServiceName, asked_provinces
from launcher.plan import CannotStart, choose_ports
from launcher.watched import Watched


def test_a_pid_file_knows_its_own_process(tmp_path: Path) -> None:
    noted = PidFile(tmp_path / "pid.json")
    assert noted.running() is None
    noted.write()
    process = noted.running()
    assert process is not None
    assert process.pid == os.getpid()
    noted.remove()
    assert not noted.path.exists()


def test_an_id_that_was_used_again_is_not_taken_for_ours(tmp_path: Path) -> None:
    started = psutil.Process().create_time()
    write_json(tmp_path / "pid.json", {"pid": os.getpid(), "started": started - 1000})
    assert PidFile(tmp_path / "pid.json").running() is None


def test_a_pid_file_that_is_no_json_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "pid.json").write_text("half a fi", encoding="utf-8")
    assert PidFile(tmp_path / "pid.json").running() is None


def test_what_ends_at_once_is_started_again_later_each_time(tmp_path: Path) -> None:
    def launch() -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])

    watched = Watched("it", tmp_path / "it.log", launch)
    watched.start()
    for failures in (1, 2):
        assert watched.child is not None
        watched.child.wait()
        told = watched.look_after()
        assert told is not None
        assert "status 3" in told
        assert watched.failures == failures
        while watched.look_after() is None:
            pass
    assert watched.child is not None
    watched.child.wait()


@pytest.mark.parametrize(
    ("wish", "ready", "failures"),
    [
        (signal.SIGKILL, True, 0),
        (signal.SIGTERM, True, 0),
        (signal.SIGKILL, False, 3),
        (signal.SIGSEGV, True, 3),
    ],
)
def test_only_who_was_ready_and_was_told_to_end_did_not_fail(
    tmp_path: Path, wish: signal.Signals, failures: int, *, ready: bool
) -> None:
    def launch() -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])

    watched = Watched("it", tmp_path / "it.log", launch)
    watched.start()
    for _ in range(3):
        assert not watched.ready, "a new process has to become ready itself"
        watched.ready = ready
        assert watched.child is not None
        watched.child.send_signal(wish)
        watched.child.wait()
        assert watched.look_after() is not None
        while watched.look_after() is None:
            pass
    assert watched.failures == failures
    assert watched.child is not None
    watched.child.kill()
    watched.child.wait()


def test_free_ports_are_four_different_ones() -> None:
    assert len(set(choose_ports(0).values())) == 4


def test_a_taken_port_is_named() -> None:
    taken = choose_ports(0)[ServiceName.MINISTRY]
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import socket; s = socket.create_server(('127.0.0.1', {taken})); print(); input()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(CannotStart, match=str(taken)):
            choose_ports(taken)
        holder.communicate(b"\n")


def test_all_means_every_province_and_a_wrong_code_is_named() -> None:
    known = ["110000", "320000"]
    assert asked_provinces("all", known) == ("110000", "320000")
    assert asked_provinces("320000, 110000", known) == ("110000", "320000")
    with pytest.raises(ValueError, match="999999"):
        asked_provinces("320000,999999", known)


def test_externals_have_no_log() -> None:
    hosting = Hosting.of(["320000"])
    assert hosting.all_logs == (
        "ministry",
        "province.320000",
        "enterprise.320000000001",
        "verification-center",
    )
