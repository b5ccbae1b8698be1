"""Penalty points: what counts how much, what counts once, and what a sum reaches."""

from datetime import date

import pytest

from beian.events.scores import (
    InaccuracyConfirmed,
    ScoreAdded,
    ScoreCycleReset,
    ScoreReversed,
    ScoreThresholdReached,
)
from beian.regulations.reasons import Reason
from beian.regulations.scoring import POINTS, RULES, Basis, basis_of_penalty, crossed
from support.spec import Given, History
from verification_center.domain.scores import (
    SCORE,
    AddScore,
    ConfirmInaccuracy,
    ConfirmResource,
    ResetCycle,
    Resource,
    ReverseScore,
    Score,
    ScoreCommand,
    Situation,
)

ISP = 320000000002
GROUP = 110000000001
given = Given(SCORE)
TODAY = date(2026, 3, 2)
HERE = Situation(TODAY, "320000")

type Ledger = History[Score, ScoreCommand, Situation]


def penalty(number: int, basis: Basis = Basis.FINE) -> AddScore:
    return AddScore(ISP, basis, f"penalty-{number}")


def with_fines(count: int) -> Ledger:
    history = given()
    for number in range(count):
        history = history.after(penalty(number), HERE)
    return history


def points_of(history: Ledger) -> list[int]:
    return [one.points for one in history.events if isinstance(one, ScoreAdded)]


def reached_by(history: Ledger) -> list[tuple[int, ...]]:
    return [one.thresholds for one in history.events if isinstance(one, ScoreThresholdReached)]


@pytest.mark.proves("R14-140")
def test_a_criticism_or_an_order_counts_five() -> None:
    assert basis_of_penalty(has_order=True, has_fine=False) is Basis.ORDER
    history = given().after(penalty(1, Basis.ORDER), HERE)
    assert points_of(history) == [5]
    (added,) = history.events
    assert isinstance(added, ScoreAdded)
    assert added.rules == ("R14-138", "R14-140")


@pytest.mark.proves("R14-141")
def test_one_decision_with_order_and_fine_counts_ten_and_not_fifteen() -> None:
    basis = basis_of_penalty(has_order=True, has_fine=True)
    assert basis is Basis.FINE
    history = given().after(penalty(1, basis), HERE).after(penalty(1, Basis.ORDER), HERE)
    assert points_of(history) == [10]
    assert basis_of_penalty(has_order=False, has_fine=False) is None


@pytest.mark.proves("R14-142")
def test_three_confirmed_unfiled_sites_count_fifteen_in_three_entries() -> None:
    history = given()
    for domain in ("one.example", "two.example", "three.example"):
        history = history.after(AddScore(ISP, Basis.UNFILED_SITE, domain, "finding-1"), HERE)
    assert points_of(history) == [5, 5, 5]
    assert history.state.total(2026) == 15


@pytest.mark.proves("R14-143")
def test_two_wrong_fields_of_one_site_in_one_check_count_two_points_once() -> None:
    wrong = ConfirmInaccuracy(ISP, "苏ICP备2026000001号-1", "2026-02", ("name", "phone"))
    outcome = given().when(wrong, HERE)
    outcome.then_types(InaccuracyConfirmed, ScoreAdded)
    history = given().after(wrong, HERE)
    history.when(wrong, HERE).then_nothing()
    again = ConfirmInaccuracy(ISP, "苏ICP备2026000001号-1", "2026-02", ("address",), is_untrue=True)
    history.when(again, HERE).then_nothing()
    next_check = ConfirmInaccuracy(ISP, "苏ICP备2026000001号-1", "2026-03", ("name",))
    assert points_of(history.after(next_check, HERE)) == [2, 2]
    empty = ConfirmInaccuracy(ISP, "苏ICP备2026000001号-2", "2026-02", ())
    given().when(empty, HERE).then_refused(Reason.INVALID_FIELD, rule="R14-143")


@pytest.mark.proves("R14-149")
@pytest.mark.parametrize(
    ("resource", "is_unreported", "basis", "points"),
    [
        (Resource.IP, False, Basis.INACCURATE_IP, 2),
        (Resource.IP, True, Basis.UNREPORTED_IP, 5),
        (Resource.DOMAIN, False, Basis.INACCURATE_DOMAIN, 2),
        (Resource.DOMAIN, True, Basis.UNREPORTED_DOMAIN, 5),
    ],
)
def test_findings_of_addresses_and_domains_count_by_the_same_measure(
    *, resource: Resource, is_unreported: bool, basis: Basis, points: int
) -> None:
    found = ConfirmResource(ISP, resource, "198.51.100.0/29", "2026-03-01", is_unreported)
    (added,) = given().when(found, HERE).then_types(ScoreAdded)
    assert isinstance(added, ScoreAdded)
    assert (added.basis, added.points) == (basis, points)
    given().after(found, HERE).when(found, HERE).then_nothing()
    nameless = ConfirmResource(ISP, resource, "198.51.100.0/29", " ", is_unreported)
    given().when(nameless, HERE).then_refused(Reason.INVALID_FIELD, rule="R14-149")


@pytest.mark.proves("R14-138")
def test_every_basis_of_the_closed_list_has_points_and_a_rule() -> None:
    assert set(POINTS) == set(RULES) == set(Basis)
    for basis in Basis:
        (added,) = given().when(AddScore(ISP, basis, "about"), HERE).events
        assert isinstance(added, ScoreAdded)
        assert (added.basis, added.points) == (basis, POINTS[basis])
        assert added.rules[0] == "R14-138"


@pytest.mark.proves("R14-135")
def test_points_of_a_provincial_company_do_not_change_the_groups() -> None:
    company, group = with_fines(3), given()
    assert company.state.total(2026) == 30
    assert group.state.total(2026) == 0
    other = group.after(AddScore(GROUP, Basis.FINE, "penalty-0"), Situation(TODAY, "110000"))
    assert {one.isp_id for one in other.events if isinstance(one, ScoreAdded)} == {GROUP}
    assert (company.state.total(2026), other.state.total(2026)) == (30, 10)


def test_a_unit_that_no_directory_names_has_no_ledger() -> None:
    nowhere = Situation(TODAY, None)
    given().when(penalty(1), nowhere).then_refused(Reason.UNKNOWN_PROVIDER)


@pytest.mark.proves("R14-139")
def test_points_of_december_do_not_count_in_january() -> None:
    december = Situation(date(2026, 12, 31), "320000")
    january = Situation(date(2027, 1, 1), "320000")
    history = given()
    for number in range(4):
        history = history.after(penalty(number), december)
    assert reached_by(history) == [(40,)]
    (reset,) = history.when(ResetCycle(), january).then_types(ScoreCycleReset)
    assert isinstance(reset, ScoreCycleReset)
    assert (reset.ended, reset.points, reset.cycle, reset.is_watched) == (2026, 40, 2027, True)
    after = history.after(ResetCycle(), january)
    after.when(ResetCycle(), january).then_nothing()
    for number in range(10, 14):
        after = after.after(penalty(number), january)
    assert after.state.total(2027) == 40
    assert reached_by(after) == [(40,), (40,)], "the first time in each cycle"


@pytest.mark.proves("R14-139")
def test_a_fact_that_comes_before_the_reset_of_its_year_resets_it() -> None:
    history = with_fines(4)
    later = Situation(date(2027, 1, 1), "320000")
    history.when(penalty(9), later).then_types(ScoreCycleReset, ScoreAdded)


@pytest.mark.proves("R14-139")
def test_what_is_told_late_of_a_year_that_is_over_reaches_no_threshold() -> None:
    later = Situation(date(2027, 1, 5), "320000")
    history = with_fines(3).after(ResetCycle(), later)
    late = AddScore(ISP, Basis.FINE, "penalty-late", confirmed_on=date(2026, 12, 30))
    (added,) = history.when(late, later).then_types(ScoreAdded)
    assert isinstance(added, ScoreAdded)
    assert (added.year, added.total, added.cycle) == (2026, 40, 2027)
    ahead = AddScore(ISP, Basis.FINE, "penalty-x", confirmed_on=date(2027, 1, 6))
    history.when(ahead, later).then_refused(Reason.INVALID_FIELD)


@pytest.mark.proves("R14-144")
def test_39_to_41_reaches_40_once_and_more_to_59_reaches_nothing() -> None:
    history = with_fines(3)
    for number, basis in enumerate((Basis.ORDER, Basis.INACCURATE_SITE, Basis.INACCURATE_SITE)):
        history = history.after(AddScore(ISP, basis, f"more-{number}"), HERE)
    assert history.state.total(2026) == 39
    assert reached_by(history) == []
    history = history.after(AddScore(ISP, Basis.INACCURATE_SITE, "more-9"), HERE)
    assert (history.state.total(2026), reached_by(history)) == (41, [(40,)])
    history = history.after(penalty(20), HERE).after(penalty(21, Basis.ORDER), HERE)
    history = history.after(AddScore(ISP, Basis.INACCURATE_SITE, "more-10"), HERE)
    assert (history.state.total(2026), reached_by(history)) == (58, [(40,)])


@pytest.mark.proves("R14-146")
def test_the_points_of_a_measures_own_penalty_reach_nothing_twice() -> None:
    history = with_fines(6)
    assert reached_by(history) == [(40,), (60,)]
    own = history.after(penalty(60, Basis.ORDER), HERE)
    assert own.state.total(2026) == 65
    assert reached_by(own) == [(40,), (60,)]
    own.when(penalty(60, Basis.ORDER), HERE).then_nothing()


@pytest.mark.proves("R14-147")
def test_80_is_reached_once_and_a_jump_tells_every_threshold_lowest_first() -> None:
    assert reached_by(with_fines(9)) == [(40,), (60,), (80,)]
    assert crossed(85, ()) == (40, 60, 80)
    assert crossed(85, (40,)) == (60, 80)
    assert crossed(79, (40, 60)) == ()


@pytest.mark.proves("R14-031")
def test_the_sum_of_a_year_is_what_was_added_less_what_was_withdrawn() -> None:
    history = with_fines(5)
    withdrawn = ReverseScore(f"{ISP}.2", "复核员", "处罚决定被撤销")
    (event,) = history.when(withdrawn, HERE).then_types(ScoreReversed)
    assert isinstance(event, ScoreReversed)
    assert (event.points, event.total) == (10, 40)
    after = history.after(withdrawn, HERE)
    after.when(withdrawn, HERE).then_nothing()
    assert after.state.total(2026) == sum(points_of(after)) - 10
    assert reached_by(after.after(penalty(30), HERE)) == [(40,)], "reached stays reached"
    unknown = ReverseScore("nobody.1", "复核员", "理由")
    history.when(unknown, HERE).then_refused(Reason.NOT_FOUND)
    history.when(ReverseScore(f"{ISP}.2", "", "理由"), HERE).then_refused(Reason.INVALID_FIELD)
