"""What a provider and its bureau do about an admission, and what is known of one. FLOW-01.

The rules: admission.py.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from beian.events.admissions import (
    CommissioningApplied,
    EvaluationNoted,
    FilingDepartmentRegistered,
    FilingOfficerChanged,
)
from beian.flows.lifecycle import START

FIRST_VERSION: Final = "3.0"
"""Of the interface, where nobody reported another."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a filing department."""

    post: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class RegisterDepartment:
    """Register the filing department of a provider."""

    isp_id: int
    name: str
    registered_region: str
    legal_representative: str
    head: Person
    staff: tuple[Person, ...]
    service_phone: str


@dataclass(frozen=True, slots=True)
class NoteEvaluation:
    """The ministry said that a system was evaluated."""

    evaluation: EvaluationNoted


@dataclass(frozen=True, slots=True)
class NoteSimulation:
    """The center said how its trials went."""

    isp_id: int
    status: str
    report_number: str | None = None


@dataclass(frozen=True, slots=True)
class ApplyCommissioning:
    """Apply for commissioning with the provincial system; each document by its number."""

    licence: str | None
    evaluation_report: str | None
    simulated_commissioning_report: str | None
    interface_version: str
    is_bought: bool = False
    purchase_contract: str | None = None
    software_version: str | None = None


@dataclass(frozen=True, slots=True)
class PassCommissioning:
    """The system was tried with the bureau's own and passed."""

    officer: str


@dataclass(frozen=True, slots=True)
class ReturnCommissioning:
    """The system was tried and did not pass."""

    officer: str
    text: str


@dataclass(frozen=True, slots=True)
class Admit:
    """Admit the system: from now on its submissions are accepted."""

    officer: str


@dataclass(frozen=True, slots=True)
class Close:
    """Close the interface for good."""

    officer: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReportUpgrade:
    """Another version is in use."""

    software_version: str
    interface_version: str
    upgraded_on: date


@dataclass(frozen=True, slots=True)
class ReportOfficer:
    """Another head, or other staff."""

    post: str
    name: str
    phone: str
    changed_on: date
    is_head: bool = True
    licence_authority_told: bool = False
    training_booked: bool = False


@dataclass(frozen=True, slots=True)
class AssessStaff:
    """The filing staff was assessed for a year."""

    year: int
    assessed: int
    quality_measured: bool
    rules_document: str


type AdmissionCommand = (
    RegisterDepartment
    | NoteEvaluation
    | NoteSimulation
    | ApplyCommissioning
    | PassCommissioning
    | ReturnCommissioning
    | Admit
    | Close
    | ReportUpgrade
    | ReportOfficer
    | AssessStaff
)


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rules must know beforehand."""

    today: date
    region: str
    """Of this bureau."""
    isp_id: int
    has_account: bool
    """Whether the interface has access data of the provider."""
    minimum_version: str
    """Of the interface, from today on."""


@dataclass(frozen=True, slots=True)
class Admission:
    """A provider's way to admission, and what it reported since."""

    phase: str = START
    department: FilingDepartmentRegistered | None = None
    evaluation: EvaluationNoted | None = None
    trials: tuple[str, ...] = ()
    """Statuses as the center told them, the last at the end."""
    trial_report: str | None = None
    application: CommissioningApplied | None = None
    software_version: str | None = None
    interface_version: str = FIRST_VERSION
    head_changes: tuple[FilingOfficerChanged, ...] = ()
    assessed_years: frozenset[int] = frozenset()
