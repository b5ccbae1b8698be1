"""What the ministry says of enterprise systems: evaluation reports, required versions. FLOW-01."""

from typing import Final

from beian.eventlog import Session
from beian.procedures import Act, Procedure
from ministry.application import Ministry
from ministry.domain.evaluations import EVALUATION, RegisterEvaluation, Situation
from ministry.domain.interface_requirements import KEY, REQUIREMENTS, PublishRequirement


async def _situation(
    _ministry: Ministry, _session: Session, key: str, _command: object
) -> Situation:
    return Situation(key)


EVALUATIONS: Final = Procedure[Ministry](
    kind="evaluation",
    path="evaluations",
    decider=EVALUATION,
    acts=(
        Act(
            "open",
            RegisterEvaluation,
            "Register a designated body's report on an enterprise system",
            opens=True,
        ),
    ),
    context=_situation,
)

INTERFACE_REQUIREMENTS: Final = Procedure[Ministry](
    kind="interfacerequirement",
    path="interface-requirements",
    decider=REQUIREMENTS,
    acts=(
        Act(
            "open",
            PublishRequirement,
            "Publish the least version of the enterprise interface",
            opens=True,
        ),
    ),
    key_of=lambda _ministry, _command: KEY,
)

PROCEDURES: Final = (EVALUATIONS, INTERFACE_REQUIREMENTS)
