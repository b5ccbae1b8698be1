"""Made-up IP data that pass every check: a source, what is used of it, addresses brought along."""

from collections.abc import Mapping, Sequence
from typing import Final

from beian.records_ip import IpAssignment, IpRecord, IpSource, OwnAddresses
from beian.regulations.address_registries import ADDRESS_REGISTRIES
from beian.regulations.addresses import range_of
from beian.regulations.regions import cities_of
from launcher.samples import Provider

BLOCK: Final = range_of("198.19.0.0/16")
"""Half of what is reserved for benchmarks (RFC 2544): no account has a range in it."""
ADDRESSES: Final = 4
"""Of one sample's source, and as many again that a user brings along."""
_SINCE: Final = "2026-03-02"
_ENTERPRISE: Final = 4
"""Dwxz."""


def ip_sample(number: int, provider: Provider) -> Mapping[str, Sequence[IpRecord]]:
    """Make the IP data of one number, by operation.

    Numbers 8192 apart have the same addresses: the second of them is answered 2003 and 2049.
    """
    slots = (BLOCK.last - BLOCK.first + 1) // (2 * ADDRESSES)
    first = BLOCK.first + number % slots * 2 * ADDRESSES
    last = first + ADDRESSES - 1
    source = IpSource(
        isp_record_id=number,
        first=first,
        last=last,
        source_unit=min(ADDRESS_REGISTRIES),
        remark="模拟数据",
    )
    used = IpAssignment(
        isp_record_id=number, first=first, last=last, mode=3, usage=1, assigned_on=_SINCE
    )
    own = _brought_along(number, provider, last + 1)
    return {"IP/XZBA/Xzly": [source], "IP/XZBA/Xzfp": [used], "IP/XZBA/Zdip": [own]}


def _brought_along(number: int, provider: Provider, first: int) -> OwnAddresses:
    region = int(provider.region)
    return OwnAddresses(
        isp_record_id=number,
        first=first,
        last=first + ADDRESSES - 1,
        redirects=0,
        usage=1,
        assigned_on=_SINCE,
        user_name=f"示例自带地址单位{number}",
        user_kind=_ENTERPRISE,
        province=region,
        city=next(iter(cities_of(region))),
        address="示例路1号",
        contact_name="张示例",
        contact_phone="010-12345678",
        contact_email="noc@sponsor.example",
        gateway=first,
        gateway_location="示例机房",
        source_type=0,
        source_name="示例境外单位",
        remark="模拟数据",
    )
