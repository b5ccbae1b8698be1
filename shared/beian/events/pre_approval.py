"""Pre-approved and special content (前置审批、专项审批) of an application at its home bureau.

Stream: `preapproval-<application id>.<site, from 1>.<category>`: one for each site's category.
"""

from beian.events.base import Event, Ruled, event
from beian.records import BlobRef


@event("preapproval")
class SpecialContentDeclared(Event, frozen=True, kw_only=True):
    """An application says, or its reviewer saw, that a site has content that needs consent."""

    application_id: str
    site: str
    """Its name."""
    category: str
    """Of `regulations.pre_approval.Category`."""
    department: str
    submitted_on: str
    """YYYY-MM-DD: the consent must have been there."""
    declared_by: str
    """filing, or reviewer."""


@event(("preapproval", "filing", "app"))
class PreApprovalDocumentAttached(Event, frozen=True, kw_only=True):
    """The consent document of the department is attached: its number and its copy."""

    application_id: str
    category: str
    number: str
    documents: tuple[BlobRef, ...]
    """The copies; empty where the bureau took paper."""
    approved_on: str | None = None
    """YYYY-MM-DD, where it is known."""


@event(("preapproval", "app"))
class PreApprovalDocumentMissing(Ruled, frozen=True, kw_only=True):
    """No consent document that was there at submission: the application is not accepted."""

    application_id: str
    category: str
    due: str | None = None
    """The last day to deliver it, where the rules of that day allowed one."""


@event("preapproval")
class PreApprovalDocumentDelivered(Event, frozen=True, kw_only=True):
    """A missing document was handed in after the submission."""

    application_id: str
    category: str
    officer: str


@event("preapproval")
class PreApprovalDocumentOverdue(Ruled, frozen=True, kw_only=True):
    """The last day to deliver a missing document went by."""

    application_id: str
    category: str
    due: str


@event("preapproval")
class PreApprovalVerified(Ruled, frozen=True, kw_only=True):
    """The department found its document genuine."""

    application_id: str
    category: str
    department: str
    document_number: str
    approved_on: str | None
    officer: str
    text: str
    given_at: str
    """RFC 3339, +08:00."""


@event("preapproval")
class PreApprovalRejected(Ruled, frozen=True, kw_only=True):
    """The department found the document not genuine, or given only after the submission."""

    application_id: str
    category: str
    department: str
    document_number: str
    approved_on: str | None
    is_late: bool
    """The consent is genuine and came after the submission."""
    officer: str
    text: str
    given_at: str


@event("preapproval")
class PreApprovalDepartmentNotified(Ruled, frozen=True, kw_only=True):
    """The filing came into force, and the department was told."""

    application_id: str
    category: str
    department: str
    filing_number: str
    site_number: str


@event("preapprovalswitch")
class BulletinBoardFilingSwitched(Ruled, frozen=True, kw_only=True):
    """The bureau asks for the special filing of bulletin boards from now on, or no longer."""

    on: bool
    officer: str
