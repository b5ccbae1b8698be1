"""The provincial system (省级系统) as one process: one bureau or several, each with its own log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Depends, FastAPI

from beian.bus import subscriptions
from beian.errors import Fault
from beian.eventlog import EventLog, Meta, Session
from beian.events.exchange import UploadAccepted
from beian.exchange_models import CODES_MET, DOWNLOAD_FILES, WAITING_UPLOADS
from beian.http.accounts import ProviderSecrets, load_accounts
from beian.http.soap import BODY_LIMITS
from beian.identifiers import log_of_province
from beian.procedures import join, procedures_in, routes_of
from beian.regulations.regions import find_province
from beian.service import Kit, Service, build_app, run
from beian.service.kit import identifiers_for
from beian.settings import Settings, could_not_start, settings_or_exit
from province.application.admission import admit
from province.application.bureau import Bureau
from province.application.filed_records import file_older
from province.edges import (
    annual_review_api,
    api,
    base_codes,
    codes_met,
    explanations,
    inspections_api,
    interface_versions_api,
    ip_api,
    manual_review,
    materials_api,
    parked_uploads,
    personal_data,
    public_reports,
    records_api,
    self_filings_api,
    shared_queries,
    shutdown_orders_api,
    special_content_api,
    suspension,
    synchronization_api,
)
from province.edges.certificate_authority import CertificateAuthority
from province.edges.directory import Directories, admission
from province.edges.hosted import Hosted, bureau_of, hosting, hosting_alone
from province.edges.lookups import ReadModelLookups
from province.edges.soap import soap_routers
from province.edges.subscriptions import FORESEEN, reactions
from province.edges.timers import fire_for, timers
from province.edges.uploads_worker import UploadsWorker
from province.read_models.applications import APPLICATIONS
from province.read_models.base_codes import BASE_CODES
from province.read_models.blacklist import BLACKLIST
from province.read_models.certificates import CERTIFICATES
from province.read_models.filed_parts import FILED_PARTS
from province.read_models.inspections import INSPECTION_RESULTS
from province.read_models.materials import MATERIALS
from province.read_models.national_keys import NATIONAL_KEYS
from province.read_models.national_records import NATIONAL_RECORDS
from province.read_models.own_reports import OWN_REPORTS
from province.read_models.providers import PROVIDERS
from province.read_models.record_parts import RECORD_PARTS
from province.read_models.reported_ranges import REPORTED_RANGES
from province.read_models.review_queue import REVIEW_QUEUE
from province.read_models.self_filings import SELF_FILINGS
from province.read_models.serials import ISSUED_NUMBERS
from province.read_models.unfiled_sites import UNFILED_SITES

PROCEDURES: Final = procedures_in("province.procedures")
READ_MODELS: Final = (
    WAITING_UPLOADS,
    DOWNLOAD_FILES,
    CODES_MET,
    APPLICATIONS,
    REVIEW_QUEUE,
    OWN_REPORTS,
    NATIONAL_KEYS,
    NATIONAL_RECORDS,
    RECORD_PARTS,
    ISSUED_NUMBERS,
    CERTIFICATES,
    PROVIDERS,
    BLACKLIST,
    BASE_CODES,
    FILED_PARTS,
    SELF_FILINGS,
    INSPECTION_RESULTS,
    MATERIALS,
    REPORTED_RANGES,
    UNFILED_SITES,
)


@dataclass(slots=True)
class _Address:
    """Where the process is reached: the settings', until the kit knows the port it got."""

    url: str

    def __call__(self) -> str:
        return self.url


def service(settings: Settings) -> Service:
    """Return everything that makes the process. Raises Fault where it cannot be composed."""
    if not settings.provinces:
        raise Fault("BEIAN_PROVINCES names no province: there is no bureau to host")
    address = _Address(settings.url)
    hosted: dict[str, Hosted] = {
        log_of_province(region): _host(settings, region, address) for region in settings.provinces
    }
    bureaus = {log: one.bureau for log, one in hosted.items()}
    directories = Directories({log: load_accounts(settings.data_dir, log) for log in bureaus})
    worker = UploadsWorker(bureaus, directories.accounts)
    known: set[EventLog] = set()

    async def begin(kit: Kit) -> None:
        address.url = kit.settings.url
        if kit.log not in known:
            known.add(kit.log)
            kit.log.on_writing(lambda _writing: _forget_serials(bureaus))
        await directories.follow(kit.log)
        for log, accounts in directories.secrets.items():
            await _admit(kit, bureaus[log], accounts)
        for bureau in bureaus.values():
            await _keep_older_records(kit, bureau)

    made = Service(
        name="province",
        logs=tuple(bureaus),
        read_models=READ_MODELS,
        subscriptions=subscriptions,
        # Our own event comes back only from the parking place.
        reactions={**reactions(bureaus), UploadAccepted: worker.again},
        foreseen=FORESEEN,
        timers=timers,
        fire=fire_for(bureaus),
        routers=(*_api_routers(hosted), *soap_routers(hosted, directories)),
        workers=(worker.run,),
        on_writer=begin,
        busy=lambda: worker.waiting,
        body_limits=BODY_LIMITS,
    )
    return join(made, PROCEDURES, bureaus.__getitem__, _procedure_routers(hosted))


def app(settings: Settings) -> FastAPI:
    """Return the provincial system's app. Raises Fault where it cannot be composed."""
    return build_app(service(settings), settings)


def main() -> None:
    """Serve the hosted bureaus in the foreground, configured by the environment."""
    settings = settings_or_exit()
    try:
        made = service(settings)
    except Fault as fault:
        could_not_start(fault)
    run(made, settings)


def _host(settings: Settings, region: str, address: _Address) -> Hosted:
    province = find_province(region)
    if province is None:
        raise Fault(f"BEIAN_PROVINCES: {region} is none of the 31 provinces")
    log = log_of_province(region)
    authority = CertificateAuthority.read(settings.secrets / "ca", log)
    secrets = load_accounts(settings.data_dir, log)
    bureau = Bureau(
        province=province,
        address=address,
        identifiers=identifiers_for(settings, f"{log}/bureau"),
        sign=authority.sign,
        lookups=ReadModelLookups(),
        systems={one.isp_id: admission(one) for one in secrets},
        ministry_url=settings.ministry_url,
    )
    accounts = {one.isp_id: one.account for one in secrets}
    return Hosted(bureau, authority, accounts)


def _procedure_routers(hosted: Mapping[str, Hosted]) -> list[APIRouter]:
    """Return the API of the procedures, at the same addresses."""
    mounts = {"/{region}/api": Depends(hosting(hosted))}
    if len(hosted) == 1:
        mounts["/api"] = Depends(hosting_alone(next(iter(hosted.values()))))
    return [
        routes_of(PROCEDURES, prefix, bureau_of, lambda bureau: bureau.log, [here])
        for prefix, here in mounts.items()
    ]


def _api_routers(hosted: Mapping[str, Hosted]) -> list[APIRouter]:
    """Return the API with the region in its paths, and without it where one is hosted."""
    mounts = {"/{region}/api": Depends(hosting(hosted))}
    if len(hosted) == 1:
        mounts["/api"] = Depends(hosting_alone(next(iter(hosted.values()))))
    routers, pages = [], []
    for prefix, here in mounts.items():
        router = APIRouter(prefix=prefix, dependencies=[here])
        router.include_router(manual_review.router)
        router.include_router(api.router)
        router.include_router(codes_met.router)
        router.include_router(explanations.router)
        router.include_router(records_api.router)
        router.include_router(suspension.router)
        router.include_router(synchronization_api.router)
        router.include_router(base_codes.router)
        router.include_router(materials_api.router)
        router.include_router(self_filings_api.router)
        router.include_router(shared_queries.router)
        router.include_router(personal_data.router)
        router.include_router(inspections_api.router)
        router.include_router(special_content_api.router)
        router.include_router(annual_review_api.router)
        router.include_router(ip_api.router)
        router.include_router(interface_versions_api.router)
        router.include_router(shutdown_orders_api.router)
        router.include_router(public_reports.router)
        router.include_router(parked_uploads.router)
        routers.append(router)
        page = APIRouter(prefix=prefix.removesuffix("/api"), dependencies=[here])
        page.include_router(codes_met.pages)
        pages.append(page)
    # Last: a page's `/{region}/…` would take `/api/…` for a region's.
    return [*routers, *pages]


async def _admit(kit: Kit, bureau: Bureau, accounts: Sequence[ProviderSecrets]) -> None:
    """Admit every enterprise system that has an account here, where new or changed."""
    systems = [admission(one) for one in accounts]
    on_trial = {one.isp_id for one in accounts if one.commissioning}
    meta = Meta(actor=bureau.log, correlation_id=kit.identifiers.event_id(kit.clock.now()))

    async def body(session: Session) -> None:
        await admit(bureau, session, systems, on_trial)

    await kit.log.transact(bureau.log, meta, body)


async def _keep_older_records(kit: Kit, bureau: Bureau) -> None:
    """Keep the records of filings that were issued before records were kept, some at a time."""
    meta = Meta(actor=bureau.log, correlation_id=kit.identifiers.event_id(kit.clock.now()))

    async def body(session: Session) -> int:
        applications = await bureau.lookups.unkept(session)
        await file_older(session, applications)
        return len(applications)

    while await kit.log.transact(bureau.log, meta, body):
        pass


def _forget_serials(bureaus: Mapping[str, Bureau]) -> None:
    for bureau in bureaus.values():
        bureau.serials.forget()
