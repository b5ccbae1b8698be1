"""Full synchronisation over SOAP: all that the bureau holds of a provider, as files of SJTB."""

from typing import Any

import pytest

from beian.records_ip import IpAssignment, IpRecord, IpSource
from beian.regulations.address_registries import ADDRESS_REGISTRIES
from beian.wire.upload_operations import write_ip_upload
from support.bureaus import GUANGDONG, JIANGSU, Bureaus, Filer
from support.filings import address


@pytest.fixture(scope="module")
async def held(bureaus: Bureaus, filer: Filer) -> dict[str, set[int]]:
    """File here and in another province, report addresses; return the bureau's ids."""
    await bureaus.policy("approve")
    await filer.file(filer.sample(801), filer.sample(802, home=GUANGDONG))
    subjects: set[int] = set()
    while len(subjects) < 2:
        await filer.skip_to("ICP/BASJ")
        issued = (await filer.take()).issued
        subjects |= {one.filing.subject.subject_id or 0 for one in issued}
    registry = min(ADDRESS_REGISTRIES)
    first, last = address("198.19.80.0"), address("198.19.80.255")
    reports: dict[str, list[IpRecord]] = {
        "IP/XZBA/Xzly": [IpSource(isp_record_id=801, first=first, last=last, source_unit=registry)],
        "IP/XZBA/Xzfp": [
            IpAssignment(
                isp_record_id=802,
                first=first,
                last=last,
                mode=3,
                usage=1,
                assigned_on="2026-03-02",
            )
        ],
    }
    await filer.send(write_ip_upload(reports, reporting_unit=filer.isp_id))
    await filer.skip_to("IP/BAJG")
    contents = (await filer.take()).contents
    ranges = {one.record_id for some in contents.values() for one in some}
    return {"subjects": subjects, "ranges": ranges}


async def synchronized(filer: Filer, block: str, records: int) -> dict[str, list[Any]]:
    """Fetch files of a block until they hold so many records; each waits until acknowledged."""
    found: dict[str, list[Any]] = {}
    while sum(len(some) for some in found.values()) < records:
        await filer.skip_to(block)
        assert await filer.waiting() == await filer.waiting()
        for path, some in (await filer.take()).contents.items():
            found.setdefault(path, []).extend(some)
    return found


async def ask(bureaus: Bureaus, isp_id: int, *kinds: str) -> dict[str, Any]:
    answer = await bureaus.http.post(
        f"/{JIANGSU}/api/providers/{isp_id}/synchronization", json={"kinds": kinds}
    )
    assert answer.is_success, answer.text
    return {one["kind"]: one for one in answer.json()["laid_ready"]}


async def test_every_filing_of_a_provider_comes_wherever_it_was_issued(
    bureaus: Bureaus, filer: Filer, held: dict[str, set[int]]
) -> None:
    laid_ready = (await ask(bureaus, filer.isp_id, "ICP"))["ICP"]
    assert laid_ready["records"] >= 2
    assert len(laid_ready["file_names"]) == 1
    found = await synchronized(filer, "SJTB/ICP", laid_ready["records"])
    filings = [one.filing for one in found["SJTB/ICP/Baxx"]]
    assert held["subjects"] <= {one.subject.subject_id for one in filings}
    assert all(one.subject.isp_subject_id and one.subject.filing_number for one in filings)


async def test_every_record_of_addresses_comes_with_both_ids(
    bureaus: Bureaus, filer: Filer, held: dict[str, set[int]]
) -> None:
    laid_ready = (await ask(bureaus, filer.isp_id, "IP"))["IP"]
    found = await synchronized(filer, "SJTB/IP", laid_ready["records"])
    records = [one.record for some in found.values() for one in some]
    assert held["ranges"] <= {one.record_id for one in records}
    assert {801, 802} <= {one.isp_record_id for one in records}
    assert {one.reporting_unit for some in found.values() for one in some} == {filer.isp_id}


async def test_all_code_tables_come_in_files_of_a_thousand_rows(
    bureaus: Bureaus, filer: Filer
) -> None:
    laid_ready = (await ask(bureaus, filer.isp_id, "JCDM"))["JCDM"]
    assert len(laid_ready["file_names"]) == -(-laid_ready["records"] // 1000) > 1
    found = await synchronized(filer, "SJTB/JCDM", laid_ready["records"])
    assert {filer.isp_id} <= {one.id for one in found["SJTB/JCDM/Bbdwlb/Bbdw"]}
    assert found["SJTB/JCDM/Jcdm_xx/Zjlx_dms/Zjlx_xx"]


async def test_who_is_not_admitted_is_not_synchronised(bureaus: Bureaus) -> None:
    for isp_id, body, status in (
        (9, {}, 404),
        (320000000002, {"kinds": ["YM"]}, 422),
        (320000000002, {"kinds": []}, 422),
    ):
        answer = await bureaus.http.post(
            f"/{JIANGSU}/api/providers/{isp_id}/synchronization", json=body
        )
        assert answer.status_code == status, answer.text
