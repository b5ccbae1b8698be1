"""The addresses of a filing and the provider's IP data: 1063 refuses, or is only told."""

import pytest

from beian.records_ip import IpAssignment, IpRecord, IpSource
from beian.regulations.address_registries import ADDRESS_REGISTRIES
from beian.regulations.addresses import range_of
from beian.wire.upload_operations import write_ip_upload
from launcher.samples import Provider, Sample, sample
from province.domain.interface_conditions import CONDITIONS, STREAM
from support.bureaus import JIANGSU, Bureaus, Filer
from support.waiting import until


def filing(number: int, filer: Filer, block: str) -> Sample:
    return sample(number, Provider(filer.isp_id, JIANGSU, block))


async def report(filer: Filer, block: str, number: int, mode: int) -> None:
    """Report a source, and its assignment of one mode."""
    first, last = range_of(block)
    source = IpSource(
        isp_record_id=number, first=first, last=last, source_unit=min(ADDRESS_REGISTRIES)
    )
    assigned = IpAssignment(
        isp_record_id=number,
        first=first,
        last=last,
        mode=mode,
        receiver=320000000001 if mode == 2 else None,
        usage=1,
        assigned_on="2026-03-02",
    )
    records: dict[str, list[IpRecord]] = {"IP/XZBA/Xzly": [source], "IP/XZBA/Xzfp": [assigned]}
    await filer.send(write_ip_upload(records, reporting_unit=filer.isp_id))
    contents = (await filer.fetch()).contents
    found = [*contents["IP/BAJG/Lyjg"], *contents["IP/BAJG/Fpjg"]]
    assert [one.findings[0].code for one in found] == [2998, 2998]


async def comparing(bureaus: Bureaus, how: str) -> None:
    """Set what the comparison does, and wait until the bureau has adopted it."""
    body = {"region": JIANGSU, "ip_comparison": how}
    answer = await bureaus.ministry_http.post("/sim/interface", json=body)
    assert answer.json()["interface"][0]["ip_comparison"] == how

    async def adopted() -> bool:
        state = await bureaus.kit.log.state(f"province.{JIANGSU}", CONDITIONS, STREAM)
        return state.adopted is not None and state.adopted.ip_comparison == how

    await until(adopted)


@pytest.mark.proves("1063")
async def test_addresses_count_once_they_are_reported_as_used(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    used, passed_on = "198.18.190.0/24", "198.18.191.0/24"
    await filer.file(filing(301, filer, used))
    assert await filer.codes() == [[1063]]
    await report(filer, used, 301, mode=3)
    await report(filer, passed_on, 302, mode=2)
    await filer.file(filing(302, filer, used))
    assert await filer.codes() == [[1001]]
    await filer.fetch()
    await filer.file(filing(303, filer, passed_on))
    assert await filer.codes() == [[1063]]


@pytest.mark.proves("1062", "1063")
async def test_a_bureau_may_tell_of_unreported_addresses_and_go_on(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    await comparing(bureaus, "report")
    for number, block, code in ((311, "198.18.195.0/24", 1063), (312, "198.51.100.0/24", 1062)):
        await filer.file(filing(number, filer, block))
        told = await filer.fetch()
        assert [one.code for one in told.results[0].findings] == [code]
        assert "继续处理" in (told.results[0].remark or "")
        assert await filer.codes() == [[1001]]
        assert (await filer.fetch()).issued
    await comparing(bureaus, "refuse")
    await filer.file(filing(313, filer, "198.18.195.0/24"))
    assert await filer.codes() == [[1063]]
