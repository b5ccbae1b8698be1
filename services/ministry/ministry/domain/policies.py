"""How a bureau's review decides, as the tester set it: one policy for each region.

Decides whether a policy is well formed. A bureau adopts it when it reads of it; the review
itself is the bureau's. A control of the simulation: no rule of the texts stands behind it.
"""

import re
from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.providers import ReviewPolicySet, ReviewRule
from beian.identifiers import StreamName, stream_name
from beian.patterns import NotAPattern, pattern_of
from beian.regulations.reasons import Reason
from beian.regulations.regions import find_province

MANUAL: Final = "manual"
RULES: Final = "rules"
POLICIES: Final = (MANUAL, "approve", "refuse", RULES)
DECISIONS: Final = ("approve", "refuse")
RULES_MAX: Final = 100
"""Rules of one policy: each is searched in every application."""
TEXT_CHARACTERS_MAX: Final = 200
_PATH: Final = re.compile(r"[a-z_]+(\.[a-z_]+)*")


def policy_stream(region: str) -> StreamName:
    return stream_name("policy", region)


@dataclass(frozen=True, slots=True)
class SetPolicy:
    region: str
    policy: str
    rules: tuple[ReviewRule, ...] = ()
    opinion: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """The policy in force; a region nobody set one for reviews by hand."""

    setting: ReviewPolicySet | None = None


def decide(state: Policy, command: SetPolicy, _context: None) -> Decision:
    """Set the policy, or say what is wrong with it. The same one again adds nothing."""
    if find_province(command.region) is None:
        return Refusal(Reason.UNKNOWN_REGION, f"没有省份 {command.region}", field="region")
    if command.policy not in POLICIES:
        detail = f"审核策略应为 {'、'.join(POLICIES)}"
        return Refusal(Reason.UNKNOWN_POLICY, detail, field="policy")
    if (command.policy == RULES) != bool(command.rules):
        detail = f"只有策略 {RULES} 有规则，且至少一条"
        return Refusal(Reason.INVALID_FIELD, detail, field="rules")
    if len(command.rules) > RULES_MAX:
        return Refusal(Reason.TOO_MANY, f"最多 {RULES_MAX} 条规则", field="rules")
    for number, rule in enumerate(command.rules):
        if (wrong := _wrong(rule)) is not None:
            member, detail = wrong
            return Refusal(Reason.INVALID_FIELD, detail, field=f"rules.{number}.{member}")
    setting = ReviewPolicySet(
        region=command.region,
        policy=command.policy,
        rules=command.rules,
        opinion=command.opinion,
    )
    return [] if state.setting == setting else [setting]


def _wrong(rule: ReviewRule) -> tuple[str, str] | None:
    """Return which member of a rule is wrong and how."""
    if not _PATH.fullmatch(rule.field):
        return "field", "应为备案信息中的路径，例如 subject.name 或 sites.domains.name"
    if rule.decision not in DECISIONS:
        return "decision", f"应为 {'、'.join(DECISIONS)}"
    if len(rule.pattern) > TEXT_CHARACTERS_MAX:
        return "pattern", f"最多 {TEXT_CHARACTERS_MAX} 个字符"
    try:
        pattern_of(rule.pattern)
    except NotAPattern as error:
        return "pattern", f"不是正则表达式（RE2 语法）：{error}"
    return None


def evolve(_state: Policy, event: Event) -> Policy:
    """Return the policy after `event`."""
    match event:
        case ReviewPolicySet():
            return Policy(event)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a policy")


POLICY: Decider[Policy, SetPolicy, None] = Decider(Policy(), decide, evolve)
