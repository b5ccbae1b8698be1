"""`beian provider add`: access data for a provider that has yet to be admitted (FLOW-01)."""

from collections.abc import Sequence
from ipaddress import IPv4Network
from typing import Any

from beian.errors import Fault
from launcher.accounts import DATA_RIGHTS, EXTERNAL, make_account
from launcher.data_folder import DataFolder, read_json, write_json

type Account = dict[str, Any]


def add_provider(folder: DataFolder, region: str, name: str, addresses: Sequence[str]) -> Account:
    """Make the access data of one more provider of a province; return them.

    `addresses`: IPv4 blocks that count as reported. Its uploads get code 19 until its bureau
    admitted its system. Raises Fault where the network has no such bureau, or a block is none.
    """
    providers = folder.secrets / "providers"
    own, master = providers / f"province.{region}.json", providers / "ministry.json"
    if not own.exists():
        raise Fault(f"the network of {folder.path} has no bureau {region}")
    if not name.strip():
        raise Fault("a provider has a name")
    accounts: list[Account] = read_json(master)
    here = [account for account in accounts if account["region"] == region]
    if any(account["name"] == name.strip() for account in here):
        raise Fault(f"{name} is a provider of {region} already")
    serial = max(account["isp_id"] for account in here) % 10**6 + 1
    made = make_account(
        region,
        serial,
        short_name="",
        regions=[region],
        networks=here[0]["interface_addresses"],
    )
    isp_id = made["isp_id"]
    account = made | {
        "name": name.strip(),
        "user_name": f"isp{isp_id}",
        "ip_ranges": [_block(one) for one in addresses],
        "hosted_by": "external",
        "rights": list(DATA_RIGHTS),
        "commissioning": True,
    }
    assert serial > EXTERNAL, "the first two of a province are there from the start"
    write_json(master, sorted([*accounts, account], key=lambda one: int(one["isp_id"])))
    write_json(own, sorted([*here, account], key=lambda one: int(one["isp_id"])))
    return account


def _block(text: str) -> str:
    try:
        return str(IPv4Network(text))
    except ValueError as error:
        raise Fault(f"{text} is no block of IPv4 addresses") from error
