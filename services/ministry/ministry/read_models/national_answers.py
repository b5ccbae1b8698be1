"""What is filed under a certificate, and is this its password: the national status queries.

No certificate number and no password lies here: their hash and a verifier are enough.
"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Column, MetaData, Select, Table, Text, select

from beian.eventlog import Change, Patch, Put, ReadModel, Recorded, Remove
from beian.events.filing import FilingRecordSynchronized
from beian.events.password_resets import FilingPasswordSynchronized
from beian.identifiers import MINISTRY_LOG
from beian.regulations.unique_keys import CERTIFICATE

VERSION: Final = 1
metadata = MetaData(schema="state")

filed_certificate = Table(
    f"filed_certificate_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("certificate", Text, primary_key=True),  # the unique key's value
    Column("filing_number", Text, nullable=False),
)

password_verifier = Table(
    f"password_verifier_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("filing_number", Text, primary_key=True),
    Column("salt", Text, nullable=False),
    Column("sha256", Text, nullable=False),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep the certificate and the verifier of each filing in the national register."""
    match recorded.event:
        case FilingRecordSynchronized(filing_number=number) as synchronized:
            for key in synchronized.unique_keys:
                if key.kind == CERTIFICATE:
                    row = {"log": recorded.log, "certificate": key.value, "filing_number": number}
                    yield Put(filed_certificate, row)
            for key in synchronized.freed_keys:
                if key.kind == CERTIFICATE:
                    gone = {"log": recorded.log, "certificate": key.value}
                    yield Remove(filed_certificate, gone)
            if synchronized.is_cancelled:
                yield Remove(password_verifier, {"log": recorded.log, "filing_number": number})
                return
            verifier = {
                "log": recorded.log,
                "filing_number": number,
                "salt": synchronized.verifier.salt,
                "sha256": synchronized.verifier.sha256,
            }
            yield Put(password_verifier, verifier)
        case FilingPasswordSynchronized(filing_number=number, verifier=new):
            of = {"log": recorded.log, "filing_number": number}
            yield Patch(password_verifier, of, {"salt": new.salt, "sha256": new.sha256})
        case _:
            pass  # only what is in the register is answered


NATIONAL_ANSWERS: Final = ReadModel(
    "national_answers", VERSION, (filed_certificate, password_verifier), project
)


def filed_under(certificate: str) -> Select[str]:
    """Find the filing of a certificate, given as the unique key's value."""
    return select(filed_certificate.c.filing_number).where(
        filed_certificate.c.log == MINISTRY_LOG, filed_certificate.c.certificate == certificate
    )


def verifier_of(filing_number: str) -> Select[str, str]:
    """Find salt and SHA-256 of the verifier of a subject's number."""
    return select(password_verifier.c.salt, password_verifier.c.sha256).where(
        password_verifier.c.log == MINISTRY_LOG,
        password_verifier.c.filing_number == filing_number,
    )
