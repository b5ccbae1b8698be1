"""A filing's new password: made, kept as its verifier, sent by the outbox."""

from beian.errors import Refusal
from beian.eventlog import Session
from beian.regulations.filing_numbers import parse_filing_number, subject_of
from province.application.bureau import Bureau
from province.domain.filed_record import RECORD, Filed, RenewPassword, record_stream
from province.domain.numbering import verifier_of
from province.domain.outline import normal_number


async def filed_here(bureau: Bureau, session: Session, number: str) -> Filed | None:
    """Return the record of a number that this bureau issued and that is in force."""
    normal = normal_number(number)
    if normal is None:
        return None
    subject = subject_of(normal)
    parts = parse_filing_number(subject)
    if parts is None or parts.region != bureau.region:
        return None
    record = await session.state(RECORD, record_stream(subject))
    return None if record is None or record.cancelled_on is not None else record


async def renew_password(
    bureau: Bureau, session: Session, record: Filed, of: str, rule: str
) -> str:
    """Give the filing a new password; return it, for the outbox alone."""
    password = bureau.identifiers.filing_password()
    verifier = verifier_of(password, bureau.identifiers.salt())
    stream = record_stream(record.filing_number)
    renewed = await session.decide(RECORD, stream, RenewPassword(of, verifier, rule), None)
    assert not isinstance(renewed, Refusal), "a record in force takes a new password"
    return password
