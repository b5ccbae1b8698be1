"""The V3.0 enterprise interface of each bureau, at `/{region}/…` and at `/` where there is one."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from fastapi import APIRouter, Request, Response

from beian.errors import Refusal
from beian.eventlog import EventLog, Meta
from beian.exchange.calls import Conditions, Directory
from beian.http.file_causes import FileCauses
from beian.http.interface import FiledStatus, Interface
from beian.http.problems import problem
from beian.http.soap import soap_router
from beian.identifiers import log_of_province
from beian.records import PasswordVerifier
from beian.regulations.deadlines import day_of
from beian.regulations.reasons import Reason
from beian.service import Kit, kit_of
from beian.service.kit import serving
from beian.telemetry import current_correlation_id, current_traceparent
from province.domain.admission import ADMISSION, admission_stream
from province.domain.interface_conditions import CONDITIONS, STREAM
from province.domain.interface_versions import REQUIREMENT, is_below
from province.domain.interface_versions import STREAM as REQUIREMENT_STREAM
from province.domain.provider import PROVIDER, stream_of
from province.edges import national_queries
from province.edges.directory import Directories
from province.edges.hosted import Hosted

REGION: Final = "region"


class BureauInterface:
    """One bureau behind the interface."""

    def __init__(self, kit: Kit, hosted: Hosted, directories: Directories) -> None:
        self.log: str = hosted.bureau.log
        self.refused = hosted.refused
        self.event_log: EventLog = kit.log
        self.meta: Callable[[str], Meta] = self._meta
        self.causes = FileCauses(kit.log, self.log)
        self._kit = kit
        self._bureau = hosted.bureau
        self._directories = directories

    @property
    def public_url(self) -> str:
        """Up to the service path, without a slash at the end."""
        return self._bureau.url

    def _meta(self, actor: str) -> Meta:
        """Say where an event comes from that the named actor's call causes."""
        fallback = self._kit.identifiers.event_id(self._kit.clock.now())
        return Meta(
            actor=actor,
            correlation_id=current_correlation_id() or fallback,
            traceparent=current_traceparent(),
        )

    def directory(self) -> Directory:
        """Return whom the bureau knows."""
        return self._directories.of(self.log)

    async def conditions(self, isp_id: int | None) -> Conditions:
        """Return what holds now, and for the provider that calls."""
        held = await self.event_log.state(self.log, CONDITIONS, STREAM)
        provider = await self.event_log.state(self.log, PROVIDER, stream_of(isp_id or 0))
        adopted = held.adopted
        of_provider = Conditions(
            admitted=provider.is_admitted,
            suspended=provider.suspended,
            outdated=await self._is_outdated(isp_id or 0),
            switches=provider.switches,
        )
        if adopted is None:
            return of_provider
        return replace(
            of_provider,
            maintenance=adopted.maintenance,
            upload_hours=adopted.upload_hours,
            waiting_files_max=adopted.waiting_files_max,
            password_checks_max=adopted.password_checks_max,
        )

    async def _is_outdated(self, isp_id: int) -> bool:
        """Say whether the provider's version is below what the ministry requires (R14-050)."""
        required = await self.event_log.state(self.log, REQUIREMENT, REQUIREMENT_STREAM)
        if not required.noted:
            return False
        admission = await self.event_log.state(self.log, ADMISSION, admission_stream(isp_id))
        minimum = required.minimum(day_of(self._kit.clock.now()))
        return is_below(admission.interface_version, minimum)

    async def status_of(self, condition_type: int, condition: str) -> FiledStatus | None:
        """Return the published filing that a condition finds."""
        return await national_queries.status_of(
            self.event_log.engine, self.log, condition_type, condition
        )

    async def verifier_of(self, filing_number: str) -> PasswordVerifier | None:
        """Return the verifier of a published filing."""
        return await national_queries.verifier_of(self.event_log.engine, self.log, filing_number)


def soap_routers(
    all_hosted: Mapping[str, Hosted], directories: Directories
) -> tuple[APIRouter, ...]:
    """Return the interface's routes: with the region, and without it where one is hosted."""
    made: dict[str, BureauInterface] = {}

    def resolve(request: Request) -> Interface | Response:
        region = request.path_params.get(REGION)
        log = log_of_province(region) if region else next(iter(all_hosted))
        hosted = all_hosted.get(log)
        if hosted is None:
            detail = f"{region}：{Reason.UNKNOWN_REGION.text}"
            return problem(Refusal(Reason.UNKNOWN_REGION, detail))
        kit = kit_of(request)
        serving(kit)
        if log not in made:
            made[log] = BureauInterface(kit, hosted, directories)
        return made[log]

    routers = [soap_router(resolve, f"/{{{REGION}}}")]
    if len(all_hosted) == 1:
        routers.insert(0, soap_router(resolve))
    return tuple(routers)
