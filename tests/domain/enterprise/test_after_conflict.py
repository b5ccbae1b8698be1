"""After a conflict: the same data verified again and handed in, or given up."""

import pytest

from beian.events.after_conflict import DraftVerifiedAgain, DraftWithdrawn
from beian.events.enterprise import FilingSubmitted
from beian.records import Finding
from beian.regulations.reasons import Reason
from enterprise.domain.after_conflict import VerifyAgain, Withdraw
from enterprise.domain.completion import subject_id_of
from enterprise.domain.states import Ready, Withdrawn
from enterprise.domain.submission import ReceiveResult, SubmitFiling
from support.enterprise_drafts import CONTEXT, DRAFT_ID, NUMBER, Drafts, submitted, verified


def came_back(code: int) -> Drafts:
    """Return a submitted filing that came back with one code."""
    finding = Finding(code=code, message="有冲突")
    return submitted().after(ReceiveResult(subject_id_of(NUMBER), (finding,), None), CONTEXT)


@pytest.mark.proves("R14-100")
def test_what_met_a_conflict_is_verified_again_and_handed_in_as_it_is() -> None:
    again = came_back(1052).after(VerifyAgain("钱核验"), CONTEXT)
    assert again.events[-1] == DraftVerifiedAgain(
        draft_id=DRAFT_ID, verified_by="钱核验", rules=("R14-100",)
    )
    assert isinstance(again.state, Ready)
    again.when(VerifyAgain("钱核验"), CONTEXT).then_nothing()
    again.when(SubmitFiling(), CONTEXT).then_types(FilingSubmitted)


@pytest.mark.proves("R14-100")
def test_or_the_sponsor_gives_it_up_for_good() -> None:
    gone = came_back(1005).after(Withdraw("不再开办"), CONTEXT)
    assert gone.events[-1] == DraftWithdrawn(
        draft_id=DRAFT_ID, reason="不再开办", rules=("R14-100",)
    )
    assert isinstance(gone.state, Withdrawn)
    gone.when(Withdraw("不再开办"), CONTEXT).then_nothing()
    gone.when(VerifyAgain("钱核验"), CONTEXT).then_refused(Reason.WRONG_STATE)
    gone.when(SubmitFiling(), CONTEXT).then_refused(Reason.VERIFICATION_MISSING)


@pytest.mark.proves("R14-100")
def test_what_came_back_for_its_data_is_corrected_and_not_verified_again() -> None:
    wrong = came_back(1004)
    wrong.when(VerifyAgain("钱核验"), CONTEXT).then_refused(Reason.WRONG_STATE, rule="R14-100")
    wrong.when(Withdraw("不再开办"), CONTEXT).then_refused(Reason.WRONG_STATE, rule="R14-100")
    verified().when(VerifyAgain("钱核验"), CONTEXT).then_refused(Reason.WRONG_STATE)
    came_back(1052).when(VerifyAgain(" "), CONTEXT).then_refused(Reason.INCOMPLETE)
