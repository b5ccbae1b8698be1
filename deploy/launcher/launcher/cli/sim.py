"""`beian sim …`: the tester's controls, which are the ministry's `/sim`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from launcher.asking import NoAnswer, ask, said, tell
from launcher.cli import country
from launcher.cli.options import DEFAULT_DATA, Data, Json, Url, network_of, show

app = typer.Typer(help="The tester's controls.", no_args_is_help=True)
country.add_to(app)

_OK = 200


@app.command()
def clock(
    mode: Annotated[str | None, typer.Option(help="running or frozen.")] = None,
    rate: Annotated[
        int | None, typer.Option(min=1, help="Network seconds per wall second.")
    ] = None,
    advance: Annotated[str | None, typer.Option(help="20wd, 3d, 2h, 30m or 45s.")] = None,
    to: Annotated[str | None, typer.Option(help="A date or an RFC 3339 time.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would fire; change nothing.")
    ] = False,
    data: Data = DEFAULT_DATA,
    url: Url = None,
    json: Json = False,
) -> None:
    """Show network time, or set it; returns when the network has settled.

    Exit status 1: it did not settle.
    """
    change = {"mode": mode, "rate": rate, "advance": advance, "to": to}
    wanted: dict[str, Any] = {name: value for name, value in change.items() if value is not None}
    address = _sim(data, url, "clock")
    if not wanted:
        answer = _answered(ask(address))
    else:
        answer = _answered(tell(address, wanted | ({"dry_run": True} if dry_run else {})))
    if json:
        show(answer)
    else:
        now = answer["clock"]
        typer.echo(f"network time {now['now']} ({now['mode']}, rate {now['rate']})")
        for fired in answer.get("fired", ()):
            typer.echo(f"  fired {fired['due']} in {fired['log']}")
        for lagging in answer.get("lagging", ()):
            typer.echo(f"  lagging: {lagging}")
    if answer.get("settled") is False:
        raise typer.Exit(1)


@app.command()
def policy(
    set_to: Annotated[
        str | None, typer.Argument(metavar="[POLICY]", help="manual, approve or refuse.")
    ] = None,
    region: Annotated[str, typer.Option(help="A region code, or all.")] = "all",
    opinion: Annotated[str | None, typer.Option(help="The opinion's text.")] = None,
    data: Data = DEFAULT_DATA,
    url: Url = None,
    json: Json = False,
) -> None:
    """Show how the bureaus review, or set it."""
    address = _sim(data, url, "policies")
    if set_to is None:
        answer = _answered(ask(address))
    else:
        wanted = {"region": region, "policy": set_to, "opinion": opinion}
        answer = _answered(tell(address, wanted))
    if json:
        show(answer)
    else:
        for one in answer["policies"]:
            rules = f", {len(one['rules'])} rules" if one["rules"] else ""
            typer.echo(f"{one['region']}  {one['policy']}{rules}")


@app.command()
def interface(
    region: Annotated[str, typer.Option(help="A region code, or all.")] = "all",
    maintenance: Annotated[
        str | None, typer.Option(help="none, upload (901), download (902) or all.")
    ] = None,
    upload_hours: Annotated[
        str | None, typer.Option(help="HH:MM-HH:MM; uploads outside get code 20.")
    ] = None,
    waiting_files_max: Annotated[
        int | None, typer.Option(min=1, help="Files waiting before code 15.")
    ] = None,
    password_checks_max: Annotated[
        int | None, typer.Option(min=1, help="Checks of one password a day before code 22.")
    ] = None,
    ip_comparison: Annotated[
        str | None, typer.Option(help="refuse, or report filings with unreported addresses (1063).")
    ] = None,
    changes_max: Annotated[
        int | None, typer.Option(min=1, help="Changes of one subject a day before code 1051.")
    ] = None,
    data: Data = DEFAULT_DATA,
    url: Url = None,
    json: Json = False,
) -> None:
    """Show under which conditions the bureaus' interfaces answer, or set all of them."""
    change = {
        "maintenance": maintenance,
        "upload_hours": upload_hours,
        "waiting_files_max": waiting_files_max,
        "password_checks_max": password_checks_max,
        "ip_comparison": ip_comparison,
        "changes_max": changes_max,
    }
    wanted = {name: value for name, value in change.items() if value is not None}
    address = _sim(data, url, "interface")
    answer = _answered(tell(address, wanted | {"region": region}) if wanted else ask(address))
    if json:
        show(answer)
    else:
        for one in answer["interface"]:
            typer.echo(_conditions(one))


def _conditions(one: Mapping[str, Any]) -> str:
    return (
        f"{one['region']}  maintenance {one['maintenance']}, "
        f"uploads {one['upload_hours'] or 'any time'}, "
        f"{one['waiting_files_max']} files waiting, "
        f"{one['password_checks_max']} password checks a day, "
        f"{one['changes_max']} changes of a subject a day, "
        f"unreported addresses: {one['ip_comparison']}"
    )


@app.command()
def switches(
    isp_id: Annotated[
        int | None, typer.Option("--isp-id", help="Whose; without it all are shown.")
    ] = None,
    on: Annotated[list[str] | None, typer.Option(help="Turn this one on; may be repeated.")] = None,
    off: Annotated[list[str] | None, typer.Option(help="Turn this one off, or `all`.")] = None,
    data: Data = DEFAULT_DATA,
    url: Url = None,
    json: Json = False,
) -> None:
    """Show what the providers' interfaces forgive or insist on, or switch it for one of them."""
    address = _sim(data, url, "switches")
    answer = _answered(ask(address))
    if on or off:
        if isp_id is None:
            raise NoAnswer("--isp-id says whose switches are meant")
        held = {
            name for one in answer["providers"] if one["isp_id"] == isp_id for name in one["on"]
        }
        less = held if "all" in (off or ()) else set(off or ())
        wanted = sorted((held - less) | set(on or ()))
        changed = _answered(tell(address, {"isp_id": isp_id, "switches": wanted}))
        answer = {**answer, **changed}
    shown = [one for one in answer["providers"] if isp_id in (None, one["isp_id"])]
    if not shown:
        raise NoAnswer(f"this network has no provider {isp_id}")
    if json:
        show({**answer, "providers": shown})
        return
    for name, effect in answer["switches"].items():
        typer.echo(f"{name}: {effect}")
    for one in shown:
        typer.echo(f"{one['isp_id']}  {', '.join(one['on']) or 'none on'}")


def _sim(data: Path, url: str | None, control: str) -> str:
    return f"{network_of(data, url)['ministry']['url']}/sim/{control}"


def _answered(answer: tuple[int, Any]) -> dict[str, Any]:
    """Return what was answered. Raises NoAnswer with the reason where it was refused."""
    status, document = answer
    if status != _OK or not isinstance(document, dict):
        raise NoAnswer(f"the ministry refused ({status}): {said(document)}")
    return document
