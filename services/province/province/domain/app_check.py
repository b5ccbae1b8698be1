"""The automatic check of an app's filing at the bureau of who sends it. PURE.

Rules: A105-003 to A105-005, A105-016. What only the nation knows (is the domain reported, is the
app filed already) the ministry finds out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from beian.app_forms import refuse_form
from beian.records import Subject, UniqueKey
from beian.records_apps import AppForm
from beian.regulations.addresses import Range, from_dotted, range_of
from beian.regulations.app_filing import unapproved
from beian.regulations.certificates import is_personal
from beian.regulations.domains import domain_key
from beian.regulations.filing_numbers import parse_filing_number
from beian.regulations.reasons import Reason
from beian.regulations.regions import find_province
from beian.regulations.rules import enforces
from beian.regulations.unique_keys import CERTIFICATE, certificate_hash

APP_KEY = "app"
"""Kind of the key that a package is: installed under one name in the nation."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the bureau knows of what the form names."""

    subject_is_filed: bool = False
    """The subject number stands in the national register and is in force."""
    unreported: tuple[str, ...] = ()
    """Addresses of the form that nobody reported."""


@dataclass(frozen=True, slots=True)
class Defect:
    """What is wrong, and the rule that says so."""

    reason: Reason
    rule: str
    what: str


def defects_of(form: AppForm, known: Known) -> tuple[Defect, ...]:
    """Return everything that is wrong with a form, none for one that can go on."""
    return tuple(_defects(form, known))


def _defects(form: AppForm, known: Known) -> Iterator[Defect]:
    refusal = refuse_form(form)
    if refusal is not None:
        yield Defect(refusal.reason, refusal.rule or "A105-004", refusal.field or "")
    yield from _of_identity(form, known)
    yield from _of_resources(form, known)
    consents = [one.category for one in form.approvals if one.number.strip()]
    for category in unapproved(form.categories, consents):
        yield Defect(Reason.PREAPPROVAL_MISSING, "A105-005", category)


@enforces("A105-016")
def _of_identity(form: AppForm, known: Known) -> Iterator[Defect]:
    """A subject that is filed already enters no identity data; any other must."""
    if form.subject is not None:
        if form.subject_number is not None:
            yield Defect(Reason.INVALID_FIELD, "A105-016", "subject")
        if not is_complete(form.subject):
            yield Defect(Reason.INCOMPLETE, "A105-016", "subject")
        return
    if form.subject_number is None or not known.subject_is_filed:
        yield Defect(Reason.INCOMPLETE, "A105-016", "subject")


def is_complete(subject: Subject) -> bool:
    """Say whether a sponsor's identity data say who and where it is."""
    person = subject.responsible
    reachable = person.mobile or person.office_phone
    named = is_personal(subject.certificate.type) or person.name
    return bool(
        subject.name.strip()
        and subject.certificate.number.strip()
        and find_province(subject.address.province)
        and reachable
        and named
    )


@enforces("A105-003")
def _of_resources(form: AppForm, known: Known) -> Iterator[Defect]:
    for name in form.domains:
        if domain_key(name) is None:
            yield Defect(Reason.INVALID_FIELD, "A105-003", name)
    for text in form.addresses:
        if range_in(text) is None:
            yield Defect(Reason.INVALID_FIELD, "A105-003", text)
        elif text in known.unreported:
            yield Defect(Reason.ADDRESS_NOT_REPORTED, "A105-003", text)


def range_in(text: str) -> Range | None:
    """Return the range of a CIDR block or of a single address, or None."""
    address = from_dotted(text)
    if address is not None:
        return Range(address, address)
    try:
        return range_of(text)
    except ValueError:
        return None


def home_of(form: AppForm) -> str | None:
    """Return the region of the bureau that decides: where the sponsor lives or is filed."""
    if form.subject is not None:
        province = find_province(form.subject.address.province)
        return None if province is None else province.code
    parts = parse_filing_number(form.subject_number or "")
    return None if parts is None else parts.region


def keys_of(form: AppForm) -> tuple[UniqueKey, ...]:
    """Return what only one app may be installed as, each once."""
    found = {f"{form.kind}:{one.platform}:{one.name}".lower(): one.name for one in form.packages}
    return tuple(
        UniqueKey(kind=APP_KEY, value=value, site=form.name, shown=name)
        for value, name in found.items()
    )


def certificate_of(form: AppForm) -> UniqueKey | None:
    """Return the key that the sponsor's certificate is, where identity was entered."""
    if form.subject is None:
        return None
    return UniqueKey(kind=CERTIFICATE, value=certificate_hash(form.subject.certificate))
