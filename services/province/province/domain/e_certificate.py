"""What an e-certificate (备案电子验证标识) says; the edge signs it.

An X.509 certificate of the bureau's own authority, so that anybody can verify it offline. It
says in its subject that it is simulated: it proves nothing in the real world.

Rules: O33-011, O33-014, R14-101. Reading A-04.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from beian.records import ECertificate, Filing
from beian.regulations.deadlines import add_months
from beian.regulations.domains import domain_key
from beian.regulations.numbers import E_CERTIFICATE_YEARS
from beian.regulations.rules import enforces

SIMULATED: Final = "SIMULATED 模拟"
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class CertificateContent:
    """What is signed."""

    serial: int
    """The subject's id of the bureau: unique in the nation."""
    filing_number: str
    bureau: str
    names: tuple[str, ...]
    """The filing's domains in normal form, or IPv4 literals."""
    issued: datetime
    expires: datetime


@enforces("O33-011", "O33-014", "R14-101")
def content_of(filing: Filing, bureau: str, issued: datetime) -> CertificateContent:
    """Return the content of the certificate of an issued filing."""
    subject = filing.subject
    assert subject.subject_id is not None, "only an issued filing has an e-certificate"
    assert subject.filing_number is not None, "only an issued filing has an e-certificate"
    names = (domain_key(domain.name) for site in filing.sites for domain in site.domains)
    last = add_months(issued.date(), E_CERTIFICATE_YEARS * _MONTHS)
    return CertificateContent(
        serial=subject.subject_id,
        filing_number=subject.filing_number,
        bureau=bureau,
        names=tuple(dict.fromkeys(name for name in names if name is not None)),
        issued=issued.replace(microsecond=0),
        expires=datetime.combine(last, issued.replace(microsecond=0).timetz()),
    )


def e_certificate(content: CertificateContent, api_url: str) -> ECertificate:
    """Return what the enterprise learns of a certificate: serial, where it lies, until when."""
    serial = str(content.serial)
    return ECertificate(
        serial=serial,
        path=f"{api_url}/certificates/{serial}.pem",
        valid_until=content.expires.date().isoformat(),
    )
