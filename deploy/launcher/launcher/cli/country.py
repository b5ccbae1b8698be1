"""`beian sim seed`: a made-up country in a running network."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from launcher.cli.options import DEFAULT_DATA, Data, Json, Url, network_of, show

if TYPE_CHECKING:
    from launcher.seeding.report import Seeded

SHOWN_SURPRISES_MAX = 20

Subjects = Annotated[
    int, typer.Option(min=1, max=200_000, help="Sponsors that are filed in the end.")
]
Seed = Annotated[int, typer.Option(min=0, help="The same one makes the same country.")]


def add_to(app: typer.Typer) -> None:
    """Enter the commands of this module."""
    app.command()(seed)


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
