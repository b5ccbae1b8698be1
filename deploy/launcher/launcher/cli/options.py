"""Options that several commands share, and how they find the network they are about."""

import json
import os
from pathlib import Path
from typing import Annotated, Any

import typer

from launcher.asking import NoAnswer, must
from launcher.data_folder import DataFolder, read_json

Data = Annotated[
    Path,
    typer.Option("--data", envvar="BEIAN_DATA_DIR", help="The data folder of an embedded network."),
]
Url = Annotated[
    str | None,
    typer.Option("--url", help="A ministry, e.g. http://127.0.0.1:8000, in place of --data."),
]
Json = Annotated[bool, typer.Option("--json", help="For programs.")]

DEFAULT_DATA = Path(".beian")


def folder_of(data: Path) -> DataFolder:
    """Return the data folder by its whole path: children run elsewhere."""
    return DataFolder(data.absolute())


def network_of(data: Path, url: str | None) -> dict[str, Any]:
    """Return `/network.json` of the network that was meant. Raises NoAnswer."""
    if url is not None:
        return dict(must(f"{url.rstrip('/')}/network.json"))
    file = folder_of(data).network_file
    try:
        network = dict(read_json(file))
    except FileNotFoundError:
        raise NoAnswer(f"no network runs in {data} (start one with `beian up`)") from None
    return dict(must(f"{network['ministry']['url']}/network.json"))


def token_of(data: Path, url: str | None) -> str | None:
    """Return the auditor's token: of the environment, else of the data folder; None without."""
    token = os.environ.get("BEIAN_AUDITOR_TOKEN")
    if token is not None or url is not None:
        return token
    try:
        return (folder_of(data).secrets / "auditor.token").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None


def show(document: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """Print JSON for programs."""
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
