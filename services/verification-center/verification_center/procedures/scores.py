"""The demerit ledger: confirmed facts become points, sums are watched and reported. FLOW-17."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from beian.bus import Received
from beian.clock import CancelTimer, SetTimer, TimerChange
from beian.eventlog import Recorded, Session
from beian.events.filing import NationalProviderNoted
from beian.events.orders import PenaltyImposed
from beian.events.scores import ScoreAdded, ScoreCycleReset, ScoreReportPublished
from beian.events.spot_checks import SpotCheckMismatchFound
from beian.events.unfiled_sites import UnfiledSiteNoticeIssued
from beian.identifiers import region_of_log
from beian.procedures import Act, Procedure
from beian.regulations.deadlines import day_of, end_of_day
from verification_center.application import Center
from verification_center.domain.score_reports import REPORT, next_month, period_of
from verification_center.domain.scores import (
    SCORE,
    ConfirmInaccuracy,
    ConfirmResource,
    ResetCycle,
    ReverseScore,
    Situation,
)
from verification_center.read_models.score_totals import SCORE_TOTALS
from verification_center.scoring import (
    enter_score,
    publish_report,
    score_penalty,
    score_unfiled_site,
    situation_of,
)

CYCLE: Final = "score_cycle"
REPORT_DUE: Final = "score_report"
_DECEMBER: Final = 12
_LAST: Final = 31


async def _situation(_center: Center, session: Session, key: str, _command: object) -> Situation:
    return await situation_of(session, int(key))


def _key(_center: Center, command: ConfirmInaccuracy | ConfirmResource) -> str:
    return str(command.isp_id)


def _cycles(recorded: Recorded) -> Iterable[TimerChange]:
    """Return when a provider's points begin anew: with the year that follows."""
    match recorded.event:
        case ScoreAdded(isp_id=isp_id, cycle=year):
            yield _new_year(isp_id, year)
        case ScoreCycleReset(isp_id=isp_id, cycle=year, is_watched=True):
            yield _new_year(isp_id, year)
        case ScoreCycleReset(isp_id=isp_id):
            yield CancelTimer(f"{CYCLE}-{isp_id}")
        case _:
            pass  # nothing else has to do with the year


def _new_year(isp_id: int, year: int) -> SetTimer:
    end = end_of_day(date(year, _DECEMBER, _LAST))
    return SetTimer(f"{CYCLE}-{isp_id}", end, CYCLE, str(isp_id))


async def _reset(_center: Center, session: Session, subject: str) -> object:
    return await enter_score(session, int(subject), ResetCycle())


async def _penalty(_center: Center, session: Session, message: Received) -> object:
    assert isinstance(message.event, PenaltyImposed)
    return await score_penalty(session, message.event)


async def _unfiled(_center: Center, session: Session, message: Received) -> object:
    found = message.event
    assert isinstance(found, UnfiledSiteNoticeIssued)
    said_by = region_of_log(message.log)
    return await score_unfiled_site(session, found.isp_id, found.domain, found.finding_id, said_by)


async def _mismatch(_center: Center, session: Session, message: Received) -> object:
    found = message.event
    assert isinstance(found, SpotCheckMismatchFound)
    command = ConfirmInaccuracy(
        found.isp_id, found.filing_number, found.check_id, found.fields, found.is_untrue
    )
    return await enter_score(session, found.isp_id, command, region_of_log(message.log))


def _reports(recorded: Recorded) -> Iterable[TimerChange]:
    """Return when the next report is due: with the first day of the next month."""
    match recorded.event:
        case NationalProviderNoted():
            yield _month_over(day_of(recorded.network_time))
        case ScoreReportPublished(period=period, region=None):
            yield _month_over(next_month(date.fromisoformat(f"{period}-01")))
        case _:
            pass  # nothing else begins the rhythm or goes on with it


def _month_over(day: date) -> SetTimer:
    last = next_month(day) - timedelta(days=1)
    return SetTimer(REPORT_DUE, end_of_day(last), REPORT_DUE, period_of(day))


async def _publish(_center: Center, session: Session, subject: str) -> object:
    return await publish_report(session, subject)


SCORES: Final = Procedure[Center](
    kind="score",
    path="scores",
    decider=SCORE,
    acts=(
        Act(
            "confirm-inaccuracy",
            ConfirmInaccuracy,
            "Confirm that data of a connected site are untrue or inaccurate: 2 points",
            opens=True,
        ),
        Act(
            "confirm-resource",
            ConfirmResource,
            "Confirm that addresses or a domain are inaccurate (2 points) or unreported (5)",
            opens=True,
        ),
        Act("reverse", ReverseScore, "Withdraw points after a review, with the reason"),
    ),
    context=_situation,
    key_of=_key,
    timers=_cycles,
    fire={CYCLE: _reset},
    reactions={
        PenaltyImposed: _penalty,
        UnfiledSiteNoticeIssued: _unfiled,
        SpotCheckMismatchFound: _mismatch,
    },
    read_models=(SCORE_TOTALS,),
)

REPORTS: Final = Procedure[Center](
    kind="scorereport",
    path="score-reports",
    decider=REPORT,
    acts=(),
    timers=_reports,
    fire={REPORT_DUE: _publish},
)

PROCEDURES: Final = (SCORES, REPORTS)
