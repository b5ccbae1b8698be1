"""Measures at 40, 60 and 80 points against a provider of this bureau. FLOW-17."""

from typing import Final

from beian.bus import Received
from beian.eventlog import Session
from beian.events.scores import ScoreCycleReset, ScoreThresholdReached, TrainingPassed
from beian.procedures import Act, Procedure
from province.application.bureau import Bureau
from province.application.scoring import measure, take_measures
from province.domain.score_commands import (
    AcceptRectification,
    ApproveRenewal,
    HoldInterview,
    MeasureCommand,
    NoteCycle,
    NoteTraining,
    Reopen,
    RestoreExpansion,
    SuspendExpansion,
)
from province.domain.score_measures import MEASURES


async def _act(bureau: Bureau, session: Session, key: str, command: MeasureCommand) -> object:
    return await measure(bureau, session, int(key), command)


async def _reached(bureau: Bureau, session: Session, message: Received) -> object:
    assert isinstance(message.event, ScoreThresholdReached)
    return await take_measures(bureau, session, message.event)


async def _trained(bureau: Bureau, session: Session, message: Received) -> object:
    passed = message.event
    assert isinstance(passed, TrainingPassed)
    command = NoteTraining(passed.isp_id, passed.training_id, passed.passed_on)
    return await measure(bureau, session, passed.isp_id, command)


async def _begun(bureau: Bureau, session: Session, message: Received) -> object:
    begun = message.event
    assert isinstance(begun, ScoreCycleReset)
    return await measure(bureau, session, begun.isp_id, NoteCycle(begun.isp_id, begun.cycle))


PROCEDURE: Final = Procedure[Bureau](
    kind="scoring",
    path="score-measures",
    decider=MEASURES,
    acts=(
        Act("interview", HoldInterview, "Enter the interview of the provider's head"),
        Act(
            "suspend-expansion",
            SuspendExpansion,
            "Let a basic operator give the provider no new access resources",
        ),
        Act(
            "restore-expansion",
            RestoreExpansion,
            "Let the operator give the provider new access resources again",
        ),
        Act("approve-renewal", ApproveRenewal, "Approve the renewal of one reported contract"),
        Act("accept", AcceptRectification, "Accept a correction that was ordered"),
        Act(
            "reopen",
            Reopen,
            "Accept the rectification of a trained provider and open its reporting interface",
        ),
    ),
    act=_act,
    reactions={
        ScoreThresholdReached: _reached,
        TrainingPassed: _trained,
        ScoreCycleReset: _begun,
    },
)
