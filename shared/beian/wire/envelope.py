"""SOAP 1.1 and 1.2 in and out: envelopes to typed calls, answers to envelopes (§2, §12)."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from lxml import etree

from beian.wire.calls import METHOD_OF, METHODS, Call, Method, Parameter
from beian.wire.hardened import Bounds, Malformed, check_bounds, escape, local_name, parse

NAMESPACE: Final = "http://www.miibeian.gov.cn"

_BOUNDS: Final = Bounds(tags=2_000, quotes=4_000)
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_DECLARED: Final = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})")
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,19}", re.ASCII)
_LONG_MAX: Final = 2**63 - 1
_XSI_NIL: Final = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_TRUE: Final = ("1", "true")


class Soap(Enum):
    """A version of SOAP: envelope namespace, content type, the two fault codes."""

    V1_1 = (
        "http://schemas.xmlsoap.org/soap/envelope/",
        "text/xml; charset=utf-8",
        "Client",
        "Server",
    )
    V1_2 = (
        "http://www.w3.org/2003/05/soap-envelope",
        "application/soap+xml; charset=utf-8",
        "Sender",
        "Receiver",
    )

    def __init__(self, namespace: str, content_type: str, client: str, server: str) -> None:
        self.namespace = namespace
        self.content_type = content_type
        self.client = client
        self.server = server


class FaultCode(Enum):
    """Whose fault it is."""

    CLIENT = "client"
    SERVER = "server"
    VERSION_MISMATCH = "VersionMismatch"
    MUST_UNDERSTAND = "MustUnderstand"


@dataclass(frozen=True, slots=True)
class SoapFault:
    """Why an envelope has no call in it; on the client's side, what the server said."""

    code: FaultCode
    reason: str
    soap: Soap = Soap.V1_1


@dataclass(frozen=True, slots=True)
class Request:
    """A call and the version of SOAP to answer in."""

    call: Call
    soap: Soap

    @property
    def method(self) -> Method:
        """The method called."""
        return METHOD_OF[type(self.call)]


def parse_request(
    body: bytes, *, soap_action: str | None = None, content_type: str | None = None
) -> Request | SoapFault:
    """Read the call out of an envelope.

    The method is the body's child, or else what `soap_action` ends in. Parameters count by
    name in any case and namespace, by position only where no name is known. A number that is
    missing or none becomes None, a missing text is empty: the checks answer their codes.
    `content_type` is looked at for the action of SOAP 1.2 alone.
    """
    opened = _open(body)
    if isinstance(opened, SoapFault):
        return opened
    soap, content = opened
    action = soap_action or _action_of(content_type)
    method = METHODS.get(local_name(content).lower()) or METHODS.get(_last_part(action).lower())
    if method is None:
        return SoapFault(FaultCode.CLIENT, f"no such method: {local_name(content)[:100]}", soap)
    return Request(_bind(method, content), soap)


def parse_response(body: bytes) -> str | SoapFault:
    """Read the text of `return` out of an answer, or the fault that was answered."""
    opened = _open(body)
    if isinstance(opened, SoapFault):
        return opened
    soap, content = opened
    if local_name(content) == "Fault":
        reasons = [*content.iter("faultstring"), *content.iter(f"{{{soap.namespace}}}Text")]
        reason = _text(reasons[0]) if reasons else ""
        return SoapFault(FaultCode.SERVER, reason, soap)
    for child in content:
        if local_name(child).lower() == "return":
            return _text(child)
    return SoapFault(FaultCode.SERVER, "the answer has no return", soap)


def request_envelope(call: Call, soap: Soap = Soap.V1_1) -> bytes:
    """Write a call: parameters by name, in no namespace, in the prototype's order.

    A number that is None is left out.
    """
    method = METHOD_OF[type(call)]
    values = ((parameter.name, getattr(call, parameter.field)) for parameter in method.parameters)
    content = "".join(
        f"<{name}>{escape(str(value))}</{name}>" for name, value in values if value is not None
    )
    return _envelope(soap, f'<ns:{method.name} xmlns:ns="{NAMESPACE}">{content}</ns:{method.name}>')


def response_envelope(method: Method, return_document: str, soap: Soap = Soap.V1_1) -> bytes:
    """Write an answer: the return document as escaped text in an unqualified `return`."""
    return _envelope(
        soap,
        f'<ns:{method.name}Response xmlns:ns="{NAMESPACE}">'
        f"<return>{escape(return_document)}</return></ns:{method.name}Response>",
    )


def fault_envelope(fault: SoapFault) -> bytes:
    """Write a fault in its version of SOAP; HTTP status 500, for SOAP 1.2 of a sender 400."""
    soap = fault.soap
    by_side = {FaultCode.CLIENT: soap.client, FaultCode.SERVER: soap.server}
    code = by_side.get(fault.code, fault.code.value)
    reason = escape(fault.reason)
    if soap is Soap.V1_1:
        inside = f"<faultcode>soap:{code}</faultcode><faultstring>{reason}</faultstring>"
    else:
        inside = (
            f"<soap:Code><soap:Value>soap:{code}</soap:Value></soap:Code>"
            f'<soap:Reason><soap:Text xml:lang="en">{reason}</soap:Text></soap:Reason>'
        )
    return _envelope(soap, f"<soap:Fault>{inside}</soap:Fault>")


def soap_action(method: Method) -> str:
    """Return the SOAPAction that the WSDL names for a method, without quotes."""
    return f"{NAMESPACE}/{method.name}"


def _envelope(soap: Soap, content: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<soap:Envelope xmlns:soap="{soap.namespace}"><soap:Body>{content}</soap:Body>'
        "</soap:Envelope>"
    ).encode()


def _open(body: bytes) -> tuple[Soap, etree._Element] | SoapFault:
    """Return the SOAP version and the body's first child."""
    text = _as_utf8(body)
    malformed = text if isinstance(text, Malformed) else check_bounds(text, _BOUNDS)
    root = malformed or parse((text,) if isinstance(text, bytes) else ())
    if isinstance(root, Malformed):
        where = f" (line {root.line})" if root.line else ""
        return SoapFault(FaultCode.CLIENT, f"not an envelope: {root.reason}{where}")
    namespace = etree.QName(root).namespace
    soap = next((soap for soap in Soap if soap.namespace == namespace), None)
    if soap is None or local_name(root) != "Envelope":
        return SoapFault(FaultCode.VERSION_MISMATCH, "neither a SOAP 1.1 nor a 1.2 envelope")
    header, content = (root.find(f"{{{soap.namespace}}}{part}") for part in ("Header", "Body"))
    for block in header if header is not None else ():
        if block.get(f"{{{soap.namespace}}}mustUnderstand", "").strip() in _TRUE:
            reason = f"header not understood: {local_name(block)[:100]}"
            return SoapFault(FaultCode.MUST_UNDERSTAND, reason, soap)
    if content is None or not len(content):
        return SoapFault(FaultCode.CLIENT, "the envelope has no body", soap)
    return soap, content[0]


def _as_utf8(body: bytes) -> bytes | Malformed:
    """Return the envelope in UTF-8; only UTF-16 and a declared Chinese encoding need work."""
    declared = _DECLARED.match(body[:300])
    name = declared.group(1).decode("ascii").lower() if declared else "utf-8"
    if body[:2] in _UTF16_MARKS:
        name = "utf-16"
    elif name.startswith(("gb", "cp936", "x-gbk")):
        name = "gb18030"
    else:
        return body
    try:
        return body.decode(name).encode()
    except UnicodeError as error:
        return Malformed(f"not {name}: {error.__class__.__name__}")


def _bind(method: Method, content: etree._Element) -> Call:
    by_name: dict[str, etree._Element] = {}
    for child in content:
        by_name.setdefault(local_name(child).lower(), child)
    known = [by_name.get(parameter.name.lower()) for parameter in method.parameters]
    if all(element is None for element in known):
        known = [*content, *known][: len(known)]
    values: dict[str, Any] = {
        parameter.field: _value(parameter, element)
        for parameter, element in zip(method.parameters, known, strict=True)
    }
    return method.call(**values)


def _value(parameter: Parameter, element: etree._Element | None) -> str | int | None:
    is_nil = element is None or element.get(_XSI_NIL, "").strip() in _TRUE
    text = "" if element is None or is_nil else _text(element)
    if not parameter.is_number:
        return text if parameter.keeps_space else text.strip()
    text = text.strip()
    if not _INTEGER.fullmatch(text):
        return None
    number = int(text)
    return number if -_LONG_MAX - 1 <= number <= _LONG_MAX else None


def _text(element: etree._Element) -> str:
    if not len(element):
        return element.text or ""
    return "".join(str(piece) for piece in element.itertext())


def _last_part(action: str) -> str:
    return re.split(r"[/#:]", action.strip().strip("\"'"))[-1]


def _action_of(content_type: str | None) -> str:
    found = re.search(r'action\s*=\s*"?([^";\s]{1,300})', content_type or "", re.IGNORECASE)
    return found.group(1) if found else ""
