"""The commercial licence (经营许可证) of a filed subject, at a bureau or at the ministry. FLOW-11.

Streams: `licence-<region><year><serial>` of the filing at whoever decides it (a bureau, or the
ministry where the service crosses provinces); `foreigninvestment-<authority>.<key>` at the
ministry; the conversion itself stands in the filing's record at its home bureau.
"""

from beian.events.base import MINISTRY, Event, Ruled, event


class LicenceDocument(Event, frozen=True, kw_only=True):
    """A paper that came with an application for a licence."""

    kind: str
    """business_plan, security_measures, or consent."""
    name: str
    sha256: str
    """Of its copy."""


def _consent_is_missing(applied: "LicenceApplied") -> str | None:
    """Tell the ministry of foreign investment without its consent, where a bureau decides."""
    is_flagged = applied.foreign_investment and applied.ministry_consent is None
    return MINISTRY if is_flagged and applied.authority != MINISTRY else None


@event("licence", to=_consent_is_missing)
class LicenceApplied(Event, frozen=True, kw_only=True):
    """A filed company applied for a licence to the authority of its registered place."""

    licence_id: str
    authority: str
    """A region, or ministry."""
    filing_number: str
    home_region: str
    company: str
    registration_province: str
    scope: str
    """province, or cross_region."""
    services: tuple[str, ...]
    """Categories that need a department's consent (article 5)."""
    documents: tuple[LicenceDocument, ...]
    foreign_investment: bool
    ministry_consent: str | None
    """The reference of the ministry's consent to foreign investment or a listing."""
    applied_on: str
    decision_due: str
    """The last day to decide in time, YYYY-MM-DD."""


@event("licence")
class LicenceRefused(Ruled, frozen=True, kw_only=True):
    """The authority refused the licence, in writing and with reasons."""

    licence_id: str
    reasons: tuple[str, ...]
    """At least one."""
    missing: tuple[str, ...]
    """Kinds of documents that were not there."""
    officer: str
    decided_on: str


def _granted_to(granted: "LicenceGranted | LicenceNumberWithdrawn") -> str | None:
    """Say who hands the number on, where the filing lies with another bureau."""
    if granted.authority == MINISTRY:
        return granted.home_region
    return None if granted.authority == granted.home_region else MINISTRY


@event("licence", to=_granted_to)
class LicenceGranted(Ruled, frozen=True, kw_only=True):
    """The authority granted the licence."""

    licence_id: str
    authority: str
    filing_number: str
    home_region: str
    licence_number: str
    registry_registration_pending: bool
    """Until the licensee has registered the licence with the enterprise registry."""
    officer: str
    decided_on: str


@event("licence", to=_granted_to)
class LicenceNumberWithdrawn(Ruled, frozen=True, kw_only=True):
    """A revoked licence's number is no longer the filing's."""

    licence_id: str
    authority: str
    filing_number: str
    home_region: str
    licence_number: str
    officer: str


@event("licence")
class LicenceDecisionOverdue(Ruled, frozen=True, kw_only=True):
    """Sixty days went by without a decision. Changes nothing else."""

    licence_id: str
    decision_due: str


@event("licence")
class LicenceRegistered(Ruled, frozen=True, kw_only=True):
    """The licensee registered the licence with the enterprise registry."""

    licence_id: str
    registered_on: str


@event("licence")
class LicenceConsentNoted(Ruled, frozen=True, kw_only=True):
    """The ministry's consent came after the application."""

    licence_id: str
    reference: str


@event(("licence", "record"))
class FilingNumberConverted(Ruled, frozen=True, kw_only=True):
    """The licence number took the place of the filing number."""

    filing_number: str
    licence_number: str
    authority: str
    converted_on: str


@event("record")
class FilingNumberRestored(Ruled, frozen=True, kw_only=True):
    """The licence is revoked: its number is no longer the filing's."""

    filing_number: str
    licence_number: str
    restored_on: str


@event("licencenumber", to=lambda e: e.home_region)
class LicenceNumberForwarded(Event, frozen=True, kw_only=True):
    """The ministry passed on to the home bureau what another bureau decided of a licence."""

    licence_id: str
    authority: str
    filing_number: str
    home_region: str
    licence_number: str
    is_withdrawn: bool
    officer: str


@event("foreigninvestment")
class ForeignInvestmentFlagged(Ruled, frozen=True, kw_only=True):
    """A licence record has foreign investment and no consent of the ministry."""

    licence_id: str
    authority: str
    filing_number: str
    company: str


@event("foreigninvestment", to=lambda e: None if e.authority == MINISTRY else e.authority)
class ForeignInvestmentConsented(Ruled, frozen=True, kw_only=True):
    """The ministry consented to the foreign investment of a flagged licence record."""

    licence_id: str
    authority: str
    filing_number: str
    reference: str
    officer: str
