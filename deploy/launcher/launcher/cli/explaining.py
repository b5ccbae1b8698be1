"""`beian explain-upload`: why a file or an upload was refused, layer by layer."""

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from launcher.asking import NoAnswer, ask, said
from launcher.cli.options import DEFAULT_DATA, Data, Json, Url, network_of, show

if TYPE_CHECKING:
    from beian.wire.explaining import Explanation

_ID: Final = re.compile(r"([0-9]+)/([0-9]+)", re.ASCII)
_OK: Final = 200
_MARKS: Final = {"passed": "✓", "failed": "✗", "skipped": "-", "not reached": "·"}


def add_to(app: typer.Typer) -> None:
    """Enter the command of this module."""
    app.command("explain-upload")(explain_upload)


def explain_upload(
    what: Annotated[
        str,
        typer.Argument(
            metavar="FILE|ID",
            help="An XML, a zip, the text of beianInfo; or <isp id>/<dataSequence> of an upload.",
        ),
    ],
    key: Annotated[str | None, typer.Option(help="AES key, where the file is encrypted.")] = None,
    iv: Annotated[str | None, typer.Option(help="AES offset (密钥偏移量).")] = None,
    beian_info_hash: Annotated[
        str | None, typer.Option("--hash", help="beianInfoHash, to be compared.")
    ] = None,
    switch: Annotated[
        list[str] | None, typer.Option(help="A switch of lenient reading that is on.")
    ] = None,
    today: Annotated[str | None, typer.Option(help="YYYY-MM-DD, for dates in domain data.")] = None,
    data: Data = DEFAULT_DATA,
    url: Url = None,
    json: Json = False,
) -> None:
    """Show each layer, the first that failed, where, what stands there and what is wanted.

    Of a file the rules are asked that need no register. Exit status 1: it is refused.
    """
    match = _ID.fullmatch(what)
    if match is not None and not Path(what).exists():
        document = _asked(network_of(data, url), int(match[1]), int(match[2]))
    else:
        path = Path(what)
        if not path.is_file():
            raise NoAnswer(f"{what}: neither a file nor <isp id>/<dataSequence>")
        switches = frozenset(switch or ())
        document = _explained(path, key, iv, beian_info_hash, switches, today).as_json()
    if json:
        show(document)
    else:
        typer.echo(as_text(document))
    if document["refused"]:
        raise typer.Exit(1)


def as_text(document: dict[str, Any]) -> str:
    """Return an explanation as people read it."""
    lines = [document["file"] or "(no file could be opened)"]
    for one in document["layers"]:
        mark = _MARKS[one["outcome"]]
        lines.append(
            f"  {mark} {one['layer']:<7} {one['outcome']:<12} {one['detail'] or ''}".rstrip()
        )
    for problem in document["problems"]:
        lines.append("")
        lines.append(f"{problem['code']} {problem['message']}")
        place = problem["xpath"] or ""
        if problem["line"] is not None:
            place += f" line {problem['line']}"
        if problem["column"] is not None:
            place += f" column {problem['column']}"
        for name, value in (
            ("record", problem["record"]),
            ("at", place.strip()),
            ("found", problem["found"]),
            ("wanted", problem["wanted"]),
            ("rule", problem["rule"]),
            ("says", problem["detail"]),
        ):
            if value:
                lines.append(f"    {name:<7} {value}")
    lines.append("")
    first = document["first_failed"]
    lines.append(f"refused at the layer {first}" if first else "nothing wrong found")
    return "\n".join(lines)


def _asked(network: dict[str, Any], isp_id: int, number: int) -> dict[str, Any]:
    region = next((p["region"] for p in network["providers"] if p["isp_id"] == isp_id), None)
    places = {p["region"]: p["upload_wsdl"] for p in network["provinces"]}
    if region is None or region not in places:
        raise NoAnswer(f"this network has no provider {isp_id}")
    bureau = places[region].partition("/ISPWebService")[0]
    status, document = ask(f"{bureau}/api/uploads/{isp_id}/{number}/explanation")
    if status != _OK or not isinstance(document, dict):
        raise NoAnswer(f"the bureau answers {status}: {said(document)}")
    return document


def _explained(
    path: Path,
    key: str | None,
    iv: str | None,
    beian_info_hash: str | None,
    switches: frozenset[str],
    today: str | None,
) -> "Explanation":
    from launcher.explaining import explain_file  # noqa: PLC0415 - the wire is heavy

    try:
        day = date.fromisoformat(today) if today else None
    except ValueError:
        raise NoAnswer(f"--today {today}: not a date") from None
    return explain_file(path, key, iv, beian_info_hash, switches, day)
