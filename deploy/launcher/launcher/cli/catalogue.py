"""`beian codes` and `beian rules`: what the interface answers and the rules demand, and the proof.

Where a thing is given and what proves it is read from the source and the tests: these commands
run in a checkout.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from launcher.asking import NoAnswer
from launcher.cli.options import Json, show

if TYPE_CHECKING:
    from launcher.documents.code_entries import CodeEntry
    from launcher.documents.rule_entries import RuleEntry
    from launcher.documents.sources import Sources


def add_to(app: typer.Typer) -> None:
    """Enter the commands of this module."""
    for command in (codes, rules):
        app.command()(command)


def codes(
    wanted: Annotated[
        list[int] | None, typer.Argument(metavar="[CODE]...", help="Only these; else all.")
    ] = None,
    method: Annotated[
        str | None, typer.Option(help="A method or operation: isp_upload, ICP/XZBA, IP, Xzfp.")
    ] = None,
    level: Annotated[str | None, typer.Option(help="call, file, record or decision.")] = None,
    standing: Annotated[str | None, typer.Option(help="proved, open or reserved.")] = None,
    json: Json = False,
) -> None:
    """List the result codes: cause, rule, shortest input, and the tests that prove each.

    Exit status 2: no code is like that.
    """
    from launcher.documents.code_entries import code_entries  # noqa: PLC0415 - not for every command

    known = code_entries(_sources())
    found = [
        entry
        for entry in known
        if (not wanted or entry.code in wanted)
        and (method is None or entry.cause.concerns(method))
        and (level is None or entry.cause.level == level)
        and (standing is None or entry.standing == standing)
    ]
    if not found:
        raise NoAnswer("no result code is like that")
    if json:
        show({"codes": [entry.as_json() for entry in found]})
    else:
        _print_codes(found)


def rules(
    wanted: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Only these; else all.")
    ] = None,
    topic: Annotated[str | None, typer.Option(help="Only of this subject.")] = None,
    status: Annotated[
        str | None, typer.Option(help="active, provincial, superseded or historical.")
    ] = None,
    standing: Annotated[
        str | None, typer.Option(help="proved, open, dated, or not simulated.")
    ] = None,
    json: Json = False,
) -> None:
    """List the rules of the catalogue: where each is enforced, and the tests that prove it.

    Exit status 2: no rule is like that.
    """
    from launcher.documents.rule_entries import rule_entries  # noqa: PLC0415 - not for every command

    found = [
        entry
        for entry in rule_entries(_sources())
        if (not wanted or entry.rule.id in wanted)
        and (topic is None or entry.rule.topic == topic)
        and (status is None or entry.rule.status == status)
        and (standing is None or entry.standing == standing)
    ]
    if not found:
        raise NoAnswer("no rule is like that")
    if json:
        show({"rules": [entry.as_json() for entry in found]})
    else:
        _print_rules(found)


def _print_codes(entries: Sequence["CodeEntry"]) -> None:
    from launcher.documents.code_entries import counts  # noqa: PLC0415 - not for every command

    for entry in entries:
        cause = entry.cause
        typer.echo(f"{entry.code:>4}  {entry.message}")
        typer.echo(f"      {cause.level}, {', '.join(cause.where)}: {cause.cause} ({cause.rule})")
        if cause.reserved is not None:
            typer.echo(f"      reserved: {cause.reserved}")
        else:
            typer.echo(f"      shortest input: {cause.shortest_input}")
        for test in entry.proved_by[:1]:
            more = f" and {len(entry.proved_by) - 1} more" if len(entry.proved_by) > 1 else ""
            typer.echo(f"      {entry.standing} by {test}{more}")
        if not entry.proved_by:
            typer.echo(f"      {entry.standing}")
    shown = ", ".join(f"{number} {standing}" for standing, number in counts(entries).items())
    typer.echo(f"{len(entries)} codes: {shown}")


def _print_rules(entries: Sequence["RuleEntry"]) -> None:
    from launcher.documents.rule_entries import counts  # noqa: PLC0415 - not for every command

    for entry in entries:
        rule = entry.rule
        typer.echo(f"{rule.id}  {rule.document} {rule.article}, {rule.topic}, {rule.status}")
        typer.echo(f"      {rule.text}")
        if entry.not_simulated is not None:
            typer.echo(f"      not simulated: {entry.not_simulated}")
        for place in entry.enforced_by:
            typer.echo(f"      enforced by {place}")
        for test in entry.proved_by[:1]:
            more = f" and {len(entry.proved_by) - 1} more" if len(entry.proved_by) > 1 else ""
            typer.echo(f"      proved by {test}{more}")
    shown = ", ".join(f"{number} {standing}" for standing, number in counts(entries).items())
    typer.echo(f"{len(entries)} rules: {shown}")


def _sources() -> "Sources":
    """Read the checkout the command runs in, or else the one it is installed from."""
    from launcher.documents.sources import Sources  # noqa: PLC0415 - not for every command

    for root in (Path.cwd(), Path(__file__).parents[4]):
        if (root / "tests").is_dir() and (root / "deploy" / "launcher").is_dir():
            return Sources.read(root)
    raise NoAnswer("what proves them stands in the tests: run this in a checkout")
