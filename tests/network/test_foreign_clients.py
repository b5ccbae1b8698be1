"""SOAP clients that nobody here wrote file a website: zeep, npm's soap, envelopes of old toolkits."""

import asyncio
import base64
import json
import shutil
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import httpx
import pytest
import zeep
from lxml import etree

from beian.records_changes import NewSites
from beian.wire.downloads import DownloadFile
from beian.wire.upload_operations import write_icp_upload
from launcher.samples import Sample
from network.test_exchange import password_of
from support.foreign import ForeignClient, read
from support.outside import GUANGDONG, JIANGSU, Enterprise, Outside
from support.waiting import until

NODE_CLIENT = Path(__file__).with_name("node_client")
NODE_WITHIN_S = 90


class Zeep(ForeignClient):
    """What zeep makes of the WSDLs."""

    def __init__(self, place: Mapping[str, Any], account: Mapping[str, Any]) -> None:
        super().__init__(account)
        self._services = [
            zeep.Client(place[f"{name}_wsdl"]).service  # type: ignore[no-untyped-call]
            for name in ("upload", "status", "password")
        ]

    def invoke(self, method: str, values: Mapping[str, Any]) -> str:
        upload, status, password = self._services
        by_method = {"isp_querybeianstatus": status, "isp_verifybamm": password}
        answer = getattr(by_method.get(method, upload), method)(**values)
        assert isinstance(answer, str)
        return answer


class Raw(ForeignClient):
    """A client that writes its envelopes in some style; whatever it leaves out is not needed."""

    def __init__(
        self, place: Mapping[str, Any], account: Mapping[str, Any], write: Callable[..., bytes]
    ) -> None:
        super().__init__(account)
        self._place = place
        self._write = write

    def invoke(self, method: str, values: Mapping[str, Any]) -> str:
        by_method = {"isp_querybeianstatus": "status", "isp_verifybamm": "password"}
        url = self._place[f"{by_method.get(method, 'upload')}_wsdl"].removesuffix("?wsdl")
        answer = httpx.post(
            url,
            content=self._write(method, values),
            headers={"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""'},
            timeout=60,
        )
        assert answer.status_code == 200, answer.text
        (returned,) = etree.fromstring(answer.content).iter("return")
        return str(returned.text)


AXIS = """<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:xsd="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>
<ns1:{method} soapenv:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"
 xmlns:ns1="http://www.miibeian.gov.cn">{parameters}</ns1:{method}>
</soapenv:Body></soapenv:Envelope>"""
JAX_WS = (
    "<?xml version='1.0' encoding='UTF-8'?>"
    '<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Header/><S:Body>'
    '<ns2:{method} xmlns:ns2="http://www.miibeian.gov.cn">{parameters}</ns2:{method}>'
    "</S:Body></S:Envelope>"
)


def as_axis(method: str, values: Mapping[str, Any], *, named: bool = True) -> bytes:
    """RPC style with types at each parameter: by name, or `in0` and on by position alone."""
    parameters = "".join(
        f'<{name if named else f"in{position}"} xsi:type="xsd:{_xsd_type(name, value)}">'
        f"{escape(str(value))}</{name if named else f'in{position}'}>"
        for position, (name, value) in enumerate(values.items())
    )
    return AXIS.format(method=method, parameters=parameters).encode()


def as_jax_ws(method: str, values: Mapping[str, Any]) -> bytes:
    """Document style, wrapped; base64 broken as the JDK's encoder breaks it."""
    parameters = "".join(
        f"<{name}>{escape(_broken(str(value)) if name == 'beianInfo' else str(value))}</{name}>"
        for name, value in values.items()
    )
    return JAX_WS.format(method=method, parameters=parameters).encode()


def _xsd_type(name: str, value: object) -> str:
    if not isinstance(value, int):
        return "string"
    return "long" if name in {"ispId", "dataSequence"} else "int"


def _broken(text: str) -> str:
    return "\r\n".join(text[at : at + 76] for at in range(0, len(text), 76))


STYLES: Mapping[str, Callable[..., bytes]] = {
    "axis": as_axis,
    "axis by position": partial(as_axis, named=False),
    "jax-ws": as_jax_ws,
}


@pytest.fixture
async def to_be_filed(outside: Outside, jiangsu: Enterprise) -> Sample:
    """A website whose sponsor lives in another province; nothing else lies in the queue."""
    await outside.policy("approve")
    while await jiangsu.collect() is not None:
        pass
    return jiangsu.sample(home=GUANGDONG)


@pytest.mark.parametrize("kind", ["zeep", *STYLES])
async def test_a_client_that_is_not_ours_files_a_website_and_gets_its_number(
    outside: Outside, jiangsu: Enterprise, to_be_filed: Sample, kind: str
) -> None:
    """All six methods: previous, upload, download, acknowledgement, status, password."""
    place = next(p for p in outside.network["provinces"] if p["region"] in jiangsu.log)
    make = partial(Raw, write=STYLES[kind]) if kind in STYLES else Zeep
    client: ForeignClient = await asyncio.to_thread(make, place, jiangsu.account)
    assert await asyncio.to_thread(client.send, jiangsu.xml(to_be_filed)) == "0"
    jiangsu.sequence += 1
    files: list[DownloadFile] = []

    async def both() -> bool:
        file = await asyncio.to_thread(client.fetch)
        files.extend([file] if file is not None else [])
        return len(files) == 2

    await until(both, 60)
    number = _number_in(files, to_be_filed)
    status = await asyncio.to_thread(
        client.call,
        "isp_querybeianstatus",
        queryConditionType=0,
        queryCondition=to_be_filed.domain,
    )
    assert status.findtext("StatusInfo/Wzbah") == f"{number}-1"
    check = await asyncio.to_thread(client.call, "isp_verifybamm", baxh=number, bamm="nottheword00")
    assert (check.findtext("msg_code"), check.findtext("VerifyRes")) == ("0", "1")


async def test_the_soap_package_of_npm_files_a_website_and_gets_its_number(
    outside: Outside, jiangsu: Enterprise, to_be_filed: Sample
) -> None:
    await _install()
    place = next(p for p in outside.network["provinces"] if p["region"] in jiangsu.log)
    xml = base64.b64encode(jiangsu.xml(to_be_filed)).decode()
    orders = {**place, **jiangsu.account, "xml": xml, "domain": to_be_filed.domain}
    answer = json.loads(await _run("node", "file_website.js", stdin=json.dumps(orders).encode()))
    jiangsu.sequence += 1
    assert answer["upload"] == "0"
    files = [read(base64.b64decode(file["xml"])) for file in answer["files"]]
    number = _number_in(files, to_be_filed)
    assert (answer["filed"], answer["number"]) == ("0", f"{number}-1")
    assert answer["verified"] == "1"


EMPTY_NRLX = (
    b"<Nrlx><Nrlx_xx><Nrlx_id>0</Nrlx_id><Qzsph></Qzsph><Spwj></Spwj></Nrlx_xx></Nrlx><Fwnr>"
)


@pytest.fixture
async def forgiving(outside: Outside, jiangsu: Enterprise) -> AsyncIterator[None]:
    """Let the bureau forgive what an old client does, until it is done."""
    on = ["accept_both_choice_members", "accept_plain_icpmm", "drop_empty_nrlx"]
    await _switch(outside, jiangsu, on)
    yield
    await _switch(outside, jiangsu, [])


async def _switch(outside: Outside, enterprise: Enterprise, on: list[str]) -> None:
    body = {"isp_id": enterprise.isp_id, "switches": on}
    await outside.tell(f"{outside.ministry}/sim/switches", body)

    async def adopted() -> bool:
        listed = await outside.ask(f"{outside.province(JIANGSU)}/api/providers")
        return on in [one["lenient"] for one in listed if one["isp_id"] == enterprise.isp_id]

    await until(adopted)


async def old_client(
    outside: Outside, jiangsu: Enterprise, xml: bytes, domain: str, **more: Any
) -> Any:
    """Run the client that behaves as one was observed to; return what it got."""
    place = next(p for p in outside.network["provinces"] if p["region"] in jiangsu.log)
    orders = {
        **place,
        **jiangsu.account,
        "xml": base64.b64encode(xml).decode(),
        "domain": domain,
        "wanted": 2,
        **more,
    }
    answer = json.loads(await _run("node", "old_client.js", stdin=json.dumps(orders).encode()))
    jiangsu.sequence += 1
    return answer


@pytest.mark.usefixtures("forgiving")
async def test_a_client_as_one_was_observed_files_with_what_is_forgiven(
    outside: Outside, jiangsu: Enterprise, to_be_filed: Sample
) -> None:
    """`ispID`, text for numbers, an empty Nrlx, a counter one too low: 14 sets it right."""
    xml = jiangsu.xml(to_be_filed).replace(b"<Fwnr>", EMPTY_NRLX, 1)
    answer = await old_client(outside, jiangsu, xml, to_be_filed.domain)
    assert answer["codes"] == [14, 0]
    assert int(answer["counter"]) == jiangsu.sequence + 1
    files = [read(base64.b64decode(file["xml"])) for file in answer["files"]]
    number = _number_in(files, to_be_filed)
    assert (answer["filed"], answer["number"]) == ("0", number)
    await _adds_a_site(outside, jiangsu, number, int(answer["counter"]))


async def _adds_a_site(outside: Outside, jiangsu: Enterprise, number: str, counter: int) -> None:
    """The password as typed, and both names of the subject: Ztid and Ztbah."""
    password = await password_of(outside, GUANGDONG, number)
    made = jiangsu.sample(pictures=False)
    added = NewSites(subject_number=number, sites=made.filing.sites, password=password)
    xml = write_icp_upload({"ICP/XZWZ": [added]}, {}, reporting_unit=jiangsu.isp_id)
    both = b"<Ztid>1</Ztid><Ztbah>"
    assert b"<Ztbah>" in xml
    sent = xml.replace(b"<Ztbah>", both)  # refused as it is: the bureau's id counts, and is wrong
    answer = await old_client(outside, jiangsu, sent, made.domain, counter=counter, wanted=1)
    assert answer["codes"] == [0]
    (refused,) = [read(base64.b64decode(file["xml"])) for file in answer["files"]]
    assert [one.code for result in refused.results for one in result.findings] == [1016]
    answer = await old_client(outside, jiangsu, xml, made.domain, counter=counter + 1)
    assert answer["codes"] == [0]
    result, data = (read(base64.b64decode(file["xml"])) for file in answer["files"])
    assert [one.code for found in result.results for one in found.findings] == [1001]
    numbers = {site.filing_number for one in data.issued for site in one.filing.sites}
    assert f"{number}-2" in numbers


def _number_in(files: list[DownloadFile], sent: Sample) -> str:
    result, data = files
    subject = sent.filing.subject
    assert [one.identifier for one in result.results] == [str(subject.isp_subject_id)]
    assert [f.code for one in result.results for f in one.findings] == [1001]
    (issued,) = data.issued
    assert issued.filing.subject.name == subject.name
    number = issued.filing.subject.filing_number
    assert number is not None
    assert number.startswith("粤ICP备")
    return number


async def _install() -> None:
    """Have npm install what the lock file names, once."""
    if not (NODE_CLIENT / "node_modules" / "soap").exists():
        await _run("npm", "ci", "--no-audit", "--no-fund", "--silent")


async def _run(program: str, *arguments: str, stdin: bytes = b"") -> bytes:
    found = shutil.which(program)
    assert found is not None, f"{program} is not installed: .ci/run does"
    process = await asyncio.create_subprocess_exec(
        found, *arguments, cwd=NODE_CLIENT, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    async with asyncio.timeout(NODE_WITHIN_S):
        out, err = await process.communicate(stdin)
    assert process.returncode == 0, err.decode()
    return out
