"""The reference enterprise system (企业侧系统): the only place that builds things."""

from functools import partial

from fastapi import APIRouter, Depends

from beian.bus import subscriptions
from beian.errors import Fault
from beian.http.accounts import load_accounts
from beian.identifiers import log_of_enterprise
from beian.procedures import join, procedures_in, routes_of
from beian.regulations.numbers import MEBIBYTE
from beian.service import Kit, Service, audited, run
from beian.settings import Settings, could_not_start, settings_or_exit
from enterprise.application import Provider, PublicRegister
from enterprise.edges import (
    after_conflict_api,
    approval_copies_api,
    connections_api,
    drafts_api,
    evidence_api,
    ip_api,
    notices_api,
    on_site_api,
    portal,
    retention_api,
)
from enterprise.edges.desk import carrying, provider_of
from enterprise.edges.domain_exchange import DomainExchange
from enterprise.edges.exchange_loop import ExchangeLoop
from enterprise.edges.lookups import CommittedDrafts
from enterprise.edges.ministry_query import MinistryQuery
from enterprise.edges.timers import deadlines, fire
from enterprise.edges.verification_tasks_api import router as verification_tasks
from enterprise.read_models.addresses import ADDRESSES
from enterprise.read_models.drafts import DRAFTS
from enterprise.read_models.files import FILES
from enterprise.read_models.ip_blocks import IP_BLOCKS
from enterprise.read_models.unfiled_sites import UNFILED_SITES

PROCEDURES = procedures_in("enterprise.procedures")
READ_MODELS = (ADDRESSES, DRAFTS, FILES, IP_BLOCKS, UNFILED_SITES)

APIS = (
    connections_api,
    approval_copies_api,
    drafts_api,
    after_conflict_api,
    on_site_api,
    evidence_api,
    ip_api,
    notices_api,
    portal,
    retention_api,
)

BODY_LIMITS = {
    "/drafts": 16 * MEBIBYTE,
    "/correction": 16 * MEBIBYTE,
    "/verification": 8 * MEBIBYTE,
    "/video": 2 * MEBIBYTE,
}
"""Bytes of requests that carry documents and pictures; elsewhere the skeleton's limit holds."""


def build(settings: Settings) -> Service:
    """Return everything that makes the process. Fault where a provider has no account."""
    register = MinistryQuery(settings.ministry_url)
    providers = {isp_id: _provider(settings, isp_id, register) for isp_id in settings.providers}
    exchange, domains = ExchangeLoop(providers), DomainExchange(providers)
    routes = APIRouter(dependencies=[Depends(carrying(providers)), Depends(audited)])
    for router in (api.router for api in APIS):
        routes.include_router(router)
    routes.include_router(verification_tasks)
    hosted = {provider.log: provider for provider in providers.values()}
    procedures = routes_of(
        PROCEDURES,
        "/{isp_id}/api",
        provider_of,
        lambda provider: provider.log,
        [Depends(carrying(providers))],
    )

    async def begin(kit: Kit) -> None:
        register.ask_by(kit.http)
        domains.begin(kit)
        await exchange.begin(kit)

    made = Service(
        name="enterprise",
        logs=tuple(log_of_enterprise(isp_id) for isp_id in providers),
        read_models=READ_MODELS,
        subscriptions=subscriptions,
        timers=deadlines,
        fire=partial(fire, hosted),
        routers=(routes,),
        workers=(exchange.run, domains.run),
        on_writer=begin,
        look=exchange.pulses.look,
        busy=lambda: exchange.pulses.busy() + domains.busy(),
        body_limits=BODY_LIMITS,
    )
    return join(made, PROCEDURES, hosted.__getitem__, [procedures])


def _provider(settings: Settings, isp_id: int, register: PublicRegister) -> Provider:
    log = log_of_enterprise(isp_id)
    for account in load_accounts(settings.data_dir, log):
        if account.isp_id == isp_id:
            return Provider(account, CommittedDrafts(), register)
    raise Fault(f"{log} has no account in {settings.secrets}: `beian init` makes it")


def main() -> None:
    """Serve the providers in the foreground, configured by the environment."""
    settings = settings_or_exit()
    try:
        service = build(settings)
    except Fault as fault:
        could_not_start(fault)
    run(service, settings)
