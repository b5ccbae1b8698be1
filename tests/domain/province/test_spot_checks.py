"""Spot checks of filed sites: drawn, asked, answered, and what follows."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as drawn_from
from hypothesis import strategies as st

from beian.events.spot_checks import (
    CheckResultForwarded,
    CheckResultNoted,
    CheckResultShared,
    CorrectionConfirmed,
    CorrectionOrdered,
    SpotCheckDrawn,
    SpotCheckMismatchFound,
    SpotCheckOpened,
    SpotCheckPerformed,
    SpotCheckRepeated,
    UntrueSiteEnded,
)
from beian.flows.flow_16 import LIFECYCLE
from beian.regulations.reasons import Reason
from ministry.domain.check_results import FORWARDED, ForwardResult
from province.domain.check_results import RESULT, NoteResult
from province.domain.spot_check_runs import RUN, DrawRun, Population
from province.domain.spot_checks import (
    SPOT_CHECK,
    Answer,
    Channel,
    ConfirmCorrection,
    EndUntrue,
    EnterAnswer,
    OpenCheck,
    OrderCorrection,
    Repeat,
    Situation,
    SpotCheck,
    SpotCheckCommand,
)
from support.flows import never_leaves
from support.spec import Given, History

SITE = "苏ICP备2026000001号-1"
LOCAL, ELSEWHERE = (320000000002, "320000"), (440000000002, "440000")
given = Given(SPOT_CHECK)
HERE = Situation(date(2026, 3, 2), "c-1", "320000", LOCAL, is_changed=True, notices=("n-1",))
OPEN = OpenCheck(SITE, Channel.PHONE)
SILENT = EnterAnswer(Answer.NO_ANSWER, "抽查员")
RIGHT = EnterAnswer(Answer.MATCHES, "抽查员", "属实")
WRONG = EnterAnswer(Answer.DIFFERS, "抽查员", "已换人", ("responsible.name",))
FALSE = replace(WRONG, is_untrue=True)
CORRECT = OrderCorrection("抽查员", "请变更")
CONFIRM = ConfirmCorrection("抽查员")
END = EndUntrue("抽查员", "虚假备案")


def after(
    *commands: SpotCheckCommand, here: Situation = HERE
) -> History[SpotCheck, SpotCheckCommand, Situation]:
    history = given()
    for command in commands:
        history = history.after(command, here)
    return history


@pytest.mark.proves("J45-017")
def test_a_run_records_channel_seed_and_sample_and_the_seed_gives_it_again() -> None:
    numbers = [f"苏ICP备20260000{n:02}号-1" for n in range(30)]
    draw = DrawRun(Channel.SMS, 5, "2026-03", "抽查员")
    population = Population("r-1", numbers)
    (drawn,) = Given(RUN)().when(draw, population).then_types(SpotCheckDrawn)
    assert isinstance(drawn, SpotCheckDrawn)
    assert (drawn.channel, drawn.population, len(drawn.sample)) == ("sms", 30, 5)
    shuffled = Population("r-1", numbers[::-1])
    Given(RUN)().when(draw, shuffled).then(drawn)
    (other,) = Given(RUN)().when(replace(draw, seed="2026-04"), population).events
    assert isinstance(other, SpotCheckDrawn)
    assert other.sample != drawn.sample
    Given(RUN)().when(draw, Population("r-1", ())).then_refused(Reason.NOT_FOUND)
    for wrong in (replace(draw, count=0), replace(draw, seed=" "), replace(draw, officer="")):
        Given(RUN)().when(wrong, population).then_refused(Reason.INVALID_FIELD)


@pytest.mark.proves("J45-017")
@pytest.mark.parametrize("channel", list(Channel))
def test_a_check_records_the_answer_and_the_outcome(channel: Channel) -> None:
    (opened,) = given().when(OpenCheck(SITE, channel), HERE).then_types(SpotCheckOpened)
    assert isinstance(opened, SpotCheckOpened)
    assert opened.channel == channel
    (told,) = after(OpenCheck(SITE, channel)).when(RIGHT, HERE).then_types(SpotCheckPerformed)
    assert isinstance(told, SpotCheckPerformed)
    assert (told.answer, told.outcome, told.attempt) == ("属实", "confirmed", 1)
    assert after(OPEN, RIGHT).state.phase == "Confirmed"
    given().when(OPEN, replace(HERE, provider=None)).then_refused(Reason.NOT_FOUND)
    for wrong in (
        replace(RIGHT, officer=""),
        replace(WRONG, fields=()),
        replace(RIGHT, fields=("name",)),
        replace(RIGHT, is_untrue=True),
    ):
        after(OPEN).when(wrong, HERE).then_refused(Reason.INVALID_FIELD)
    given().when(RIGHT, HERE).then_refused(Reason.NOT_FOUND)


@pytest.mark.proves("J45-017")
def test_the_third_silence_is_a_mismatch() -> None:
    assert after(OPEN, SILENT).state.phase == "Unreachable"
    after(OPEN, SILENT).when(Repeat(), HERE).then_types(SpotCheckRepeated)
    twice = after(OPEN, SILENT, Repeat(), SILENT)
    assert twice.state.phase == "Unreachable"
    third = twice.after(Repeat(), HERE).when(SILENT, HERE)
    _, found = third.then_types(SpotCheckPerformed, SpotCheckMismatchFound)
    assert isinstance(found, SpotCheckMismatchFound)
    assert (found.fields, found.is_untrue) == (("contact",), False)
    after(OPEN).when(Repeat(), HERE).then_refused(Reason.WRONG_STATE)


@pytest.mark.proves("J45-017", "J45-018")
def test_what_is_inaccurate_is_corrected_and_what_is_untrue_ends() -> None:
    wrong = after(OPEN, WRONG)
    wrong.when(CORRECT, HERE).then_types(CorrectionOrdered)
    correcting = wrong.after(CORRECT, HERE)
    assert correcting.state.notices == ("n-1",)
    unchanged = replace(HERE, is_changed=False)
    correcting.when(CONFIRM, unchanged).then_refused(Reason.WRONG_STATE, rule="J45-017")
    correcting.when(CONFIRM, HERE).then_types(CorrectionConfirmed)
    wrong.when(END, HERE).then_refused(Reason.WRONG_STATE, rule="J45-018")
    untrue = after(OPEN, FALSE)
    untrue.when(CORRECT, HERE).then_refused(Reason.WRONG_STATE, rule="J45-018")
    untrue.when(END, HERE).then_types(UntrueSiteEnded)
    assert untrue.after(END, HERE).state.phase == "Cancelled"


@pytest.mark.proves("R14-014")
def test_a_result_about_a_provider_elsewhere_goes_to_its_bureau_through_the_ministry() -> None:
    here = replace(HERE, provider=ELSEWHERE)
    told = after(OPEN, here=here).when(WRONG, here)
    *_, shared = told.then_types(SpotCheckPerformed, SpotCheckMismatchFound, CheckResultShared)
    assert isinstance(shared, CheckResultShared)
    assert (shared.provider_region, shared.outcome) == ("440000", "mismatch")
    after(OPEN, here=here).when(SILENT, here).then_types(SpotCheckPerformed)
    forward = ForwardResult(shared, "320000")
    (forwarded,) = Given(FORWARDED)().when(forward, None).then_types(CheckResultForwarded)
    Given(FORWARDED)().after(forward, None).when(forward, None).then_nothing()
    other = ForwardResult(shared, "440000")
    Given(FORWARDED)().when(other, None).then_refused(Reason.WRONG_BUREAU)
    assert isinstance(forwarded, CheckResultForwarded)
    note = NoteResult(forwarded)
    (noted,) = Given(RESULT)().when(note, None).then_types(CheckResultNoted)
    assert isinstance(noted, CheckResultNoted)
    assert (noted.isp_id, noted.findings) == (ELSEWHERE[0], ("responsible.name",))
    Given(RESULT)().after(note, None).when(note, None).then_nothing()


asked = st.sampled_from(
    (OPEN, SILENT, RIGHT, WRONG, FALSE, Repeat(), CORRECT, CONFIRM, END),
)


@pytest.mark.proves("J45-017")
@drawn_from(st.lists(asked, max_size=12), st.booleans())
def test_no_state_is_reached_that_the_flow_does_not_draw(
    commands: list[object],
    is_changed: bool,  # noqa: FBT001 - drawn
) -> None:
    here = replace(HERE, is_changed=is_changed)
    never_leaves(LIFECYCLE, SPOT_CHECK, commands, lambda _state, _command: here)
