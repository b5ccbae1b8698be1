"""IP data at a bureau over SOAP: each operation, and the file that answers it."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import pytest

from beian.records_ip import (
    IpAssignment,
    IpBroadcast,
    IpDeletion,
    IpRecord,
    IpSource,
    OwnAddresses,
)
from beian.regulations.address_registries import ADDRESS_REGISTRIES
from beian.wire.download_bajg import IdResult
from beian.wire.upload_operations import write_ip_upload
from support.bureaus import GUANGDONG, JIANGSU, Bureaus, Filer
from support.filings import address

REGISTRY = min(ADDRESS_REGISTRIES)
REFERENCE = 320000000001
USER: dict[str, Any] = {
    "usage": 1,
    "assigned_on": "2026-03-02",
    "user_name": "示例使用单位",
    "user_kind": 4,
    "province": 320000,
    "city": 320100,
    "address": "示例路1号",
    "contact_name": "张三",
    "contact_phone": "025-12345678",
    "contact_email": "noc@sponsor.example",
}
BLOCKS = ("Lyjg", "Fpjg", "Gbjs", "Zdip")


def source(number: int, first: str, last: str, unit: int = REGISTRY) -> IpSource:
    return IpSource(
        isp_record_id=number, first=address(first), last=address(last), source_unit=unit
    )


def assignment(number: int, first: str, last: str, **said: Any) -> IpAssignment:
    values: dict[str, Any] = {"mode": 3, "usage": 1, "assigned_on": "2026-03-02"} | said
    return IpAssignment(isp_record_id=number, first=address(first), last=address(last), **values)


def own(number: int, first: str, last: str, **said: Any) -> OwnAddresses:
    values: dict[str, Any] = {
        "isp_record_id": number,
        "first": address(first),
        "last": address(last),
        "redirects": 0,
        "gateway": address(first),
        "gateway_location": "示例机房",
        "source_type": 0,
        "source_name": "示例来源单位",
    }
    return OwnAddresses(**(values | USER | said))


async def answers(
    filer: Filer, records: Mapping[str, Sequence[IpRecord]]
) -> dict[str, tuple[IdResult, ...]]:
    """Upload records by operation, return the results by block."""
    await filer.send(write_ip_upload(records, reporting_unit=filer.isp_id))
    file = await filer.fetch()
    assert file.blocks == ("IP/BAJG",)
    return {block: file.contents.get(f"IP/BAJG/{block}", ()) for block in BLOCKS}


def codes(results: Sequence[IdResult]) -> list[list[int]]:
    return [[one.code for one in result.findings] for result in results]


def changed[R: IpRecord](record: R, record_id: int | None, **said: Any) -> R:
    return msgspec.structs.replace(record, isp_record_id=None, record_id=record_id, **said)


@pytest.mark.proves("2998", "2005", "2003", "2049", "2055", "R14-076", "R05-038", "R14-077")
async def test_sources_and_assignments_are_added_changed_and_deleted(
    bureaus: Bureaus, filer: Filer
) -> None:
    block = source(1, "198.18.100.0", "198.18.100.255")
    used = assignment(11, "198.18.100.0", "198.18.100.127")
    beyond = assignment(12, "198.18.100.128", "198.18.101.255")
    found = await answers(filer, {"IP/XZBA/Xzly": [block, block], "IP/XZBA/Xzfp": [used, beyond]})
    assert codes(found["Lyjg"]) == [[2998], [2003, 2049]]
    assert codes(found["Fpjg"]) == [[2998], [2005]]
    (block_id, second), (used_id, _) = (
        [one.record_id for one in found[name]] for name in ("Lyjg", "Fpjg")
    )
    assert second is None
    assert [one.isp_record_id for one in found["Fpjg"]] == [11, 12]
    (gap,) = found["Fpjg"][1].findings[0].ranges  # type: ignore[attr-defined]
    assert (gap.first, gap.last) == (address("198.18.101.0"), address("198.18.101.255"))
    assert str(block_id).startswith(JIANGSU)

    shrunk = changed(block, block_id, last=address("198.18.100.63"))
    other = changed(used, used_id, last=address("198.18.100.63"), remark="已缩小")
    found = await answers(filer, {"IP/XGBA/Xgly": [shrunk], "IP/XGBA/Xgfp": [other]})
    assert (codes(found["Lyjg"]), codes(found["Fpjg"])) == ([[2005]], [[2998]])
    found = await answers(filer, {"IP/XGBA/Xgly": [shrunk]})
    assert codes(found["Lyjg"]) == [[2998]]
    assert found["Lyjg"][0].operation_type == 2

    gone = [IpDeletion(record_id=one) for one in (block_id, 99)]
    found = await answers(filer, {"IP/SCBA/Scly": gone})
    assert codes(found["Lyjg"]) == [[2005], [2055]]
    found = await answers(
        filer,
        {"IP/SCBA/Scfp": [IpDeletion(record_id=used_id)], "IP/SCBA/Scly": gone[:1]},
    )
    assert (codes(found["Fpjg"]), codes(found["Lyjg"])) == ([[2998]], [[2998]])
    assert await bureaus.api(f"/ip-records?isp_id={filer.isp_id}") == []


@pytest.mark.proves("2998", "2044", "2045", "R14-076")
async def test_own_addresses_are_added_changed_and_deleted(filer: Filer) -> None:
    brought = own(21, "198.18.110.0", "198.18.110.255")
    bad = own(22, "198.18.111.0", "198.18.111.255", gateway_location=" ", source_name=" ")
    found = await answers(filer, {"IP/XZBA/Zdip": [brought, bad]})
    assert codes(found["Zdip"]) == [[2998], [2044, 2045]]
    record_id = found["Zdip"][0].record_id
    again = changed(
        brought, record_id, gateway=None, gateway_location=None, user_name="示例改名单位"
    )
    found = await answers(filer, {"IP/XGBA/XgZd": [again]})
    assert codes(found["Zdip"]) == [[2998]]
    found = await answers(filer, {"IP/SCBA/Sczd": [IpDeletion(record_id=record_id)]})
    assert codes(found["Zdip"]) == [[2998]]


@pytest.mark.proves("2998", "2004", "2051", "2053", "5009", "2054", "R14-075")
async def test_only_a_group_headquarters_reports_broadcasts(bureaus: Bureaus, filer: Filer) -> None:
    first, last = address("198.18.120.0"), address("198.18.120.255")
    said = IpBroadcast(
        isp_record_id=31, broadcaster=filer.isp_id, applicant=REFERENCE, first=first, last=last
    )
    wrong = msgspec.structs.replace(said, isp_record_id=32, applicant=filer.isp_id)
    none = msgspec.structs.replace(said, isp_record_id=33, broadcaster=REFERENCE)
    found = await answers(filer, {"IP/XZBA/Xzgbjs": [said, wrong, none]})
    assert codes(found["Gbjs"]) == [[2998], [2053, 2004], [2051, 2053, 2004]]
    record_id = found["Gbjs"][0].record_id
    found = await answers(filer, {"IP/XGBA/Xggbjs": [changed(said, record_id, remark="改")]})
    assert codes(found["Gbjs"]) == [[2998]]

    other = Filer(bureaus, 440000000002, bureaus.client(440000000002, GUANGDONG))
    mine = msgspec.structs.replace(said, broadcaster=other.isp_id)
    found = await answers(other, {"IP/XZBA/Xzgbjs": [mine]})
    assert codes(found["Gbjs"]) == [[5009]]
    found = await answers(filer, {"IP/SCBA/Scgbjs": [IpDeletion(record_id=record_id)]})
    assert codes(found["Gbjs"]) == [[2998]]


@pytest.mark.proves("2054", "2056")
async def test_another_units_records_and_addresses_are_not_the_senders(
    bureaus: Bureaus, filer: Filer
) -> None:
    taken = source(41, "198.18.130.0", "198.18.130.255")
    found = await answers(filer, {"IP/XZBA/Xzly": [taken]})
    record_id = found["Lyjg"][0].record_id
    other = Filer(bureaus, REFERENCE, bureaus.client(REFERENCE))
    found = await answers(other, {"IP/XZBA/Xzly": [taken]})
    assert codes(found["Lyjg"]) == [[2056]]
    found = await answers(other, {"IP/SCBA/Scly": [IpDeletion(record_id=record_id)]})
    assert codes(found["Lyjg"]) == [[2054]]
    from_them = msgspec.structs.replace(taken, source_unit=filer.isp_id)
    found = await answers(other, {"IP/XZBA/Xzly": [from_them]})
    assert codes(found["Lyjg"]) == [[2998]]


@pytest.mark.proves("2056")
async def test_two_files_at_once_do_not_take_the_same_addresses(
    bureaus: Bureaus, filer: Filer
) -> None:
    other = Filer(bureaus, REFERENCE, bureaus.client(REFERENCE))
    other.sequence = await last_sequence(other)
    both = [
        {"IP/XZBA/Xzly": [source(number, f"198.18.{140 + number}.0", f"198.18.{140 + number}.255")]}
        for number in range(1, 5)
    ]
    for records in both:
        results = await asyncio.gather(answers(filer, records), answers(other, records))
        assert sorted(codes(one["Lyjg"])[0] for one in results) == [[2056], [2998]]


async def last_sequence(filer: Filer) -> int:
    file = (await filer.soap.previous()).file
    assert file is not None
    return file.data_sequence or 0


@pytest.mark.proves(
    "2002",
    "2006",
    "2007",
    "2029",
    "2032",
    "2030",
    "2031",
    "2034",
    "2036",
    "2037",
    "2038",
    "2039",
    "2040",
    "2042",
    "2047",
    "2052",
)
async def test_a_record_comes_back_with_every_code(filer: Filer) -> None:
    bad = [
        source(51, "198.18.151.0", "198.18.150.0", unit=9),
        source(52, "10.0.0.0", "224.0.0.1", unit=filer.isp_id),
    ]
    nothing = assignment(53, "198.18.100.0", "198.18.100.1", mode=1, usage=None, assigned_on=None)
    nobody = assignment(54, "198.18.100.0", "198.18.100.1", mode=2)
    found = await answers(filer, {"IP/XZBA/Xzly": bad, "IP/XZBA/Xzfp": [nothing, nobody]})
    assert codes(found["Lyjg"]) == [[2002, 2029], [2006, 2007, 2052]]
    assert codes(found["Fpjg"]) == [
        [2032, 2030, 2031, 2034, 2037, 2038, 2036, 2040, 2039, 2042, 2005],
        [2047, 2005],
    ]
    assert all(one.record_id is None for block in found.values() for one in block)


@pytest.mark.proves(
    "2008",
    "2009",
    "2011",
    "2012",
    "2013",
    "2019",
    "2020",
    "2024",
    "2025",
    "2026",
    "2048",
    "2050",
    "2999",
)
async def test_fields_of_an_assignment_come_back_with_their_codes(filer: Filer) -> None:
    wrong: list[tuple[dict[str, Any], int]] = [
        ({"gateway": address("10.0.0.1")}, 2008),
        ({"user_class": 998}, 2009),
        ({"city": 440100}, 2011),
        ({"contact_phone": "12345678abc"}, 2012),
        ({"contact_email": "nobody"}, 2013),
        ({"user_kind": 998}, 2019),
        ({"user_industry": 998}, 2020),
        ({"province": 990000}, 2024),
        ({"city": 329900}, 2025),
        ({"county": 320199}, 2026),
        ({"assigned_on": "2026-13-01"}, 2999),
        ({"mode": 2, "receiver": 9}, 2048),
        ({"mode": 2, "receiver": filer.isp_id}, 2050),
    ]
    sent = [
        assignment(60 + number, "198.18.160.0", "198.18.160.1", **({"mode": 1} | USER | said))
        for number, (said, _) in enumerate(wrong)
    ]
    found = await answers(filer, {"IP/XZBA/Xzfp": sent})
    assert codes(found["Fpjg"]) == [[code, 2005] for _, code in wrong]


@pytest.mark.proves("2028", "2029", "2046")
async def test_the_kind_of_source_of_own_addresses_agrees_with_who_it_is(filer: Filer) -> None:
    sent = [
        own(81, "198.18.170.0", "198.18.170.1", source_type=1),
        own(82, "198.18.171.0", "198.18.171.1", source_type=1, source_name=None, source_unit=9),
        own(83, "198.18.172.0", "198.18.172.1", source_name=None, source_unit=REGISTRY),
    ]
    found = await answers(filer, {"IP/XZBA/Zdip": sent})
    assert codes(found["Zdip"]) == [[2046, 2028], [2029], [2046, 2045]]


@pytest.mark.proves("2017", "2018")
async def test_broadcasts_name_units_that_exist(filer: Filer) -> None:
    said = IpBroadcast(
        isp_record_id=91,
        broadcaster=8,
        applicant=9,
        first=address("198.18.180.0"),
        last=address("198.18.180.255"),
    )
    found = await answers(filer, {"IP/XZBA/Xzgbjs": [said]})
    assert codes(found["Gbjs"]) == [[2017, 2018]]
