"""Commercial licences (经营许可证) at the ministry: cross-region ones decided, others passed on.

Flow: FLOW-11. Rules: O292-019, R05-002, R14-118.
"""

from typing import Final

from sqlalchemy import select

from beian.bus import Received
from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.base import MINISTRY
from beian.events.filing import FilingRecordReported
from beian.events.licences import LicenceApplied, LicenceGranted, LicenceNumberWithdrawn
from beian.identifiers import MINISTRY_LOG, region_of_log
from beian.licence_commands import (
    ApplyLicence,
    Context,
    DecideLicence,
    FiledSubject,
    InspectDisplay,
    LicenceCommand,
    NoteConsent,
    NoteConverted,
    NoteDecisionOverdue,
    RegisterLicence,
    RevokeLicence,
)
from beian.licence_state import Licence
from beian.licence_timers import DECISION_DUE, timers
from beian.licensing import KIND, LICENCE, licence_key
from beian.procedures import Act, Procedure
from beian.regulations.deadlines import day_of
from beian.regulations.filing_numbers import parse_filing_number, subject_number
from beian.regulations.rules import enforces
from ministry.application import Ministry
from ministry.domain.licence_numbers import (
    INVESTMENT,
    INVESTMENT_KIND,
    NUMBER,
    NUMBER_KIND,
    ConsentInvestment,
    FlagInvestment,
    ForwardNumber,
    Investment,
    investment_key,
)
from ministry.read_models.published_sites import published_site

INDIVIDUAL: Final = 5
"""Dwxz of an individual."""


@enforces("R05-002")
async def _decide(
    _ministry: Ministry, session: Session, key: str, command: LicenceCommand
) -> Licence | Refusal:
    filed = None
    if isinstance(command, ApplyLicence):
        filed = await _filed(session, command.filing_number)
    context = Context(MINISTRY, day_of(session.now), key, f"licence-{key}", filed)
    outcome = await session.decide(LICENCE, f"{KIND}-{key}", command, context)
    if isinstance(command, ApplyLicence) and isinstance(outcome, Licence):
        await _flag_own(session, key, outcome)
    return outcome


async def _filed(session: Session, number: str) -> FiledSubject | None:
    """Return what is published under a subject's or a site's number."""
    parts = parse_filing_number(number.strip())
    if parts is None:
        return None
    subject = subject_number(parts.region, parts.year, parts.serial)
    table = published_site.c
    question = (
        select(table.home_region, table.sponsor_kind)
        .where(table.log == MINISTRY_LOG, table.filing_number == subject)
        .limit(1)
    )
    for region, kind in await session.query(question):
        return FiledSubject(subject, region, kind == INDIVIDUAL)
    return None


async def _flag_own(session: Session, key: str, licence: Licence) -> None:
    """Flag the foreign investment of a licence that the ministry itself decides."""
    if not licence.consent_missing:
        return
    for event in await session.events(f"{KIND}-{key}"):
        if isinstance(event, LicenceApplied):
            await _flag(session, event)


async def _flag(session: Session, applied: LicenceApplied) -> Investment | Refusal:
    key = investment_key(applied.authority, applied.licence_id)
    stream = f"{INVESTMENT_KIND}-{key}"
    return await session.decide(INVESTMENT, stream, FlagInvestment(applied), None)


async def _applied(_ministry: Ministry, session: Session, received: Received) -> object:
    """Flag what a bureau received with foreign investment and no consent."""
    assert isinstance(received.event, LicenceApplied)
    return await _flag(session, received.event)


async def _pass_on(_ministry: Ministry, session: Session, received: Received) -> object:
    decided = received.event
    assert isinstance(decided, LicenceGranted | LicenceNumberWithdrawn)
    stream = f"{NUMBER_KIND}-{licence_key(decided.filing_number)}"
    command = ForwardNumber(decided, region_of_log(received.log))
    return await session.decide(NUMBER, stream, command, None)


async def _reported(ministry: Ministry, session: Session, received: Received) -> object:
    """Note that a licence decided here stands in the record of its home bureau."""
    report = received.event
    assert isinstance(report, FilingRecordReported)
    if report.licence_number is None:
        return None
    return await _decide(ministry, session, licence_key(report.filing_number), NoteConverted())


async def _overdue(ministry: Ministry, session: Session, subject: str) -> object:
    return await _decide(ministry, session, subject, NoteDecisionOverdue())


async def _consent(
    ministry: Ministry, session: Session, key: str, command: ConsentInvestment
) -> Investment | Refusal:
    """Consent; a licence that is decided here is told at once, others by their bureau."""
    after = await session.decide(INVESTMENT, f"{INVESTMENT_KIND}-{key}", command, None)
    if isinstance(after, Investment) and after.authority == MINISTRY:
        await _decide(ministry, session, after.licence_id, NoteConsent(command.reference))
    return after


LICENCES: Final[Procedure[Ministry]] = Procedure(
    kind=KIND,
    path="licences",
    decider=LICENCE,
    acts=(
        Act("open", ApplyLicence, "Apply for a licence that crosses provinces", opens=True),
        Act("decision", DecideLicence, "Grant the licence, or refuse it with reasons"),
        Act("registration", RegisterLicence, "Note the licence's registration as a company's"),
        Act("inspection", InspectDisplay, "Look at what a licensee's home page shows"),
        Act("revocation", RevokeLicence, "Revoke the licence"),
    ),
    act=_decide,
    key_of=lambda _ministry, command: licence_key(command.filing_number),
    timers=timers,
    fire={DECISION_DUE: _overdue},
    reactions={FilingRecordReported: _reported},
)

NUMBERS: Final[Procedure[Ministry]] = Procedure(
    kind=NUMBER_KIND,
    path="licence-numbers",
    decider=NUMBER,
    acts=(),
    reactions={LicenceGranted: _pass_on, LicenceNumberWithdrawn: _pass_on},
)

INVESTMENTS: Final[Procedure[Ministry]] = Procedure(
    kind=INVESTMENT_KIND,
    path="foreign-investments",
    decider=INVESTMENT,
    acts=(Act("consent", ConsentInvestment, "Consent to the foreign investment of a licensee"),),
    act=_consent,
    reactions={LicenceApplied: _applied},
)

PROCEDURES: Final = (LICENCES, NUMBERS, INVESTMENTS)
