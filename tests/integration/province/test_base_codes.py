"""JCDM at a real province: everything on admission, changes when they happen, again on request."""

import msgspec

from beian.eventlog import Meta, Session
from beian.exchange.files import EXCHANGE, stream_of
from beian.http.accounts import ProviderSecrets
from beian.records_downloads import CodeEntry, ReportingUnit
from beian.regulations.base_codes import code_tables
from beian.wire.downloads import DownloadFile
from province.application.admission import admit
from province.application.base_codes import distribute_units
from province.edges.directory import admission
from support.bureaus import GUANGDONG, JIANGSU, Bureaus, Filer, bureau_of
from support.waiting import until

OWN = (320000000001, 320000000002)
NEW = 320000000009
UNITS = "JCDM/Bbdwlb/Bbdw"
ALL_ROWS = sum(len(rows) for rows in code_tables({}).values())


async def everything(filer: Filer) -> list[DownloadFile]:
    """Take as many files as hold all tables and units."""
    files = [await filer.fetch("JCDM") for _ in range(4)]
    sizes = [sum(len(rows) for rows in file.contents.values()) for file in files]
    assert sizes[:3] == [1000, 1000, 1000], "a file is full before the next begins"
    return files


def rows_of(files: list[DownloadFile], path: str) -> list[CodeEntry | ReportingUnit]:
    return [row for file in files for row in file.contents.get(path, ())]


async def test_base_codes_come_on_admission_after_a_change_and_on_request(
    bureaus: Bureaus, filer: Filer
) -> None:
    name, _ = await filer.waiting()
    assert (await filer.waiting())[0] == name, "until it is acknowledged"
    files = await everything(filer)
    for path, rows in code_tables({}).items():
        assert rows_of(files, f"JCDM/{path}") == list(rows)
    assert {unit.id for unit in rows_of(files, UNITS)} >= set(OWN)

    answer = await bureaus.ministry_http.put(
        "/api/base-codes/nrlx/7", json={"name": "博客类", "remark": "更名"}
    )
    assert answer.json() == {"version": 1}
    changed = await filer.fetch("JCDM")
    ((row,),) = changed.contents.values()
    assert (row.id, row.name, row.remark, row.weight) == (7, "博客类", "更名", 64)
    shown = (await bureaus.ministry_http.get("/api/base-codes/nrlx")).json()
    assert [one["name"] for one in shown["rows"] if one["id"] == 7] == ["博客类"]

    answer = await bureaus.http.post(f"/{JIANGSU}/api/providers/{filer.isp_id}/base-codes")
    assert len(answer.json()["files"]) == 4
    again = await everything(filer)
    assert row in rows_of(again, "JCDM/Jcdm_xx/Wzjylx_dms/Wzjylx_xx")
    unknown = await bureaus.http.post(f"/{JIANGSU}/api/providers/1/base-codes")
    assert unknown.status_code == 404


async def test_units_of_other_bureaus_come_at_the_end_of_the_day(bureaus: Bureaus) -> None:
    elsewhere = Filer(bureaus, 440000000002, bureaus.client(440000000002, GUANGDONG))
    known = {unit.id for unit in rows_of(await everything(elsewhere), UNITS)}

    async def noted() -> bool:
        events = await bureaus.kit.log.read("province.440000", limit=100_000)
        return sum(one.type == "NationalProviderNoted" for one in events) >= 4

    await until(noted)
    kit, log, bureau = bureaus.kit, "province.440000", bureau_of(bureaus, GUANGDONG)

    async def the_day_is_over(session: Session) -> None:
        await distribute_units(bureau, session)

    for _ in range(2):  # what was told is not told again
        await kit.log.transact(log, Meta(actor=log, correlation_id="test"), the_day_is_over)
    while not set(OWN) <= known:
        file = await elsewhere.fetch("JCDM")
        assert file.contents.keys() <= {UNITS, "JCDM/Jcdm_xx/Wzjylx_dms/Wzjylx_xx"}
        known |= {unit.id for unit in rows_of([file], UNITS)}
    exchange = await kit.log.state(log, EXCHANGE, stream_of(elsewhere.isp_id))
    assert not exchange.queue


async def test_a_new_provider_gets_everything_and_the_others_are_told_of_it(
    bureaus: Bureaus, filer: Filer
) -> None:
    await take_all(filer)
    kit, log, bureau = bureaus.kit, f"province.{JIANGSU}", bureau_of(bureaus)
    account = {
        **bureaus.accounts[filer.isp_id],
        "isp_id": NEW,
        "name": "示例新接入",
        "user_name": "n",
    }
    system = admission(msgspec.convert(account, ProviderSecrets))

    async def body(session: Session) -> None:
        await admit(bureau, session, [system])

    for _ in range(2):  # to admit it again is no admission
        await kit.log.transact(log, Meta(actor=log, correlation_id="test"), body)
    told = await filer.fetch("JCDM")
    assert [(unit.id, unit.name) for unit in rows_of([told], UNITS)] == [(NEW, "示例新接入")]
    exchange = await kit.log.state(log, EXCHANGE, stream_of(NEW))
    assert [one.file.block for one in exchange.queue] == ["JCDM"] * 4
    assert (await filer.soap.download()).code == 2


async def take_all(filer: Filer) -> None:
    while (await filer.soap.download()).code == 0:
        await filer.take()
