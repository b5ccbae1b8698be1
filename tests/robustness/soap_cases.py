"""A call as it goes over the wire, to be spoiled; and what the answer says."""

import re
from dataclasses import replace
from html import unescape
from typing import Any
from xml.sax.saxutils import escape

import httpx

from beian.wire.answers import Answer, read_answer
from beian.wire.calls import METHOD_OF, Call, DownloadCall, UploadCall
from beian.wire.envelope import NAMESPACE, SoapFault, parse_response
from beian.wire.sealing import seal
from support.outside import Enterprise, Outside

SOAP_1_1 = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP_1_2 = "http://www.w3.org/2003/05/soap-envelope"
XML = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""'}


def call_of(enterprise: Enterprise) -> DownloadCall:
    """Return a call that changes nothing where the queue is empty."""
    return DownloadCall(**enterprise.soap._identity())


def upload_of(enterprise: Enterprise, xml: bytes = b"<UploadData/>", **changes: Any) -> UploadCall:
    """Return the next upload of a file, right in everything but the changes."""
    sealed = seal(xml, "beianinfo.xml", key=None, iv=None, encrypt=False)
    call = UploadCall(
        **enterprise.soap._identity(),
        beian_info=sealed.beian_info,
        beian_info_hash=sealed.beian_info_hash,
        data_sequence=enterprise.sequence + 1,
        encrypt_algorithm=0,
        compression_format=0,
    )
    return replace(call, **changes)


def parameters_of(call: Call) -> dict[str, str]:
    """Return a call's parameters by name, in the prototype's order."""
    return {
        parameter.name: str(getattr(call, parameter.field))
        for parameter in METHOD_OF[type(call)].parameters
    }


def envelope(
    method: str,
    content: str,
    *,
    namespace: str = SOAP_1_1,
    header: str = "",
    prolog: str = '<?xml version="1.0" encoding="UTF-8"?>',
) -> bytes:
    """Write an envelope round parameters as they stand."""
    return (
        f'{prolog}<s:Envelope xmlns:s="{namespace}">{header}<s:Body>'
        f'<m:{method} xmlns:m="{NAMESPACE}">{content}</m:{method}></s:Body></s:Envelope>'
    ).encode()


def elements(parameters: dict[str, str]) -> str:
    """Write parameters as elements."""
    return "".join(f"<{name}>{escape(value)}</{name}>" for name, value in parameters.items())


async def post(
    outside: Outside, url: str, body: Any, headers: dict[str, str] | None = None
) -> httpx.Response:
    """Send a body as it is."""
    return await outside.http.post(url, content=body, headers=XML if headers is None else headers)


def told(answer: httpx.Response) -> Answer | SoapFault:
    """Read what came back: a return document, or a fault. Anything else fails."""
    assert "Traceback" not in answer.text
    text = parse_response(answer.content)
    if isinstance(text, SoapFault):
        assert "Fault" in answer.text, answer.text[:300]
        assert not re.search(r"File &quot;|lxml|\.py", unescape(answer.text)), answer.text
        return text
    read = read_answer(text)
    assert isinstance(read, Answer), read
    return read
