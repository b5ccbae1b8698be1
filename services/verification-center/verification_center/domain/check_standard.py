"""The check standard (核查标准) that the center publishes, and the plan by which it calls. PURE.

Streams `checkstandard-national`, `checkplan-national`. FLOW-16 step 5. Rule: M64-040.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.accuracy import CheckPlanSet, CheckStandardPublished
from beian.events.base import Event
from beian.regulations.numbers import (
    PHONE_ATTEMPTS_MAX,
    SAMPLE_PERMILLE,
    SAMPLE_PHONE_PERMILLE,
    SAMPLE_SITES_MIN,
)
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

NATIONAL: Final = "national"
_THOUSAND: Final = 1000
_ATTEMPTS: Final = range(1, 11)
_FIRST_TEXT: Final = (
    "网站备案信息核查标准：每月核查当月新增备案，每季度核查存量备案；按主体所在省和接入服务提供者"
    "分层抽样，样本量为各层网站数的千分之一百（不足一个的按一个计）；核对证件信息，并对半数样本进行电话"
    "核查，三次无人应答视为联系方式不准确。"
)


@dataclass(frozen=True, slots=True)
class PublishStandard:
    """Publish the next version of the standard: shares in thousandths."""

    text: str = _FIRST_TEXT
    sample_permille: int = SAMPLE_PERMILLE
    sample_min: int = SAMPLE_SITES_MIN
    phone_permille: int = SAMPLE_PHONE_PERMILLE
    phone_attempts_max: int = PHONE_ATTEMPTS_MAX


@dataclass(frozen=True, slots=True)
class CheckStandard:
    """The version that holds; none before the first."""

    phase: str = ""
    published: CheckStandardPublished | None = None


@enforces("M64-040")
def decide(state: CheckStandard, command: PublishStandard, today: date) -> Decision:
    """Publish a version that differs from the one that holds."""
    if not command.text.strip():
        return Refusal(Reason.INVALID_FIELD, "请填写核查标准的内容", "text", rule="M64-040")
    for name in ("sample_permille", "phone_permille"):
        if not 0 <= getattr(command, name) <= _THOUSAND:
            return Refusal(Reason.INVALID_FIELD, "应为0至1000", name, rule="M64-040")
    if command.sample_min < 1:
        return Refusal(Reason.INVALID_FIELD, "每层至少抽取一个网站", "sample_min", rule="M64-040")
    if command.phone_attempts_max not in _ATTEMPTS:
        return Refusal(Reason.INVALID_FIELD, "应为1至10次", "phone_attempts_max", rule="M64-040")
    last = state.published
    published = CheckStandardPublished(
        version=1 if last is None else last.version + 1,
        sample_permille=command.sample_permille,
        sample_min=command.sample_min,
        phone_permille=command.phone_permille,
        phone_attempts_max=command.phone_attempts_max,
        text=command.text,
        published_on=today.isoformat(),
        rules=("M64-040",),
    )
    return [] if last is not None and _same(last, published) else [published]


def _same(last: CheckStandardPublished, new: CheckStandardPublished) -> bool:
    return all(
        getattr(last, name) == getattr(new, name)
        for name in last.__struct_fields__
        if name not in {"version", "published_on"}
    )


def evolve(_state: CheckStandard, event: Event) -> CheckStandard:
    """Return the standard after `event`."""
    assert isinstance(event, CheckStandardPublished), f"{type(event).__name__} is no standard"
    return CheckStandard("Published", event)


STANDARD: Decider[CheckStandard, PublishStandard, date] = Decider(CheckStandard(), decide, evolve)


@dataclass(frozen=True, slots=True)
class SetPlan:
    """Say how samples are drawn from now on, and whether made-up sponsors answer calls."""

    seed: str
    is_answered: bool = True
    no_answer_permille: int = 0
    wrong_permille: int = 0


@dataclass(frozen=True, slots=True)
class CheckPlan:
    """The plan that holds; none: the network's own seed, and everybody answers rightly."""

    phase: str = ""
    plan: CheckPlanSet | None = None


def decide_plan(state: CheckPlan, command: SetPlan, _context: object) -> Decision:
    """Set a plan that differs from the one that holds."""
    if not command.seed.strip():
        return Refusal(Reason.INVALID_FIELD, "请给出抽样种子", "seed")
    shares = (command.no_answer_permille, command.wrong_permille)
    if min(shares) < 0 or sum(shares) > _THOUSAND:
        return Refusal(Reason.INVALID_FIELD, "两项之和应为0至1000", "no_answer_permille")
    plan = CheckPlanSet(
        seed=command.seed,
        is_answered=command.is_answered,
        no_answer_permille=command.no_answer_permille,
        wrong_permille=command.wrong_permille,
    )
    return [] if plan == state.plan else [plan]


def evolve_plan(_state: CheckPlan, event: Event) -> CheckPlan:
    """Return the plan after `event`."""
    assert isinstance(event, CheckPlanSet), f"{type(event).__name__} is no plan"
    return CheckPlan("Set", event)


PLAN: Decider[CheckPlan, SetPlan, object] = Decider(CheckPlan(), decide_plan, evolve_plan)
