"""What can be asked of a commercial licence, and what its rules must know beforehand. PURE."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from beian.regulations.pre_approval import Category

PROVINCE: Final = "province"
CROSS_REGION: Final = "cross_region"


@dataclass(frozen=True, slots=True)
class Document:
    """A paper that comes with an application."""

    kind: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ApplyLicence:
    """A filed company asks for a licence."""

    filing_number: str
    company: str
    registration_province: str
    scope: str = PROVINCE
    services: tuple[Category, ...] = ()
    documents: tuple[Document, ...] = ()
    foreign_investment: bool = False
    ministry_consent: str | None = None


@dataclass(frozen=True, slots=True)
class DecideLicence:
    """The authority grants the licence, or refuses it with reasons."""

    granted: bool
    officer: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteDecisionOverdue:
    """The sixty days went by."""


@dataclass(frozen=True, slots=True)
class RegisterLicence:
    """The licensee registered the licence with the enterprise registry."""

    registered_on: date


@dataclass(frozen=True, slots=True)
class NoteConsent:
    """The ministry's consent to foreign investment is there."""

    reference: str


@dataclass(frozen=True, slots=True)
class NoteConverted:
    """The home bureau's record has the licence number now."""


@dataclass(frozen=True, slots=True)
class InspectDisplay:
    """The bureau looks at the home page of a licensed site."""

    shown_numbers: tuple[str, ...]
    """Filing and licence numbers that the page shows."""
    licence_page_shown: bool
    """A scan of the licence's main page (正页)."""
    annex_shown: bool
    """A scan of its annex (附页)."""
    officer: str


@dataclass(frozen=True, slots=True)
class RevokeLicence:
    """The authority revokes the licence."""

    reason: str
    officer: str
    registry_informed: bool = False


type LicenceCommand = (
    ApplyLicence
    | DecideLicence
    | NoteDecisionOverdue
    | RegisterLicence
    | NoteConsent
    | NoteConverted
    | InspectDisplay
    | RevokeLicence
)


@dataclass(frozen=True, slots=True)
class FiledSubject:
    """What the authority knows of the filing."""

    filing_number: str
    home_region: str
    is_individual: bool


@dataclass(frozen=True, slots=True)
class Context:
    """Who decides, when, and about whom."""

    authority: str
    """A region, or ministry."""
    today: date
    licence_id: str = ""
    order_id: str = ""
    """A fresh one."""
    filed: FiledSubject | None = None
    """None where nothing is filed, or no longer, under the number."""
