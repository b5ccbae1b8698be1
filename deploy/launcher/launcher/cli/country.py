"""`beian sim seed`, `beian sim year`: a made-up country in a running network."""

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

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
    from launcher.seeding.report import Seeded
    from launcher.year.checking import Checked
    from launcher.year.run import Lived

SHOWN_SURPRISES_MAX = 20

Subjects = Annotated[
    int, typer.Option(min=1, max=200_000, help="Sponsors that are filed in the end.")
]
Seed = Annotated[int, typer.Option(min=0, help="The same one makes the same country.")]


def add_to(app: typer.Typer) -> None:
    """Enter the commands of this module."""
    app.command()(seed)
    app.command()(year)


def seed(
    subjects: Subjects = 2000,
    seed: Seed = 1,
    data: Data = DEFAULT_DATA,
    url: Url = None,
    json: Json = False,
) -> None:
    """File a believable made-up country through the external providers' accounts.

    Called again with the same numbers it goes on where it was and files nothing twice. Exit
    status 1: something came to another end than planned.
    """
    from launcher.seeding.progress import Silence, shown  # noqa: PLC0415 - not for every command
    from launcher.seeding.run import country_of, seed_country  # noqa: PLC0415

    network = network_of(data, url)
    country = country_of(network, seed, subjects)
    if json:
        seeded = asyncio.run(seed_country(network, country, Silence()))
        show(seeded.as_json())
    else:
        with shown() as progress:
            seeded = asyncio.run(seed_country(network, country, progress))
        tell(seeded)
    if not seeded.as_planned:
        raise typer.Exit(1)


def year(
    subjects: Subjects = 2000,
    seed: Seed = 1,
    reports: Annotated[
        Path | None, typer.Option(help="A folder for the year's bulletins and tables.")
    ] = None,
    data: Data = DEFAULT_DATA,
    url: Url = None,
    json: Json = False,
) -> None:
    """Seed a country and let the next natural year go by in it; then check every log.

    Filings each month, the center's monthly and quarterly checks, the annual review, findings and
    their answers, reports. The logs are verified, and where the databases are at hand the tables
    are rebuilt and compared. Exit status 1: a check failed, or something came to another end.
    """
    from launcher.seeding.progress import Silence, shown  # noqa: PLC0415 - not for every command
    from launcher.year.checking import Whereabouts, check_all  # noqa: PLC0415
    from launcher.year.run import live_a_year  # noqa: PLC0415

    network, token = network_of(data, url), token_of(data, url)
    sockets = None if url else folder_of(data).run / "postgres"
    where = Whereabouts(network, token, sockets, reports)
    if json:
        lived = asyncio.run(live_a_year(network, seed, subjects, Silence()))
        checked = check_all(where, lived.year, Silence())
        show(lived.as_json() | checked.as_json())
    else:
        with shown() as progress:
            lived = asyncio.run(live_a_year(network, seed, subjects, progress))
            checked = check_all(where, lived.year, progress)
        tell(lived.seeded)
        _year(lived, checked)
    if not (lived.seeded.as_planned and checked.is_good):
        raise typer.Exit(1)


def _year(lived: "Lived", checked: "Checked") -> None:
    """Print the year in numbers."""
    from rich import box  # noqa: PLC0415 - slow to load
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    console = Console(width=None if sys.stdout.isatty() else 100)
    by_people = Table("done by people", "how often", box=box.SIMPLE)
    for what, count in lived.done.items():
        by_people.add_row(what, f"{count:,}")
    in_logs = Table(f"{lived.year} in the logs", "events", box=box.SIMPLE)
    for what, count in checked.summary.counts.items():
        in_logs.add_row(what, f"{count:,}")
    in_logs.add_row("all events", f"{checked.summary.events:,}", style="bold")
    console.print(by_people, in_logs)
    parts = {**lived.seconds, **checked.seconds}
    took = ", ".join(f"{part} {seconds:.0f} s" for part, seconds in parts.items())
    typer.echo(f"took {sum(parts.values()):.0f} s: {took}")
    typer.echo(f"reports made: {checked.reports}")
    typer.echo(f"audit verify: {checked.summary.verdict}, {checked.summary.logs} logs")
    typer.echo(f"audit diff: {checked.difference}")
    for different in checked.different:
        typer.echo(f"  DIFFERENT: {different}")


def tell(seeded: "Seeded") -> None:
    """Print what was filed."""
    typer.echo(
        f"seed {seeded.seed}: {seeded.subjects} subjects in {seeded.provinces} provinces, "
        f"{seeded.sites} sites, {seeded.second_accesses} of them with a second provider's access"
    )
    typer.echo(f"files handed in: {seeded.files}, known from an earlier call: {seeded.known}")
    _counts("applications as planned", seeded.planned)
    _counts("where they stand", seeded.came)
    for surprise in seeded.surprises[:SHOWN_SURPRISES_MAX]:
        typer.echo(f"not as planned: {surprise}")
    if len(seeded.surprises) > SHOWN_SURPRISES_MAX:
        typer.echo(f"not as planned: {len(seeded.surprises) - SHOWN_SURPRISES_MAX} more")


def _counts(title: str, counts: Mapping[str, int]) -> None:
    typer.echo(f"{title}:")
    for name, count in sorted(counts.items(), key=lambda one: -one[1]):
        typer.echo(f"  {count:>7}  {name}")
