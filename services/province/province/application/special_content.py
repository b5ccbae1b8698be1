"""What a bureau does about content that needs a department's consent, in the life of a filing.

At the start of its review a missing document sends an application back; once it is in force the
departments are told; an opinion that comes later returns it or ends the filing. FLOW-10.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from beian.errors import Refusal
from beian.eventlog import Session
from beian.eventlog.codec import time_text
from beian.records import Filing
from beian.regulations.calendar import WorkingCalendar
from beian.regulations.deadlines import day_of, pre_approval_due
from beian.regulations.in_force import in_force
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from province.domain.filing_states import Application, Numbered
from province.domain.special_content import (
    BY_FILING,
    SPECIAL_CONTENT,
    Context,
    Declaration,
    DeclareContent,
    NotifyDepartment,
    SpecialContent,
    declarations,
)
from province.domain.special_content_switch import SWITCH, SWITCH_STREAM

_CALENDAR: Final = WorkingCalendar()


def context_of(session: Session) -> Context:
    """Return what the rules must know of the moment."""
    today = day_of(session.now)
    due = pre_approval_due(today, _CALENDAR).day if in_force("R05-026", today) else None
    return Context(today, time_text(session.now), due)


async def declared_in(
    session: Session, filing: Filing, before: Filing | None, today: date
) -> tuple[Declaration, ...]:
    """Return what a filing declares and the one before it does not, by the bureau's switch."""
    found = declarations(filing, before, today)
    if not found:
        return ()  # the usual case asks nothing
    switch = await session.state(SWITCH, SWITCH_STREAM)
    return declarations(filing, before, today, bulletin_board=switch.bulletin_board)


@enforces("O33-008", "R14-114", "R05-026")
async def examine(
    session: Session, application: Application, before: Filing | None
) -> Sequence[SpecialContent]:
    """Note what an application declares; return what lacks its document."""
    today = day_of(session.now)
    lacking = []
    for one in await declared_in(session, application.reviewed, before, today):
        command = DeclareContent(
            application.application_id, one.site, one.category, one.document, BY_FILING
        )
        stream = one.stream(application.application_id)
        state = await session.decide(SPECIAL_CONTENT, stream, command, context_of(session))
        assert not isinstance(state, Refusal), "what is declared is only noted"
        if state.phase == "Missing":
            lacking.append(state)
    return lacking


@enforces("R14-114", "R05-026")
def refuse_unproved(known: Mapping[str, SpecialContent]) -> Refusal | None:
    """Say why an application may not be approved: a document is still to be delivered."""
    if any(state.phase == "Missing" for state in known.values()):
        return Refusal(Reason.PREAPPROVAL_MISSING, Reason.PREAPPROVAL_MISSING.text, rule="R14-114")
    return None


@enforces("R05-027")
async def notify_departments(
    session: Session, known: Mapping[str, SpecialContent], numbered: Numbered
) -> None:
    """Tell the departments whose consent a filing has that it is in force."""
    numbers = {site.name: site.filing_number for site in numbered.application.reviewed.sites}
    for stream, state in known.items():
        command = NotifyDepartment(numbered.filing_number, numbers.get(state.site) or "")
        await session.decide(SPECIAL_CONTENT, stream, command, context_of(session))


async def known_of(session: Session, application: Application) -> Mapping[str, SpecialContent]:
    """Return the categories of an application under review that were noted, by stream."""
    found = declarations(application.reviewed, None, day_of(session.now))
    if not found:
        return {}  # the usual case asks nothing
    streams = [one.stream(application.application_id) for one in found]
    states = await session.states(SPECIAL_CONTENT, streams)
    return {stream: state for stream, state in states.items() if state.phase}
