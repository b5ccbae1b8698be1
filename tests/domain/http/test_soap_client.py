"""The reference client against a bureau of a few lines that reads and writes the real wire."""

from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from beian.soap_client import (
    BureauFault,
    BureauUnreachable,
    ClientAccount,
    Endpoints,
    SoapClient,
)
from beian.telemetry import correlated, span
from beian.wire.answers import Answer, FileInfo, FilingStatus, write_answer
from beian.wire.calls import AckCall, Call, DownloadCall, StatusCall, UploadCall, VerifyCall
from beian.wire.envelope import SoapFault, parse_request, response_envelope
from beian.wire.sealing import Opened, open_upload, pwd_hash, seal

ACCOUNT = ClientAccount(
    isp_id=320000000001,
    user_name="江苏示例网络公司",
    password="口令abc",
    aes_key="0123456789ABCDEF",
    aes_offset="0102030405060708",
)
RAND_VAL = "abcdefghij0123456789"
XML = '<?xml version="1.0" encoding="GBK"?><UploadData/>'.encode("gbk")
WSDL = "http://bureau.test/320000/{}?wsdl"
ENDPOINTS = Endpoints.beside(
    upload_wsdl=WSDL.format("ISPWebService/upDownLoad"),
    status_wsdl=WSDL.format("BeianStatusWebService/queryBeianStatus"),
    password_wsdl=WSDL.format("BeianStatusWebService/verifyBamm"),
)


class Bureau:
    """Answers what it is told to, and remembers what it was asked."""

    def __init__(self) -> None:
        self.answer = Answer(code=0, message="成功")
        self.calls: list[Call] = []
        self.requests: list[httpx.Request] = []
        self.instead: Callable[[], httpx.Response] | None = None

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if self.instead is not None:
            return self.instead()
        asked = parse_request(request.content, soap_action=request.headers["SOAPAction"])
        assert not isinstance(asked, SoapFault)
        self.calls.append(asked.call)
        body = response_envelope(asked.method, write_answer(self.answer))
        return httpx.Response(200, content=body, headers={"content-type": "text/xml"})


@pytest.fixture
def bureau() -> Bureau:
    return Bureau()


@pytest.fixture
async def client(bureau: Bureau) -> AsyncIterator[SoapClient]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(bureau)) as http:
        yield SoapClient(ENDPOINTS, ACCOUNT, http, lambda: RAND_VAL)


@pytest.mark.parametrize("encrypt", [False, True])
async def test_an_upload_can_be_opened_by_who_issued_the_account(
    bureau: Bureau,
    client: SoapClient,
    encrypt: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    answer = await client.upload(XML, 7, encrypt=encrypt)
    assert answer.code == 0
    (call,) = bureau.calls
    assert isinstance(call, UploadCall)
    assert call.user_name == ACCOUNT.user_name
    assert call.pwd_hash == pwd_hash(ACCOUNT.password, RAND_VAL) == "eK8WJia2ADJzlyaqpK1Yew=="
    assert call.data_sequence == 7
    opened = open_upload(
        call.beian_info,
        call.beian_info_hash,
        encrypt_algorithm=call.encrypt_algorithm,
        key=ACCOUNT.aes_key,
        iv=ACCOUNT.aes_offset,
    )
    assert opened == Opened("beianinfo.xml", XML)


async def test_each_method_goes_to_its_own_service(bureau: Bureau, client: SoapClient) -> None:
    await client.download()
    await client.ack("20260302090000_js_1.xml")
    await client.previous()
    await client.status(0, "site.example")
    await client.verify("苏ICP备2026000001号", "abc123")
    paths = [request.url.path for request in bureau.requests]
    assert paths == 3 * ["/320000/ISPWebService/upDownLoad"] + [
        "/320000/BeianStatusWebService/queryBeianStatus",
        "/320000/BeianStatusWebService/verifyBamm",
    ]
    download, ack, _, status, verify = bureau.calls
    assert isinstance(download, DownloadCall)
    assert isinstance(ack, AckCall)
    assert ack.file_name == "20260302090000_js_1.xml"
    assert isinstance(status, StatusCall)
    assert (status.query_condition_type, status.query_condition) == (0, "site.example")
    assert isinstance(verify, VerifyCall)
    assert (verify.baxh, verify.bamm) == ("苏ICP备2026000001号", "abc123")


async def test_a_downloaded_file_is_opened(bureau: Bureau, client: SoapClient) -> None:
    name = "20260302090000_js_1.xml"
    sealed = seal(XML, name, key=ACCOUNT.aes_key, iv=ACCOUNT.aes_offset, encrypt=True)
    file = FileInfo(
        encrypt_algorithm=1,
        file_name=name,
        beian_info=sealed.beian_info,
        beian_info_hash=sealed.beian_info_hash,
    )
    bureau.answer = Answer(code=0, message="成功", file=file)
    answer = await client.download()
    assert answer.file is not None
    assert client.open(answer.file) == Opened(name, XML)


async def test_typed_answers_come_back(bureau: Bureau, client: SoapClient) -> None:
    bureau.answer = Answer(code=14, message="缺少上报文件", missing=(3, 4))
    assert (await client.upload(XML, 5)).missing == (3, 4)
    filed = FilingStatus(condition_type=0, condition="site.example", filed=False)
    bureau.answer = Answer(code=0, message="成功", status=filed)
    assert (await client.status(0, "site.example")).status == filed
    bureau.answer = Answer(code=0, message="成功", verified=False)
    assert (await client.verify("x", "y")).verified is False


async def test_trace_and_correlation_travel_with_a_call(bureau: Bureau, client: SoapClient) -> None:
    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    with span("upload", parent), correlated("filing-7"):
        await client.download()
    headers = bureau.requests[0].headers
    assert headers["traceparent"].split("-")[1] == parent.split("-")[1]
    assert headers["beian-correlation-id"] == "filing-7"
    assert headers["soapaction"] == '"http://www.miibeian.gov.cn/isp_download"'


@pytest.mark.parametrize(
    ("status", "content_type", "body", "raised"),
    [
        (503, "application/problem+json", b"{}", BureauUnreachable),
        (404, "application/problem+json", b"{}", BureauFault),
        (200, "text/xml", b"<html/>", BureauFault),
        (200, "text/xml", b"", BureauFault),
    ],
)
async def test_what_is_no_answer_is_raised(
    bureau: Bureau,
    client: SoapClient,
    status: int,
    content_type: str,
    body: bytes,
    raised: type[Exception],
) -> None:
    headers = {"content-type": content_type}
    bureau.instead = lambda: httpx.Response(status, content=body, headers=headers)
    with pytest.raises(raised):
        await client.download()


async def test_a_bureau_that_does_not_answer_is_unreachable(
    bureau: Bureau, client: SoapClient
) -> None:
    def refuse() -> httpx.Response:
        raise httpx.ConnectError("refused")

    bureau.instead = refuse
    with pytest.raises(BureauUnreachable):
        await client.download()


async def test_an_address_is_read_from_the_wsdl(bureau: Bureau) -> None:
    wsdl = (
        b'<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" '
        b'xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"><service><port>'
        b'<soap:address location="http://outside.test/upDownLoad"/></port></service></definitions>'
    )
    bureau.instead = lambda: httpx.Response(200, content=wsdl)
    async with httpx.AsyncClient(transport=httpx.MockTransport(bureau)) as http:
        urls = {"upload_wsdl": "http://a.test/u?wsdl", "status_wsdl": "http://a.test/s?wsdl"}
        read = await Endpoints.read(http, **urls, password_wsdl="http://a.test/v?wsdl")
        assert read.upload == read.status == read.password == "http://outside.test/upDownLoad"
        bureau.instead = lambda: httpx.Response(200, content=b"<definitions/>")
        with pytest.raises(BureauFault, match="soap:address"):
            await Endpoints.read(http, **urls, password_wsdl="http://a.test/v?wsdl")
