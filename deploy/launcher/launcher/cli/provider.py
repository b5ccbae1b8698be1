"""`beian provider …`: what an operator of the bureaus does for one provider."""

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from beian.errors import Fault
from beian.identifiers import log_of_province
from launcher.adding import add_provider
from launcher.asking import NoAnswer, said, tell
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

app = typer.Typer(help="What a bureau's operator does for a provider.", no_args_is_help=True)

_OK = 200
_WAIT_S: Final = 600.0
MINISTRYS: Final = "YM"
KINDS: Final = ("ICP", "IP", "YM", "JCDM")


@app.command()
def add(
    region: Annotated[str, typer.Argument(help="The bureau's region code, e.g. 320000.")],
    name: Annotated[str, typer.Argument(help="The provider's name.")],
    addresses: Annotated[
        list[str] | None, typer.Option(help="An IPv4 block that counts as reported.")
    ] = None,
    data: Data = DEFAULT_DATA,
    json: Json = False,
) -> None:
    """Make access data for one more provider; its bureau has to admit its system (FLOW-01).

    Services read accounts when they start. Until the admission its uploads get code 19.
    """
    account = add_provider(folder_of(data), region, name, addresses or [])
    if json:
        show(account)
        return
    typer.echo(f"{account['isp_id']} {account['name']}: not admitted; start the network anew")


@app.command()
def synchronize(
    isp_id: Annotated[int, typer.Argument(help="Whose data.")],
    kind: Annotated[
        list[str] | None, typer.Option(help="ICP, IP, YM or JCDM, several times; else all.")
    ] = None,
    data: Data = DEFAULT_DATA,
    url: Url = None,
    json: Json = False,
) -> None:
    """Lay all that is held of a provider ready for it, in files of SJTB.

    Domain data (YM) lie ready at the ministry's system, all else at its bureau's.
    """
    kinds = [one.upper() for one in kind or KINDS]
    unknown = [one for one in kinds if one not in KINDS]
    if unknown:
        raise Fault(f"{unknown[0]} is none of {', '.join(KINDS)}")
    network = network_of(data, url)
    laid_ready: list[Any] = []
    at_bureau = [one for one in dict.fromkeys(kinds) if one != MINISTRYS]
    if at_bureau:
        address = _bureau_of(network, isp_id)
        laid_ready += _asked(address, isp_id, {"kinds": at_bureau}, data, url)
    if MINISTRYS in kinds:
        laid_ready += _asked(f"{network['ministry']['url']}/api", isp_id, {}, data, url)
    if json:
        show({"isp_id": isp_id, "laid_ready": laid_ready})
        return
    for one in laid_ready:
        names = ", ".join(one["file_names"]) or "nothing to send"
        typer.echo(f"{one['kind']:<4} {one['records']} records: {names}")


def _bureau_of(network: dict[str, Any], isp_id: int) -> str:
    """Return the API of a provider's bureau. Raises Fault where the network does not know it."""
    for one in network["providers"]:
        if one["isp_id"] == isp_id:
            log = log_of_province(one["region"])
            base = str(network["logs"][log]["url"]).removesuffix(f"/log/{log}")
            return f"{base}/{one['region']}/api"
    raise Fault(f"{isp_id} is no provider of this network")


def _asked(api: str, isp_id: int, wanted: dict[str, Any], data: Path, url: str | None) -> Any:  # noqa: ANN401 - JSON
    status, answer = tell(
        f"{api}/providers/{isp_id}/synchronization",
        wanted,
        token=token_of(data, url),
        timeout_s=_WAIT_S,
    )
    if status != _OK or not isinstance(answer, dict):
        raise NoAnswer(f"{api} refused ({status}): {said(answer)}")
    return answer["laid_ready"]
