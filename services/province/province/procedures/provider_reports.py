"""What enterprises report, over the bus or at the bureau's desk: `/provider-reports`.

A hosted enterprise's report comes as an event; whoever has a system of its own posts it.
"""

from typing import Final

from beian.bus import Received
from beian.eventlog import Session
from beian.events.access import NonCooperationReported
from beian.events.content import ContentReported
from beian.events.ip_units import IpUnitContactChanged, IpUnitRegistered
from beian.events.resources import LesseeReminderAsked, ResourceViolationReported
from beian.procedures import Act, Procedure
from beian.regulations.addresses import to_dotted
from beian.regulations.domains import normal_name
from beian.regulations.rules import enforces
from province.application.bureau import Bureau
from province.domain.provider_report import (
    KIND,
    PROVIDER_REPORT,
    Context,
    HandleReport,
    Report,
    TakeReport,
)


@enforces("R14-069")
async def context_of(bureau: Bureau, session: Session, _key: str, command: object) -> Context:
    """Find the filing that answers for a host, a sub-domain's too (R14-069)."""
    if not isinstance(command, TakeReport):
        return Context()
    host = normal_name(command.about)
    if host is None:
        return Context()
    return Context(await bureau.lookups.filed_under(session, host))


async def take(bureau: Bureau, session: Session, received: Received, report: TakeReport) -> object:
    """Take what came over the bus, once: its key is the event's."""
    context = await context_of(bureau, session, received.event_id, report)
    stream = f"{KIND}-{received.event_id}"
    return await session.decide(PROVIDER_REPORT, stream, report, context)


async def _unit(bureau: Bureau, session: Session, received: Received) -> object:
    match received.event:
        case IpUnitRegistered() as unit:
            detail = f"{unit.kind}；{unit.management_rule}；{unit.responsible}"
            report = TakeReport(Report.IP_UNIT, unit.isp_id, str(unit.isp_id), detail)
        case IpUnitContactChanged() as unit:
            detail = f"{unit.responsible}；{unit.phone}；{unit.email}"
            report = TakeReport(Report.IP_UNIT_CONTACT, unit.isp_id, str(unit.isp_id), detail)
        case other:
            raise AssertionError(f"{type(other).__name__} is none of a unit's reports")
    return await take(bureau, session, received, report)


async def _resources(bureau: Bureau, session: Session, received: Received) -> object:
    match received.event:
        case ResourceViolationReported() as found:
            about = f"{to_dotted(found.first)}-{to_dotted(found.last)}"
            report = TakeReport(Report.RESOURCE_VIOLATION, found.isp_id, about, found.detail)
        case LesseeReminderAsked() as asked:
            detail = f"{asked.name}尚无企业系统，请督促建设"
            report = TakeReport(Report.LESSEE_REMINDER, asked.isp_id, str(asked.isp_id), detail)
        case other:
            raise AssertionError(f"{type(other).__name__} is none of an operator's reports")
    return await take(bureau, session, received, report)


async def _site(bureau: Bureau, session: Session, received: Received) -> object:
    match received.event:
        case ContentReported() as found:
            detail = f"{found.category}；{found.place}"
            report = TakeReport(
                Report.FORBIDDEN_CONTENT, found.isp_id, found.host, detail, found.record
            )
        case NonCooperationReported() as refused:
            report = TakeReport(
                Report.NON_COOPERATION, refused.isp_id, refused.filing_number, refused.detail
            )
        case other:
            raise AssertionError(f"{type(other).__name__} is none of a site's reports")
    return await take(bureau, session, received, report)


PROCEDURE: Final = Procedure[Bureau](
    kind=KIND,
    path="provider-reports",
    decider=PROVIDER_REPORT,
    acts=(
        Act("open", TakeReport, "Take what a provider or unit reports", opens=True),
        Act("outcome", HandleReport, "Note what was done about it"),
    ),
    context=context_of,
    reactions={
        IpUnitRegistered: _unit,
        IpUnitContactChanged: _unit,
        ResourceViolationReported: _resources,
        LesseeReminderAsked: _resources,
        ContentReported: _site,
        NonCooperationReported: _site,
    },
)
