"""A sample check of the center (抽查核验): drawn, called about, completed. PURE.

FLOW-16 steps 6 to 8. Stream `samplecheck-<kind>-<period>`: a month's new filings (M64-028), or
a quarter's stock (M64-029).
Sites are drawn layer by layer, a layer being a home province and a provider; every rate is
counted from the sample alone. Unreachable sponsors are called again; see the standard.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.accuracy import (
    CheckPlanSet,
    CheckStandardPublished,
    MonthlyCheckCompleted,
    PhoneCheckAnswered,
    QuarterlyCheckCompleted,
    SampleDrawn,
    SampledSite,
)
from beian.events.base import Event
from beian.regulations.accuracy import MONTHLY, chance, days_of
from beian.regulations.numbers import CHECK_ANSWER_DAYS
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from verification_center.domain.sampling import (
    StockSite,
    Unfiled,
    checked_sites,
    counted,
    sample,
    shares,
)

SAMPLED: Final = "Sampled"
COMPLETED: Final = "Completed"
_MADE_UP_FIELD: Final = "responsible.mobile"
"""What a made-up sponsor contradicts."""
_RULES: Final[Mapping[bool, tuple[str, ...]]] = {
    True: ("M64-028", "R14-027"),
    False: ("M64-029", "R14-027"),
}


class Answer(StrEnum):
    """What came of a call."""

    MATCH = "match"
    NO_ANSWER = "no_answer"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class DrawSample:
    """The month or quarter is over: draw its sample."""

    kind: str
    """monthly, or quarterly."""
    period: str


@dataclass(frozen=True, slots=True)
class EnterAnswer:
    """Enter what came of a call to the sponsor of a sampled site."""

    filing_number: str
    answer: Answer
    fields: tuple[str, ...] = ()
    """What differs from what is filed."""


@dataclass(frozen=True, slots=True)
class EndCalls:
    """The last day for answers is over: what was not answered counts by its data alone."""


type CheckCommand = DrawSample | EnterAnswer | EndCalls


@dataclass(frozen=True, slots=True)
class Context:
    """When it is; and for a draw what is filed and found, and by which standard and plan."""

    today: date
    standard: CheckStandardPublished | None = None
    plan: CheckPlanSet | None = None
    seed: str = ""
    """Where no plan says one."""
    stock: Sequence[StockSite] = ()
    """Of a month its new sites, of a quarter all."""
    reachable: Sequence[StockSite] = ()
    """All filed sites that answer."""
    unfiled: Sequence[Unfiled] = ()
    providers: Mapping[int, str] = field(default_factory=dict)
    """Every access provider and the region of its bureau."""


@dataclass(frozen=True, slots=True)
class SampleCheck:
    """A check: what was drawn, and what each call came to."""

    phase: str = ""
    drawn: SampleDrawn | None = None
    calls: Mapping[str, tuple[PhoneCheckAnswered, ...]] = field(default_factory=dict)
    """By site number, in order."""
    completed: MonthlyCheckCompleted | QuarterlyCheckCompleted | None = None

    def site(self, number: str) -> SampledSite | None:
        """Return the sampled site of a number."""
        sites = self.drawn.sites if self.drawn else ()
        return next((one for one in sites if one.filing_number == number), None)

    def is_settled(self, site: SampledSite) -> bool:
        """Say whether nobody need call any more."""
        calls = self.calls.get(site.filing_number, ())
        assert self.drawn is not None, "a site is sampled in a draw"
        return (
            not site.is_called
            or any(one.answer != Answer.NO_ANSWER for one in calls)
            or len(calls) >= self.drawn.phone_attempts_max
        )


def batch_of(kind: str, period: str) -> str:
    """Return the id of a check."""
    return f"{kind}-{period}"


def decide(state: SampleCheck, command: CheckCommand, context: Context) -> Decision:
    """Draw, take an answer, or end the calls; a check whose calls are all settled is complete."""
    match command:
        case DrawSample():
            return _draw(state, command, context)
        case EnterAnswer():
            return _answer(state, command, context)
        case EndCalls() if state.phase == SAMPLED:
            return [_completed(state)]
        case EndCalls():
            return []


@enforces("M64-028", "M64-029", "R14-027")
def _draw(state: SampleCheck, command: DrawSample, context: Context) -> Decision:
    if state.phase:
        return []
    if days_of(command.period)[1] >= context.today:
        return Refusal(Reason.WRONG_STATE, "该期尚未结束，不能抽样", "period", rule="R14-027")
    assert context.standard is not None, "a standard is published before anything is checked"
    seed = context.plan.seed if context.plan else context.seed
    batch = batch_of(command.kind, command.period)
    sites = sample(context.stock, context.standard, f"{seed}/{batch}")
    drawn = SampleDrawn(
        batch_id=batch,
        kind=command.kind,
        period=command.period,
        standard_version=context.standard.version,
        phone_attempts_max=context.standard.phone_attempts_max,
        seed=f"{seed}/{batch}",
        sites=sites,
        shares=shares(context.stock, sites, context.reachable, context.unfiled, context.providers),
        answers_due=(context.today + timedelta(days=CHECK_ANSWER_DAYS)).isoformat(),
        rules=("M64-040", *_RULES[command.kind == MONTHLY]),
    )
    answered = evolve(state, drawn)
    answers: list[Event] = []
    if context.plan is None or context.plan.is_answered:
        for answer in _made_up(drawn, context.plan):
            answers.append(answer)
            answered = evolve(answered, answer)
    return [drawn, *answers, *_ended(answered)]


def _made_up(drawn: SampleDrawn, plan: CheckPlanSet | None) -> Iterator[PhoneCheckAnswered]:
    """Yield the calls that made-up sponsors answer, as the seed has it."""
    silent = plan.no_answer_permille if plan else 0
    wrong = plan.wrong_permille if plan else 0
    for site in drawn.sites:
        if not site.is_called:
            continue
        for attempt in range(1, drawn.phone_attempts_max + 1):
            lot = chance(drawn.seed, "call", site.filing_number, str(attempt))
            answer = Answer.MATCH
            if lot < silent:
                answer = Answer.NO_ANSWER
            elif lot < silent + wrong:
                answer = Answer.DIFFERS
            yield PhoneCheckAnswered(
                batch_id=drawn.batch_id,
                filing_number=site.filing_number,
                attempt=attempt,
                answer=answer.value,
                fields=(_MADE_UP_FIELD,) if answer is Answer.DIFFERS else (),
                is_made_up=True,
            )
            if answer is not Answer.NO_ANSWER:
                break


@enforces("M64-028")
def _answer(state: SampleCheck, command: EnterAnswer, context: Context) -> Decision:
    drawn, site = state.drawn, state.site(command.filing_number)
    if drawn is None or state.phase != SAMPLED:
        return Refusal(Reason.WRONG_STATE, "该次核查已经结束", rule="M64-028")
    if site is None or not site.is_called:
        return Refusal(Reason.NOT_FOUND, "该网站不在电话核查样本中", "filing_number", "M64-028")
    if state.is_settled(site):
        return Refusal(Reason.ALREADY_DECIDED, "该网站的电话核查已有结果", "filing_number")
    if context.today.isoformat() > drawn.answers_due:
        return Refusal(Reason.LAPSED, "已超过填写电话核查结果的期限", rule="M64-028")
    if bool(command.fields) != (command.answer is Answer.DIFFERS):
        return Refusal(Reason.INVALID_FIELD, "信息不一致时（且仅此时）应列明不一致的项目", "fields")
    answer = PhoneCheckAnswered(
        batch_id=drawn.batch_id,
        filing_number=command.filing_number,
        attempt=len(state.calls.get(command.filing_number, ())) + 1,
        answer=command.answer.value,
        fields=command.fields,
    )
    return [answer, *_ended(evolve(state, answer))]


def _ended(state: SampleCheck) -> Iterable[Event]:
    assert state.drawn is not None, "answers are of a draw"
    if all(state.is_settled(site) for site in state.drawn.sites):
        yield _completed(state)


def _completed(state: SampleCheck) -> MonthlyCheckCompleted | QuarterlyCheckCompleted:
    drawn = state.drawn
    assert drawn is not None, "only a drawn sample is completed"
    sites = checked_sites(drawn, state.calls)
    provinces, providers = counted(drawn, sites)
    said: dict[str, Any] = {
        "batch_id": drawn.batch_id,
        "period": drawn.period,
        "standard_version": drawn.standard_version,
        "seed": drawn.seed,
        "sample_size": sum(one.is_drawn for one in sites),
        "sites": sites,
        "provinces": provinces,
        "providers": providers,
        "rules": ("M64-040", *_RULES[drawn.kind == MONTHLY]),
    }
    return (
        MonthlyCheckCompleted(**said) if drawn.kind == MONTHLY else QuarterlyCheckCompleted(**said)
    )


def evolve(state: SampleCheck, event: Event) -> SampleCheck:
    """Return the check after `event`."""
    match event:
        case SampleDrawn():
            return SampleCheck(SAMPLED, event)
        case PhoneCheckAnswered(filing_number=number):
            calls = {**state.calls, number: (*state.calls.get(number, ()), event)}
            return replace(state, calls=calls)
        case MonthlyCheckCompleted() | QuarterlyCheckCompleted():
            return replace(state, phase=COMPLETED, completed=event)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a sample check")


SAMPLE_CHECK: Decider[SampleCheck, CheckCommand, Context] = Decider(SampleCheck(), decide, evolve)
