"""Laws that hold for an application whatever is asked of it, in whatever order."""

import dataclasses

from hypothesis import given, settings
from hypothesis import strategies as st

from beian.errors import Refusal
from beian.events.base import Event
from beian.events.filing import (
    Conflict,
    FilingApproved,
    FilingNumberIssued,
    FilingResultDelivered,
    FilingReturned,
)
from beian.records import ECertificate, Finding, Opinion
from beian.regulations.reasons import Reason
from beian.regulations.unique_keys import unique_keys
from province.domain.filing import FILING, decide
from province.domain.filing_commands import (
    ApproveFiling,
    ConcludeCheck,
    Context,
    FilingCommand,
    IssueNumber,
    NoteOverdue,
    ReceiveApplication,
    RecordDelivery,
    Reserved,
    ReturnFiling,
    ReturnForConflict,
    ReviewDelivered,
    StartReview,
)
from province.domain.numbering import issued, verifier_of
from support.filings import ISP_ID, a_filing

ID = "0199a000-0000-7000-8000-000000000001"
SENT = a_filing()
KEYS = unique_keys(SENT)
NUMBER = "苏ICP备2026000001号"
OPINION = Opinion(approved=True, reviewed_at="2026-03-10")
RESERVED = Reserved(
    filing_number=NUMBER,
    filing=issued(SENT, NUMBER, "320000", 1),
    verifier=verifier_of("abcDEF123456", "00" * 16),
    certificate=ECertificate(serial="1", path="/x.pem", valid_until="2031-03-10"),
    certificate_sha256="f" * 64,
    notices=(("sms", "t"), ("email", "t")),
)
REGIONS = ("320000", "440000")


def commands_for(provider: str, home: str) -> list[FilingCommand]:
    conflicts = (Conflict(key=KEYS[0], code=1003, holder="x"),)
    return [
        ReceiveApplication(ID, ISP_ID, 1, 1, "ICP/XZBA", provider, home, SENT),
        ConcludeCheck(ID, (), KEYS),
        ConcludeCheck(ID, (Finding(code=1004, message="m"),), ()),
        StartReview(ID),
        ReviewDelivered(ID, ISP_ID, provider, home, SENT, KEYS),
        ReturnForConflict(ID, conflicts),
        ApproveFiling(ID, OPINION),
        ReturnFiling(ID, (Reason.INACCURATE,), OPINION),
        ReturnFiling(ID, (), OPINION),
        IssueNumber(ID),
        NoteOverdue(ID),
        RecordDelivery(ID, ISP_ID, approved=True, file_names=("a.xml",)),
        RecordDelivery(ID, ISP_ID, approved=False, file_names=()),
    ]


@st.composite
def conversations(draw: st.DrawFn) -> tuple[Context, list[FilingCommand]]:
    provider, home, own = (draw(st.sampled_from(REGIONS)) for _ in range(3))
    asked = st.lists(st.sampled_from(commands_for(provider, home)), max_size=25)
    return Context(own, "2026-03-10", "2026-04-08", reserved=RESERVED), draw(asked)


def play(context: Context, commands: list[FilingCommand]) -> list[Event]:
    """Ask everything in turn; whatever was decided and asked again adds nothing."""
    state, happened = FILING.initial, list[Event]()
    for command in commands:
        decision = decide(state, command, context)
        if isinstance(decision, Refusal):
            continue
        state = FILING.fold(decision, state)
        happened.extend(decision)
        again = decide(state, command, context)
        assert isinstance(again, Refusal) or list(again) == []
    assert FILING.fold(happened) == state
    return happened


def count(happened: list[Event], *types: type[Event]) -> int:
    return sum(isinstance(event, types) for event in happened)


@settings(deadline=None)
@given(conversations())
def test_a_repeated_command_adds_nothing(conversation: tuple[Context, list[FilingCommand]]) -> None:
    """Delivery is at least once; no application may be decided twice by that."""
    play(*conversation)


@settings(deadline=None)
@given(conversations())
def test_there_is_one_outcome_at_most(conversation: tuple[Context, list[FilingCommand]]) -> None:
    """A sponsor gets a number or a return, never both, and one result."""
    happened = play(*conversation)
    assert count(happened, FilingApproved, FilingReturned) <= 1
    assert count(happened, FilingNumberIssued) <= count(happened, FilingApproved)
    assert count(happened, FilingResultDelivered) <= 1


@settings(deadline=None)
@given(conversations())
def test_a_number_follows_an_approval(conversation: tuple[Context, list[FilingCommand]]) -> None:
    """O292-008: what was not approved has no number."""
    types = [type(event) for event in play(*conversation)]
    if FilingNumberIssued in types:
        assert types.index(FilingApproved) < types.index(FilingNumberIssued)


def test_commands_are_values() -> None:
    """They can be compared and kept: nothing in them changes."""
    for command in commands_for(*REGIONS):
        assert dataclasses.replace(command) == command
