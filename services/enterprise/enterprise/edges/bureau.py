"""Where a provider's bureau is, and a client that calls it: found in the ministry's directory.

Asks `GET {ministry}/network.json` for the province's three WSDLs, as a user's own system would
be configured with them; the calls go to the addresses that the WSDLs name.
"""

import asyncio
import logging
from typing import Any, Final

import httpx

from beian.http.accounts import ProviderSecrets
from beian.service import Kit
from beian.soap_client import (
    BureauFault,
    BureauUnreachable,
    ClientAccount,
    Endpoints,
    SoapClient,
)

log = logging.getLogger(__name__)

WSDLS: Final = ("upload_wsdl", "status_wsdl", "password_wsdl")
LOOK_AGAIN_SECONDS: Final = 0.2
LOOK_AGAIN_SECONDS_MAX: Final = 2.0


async def find_bureau(kit: Kit, account: ProviderSecrets) -> SoapClient:
    """Return a client of the provider's bureau; waits until the bureau is there."""
    pause = LOOK_AGAIN_SECONDS
    while True:
        try:
            wsdls = await _wsdls(kit, account.region)
            if wsdls is not None:
                return await _client(kit, account, wsdls)
        except (BureauUnreachable, BureauFault, httpx.HTTPError, ValueError) as error:
            log.info("the bureau of %s is not there yet: %s", account.region, error)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LOOK_AGAIN_SECONDS_MAX)


async def client_of_ministry(kit: Kit, account: ProviderSecrets) -> SoapClient:
    """Return a client of the ministry's own interface, for domain data.

    Raises BureauUnreachable, BureauFault or httpx.HTTPError while it is not there.
    """
    response = await kit.http.get(f"{kit.settings.ministry_url}/network.json")
    if not response.is_success:
        raise BureauUnreachable(f"network.json: HTTP {response.status_code}")
    ministry: dict[str, Any] = response.json()["ministry"]
    return await _client(kit, account, {name: str(ministry[name]) for name in WSDLS})


async def _client(kit: Kit, account: ProviderSecrets, wsdls: dict[str, str]) -> SoapClient:
    endpoints = await Endpoints.read(kit.http, **wsdls)
    return SoapClient(endpoints, _client_account(account), kit.http, kit.identifiers.rand_val)


async def _wsdls(kit: Kit, region: str) -> dict[str, str] | None:
    """Return the three WSDLs of a province, or None while the directory does not list it."""
    response = await kit.http.get(f"{kit.settings.ministry_url}/network.json")
    if not response.is_success:
        return None
    network: dict[str, Any] = response.json()
    for province in network.get("provinces", ()):
        if province.get("region") == region:
            return {name: str(province[name]) for name in WSDLS}
    return None


def _client_account(account: ProviderSecrets) -> ClientAccount:
    return ClientAccount(
        isp_id=account.isp_id,
        user_name=account.user_name,
        password=account.password,
        aes_key=account.aes_key,
        aes_offset=account.aes_offset,
    )
