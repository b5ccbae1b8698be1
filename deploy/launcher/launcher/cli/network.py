"""The network itself: up, down, status, demo; and what containers run: serve, init, migrate."""

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from launcher.asking import NoAnswer
from launcher.cli.options import (
    DEFAULT_DATA,
    Data,
    Json,
    Url,
    folder_of,
    network_of,
    show,
    token_of,
)
from launcher.hosting import DEFAULT_PORT_BASE, ServiceName

_STOP_PATIENCE_S = 30.0
_OK = 200
_UNAUTHORIZED = 401
DATABASES = ",".join(service.database for service in ServiceName)

Provinces = Annotated[
    str | None,
    typer.Option(help="Region codes separated by commas, or all; added to those there already."),
]
AllInterfaces = Annotated[
    bool,
    typer.Option(
        "--listen-on-all-interfaces",
        envvar="BEIAN_LISTEN_ON_ALL_INTERFACES",
        help="Let other machines in. By default only this one reaches the network.",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Enter the commands of this module."""
    for command in (up, down, status, redrive, serve, init, migrate, demo):
        app.command()(command)


def up(
    provinces: Provinces = None,
    data: Data = DEFAULT_DATA,
    detach: Annotated[bool, typer.Option("--detach", help="Return when all is ready.")] = False,
    ready_file: Annotated[
        Path | None, typer.Option(help="Receives /network.json when all is ready.")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Start empty.")] = False,
    port_base: Annotated[
        int, typer.Option(min=0, max=65000, help="Port of the ministry; 0 takes any free ones.")
    ] = DEFAULT_PORT_BASE,
    no_sim: Annotated[
        bool, typer.Option("--no-sim", help="No tester's controls, nothing secret published.")
    ] = False,
    listen_on_all_interfaces: AllInterfaces = False,
) -> None:
    """Start the whole network, show what happens, stop it on Ctrl-C."""
    from launcher.up import Wishes, run, run_detached  # noqa: PLC0415 - not for every command

    wishes = Wishes(
        folder=folder_of(data),
        provinces=provinces,
        ready_file=ready_file,
        fresh=fresh,
        port_base=port_base,
        sim=not no_sim,
        all_interfaces=listen_on_all_interfaces,
    )
    if detach:
        run_detached(wishes)
    else:
        run(wishes)


def down(data: Data = DEFAULT_DATA) -> None:
    """Stop the network of a data folder. Exit status 2: none was running."""
    from launcher.children import PidFile  # noqa: PLC0415 - not for every command

    noted = PidFile(folder_of(data).pid_file)
    if noted.running() is None:
        typer.echo(f"no network runs in {data}", err=True)
        raise typer.Exit(2)
    if not noted.stop(patience_s=_STOP_PATIENCE_S):
        typer.echo(f"it does not stop within {_STOP_PATIENCE_S:.0f} s", err=True)
        raise typer.Exit(2)


def status(data: Data = DEFAULT_DATA, url: Url = None, json: Json = False) -> None:
    """Show each service, the sizes of its logs, their lag, parked messages.

    Exit status 1: some service is not ready; 2: no network.
    """
    from launcher.status import as_text, status_of  # noqa: PLC0415 - not for every command

    folder = None if url else folder_of(data)
    report = status_of(network_of(data, url), folder, token_of(data, url))
    if json:
        show(report)
    else:
        typer.echo(as_text(report))
    if not all(service["ready"] for service in report["services"].values()):
        raise typer.Exit(1)


def redrive(
    log: Annotated[str, typer.Argument(help="e.g. province.320000")],
    consumer: Annotated[str, typer.Argument(help="As `beian status` names it.")],
    sequence: Annotated[int, typer.Argument(help="As `beian status` names it.")],
    data: Data = DEFAULT_DATA,
    url: Url = None,
) -> None:
    """Handle a parked message once more. Exit status 1: it still cannot be handled."""
    from launcher.asking import said, tell  # noqa: PLC0415 - not for every command

    logs = network_of(data, url)["logs"]
    if log not in logs:
        raise NoAnswer(f"this network has no log {log}")
    address = f"{logs[log]['url']}/parked/{consumer}/{sequence}/redrive"
    code, answer = tell(address, {}, token=token_of(data, url))
    if code == _UNAUTHORIZED:
        raise NoAnswer(said(answer))
    if code != _OK:
        typer.echo(said(answer), err=True)
        raise typer.Exit(1)
    typer.echo(f"{log} handled it")


def serve(service: ServiceName) -> None:
    """Run one service process in the foreground, configured by the environment."""
    from launcher.serve import serve_one  # noqa: PLC0415 - only the one service is read in

    serve_one(service)


def init(
    provinces: Provinces = None,
    data: Data = DEFAULT_DATA,
    distribute: Annotated[
        Path | None,
        typer.Option(help="Give each container its part, in a folder of its name in this one."),
    ] = None,
    listen_on_all_interfaces: AllInterfaces = False,
) -> None:
    """Make, once, what needs no server: keys, passwords, accounts, the NATS users file."""
    from launcher.initializing import initialize  # noqa: PLC0415 - reads in half of the product

    hosting = initialize(folder_of(data), provinces, private_networks=listen_on_all_interfaces)
    if distribute is not None:
        from launcher.volumes import distribute_secrets  # noqa: PLC0415 - containers only

        distribute_secrets(folder_of(data).secrets, distribute, hosting)
    typer.echo(f"{data}: {len(hosting.provinces)} provinces, {len(hosting.all_logs)} logs")


def migrate(
    data: Data = DEFAULT_DATA,
    databases: Annotated[
        str, typer.Option(help="Names separated by commas; each gets a role of its name.")
    ] = DATABASES,
) -> None:
    """Make databases, roles and the stream and bring the schema to this release.

    Works as BEIAN_DATABASE_OWNER_URL and, at BEIAN_NATS_URL, as the operator.
    """
    owner = os.environ.get("BEIAN_DATABASE_OWNER_URL")
    nats = os.environ.get("BEIAN_NATS_URL")
    if not owner or not nats:
        raise NoAnswer("BEIAN_DATABASE_OWNER_URL and BEIAN_NATS_URL say where to migrate")
    from launcher.migrate import migrate_all  # noqa: PLC0415 - reads in half of the product

    asyncio.run(migrate_all(owner, nats, databases.split(","), folder_of(data).secrets))


def demo(data: Data = DEFAULT_DATA, url: Url = None, json: Json = False) -> None:
    """File four filings through the running network and show every step across the levels.

    Exit status 1: an outcome was not the one expected.
    """
    from launcher.demo import run_demo  # noqa: PLC0415 - not for every command

    network = network_of(data, url)
    outcomes = asyncio.run(run_demo(network, (lambda _line: None) if json else typer.echo))
    if json:
        show({"outcomes": [outcome.as_json() for outcome in outcomes]})
    if not all(outcome.as_expected for outcome in outcomes):
        raise typer.Exit(1)
