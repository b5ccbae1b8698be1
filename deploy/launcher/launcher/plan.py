"""How one embedded network is to run: its folder, what it hosts, where it listens."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from beian.errors import Fault
from launcher.data_folder import DataFolder
from launcher.hosting import Hosting, ServiceName

LOOPBACK: Final = "127.0.0.1"


class CannotStart(Fault):
    """The network cannot be started; the message says why, for the user."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the supervisor needs to know before the first process starts."""

    folder: DataFolder
    hosting: Hosting
    ports: Mapping[ServiceName, int]
    networks: tuple[str, ...]
    """CIDR blocks that interface servers may call from."""
    sim: bool = True
    all_interfaces: bool = False

    def url(self, service: ServiceName) -> str:
        """Where the service answers, on loopback."""
        return f"http://{LOOPBACK}:{self.ports[service]}"

    def environment(
        self, service: ServiceName, *, socket_folder: Path, nats: str
    ) -> dict[str, str]:
        """Return the whole environment of a service process.

        Nothing of ours that the user happens to have set gets in: it would be of another network.
        """
        foreign = {k: v for k, v in os.environ.items() if not k.startswith("BEIAN_")}
        hosting = self.hosting
        own = {
            "BEIAN_DATABASE_URL": database_url(service.database, socket_folder),
            "BEIAN_NATS_URL": nats,
            "BEIAN_NATS_CREDENTIALS": str(self.folder.secrets / "nats"),
            "BEIAN_DATA_DIR": str(self.folder.path),
            "BEIAN_PORT": str(self.ports[service]),
            "BEIAN_PUBLIC_URL": self.url(service),
            "BEIAN_MINISTRY_URL": self.url(ServiceName.MINISTRY),
            "BEIAN_PROVINCES": ",".join(hosting.provinces),
            "BEIAN_PROVIDERS": ",".join(map(str, hosting.providers)),
            "BEIAN_SIM": "1" if self.sim else "0",
            "BEIAN_LISTEN_ON_ALL_INTERFACES": "1" if self.all_interfaces else "0",
        }
        return foreign | own


def database_url(name: str, socket_folder: Path) -> str:
    """Return the address of a database on the embedded server, as the role of its name."""
    return f"postgresql://{name}@/{name}?host={socket_folder}"


def choose_ports(base: int) -> dict[ServiceName, int]:
    """Return a port for each service: from `base`, or any that are free where it is 0.

    Raises CannotStart where one is taken.
    """
    if base == 0:
        return _free_ports()
    ports = {service: base + service.port_offset for service in ServiceName}
    for service, port in ports.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, port))
            except (OSError, OverflowError) as error:
                raise CannotStart(
                    f"port {port} of {service} cannot be had ({error}): "
                    "is another network running? Choose others with --port-base"
                ) from error
    return ports


def _free_ports() -> dict[ServiceName, int]:
    """All four are held at once, so that no two are the same."""
    held = {service: socket.create_server((LOOPBACK, 0)) for service in ServiceName}
    try:
        return {service: int(probe.getsockname()[1]) for service, probe in held.items()}
    finally:
        for probe in held.values():
            probe.close()
