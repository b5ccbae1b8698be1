"""`beian report …`: the monthly bulletin of a bureau, the center's tables of a quarter."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from beian.errors import Fault
from launcher.cli.options import DEFAULT_DATA, Data, Json, Url, network_of, token_of

if TYPE_CHECKING:
    from launcher.reports.rendering import Document
    from launcher.reports.sources import LogSource

app = typer.Typer(help="Reports, made from the logs alone.", no_args_is_help=True)

_FORMATS = ("markdown", "html", "json")

Form = Annotated[str, typer.Option("--format", help=f"One of {', '.join(_FORMATS)}.")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="A file to write; default: print it.")
]
Databases = Annotated[
    list[str] | None,
    typer.Option(
        "--database",
        help="A service's PostgreSQL, postgresql://…; once for each of ministry, province and "
        "verification center. In place of --data: nothing need run.",
    ),
]


@app.command()
def monthly(
    province: Annotated[str, typer.Option(help="e.g. 340000")],
    month: Annotated[str, typer.Option(help="e.g. 2026-03")],
    form: Form = "markdown",
    output: Output = None,
    database: Databases = None,
    data: Data = DEFAULT_DATA,
    url: Url = None,
    json: Json = False,
) -> None:
    """Write a bureau's monthly bulletin (月通报)."""
    from launcher.reports.monthly import monthly_report  # noqa: PLC0415 - not for every command

    chosen = _form(form, json=json)
    with _source(database, data, url) as source:
        _write(monthly_report(source, province, month), chosen, output)


@app.command()
def accuracy(
    quarter: Annotated[str, typer.Option(help="e.g. 2026Q1")],
    form: Form = "markdown",
    output: Output = None,
    database: Databases = None,
    data: Data = DEFAULT_DATA,
    url: Url = None,
    json: Json = False,
) -> None:
    """Write the center's tables of a quarter: accuracy and filing rate by province and provider."""
    from launcher.reports.accuracy import accuracy_report  # noqa: PLC0415 - not for every command

    chosen = _form(form, json=json)
    with _source(database, data, url) as source:
        _write(accuracy_report(source, quarter), chosen, output)


def _form(form: str, *, json: bool) -> str:
    if form not in _FORMATS:
        raise Fault(f"{form}: no format; there are {', '.join(_FORMATS)}")
    return "json" if json else form


@contextmanager
def _source(databases: list[str] | None, data: Path, url: str | None) -> Iterator["LogSource"]:
    """Give the logs that were meant: of databases, or of a running network."""
    from launcher.audit.reading import LogReader  # noqa: PLC0415 - the HTTP client is slow to load
    from launcher.reports.sources import (  # noqa: PLC0415 - not for every command
        ServedLogs,
        StoredLogs,
    )

    if databases:
        with StoredLogs(databases) as stored:
            yield stored
        return
    reader = LogReader(network_of(data, url), token_of(data, url))
    try:
        yield ServedLogs(reader)
    finally:
        reader.close()


def _write(document: "Document", form: str, output: Path | None) -> None:
    from launcher.reports.rendering import Format  # noqa: PLC0415 - not for every command

    text = document.render(Format(form))
    if output is None:
        typer.echo(text, nl=False)
        return
    try:
        output.write_text(text, "utf-8")
    except OSError as error:
        raise Fault(f"{output} cannot be written: {error}") from error
    typer.echo(f"wrote {output}")
