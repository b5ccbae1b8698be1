"""How an enterprise system comes to report: evaluated, commissioned, admitted, kept up. FLOW-01.

Streams: `evaluation-<id>` and `interfacerequirement-v3` at the ministry, `commissioning-<isp id>`
at the verification center, `admission-<isp id>` and `interfacerequirement-v3` at the bureau of the
provider's registered place. What an enterprise system tells its bureau is an act of the bureau's.
"""

from beian.events.base import ALL, Event, Ruled, event


class NamedPerson(Event, frozen=True, kw_only=True):
    """Somebody of a provider's filing department."""

    post: str
    name: str
    phone: str


@event("admission")
class FilingDepartmentRegistered(Ruled, frozen=True, kw_only=True):
    """A provider registered its filing department, with heads, posts and service phone."""

    isp_id: int
    name: str
    registered_region: str
    """Of the provider's registered place."""
    legal_representative: str
    """First responsible."""
    head: NamedPerson
    """Of the department, directly responsible."""
    staff: tuple[NamedPerson, ...]
    """Dedicated posts."""
    service_phone: str


@event("evaluation", to=ALL)
class EnterpriseSystemEvaluated(Ruled, frozen=True, kw_only=True):
    """A designated body's report on the functions of an enterprise system was registered."""

    evaluation_id: str
    isp_id: int
    region: str
    """Of the provider's bureau."""
    body: str
    report_number: str
    software_version: str
    interface_version: str


@event(("commissioning", "admission"))
class EvaluationNoted(Event, frozen=True, kw_only=True):
    """The evaluation of an enterprise system was noted."""

    isp_id: int
    evaluation_id: str
    report_number: str
    software_version: str
    interface_version: str


@event("commissioning", to=lambda e: e.region)
class SimulatedCommissioningStarted(Ruled, frozen=True, kw_only=True):
    """An evaluated system began to be tried against the simulated systems."""

    isp_id: int
    region: str
    run: int
    """Which attempt, from 1."""


@event("commissioning")
class TrialSubmissionTaken(Event, frozen=True, kw_only=True):
    """The simulated provincial system took a file: nothing of it enters a production stream."""

    isp_id: int
    run: int
    sha256: str
    """Of the file."""
    code: int
    """What the file is answered: 0, or a code of the interface."""
    operations: tuple[str, ...]
    records: int
    detail: str | None


@event("commissioning", to=lambda e: e.region)
class SimulatedCommissioningPassed(Ruled, frozen=True, kw_only=True):
    """Every test case was taken: the center's report says so."""

    isp_id: int
    region: str
    run: int
    report_number: str


@event("commissioning", to=lambda e: e.region)
class SimulatedCommissioningFailed(Ruled, frozen=True, kw_only=True):
    """Test cases are missing, or their files were refused."""

    isp_id: int
    region: str
    run: int
    missing: tuple[str, ...]
    """Operations without a file that was taken."""


@event("commissioning", to=lambda e: e.region)
class BoughtSystemAccepted(Ruled, frozen=True, kw_only=True):
    """Of a bought system, copies of the product's two reports stand for the trials."""

    isp_id: int
    region: str
    product: str
    evaluation_report: str
    commissioning_report: str


@event("admission")
class SimulatedCommissioningNoted(Event, frozen=True, kw_only=True):
    """The bureau noted how the center's trials went."""

    isp_id: int
    status: str
    """started, failed, passed, or bought."""
    report_number: str | None


@event("admission")
class CommissioningApplied(Ruled, frozen=True, kw_only=True):
    """A provider applied for commissioning with the provincial system."""

    isp_id: int
    licence: str | None
    evaluation_report: str | None
    simulated_commissioning_report: str | None
    is_bought: bool
    purchase_contract: str | None
    software_version: str | None
    interface_version: str


@event("admission")
class CommissioningReturned(Ruled, frozen=True, kw_only=True):
    """The application went back: it names what is missing."""

    isp_id: int
    missing: tuple[str, ...]
    text: str


@event("admission")
class CommissioningPassed(Ruled, frozen=True, kw_only=True):
    """The bureau of the registered place tried the system with its own, and it passed."""

    isp_id: int
    region: str
    officer: str
    software_version: str | None
    interface_version: str


@event("admission")
class AdmissionGranted(Ruled, frozen=True, kw_only=True):
    """The bureau decided to admit the system; with it go its access data to the directory."""

    isp_id: int
    officer: str


@event(("admission", "providerexit"))
class InterfaceClosed(Ruled, frozen=True, kw_only=True):
    """The bureau closed a provider's reporting interface for good."""

    isp_id: int
    officer: str
    reason: str


@event("admission")
class EnterpriseSystemUpgraded(Ruled, frozen=True, kw_only=True):
    """A provider reported that a new version is in use."""

    isp_id: int
    software_version: str
    interface_version: str
    upgraded_on: str


@event("admission")
class FilingOfficerChanged(Ruled, frozen=True, kw_only=True):
    """A provider reported another head, or other staff, of its filing department."""

    isp_id: int
    post: str
    name: str
    phone: str
    is_head: bool
    changed_on: str
    reported_on: str
    due: str
    """The last day in time."""
    is_late: bool
    licence_authority_told: bool
    training_booked: bool


@event("admission")
class FilingStaffAssessed(Ruled, frozen=True, kw_only=True):
    """A provider assessed its filing staff for a year."""

    isp_id: int
    year: int
    assessed: int
    """Persons."""
    quality_measured: bool
    """Whether daily filing quality was a main measure."""
    rules_document: str
    """The provider's own rules by which it assessed."""


@event("interfacerequirement", to=ALL)
class InterfaceRequirementPublished(Ruled, frozen=True, kw_only=True):
    """The ministry published which version of the interface is the least."""

    minimum_version: str
    effective_on: str
    text: str


@event("interfacerequirement")
class InterfaceRequirementNoted(Event, frozen=True, kw_only=True):
    """The bureau noted the least version: whoever is below it is refused from that day on."""

    minimum_version: str
    effective_on: str
