"""`beian init` with what it takes from the library: the provinces and the rights on the bus."""

from beian.bus.subjects import nats_users
from beian.errors import Fault
from beian.regulations.regions import provinces
from launcher.accounts import LOOPBACK, PRIVATE_NETWORKS
from launcher.data_folder import DataFolder
from launcher.hosting import Hosting, asked_provinces
from launcher.init import Province, init


def initialize(folder: DataFolder, asked: str | None, *, private_networks: bool) -> Hosting:
    """Make what is missing in the data folder's secrets; return what the network now hosts.

    `asked` as `--provinces` has it. `private_networks`: clients may call from them too. Raises
    Fault for a province that does not exist.
    """
    known = [Province(str(code), province.short) for code, province in provinces().items()]
    try:
        regions = asked_provinces(asked, [province.region for province in known])
    except ValueError as error:
        raise Fault(str(error)) from error
    folder.make()
    return init(
        folder.secrets,
        asked=regions,
        provinces=known,
        networks=(*LOOPBACK, *(PRIVATE_NETWORKS if private_networks else ())),
        users_conf=lambda hosting, passwords: nats_users(hosting.all_logs, passwords),
    )
