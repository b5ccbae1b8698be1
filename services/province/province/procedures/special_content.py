"""Pre-approval and special approval (前置审批、专项审批) at the home bureau. FLOW-10."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from beian.clock.timers import CancelTimer, SetTimer, TimerChange
from beian.errors import Refusal
from beian.eventlog import Recorded, Session
from beian.events.pre_approval import (
    PreApprovalDocumentAttached,
    PreApprovalDocumentMissing,
    PreApprovalDocumentOverdue,
)
from beian.identifiers import stream_id
from beian.procedures import Act, Procedure
from beian.regulations.deadlines import end_of_day
from province.application.bureau import Bureau
from province.application.special_content import context_of
from province.application.special_content_acts import (
    FlagContent,
    flag,
    give_opinion,
    note_document_overdue,
    stream_of,
)
from province.domain.special_content import KIND, SPECIAL_CONTENT, DeliverDocument, GiveOpinion
from province.domain.special_content_switch import SWITCH, SwitchBulletinBoard
from province.read_models.special_contents import SPECIAL_CONTENTS

DUE: Final = "pre_approval_document_due"


async def _act(bureau: Bureau, session: Session, key: str, command: Any) -> Any | Refusal:  # noqa: ANN401 - a state of whatever kind
    match command:
        case FlagContent():
            return await flag(bureau, session, key, command)
        case GiveOpinion():
            return await give_opinion(bureau, session, key, command)
        case _:
            return await session.decide(
                SPECIAL_CONTENT, stream_of(key), command, context_of(session)
            )


def _timers(recorded: Recorded) -> Iterable[TimerChange]:
    match recorded.event:
        case PreApprovalDocumentMissing(due=str(due)):
            key = stream_id(recorded.stream)
            yield SetTimer(f"{DUE}-{key}", end_of_day(date.fromisoformat(due)), DUE, key)
        case PreApprovalDocumentAttached() | PreApprovalDocumentOverdue():
            yield CancelTimer(f"{DUE}-{stream_id(recorded.stream)}")
        case _:
            pass  # nothing else has a deadline


def _key_of(_bureau: Bureau, command: FlagContent) -> str:
    return f"{command.application_id}.{command.site}.{command.category}"


SPECIAL: Final[Procedure[Bureau]] = Procedure(
    kind=KIND,
    path="pre-approvals",
    decider=SPECIAL_CONTENT,
    acts=(
        Act("open", FlagContent, "Note special content that a reviewer saw on a site", opens=True),
        Act("document", DeliverDocument, "Enter a document handed in on paper (before 2014)"),
        Act("opinion", GiveOpinion, "Enter the department's opinion of a document"),
    ),
    act=_act,
    key_of=_key_of,
    timers=_timers,
    fire={DUE: note_document_overdue},
    read_models=(SPECIAL_CONTENTS,),
)

BULLETIN_BOARDS: Final[Procedure[Bureau]] = Procedure(
    kind="preapprovalswitch",
    path="bulletin-board-filing",
    decider=SWITCH,
    acts=(
        Act(
            "open",
            SwitchBulletinBoard,
            "Ask for the special filing of bulletin boards, or no longer",
            opens=True,
        ),
    ),
    key_of=lambda _bureau, _command: "bureau",
)

PROCEDURES: Final = (SPECIAL, BULLETIN_BOARDS)
