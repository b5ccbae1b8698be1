"""The commercial licence (经营许可证) at the bureau of the company's registered place. FLOW-11."""

from typing import Final

from beian.bus import Received
from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.filing import FilingRecordSynchronized
from beian.events.licences import (
    ForeignInvestmentConsented,
    LicenceGranted,
    LicenceNumberForwarded,
    LicenceNumberWithdrawn,
)
from beian.identifiers import MINISTRY_LOG
from beian.licence_commands import (
    ApplyLicence,
    DecideLicence,
    InspectDisplay,
    NoteConsent,
    NoteDecisionOverdue,
    RegisterLicence,
    RevokeLicence,
)
from beian.licence_state import Licence
from beian.licence_timers import DECISION_DUE, timers
from beian.licensing import KIND, LICENCE, licence_key
from beian.procedures import Act, Procedure
from beian.regulations.reasons import Reason
from province.application.bureau import Bureau
from province.application.licences import convert, decide_licence, note_converted, restore


async def _overdue(bureau: Bureau, session: Session, subject: str) -> object:
    return await decide_licence(bureau, session, subject, NoteDecisionOverdue())


async def _decided_elsewhere(bureau: Bureau, session: Session, received: Received) -> object:
    """Convert, or restore, the number of a filing whose licence somebody else decided."""
    event = received.event
    assert isinstance(event, LicenceGranted | LicenceNumberWithdrawn | LicenceNumberForwarded)
    if received.log != MINISTRY_LOG or event.home_region != bureau.region:
        return Refusal(Reason.WRONG_BUREAU, Reason.WRONG_BUREAU.text, rule="R14-118")
    licence = Licence(
        authority=event.authority,
        filing_number=event.filing_number,
        home_region=event.home_region,
        licence_number=event.licence_number,
    )
    is_withdrawn = isinstance(event, LicenceNumberWithdrawn) or (
        isinstance(event, LicenceNumberForwarded) and event.is_withdrawn
    )
    if is_withdrawn:
        return await restore(bureau, session, licence, event.officer)
    return await convert(bureau, session, licence, event.officer)


async def _synchronized(bureau: Bureau, session: Session, received: Received) -> object:
    """Note that a licence decided here stands in the record of its home bureau."""
    event = received.event
    assert isinstance(event, FilingRecordSynchronized)
    if event.licence_number is None:
        return None
    return await note_converted(bureau, session, event.filing_number)


async def _consented(bureau: Bureau, session: Session, received: Received) -> object:
    event = received.event
    assert isinstance(event, ForeignInvestmentConsented)
    key = licence_key(event.filing_number)
    return await decide_licence(bureau, session, key, NoteConsent(event.reference))


PROCEDURE: Final[Procedure[Bureau]] = Procedure(
    kind=KIND,
    path="licences",
    decider=LICENCE,
    acts=(
        Act("open", ApplyLicence, "Apply for a licence, by the filing's number", opens=True),
        Act("decision", DecideLicence, "Grant the licence, or refuse it with reasons"),
        Act("registration", RegisterLicence, "Note the licence's registration as a company's"),
        Act("inspection", InspectDisplay, "Look at what a licensee's home page shows"),
        Act("revocation", RevokeLicence, "Revoke the licence"),
    ),
    act=decide_licence,
    key_of=lambda _bureau, command: licence_key(command.filing_number),
    timers=timers,
    fire={DECISION_DUE: _overdue},
    reactions={
        LicenceGranted: _decided_elsewhere,
        LicenceNumberWithdrawn: _decided_elsewhere,
        LicenceNumberForwarded: _decided_elsewhere,
        FilingRecordSynchronized: _synchronized,
        ForeignInvestmentConsented: _consented,
    },
)
