"""`beian client …`: the reference SOAP client, as one provider of the running network.

It keeps no state: the next number of an upload comes from the bureau itself.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from launcher.cli.options import DEFAULT_DATA, Data, Json, Url, network_of, show

if TYPE_CHECKING:
    from beian.soap_client import SoapClient
    from beian.wire.answers import Answer
    from launcher.samples import Provider

NOTHING_TO_DOWNLOAD = 2
"""msg_code of an empty queue."""

app = typer.Typer(help="The reference SOAP client of the interface V3.0.", no_args_is_help=True)

Isp = Annotated[int | None, typer.Option("--isp-id", help="Whose account; else --region's.")]
Region = Annotated[
    str | None, typer.Option(help="Use the first external provider of this province.")
]
AtMinistry = Annotated[
    bool, typer.Option("--ministry", help="Call the ministry's system, not the bureau's.")
]


@app.command()
def upload(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="XML in GBK.")],
    isp_id: Isp = None,
    region: Region = None,
    ministry: AtMinistry = False,
    encrypt: Annotated[bool, typer.Option("--encrypt", help="Encrypt with AES.")] = False,
    sequence: Annotated[
        int | None, typer.Option(help="dataSequence; else what the bureau says comes next.")
    ] = None,
    data: Data = DEFAULT_DATA,
    url: Url = None,
    json: Json = False,
) -> None:
    """Send one upload file. Exit status 1: the bureau did not take it."""
    xml = file.read_bytes()

    async def send(client: "SoapClient") -> "Answer":
        number = sequence
        if number is None:
            previous = await client.previous()
            if previous.file is None:
                return previous
            number = (previous.file.data_sequence or 0) + 1
        answer = await client.upload(xml, number, encrypt=encrypt)
        typer.echo(f"dataSequence {number}", err=True)
        return answer

    _end(_call(send, isp_id, region, ministry=ministry, data=data, url=url), json=json)


@app.command()
def sample(
    out: Annotated[Path, typer.Argument(dir_okay=False, help="Where to write the XML.")],
    isp_id: Isp = None,
    region: Region = None,
    home: Annotated[
        str | None, typer.Option(help="The sponsor's province; else the provider's own.")
    ] = None,
    ip: Annotated[
        bool, typer.Option("--ip", help="IP data instead: a source, its use, own addresses.")
    ] = False,
    site_of: Annotated[
        str | None, typer.Option(help="A site added to the subject of this filing number (XZWZ).")
    ] = None,
    access_of: Annotated[
        str | None, typer.Option(help="An access added to the site of this number (XZJR).")
    ] = None,
    password: Annotated[str, typer.Option(help="With --access-of: the filing password.")] = "",
    data: Data = DEFAULT_DATA,
    url: Url = None,
) -> None:
    """Write an upload file with a made-up filing, addition or IP data, ready for `upload`."""
    import secrets  # noqa: PLC0415 - not for every command

    from beian.wire.upload_xzba import write_xzba  # noqa: PLC0415 - not for every command
    from launcher.calling import choose_provider  # noqa: PLC0415 - not for every command
    from launcher.samples import Provider  # noqa: PLC0415 - not for every command
    from launcher.samples import sample as made_up  # noqa: PLC0415 - not for every command

    provider = Provider.of(choose_provider(network_of(data, url), isp_id=isp_id, region=region))
    if ip:
        _write_ip(out, provider, 1 + secrets.randbelow(10**9))
        return
    number = 10**11 + secrets.randbelow(10**11)
    if site_of is not None or access_of is not None:
        _write_addition(out, provider, number, site_of, access_of, password)
        return
    made = made_up(number, provider, home=home)
    xml = write_xzba((made.filing,), made.blobs, reporting_unit=provider.isp_id)
    out.write_bytes(xml)
    typer.echo(f"{out}: {made.filing.subject.name}, {made.domain}")


def _write_addition(
    out: Path,
    provider: "Provider",
    number: int,
    site_of: str | None,
    access_of: str | None,
    password: str,
) -> None:
    from beian.wire.upload_operations import (  # noqa: PLC0415 - not for every command
        write_icp_upload,
    )
    from launcher import samples_changes  # noqa: PLC0415 - not for every command

    records: dict[str, list[Any]] = {}
    if site_of is not None:
        records["ICP/XZWZ"] = [samples_changes.site_of(site_of, number, provider)]
    if access_of is not None:
        records["ICP/XZJR"] = [samples_changes.access_of(access_of, password, number, provider)]
    out.write_bytes(write_icp_upload(records, {}, reporting_unit=provider.isp_id))
    typer.echo(f"{out}: {', '.join(records)}")


def _write_ip(out: Path, provider: "Provider", number: int) -> None:
    from beian.wire.upload_operations import (  # noqa: PLC0415 - not for every command
        write_ip_upload,
    )
    from launcher.samples_ip import ip_sample  # noqa: PLC0415 - not for every command

    records = ip_sample(number, provider)
    out.write_bytes(write_ip_upload(records, reporting_unit=provider.isp_id))
    typer.echo(f"{out}: {', '.join(records)}")


@app.command()
def download(
    isp_id: Isp = None,
    region: Region = None,
    ministry: AtMinistry = False,
    acknowledge: Annotated[
        bool, typer.Option("--ack", help="Acknowledge the file once it is saved.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="Acknowledge each and go on until none waits.")
    ] = False,
    to: Annotated[Path, typer.Option(file_okay=False, help="Folder to save the file in.")] = Path(),
    data: Data = DEFAULT_DATA,
    url: Url = None,
    json: Json = False,
) -> None:
    """Fetch, check and save the oldest file that waits. Exit status 1: there is none."""
    saved: list[str] = []

    async def fetch(client: "SoapClient") -> "Answer":
        from beian.wire.refusal import WireRefusal  # noqa: PLC0415 - not for every command

        while True:
            answer = await client.download()
            if answer.file is None:
                return answer
            opened = client.open(answer.file)
            if isinstance(opened, WireRefusal):
                raise typer.BadParameter(f"{answer.file.file_name}: {opened.detail}")
            to.mkdir(parents=True, exist_ok=True)
            (to / Path(opened.entry_name).name).write_bytes(opened.xml)
            saved.append(str(to / Path(opened.entry_name).name))
            if acknowledge or every:
                await client.ack(answer.file.file_name)
            if not every:
                return answer

    answer = _call(fetch, isp_id, region, ministry=ministry, data=data, url=url)
    _end(answer, json=json, more={"saved": saved}, answered=bool(saved), emptied=every)


@app.command()
def ack(
    name: str,
    isp_id: Isp = None,
    region: Region = None,
    ministry: AtMinistry = False,
    data: Data = DEFAULT_DATA,
    url: Url = None,
    json: Json = False,
) -> None:
    """Acknowledge a downloaded file by its name."""
    answer = _call(lambda c: c.ack(name), isp_id, region, ministry=ministry, data=data, url=url)
    _end(answer, json=json)


@app.command()
def previous(
    isp_id: Isp = None,
    region: Region = None,
    ministry: AtMinistry = False,
    data: Data = DEFAULT_DATA,
    url: Url = None,
    json: Json = False,
) -> None:
    """Ask for the last accepted upload and its number."""
    answer = _call(lambda c: c.previous(), isp_id, region, ministry=ministry, data=data, url=url)
    number = answer.file.data_sequence if answer.file else None
    name = answer.file.file_name if answer.file else None
    _end(answer, json=json, more={"data_sequence": number, "file_name": name})


@app.command()
def status(
    condition: Annotated[str, typer.Option(help="The domain or the certificate's number.")],
    type: Annotated[int, typer.Option(help="queryConditionType: 0 a domain, 1 to 12 by Zjlx.")] = 0,
    isp_id: Isp = None,
    region: Region = None,
    ministry: AtMinistry = False,
    data: Data = DEFAULT_DATA,
    url: Url = None,
    json: Json = False,
) -> None:
    """Ask whether something is filed. Exit status 1: it is not."""
    answer = _call(
        lambda c: c.status(type, condition), isp_id, region, ministry=ministry, data=data, url=url
    )
    found = answer.status
    more = {
        "filed": found.filed if found else None,
        "subject_number": found.subject_number if found else None,
        "site_number": found.site_number if found else None,
        "site_name": found.site_name if found else None,
    }
    _end(answer, json=json, more=more, answered=bool(found and found.filed))


@app.command("verify-password")
def verify_password(
    number: Annotated[str, typer.Argument(help="The filing number (备案号).")],
    password: Annotated[str, typer.Argument(help="The filing password, plain or as MD5 hex.")],
    isp_id: Isp = None,
    region: Region = None,
    ministry: AtMinistry = False,
    data: Data = DEFAULT_DATA,
    url: Url = None,
    json: Json = False,
) -> None:
    """Check a filing password. Exit status 1: it is wrong."""
    answer = _call(
        lambda c: c.verify(number, password), isp_id, region, ministry=ministry, data=data, url=url
    )
    _end(answer, json=json, more={"verified": answer.verified}, answered=bool(answer.verified))


def _call(
    act: Callable[["SoapClient"], Awaitable["Answer"]],
    isp_id: int | None,
    region: str | None,
    *,
    ministry: bool,
    data: Path,
    url: str | None,
) -> "Answer":
    from launcher.calling import choose_provider, client_of  # noqa: PLC0415 - the wire is heavy

    network = network_of(data, url)
    provider = choose_provider(network, isp_id=isp_id, region=region)

    async def call() -> "Answer":
        async with client_of(network, provider, at_ministry=ministry) as client:
            return await act(client)

    return asyncio.run(call())


def _end(
    answer: "Answer",
    *,
    json: bool,
    more: Mapping[str, object] | None = None,
    answered: bool = True,
    emptied: bool = False,
) -> None:
    """Print code, message and what else was answered; end with status 0 or 1.

    `emptied`: the queue was asked until nothing was left, so an empty one is no failure.
    """
    said: dict[str, object] = {"msg_code": answer.code, "msg": answer.message, **(more or {})}
    if answer.missing:
        said["data_sequences"] = list(answer.missing)
    if json:
        show(said)
    else:
        for name, value in said.items():
            if value is not None:
                typer.echo(f"{name}: {value}")
    done = answer.code == 0 or (emptied and answer.code == NOTHING_TO_DOWNLOAD)
    raise typer.Exit(0 if done and answered else 1)
