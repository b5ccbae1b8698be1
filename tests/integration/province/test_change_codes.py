"""What is wrong with a change, over SOAP: one file, a record for each fault, its code comes back."""

from typing import Any, Final

import pytest

from beian.records import Filing, IpRange, PreApproval
from beian.records_changes import FilingChange, Material, NewSites
from launcher.samples import blob_ref
from support.bureaus import Bureaus, Filer
from support.filed import a_new_site, changed, filed, number_of, send
from support.filings import with_

SMALL: Final = b"a picture"
LARGE: Final = b"0" * (150 * 1024 + 1)
BLOBS: Final = {blob_ref(one).sha256: one for one in (SMALL, LARGE)}


def of_subject(change: FilingChange, **changes: Any) -> FilingChange:
    return with_(change, subject=with_(change.subject, **changes))


def of_person(change: FilingChange, **changes: Any) -> FilingChange:
    return of_subject(change, responsible=with_(change.subject.responsible, **changes))


def of_site(change: FilingChange, **changes: Any) -> FilingChange:
    return with_(change, sites=(with_(change.sites[0], **changes),))


def of_access(change: FilingChange, **changes: Any) -> FilingChange:
    return of_site(change, accesses=(with_(change.sites[0].accesses[0], **changes),))


def material(filing: Filing, **changes: Any) -> Material:
    made = Material(
        format=1,
        usage=1,
        content=blob_ref(SMALL),
        owner_type=2,
        owner_id=filing.sites[0].site_id,
    )
    return with_(made, **changes)


def wrong_subjects(change: FilingChange) -> dict[int, FilingChange]:
    address = change.subject.address
    return {
        1008: of_person(change, certificate_type=1),
        1009: of_person(change, email="nobody"),
        1010: of_person(change, office_phone="12345678901"),
        1011: of_person(change, mobile="22345678901"),
        1012: of_person(change, msn="no mail"),
        1013: of_person(change, qq="no number"),
        1014: of_subject(change, kind=998),
        1015: of_person(change, certificate_type=2, certificate_number="110101199003077759"),
        1018: with_(change, password="0" * 32),
        1019: of_subject(change, address=with_(address, city=440100)),
        1044: of_person(change, name=" "),
        1046: of_subject(
            change, address=with_(address, province=110000, city=110100, county=110101)
        ),
    }


def wrong_sites(change: FilingChange) -> dict[int, FilingChange]:
    site = change.sites[0]
    used = site.accesses[0].ip_ranges[0]
    person = with_(site.responsible, office_phone=None)
    approval = PreApproval(type=64, number="文号1", documents=(blob_ref(SMALL),))
    return {
        1006: of_access(change, ip_ranges=(with_(used, first=5, last=4),)),
        1007: of_site(change, responsible=with_(site.responsible, name=" ")),
        1016: of_site(change, site_id=1),
        1022: of_site(change, home_page="not a page"),
        1023: of_access(change, ip_ranges=(with_(used, ip_id=1),)),
        1031: of_site(change, responsible=person),
        1033: of_site(change, pre_approvals=(approval,)),
        1034: of_site(change, services=(63,)),
        1035: of_access(change, modes=(63,)),
        1036: of_access(change, locations=(63,)),
        1037: with_(change, sites=(site, site)),
        1040: of_access(
            change, ip_ranges=(used, IpRange(isp_ip_id=2, first=used.first, last=used.last))
        ),
        1041: of_site(change, home_page="www.elsewhere.example"),
        1066: of_site(change, languages=(63,)),
    }


@pytest.mark.proves(
    "1006", "1007", "1008", "1009", "1010", "1011", "1012", "1013", "1014", "1015", "1016", "1018",
    "1019", "1022", "1023", "1031", "1033", "1034", "1035", "1036", "1037", "1040", "1041", "1044",
    "1046", "1066",
)  # fmt: skip
async def test_every_fault_of_changed_data_has_its_code(bureaus: Bureaus, filer: Filer) -> None:
    await bureaus.policy("approve")
    filing = (await filed(filer, 501)).filing
    change = changed(filing, filer.isp_id)
    wrong = wrong_subjects(change) | wrong_sites(change)
    await send(filer, "ICP/BGBA", *wrong.values(), blobs=BLOBS)
    found = dict(zip(wrong, await filer.codes(), strict=True))
    assert {code: codes for code, codes in found.items() if code not in codes} == {}


@pytest.mark.proves("1055", "1056", "1057", "1058", "1059", "1061", "5010")
async def test_every_fault_of_material_has_its_code(bureaus: Bureaus, filer: Filer) -> None:
    await bureaus.policy("approve")
    filing = (await filed(filer, 502)).filing
    change = changed(filing, filer.isp_id)
    wrong: dict[int, dict[str, Any]] = {
        1056: {"format": 63},
        1057: {"usage": 63},
        1058: {"owner_type": 1, "usage": 2, "owner_id": 1},
        1059: {"owner_id": None, "owner_number": "京ICP备2026000001号-1"},
        1061: {"usage": 2},
        5010: {"content": blob_ref(LARGE)},
    }
    changes = [with_(change, materials=(material(filing, **one),)) for one in wrong.values()]
    await send(filer, "ICP/BGBA", *changes, blobs=BLOBS)
    found = dict(zip(wrong, await filer.codes(), strict=True))
    assert {code: codes for code, codes in found.items() if codes != [code]} == {}
    site = a_new_site(filer, 503)
    stray = material(filing, owner_id=(site.isp_site_id or 0) + 1)
    added = NewSites(subject_number=number_of(filing), sites=(site,), materials=(stray,))
    await send(filer, "ICP/XZWZ", added, blobs=BLOBS)
    assert await filer.codes() == [[1055]]


@pytest.mark.proves("1051")
async def test_only_so_many_changes_of_a_subject_are_taken_in_a_day(
    bureaus: Bureaus, filer: Filer
) -> None:
    await bureaus.policy("approve")
    filing = (await filed(filer, 504)).filing
    body = {"region": "all", "changes_max": 1}
    answer = await bureaus.ministry_http.post("/sim/interface", json=body)
    assert answer.is_success, answer.text
    change = changed(filing, filer.isp_id)
    first = of_person(change, mobile="13911113333")
    await send(filer, "ICP/BGBA", first)
    assert await filer.codes() == [[1001]]
    issued = (await filer.fetch()).issued[0]
    assert issued.filing.subject.responsible.mobile == "13911113333"
    await send(filer, "ICP/BGBA", first)
    assert await filer.codes() == [[1051]]
    await bureaus.ministry_http.post("/sim/interface", json={"region": "all"})
