"""The reference client, set up for one provider of a running network."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import httpx

from beian.errors import Fault
from beian.identifiers import Identifiers
from beian.soap_client import ClientAccount, Endpoints, SoapClient

FRESH: Final = httpx.Limits(keepalive_expiry=2.0)
"""Seconds an idle connection is kept: less than the server does, which closes it after five."""


def choose_provider(
    network: Mapping[str, Any], *, isp_id: int | None = None, region: str | None = None
) -> dict[str, Any]:
    """Return an account of `/network.json`: by id, or the first external one (of a province).

    Raises Fault where there is none.
    """
    for provider in network["providers"]:
        by_id = provider["isp_id"] == isp_id
        external = provider["hosted_by"] == "external" and region in {None, provider["region"]}
        if by_id or (isp_id is None and external):
            if "password" not in provider:
                raise Fault("this network does not publish its providers' passwords")
            return dict(provider)
    wanted = isp_id or f"external, {region or 'of any province'}"
    raise Fault(f"no such provider in this network: {wanted}")


@asynccontextmanager
async def client_of(
    network: Mapping[str, Any], provider: Mapping[str, Any], *, at_ministry: bool = False
) -> AsyncIterator[SoapClient]:
    """Give a client that calls the provider's own bureau, or the ministry's system."""
    places = [p for p in network["provinces"] if p["region"] == provider["region"]]
    place = network["ministry"] if at_ministry else places[0]
    endpoints = Endpoints.beside(
        upload_wsdl=place["upload_wsdl"],
        status_wsdl=place["status_wsdl"],
        password_wsdl=place["password_wsdl"],
    )
    account = ClientAccount(
        isp_id=provider["isp_id"],
        user_name=provider["user_name"],
        password=provider["password"],
        aes_key=provider["aes_key"],
        aes_offset=provider["aes_offset"],
    )
    async with httpx.AsyncClient(limits=FRESH) as http:
        yield SoapClient(endpoints, account, http, Identifiers.unpredictable().rand_val)
