"""What a website's home page must show, and what the bureau does where it does not.

Stream `homepage-<site number>`. An inspector says what was seen; the findings, the correction
demanded and the fine's range follow from the rules. Where the number stands: bottom center (A-06);
the link leads to the home bureau's system or the ministry's (A-05).

Rules: O292-013, O33-013, O33-014, R14-058, R14-059; fines O292-024, O33-029 (A-07).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, assert_never
from urllib.parse import urlsplit

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.home_pages import (
    HomePageCorrected,
    HomePageCorrectionDemanded,
    HomePageCorrectionOverdue,
    HomePageInspected,
)
from beian.regulations.numbers import (
    DISPLAY_CORRECTION_DAYS_MAX,
    LINK_MISSING_FINE_MAX,
    LINK_MISSING_FINE_MIN,
    NUMBER_MISSING_FINE_MAX,
    NUMBER_MISSING_FINE_MIN,
)
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

NUMBER_MISSING: Final = "number_missing"
WRONG_POSITION: Final = "wrong_position"
LINK_MISSING: Final = "link_missing"
CERTIFICATE_MISSING: Final = "certificate_missing"
CONTACT_MISSING: Final = "contact_missing"

NUMBER_NOT_SHOWN: Final = "number_not_shown"
LINK_OR_CERTIFICATE: Final = "link_or_certificate_missing"
CONTACT: Final = "contact_missing"


class Position(StrEnum):
    """Where on the page the number stands."""

    BOTTOM_CENTER = "bottom_center"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class InspectHomePage:
    """What an inspector saw on the home page."""

    site_number: str
    officer: str
    number_shown: str | None = None
    """As it stands there."""
    position: Position | None = None
    link: str | None = None
    """Where the link below the number leads."""
    phone_or_fax: bool = False
    email: bool = False
    postal_address: bool = False
    e_certificate: bool = False


@dataclass(frozen=True, slots=True)
class NoteCorrectionOverdue:
    """The last day went by."""


type HomePageCommand = InspectHomePage | NoteCorrectionOverdue


@dataclass(frozen=True, slots=True)
class Context:
    """What the rules must know."""

    today: date
    inspection_id: str
    is_filed: bool
    """Whether the number is one of a site filed at this bureau."""
    link_hosts: frozenset[str]
    """Hosts, with ports, to which the link may lead."""


@dataclass(frozen=True, slots=True)
class HomePage:
    """How a page was found last."""

    phase: str = ""
    """InOrder, Correcting, Overdue."""
    site_number: str = ""
    findings: tuple[str, ...] = ()
    due: str | None = None


@enforces("O292-013", "O33-013", "O33-014", "R14-058", "R14-059")
def findings_of(seen: InspectHomePage, link_hosts: frozenset[str]) -> Iterator[str]:
    """Yield what a page lacks."""
    if seen.number_shown is None or seen.number_shown.strip() != seen.site_number:
        yield NUMBER_MISSING
    elif seen.position is not Position.BOTTOM_CENTER:
        yield WRONG_POSITION
    if seen.link is None or urlsplit(seen.link).netloc not in link_hosts:
        yield LINK_MISSING
    if not seen.e_certificate:
        yield CERTIFICATE_MISSING
    contacts = (
        ("phone_or_fax", seen.phone_or_fax),
        ("email", seen.email),
        ("postal_address", seen.postal_address),
    )
    yield from (f"{CONTACT_MISSING}:{what}" for what, shown in contacts if not shown)


def decide(state: HomePage, command: HomePageCommand, context: Context) -> Decision:
    """Say what an inspection comes to."""
    match command:
        case InspectHomePage():
            return _inspect(state, command, context)
        case NoteCorrectionOverdue():
            return _note_overdue(state)
        case _:
            assert_never(command)


def _inspect(state: HomePage, seen: InspectHomePage, context: Context) -> Decision:
    if not context.is_filed:
        return Refusal(Reason.NOT_FOUND, "本局没有此网站备案号", "site_number")
    if not seen.officer:
        return Refusal(Reason.INCOMPLETE, "请填写检查人员", "officer", "O292-027")
    findings = tuple(findings_of(seen, context.link_hosts))
    inspected = HomePageInspected(
        inspection_id=context.inspection_id,
        site_number=seen.site_number,
        findings=findings,
        officer=seen.officer,
        inspected_on=context.today.isoformat(),
        rules=("O292-013", "O33-013", "R14-058", "R14-059"),
    )
    if findings:
        demanded = [_demanded(seen, context, *one) for one in _bases(findings)]
        return [inspected, *demanded]
    if state.due is None:
        return [inspected]
    corrected = HomePageCorrected(
        inspection_id=context.inspection_id, site_number=seen.site_number, rules=("O292-024",)
    )
    return [inspected, corrected]


type _Basis = tuple[str, tuple[str, ...], int | None, int | None, str]


@enforces("O292-024", "O33-029", "R14-059")
def _bases(findings: tuple[str, ...]) -> Iterator[_Basis]:
    """Yield each basis with its findings, the range of its fine and its rule."""
    number = tuple(one for one in findings if one in {NUMBER_MISSING, WRONG_POSITION})
    if number:
        yield (
            NUMBER_NOT_SHOWN,
            number,
            NUMBER_MISSING_FINE_MIN,
            NUMBER_MISSING_FINE_MAX,
            "O292-024",
        )
    link = tuple(one for one in findings if one in {LINK_MISSING, CERTIFICATE_MISSING})
    if link:
        yield LINK_OR_CERTIFICATE, link, LINK_MISSING_FINE_MIN, LINK_MISSING_FINE_MAX, "O33-029"
    contact = tuple(one for one in findings if one.startswith(CONTACT_MISSING))
    if contact:
        yield CONTACT, contact, None, None, "R14-059"


def _demanded(
    seen: InspectHomePage,
    context: Context,
    basis: str,
    findings: tuple[str, ...],
    fine_min: int | None,
    fine_max: int | None,
    rule: str,
) -> HomePageCorrectionDemanded:
    due = context.today + timedelta(days=DISPLAY_CORRECTION_DAYS_MAX)
    return HomePageCorrectionDemanded(
        inspection_id=context.inspection_id,
        site_number=seen.site_number,
        findings=findings,
        basis=basis,
        fine_min=fine_min,
        fine_max=fine_max,
        due=due.isoformat(),
        rules=(rule,),
    )


def _note_overdue(state: HomePage) -> Decision:
    if state.phase != "Correcting" or state.due is None:
        return []
    return [
        HomePageCorrectionOverdue(site_number=state.site_number, due=state.due, rules=("O292-013",))
    ]


def evolve(state: HomePage, event: Event) -> HomePage:
    """Return how a page stands after `event`."""
    match event:
        case HomePageInspected(site_number=number, findings=findings):
            phase = state.phase or "InOrder"
            return replace(state, phase=phase, site_number=number, findings=findings)
        case HomePageCorrectionDemanded(due=due):
            return replace(state, phase="Correcting", due=due)
        case HomePageCorrected():
            return replace(state, phase="InOrder", due=None)
        case HomePageCorrectionOverdue():
            return replace(state, phase="Overdue")
        case _:
            raise AssertionError(f"{type(event).__name__} says nothing of a home page")


HOME_PAGE: Final[Decider[HomePage, HomePageCommand, Context]] = Decider(HomePage(), decide, evolve)
