"""`beian init`: everything that needs no server: keys, passwords, accounts, the NATS users.

Keeps what is there and adds what is missing, so a province can join later and nothing that
was handed out changes. All files are of mode 0600; which actor may know which file:

    nats/<log>            the actor's NATS password; nats/operator that of `beian migrate`
    nats/users.conf       the NATS server: every user with its rights
    keys/<log>.key        Ed25519 key of the log's checkpoints
    ca/<log>.key, .pem    a bureau's authority for e-certificates; its subject says SIMULATED
    providers/<log>.json  the accounts that an actor has to know
    postgres/<role>       a database password, where the server asks for one; postgres/pgpass
                          the owner's as libpq reads it
    auditor.token         opens the logs of a network that does not simulate
    network.json          the network's name and what it hosts
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from launcher.accounts import EXTERNAL, REFERENCE, Account, make_account
from launcher.data_folder import PRIVATE_FOLDER, read_json, write_json, write_private
from launcher.hosting import DEFAULT_PROVINCES, Hosting, ServiceName, ordered

OPERATOR: Final = "operator"
DATABASE_OWNER: Final = "postgres"
_SECRET_BYTES: Final = 24


@dataclass(frozen=True, slots=True)
class Province:
    """What `init` has to know of one of the 31."""

    region: str
    short_name: str


def hosting_in(folder: Path) -> Hosting | None:
    """Return what the network of a secrets folder hosts; None before the first `init`."""
    file = folder / "network.json"
    if not file.exists():
        return None
    network = read_json(file)
    return Hosting(tuple(network["provinces"]), tuple(network["providers"]))


def init(
    folder: Path,
    *,
    asked: Sequence[str] | None,
    provinces: Sequence[Province],
    networks: Sequence[str],
    users_conf: Callable[[Hosting, dict[str, str]], str],
) -> Hosting:
    """Make, once, what is missing in the secrets folder; return what the network now hosts.

    `asked`: region codes to host besides those there already. `provinces`: all 31. `networks`:
    CIDR blocks that interface servers may call from. `users_conf` writes the NATS users file
    from what is hosted and the passwords by user name.
    """
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    known = hosting_in(folder)
    regions = ordered((*(known.provinces if known else ()), *(asked or ())))
    regions = regions or DEFAULT_PROVINCES
    _accounts(folder, regions, provinces, networks)
    hosting = Hosting.of(regions)
    for log in hosting.all_logs:
        _write_missing(folder / "keys" / f"{log}.key", _new_key)
    for region in regions:
        _authority(folder / "ca", f"province.{region}")
    for name in (DATABASE_OWNER, *database_names(hosting)):
        _write_missing(folder / "postgres" / name, _new_secret)
    owner = _write_missing(folder / "postgres" / DATABASE_OWNER, _new_secret)
    _write_changed(folder / "postgres" / "pgpass", f"*:*:*:{DATABASE_OWNER}:{owner}\n")
    users = (*hosting.all_logs, OPERATOR)
    passwords = {user: _write_missing(folder / "nats" / user, _new_secret) for user in users}
    _write_changed(folder / "nats" / "users.conf", users_conf(hosting, passwords))
    _write_missing(folder / "auditor.token", _new_secret)
    _network(folder / "network.json", hosting)
    return hosting


def database_names(hosting: Hosting) -> tuple[str, ...]:
    """Databases, each with a role of its name: one for each process, in either way to run.

    The embedded network has one process for all provinces, compose one for each.
    """
    single = tuple(service.database for service in ServiceName)
    return (*single, *(f"{ServiceName.PROVINCE.database}_{r}" for r in hosting.provinces))


def _accounts(
    folder: Path, regions: Sequence[str], provinces: Sequence[Province], networks: Sequence[str]
) -> None:
    """Complete the accounts and hand to each actor those it has to know."""
    master = folder / "providers" / "ministry.json"
    accounts: list[Account] = read_json(master) if master.exists() else []
    short_names = {province.region: province.short_name for province in provinces}
    head = accounts[0]["region"] if accounts else regions[0]
    for region in regions:
        for serial in (REFERENCE, EXTERNAL):
            made = make_account(
                region,
                serial,
                short_name=short_names[region],
                regions=sorted(short_names),
                networks=networks,
                is_headquarters=(region, serial) == (head, EXTERNAL),
            )
            if all(account["isp_id"] != made["isp_id"] for account in accounts):
                accounts.append(made)
    accounts.sort(key=lambda account: account["isp_id"])
    write_json(master, accounts)
    for region in regions:
        own = [account for account in accounts if account["region"] == region]
        write_json(folder / "providers" / f"province.{region}.json", own)
    for account in accounts:
        if account["hosted_by"] == "enterprise":
            write_json(folder / "providers" / f"enterprise.{account['isp_id']}.json", [account])


def _network(file: Path, hosting: Hosting) -> None:
    known = read_json(file) if file.exists() else {}
    network = {"network": f"beian-{secrets.token_hex(4)}", "seeded": False, **known}
    hosted = {"provinces": list(hosting.provinces), "providers": list(hosting.providers)}
    write_json(file, network | hosted)


def _authority(folder: Path, log: str) -> None:
    """Make a bureau's certificate authority, key and certificate together."""
    key, certificate = folder / f"{log}.key", folder / f"{log}.pem"
    if key.exists() and certificate.exists():
        return
    from launcher.authority import new_authority  # noqa: PLC0415 - the library is slow to load

    key_pem, certificate_pem = new_authority(log)
    write_private(certificate, certificate_pem)
    write_private(key, key_pem)


def _new_key() -> str:
    from launcher.authority import new_key  # noqa: PLC0415 - the library is slow to load

    return new_key().decode()


def _new_secret() -> str:
    return secrets.token_hex(_SECRET_BYTES)


def _write_missing(file: Path, make: Callable[[], str]) -> str:
    """Return the text of a file, made if it is not there."""
    if not file.exists():
        write_private(file, make())
    return file.read_text(encoding="utf-8")


def _write_changed(file: Path, text: str) -> None:
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        write_private(file, text)
