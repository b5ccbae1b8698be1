"""A check of the center: drawn by the standard, called about, completed with rates. FLOW-16."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from beian.accuracy_reports import shown
from beian.events.accuracy import (
    CheckPlanSet,
    CheckStandardPublished,
    MonthlyCheckCompleted,
    PhoneCheckAnswered,
    QuarterlyCheckCompleted,
    SampledProvider,
    SampleDrawn,
)
from beian.events.base import Event
from beian.regulations.reasons import Reason
from support.spec import Given
from verification_center.domain.check_standard import PLAN, STANDARD, PublishStandard, SetPlan
from verification_center.domain.empty_shell import EMPTY_SHELL, NoteCleared, NoteEmpty
from verification_center.domain.sample_check import (
    SAMPLE_CHECK,
    Answer,
    Context,
    DrawSample,
    EndCalls,
    EnterAnswer,
)
from verification_center.domain.sampling import StockSite, Unfiled

JIANGSU, GUANGDONG = "320000", "440000"
OURS, OTHERS = 320000000001, 440000000001
TODAY = date(2026, 4, 1)
STANDARD_1 = CheckStandardPublished(
    version=1,
    sample_permille=100,
    sample_min=1,
    phone_permille=500,
    phone_attempts_max=3,
    text="核查标准",
    published_on="2026-03-02",
    rules=("M64-040",),
)
NOBODY_ANSWERS = CheckPlanSet(seed="s", is_answered=False, no_answer_permille=0, wrong_permille=0)
check = Given(SAMPLE_CHECK)
standard = Given(STANDARD)
shell = Given(EMPTY_SHELL)
MARCH = DrawSample("monthly", "2026-03")


def site(serial: int, *, home: str = JIANGSU, isp_id: int = OURS, wrong: bool = False) -> StockSite:
    short = {JIANGSU: "苏", GUANGDONG: "粤"}[home]
    return StockSite(
        filing_number=f"{short}ICP备2026{serial:06d}号-1",
        application_id=f"a{serial}",
        home_region=home,
        providers=(SampledProvider(isp_id=isp_id, region=str(isp_id)[:6]),),
        defects=("subject",) if wrong else (),
    )


STOCK = [site(n) for n in range(1, 41)] + [
    site(n, home=GUANGDONG, isp_id=OTHERS) for n in range(41, 61)
]


def context(
    stock: list[StockSite] = STOCK, plan: CheckPlanSet | None = None, seed: str = "seed"
) -> Context:
    return Context(
        today=TODAY,
        standard=STANDARD_1,
        plan=plan,
        seed=seed,
        stock=stock,
        reachable=stock,
        unfiled=[Unfiled(JIANGSU, OURS), Unfiled(JIANGSU, None)],
        providers={OURS: JIANGSU, OTHERS: GUANGDONG},
    )


def drawn_of(events: tuple[Event, ...] | list[Event]) -> SampleDrawn:
    (found,) = [one for one in events if isinstance(one, SampleDrawn)]
    return found


@pytest.mark.proves("M64-028", "R14-027")
def test_a_months_check_has_its_sample_its_seed_and_the_accuracy_of_every_province() -> None:
    events = list(check().when(MARCH, context()).events)
    drawn, done = drawn_of(events), events[-1]
    assert isinstance(done, MonthlyCheckCompleted)
    assert done.sample_size == 4 + 2
    assert {one.filing_number for one in done.sites} == {one.filing_number for one in drawn.sites}
    assert done.seed == drawn.seed == "seed/monthly-2026-03"
    assert len(done.provinces) == 31
    jiangsu = next(one for one in done.provinces if one.region == JIANGSU)
    assert (jiangsu.filed, jiangsu.sampled, jiangsu.accurate) == (40, 4, 4)
    calls = [one for one in events if isinstance(one, PhoneCheckAnswered)]
    assert len(calls) == 2 + 1, "half of each province's sample is called"
    assert all(one.is_made_up and one.answer == "match" for one in calls)
    assert list(check().when(MARCH, context()).events) == events, "the same seed, the same check"
    assert list(check().when(MARCH, context(seed="other")).events) != events


@pytest.mark.proves("M64-029")
def test_a_quarters_check_has_a_row_for_each_province_and_provider_with_both_rates() -> None:
    command = DrawSample("quarterly", "2026Q1")
    done = list(check().when(command, context()).events)[-1]
    assert isinstance(done, QuarterlyCheckCompleted)
    assert len(done.provinces) == 31
    assert [one.isp_id for one in done.providers] == [OURS, OTHERS]
    rows = {
        one["isp_id"] or one["region"]: one
        for one in map(shown, (*done.provinces, *done.providers))
    }
    assert rows[OURS]["accuracy_rate"] == 100.0
    assert rows[OURS]["filing_rate"] == 97.56, "40 of 41"
    assert rows[JIANGSU]["filing_rate"] == 95.23, "40 of 42"
    assert rows["110000"]["accuracy_rate"] is None
    assert rows["110000"]["filing_rate"] is None


@pytest.mark.proves("M64-028")
def test_a_month_that_is_not_over_is_not_checked() -> None:
    check().when(DrawSample("monthly", "2026-04"), context()).then_refused(
        Reason.WRONG_STATE, rule="R14-027"
    )


@pytest.mark.proves("M64-040")
def test_a_check_names_the_version_of_the_standard_it_went_by() -> None:
    second = replace(context(), standard=_with_version(2))
    events = check().when(MARCH, second).events
    assert all(
        one.standard_version == 2
        for one in events
        if isinstance(one, SampleDrawn | MonthlyCheckCompleted)
    )


def _with_version(version: int) -> CheckStandardPublished:
    return CheckStandardPublished(
        **{
            name: getattr(STANDARD_1, name)
            for name in CheckStandardPublished.__struct_fields__
            if name != "version"
        },
        version=version,
    )


@pytest.mark.proves("R14-027")
def test_a_site_whose_data_are_known_to_be_wrong_is_found_without_being_drawn() -> None:
    stock = [site(n, wrong=n == 7) for n in range(1, 41)]
    done = list(check().when(MARCH, context(stock)).events)[-1]
    assert isinstance(done, MonthlyCheckCompleted)
    (wrong,) = [one for one in done.sites if one.defects]
    assert (wrong.result, wrong.defects) == ("inaccurate", ("subject",))
    jiangsu = next(one for one in done.provinces if one.region == JIANGSU)
    assert jiangsu.sampled == 4
    assert jiangsu.accurate == 4 - wrong.is_drawn, "no rate counts what was not drawn"


@pytest.mark.proves("M64-028")
def test_calls_are_entered_until_all_have_a_result_and_the_last_completes_the_check() -> None:
    history = check().after(MARCH, context(plan=NOBODY_ANSWERS))
    called = [one.filing_number for one in drawn_of(history.events).sites if one.is_called]
    assert len(called) == 3
    silent = EnterAnswer(called[0], Answer.NO_ANSWER)
    history = history.after(silent, Context(TODAY)).after(silent, Context(TODAY))
    assert not history.state.completed
    history = history.after(EnterAnswer(called[1], Answer.MATCH), Context(TODAY))
    wrong = EnterAnswer(called[2], Answer.DIFFERS, ("responsible.mobile",))
    history = history.after(wrong, Context(TODAY))
    third, done = history.when(silent, Context(TODAY)).events
    assert isinstance(third, PhoneCheckAnswered)
    assert third.attempt == 3
    assert isinstance(done, MonthlyCheckCompleted)
    results = {one.filing_number: one.defects for one in done.sites}
    assert results[called[0]] == ("unreachable",), "three attempts, then a mismatch"
    assert results[called[1]] == ()
    assert results[called[2]] == ("phone:responsible.mobile",)


@pytest.mark.proves("M64-028")
def test_what_nobody_answered_in_time_counts_by_its_data_alone() -> None:
    history = check().after(MARCH, context(plan=NOBODY_ANSWERS))
    called = next(one for one in drawn_of(history.events).sites if one.is_called)
    late = replace(Context(TODAY), today=date(2026, 4, 17))
    history.when(EnterAnswer(called.filing_number, Answer.MATCH), late).then_refused(Reason.LAPSED)
    (done,) = history.when(EndCalls(), late).events
    assert isinstance(done, MonthlyCheckCompleted)
    assert all(one.result == "accurate" for one in done.sites)
    history = history.after(EndCalls(), late)
    history.when(EndCalls(), late).then_nothing()
    history.when(EnterAnswer(called.filing_number, Answer.MATCH), late).then_refused(
        Reason.WRONG_STATE
    )


@pytest.mark.parametrize(
    ("answer", "fields"), [(Answer.DIFFERS, ()), (Answer.MATCH, ("responsible.mobile",))]
)
def test_an_answer_says_what_differs_if_and_only_if_something_does(
    answer: Answer, fields: tuple[str, ...]
) -> None:
    history = check().after(MARCH, context(plan=NOBODY_ANSWERS))
    called = next(one for one in drawn_of(history.events).sites if one.is_called)
    command = EnterAnswer(called.filing_number, answer, fields)
    history.when(command, Context(TODAY)).then_refused(Reason.INVALID_FIELD)
    unknown = replace(command, filing_number="苏ICP备2026999999号-1")
    history.when(unknown, Context(TODAY)).then_refused(Reason.NOT_FOUND)


@for_all(st.integers(0, 60), st.integers(0, 500), st.integers(0, 500), st.text(max_size=5))
def test_every_check_with_made_up_answers_is_complete_and_counts_what_it_says(
    sites: int, silent: int, wrong: int, seed: str
) -> None:
    plan = CheckPlanSet(
        seed=f"s{seed}", is_answered=True, no_answer_permille=silent, wrong_permille=wrong
    )
    events = list(check().when(MARCH, context(STOCK[:sites], plan)).events)
    done = events[-1]
    assert isinstance(done, MonthlyCheckCompleted)
    accurate = sum(one.is_drawn and one.result == "accurate" for one in done.sites)
    assert sum(one.accurate for one in done.provinces) == accurate
    assert sum(one.sampled for one in done.provinces) == done.sample_size
    assert SAMPLE_CHECK.fold(events).completed == done


@pytest.mark.proves("M64-040")
def test_a_standard_is_published_in_versions_and_the_same_one_only_once() -> None:
    first = standard().after(PublishStandard(), TODAY)
    first.when(PublishStandard(), TODAY).then_nothing()
    (second,) = first.when(PublishStandard(sample_permille=200), TODAY).events
    assert isinstance(second, CheckStandardPublished)
    assert second.version == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"text": " "},
        {"sample_permille": 1001},
        {"phone_permille": -1},
        {"sample_min": 0},
        {"phone_attempts_max": 0},
    ],
)
def test_a_standard_that_makes_no_sense_is_refused(changes: Mapping[str, object]) -> None:
    command = replace(PublishStandard(), **changes)  # type: ignore[arg-type]
    standard().when(command, TODAY).then_refused(Reason.INVALID_FIELD, rule="M64-040")


def test_a_plan_is_set_when_it_differs() -> None:
    plan = Given(PLAN)
    history = plan().after(SetPlan("s", no_answer_permille=100), None)
    history.when(SetPlan("s", no_answer_permille=100), None).then_nothing()
    plan().when(SetPlan(" "), None).then_refused(Reason.INVALID_FIELD)
    wrong = SetPlan("s", no_answer_permille=600, wrong_permille=600)
    plan().when(wrong, None).then_refused(Reason.INVALID_FIELD)


def test_an_empty_shell_is_found_once_and_cleared_when_something_is_there_again() -> None:
    empty = NoteEmpty("苏ICP备2026000001号", "subject", JIANGSU)
    found = shell().after(empty, TODAY)
    found.when(empty, TODAY).then_nothing()
    cleared = found.after(NoteCleared("cancelled"), TODAY)
    cleared.when(NoteCleared("alive"), TODAY).then_nothing()
    shell().when(NoteCleared("cancelled"), TODAY).then_nothing()
    assert [type(one).__name__ for one in cleared.events] == [
        "EmptyShellFound",
        "EmptyShellCleared",
    ]
    assert len(cleared.when(empty, TODAY).events) == 1, "it can be empty again"


def test_accuracy_is_accurate_sites_of_sampled_ones() -> None:
    done = list(check().when(MARCH, context()).events)[-1]
    assert isinstance(done, MonthlyCheckCompleted)
    for share in done.provinces:
        if share.sampled:
            exact = Fraction(share.accurate * 100, share.sampled)
            assert shown(share)["accuracy_rate"] == pytest.approx(float(exact), abs=0.01)
