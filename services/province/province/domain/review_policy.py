"""How a bureau's review decides where no person does (审核策略): manual, approve, refuse, rules.

Stream `policy-review`. A tester sets the policy at the ministry; the bureau adopts it, so that
a replay knows which one was in force. Without one, people review.

Rules: M64-026, R14-092, R14-094.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import msgspec

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.providers import ReviewPolicyAdopted, ReviewRule
from beian.patterns import NotAPattern, is_found
from beian.records import Filing
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

STREAM: Final = "policy-review"

MANUAL: Final = "manual"
APPROVE: Final = "approve"
REFUSE: Final = "refuse"
RULES: Final = "rules"
POLICIES: Final = frozenset({MANUAL, APPROVE, REFUSE, RULES})

APPROVED_TEXT: Final = "审核通过（模拟环境自动审核）"
REFUSED_TEXT: Final = "审核拒绝（模拟环境自动审核）"


@dataclass(frozen=True, slots=True)
class AdoptPolicy:
    """Review by this policy from now on."""

    policy: str
    rules: tuple[ReviewRule, ...] = ()
    opinion: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """The policy in force."""

    name: str = MANUAL
    rules: tuple[ReviewRule, ...] = ()
    opinion: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a policy says to a filing."""

    approved: bool
    text: str
    """Shyj: read by the enterprise and the sponsor."""


def decide(policy: Policy, command: AdoptPolicy, _context: None = None) -> Decision:
    """Adopt a policy; the one already in force adds nothing."""
    if command.policy not in POLICIES:
        return Refusal(Reason.UNKNOWN_POLICY, Reason.UNKNOWN_POLICY.text, field="policy")
    if Policy(command.policy, command.rules, command.opinion) == policy:
        return []
    return [
        ReviewPolicyAdopted(policy=command.policy, rules=command.rules, opinion=command.opinion)
    ]


def evolve(_policy: Policy, event: Event) -> Policy:
    """Return the policy after `event`."""
    assert isinstance(event, ReviewPolicyAdopted), f"{type(event).__name__} sets no policy"
    return Policy(event.policy, event.rules, event.opinion)


POLICY: Decider[Policy, AdoptPolicy, None] = Decider(initial=Policy(), decide=decide, evolve=evolve)


@enforces("M64-026", "R14-092", "R14-094")
def judge(policy: Policy, filing: Filing) -> Verdict | None:
    """Return what the policy says to a filing, or None: a person decides.

    Of rules the first that matches decides. A rule whose pattern or field cannot be read
    matches nothing, so that a mistake in it never approves.
    """
    match policy.name:
        case "approve":
            return Verdict(approved=True, text=policy.opinion or APPROVED_TEXT)
        case "refuse":
            return Verdict(approved=False, text=policy.opinion or REFUSED_TEXT)
        case "rules":
            return _by_rules(policy, filing)
        case _:
            return None


def _by_rules(policy: Policy, filing: Filing) -> Verdict | None:
    for rule in policy.rules:
        if _matches(rule, filing):
            approved = rule.decision == APPROVE
            default = APPROVED_TEXT if approved else REFUSED_TEXT
            return Verdict(approved=approved, text=rule.opinion or policy.opinion or default)
    return None


def _matches(rule: ReviewRule, filing: Filing) -> bool:
    try:
        return any(is_found(rule.pattern, text) for text in _texts(filing, rule.field.split(".")))
    except NotAPattern:
        return False


def _texts(value: object, path: list[str]) -> Iterator[str]:
    """Yield what stands at a path of a filing; every element where the path meets a list."""
    if isinstance(value, tuple):
        for element in value:
            yield from _texts(element, path)
    elif not path:
        if isinstance(value, str | int):
            yield str(value)
    elif isinstance(value, msgspec.Struct) and path[0] in value.__struct_fields__:
        yield from _texts(getattr(value, path[0]), path[1:])
