"""What the interface's status and password queries are answered from: published filings."""

from sqlalchemy import Text, cast, select
from sqlalchemy.ext.asyncio import AsyncEngine

from beian.http.interface import FiledStatus
from beian.records import PasswordVerifier
from beian.regulations.domains import domain_key
from beian.regulations.filing_numbers import subject_of
from beian.regulations.unique_keys import CERTIFICATE, DOMAIN, certificate_hash_of
from province.read_models.national_keys import national_key
from province.read_models.national_records import national_record


async def status_of(
    engine: AsyncEngine, log: str, condition_type: int, condition: str
) -> FiledStatus | None:
    """Return the published filing of a domain (type 0) or of a certificate (types 1 to 12)."""
    if condition_type == 0:
        kind, value = DOMAIN, domain_key(condition)
    else:
        kind, value = CERTIFICATE, certificate_hash_of(condition_type, condition)
    question = (
        select(national_key.c.filing_number, national_key.c.site_name, national_key.c.site_number)
        .where(
            national_key.c.log == log,
            national_key.c.value == (value or ""),
            national_key.c.kind == kind,
        )
        .order_by(national_key.c.filing_number)
        .limit(1)
    )
    async with engine.connect() as connection:
        row = (await connection.execute(question)).first()
    return None if row is None else FiledStatus(row[0], row[1], row[2])


async def verifier_of(engine: AsyncEngine, log: str, filing_number: str) -> PasswordVerifier | None:
    """Return the verifier of a published filing, asked for by its number or a site's."""
    question = select(national_record.c.salt, national_record.c.sha256).where(
        national_record.c.log == log,
        national_record.c.filing_number == cast(subject_of(filing_number), Text),
    )
    async with engine.connect() as connection:
        row = (await connection.execute(question)).first()
    return None if row is None else PasswordVerifier(salt=row[0], sha256=row[1])
