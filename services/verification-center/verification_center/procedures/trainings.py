"""Trainings: held by the center, attended by organisations, passed by providers. FLOW-17 step 8."""

from typing import Final

from beian.eventlog import Session
from beian.procedures import Act, Procedure
from verification_center.application import Center
from verification_center.domain.trainings import (
    TRAINING,
    Examine,
    HoldTraining,
    Situation,
)
from verification_center.scoring import situation_of


async def _situation(
    _center: Center, session: Session, key: str, command: HoldTraining | Examine
) -> Situation:
    isp_id = command.isp_id if isinstance(command, Examine) else 0
    here = await situation_of(session, isp_id)
    return Situation(here.today, key, here.region)


PROCEDURE: Final = Procedure[Center](
    kind="training",
    path="trainings",
    decider=TRAINING,
    acts=(
        Act("open", HoldTraining, "Enter a training that was held, with who attended", opens=True),
        Act("examine", Examine, "Enter whether a provider passed the examination"),
    ),
    context=_situation,
)
