"""The V3.0 enterprise interface over HTTP: WSDL and envelopes in, answers out (README §2).

Translates only. What a call is answered, `interface.py` works out; whose system it is asked of,
`resolve` says.
"""

from collections.abc import Awaitable, Callable
from typing import Final

from fastapi import APIRouter, Request, Response

from beian.http.interface import Interface, answer_call
from beian.wire.answers import write_answer
from beian.wire.calls import SERVICE_PATHS, Service
from beian.wire.envelope import (
    FaultCode,
    Soap,
    SoapFault,
    fault_envelope,
    parse_request,
    response_envelope,
)
from beian.wire.wsdl import wsdl_for

ENVELOPE_BYTES_MAX: Final = 72 * 1024 * 1024
"""Of one call: 50 MB of XML zipped without effect, in base64, and the envelope round it."""

type Resolve = Callable[[Request], Interface | Response]
"""The interface a request is meant for, or the answer that there is none."""


def soap_router(resolve: Resolve, prefix: str = "") -> APIRouter:
    """Return the three service paths under `prefix`, each with its WSDL."""
    router = APIRouter(prefix=prefix, include_in_schema=False)
    for service, path in SERVICE_PATHS.items():
        router.add_api_route(path, _wsdl_route(resolve, service), methods=["GET"])
        router.add_api_route(path, _call_route(resolve, service), methods=["POST"])
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
        parsed = parse_request(
            await request.body(),
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
        content = response_envelope(parsed.method, write_answer(answer), parsed.soap)
        return Response(content, media_type=parsed.soap.content_type)

    return call


def _fault(fault: SoapFault) -> Response:
    is_sender = fault.soap is Soap.V1_2 and fault.code is FaultCode.CLIENT
    return Response(
        fault_envelope(fault), 400 if is_sender else 500, media_type=fault.soap.content_type
    )
