"""Every code a new filing can be answered with at once, each by one record, over SOAP."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import pytest

from beian.records import BlobRef, Certificate, Filing, IpRange, PreApproval, Site
from beian.wire.sealing import Opened
from beian.wire.upload_operations import write_domain_upload
from domain.ministry.domain_cases import report
from support.bureaus import GUANGDONG, Bureaus, Filer
from support.waiting import until

with_ = msgspec.structs.replace
BEYOND_THE_PROVINCE = 440100


def subject(**changes: Any) -> Callable[[Filing], Filing]:
    return lambda filing: with_(filing, subject=with_(filing.subject, **changes))


def person(**changes: Any) -> Callable[[Filing], Filing]:
    """Change the subject's responsible person."""
    return lambda filing: subject(responsible=with_(filing.subject.responsible, **changes))(filing)


def site(**changes: Any) -> Callable[[Filing], Filing]:
    return lambda filing: with_(filing, sites=(with_(filing.sites[0], **changes),))


def by_site(change: Callable[[Site], Mapping[str, Any]]) -> Callable[[Filing], Filing]:
    """Change the site by what it says."""
    return lambda filing: site(**change(filing.sites[0]))(filing)


def access(**changes: Any) -> Callable[[Filing], Filing]:
    return by_site(lambda one: {"accesses": (with_(one.accesses[0], **changes),)})


def ranges(change: Callable[[IpRange], tuple[IpRange, ...]]) -> Callable[[Filing], Filing]:
    return by_site(
        lambda one: {
            "accesses": (with_(one.accesses[0], ip_ranges=change(one.accesses[0].ip_ranges[0])),)
        }
    )


def material(**changes: Any) -> Callable[[Filing], Filing]:
    """Change the first attachment: the site's verification sheet."""
    return lambda filing: with_(
        filing, attachments=(with_(filing.attachments[0], **changes), *filing.attachments[1:])
    )


def two_sites(filing: Filing, **changes: Any) -> Filing:
    """Add a site that is another in all but the changes."""
    first = filing.sites[0]
    ids = (first.isp_site_id or 0) + 700_000_000
    second = with_(
        first,
        isp_site_id=ids,
        name=f"{first.name}二",
        domains=(with_(first.domains[0], isp_domain_id=ids, name=f"zwei{ids}.example"),),
        accesses=(with_(first.accesses[0], isp_access_id=ids),),
    )
    return with_(filing, sites=(first, with_(second, **changes)))


def twice_the_access(one: Site) -> Mapping[str, Any]:
    again = with_(one.accesses[0], isp_access_id=(one.accesses[0].isp_access_id or 0) + 800_000_000)
    return {"accesses": (one.accesses[0], again)}


def other_person(filing: Filing, **changes: Any) -> Filing:
    """Change the site's responsible person."""
    return site(responsible=with_(filing.sites[0].responsible, **changes))(filing)


def unknown_city(filing: Filing) -> Filing:
    moved = with_(filing.subject.address, city=BEYOND_THE_PROVINCE, county=None)
    return subject(address=moved)(filing)


FAULTS: Mapping[int, Callable[[Filing], Filing]] = {
    1004: by_site(lambda one: {"domains": (with_(one.domains[0], name="www.deep.example"),)}),
    1006: ranges(lambda one: (with_(one, last=one.first - 1),)),
    1007: lambda filing: other_person(filing, name="  "),
    1008: subject(certificate=Certificate(type=5, number="X1", address="示例路1号")),
    1009: person(email="zhangsan"),
    1010: person(office_phone="025-123456789"),
    1011: person(mobile="23800000000"),
    1012: person(msn="nobody"),
    1013: person(qq="12a45"),
    1014: subject(kind=77),
    1015: person(certificate_number="110101199003077759"),
    1019: unknown_city,
    1020: lambda filing: two_sites(filing, name=filing.sites[0].name),
    1022: site(home_page="not a url"),
    1024: ranges(lambda one: (one, with_(one, isp_ip_id=1, last=one.first + 1))),
    1029: by_site(twice_the_access),
    1031: lambda filing: other_person(filing, office_phone=None),
    1033: site(
        pre_approvals=(PreApproval(type=60, number="1", documents=(BlobRef(sha256="", size=0),)),)
    ),
    1034: site(services=(63,)),
    1035: access(modes=(44,)),
    1036: access(locations=(64,)),
    1037: lambda filing: two_sites(filing, isp_site_id=filing.sites[0].isp_site_id),
    1038: lambda filing: two_sites(filing, accesses=filing.sites[0].accesses),
    1039: by_site(lambda one: {"domains": one.domains * 2}),
    1040: ranges(lambda one: (one, with_(one, isp_ip_id=1))),
    1041: site(home_page="http://www.elsewhere.example/"),
    1044: person(name="  "),
    1055: material(owner_id=999),
    1056: material(format=9),
    1057: material(usage=9),
    1061: material(usage=2),
    1063: ranges(lambda one: (with_(one, first=3405803777, last=3405803777),)),
    1066: site(languages=(64,)),
}
"""What is wrong with a record that is answered with the code."""


@pytest.mark.proves(*map(str, FAULTS))
async def test_every_code_comes_back_for_the_record_that_raises_it(filer: Filer) -> None:
    numbers = range(8000, 8000 + len(FAULTS))
    samples = {code: filer.sample(number) for code, number in zip(FAULTS, numbers, strict=True)}
    paper = b"\xff\xd8\xff simulated"
    samples[1033].blobs[""] = paper  # type: ignore[index]
    filings = [FAULTS[code](one.filing) for code, one in samples.items()]
    await filer.file(*samples.values(), filings=filings)
    by_record = {
        one.identifier: [finding.code for finding in one.findings]
        for one in (await filer.fetch()).results
    }
    ids = {code: str(one.filing.subject.isp_subject_id) for code, one in samples.items()}
    answered = {code: by_record.get(ids[code]) for code in FAULTS}
    assert answered == {code: [code] for code in FAULTS}


@pytest.mark.proves("3036")
async def test_domain_data_are_sent_on_to_the_ministry(filer: Filer) -> None:
    await filer.send(write_domain_upload({"YM/XZBA": [report()]}, reporting_unit=filer.isp_id))

    async def there() -> Any:
        return (await filer.soap.download()).file

    file = await until(there)
    opened = filer.soap.open(file)
    assert isinstance(opened, Opened)
    assert b"<Jgdm>3036</Jgdm>" in opened.xml
    assert b"<YM>" in opened.xml
    assert (await filer.soap.ack(file.file_name)).code == 0


BROADCAST = (
    '<?xml version="1.0" encoding="GBK"?><UploadData version="V.3.0"><IP><Qqdwid>{unit}</Qqdwid>'
    "<XZBA><Xzgbjs><Jsxx><IspId>1</IspId><Gbdw>{unit}</Gbdw><Sqdw>1</Sqdw><Qsip>3325256704</Qsip>"
    "<Zzip>3325256704</Zzip></Jsxx></Xzgbjs></XZBA></IP></UploadData>"
)


@pytest.mark.proves("5009")
async def test_broadcasts_are_reported_by_group_headquarters_alone(
    bureaus: Bureaus,
) -> None:
    filer = Filer(bureaus, 440000000001, bureaus.client(440000000001, GUANGDONG))
    assert "GROUP" not in bureaus.accounts[filer.isp_id]["rights"]
    while (waiting := (await filer.soap.download()).file) is not None:  # the code tables
        assert (await filer.soap.ack(waiting.file_name)).code == 0
    await filer.send(BROADCAST.format(unit=filer.isp_id).encode("gbk"))

    async def there() -> Any:
        return (await filer.soap.download()).file

    file = await until(there)
    opened = filer.soap.open(file)
    assert isinstance(opened, Opened)
    assert b"<Jgdm>5009</Jgdm>" in opened.xml
    assert (await filer.soap.ack(file.file_name)).code == 0
