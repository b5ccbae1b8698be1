"""`/network.json` and `/api/status`: where everything is, and how it stands."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final

import httpx
from fastapi import APIRouter, Depends

from beian.bus.control import Answer
from beian.exchange.switches import SWITCHES
from beian.http.accounts import ProviderSecrets, load_accounts
from beian.identifiers import (
    MINISTRY_LOG,
    VERIFICATION_CENTER_LOG,
    log_of_enterprise,
    log_of_province,
)
from beian.regulations.regions import find_province
from beian.service import Kit, kit_of
from ministry.edges.actors import Actors, standing
from ministry.edges.live import Parts, actors_of, parts_of

UPLOAD_PATH: Final = "/ISPWebService/upDownLoad?wsdl"
STATUS_PATH: Final = "/BeianStatusWebService/queryBeianStatus?wsdl"
PASSWORD_PATH: Final = "/BeianStatusWebService/verifyBamm?wsdl"  # noqa: S105 - a path

_PARKED: Final = re.compile(r'^beian_parked\{log="([^"]+)"\} ([0-9.e+]+)$', re.MULTILINE)

router = APIRouter(tags=["network"])


@router.get("/network.json")
async def network(
    kit: Annotated[Kit, Depends(kit_of)],
    actors: Annotated[Actors, Depends(actors_of)],
    parts: Annotated[Parts, Depends(parts_of)],
) -> dict[str, Any]:
    """Describe the network: clock, addresses, providers, and the key of each log.

    Credentials stand here only where the network is a simulation.
    """
    addresses = await actors.addresses()
    interface = parts.interface
    accounts = load_accounts(kit.settings.data_dir, MINISTRY_LOG)
    setting = kit.clock.setting
    return {
        "network": kit.secrets.network,
        "simulated": True,
        "clock": {
            "now": kit.clock.now().isoformat(timespec="seconds"),
            "mode": setting.mode if setting else None,
        },
        "ministry": {"url": kit.settings.url, **_wsdls(kit.settings.url)},
        "verification_center": {"url": _url(addresses, VERIFICATION_CENTER_LOG)},
        "provinces": [
            _province(region, url)
            for region in actors.provinces
            if (url := _url(addresses, log_of_province(region)))
        ],
        "providers": [
            _provider(
                one,
                addresses,
                await interface.switches(one.isp_id),
                with_secrets=kit.settings.sim,
            )
            for one in accounts
        ],
        "switches": {switch.value: effect for switch, effect in SWITCHES.items()},
        "logs": {
            log: {"url": f"{addresses[log]['url']}/log/{log}", "key": addresses[log]["key"]}
            for log in actors.logs
            if log in addresses
        },
    }


@router.get("/api/status")
async def status(
    kit: Annotated[Kit, Depends(kit_of)], actors: Annotated[Actors, Depends(actors_of)]
) -> dict[str, Any]:
    """Say how each service stands: its logs' sizes, lag, timers, parked messages."""
    addresses, states = await actors.addresses(), await actors.states()
    urls = {answer["url"] for answer in addresses.values()}
    parked = await _parked(kit.http, urls)
    services: dict[str, dict[str, Any]] = {}
    for log in actors.logs:
        address = addresses.get(log)
        name = address["service"] if address else log.partition(".")[0]
        service = services.setdefault(
            name, {"url": address["url"] if address else None, "ready": True, "logs": {}}
        )
        stands = standing(states.get(log))
        service["ready"] = service["ready"] and stands["ready"]
        service["logs"][log] = {**stands, "parked": parked.get(log)}
    return {"network": kit.secrets.network, "simulated": True, "services": services}


async def _parked(client: httpx.AsyncClient, urls: set[str]) -> Mapping[str, int]:
    """Return how many messages each log has parked, as far as its service says so."""
    found: dict[str, int] = {}
    for url in sorted(urls):
        try:
            answer = await client.get(f"{url}/metrics", timeout=2.0)
        except httpx.HTTPError:
            continue  # its state says that it does not answer
        found |= {log: int(float(count)) for log, count in _PARKED.findall(answer.text)}
    return found


def _url(addresses: Mapping[str, Answer], log: str) -> str | None:
    answer = addresses.get(log)
    return str(answer["url"]) if answer else None


def _wsdls(base: str) -> dict[str, str]:
    return {
        "upload_wsdl": base + UPLOAD_PATH,
        "status_wsdl": base + STATUS_PATH,
        "password_wsdl": base + PASSWORD_PATH,
    }


def _province(region: str, url: str) -> dict[str, str]:
    province = find_province(region)
    assert province is not None, "a network hosts provinces of the table"
    return {
        "region": region,
        "name": province.name,
        "short": province.short,
        **_wsdls(f"{url}/{region}"),
    }


def _provider(
    account: ProviderSecrets,
    addresses: Mapping[str, Answer],
    switches: frozenset[str],
    *,
    with_secrets: bool,
) -> dict[str, Any]:
    secrets = {
        "password": account.password,
        "aes_key": account.aes_key,
        "aes_offset": account.aes_offset,
    }
    url = _url(addresses, log_of_enterprise(account.isp_id))
    return {
        "isp_id": account.isp_id,
        "name": account.name,
        "region": account.region,
        "user_name": account.user_name,
        **(secrets if with_secrets else {}),
        "ip_ranges": list(account.ip_ranges),
        "lenient": sorted(switches),
        "hosted_by": account.hosted_by,
        **({"url": f"{url}/{account.isp_id}"} if url else {}),
    }
