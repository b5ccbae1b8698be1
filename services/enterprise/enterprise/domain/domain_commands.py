"""What is asked of a domain at its unit, and what is reported of it. Commands alone.

domain_control.py decides them.
"""

from dataclasses import dataclass
from datetime import date

from beian.records import Finding
from beian.records_domains import DomainParty, DomainReport


@dataclass(frozen=True, slots=True)
class Party:
    """Registrant (Zcr), administrator (Gly) or payer (Jfr) of a domain."""

    name: str | None = None
    organization: str | None = None
    address: str | None = None
    province: int | None = None
    city: int | None = None
    email: str | None = None
    phone: str | None = None

    def record(self) -> DomainParty:
        return DomainParty(
            name=self.name,
            organization=self.organization,
            address=self.address,
            province=self.province,
            city=self.city,
            email=self.email,
            phone=self.phone,
        )


@dataclass(frozen=True, slots=True)
class DomainData:
    """What is reported of a domain (YM/XZBA)."""

    type: int
    """Ymlx."""
    registered_on: date
    valid_until: date
    registrar: str
    name_servers: str
    registrant: Party
    administrator: Party
    payer: Party = Party()

    def report(self, domain: str) -> DomainReport:
        return DomainReport(
            name=domain,
            type=self.type,
            registered_on=self.registered_on.isoformat(),
            registrant=self.registrant.record(),
            administrator=self.administrator.record(),
            payer=self.payer.record(),
            registrar=self.registrar,
            name_servers=self.name_servers,
            valid_until=self.valid_until.isoformat(),
        )


@dataclass(frozen=True, slots=True)
class RegisterDomain:
    """Register a domain for a customer."""

    domain: str
    data: DomainData


@dataclass(frozen=True, slots=True)
class ReportDomain:
    """Let the domain's data go to the ministry by the next file."""


@dataclass(frozen=True, slots=True)
class ChangeDomainData:
    """Note that registration or contact data changed: they are reported by the next file."""

    data: DomainData


@dataclass(frozen=True, slots=True)
class ReceiveReport:
    """Take what the ministry answered to a report."""

    record_id: int | None
    findings: tuple[Finding, ...] = ()
    """Of a report that was not taken."""


@dataclass(frozen=True, slots=True)
class NoteChangeOverdue:
    """The last day for a change went by."""


@dataclass(frozen=True, slots=True)
class RequestResolution:
    """Ask for the domain's resolution."""


@dataclass(frozen=True, slots=True)
class RequestRedirect:
    """Ask that the domain redirect, by way of several hops perhaps."""

    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarkUntrue:
    """The registration data are untrue, inaccurate or incomplete."""

    detail: str


@dataclass(frozen=True, slots=True)
class CloseDomain:
    """Carry out an authority's decision to close the domain."""

    order_id: str
    region: str


type DomainCommand = (
    RegisterDomain
    | ReportDomain
    | ChangeDomainData
    | ReceiveReport
    | NoteChangeOverdue
    | RequestResolution
    | RequestRedirect
    | MarkUntrue
    | CloseDomain
)
