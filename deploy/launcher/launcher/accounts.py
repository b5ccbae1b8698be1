"""Access providers made up for a network: ids, names, credentials, address blocks.

Two in each province: `<region>000001`, run by our reference enterprise system, and
`<region>000002`, free for the user's own. Addresses depend on the region alone, so that
adding a province later moves nobody's.
"""

import secrets
import string
from collections.abc import Mapping, Sequence
from typing import Any, Final

REFERENCE: Final = 1
"""Serial of the provider that the reference enterprise system drives."""
EXTERNAL: Final = 2
"""Serial of the provider that the user's own system drives."""

DATA_RIGHTS: Final = ("ICP", "IP", "YM")
"""What a unit may report."""
GROUP: Final = "GROUP"
"""Headquarters of a basic operator's group: the first province's external provider is one."""

LOOPBACK: Final = ("127.0.0.0/8", "::1/128")
PRIVATE_NETWORKS: Final = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
"""Where clients of a network in containers come from."""

ENCRYPT_DOWNLOADS: Final = 1
"""encryptAlgorithm of downloads unless switched. Interface §12, README §15."""

_WELL_KNOWN_BLOCKS: Final[Mapping[str, str]] = {
    "110000": "192.0.2.0/24",
    "320000": "198.51.100.0/24",
    "440000": "203.0.113.0/24",
}
"""The documentation's three blocks (RFC 5737) go to the externals of the default provinces."""

_ALPHABET: Final = string.ascii_letters + string.digits
_PASSWORD_CHARACTERS: Final = 16
_AES_CHARACTERS: Final = 16
"""Characters of key and of initialization vector: AES-128 in CBC. Interface §5."""

type Account = dict[str, Any]


def isp_id_of(region: str, serial: int) -> int:
    """Twelve digits: the region code and a serial, as reporting units have them."""
    return int(f"{region}{serial:06d}")


def ip_block(region: str, serial: int, regions: Sequence[str]) -> str:
    """Return the /24 of one provider: no two share one.

    `regions` are all 31, ascending; blocks not in RFC 5737 come from 198.18.0.0/15 (RFC 2544).
    """
    if serial == EXTERNAL and region in _WELL_KNOWN_BLOCKS:
        return _WELL_KNOWN_BLOCKS[region]
    return f"198.18.{2 * regions.index(region) + serial - 1}.0/24"


def make_account(
    region: str,
    serial: int,
    *,
    short_name: str,
    regions: Sequence[str],
    networks: Sequence[str],
    is_headquarters: bool = False,
) -> Account:
    """Make up one provider with fresh credentials.

    `short_name` is the province's one-character name; `networks` are the CIDR blocks its
    interface servers may call from. `is_headquarters`: of a basic operator's group, which alone
    reports broadcasts of addresses.
    """
    external = serial == EXTERNAL
    name = f"示例{short_name}{'外接' if external else '参考'}接入服务有限公司"
    isp_id = isp_id_of(region, serial)
    return {
        "isp_id": isp_id,
        "name": name,
        "region": region,
        "user_name": name if external and region == "440000" else f"isp{isp_id}",
        "password": _characters(_PASSWORD_CHARACTERS),
        "aes_key": _characters(_AES_CHARACTERS),
        "aes_offset": _characters(_AES_CHARACTERS),
        "ip_ranges": [ip_block(region, serial, regions)],
        "interface_addresses": list(networks),
        "lenient": [],
        "hosted_by": "external" if external else "enterprise",
        "rights": [*DATA_RIGHTS, GROUP] if is_headquarters else list(DATA_RIGHTS),
        "download_encrypt_algorithm": ENCRYPT_DOWNLOADS,
    }


def _characters(count: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(count))
