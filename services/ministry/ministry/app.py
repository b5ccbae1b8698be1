"""The ministry's system (部级系统): the only place that builds things."""

from fastapi import APIRouter, Depends, Request

from beian.bus import subscriptions
from beian.events.exchange import UploadAccepted
from beian.exchange_models import CODES_MET, DOWNLOAD_FILES, WAITING_UPLOADS
from beian.http.soap import BODY_LIMITS, soap_router
from beian.identifiers import MINISTRY_LOG
from beian.procedures import join, procedures_in, routes_of
from beian.service import Kit, Service, kit_of, run
from beian.service.kit import serving
from beian.settings import settings_or_exit
from ministry.application import Ministry
from ministry.edges import (
    base_codes,
    filing_places,
    illegal_access,
    network,
    portal,
    public_services,
    query,
    shared_queries,
    sim,
    sim_interface,
    sim_switches,
    synchronization,
)
from ministry.edges.live import Live
from ministry.edges.lookups import CommittedRanges
from ministry.edges.soap import MinistryInterface
from ministry.edges.subscriptions import reactions
from ministry.edges.time_travel import start_clock
from ministry.edges.upload_work import UploadWork
from ministry.read_models.applications import APPLICATIONS
from ministry.read_models.blacklist_entries import BLACKLIST_ENTRIES
from ministry.read_models.domain_records import DOMAIN_RECORDS
from ministry.read_models.held_ranges import HELD_RANGES
from ministry.read_models.national_answers import NATIONAL_ANSWERS
from ministry.read_models.provider_directory import PROVIDER_DIRECTORY
from ministry.read_models.published_apps import PUBLISHED_APPS
from ministry.read_models.published_certificates import PUBLISHED_CERTIFICATES
from ministry.read_models.published_sites import PUBLISHED_SITES

PROCEDURES = procedures_in("ministry.procedures")
READ_MODELS = (
    APPLICATIONS,
    BLACKLIST_ENTRIES,
    CODES_MET,
    DOMAIN_RECORDS,
    DOWNLOAD_FILES,
    HELD_RANGES,
    NATIONAL_ANSWERS,
    PROVIDER_DIRECTORY,
    PUBLISHED_APPS,
    PUBLISHED_CERTIFICATES,
    PUBLISHED_SITES,
    WAITING_UPLOADS,
)


ROUTERS = (
    portal.router,
    portal.live,
    query.router,
    public_services.router,
    public_services.page,
    filing_places.router,
    shared_queries.router,
    synchronization.router,
    base_codes.router,
    illegal_access.router,
    network.router,
    sim.router,
    sim_interface.router,
    sim_switches.router,
)


def build() -> Service:
    """Return everything that makes the ministry's process."""
    uploads = UploadWork()
    live = Live(uploads)

    async def begin(kit: Kit) -> None:
        live.of(kit)
        await start_clock(kit)

    async def watch(kit: Kit) -> None:
        await live.of(kit).feed.run()

    routes = APIRouter(dependencies=[Depends(live.hand_out)])
    for router in ROUTERS:
        routes.include_router(router)

    def interface(request: Request) -> MinistryInterface:
        kit = kit_of(request)
        serving(kit)
        return live.of(kit).interface

    ministry = Ministry(CommittedRanges())
    procedures = routes_of(PROCEDURES, "/api", lambda: ministry, lambda _ministry: MINISTRY_LOG)
    made = Service(
        name="ministry",
        logs=(MINISTRY_LOG,),
        read_models=READ_MODELS,
        subscriptions=subscriptions,
        # Our own event comes back only from the parking place.
        reactions={**reactions(ministry), UploadAccepted: uploads.again},
        routers=(routes, soap_router(interface)),
        workers=(uploads.run, watch),
        on_writer=begin,
        owns_clock=True,
        busy=uploads.waiting,
        body_limits=BODY_LIMITS,
    )
    return join(made, PROCEDURES, lambda _log: ministry, [procedures])


def main() -> None:
    """Serve the ministry in the foreground, configured by the environment."""
    run(build(), settings_or_exit())
