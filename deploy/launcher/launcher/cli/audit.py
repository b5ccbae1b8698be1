"""`beian audit …`: read a log, check it, rebuild what was known, compare it with what is stored."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from beian.errors import Fault
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

if TYPE_CHECKING:
    from launcher.audit.reading import LogReader

app = typer.Typer(help="The auditor's tools.", no_args_is_help=True)

_EXIT_STATUS = {"intact": 0, "broken": 1, "nothing-checked": 2}

Log = Annotated[str, typer.Argument(help="e.g. province.320000")]
Until = Annotated[int | None, typer.Option(min=1, help="The last position; default: all.")]


@app.command("show")
def show_log(
    log: Log,
    after: Annotated[int, typer.Option(min=0, help="Begin after this position.")] = 0,
    until: Until = None,
    stream: Annotated[str | None, typer.Option(help="Only of this stream.")] = None,
    type: Annotated[str | None, typer.Option(help="Only of this type.")] = None,
    correlation: Annotated[str | None, typer.Option(help="Only of this application.")] = None,
    data: Data = DEFAULT_DATA,
    url: Url = None,
    json: Json = False,
) -> None:
    """Print the events of a log as they are stored, one a line (JSON lines with --json)."""
    import msgspec  # noqa: PLC0415 - not for every command

    from beian.eventlog.codec import stored_json  # noqa: PLC0415 - not for every command
    from launcher.feed import line_of  # noqa: PLC0415 - not for every command

    with _reader(data, url) as reader:
        for event in reader.events(log, after, until):
            wanted = (
                stream in {None, event.stream}
                and type in {None, event.type}
                and correlation in {None, event.correlation_id}
            )
            if wanted and json:
                typer.echo(stored_json(event).decode())
            elif wanted:
                typer.echo(line_of(msgspec.structs.asdict(event)))


@app.command()
def verify(
    log: Annotated[str | None, typer.Option(help="e.g. province.320000; default: all.")] = None,
    until: Until = None,
    data: Data = DEFAULT_DATA,
    url: Url = None,
    json: Json = False,
) -> None:
    """Recompute every hash, root, chain and cause, and check the signed checkpoints.

    Exit status: 0 intact, 1 broken, 2 nothing could be checked.
    """
    from launcher.audit.verifying import verify_logs  # noqa: PLC0415 - not for every command

    with _reader(data, url) as reader:
        report = verify_logs(reader, [log] if log else reader.logs, until=until)
    if json:
        show(report.as_json())
    else:
        typer.echo(report.as_text())
    raise typer.Exit(_EXIT_STATUS[report.verdict])


@app.command()
def replay(
    log: Log,
    stream: Annotated[
        str | None, typer.Option(help="Fold this stream; default: all the service's tables.")
    ] = None,
    until: Until = None,
    at: Annotated[
        str | None, typer.Option(help="A moment of network time, as 2026-03-02T09:00:00.")
    ] = None,
    data: Data = DEFAULT_DATA,
    url: Url = None,
) -> None:
    """Rebuild what was known at a position or a moment, from the log alone; prints JSON."""
    from launcher.audit.replaying import (  # noqa: PLC0415 - reads in the services
        moment,
        replay_stream,
        replay_tables,
    )

    when = moment(at) if at else None
    with _reader(data, url) as reader:
        if stream is not None:
            show(replay_stream(reader, log, stream, until=until, at=when))
        else:
            show(replay_tables(reader, log, until=until, at=when))


@app.command()
def diff(
    log: Annotated[str | None, typer.Option(help="e.g. province.320000; default: all.")] = None,
    data: Data = DEFAULT_DATA,
    json: Json = False,
) -> None:
    """Rebuild every table from the logs and compare with the live ones.

    Exit status: 0 no difference, 1 some, 2 nothing to compare. Needs the databases of an
    embedded network.
    """
    from launcher.audit.comparing import compare, verdict_of  # noqa: PLC0415 - reads in services
    from launcher.hosting import service_of  # noqa: PLC0415 - not for every command
    from launcher.plan import database_url  # noqa: PLC0415 - not for every command

    logs = sorted(network_of(data, None)["logs"])
    if log is not None and log not in logs:
        raise Fault(f"{log}: no such log; there are {', '.join(logs)}")
    sockets = folder_of(data).run / "postgres"
    found = [
        asyncio.run(compare(database_url(service_of(name).database, sockets), name))
        for name in ([log] if log else logs)
    ]
    verdict = verdict_of(found)
    if json:
        show({"verdict": verdict.value, "logs": [asdict(one) for one in found]})
    else:
        for one in found:
            typer.echo(f"{one.log}: at position {one.position}")
            for table in one.tables:
                differs = f"DIFFERENT: {', '.join(table.different)}" if table.different else "same"
                typer.echo(f"  {table.table:<32} {table.rows:>7} rows  {differs}")
        typer.echo(f"verdict: {verdict.value}")
    raise typer.Exit(_EXIT_STATUS[verdict])


@contextmanager
def _reader(data: Path, url: str | None) -> Iterator["LogReader"]:
    """Give a reader of the network that was meant, with the auditor's token if there is one."""
    from launcher.audit.reading import LogReader  # noqa: PLC0415 - the HTTP client is slow to load

    reader = LogReader(network_of(data, url), token_of(data, url))
    try:
        yield reader
    finally:
        reader.close()
