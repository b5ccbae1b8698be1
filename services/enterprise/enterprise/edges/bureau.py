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

LOOK_AGAIN_SECONDS: Final = 0.2
LOOK_AGAIN_SECONDS_MAX: Final = 2.0


async def find_bureau(kit: Kit, account: ProviderSecrets) -> SoapClient:
    """Return a client of the provider's bureau; waits until the bureau is there."""
    pause = LOOK_AGAIN_SECONDS
    while True:
        try:
            wsdls = await _wsdls(kit, account.region)
            if wsdls is not None:
                endpoints = await Endpoints.read(kit.http, **wsdls)
                ours = _client_account(account)
                return SoapClient(endpoints, ours, kit.http, kit.identifiers.rand_val)
        except (BureauUnreachable, BureauFault, httpx.HTTPError, ValueError) as error:
            log.info("the bureau of %s is not there yet: %s", account.region, error)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LOOK_AGAIN_SECONDS_MAX)


async def _wsdls(kit: Kit, region: str) -> dict[str, str] | None:
    """Return the three WSDLs of a province, or None while the directory does not list it."""
    response = await kit.http.get(f"{kit.settings.ministry_url}/network.json")
    if not response.is_success:
        return None
    network: dict[str, Any] = response.json()
    for province in network.get("provinces", ()):
        if province.get("region") == region:
            names = ("upload_wsdl", "status_wsdl", "password_wsdl")
            return {name: str(province[name]) for name in names}
    return None


def _client_account(account: ProviderSecrets) -> ClientAccount:
    return ClientAccount(
        isp_id=account.isp_id,
        user_name=account.user_name,
        password=account.password,
        aes_key=account.aes_key,
        aes_offset=account.aes_offset,
    )
