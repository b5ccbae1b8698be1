"""`beian up`: the supervisor with a person in front of it, or detached from any."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final

from beian.errors import Fault
from launcher.accounts import LOOPBACK, PRIVATE_NETWORKS
from launcher.children import PidFile
from launcher.data_folder import DataFolder, read_json, write_json
from launcher.feed import Feed
from launcher.hosting import DEFAULT_PROVINCES, Hosting, asked_provinces
from launcher.init import hosting_in
from launcher.plan import CannotStart, Plan, choose_ports
from launcher.supervisor import (
    Interrupted,
    Supervisor,
    empty,
    patience_with,
)

_POLL_S: Final = 0.05
_TAIL_LINES: Final = 20


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user asked for."""

    folder: DataFolder
    provinces: str | None
    """As `--provinces` has it."""
    ready_file: Path | None
    fresh: bool
    port_base: int
    sim: bool
    all_interfaces: bool


def run(wishes: Wishes) -> None:
    """Run the network until told to stop. Raises CannotStart."""
    supervisor = Supervisor(_plan(wishes), _tell)
    started = monotonic()
    try:
        with supervisor.running() as network:
            if wishes.ready_file is not None:
                write_json(wishes.ready_file.absolute(), network)
            _announce(network, monotonic() - started, wishes.folder)
            feed = Feed(network) if wishes.sim and sys.stdout.isatty() else None
            while True:
                supervisor.tend()
                for line in feed.lines() if feed else ():
                    _tell(line)
    except Interrupted:
        _tell("stopped")
    finally:
        if wishes.ready_file is not None:
            wishes.ready_file.unlink(missing_ok=True)


def run_detached(wishes: Wishes) -> None:
    """Start a supervisor that outlives us, and return when its network is ready.

    Raises CannotStart with what it printed where it does not get that far.
    """
    patience = patience_with(_plan(wishes))
    wishes.folder.make()
    output = wishes.folder.logs / "supervisor.log"
    ready = wishes.folder.network_file
    ready.unlink(missing_ok=True)  # of a supervisor that was killed
    with output.open("wb") as file:
        supervisor = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-m", "launcher", *_arguments(wishes)],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    started = monotonic()
    deadline = started + patience
    while not ready.exists():
        if supervisor.poll() is not None or monotonic() > deadline:
            supervisor.terminate()
            lines = output.read_text(encoding="utf-8", errors="replace").splitlines()
            raise CannotStart("\n".join(lines[-_TAIL_LINES:]) or "it ended without a word")
        sleep(_POLL_S)
    _announce(read_json(ready), monotonic() - started, wishes.folder)


def _plan(wishes: Wishes) -> Plan:
    """Say what is to run; the folder is emptied where that was asked. Raises CannotStart."""
    other = PidFile(wishes.folder.pid_file).running()
    if other is not None:
        where = wishes.folder.path
        raise CannotStart(f"a network runs in {where} already, process {other.pid}")
    if wishes.fresh:
        empty(wishes.folder)
    known = hosting_in(wishes.folder.secrets)
    regions = {*(known.provinces if known else ()), *_asked(wishes.provinces)}
    return Plan(
        folder=wishes.folder,
        hosting=Hosting.of(regions or DEFAULT_PROVINCES),
        ports=choose_ports(wishes.port_base),
        networks=(*LOOPBACK, *(PRIVATE_NETWORKS if wishes.all_interfaces else ())),
        sim=wishes.sim,
        all_interfaces=wishes.all_interfaces,
    )


def _asked(text: str | None) -> tuple[str, ...]:
    if text is None:
        return ()
    from beian.regulations.regions import provinces  # noqa: PLC0415 - only where one is asked for

    try:
        return asked_provinces(text, [str(code) for code in provinces()]) or ()
    except ValueError as error:
        raise Fault(str(error)) from error


def _arguments(wishes: Wishes) -> list[str]:
    """Say the same again to the supervisor, but for what was done already."""
    arguments = ["up", "--data", str(wishes.folder.path), "--port-base", str(wishes.port_base)]
    if wishes.provinces is not None:
        arguments += ["--provinces", wishes.provinces]
    if wishes.ready_file is not None:
        arguments += ["--ready-file", str(wishes.ready_file.absolute())]
    if not wishes.sim:
        arguments.append("--no-sim")
    if wishes.all_interfaces:
        arguments.append("--listen-on-all-interfaces")
    return arguments


def _announce(network: dict[str, Any], seconds: float, folder: DataFolder) -> None:
    from rich import box  # noqa: PLC0415 - after the services have started, not before
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=box.SIMPLE, title=f"network {network['network']}", title_justify="left")
    table.add_column("actor")
    table.add_column("address")
    table.add_row("ministry 部级系统, portal", network["ministry"]["url"])
    for province in network["provinces"]:
        name = f"province {province['region']} {province['name']}"
        table.add_row(name, province["upload_wsdl"])
    hosts = {
        e["url"].partition("/log/")[0] for n, e in network["logs"].items() if "enterprise" in n
    }
    for url in sorted(hosts):
        table.add_row("enterprise 企业系统", url)
    table.add_row("verification center 备案中心", network["verification_center"]["url"])
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(table)
    console.print(
        f"ready in {seconds:.1f} s; accounts: {network['ministry']['url']}/network.json; "
        f"data: {folder.path}; Ctrl-C or `beian down` stops it",
        soft_wrap=True,
        highlight=False,
    )
    sys.stdout.flush()


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - this is what the person reads
