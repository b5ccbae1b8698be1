"""Which records did sponsors file by themselves, and what did their providers say?"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import BigInteger, Column, MetaData, Table, Text

from beian.eventlog import Change, Patch, Put, ReadModel, Recorded
from beian.events.self_filings import SelfFilingReceived, SelfFilingRefused, SelfFilingVerified
from province.domain.numbering import highest_serial

VERSION: Final = 1
WAITING: Final = "waiting"
VERIFIED: Final = "verified"
REFUSED: Final = "refused"

metadata = MetaData()
self_filing = Table(
    f"self_filing_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("subject_id", BigInteger, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("isp_id", BigInteger, nullable=False),
    Column("sponsor_name", Text, nullable=False),
    Column("received_on", Text, nullable=False),
    Column("id_serial", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("verifier", Text),
    Column("verified_on", Text),
    Column("opinion", Text),
    Column("errors", Text),
    Column("application_id", Text),
)
"""`id_serial`: the highest serial among the record's ids; ids are given once."""


def project(recorded: Recorded) -> Iterable[Change]:
    """Follow each record from its receipt to its provider's answer."""
    match recorded.event:
        case SelfFilingReceived() as event:
            yield Put(
                self_filing,
                {
                    "subject_id": event.subject_id,
                    "position": recorded.position,
                    "isp_id": event.isp_id,
                    "sponsor_name": event.filing.subject.name,
                    "received_on": event.received_on,
                    "id_serial": highest_serial(event.filing),
                    "status": WAITING,
                    **dict.fromkeys(
                        ("verifier", "verified_on", "opinion", "errors", "application_id")
                    ),
                },
            )
        case SelfFilingVerified() as event:
            said = {"status": VERIFIED, "application_id": event.application_id}
            yield Patch(self_filing, {"subject_id": event.subject_id}, _answer(event) | said)
        case SelfFilingRefused() as event:
            said = {"status": REFUSED, "errors": event.errors}
            yield Patch(self_filing, {"subject_id": event.subject_id}, _answer(event) | said)
        case _:
            pass  # nobody else files without a provider


def _answer(event: SelfFilingVerified | SelfFilingRefused) -> dict[str, str]:
    return {
        "verifier": event.verifier,
        "verified_on": event.verified_on,
        "opinion": event.opinion,
    }


SELF_FILINGS: Final = ReadModel("self_filing", VERSION, (self_filing,), project)
