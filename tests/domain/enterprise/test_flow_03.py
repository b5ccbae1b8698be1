"""FLOW-03 under random commands: a draft goes only the ways that the diagram draws."""

from dataclasses import replace
from typing import Any

from hypothesis import given as drawing
from hypothesis import settings
from hypothesis import strategies as st

from beian.errors import Refusal
from beian.flows.flow_03 import LIFECYCLE
from beian.regulations.reasons import Reason
from enterprise.domain.draft import (
    DRAFT,
    FailOnSite,
    FailPreVerification,
    Lapse,
    NoteOverdue,
    PassPreVerification,
)
from enterprise.domain.states import (
    AwaitingAppearance,
    AwaitingCorrection,
    Lapsed,
    NoDraft,
    OnSite,
    PreVerifying,
    Verified,
)
from enterprise.domain.verification import CorrectInformation
from support.enterprise_drafts import (
    CONTEXT,
    DECLARED,
    JIANGSU,
    a_draft,
    a_picture,
    an_original,
    appearing,
    jiangsu_steps,
)
from support.filings import with_

RENAMED = with_(JIANGSU, subject=with_(JIANGSU.subject, remark="更正"))
ENTRY = a_draft(JIANGSU, form=DECLARED)
COMMANDS: tuple[Any, ...] = (
    ENTRY,
    replace(ENTRY, filing=RENAMED),
    PassPreVerification(),
    FailPreVerification((Reason.DUPLICATE_IN_PROGRESS,)),
    NoteOverdue(),
    Lapse(),
    appearing(JIANGSU),
    FailOnSite((Reason.CONTACT_UNREACHABLE,)),
    CorrectInformation(RENAMED),
    an_original(is_genuine=False, copy=a_picture()),
    *jiangsu_steps(),
)
PHASES = {
    NoDraft: "",
    PreVerifying: "PreVerifying",
    AwaitingCorrection: "AwaitingCorrection",
    AwaitingAppearance: "AwaitingAppearance",
    OnSite: "OnSite",
    Verified: "Passed",
    Lapsed: "Lapsed",
}
BEGINNING = (ENTRY, PassPreVerification(), appearing(JIANGSU))


@settings(deadline=None)
@drawing(st.lists(st.sampled_from(COMMANDS), max_size=25), st.sampled_from(range(4)))
def test_a_draft_never_leaves_the_diagram(random: list[Any], begun: int) -> None:
    state, phase = DRAFT.initial, ""
    for command in (*BEGINNING[:begun], *random):
        decision = DRAFT.decide(state, command, CONTEXT)
        if isinstance(decision, Refusal):
            continue
        for event in decision:
            phase = LIFECYCLE.after(phase, event)
            state = DRAFT.evolve(state, event)
        assert PHASES[type(state)] == phase


def test_the_way_to_the_end_passes_every_state_of_it() -> None:
    state, phases = DRAFT.initial, [""]
    for command in (*BEGINNING, *jiangsu_steps()):
        decision = DRAFT.decide(state, command, CONTEXT)
        assert not isinstance(decision, Refusal), decision
        for event in decision:
            phases.append(LIFECYCLE.after(phases[-1], event))
            state = DRAFT.evolve(state, event)
    assert list(dict.fromkeys(phases)) == [
        "",
        "PreVerifying",
        "AwaitingAppearance",
        "OnSite",
        "Passed",
    ]
