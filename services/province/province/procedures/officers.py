"""The bureau's officers and those of its support center: appointed and dismissed."""

from typing import Final

from beian.procedures import Act, Procedure
from province.application.bureau import Bureau
from province.domain.officers import OFFICER, Appoint, Dismiss
from province.read_models.officers import OFFICERS


def _key(_bureau: Bureau, command: Appoint) -> str:
    return command.account


PROCEDURE: Final = Procedure[Bureau](
    kind="officer",
    path="officers",
    decider=OFFICER,
    acts=(
        Act(
            "open",
            Appoint,
            "Give somebody a post; from the first on only officers decide",
            opens=True,
        ),
        Act("dismiss", Dismiss, "End somebody's post"),
    ),
    key_of=_key,
    read_models=(OFFICERS,),
)
