"""The order of an upload's checks, all of it, and who may call from where: over SOAP."""

import asyncio
import base64
import hashlib
import io
import re
import zipfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any

import httpx
import pytest

from beian.soap_client import SoapClient
from beian.wire.answers import Answer, read_answer
from beian.wire.calls import (
    METHOD_OF,
    AckCall,
    Call,
    DownloadCall,
    PreviousUploadCall,
    StatusCall,
    UploadCall,
    VerifyCall,
)
from beian.wire.envelope import Soap, SoapFault, parse_response, request_envelope
from beian.wire.sealing import Opened, pwd_hash, seal
from beian.wire.upload_xzba import write_xzba
from province.application.uploads import process_upload
from province.edges import uploads_worker
from support.bureaus import GUANGDONG, JIANGSU, URL, Bureaus, Filer
from support.waiting import until

STRANGE = "203.0.113.77"
"""An address that is none of the provider's interface servers."""


@pytest.fixture
async def elsewhere(bureaus: Bureaus) -> AsyncIterator[httpx.AsyncClient]:
    """Call the bureau from an address that nobody registered."""
    transport = httpx.ASGITransport(app=bureaus.province, client=(STRANGE, 4711))
    async with httpx.AsyncClient(transport=transport, base_url=URL) as http:
        yield http


def at(client: SoapClient, http: httpx.AsyncClient) -> SoapClient:
    """Return the same client with other connections."""
    return SoapClient(client.endpoints, client.account, http, client._rand_val)


async def conditions(bureaus: Bureaus, **held: Any) -> None:
    body = {"region": JIANGSU, **held}
    answer = await bureaus.ministry_http.post("/sim/interface", json=body)
    assert answer.is_success, answer.text


def upload_of(filer: Filer, **changes: Any) -> UploadCall:
    sealed = seal(b"<UploadData/>", "beianinfo.xml", key=None, iv=None, encrypt=False)
    call = UploadCall(
        **filer.soap._identity(),
        beian_info=sealed.beian_info,
        beian_info_hash=sealed.beian_info_hash,
        data_sequence=filer.sequence + 1,
        encrypt_algorithm=0,
        compression_format=0,
    )
    return replace(call, **changes)


async def code_of(client: SoapClient, call: Call) -> int:
    return (await client._call(call)).code


def zipped(*names: str) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for name in names:
            file.writestr(name, b"<UploadData/>")
    return archive.getvalue()


def carrying(archive: bytes) -> dict[str, str]:
    digest = hashlib.md5(archive, usedforsecurity=False).digest()
    return {
        "beian_info": base64.b64encode(archive).decode(),
        "beian_info_hash": base64.b64encode(digest).decode(),
    }


WRONG: dict[str, Any] = {
    "rand_val": "short",
    "hash_algorithm": 9,
    "user_name": "没有此用户",
    "isp_id": 1,
    "pwd_hash": "wrong",
    "encrypt_algorithm": 7,
    "compression_format": 7,
    "data_sequence": 10**6,
    "beian_info": "",
    "beian_info_hash": "wrong",
}


@dataclass
class Mending:
    """An upload that is wrong in everything, mended by and by."""

    right: UploadCall
    wrong: dict[str, Any]
    told: list[int] = field(default_factory=list)

    async def tell(self, client: SoapClient, *mended: str, **changes: Any) -> None:
        """Send it, keep the code, and mend what it told of."""
        self.told.append(await code_of(client, replace(self.right, **self.wrong)))
        self.wrong.update({name: getattr(self.right, name) for name in mended} | changes)


@pytest.mark.proves("901", "16", "10", "4", "12", "5", "19", "20")
async def test_of_all_mistakes_of_a_caller_the_first_in_the_contracts_order_is_told(
    bureaus: Bureaus, filer: Filer, elsewhere: httpx.AsyncClient
) -> None:
    now = bureaus.kit.clock.now()
    opens, closes = (f"{now + timedelta(hours=later):%H:%M}" for later in (2, 3))
    provider = f"/{JIANGSU}/api/providers/{filer.isp_id}"
    await conditions(bureaus, maintenance="upload", upload_hours=f"{opens}-{closes}")
    assert (await bureaus.http.post(f"{provider}/suspension", json={"reason": "违规"})).is_success
    await until(partial(_is_answered, filer, 901))
    strange, known = at(filer.soap, elsewhere), filer.soap
    call = Mending(upload_of(filer), dict(WRONG))
    await call.tell(strange)
    await conditions(bureaus, upload_hours=f"{opens}-{closes}")
    await until(partial(_is_answered, filer, 19))
    for mended in ("rand_val", "hash_algorithm", "user_name", "isp_id"):
        await call.tell(strange, mended)
    await call.tell(strange)
    await call.tell(known, "pwd_hash")
    await call.tell(known)
    assert (await bureaus.http.post(f"{provider}/resumption")).is_success
    await call.tell(known)
    assert call.told == [901, 16, 10, 4, 12, 12, 5, 19, 20]
    await conditions(bureaus)
    await until(partial(_is_answered, filer, 14))


@pytest.mark.proves("9", "11", "14", "17", "6", "7", "8", "0")
async def test_of_all_mistakes_of_a_file_the_first_in_the_contracts_order_is_told(
    filer: Filer,
) -> None:
    right = upload_of(filer)
    call = Mending(right, {name: WRONG[name] for name in list(WRONG)[5:]})
    for mended in ("encrypt_algorithm", "compression_format", "data_sequence"):
        await call.tell(filer.soap, mended)
    await call.tell(filer.soap, encrypt_algorithm=1, beian_info="AAAA")
    plain = carrying(zipped("a.xml"))["beian_info"]
    await call.tell(filer.soap, encrypt_algorithm=0, beian_info=plain)
    await call.tell(filer.soap, **carrying(b"no archive"))
    await call.tell(filer.soap, **carrying(zipped("a.xml", "b.xml")))
    await call.tell(filer.soap, "beian_info", "beian_info_hash")
    await call.tell(filer.soap)
    assert call.told == [9, 11, 14, 17, 6, 7, 8, 17, 0]
    filer.sequence += 1
    assert [[one.code for one in r.findings] for r in (await filer.fetch()).results] == [[5001]]


async def _is_answered(filer: Filer, code: int) -> bool:
    """Say whether an upload out of turn is answered so: 14 where uploads are open at all."""
    return await code_of(filer.soap, upload_of(filer, data_sequence=filer.sequence + 9)) == code


@pytest.mark.proves("12")
async def test_nobody_calls_from_elsewhere_than_the_providers_interface_servers(
    filer: Filer, elsewhere: httpx.AsyncClient
) -> None:
    strange = at(filer.soap, elsewhere)
    for call in calls_of(filer):
        assert await code_of(strange, call) == 12, call
        assert await code_of(filer.soap, call) != 12, call


def calls_of(filer: Filer) -> list[Call]:
    """Return one call of each method that is answered, the upload as out of turn."""
    who = filer.soap._identity()
    return [
        upload_of(filer, data_sequence=filer.sequence + 9),
        DownloadCall(**who),
        AckCall(**who, file_name="unknown.xml"),
        PreviousUploadCall(**who),
        StatusCall(**who, query_condition_type=0, query_condition="nobody.example"),
        VerifyCall(**who, baxh="苏ICP备2026999999号", bamm="nothing"),
    ]


def in_upper_case(envelope: bytes) -> bytes:
    """Put the parameters into a namespace of their own, in upper case."""
    return re.sub(
        rb"<(/?)([a-z][A-Za-z]+)>",
        lambda m: b"<%bo:%b>" % (m[1], m[2].upper()),
        envelope.replace(b"<soap:Body>", b'<soap:Body xmlns:o="urn:other">'),
    )


def by_position(envelope: bytes) -> bytes:
    """Name the parameters arg0, arg1, …, as a generator without names does."""
    names = re.findall(rb"<([a-z][A-Za-z]+)>", envelope)
    for position, name in enumerate(names):
        envelope = re.sub(rb"(</?)%b>" % name, rb"\1arg%d>" % position, envelope)
    return envelope


@pytest.mark.parametrize("soap", Soap)
@pytest.mark.parametrize("change", [bytes, in_upper_case, by_position])
async def test_every_method_is_understood_in_both_versions_of_soap_and_with_any_names(
    bureaus: Bureaus, filer: Filer, soap: Soap, change: Callable[[bytes], bytes]
) -> None:
    expected = [14, 2, 999, 0, 0, 0]
    found = []
    for call in calls_of(filer):
        answer = await bureaus.http.post(
            filer.soap.endpoints.of(METHOD_OF[type(call)].service),
            content=change(request_envelope(call, soap)),
            headers={"Content-Type": soap.content_type},
        )
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == soap.content_type
        text = parse_response(answer.content)
        assert isinstance(text, str), text
        read = read_answer(text)
        assert isinstance(read, Answer)
        found.append(read.code)
    assert found == expected


@pytest.mark.parametrize(("soap", "status"), [(Soap.V1_1, 500), (Soap.V1_2, 400)])
async def test_what_is_no_call_is_a_fault_of_its_version(
    bureaus: Bureaus, filer: Filer, soap: Soap, status: int
) -> None:
    envelope = request_envelope(DownloadCall(**filer.soap._identity()), soap)
    answer = await bureaus.http.post(
        filer.soap.endpoints.upload, content=envelope.replace(b"isp_download", b"isp_upgrade")
    )
    assert answer.status_code == status
    assert f"soap:{soap.client}" in answer.text
    assert isinstance(parse_response(answer.content), SoapFault)


@pytest.mark.proves("13")
async def test_another_provinces_provider_is_sent_home_whatever_its_password(
    bureaus: Bureaus, filer: Filer
) -> None:
    abroad = bureaus.client(filer.isp_id, GUANGDONG)
    for call in calls_of(filer):
        wrong = replace(call, pwd_hash=pwd_hash("not the password", call.rand_val))
        assert await code_of(abroad, wrong) == 13, call


def addresses(unit: int) -> bytes:
    """Return a file of IP data."""
    return (
        '<?xml version="1.0" encoding="GBK"?><UploadData version="V.3.0"><IP>'
        f"<Qqdwid>{unit}</Qqdwid><XZBA><Xzly><Ly><IspId>1</IspId><Qsip>3325256704</Qsip>"
        "<Zzip>3325256704</Zzip><Lydw>1</Lydw></Ly></Xzly></XZBA></IP></UploadData>"
    ).encode("gbk")


@pytest.mark.proves("19", "1053", "1054", "2001")
@pytest.mark.parametrize(
    ("deleted", "kind", "code"), [(False, "ICP", 1054), (True, "ICP", 1053), (True, "IP", 2001)]
)
async def test_a_unit_whose_admission_is_taken_back_is_not_heard_any_more(
    bureaus: Bureaus,
    filer: Filer,
    monkeypatch: pytest.MonkeyPatch,
    *,
    deleted: bool,
    kind: str,
    code: int,
) -> None:
    """Its file waits while the admission is taken back: here the bureau works on nothing else."""
    gate = asyncio.Event()

    async def late(*arguments: Any) -> object:
        await gate.wait()
        return await process_upload(*arguments)

    monkeypatch.setattr(uploads_worker, "process_upload", late)
    provider = f"/{JIANGSU}/api/providers/{filer.isp_id}"
    made = filer.sample(3000, pictures=False)
    filing = write_xzba([made.filing], {}, reporting_unit=filer.isp_id)
    await filer.send(filing if kind == "ICP" else addresses(filer.isp_id))
    body = {"reason": "退出", "deleted": deleted}
    answer = await bureaus.http.post(f"{provider}/withdrawal", json=body)
    assert answer.json() == {"isp_id": filer.isp_id, "admitted": False, "suspended": False}
    assert await code_of(filer.soap, upload_of(filer)) == 19
    gate.set()
    assert await next_results(filer) == [code]
    assert (await bureaus.http.post(f"{provider}/readmission")).json()["admitted"] is True
    assert await code_of(filer.soap, upload_of(filer, data_sequence=10**6)) == 14


async def next_results(filer: Filer) -> list[int]:
    """Take the next file; return the codes of its results, whatever their kind."""

    async def is_there() -> bool:
        return (await filer.soap.download()).file is not None

    await until(is_there, 60)
    file = (await filer.soap.download()).file
    assert file is not None
    opened = filer.soap.open(file)
    assert isinstance(opened, Opened)
    assert (await filer.soap.ack(file.file_name)).code == 0
    return [int(code) for code in re.findall(rb"<Jgdm>([0-9]+)</Jgdm>", opened.xml)]
