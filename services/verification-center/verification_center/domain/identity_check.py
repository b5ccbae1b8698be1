"""The identity check (身份信息核查) of an issued filing: who it names, and what the registry says.

Compares subject, subject person and site persons with the authoritative sources, for which a
registry of made-up persons and units stands (authority.py). Every issued filing is checked,
once. What follows from a mismatch is the bureau's to decide.

Flow: FLOW-16 step 5. Rules: M64-011, M64-027.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.checking import IdentityDataChecked, PersonChecked
from beian.events.filing import FilingRecordReported
from beian.identifiers import StreamName, stream_name
from beian.records import Filing, ResponsiblePerson
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from beian.regulations.unique_keys import certificate_hash_of

MATCH: Final = "match"
MISMATCH: Final = "mismatch"
NOT_FOUND: Final = "not_found"


def check_stream(application_id: str) -> StreamName:
    return stream_name("check", application_id)


@dataclass(frozen=True, slots=True)
class CheckFiling:
    """A home bureau reported an issued filing."""

    report: FilingRecordReported
    sent_by: str | None
    """The region whose bureau sent it; None if no bureau did."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the registry says of the identities named in the filing."""

    names: Mapping[str, str]
    """Entry id -> name; ids of no entry are not in it."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody a filing names, as it names them."""

    whose: str
    name: str | None
    entry_id: str | None
    """Of the registry; None where type or number of the certificate is missing."""


@dataclass(frozen=True, slots=True)
class NotChecked:
    pass


@dataclass(frozen=True, slots=True)
class Checked:
    result: str


type Check = NotChecked | Checked


def identities_of(filing: Filing) -> tuple[Identity, ...]:
    """Return whom a filing names: the subject, its responsible person, each site's."""
    return tuple(_identities(filing))


def _identities(filing: Filing) -> Iterator[Identity]:
    subject = filing.subject
    entry = certificate_hash_of(subject.certificate.type, subject.certificate.number)
    yield Identity("subject", subject.name, entry)
    yield _person("subject_person", subject.responsible)
    for number, site in enumerate(filing.sites, start=1):
        yield _person(f"site_person {site.filing_number or number}", site.responsible)


def _person(whose: str, person: ResponsiblePerson) -> Identity:
    entry = None
    if person.certificate_type is not None and person.certificate_number is not None:
        entry = certificate_hash_of(person.certificate_type, person.certificate_number)
    return Identity(whose, person.name, entry)


def decide(state: Check, command: CheckFiling, context: Context) -> Decision:
    """Check a filing, or say why not. A repeated report adds nothing."""
    report = command.report
    if command.sent_by != report.home_region:
        return Refusal(Reason.WRONG_BUREAU, f"not for {command.sent_by} to report")
    match state:
        case Checked():
            return []
        case NotChecked() if report.cancelled:
            return []  # it names nobody new
        case NotChecked():
            return [_checked(report, context)]


@enforces("M64-011", "M64-027")
def _checked(report: FilingRecordReported, context: Context) -> IdentityDataChecked:
    persons = tuple(_compared(identity, context.names) for identity in identities_of(report.filing))
    matches = all(person.result == MATCH for person in persons)
    return IdentityDataChecked(
        application_id=report.application_id,
        filing_number=report.filing_number,
        home_region=report.home_region,
        isp_id=report.isp_id,
        result=MATCH if matches else MISMATCH,
        persons=persons,
    )


def _compared(identity: Identity, names: Mapping[str, str]) -> PersonChecked:
    """Compare one identity. Somebody the registry does not know is no match either."""
    registered = names.get(identity.entry_id) if identity.entry_id else None
    if registered is None:
        return PersonChecked(whose=identity.whose, result=NOT_FOUND, fields=("certificate_number",))
    if identity.name is None or identity.name.strip() != registered:
        return PersonChecked(whose=identity.whose, result=MISMATCH, fields=("name",))
    return PersonChecked(whose=identity.whose, result=MATCH, fields=())


def evolve(_state: Check, event: Event) -> Check:
    """Return the check after `event`."""
    match event:
        case IdentityDataChecked(result=result):
            return Checked(result)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a check")


IDENTITY_CHECK: Decider[Check, CheckFiling, Context] = Decider(NotChecked(), decide, evolve)
