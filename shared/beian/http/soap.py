"""The V3.0 enterprise interface over HTTP: WSDL and envelopes in, answers out (README §2).

Translates only. What a call is answered, `interface.py` works out; whose system it is asked of,
`resolve` says.
"""

from collections.abc import Awaitable, Callable
from typing import Final

from fastapi import APIRouter, Request, Response

from beian.http.interface import Interface, answer_call, answer_too_large
from beian.http.limits import BodyTooLarge
from beian.wire.answers import Answer, write_answer
from beian.wire.calls import METHODS, SERVICE_PATHS, Method, Service
from beian.wire.envelope import (
    FaultCode,
    Soap,
    SoapFault,
    fault_envelope,
    parse_request,
    response_envelope,
)
from beian.wire.sealing import REQUEST_BYTES_MAX
from beian.wire.wsdl import wsdl_for

BODY_LIMITS: Final = dict.fromkeys(SERVICE_PATHS.values(), REQUEST_BYTES_MAX)
"""Bytes of an envelope: 50 MB of XML zipped without effect, in base64, and what is round it."""

type Resolve = Callable[[Request], Interface | Response]
"""The interface a request is meant for, or the answer that there is none."""


def soap_router(resolve: Resolve, prefix: str = "") -> APIRouter:
    """Return the three service paths under `prefix`, each with its WSDL.

    Plain routes: envelopes are nothing for FastAPI to read, and its dependencies do not run for
    them. `resolve` sees to it that nobody is answered who is to ask again (NotWriter).
    """
    router = APIRouter()
    for service, path in SERVICE_PATHS.items():
        at = f"{prefix}{path}"
        router.add_route(at, _wsdl_route(resolve, service), ["GET"], include_in_schema=False)
        router.add_route(at, _call_route(resolve, service), ["POST"], include_in_schema=False)
    return router


def _wsdl_route(resolve: Resolve, service: Service) -> Callable[[Request], Awaitable[Response]]:
    async def wsdl(request: Request) -> Response:
        interface = resolve(request)
        if isinstance(interface, Response):
            return interface
        address = f"{interface.public_url}{SERVICE_PATHS[service]}"
        return Response(wsdl_for(service, address), media_type="text/xml; charset=utf-8")

    return wsdl


def _call_route(resolve: Resolve, service: Service) -> Callable[[Request], Awaitable[Response]]:
    async def call(request: Request) -> Response:
        interface = resolve(request)
        if isinstance(interface, Response):
            return interface
        try:
            body = await request.body()
        except BodyTooLarge:
            return _answer(METHODS["isp_upload"], answer_too_large(), Soap.V1_1)
        parsed = parse_request(
            body,
            soap_action=request.headers.get("soapaction"),
            content_type=request.headers.get("content-type"),
        )
        if isinstance(parsed, SoapFault):
            return _fault(parsed)
        if parsed.method.service is not service:
            where = SERVICE_PATHS[parsed.method.service]
            return _fault(
                SoapFault(
                    FaultCode.CLIENT, f"{parsed.method.name} is served at {where}", parsed.soap
                )
            )
        client = request.client.host if request.client else ""
        answer = await answer_call(interface, parsed.call, client)
        return _answer(parsed.method, answer, parsed.soap)

    return call


def _answer(method: Method, answer: Answer, soap: Soap) -> Response:
    content = response_envelope(method, write_answer(answer), soap)
    return Response(content, media_type=soap.content_type)


def _fault(fault: SoapFault) -> Response:
    is_sender = fault.soap is Soap.V1_2 and fault.code is FaultCode.CLIENT
    return Response(
        fault_envelope(fault), 400 if is_sender else 500, media_type=fault.soap.content_type
    )
