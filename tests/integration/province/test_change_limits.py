"""Codes of changes that name what is not there, or ask too often: over SOAP."""

import pytest

from beian.records_changes import FilingChange, NewSites
from support.bureaus import JIANGSU, Bureaus, Filer
from support.filed import a_new_site, changed, filed, number_of, send
from support.filings import with_
from support.waiting import until


async def limit(bureaus: Bureaus, changes_max: int) -> None:
    body = {"region": JIANGSU, "changes_max": changes_max}
    answer = await bureaus.ministry_http.post("/sim/interface", json=body)
    assert answer.is_success, answer.text

    async def adopted() -> bool:
        events = await bureaus.kit.log.read_stream(f"province.{JIANGSU}", "policy-interface")
        return bool(events) and getattr(events[-1].event, "changes_max", None) == changes_max

    await until(adopted)


@pytest.mark.proves("1016")
async def test_a_site_is_added_only_to_a_subject_that_is_filed(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    site = a_new_site(filer, 9102)
    await send(filer, "ICP/XZWZ", NewSites(subject_id=999_999_999_999, sites=(site,)))
    assert await filer.codes() == [[1016]]


@pytest.mark.proves("1023", "1051")
async def test_a_change_names_what_is_filed_and_comes_no_oftener_than_allowed(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    issued = await filed(filer, 9101)
    right = changed(issued.filing, filer.isp_id)
    site = right.sites[0]
    access = site.accesses[0]
    unknown = with_(access.ip_ranges[0], ip_id=999_999_999_999)
    strange = with_(site, accesses=(with_(access, ip_ranges=(unknown,)),))
    await send(filer, "ICP/BGBA", with_(right, sites=(strange,)))
    assert await filer.codes() == [[1023]]
    assert number_of(issued.filing)
    await limit(bureaus, 1)
    renamed: FilingChange = with_(right, subject=with_(right.subject, remark="又改"))
    await send(filer, "ICP/BGBA", renamed)
    first = await filer.codes()
    if first == [[1001]]:
        await filer.fetch()
        await send(filer, "ICP/BGBA", with_(right, subject=with_(right.subject, remark="再改")))
        first = await filer.codes()
    await limit(bureaus, 20)
    assert first == [[1051]]
