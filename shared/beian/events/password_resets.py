"""A filing password is lost: recovered on a home page, or reset by the bureau. FLOW-18.

Streams: `passwordrecovery-<id>` and `passwordreset-<id>` in the log of each actor that has a part
in it, `resetreport-<id>` for a provider's report of several, `filingpassword-<filing number>` at
the ministry. Passwords stand nowhere here: a verifier is all that is left of one.
"""

from beian.events.base import ALL, MINISTRY, Event, Ruled, event
from beian.records import PasswordVerifier


@event("passwordrecovery", to=lambda e: e.region)
class PasswordRecoveryRequested(Event, frozen=True, kw_only=True):
    """A sponsor asked on a home page for a new password, sent to the contact that is filed."""

    recovery_id: str
    region: str
    """Of the bureau that issued the number."""
    filing_number: str
    certificate: str
    """SHA-256 of the sponsor's certificate, as in UniqueKey."""
    channel: str
    """sms, or email."""
    contact: str
    """SHA-256 of the number or address, which must be the one that is filed."""


@event("passwordrecovery", to=MINISTRY)
class PasswordRecoveryAnswered(Ruled, frozen=True, kw_only=True):
    """The home bureau compared what the sponsor said with the filing."""

    recovery_id: str
    filing_number: str
    is_recovered: bool
    """A new password went to the filed contact."""


@event("passwordrecovery")
class PasswordRecovered(Ruled, frozen=True, kw_only=True):
    """The sponsor has a password again, without a reset."""

    recovery_id: str
    filing_number: str


@event("passwordrecovery")
class PasswordRecoveryRefused(Ruled, frozen=True, kw_only=True):
    """What was said is not what is filed: no password was sent."""

    recovery_id: str
    filing_number: str


@event("record", to=MINISTRY)
class FilingPasswordRenewed(Ruled, frozen=True, kw_only=True):
    """The filing has a new password; only its verifier stands here."""

    filing_number: str
    verifier: PasswordVerifier
    of: str
    """The recovery or reset that brought it."""


@event("filingpassword", to=ALL)
class FilingPasswordSynchronized(Event, frozen=True, kw_only=True):
    """The ministry stored a filing's new verifier: every bureau checks passwords by it."""

    filing_number: str
    verifier: PasswordVerifier


@event("national")
class NationalPasswordNoted(Event, frozen=True, kw_only=True):
    """The bureau noted a filing's new verifier."""

    filing_number: str
    verifier: PasswordVerifier


class UnitProof(Event, frozen=True, kw_only=True):
    """What the qualification proof of the unit says."""

    certificate_number: str
    address: str
    responsible_name: str


class PersonProof(Event, frozen=True, kw_only=True):
    """What a responsible person says of itself."""

    phone: str
    certificate_number: str


@event("passwordreset")
class PasswordResetRequested(Event, frozen=True, kw_only=True):
    """A sponsor asked its provider to have the password reset, and brought the material."""

    reset_id: str
    filing_number: str
    unit: UnitProof | None
    subject_person: PersonProof | None
    site_person: PersonProof | None


@event("passwordreset")
class PasswordResetVerified(Event, frozen=True, kw_only=True):
    """The material agrees with the filing; it is kept."""

    reset_id: str


@event("passwordreset")
class PasswordResetRejected(Ruled, frozen=True, kw_only=True):
    """The material went back to the sponsor, or the report to the provider."""

    reset_id: str
    reasons: tuple[str, ...]
    """Names of `Reason`."""
    fields: tuple[str, ...]
    """What is missing or differs."""


class ResetReport(Event, frozen=True, kw_only=True):
    """A provider's report to the bureau: one for several filing numbers."""

    document_number: str
    is_sealed: bool
    by_fax: bool
    contact_name: str
    contact_phones: str
    contact_email: str
    """Where the new passwords go."""


@event("resetreport")
class ResetReportSent(Event, frozen=True, kw_only=True):
    """The provider sent one report for several verified requests."""

    report: ResetReport
    reset_ids: tuple[str, ...]


@event("passwordreset", to=lambda e: e.region)
class PasswordResetSubmitted(Event, frozen=True, kw_only=True):
    """A verified request went to the bureau that issued the number."""

    reset_id: str
    isp_id: int
    region: str
    filing_number: str
    report: ResetReport


@event("passwordreset", to=lambda e: str(e.isp_id))
class PasswordResetFaxReceived(Event, frozen=True, kw_only=True):
    """The report came by fax: the count begins, and the original follows."""

    reset_id: str
    isp_id: int
    reset_due: str
    due_assumed: bool
    original_due: str


@event("passwordreset", to=lambda e: str(e.isp_id))
class PasswordResetOriginalReceived(Event, frozen=True, kw_only=True):
    """The original of the report came."""

    reset_id: str
    isp_id: int
    reset_due: str | None
    """Where it begins the count; None after a fax."""
    due_assumed: bool = False


@event("passwordreset")
class PasswordResetReceiptConfirmed(Event, frozen=True, kw_only=True):
    """The provider made sure that the bureau holds the report."""

    reset_id: str


@event("passwordreset")
class PasswordReset(Ruled, frozen=True, kw_only=True):
    """The bureau set a new password."""

    reset_id: str
    filing_number: str
    officer: str


@event("passwordreset", to=lambda e: str(e.isp_id))
class PasswordResetDelivered(Event, frozen=True, kw_only=True):
    """The new password went to the provider by the e-mail of its report."""

    reset_id: str
    isp_id: int


@event("passwordreset", to=lambda e: str(e.isp_id))
class PasswordResetReturned(Event, frozen=True, kw_only=True):
    """The bureau told the provider that it resets nothing."""

    reset_id: str
    isp_id: int
    reasons: tuple[str, ...]
    text: str


@event("passwordreset")
class PasswordResetAnswerReceived(Event, frozen=True, kw_only=True):
    """The provider heard what the bureau did."""

    reset_id: str
    is_reset: bool
    reasons: tuple[str, ...]
    text: str | None


@event("passwordreset")
class PasswordResetOverdue(Ruled, frozen=True, kw_only=True):
    """Ten working days went by without a new password. Changes nothing else."""

    reset_id: str
    reset_due: str


@event("passwordreset")
class ResetOriginalAwaited(Event, frozen=True, kw_only=True):
    """The password is delivered upon a fax; the original is still to come."""

    reset_id: str
    original_due: str


@event("passwordreset")
class PasswordResetClosed(Event, frozen=True, kw_only=True):
    """The password is delivered and the original was there already."""

    reset_id: str


@event("passwordreset")
class PasswordResetOriginalOverdue(Ruled, frozen=True, kw_only=True):
    """No original within one month: no further faxes from that provider until it comes."""

    reset_id: str
    isp_id: int
    original_due: str
