"""A finding (未备案网站) of the center: a site that nobody filed, and what its bureau made of it.

Stream `unfiledsite-<finding id>`. The center finds and follows; whose the site is and whether it
is filed after all, the bureau of the access says. FLOW-12. Rules: R14-026, O292-002, O33-002.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.unfiled_sites import (
    UnfiledSiteDetected,
    UnfiledSiteDismissed,
    UnfiledSiteDisposed,
    UnfiledSiteNoticeIssued,
    UnfiledSiteOverdue,
    UnfiledSiteStatusNoted,
)
from beian.regulations.addresses import from_dotted, is_usable
from beian.regulations.domains import host_key
from beian.regulations.reasons import Reason
from beian.regulations.regions import find_province
from beian.regulations.rules import enforces

DETECTED: Final = "detected"
NOTICED: Final = "noticed"
DISMISSED: Final = "dismissed"
OVERDUE: Final = "overdue"
DISPOSED: Final = "disposed"
_STEPS: Final[Mapping[str, int]] = {
    DETECTED: 0,
    NOTICED: 1,
    OVERDUE: 2,
    DISMISSED: 3,
    DISPOSED: 3,
}
"""Nothing that a bureau says leads back."""
_STATUS: Final[Mapping[type[Event], str]] = {
    UnfiledSiteNoticeIssued: NOTICED,
    UnfiledSiteOverdue: OVERDUE,
    UnfiledSiteDisposed: DISPOSED,
}
_DOMAIN_CHARACTERS: Final = range(4, 129)
"""What the interface's Ym can hold."""


@dataclass(frozen=True, slots=True)
class Detect:
    """Somebody saw a site that the register does not know."""

    finding_id: str
    domain: str
    address: str
    """Dotted."""
    region: str
    """Of the province that gives the access."""
    languages: tuple[int, ...]
    operator: int | None
    detected_on: date | None
    remark: str | None


@dataclass(frozen=True, slots=True)
class NoteStatus:
    """A bureau said what it did."""

    status: UnfiledSiteStatusNoted


type Said = (
    UnfiledSiteNoticeIssued | UnfiledSiteDismissed | UnfiledSiteOverdue | UnfiledSiteDisposed
)
"""What a bureau says of a finding."""

type FindingCommand = Detect | NoteStatus


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding and the last that was said of it."""

    found: UnfiledSiteDetected | None = None
    last: UnfiledSiteStatusNoted | None = None


def finding_stream(finding_id: str) -> str:
    """Return the stream of a finding."""
    return f"unfiledsite-{finding_id}"


@enforces("R14-026", "O292-002", "O33-002")
def decide(finding: Finding, command: FindingCommand, today: date) -> Decision:
    """Say what happens, or why nothing may."""
    match command:
        case Detect():
            return _detect(finding, command, today)
        case NoteStatus(status=status):
            return _note(finding, status)


def status_of(said: Said, region: str) -> UnfiledSiteStatusNoted:
    """Return what the bureau of a region said, as the center notes it."""
    if isinstance(said, UnfiledSiteDismissed):
        return UnfiledSiteStatusNoted(
            finding_id=said.finding_id, region=region, status=DISMISSED, reason=said.reason
        )
    answer = said if isinstance(said, UnfiledSiteDisposed) else None
    return UnfiledSiteStatusNoted(
        finding_id=said.finding_id,
        region=region,
        status=_STATUS[type(said)],
        isp_id=said.isp_id,
        record_id=said.record_id,
        due_on=said.due_on,
        result=answer.result if answer else None,
        opinion=answer.opinion if answer else None,
    )


def _detect(finding: Finding, command: Detect, today: date) -> Decision:
    if finding.found is not None:
        return []
    domain = host_key(command.domain.strip())
    if domain is None or len(domain) not in _DOMAIN_CHARACTERS:
        return Refusal(Reason.INVALID_FIELD, f"{command.domain}不是有效的域名", field="domain")
    address = from_dotted(command.address.strip())
    if address is None or not is_usable(address):
        return Refusal(Reason.INVALID_FIELD, f"{command.address}不是可用的地址", field="address")
    if find_province(command.region) is None:
        return Refusal(Reason.UNKNOWN_REGION, f"没有省份{command.region}", field="region")
    return [
        UnfiledSiteDetected(
            finding_id=command.finding_id,
            domain=domain,
            address=address,
            region=command.region,
            languages=command.languages,
            operator=command.operator,
            detected_on=(command.detected_on or today).isoformat(),
            remark=(command.remark or "").strip() or None,
        )
    ]


def _note(finding: Finding, status: UnfiledSiteStatusNoted) -> Decision:
    if finding.found is None:
        return Refusal(Reason.NOT_FOUND, "没有这一发现", field="finding_id")
    if finding.found.region != status.region:
        return Refusal(Reason.WRONG_BUREAU, f"not for {status.region} to say")
    before = finding.last.status if finding.last else DETECTED
    return [status] if _STEPS[status.status] > _STEPS[before] else []


def evolve(finding: Finding, event: Event) -> Finding:
    """Return the finding after `event`."""
    match event:
        case UnfiledSiteDetected():
            return Finding(event)
        case UnfiledSiteStatusNoted():
            return Finding(finding.found, event)
        case _:
            raise AssertionError(f"{type(event).__name__} says nothing of a finding")


FINDING: Final[Decider[Finding, FindingCommand, date]] = Decider(Finding(), decide, evolve)
