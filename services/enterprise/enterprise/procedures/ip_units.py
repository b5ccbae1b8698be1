"""The provider as an IP filing unit, over HTTP: `/ip-units`. FLOW-19."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from beian.clock import CancelTimer, SetTimer, TimerChange
from beian.errors import Refusal
from beian.eventlog import Recorded, Session
from beian.events.ip_units import (
    IpUnitContactChanged,
    IpUnitContactChangeNoted,
    IpUnitRegistered,
)
from beian.procedures import Act, Procedure
from beian.regulations.deadlines import day_of, end_of_day
from enterprise.application import Provider
from enterprise.domain.ip_unit import (
    IP_UNIT,
    KEY,
    KIND,
    STREAM,
    Context,
    IpUnit,
    NoteContactChange,
    NoteContactOverdue,
    RegisterIpUnit,
    ReportContactChange,
)

CONTACT_DUE: Final = "ip_contact_due"


async def context_of(provider: Provider, session: Session, _key: str, _command: object) -> Context:
    """Say whose unit it is, and when."""
    return Context(provider.isp_id, provider.account.region, day_of(session.now))


def timers(recorded: Recorded) -> Iterable[TimerChange]:
    """Return what an event sets and cancels."""
    match recorded.event:
        case IpUnitContactChangeNoted(due=due):
            yield SetTimer(CONTACT_DUE, end_of_day(date.fromisoformat(due)), CONTACT_DUE, KEY)
        case IpUnitContactChanged() | IpUnitRegistered():
            yield CancelTimer(CONTACT_DUE)
        case _:
            pass  # no deadline hangs on it


async def _contact_due(provider: Provider, session: Session, key: str) -> IpUnit | Refusal:
    command = NoteContactOverdue()
    context = await context_of(provider, session, key, command)
    return await session.decide(IP_UNIT, STREAM, command, context)


PROCEDURE: Final = Procedure[Provider](
    kind=KIND,
    path="ip-units",
    decider=IP_UNIT,
    acts=(
        Act("open", RegisterIpUnit, "Register the provider as an IP filing unit", opens=True),
        Act("contact-change", NoteContactChange, "Note a changed person or contact"),
        Act("contact-report", ReportContactChange, "Report it: within 10 working days"),
    ),
    context=context_of,
    key_of=lambda _provider, _command: KEY,
    timers=timers,
    fire={CONTACT_DUE: _contact_due},
)
