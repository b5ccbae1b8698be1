"""Envelopes that are none, or odd: a call is answered, everything else is the caller's fault."""

import gzip
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beian.wire.answers import Answer, read_answer, write_answer
from beian.wire.calls import METHODS, SERVICE_PATHS
from beian.wire.envelope import (
    Request,
    SoapFault,
    fault_envelope,
    parse_request,
    parse_response,
    response_envelope,
)
from robustness.soap_cases import (
    SOAP_1_2,
    XML,
    call_of,
    elements,
    envelope,
    parameters_of,
    post,
    told,
)
from support.outside import Enterprise, Outside

NOTHING_TO_DOWNLOAD = 2
LONG = 2**63


async def answered(outside: Outside, enterprise: Enterprise, body: Any, **headers: str) -> Answer:
    answer = await post(outside, enterprise.soap.endpoints.upload, body, {**XML, **headers})
    assert answer.status_code == 200, answer.text
    read = told(answer)
    assert isinstance(read, Answer), read
    return read


@pytest.mark.proves("2")
async def test_odd_envelopes_with_a_call_in_them_are_answered(
    outside: Outside, guangdong: Enterprise
) -> None:
    while await guangdong.collect() is not None:
        pass
    right = parameters_of(call_of(guangdong))
    inside = elements(right)
    capitals = elements({name.upper(): value for name, value in right.items()})
    positional = "".join(f"<arg{at}>{value}</arg{at}>" for at, value in enumerate(right.values()))
    in_cdata = "".join(f"<{name}><![CDATA[{text}]]></{name}>" for name, text in right.items())
    reversed_ = elements(dict(reversed(right.items())))
    declared_gbk = '<?xml version="1.0" encoding="GBK"?>'
    plain = envelope("isp_download", inside).decode()
    bodies: dict[str, Any] = {
        "as it should be": plain.encode(),
        "SOAP 1.2": envelope("isp_download", inside, namespace=SOAP_1_2),
        "capitals": envelope("ISP_DOWNLOAD", capitals),
        "by position": envelope("isp_download", positional),
        "other order": envelope("isp_download", reversed_),
        "CDATA": envelope("isp_download", in_cdata),
        "white space": envelope("isp_download", f"\n\t {inside} \r\n"),
        "GBK": envelope("isp_download", inside, prolog=declared_gbk).decode().encode("gbk"),
        "UTF-16": plain.replace("UTF-8", "UTF-16").encode("utf-16"),
        "byte order mark": b"\xef\xbb\xbf" + plain.encode(),
        "no declaration": envelope("isp_download", inside, prolog=""),
        "a comment": envelope("isp_download", f"<!-- {'x' * 5000} -->{inside}"),
        "more parameters": envelope("isp_download", inside + "<more>1</more>" * 500),
        "twice": envelope("isp_download", inside + elements(dict.fromkeys(right, "0"))),
    }
    for what, body in bodies.items():
        answer = await answered(outside, guangdong, body)
        assert answer.code == NOTHING_TO_DOWNLOAD, (what, answer)

    async def in_pieces() -> AsyncIterator[bytes]:
        for byte in plain.encode():
            yield bytes([byte])

    assert (await answered(outside, guangdong, in_pieces())).code == NOTHING_TO_DOWNLOAD
    for content_type in ("", "application/json", "text/plain; charset=latin-1", "multipart/x"):
        answer = await answered(
            outside, guangdong, plain.encode(), **{"Content-Type": content_type}
        )
        assert answer.code == NOTHING_TO_DOWNLOAD, content_type


@pytest.mark.proves("4", "5", "10", "12", "16")
async def test_parameters_that_are_none_get_the_code_of_the_first_wrong_one(
    outside: Outside, guangdong: Enterprise
) -> None:
    right = parameters_of(call_of(guangdong))
    cases: list[tuple[int, dict[str, str]]] = [
        (16, {"randVal": ""}),
        (16, {"randVal": "中" * 19}),
        (10, {"hashAlgorithm": ""}),
        (10, {"hashAlgorithm": "MD5"}),
        (10, {"hashAlgorithm": "1e1"}),
        (10, {"hashAlgorithm": "\u0660"}),  # a digit of another script
        (4, {"userName": ""}),
        (4, {"userName": "x" * 1_000_000}),
        (4, {"userName": "' or '1'='1"}),
        (4, {"userName": right["userName"] + " "}),
        (4, {"userName": "\U0001f600𠀀\u202e"}),
        (12, {"ispId": ""}),
        (12, {"ispId": str(LONG)}),
        (12, {"ispId": str(-LONG - 1)}),
        (12, {"ispId": "9" * 100_000}),
        (12, {"ispId": "0x4a"}),
        (12, {"ispId": right["ispId"] + ".0"}),
        (5, {"pwdHash": ""}),
        (5, {"pwdHash": "é中\U0001f600"}),
        (5, {"pwdHash": right["pwdHash"].swapcase()}),
        (5, {"randVal": "中" * 100_000}),
    ]
    for code, changes in cases:
        body = envelope("isp_download", elements({**right, **changes}))
        answer = await answered(outside, guangdong, body)
        assert answer.code == code, (code, str(changes)[:100], answer)
    assert (await answered(outside, guangdong, envelope("isp_download", ""))).code == 16


FAULTS: dict[str, bytes] = {
    "nothing": b"",
    "white space": b" \n",
    "noise": bytes(range(256)) * 4,
    "cut": envelope("isp_download", "<ispId>1")[:-20],
    "not an envelope": b"<a/>",
    "empty body": b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>',
    "no body": b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"/>',
    "no such method": envelope("isp_drop", ""),
    "another service's": envelope("isp_verifybamm", ""),
    "external entity": envelope(
        "isp_download",
        "<userName>&x;</userName>",
        prolog='<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ),
    "entity expansion": envelope(
        "isp_download",
        "<userName>&c;</userName>",
        prolog='<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>',
    ),
    "a document type in UTF-16": (
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x "y">]>'
        + envelope("isp_download", "<userName>&x;</userName>", prolog="").decode()
    ).encode("utf-16"),
    "UTF-16 without its mark": envelope("isp_download", "").decode().encode("utf-16-be"),
    "UTF-7": b'<?xml version="1.0" encoding="UTF-7"?>+ADw-a+AD4-',
    "an unknown entity": envelope("isp_download", "<userName>&nbsp;</userName>"),
    "a NUL": envelope("isp_download", "<userName>\x00</userName>"),
    "a reference to NUL": envelope("isp_download", "<userName>&#0;</userName>"),
    "a reference to half a pair": envelope("isp_download", "<userName>&#xD800;</userName>"),
    "not UTF-8": envelope("isp_download", "<userName>x</userName>").replace(b"x<", b"\xb9\xe3<"),
    "an unescaped ampersand": envelope("isp_download", "<userName>a & b</userName>"),
    "a hundred thousand attributes": envelope(
        "isp_download", "<a " + " ".join(f'a{n}=""' for n in range(100_000)) + "/>"
    ),
    "a hundred thousand elements": envelope("isp_download", "<a/>" * 100_000),
    "deep": envelope("isp_download", "<a>" * 50_000 + "</a>" * 50_000),
    "many namespaces": envelope(
        "isp_download", "<a " + " ".join(f'xmlns:n{n}="u"' for n in range(5_000)) + "/>"
    ),
    "a style sheet": b'<?xml-stylesheet href="file:///etc/passwd"?><a/>',
    "two roots": envelope("isp_download", "") + b"<a/>",
    "must be understood": envelope(
        "isp_download", "", header='<s:Header><x s:mustUnderstand="1"/></s:Header>'
    ),
    "packed": gzip.compress(envelope("isp_download", "")),
    "JSON": b'{"isp_download": {}}',
}


@pytest.mark.parametrize("body", FAULTS.values(), ids=FAULTS)
async def test_what_is_no_call_is_the_callers_fault(
    outside: Outside, guangdong: Enterprise, body: bytes
) -> None:
    headers = {**XML, "Content-Encoding": "gzip"} if body.startswith(b"\x1f\x8b") else XML
    answer = await post(outside, guangdong.soap.endpoints.upload, body, headers)
    assert answer.status_code in {400, 415, 500}
    fault = told(answer)
    assert isinstance(fault, SoapFault)
    assert "root:" not in answer.text
    assert ":Server<" not in answer.text, "the caller's fault, not the server's"


@pytest.mark.parametrize("path", SERVICE_PATHS.values())
async def test_other_methods_of_http_are_refused_and_a_wsdl_is_given(
    outside: Outside, guangdong: Enterprise, path: str
) -> None:
    url = guangdong.soap.endpoints.upload.replace(SERVICE_PATHS[next(iter(SERVICE_PATHS))], path)
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"):
        answer = await outside.http.request(method, url)
        assert answer.status_code == 405, (method, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["allow"]
    for query in ("?wsdl", "?WSDL", "", "?singleWsdl", "?xsd=1", "?%00"):
        answer = await outside.http.get(url + query)
        assert answer.status_code == 200, query
        assert "<wsdl:definitions" in answer.text or "<definitions" in answer.text
    head = await outside.http.head(url + "?wsdl")
    assert head.status_code in {200, 405}
    assert head.content == b""


@pytest.mark.parametrize(
    "path",
    [
        "/%00/ISPWebService/upDownLoad",
        "/999999/ISPWebService/upDownLoad",
        "/%2e%2e%2f%2e%2e/ISPWebService/upDownLoad",
        "/' or 1=1--/ISPWebService/upDownLoad",
        "/" + "x" * 8000 + "/ISPWebService/upDownLoad",
        "/320000/ispwebservice/updownload",
        "/320000/ISPWebService/upDownLoad/",
        "/320000//ISPWebService/upDownLoad",
        "/%ff%fe/ISPWebService/upDownLoad",
    ],
)
async def test_a_path_that_leads_nowhere_is_not_found(
    outside: Outside, jiangsu: Enterprise, path: str
) -> None:
    root = outside.province("320000").rpartition("/")[0]
    body = envelope("isp_download", elements(parameters_of(call_of(jiangsu))))
    for answer in (await post(outside, root + path, body), await outside.http.get(root + path)):
        assert answer.status_code in {307, 404}, answer.text


_MARKUP = st.sampled_from(
    [b"<", b">", b"&", b"]]>", b"<!--", b"<![CDATA[", b"<?x", b"\x00", b"&#x1;", b"<!DOCTYPE a>"]
)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(
    method=st.sampled_from(sorted(METHODS)),
    cuts=st.lists(
        st.tuples(st.integers(0, 900), st.integers(0, 40), _MARKUP | st.binary(max_size=8)),
        max_size=4,
    ),
)
def test_a_spoiled_envelope_is_a_call_or_a_fault(
    method: str, cuts: list[tuple[int, int, bytes]]
) -> None:
    values = {parameter.name: "1" for parameter in METHODS[method].parameters}
    body = envelope(method, elements(values))
    for at, length, instead in cuts:
        body = body[:at] + instead + body[at + length :]
    read = parse_request(body)
    if isinstance(read, SoapFault):
        assert isinstance(parse_response(fault_envelope(read)), SoapFault)
    else:
        assert isinstance(read, Request)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(
    message=st.text(st.characters(), max_size=600),
    code=st.integers(0, 999),
    missing=st.lists(st.integers(-LONG, LONG), max_size=3).map(tuple),
)
def test_whatever_an_answer_says_can_be_read(
    message: str, code: int, missing: tuple[int, ...]
) -> None:
    written = write_answer(Answer(code=code, message=message, missing=missing))
    text = parse_response(response_envelope(METHODS["isp_upload"], written))
    assert isinstance(text, str)
    read = read_answer(text)
    assert isinstance(read, Answer)
    assert (read.code, read.missing) == (code, missing)
