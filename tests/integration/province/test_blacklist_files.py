"""The national blacklist on its way to every provider: HMDLB, added, modified and removed."""

import msgspec
import pytest

from beian.eventlog import Meta, Session
from beian.exchange.files import EXCHANGE, stream_of
from beian.http.accounts import ProviderSecrets
from beian.records_downloads import BlacklistedSite, BlacklistedSubject
from beian.wire.downloads import DownloadFile, read_download
from province.application.admission import admit
from province.edges.directory import admission
from support.bureaus import GUANGDONG, JIANGSU, Bureaus, Filer, bureau_of

NUMBER = "91440101MA5AAAAA1X"
NEW = 320000000009


async def change(bureaus: Bureaus, **body: object) -> None:
    answer = await bureaus.ministry_http.post("/api/blacklist", json=body)
    assert answer.is_success, answer.text


@pytest.mark.proves("R14-017")
async def test_every_change_of_the_blacklist_lies_ready_for_every_provider_until_acknowledged(
    bureaus: Bureaus, filer: Filer
) -> None:
    elsewhere = Filer(bureaus, 440000000001, bureaus.client(440000000001, GUANGDONG))
    site = {"kind": "domain", "value": "bad.example"}
    subject = {
        "kind": "certificate",
        "certificate": {"type": 1, "number": NUMBER},
        "name": "示例黑名单有限公司",
        "unit_kind": 4,
    }
    await change(bureaus, action="add", reason="违法", **site)
    await change(bureaus, action="modify", reason="再次违法", name="坏网站", **site)
    await change(bureaus, action="remove", reason="已整改", **site)
    await change(bureaus, action="add", reason="虚假资料", **subject)
    for provider in (filer, elsewhere):
        await provider.skip_to("ICP/HMDLB")
        assert await provider.waiting() == await provider.waiting()
        files = [await provider.fetch("ICP/HMDLB") for _ in range(4)]
        assert [one for file in files for some in file.contents.values() for one in some] == [
            told(0, "bad.example", "违法"),
            told(1, "坏网站", "再次违法"),
            told(2, "坏网站", "已整改"),
            BlacklistedSubject(
                name="示例黑名单有限公司",
                kind=4,
                certificate_type=1,
                certificate_number=NUMBER,
                operation=0,
                remark="虚假资料",
            ),
        ]


def told(operation: int, name: str, reason: str) -> BlacklistedSite:
    return BlacklistedSite(name=name, domains=("bad.example",), operation=operation, remark=reason)


async def test_a_newly_admitted_provider_finds_the_whole_list(
    bureaus: Bureaus, filer: Filer
) -> None:
    """Admission reads accounts at the start: here a unit of work as the start's own."""
    await change(bureaus, action="add", kind="domain", value="worse.example", reason="违法")
    await filer.fetch("ICP/HMDLB")
    kit, log = bureaus.kit, f"province.{JIANGSU}"
    (known,) = [one for one in bureaus.accounts.values() if one["isp_id"] == filer.isp_id]
    account = msgspec.convert({**known, "isp_id": NEW, "user_name": "new"}, ProviderSecrets)
    bureau = bureau_of(bureaus)

    async def body(session: Session) -> None:
        await admit(bureau, session, [admission(account)])

    for _ in range(2):  # to admit it again is no admission
        await kit.log.transact(log, Meta(actor=log, correlation_id="test"), body)
    exchange = await kit.log.state(log, EXCHANGE, stream_of(NEW))
    files = [one.file for one in exchange.queue if one.file.block == "ICP/HMDLB"]
    contents = [await kit.log.blob(log, one.content) for one in files]
    ((content,),) = [contents]
    read = read_download(content or b"")
    assert isinstance(read, DownloadFile)
    names = [one.name for one in read.contents["ICP/HMDLB/Wzhmdxxs"]]
    assert "worse.example" in names
    assert {one.operation for some in read.contents.values() for one in some} == {0}
