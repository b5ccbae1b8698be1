"""The provider accounts a bureau holds: read once from its secrets folder.

`secrets/providers/<log>.json`, made by `beian init`: a list of objects with isp_id, name, region,
user_name, password, aes_key, aes_offset, ip_ranges, interface_addresses, lenient, hosted_by,
rights, download_encrypt_algorithm; commissioning where the system is not yet admitted, and
network_kind of a public-interest network. Nothing of it but what is public enters a log.
"""

from pathlib import Path
from typing import Final

import msgspec

from beian.errors import Fault
from beian.exchange.calls import Account

COMMERCIAL_NETWORK: Final = "commercial"
PUBLIC_INTEREST_NETWORK: Final = "public_interest"


class ProviderSecrets(msgspec.Struct, frozen=True, kw_only=True):
    """One account as the file has it."""

    isp_id: int
    name: str
    region: str
    user_name: str
    password: str
    aes_key: str
    aes_offset: str
    ip_ranges: tuple[str, ...]
    interface_addresses: tuple[str, ...]
    lenient: tuple[str, ...] = ()
    hosted_by: str
    rights: tuple[str, ...]
    download_encrypt_algorithm: int = 1
    commissioning: bool = False
    """Whether the system is not admitted with its account, but has to go through FLOW-01."""
    network_kind: str = COMMERCIAL_NETWORK
    """commercial, or public_interest (公益性互联网络): such a network files for its sites."""

    @property
    def is_public_interest(self) -> bool:
        return self.network_kind == PUBLIC_INTEREST_NETWORK

    @property
    def account(self) -> Account:
        """The account as the checks of a call want it."""
        return Account(
            isp_id=self.isp_id,
            name=self.name,
            region=self.region,
            user_name=self.user_name,
            password=self.password,
            aes_key=self.aes_key,
            aes_offset=self.aes_offset,
            interface_addresses=self.interface_addresses,
            lenient=frozenset(self.lenient),
            rights=frozenset(self.rights),
            download_encrypt_algorithm=self.download_encrypt_algorithm,
        )


def load_accounts(data_dir: Path, log: str) -> tuple[ProviderSecrets, ...]:
    """Return the accounts of `log`; empty when it has no file. Fault when it cannot be read."""
    path = data_dir / "secrets" / "providers" / f"{log}.json"
    if not path.exists():
        return ()
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[ProviderSecrets, ...])
    except (OSError, msgspec.MsgspecError) as error:
        raise Fault(f"{path}: the provider accounts cannot be read: {error}") from error
