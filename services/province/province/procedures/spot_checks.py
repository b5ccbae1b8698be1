"""Spot checks, investigations of providers, results that other bureaus shared. FLOW-16."""

from typing import Final

from beian.bus import Received
from beian.eventlog import Session
from beian.events.spot_checks import CheckResultForwarded
from beian.procedures import Act, Procedure
from province.application.bureau import Bureau
from province.application.investigations import investigate
from province.application.spot_checks import check, draw_run
from province.domain.check_results import RESULT, NoteResult, result_stream
from province.domain.investigations import (
    INVESTIGATIONS,
    Circulate,
    CloseInvestigation,
    InvestigationCommand,
    OpenInvestigation,
)
from province.domain.spot_check_runs import RUN, DrawRun
from province.domain.spot_checks import (
    SPOT_CHECK,
    ConfirmCorrection,
    EndUntrue,
    EnterAnswer,
    OpenCheck,
    OrderCorrection,
    Repeat,
    SpotCheckCommand,
)


async def _run(bureau: Bureau, session: Session, key: str, command: DrawRun) -> object:
    return await draw_run(bureau, session, key, command)


async def _check(bureau: Bureau, session: Session, key: str, command: SpotCheckCommand) -> object:
    return await check(bureau, session, key, command)


async def _investigate(
    bureau: Bureau, session: Session, key: str, command: InvestigationCommand
) -> object:
    return await investigate(bureau, session, int(key), command)


async def _shared(_bureau: Bureau, session: Session, message: Received) -> object:
    forwarded = message.event
    assert isinstance(forwarded, CheckResultForwarded)
    stream = result_stream(forwarded.check_id)
    return await session.decide(RESULT, stream, NoteResult(forwarded), None)


RUNS: Final = Procedure[Bureau](
    kind="spotcheckrun",
    path="spot-check-runs",
    decider=RUN,
    acts=(Act("open", DrawRun, "Draw filed sites by a seed and ask about each", opens=True),),
    act=_run,
)

SPOT_CHECKS: Final = Procedure[Bureau](
    kind="spotcheck",
    path="spot-checks",
    decider=SPOT_CHECK,
    acts=(
        Act("open", OpenCheck, "Ask about one filed site", opens=True),
        Act("answer", EnterAnswer, "Enter what was answered and what differs"),
        Act("repeat", Repeat, "Ask again, where nobody answered"),
        Act("correct", OrderCorrection, "Have the providers of an inaccurate site correct it"),
        Act("confirm", ConfirmCorrection, "Confirm that an approved change put it right"),
        Act("end", EndUntrue, "Cancel an untrue site and have it closed"),
    ),
    act=_check,
)

INVESTIGATING: Final = Procedure[Bureau](
    kind="investigation",
    path="investigations",
    decider=INVESTIGATIONS,
    acts=(
        Act("open", OpenInvestigation, "Investigate a provider", opens=True),
        Act("close", CloseInvestigation, "End an investigation, with what was established"),
        Act("circulate", Circulate, "Circulate the provider's entries in the integrity register"),
    ),
    act=_investigate,
    key_of=lambda _bureau, command: str(command.isp_id),
)

RESULTS: Final = Procedure[Bureau](
    kind="checkresult",
    path="check-results",
    decider=RESULT,
    acts=(),
    reactions={CheckResultForwarded: _shared},
)

PROCEDURES: Final = (RUNS, SPOT_CHECKS, INVESTIGATING, RESULTS)
