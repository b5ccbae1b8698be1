"""Which container may know what: each gets a folder of secrets with its own part and no more."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from launcher.data_folder import read_json, write_json, write_private
from launcher.hosting import Hosting, ServiceName
from launcher.init import DATABASE_OWNER


def distribute_secrets(secrets: Path, volumes: Path, hosting: Hosting) -> None:
    """Fill `volumes/<container>` for the servers and every service container.

    One container for each province, one for each other service.
    """
    postgres = _text(secrets / "postgres" / DATABASE_OWNER)
    write_private(volumes / "postgres" / "password", postgres)
    write_private(volumes / "nats" / "users.conf", _text(secrets / "nats" / "users.conf"))
    for container, role, logs in _containers(hosting):
        folder = volumes / container
        for file in _files(logs):
            if (secrets / file).exists():
                write_private(folder / file, (secrets / file).read_bytes())
        write_json(folder / "network.json", read_json(secrets / "network.json"))
        write_private(folder / "auditor.token", _text(secrets / "auditor.token"))
        write_private(folder / "pgpass", password_line(role, _text(secrets / "postgres" / role)))


def password_line(role: str, password: str) -> str:
    """Return a line of libpq's password file: any host, port and database."""
    return f"*:*:*:{role}:{password}\n"


def _containers(hosting: Hosting) -> Iterator[tuple[str, str, Iterable[str]]]:
    """Container, database role, logs."""
    for service in ServiceName:
        if service is ServiceName.PROVINCE:
            for region in hosting.provinces:
                role = f"{service.database}_{region}"
                yield f"{service}-{region}", role, (f"province.{region}",)
        else:
            yield service.value, service.database, hosting.logs(service)


def _files(logs: Iterable[str]) -> Iterator[str]:
    for log in logs:
        yield f"nats/{log}"
        yield f"keys/{log}.key"
        yield f"ca/{log}.key"
        yield f"ca/{log}.pem"
        yield f"providers/{log}.json"


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
