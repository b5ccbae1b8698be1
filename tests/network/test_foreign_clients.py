"""SOAP clients that nobody here wrote file a website: zeep, npm's soap, envelopes as Axis writes."""

import asyncio
import base64
import hashlib
import io
import json
import secrets
import shutil
import zipfile
from asyncio.subprocess import PIPE
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import zeep
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from lxml import etree

from beian.wire.downloads import DownloadFile, read_download
from launcher.samples import Sample
from support.outside import GUANGDONG, Enterprise, Outside
from support.waiting import until

NODE_CLIENT = Path(__file__).with_name("node_client")
NODE_WITHIN_S = 90


def md5(content: bytes) -> str:
    return base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()


class Zeep:
    """What zeep makes of the WSDLs; the chain of the payload is written anew here."""

    def __init__(self, place: dict[str, Any], account: Any) -> None:
        self.account = account
        self.upload = zeep.Client(place["upload_wsdl"]).service  # type: ignore[no-untyped-call]
        self.status = zeep.Client(place["status_wsdl"]).service  # type: ignore[no-untyped-call]
        self.password = zeep.Client(place["password_wsdl"]).service  # type: ignore[no-untyped-call]

    def call(self, method: Callable[..., Any], **more: Any) -> etree._Element:
        rand_val = secrets.token_hex(10)
        answer = method(
            ispId=self.account["isp_id"],
            userName=self.account["user_name"],
            randVal=rand_val,
            pwdHash=md5((self.account["password"] + rand_val).encode("gbk")),
            hashAlgorithm=0,
            **more,
        )
        assert isinstance(answer, str)
        return etree.fromstring(answer)

    def send(self, xml: bytes) -> str | None:
        previous = self.call(self.upload.isp_querypreviousupload)
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("zeep.xml", xml)
        answer = self.call(
            self.upload.isp_upload,
            beianInfo=base64.b64encode(archive.getvalue()).decode(),
            beianInfoHash=md5(archive.getvalue()),
            dataSequence=int(previous.findtext("fileInfos/dataSequence") or 0) + 1,
            encryptAlgorithm=0,
            compressionFormat=0,
        )
        return answer.findtext("msg_code")

    def fetch(self) -> DownloadFile | None:
        answer = self.call(self.upload.isp_download)
        if answer.findtext("msg_code") != "0":
            return None
        (info,) = answer.iterfind("fileInfos")
        payload = base64.b64decode(info.findtext("beianInfo") or "")
        assert info.findtext("encryptAlgorithm") == "1"
        keys = (self.account[name].encode() for name in ("aes_key", "aes_offset"))
        key, offset = keys
        cipher = Cipher(algorithms.AES(key), modes.CBC(offset)).decryptor()
        padding = PKCS7(128).unpadder()
        archive = padding.update(cipher.update(payload) + cipher.finalize()) + padding.finalize()
        assert md5(archive) == info.findtext("beianInfoHash")
        name = info.findtext("return_FileName") or ""
        xml = zipfile.ZipFile(io.BytesIO(archive)).read(name)
        acknowledged = self.call(self.upload.isp_downloadack, fileName=name)
        assert acknowledged.findtext("msg_code") == "0"
        return _read(xml)


def _read(xml: bytes) -> DownloadFile:
    content = read_download(xml)
    assert isinstance(content, DownloadFile), content
    return content


@pytest.fixture
async def to_be_filed(outside: Outside, jiangsu: Enterprise) -> Sample:
    """A website whose sponsor lives in another province; nothing else lies in the queue."""
    await outside.policy("approve")
    while await jiangsu.collect() is not None:
        pass
    return jiangsu.sample(home=GUANGDONG)


async def test_zeep_files_a_website_and_gets_its_number(
    outside: Outside, jiangsu: Enterprise, to_be_filed: Sample
) -> None:
    place = next(p for p in outside.network["provinces"] if p["region"] in jiangsu.log)
    client = await asyncio.to_thread(Zeep, place, jiangsu.account)
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
        client.status.isp_querybeianstatus,
        queryConditionType=0,
        queryCondition=to_be_filed.domain,
    )
    assert status.findtext("StatusInfo/Wzbah") == f"{number}-1"
    check = await asyncio.to_thread(
        client.call, client.password.isp_verifybamm, baxh=number, bamm="nottheword00"
    )
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
    files = [_read(base64.b64decode(file["xml"])) for file in answer["files"]]
    number = _number_in(files, to_be_filed)
    assert (answer["filed"], answer["number"]) == ("0", f"{number}-1")


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


AXIS = """<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:xsd="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>
<ns1:{method} soapenv:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"
 xmlns:ns1="http://www.miibeian.gov.cn">{parameters}</ns1:{method}>
</soapenv:Body></soapenv:Envelope>"""


@pytest.mark.parametrize("named", [True, False])
async def test_an_envelope_as_axis_writes_it_is_understood(
    outside: Outside, jiangsu: Enterprise, *, named: bool
) -> None:
    """RPC style with types at each parameter: by name, or `in0` to `in6` by position alone."""
    rand_val = secrets.token_hex(10)
    values = {
        "ispId": ("long", jiangsu.isp_id),
        "userName": ("string", jiangsu.account["user_name"]),
        "randVal": ("string", rand_val),
        "pwdHash": ("string", md5((jiangsu.account["password"] + rand_val).encode("gbk"))),
        "hashAlgorithm": ("int", 0),
        "queryConditionType": ("int", 0),
        "queryCondition": ("string", "nobody-asked.example"),
    }
    parameters = "".join(
        f'<{name} xsi:type="xsd:{kind}">{value}</{name}>'
        for name, (kind, value) in (
            (name if named else f"in{position}", value)
            for position, (name, value) in enumerate(values.items())
        )
    )
    answer = await outside.http.post(
        jiangsu.soap.endpoints.status,
        content=AXIS.format(method="isp_querybeianstatus", parameters=parameters).encode(),
        headers={"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""'},
    )
    assert answer.status_code == 200
    inner = unescape(str(etree.fromstring(answer.content).findtext(".//return")))
    assert "<msg_code>0</msg_code>" in inner
    assert "<Bazt>1</Bazt>" in inner
