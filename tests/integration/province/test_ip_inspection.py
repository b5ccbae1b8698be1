"""An inspection of IP data: what two bureaus' providers reported, the center's findings, HCJG."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from beian.records_downloads import RangeBeyond, RangeConflict, RangeUnreported
from beian.records_ip import IpAssignment, IpRecord, IpSource
from beian.regulations.address_registries import ADDRESS_REGISTRIES
from beian.regulations.addresses import range_of
from beian.service import build_app
from beian.wire.upload_operations import write_ip_upload
from support.bureaus import GUANGDONG, Bureaus, Filer
from support.postgres import Database, new_database
from support.waiting import until
from verification_center.app import build

REGISTRY = min(ADDRESS_REGISTRIES)
CANTON = 440000000002


@pytest.fixture(scope="module")
async def center(bureaus: Bureaus, database: Database) -> AsyncIterator[httpx.AsyncClient]:
    own = await new_database(database.server)
    settings = bureaus.kit.settings.model_copy(update={"database_url": own.service, "port": 0})
    app = build_app(build(), settings)
    transport = httpx.ASGITransport(app=app)
    async with contextlib.AsyncExitStack() as stack:
        client = await stack.enter_async_context(
            httpx.AsyncClient(transport=transport, base_url="http://center.test")
        )
        await stack.enter_async_context(app.router.lifespan_context(app))

        async def ready() -> bool:
            return (await client.get("/readyz")).status_code == 200

        await until(ready, timeout=20)
        yield client


@pytest.fixture(scope="module")
async def canton(bureaus: Bureaus) -> Filer:
    return Filer(bureaus, CANTON, bureaus.client(CANTON, GUANGDONG))


def source(number: int, block: str, unit: int = REGISTRY) -> IpSource:
    first, last = range_of(block)
    return IpSource(isp_record_id=number, first=first, last=last, source_unit=unit)


def passed_on(number: int, block: str, receiver: int) -> IpAssignment:
    first, last = range_of(block)
    return IpAssignment(isp_record_id=number, first=first, last=last, mode=2, receiver=receiver)


async def report(filer: Filer, *records: IpSource | IpAssignment) -> None:
    """Report sources and assignments; all pass."""
    sources: list[IpRecord] = [one for one in records if isinstance(one, IpSource)]
    assigned: list[IpRecord] = [one for one in records if isinstance(one, IpAssignment)]
    by_operation = {"IP/XZBA/Xzly": sources, "IP/XZBA/Xzfp": assigned}
    sent = {name: some for name, some in by_operation.items() if some}
    await filer.send(write_ip_upload(sent, reporting_unit=filer.isp_id))
    contents = (await filer.fetch()).contents
    codes = {one.code for some in contents.values() for each in some for one in each.findings}
    assert codes == {2998}


async def inspected(center: httpx.AsyncClient, isp_id: int, *, expected: int) -> None:
    """Inspect until the center knows enough to find as much as is expected."""

    async def found() -> bool:
        answer = await center.post("/api/ip-inspections", json={"isp_id": isp_id})
        if answer.status_code == 404:
            return False  # the directory has not come yet
        (one,) = answer.json()
        return bool(one["beyond"] + one["conflicts"] + one["unreported"] == expected)

    await until(found)


async def findings(filer: Filer) -> dict[str, tuple[Any, ...]]:
    """Return the latest findings of the files that wait: what was found so far comes first."""
    last: dict[str, tuple[Any, ...]] = {}
    while (await filer.soap.download()).file is not None:
        file = await filer.fetch()
        assert file.blocks == ("IP/HCJG",)
        last = {path.rpartition("/")[2]: some for path, some in file.contents.items()}
    return last


@pytest.mark.proves("R14-028")
async def test_findings_of_an_inspection_come_down_as_hcjg(
    center: httpx.AsyncClient, filer: Filer, canton: Filer
) -> None:
    await report(
        filer,
        *(source(number, f"198.19.{number}0.0/24") for number in range(1, 5)),
        passed_on(12, "198.19.20.0/25", CANTON),
        passed_on(13, "198.19.30.0/24", CANTON),
    )
    await report(
        canton,
        source(1, "198.19.10.128/25"),
        source(2, "198.19.20.0/24", filer.isp_id),
        source(4, "198.19.40.0/24", filer.isp_id),
    )
    await inspected(center, CANTON, expected=3)
    await until(lambda: _waits(canton))
    _of_canton(await findings(canton), filer.isp_id)

    await inspected(center, filer.isp_id, expected=2)
    await until(lambda: _waits(filer))
    found = await findings(filer)
    (mine,), (missing,) = found["Ct"], found["Wb"]
    assert mine.other_unit == CANTON
    assert (missing.first, missing.last) == range_of("198.19.40.0/24")
    assert (missing.assigner, missing.kind) == (filer.isp_id, 2)


def _of_canton(found: dict[str, tuple[Any, ...]], other: int) -> None:
    (beyond,), (conflict,), (unreported,) = found["Yj"], found["Ct"], found["Wb"]
    assert isinstance(beyond, RangeBeyond)
    assert (beyond.beyond_first, beyond.beyond_last) == range_of("198.19.20.128/25")
    assert isinstance(conflict, RangeConflict)
    assert (conflict.other_unit, conflict.kind) == (other, 1)
    assert (conflict.other_first, conflict.other_last) == range_of("198.19.10.0/24")
    first, last = range_of("198.19.30.0/24")
    assert unreported == RangeUnreported(first=first, last=last, assigner=other, kind=1)


async def _waits(filer: Filer) -> bool:
    return (await filer.soap.download()).file is not None


async def test_nobody_unknown_is_inspected(center: httpx.AsyncClient) -> None:
    assert (await center.post("/api/ip-inspections", json={"isp_id": 9})).status_code == 404
    assert (await center.post("/api/ip-inspections", json={"isp_id": 0})).status_code == 422
