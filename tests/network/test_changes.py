"""Changes of filed records through three levels, of sponsors in another province."""

from typing import Any

import msgspec
import pytest

from beian.records import Domain, Filing
from beian.records_changes import NewSites
from beian.wire.download_basj import IssuedFiling
from beian.wire.upload_operations import write_icp_upload
from support.filed import changed
from support.outside import GUANGDONG, Enterprise, Outside
from support.waiting import until

OF_HOME = ("ReviewStarted", "FilingApproved", "FilingChangeIssued", "RecordChanged")
OF_MINISTRY = ("ConflictCheckPassed", "FilingRecordSynchronized", "FilingPublished")


async def send(enterprise: Enterprise, operation: str, change: Any) -> int:
    """Upload one change; return the upload's number."""
    xml = write_icp_upload({operation: [change]}, {}, reporting_unit=enterprise.isp_id)
    return await enterprise.send(xml)


async def data_after(enterprise: Enterprise, identifier: str, isp_subject: str) -> IssuedFiling:
    """Take files until an approved change has its result and its data; return the data."""
    result, data = enterprise.received[identifier], enterprise.received[isp_subject]
    before = len(data.issued)

    async def is_there() -> bool:
        await enterprise.collect()
        return bool(result.results) and len(data.issued) > before

    await until(is_there, 60)
    assert result.codes == [1001]
    return data.issued[-1]


async def published(outside: Outside, domain: str) -> set[str]:
    found = await outside.ask(f"{outside.ministry}/api/filings?domain={domain}")
    return {site["filing_number"] for one in found["filings"] for site in one["sites"]}


async def issued_to(enterprise: Enterprise) -> tuple[Filing, str, str]:
    """File for a sponsor in Guangdong; return the record, its number and IspZtid."""
    sent = enterprise.sample(home=GUANGDONG)
    (received,) = await enterprise.filed(sent)
    (issued,) = received.issued
    number = issued.filing.subject.filing_number
    assert number is not None
    return issued.filing, number, str(sent.filing.subject.isp_subject_id)


@pytest.mark.proves("R14-107", "R14-110", "1001")
async def test_a_site_is_added_by_the_home_bureau_of_another_province(
    outside: Outside, jiangsu: Enterprise
) -> None:
    await outside.policy("approve")
    _, number, isp_subject = await issued_to(jiangsu)
    site = jiangsu.sample(pictures=False).filing.sites[0]
    domain = site.domains[0].name
    sequence = await send(jiangsu, "ICP/XZWZ", NewSites(subject_number=number, sites=(site,)))
    after = await data_after(jiangsu, number, isp_subject)
    assert [one.filing_number for one in after.filing.sites] == [f"{number}-1", f"{number}-2"]
    await outside.settle()
    assert await published(outside, domain) == {f"{number}-2"}
    correlation = await outside.correlation(jiangsu, sequence)
    done = [(one["log"], one["type"]) for one in outside.logs.correlated(correlation)]
    for type_ in OF_HOME:
        assert done.count((f"province.{GUANGDONG}", type_)) == 1
    for type_ in (*OF_MINISTRY, "FilingDeliveredToHomeBureau", "FilingResultForwarded"):
        assert done.count(("ministry", type_)) == 1
    status = (await jiangsu.soap.status(0, domain)).status
    assert status is not None
    assert status.site_number == f"{number}-2"


@pytest.mark.proves("R14-104", "R14-108", "1002")
async def test_old_data_stay_valid_until_the_home_bureau_approves_the_new_ones(
    outside: Outside, jiangsu: Enterprise
) -> None:
    await outside.policy("approve")
    filing, number, isp_subject = await issued_to(jiangsu)
    old = filing.sites[0].domains[0].name
    change = changed(filing, jiangsu.isp_id)
    new = Domain(isp_domain_id=1, name=f"new{old}")
    site = msgspec.structs.replace(change.sites[0], domains=(new,), home_page=None)
    change = msgspec.structs.replace(change, sites=(site,))
    identifier = str(filing.subject.subject_id)
    await outside.policy("refuse")
    await send(jiangsu, "ICP/BGBA", change)
    received = jiangsu.received[identifier]

    async def refused() -> bool:
        await jiangsu.collect()
        return received.codes == [1002]

    await until(refused, 60)
    assert await published(outside, old) == {f"{number}-1"}
    received.results.clear()
    await outside.policy("approve")
    await send(jiangsu, "ICP/BGBA", change)
    after = await data_after(jiangsu, identifier, isp_subject)
    assert [one.name for one in after.filing.sites[0].domains] == [new.name]
    await outside.settle()
    assert await published(outside, new.name) == {f"{number}-1"}
    assert await published(outside, old) == set()
    again = jiangsu.sample(domain=old)
    (free,) = await jiangsu.filed(again)
    assert free.codes == [1001]
