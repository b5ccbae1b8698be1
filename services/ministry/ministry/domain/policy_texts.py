"""The platform of published policies and the enquiry phones (政策发布、咨询电话).

Stream `policytext-<text id>`. Rules: R14-011, R14-164.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.policy_texts import PolicyPublished, PolicyWithdrawn
from beian.regulations.reasons import Reason
from beian.regulations.regions import find_province
from beian.regulations.rules import enforces

POLICY: Final = "policy"
PHONE: Final = "phone"
PUBLISHED: Final = "Published"
WITHDRAWN: Final = "Withdrawn"
_TEXT_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_PHONE: Final = re.compile(r"[0-9]{3,4}-[0-9]{5,8}")


@dataclass(frozen=True, slots=True)
class PublishPolicy:
    """Publish a text, or a bureau's enquiry phone, or either in a new wording."""

    text_id: str
    title: str
    text: str
    effective_on: date
    officer: str
    kind: str = POLICY
    document_number: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class WithdrawPolicy:
    """Take a text off the platform."""

    reason: str
    officer: str


type PolicyCommand = PublishPolicy | WithdrawPolicy


@dataclass(frozen=True, slots=True)
class PolicyText:
    """A text as it stands."""

    phase: str = ""
    published: PolicyPublished | None = None


@enforces("R14-011", "R14-164")
def decide(state: PolicyText, command: PolicyCommand, _context: object = None) -> Decision:
    """Publish what is new or changed; withdraw what stands."""
    if isinstance(command, WithdrawPolicy):
        if state.phase != PUBLISHED or state.published is None:
            return Refusal(Reason.WRONG_STATE, Reason.WRONG_STATE.text)
        text_id = state.published.text_id
        withdrawn = PolicyWithdrawn(text_id=text_id, reason=command.reason, officer=command.officer)
        return [withdrawn]
    refusal = _refuse(command)
    if refusal is not None:
        return refusal
    published = PolicyPublished(
        text_id=command.text_id,
        kind=command.kind,
        title=command.title,
        document_number=command.document_number,
        text=command.text,
        region=command.region,
        effective_on=command.effective_on.isoformat(),
        officer=command.officer,
        rules=("R14-164",) if command.kind == PHONE else ("R14-011",),
    )
    is_same = state.phase == PUBLISHED and state.published == published
    return [] if is_same else [published]


def _refuse(command: PublishPolicy) -> Refusal | None:
    if not _TEXT_ID.fullmatch(command.text_id):
        return Refusal(Reason.INVALID_FIELD, Reason.INVALID_FIELD.text, "text_id", "R14-011")
    if not command.title.strip() or not command.text.strip():
        return Refusal(Reason.INCOMPLETE, Reason.INCOMPLETE.text, "title", "R14-011")
    match command.kind:
        case "policy":
            return None
        case "phone" if find_province(command.region or "") and _PHONE.fullmatch(command.text):
            return None
        case _:
            return Refusal(Reason.INVALID_FIELD, "应为政策，或某一管局的电话", "kind", "R14-164")


def evolve(_state: PolicyText, event: Event) -> PolicyText:
    """Return the text after `event`."""
    match event:
        case PolicyPublished():
            return PolicyText(PUBLISHED, event)
        case PolicyWithdrawn():
            return PolicyText(WITHDRAWN)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a policy text")


POLICIES: Final[Decider[PolicyText, PolicyCommand, object]] = Decider(PolicyText(), decide, evolve)
