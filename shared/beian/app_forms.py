"""The form of an app as it is entered: what a request's body may say. PURE.

The same fields as `beian.records_apps`, as dataclasses, because a command is the body of a
request; `record_of` makes the record that events hold.
"""

from dataclasses import asdict, dataclass
from datetime import date

import msgspec

from beian.errors import Refusal
from beian.records_apps import FORM, AppForm
from beian.regulations.app_filing import CATEGORIES, SUFFIXES
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class Place:
    """An address."""

    province: int
    city: int | None = None
    county: int | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """The sponsor's certificate."""

    type: int
    number: str
    address: str


@dataclass(frozen=True, slots=True)
class Person:
    """A responsible person and how to reach them."""

    name: str | None = None
    office_phone: str | None = None
    mobile: str | None = None
    email: str | None = None
    certificate_type: int | None = None
    certificate_number: str | None = None


@dataclass(frozen=True, slots=True)
class Sponsor:
    """Identity data of a sponsor that is not filed yet."""

    name: str
    address: Place
    certificate: Proof
    responsible: Person
    kind: int | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """What is installed on one system."""

    platform: str
    name: str
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """A department's consent document."""

    category: str
    number: str
    issued_by: str
    issued_on: date


@dataclass(frozen=True, slots=True)
class Form:
    """Everything that is filed about one app: form app_v1."""

    kind: str
    name: str
    packages: tuple[Package, ...]
    responsible: Person
    form: str = FORM
    domains: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    approvals: tuple[Consent, ...] = ()
    commitment: str | None = None
    began_on: date | None = None
    subject_number: str | None = None
    subject: Sponsor | None = None


def record_of(form: Form) -> AppForm:
    """Return the form as events hold it."""
    plain = msgspec.to_builtins(asdict(form), str_keys=True)
    return msgspec.convert(plain, AppForm)


@enforces("A105-004")
def refuse_form(form: AppForm) -> Refusal | None:
    """Say what of a form is missing or cannot be, or None. Identity is another question."""
    if form.form != FORM:
        return Refusal(Reason.INVALID_FIELD, f"备案登记表的版本应为 {FORM}", "form", "A105-004")
    if form.kind not in SUFFIXES:
        return Refusal(
            Reason.INVALID_FIELD, "种类应为 app、mini_program、quick_app", "kind", "A105-004"
        )
    unknown = [one for one in form.categories if one not in CATEGORIES]
    if unknown:
        return Refusal(Reason.INVALID_FIELD, f"没有类别 {unknown[0]}", "categories", "A105-005")
    person = form.responsible
    empty = {
        "name": not form.name.strip(),
        "packages": not form.packages or not all(one.name.strip() for one in form.packages),
        "domains": not form.domains and not form.addresses,
        "responsible": not (person.name and (person.mobile or person.office_phone)),
        "commitment": not form.commitment,
    }
    missing = next((field for field, is_empty in empty.items() if is_empty), None)
    if missing is not None:
        return Refusal(Reason.INCOMPLETE, Reason.INCOMPLETE.text, missing, "A105-004")
    return None
