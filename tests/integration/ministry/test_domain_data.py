"""Domain data at the ministry's own interface, over SOAP: added, changed, deleted, refused."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import pytest
from lxml import etree

from beian.records_changes import Cancellation
from beian.records_domains import DomainDeletion, DomainRecord
from beian.records_ip import IpDeletion
from beian.regulations.regions import MINISTRY_LETTERS
from beian.soap_client import ClientAccount, Endpoints, SoapClient
from beian.wire.answers import Answer
from beian.wire.downloads import SIMULATED, DownloadFile, read_download
from beian.wire.sealing import Opened
from beian.wire.upload_operations import write_domain_upload, write_icp_upload, write_ip_upload
from domain.ministry.domain_cases import party, report
from support.bureaus import Bureaus
from support.waiting import until

UNIT, OTHER_UNIT, FAULTY_UNIT = 320000000002, 440000000002, 440000000001
STRANGER = 320000000001
"""Who reports no domains in these tests."""
URL = "http://ministry.test"


class Reporter:
    """A domain reporting unit at the ministry."""

    def __init__(self, bureaus: Bureaus, isp_id: int) -> None:
        self.isp_id = isp_id
        account = bureaus.accounts[isp_id]
        names = ("user_name", "password", "aes_key", "aes_offset")
        self.soap = SoapClient(
            Endpoints(
                upload=f"{URL}/ISPWebService/upDownLoad",
                status=f"{URL}/BeianStatusWebService/queryBeianStatus",
                password=f"{URL}/BeianStatusWebService/verifyBamm",
            ),
            ClientAccount(isp_id=isp_id, **{name: account[name] for name in names}),
            bureaus.ministry_http,
            bureaus.kit.identifiers.rand_val,
        )
        self.sequence = 0

    async def report(
        self, records: Mapping[str, Sequence[DomainRecord]]
    ) -> list[tuple[list[int], int | None]]:
        """Upload a file, fetch and acknowledge its answer; return codes and Id of each record."""
        answer = await self.send(records)
        assert answer.code == 0, answer.message
        return await self.fetch()

    async def send(self, records: Mapping[str, Sequence[DomainRecord]]) -> Answer:
        self.sequence += 1
        xml = write_domain_upload(records, reporting_unit=self.isp_id)
        return await self.soap.upload(xml, self.sequence)

    async def fetch(self) -> list[tuple[list[int], int | None]]:
        """Fetch and acknowledge the next answer; return codes and Id of each record."""

        async def there() -> Any:
            return (await self.soap.download()).file

        file = await until(there)
        opened = self.soap.open(file)
        assert isinstance(opened, Opened)
        read = read_download(opened.xml)
        assert isinstance(read, DownloadFile), read
        assert read.blocks == ("YM/BAJG",)
        assert (await self.soap.ack(file.file_name)).code == 0
        assert f"_{MINISTRY_LETTERS}_" in file.file_name
        results = list(etree.fromstring(opened.xml).iterfind("YM/BAJG/Jg_xx"))
        assert {one.findtext("Bz") for one in results} == {SIMULATED}
        return [
            (
                [int(code.text or "0") for code in one.iterfind("Jgxx/Jgdm")],
                int(one.findtext("Id") or "0") or None,
            )
            for one in results
        ]


@pytest.mark.proves("3998", "3037", "3999", "3013", "R14-078", "R14-080")
async def test_a_domain_is_added_changed_and_deleted_by_its_unit_alone(bureaus: Bureaus) -> None:
    unit, other = Reporter(bureaus, UNIT), Reporter(bureaus, OTHER_UNIT)
    second = report(isp_record_id=72, name="second.example")
    faulty = report(isp_record_id=73, name="third.example", registrant=party(email="not a mail"))
    added = await unit.report({"YM/XZBA": [report(), faulty, second]})
    number = added[0][1]
    assert number is not None
    assert added == [([3998], number), ([3013], None), ([3998], number + 1)]
    changed = report(isp_record_id=None, record_id=number, valid_until="2031-03-02")
    stranger = [DomainDeletion(name="second.example")]
    assert await other.report({"YM/XGBA": [changed], "YM/SCBA": stranger}) == [
        ([3037], number),
        ([3037], None),
    ]
    unknown = msgspec.structs.replace(changed, record_id=number + 90)
    assert await unit.report({"YM/XGBA": [changed, unknown]}) == [
        ([3998], number),
        ([3999], number + 90),
    ]
    assert await _shown(bureaus) == [(number, "2031-03-02")]
    deletions = [DomainDeletion(record_id=number), DomainDeletion(name="second.example")]
    assert await unit.report({"YM/SCBA": deletions}) == [([3998], number), ([3998], number + 1)]
    assert await _shown(bureaus) == []
    ((codes, again),) = await unit.report({"YM/XZBA": [report()]})
    assert (codes, again) == ([3998], number + 2)


@pytest.mark.proves("5011", "1045")
async def test_what_is_for_bureaus_is_not_taken_on_here(bureaus: Bureaus) -> None:
    unit = Reporter(bureaus, STRANGER)
    data = {"IP/SCBA/Scly": [IpDeletion(record_id=1)]}
    cancellation = {"ICP/ZXBA": [Cancellation(kind=1, record_id=1, reason=2)]}
    files = {
        "IP/BAJG": (5011, write_ip_upload(data, reporting_unit=STRANGER)),
        "ICP/BAJG": (1045, write_icp_upload(cancellation, {}, reporting_unit=STRANGER)),
    }
    for number, (block, (code, xml)) in enumerate(files.items(), start=1):
        assert (await unit.soap.upload(xml, number)).code == 0
        file = await until(lambda: waiting_at(unit))
        opened = unit.soap.open(file)
        assert isinstance(opened, Opened)
        read = read_download(opened.xml)
        assert isinstance(read, DownloadFile), read
        assert read.blocks == (block,)
        assert f"<Jgdm>{code}</Jgdm>".encode() in opened.xml
        assert (await unit.soap.ack(file.file_name)).code == 0


async def waiting_at(unit: Reporter) -> Any:
    return (await unit.soap.download()).file


FAULTS: Mapping[int, Mapping[str, Any]] = {
    3001: {"type": 999},
    3002: {"registered_on": " " * 10},
    3003: {"valid_until": " " * 10},
    3004: {"valid_until": "2020-01-01"},
    3005: {"name_servers": "    "},
    3006: {"registrar": "  "},
    3007: {"registrar": "示例#注册商"},
    3031: {"registered_on": "2020/01/01"},
    3032: {"valid_until": "2030-02-30"},
    3035: {"registered_on": "2999-01-01"},
    3008: {"registrant": party(name="  ")},
    3009: {"registrant": party(organization=" ")},
    3012: {"registrant": party(email=" " * 6)},
    3013: {"registrant": party(email="not a mail")},
    3014: {"registrant": party(phone=" " * 11)},
    3015: {"registrant": party(phone="123456789012")},
    3016: {"registrant": party(address=" ")},
    3028: {"registrant": party(city=440100)},
    3017: {"administrator": party(name="  ")},
    3018: {"administrator": party(organization=" ")},
    3021: {"administrator": party(email=" " * 6)},
    3022: {"administrator": party(email="not a mail")},
    3023: {"administrator": party(phone=" " * 11)},
    3024: {"administrator": party(phone="123456789012")},
    3025: {"administrator": party(address=" ")},
    3029: {"administrator": party(city=440100)},
    3030: {"payer": party(city=440100)},
    3033: {"payer": party(phone="123456789012")},
    3034: {"payer": party(email="not a mail")},
}
"""What is wrong with a report that is answered with the code."""


@pytest.mark.proves(*map(str, FAULTS))
async def test_every_code_that_the_schema_lets_through_comes_back_over_the_wire(
    bureaus: Bureaus,
) -> None:
    unit = Reporter(bureaus, FAULTY_UNIT)
    reports = [
        report(isp_record_id=number, name=f"fault{code}.example", **fault)
        for number, (code, fault) in enumerate(FAULTS.items(), start=1)
    ]
    answered = await unit.report({"YM/XZBA": reports})
    assert answered == [([code], None) for code in FAULTS]


async def _shown(bureaus: Bureaus) -> list[tuple[int, str]]:
    answer = await bureaus.ministry_http.get("/api/domains", params={"name": "Yunfan.Example"})
    assert answer.is_success, answer.text
    assert "赵示例" not in answer.text
    return [(one["record_id"], one["valid_until"]) for one in answer.json()["domains"]]
