"""Trials of enterprise systems against the simulated systems of the center. FLOW-01 steps 3, 4."""

from typing import Final

from beian.bus import Received
from beian.eventlog import Session
from beian.events.admissions import EnterpriseSystemEvaluated, EvaluationNoted
from beian.procedures import Act, Procedure
from verification_center.application import Center
from verification_center.domain.commissioning import (
    TRIALS,
    AcceptBought,
    Conclude,
    NoteEvaluated,
    StartSimulation,
    commissioning_stream,
)


def _key(_center: Center, command: StartSimulation | AcceptBought) -> str:
    return str(command.isp_id)


async def _evaluated(_center: Center, session: Session, message: Received) -> object:
    evaluated = message.event
    assert isinstance(evaluated, EnterpriseSystemEvaluated)
    noted = EvaluationNoted(
        isp_id=evaluated.isp_id,
        evaluation_id=evaluated.evaluation_id,
        report_number=evaluated.report_number,
        software_version=evaluated.software_version,
        interface_version=evaluated.interface_version,
    )
    stream = commissioning_stream(evaluated.isp_id)
    return await session.decide(TRIALS, stream, NoteEvaluated(noted), None)


PROCEDURE: Final = Procedure[Center](
    kind="commissioning",
    path="commissionings",
    decider=TRIALS,
    acts=(
        Act("start", StartSimulation, "Begin the trials of an evaluated system", opens=True),
        Act(
            "bought",
            AcceptBought,
            "Take copies of a bought product's two reports in place of the trials",
            opens=True,
        ),
        Act("conclude", Conclude, "Say how the trials went: passed, or what is missing"),
    ),
    key_of=_key,
    reactions={EnterpriseSystemEvaluated: _evaluated},
)
