"""Full synchronisation of domain data at the ministry: SJTB/YM over SOAP."""

from typing import Any

import msgspec

from beian.wire.downloads import DownloadFile, read_download
from beian.wire.sealing import Opened
from domain.ministry.domain_cases import report
from integration.ministry.test_domain_data import Reporter
from support.bureaus import Bureaus
from support.waiting import until


async def test_every_domain_that_a_unit_has_in_the_register_comes_with_both_ids(
    bureaus: Bureaus,
) -> None:
    unit = Reporter(bureaus, 320000000001)
    added = [
        report(isp_record_id=number, name=f"sync{number}.example") for number in (901, 902, 903)
    ]
    answers = await unit.report({"YM/XZBA": added})
    ids = [record_id for _, record_id in answers]
    changed = msgspec.structs.replace(
        added[1], isp_record_id=None, record_id=ids[1], registrar="示例注册商二"
    )
    await unit.report({"YM/XGBA": [changed]})
    path = f"/api/providers/{unit.isp_id}/synchronization"
    asked = await bureaus.ministry_http.post(path)
    assert asked.is_success, asked.text
    ((laid_ready),) = asked.json()["laid_ready"]
    assert laid_ready["records"] == 3

    async def there() -> Any:
        return (await unit.soap.download()).file

    file = await until(there)
    assert file.file_name == laid_ready["file_names"][0]
    assert (await there()).file_name == file.file_name, "until it is acknowledged"
    opened = unit.soap.open(file)
    assert isinstance(opened, Opened)
    read = read_download(opened.xml)
    assert isinstance(read, DownloadFile), read
    records = read.contents["SJTB/YM/Ymxx"]
    assert [(one.isp_record_id, one.record_id) for one in records] == list(
        zip((901, 902, 903), ids, strict=True)
    )
    assert records[1].registrar == "示例注册商二"
    assert (await unit.soap.ack(file.file_name)).code == 0


async def test_whom_the_ministry_does_not_know_it_cannot_synchronise(bureaus: Bureaus) -> None:
    answer = await bureaus.ministry_http.post("/api/providers/9/synchronization")
    assert answer.status_code == 404
