"""A bureau's monthly bulletin (月通报), from the logs of province, ministry and center alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from beian.accuracy_reports import shown
from beian.errors import Fault
from beian.eventlog import Recorded
from beian.events.accuracy import EmptyShellCleared, EmptyShellFound, MonthlyCheckCompleted
from beian.events.filing import FilingApproved, FilingReturned, ReviewOverdue, ReviewStarted
from beian.events.unfiled_sites import (
    UnfiledSiteDetected,
    UnfiledSiteDisposed,
    UnfiledSiteOverdue,
)
from beian.identifiers import MINISTRY_LOG, VERIFICATION_CENTER_LOG, log_of_province
from beian.regulations.accuracy import days_of
from beian.regulations.deadlines import day_of
from beian.regulations.filing_numbers import parse_filing_number, subject_of
from beian.regulations.regions import Province, find_province
from launcher.reports.rendering import Document, Table, rate
from launcher.reports.sources import LogSource
from launcher.reports.stock import TYPES as STOCK_TYPES
from launcher.reports.stock import Stock, ranks, stock_of

CASE_CLOSED: Final = "CaseClosed"
PENALTY: Final = "PenaltyImposed"
_OF_BUREAU: Final = frozenset(
    {
        ReviewStarted.__name__,
        FilingApproved.__name__,
        FilingReturned.__name__,
        ReviewOverdue.__name__,
        UnfiledSiteDisposed.__name__,
        UnfiledSiteOverdue.__name__,
        CASE_CLOSED,
        PENALTY,
    }
)
_OF_CENTER: Final = frozenset(
    {
        UnfiledSiteDetected.__name__,
        MonthlyCheckCompleted.__name__,
        EmptyShellFound.__name__,
        EmptyShellCleared.__name__,
    }
)


@dataclass(slots=True)
class Work:
    """What a bureau did in a month, by its own log."""

    received: int = 0
    passed: int = 0
    refused: int = 0
    overdue: int = 0
    unfiled_disposed: int = 0
    unfiled_overdue: int = 0
    cases_closed: int = 0
    penalties: int = 0
    fines: int = 0
    """Yuan."""
    under_review: set[str] = field(default_factory=set)
    """Streams of applications that wait for a decision at the month's end."""

    @property
    def handled(self) -> int:
        """How many applications were decided."""
        return self.passed + self.refused


@dataclass(slots=True)
class Findings:
    """What the center found of a province in a month."""

    unfiled: int = 0
    shells_found: int = 0
    shells_cleared: int = 0
    check: MonthlyCheckCompleted | None = None


def monthly_report(source: LogSource, region: str, month: str) -> Document:
    """Return the bulletin. Raises Fault: no such province or month, or a log is missing."""
    province = find_province(region)
    if province is None:
        raise Fault(f"{region}: no province (give one as 320000)")
    first, last = _days(month)
    work = work_of(source.read(log_of_province(region), _OF_BUREAU), first, last)
    stock = stock_of(source.read(MINISTRY_LOG, STOCK_TYPES), first, last)
    events = source.read(VERIFICATION_CENTER_LOG, _OF_CENTER)
    found = findings_of(events, region, month, first, last)
    data = _figures(province, month, work, stock, found)
    return _document(province, month, data)


def _days(month: str) -> tuple[date, date]:
    try:
        days = days_of(month)
    except ValueError as error:
        raise Fault(str(error)) from error
    if "Q" in month:
        raise Fault(f"{month}: give a month as 2026-03")
    return days


def work_of(events: Iterable[Recorded], first: date, last: date) -> Work:
    """Count a bureau's work. Only applications it reviews itself are its own."""
    work = Work()
    for recorded in events:
        day = day_of(recorded.network_time)
        if day > last:
            break
        _count(work, recorded, is_in_month=day >= first)
    return work


def _count(work: Work, recorded: Recorded, *, is_in_month: bool) -> None:
    event, stream = recorded.event, recorded.stream
    match event:
        case ReviewStarted():
            work.under_review.add(stream)
            work.received += is_in_month
        case FilingApproved() | FilingReturned() if stream in work.under_review:
            work.under_review.discard(stream)
            if isinstance(event, FilingApproved):
                work.passed += is_in_month
            else:
                work.refused += is_in_month
        case ReviewOverdue():
            work.overdue += is_in_month
        case UnfiledSiteDisposed():
            work.unfiled_disposed += is_in_month
        case UnfiledSiteOverdue():
            work.unfiled_overdue += is_in_month
        case _ if recorded.type == CASE_CLOSED:
            work.cases_closed += is_in_month
        case _ if recorded.type == PENALTY:
            work.penalties += is_in_month
            work.fines += getattr(event, "amount", 0) if is_in_month else 0
        case _:
            pass  # a return that nobody reviewed here


def findings_of(
    events: Iterable[Recorded], region: str, month: str, first: date, last: date
) -> Findings:
    """Count what the center found. The month's check is made after its end."""
    found = Findings()
    for recorded in events:
        is_in_month = first <= day_of(recorded.network_time) <= last
        match recorded.event:
            case UnfiledSiteDetected(region=of) if of == region:
                found.unfiled += is_in_month
            case EmptyShellFound(home_region=of) if of == region:
                found.shells_found += is_in_month
            case EmptyShellCleared(home_region=of) if of == region:
                found.shells_cleared += is_in_month
            case MonthlyCheckCompleted(period=period) as check if period == month:
                found.check = check
            case _:
                pass  # another province's, or another month's
    return found


def _figures(
    province: Province, month: str, work: Work, stock: Stock, found: Findings
) -> dict[str, Any]:
    return {
        "simulated": True,
        "report": "monthly",
        "province": province.code,
        "bureau": province.bureau,
        "month": month,
        "stock": _stock(stock.counts(), province.code),
        "new": _split(stock.came, province.code),
        "cancelled": _split(stock.went, province.code),
        "applications": {
            "received": work.received,
            "handled": work.handled,
            "passed": work.passed,
            "refused": work.refused,
            "overdue": work.overdue,
            "under_review": len(work.under_review),
        },
        "unfiled_sites": {
            "found": found.unfiled,
            "disposed": work.unfiled_disposed,
            "overdue": work.unfiled_overdue,
        },
        **_rates(found.check, province.code),
        "empty_shells": {"found": found.shells_found, "cleared": found.shells_cleared},
        "illegal_sites_handled": work.cases_closed,
        "penalties": {"count": work.penalties, "fines": work.fines},
    }


def _stock(counts: Mapping[str, tuple[int, int]], region: str) -> dict[str, int]:
    subjects, sites = counts[region]
    return {
        "subjects": subjects,
        "sites": sites,
        "subjects_rank": ranks({at: one[0] for at, one in counts.items()})[region],
        "sites_rank": ranks({at: one[1] for at, one in counts.items()})[region],
    }


def _rates(check: MonthlyCheckCompleted | None, region: str) -> dict[str, Any]:
    """Return the rates of the month's check; None where there is no check yet."""
    if check is None:
        return {"filing_rate": None, "accuracy_rate": None, "check": None}
    row = shown(next(one for one in check.provinces if one.region == region))
    return {
        "filing_rate": row["filing_rate"],
        "accuracy_rate": row["accuracy_rate"],
        "check": {
            "sampled": row["sampled"],
            "accurate": row["accurate"],
            "standard_version": check.standard_version,
        },
    }


def _split(numbers: Iterable[str], region: str) -> dict[str, int]:
    """Count the subjects and the sites among a province's numbers."""
    own = [one for one in numbers if _region_of(one) == region]
    subjects = sum(subject_of(one) == one for one in own)
    return {"subjects": subjects, "sites": len(own) - subjects}


def _region_of(number: str) -> str | None:
    parts = parse_filing_number(number)
    return parts.region if parts else None


def _document(province: Province, month: str, data: dict[str, Any]) -> Document:
    year, number = month.split("-")
    stock, asked, unfiled = data["stock"], data["applications"], data["unfiled_sites"]
    shells, check = data["empty_shells"], data["check"]
    said = "该月核查尚未完成，备案率和准确率暂缺。"
    if check is not None:
        version = check["standard_version"]
        said = f"准确率按核查标准第{version}版，抽查{check['sampled']}个网站。"
    rows = (
        ("备案主体总数", stock["subjects"]),
        ("备案主体总数全国排名", stock["subjects_rank"]),
        ("备案网站总数", stock["sites"]),
        ("备案网站总数全国排名", stock["sites_rank"]),
        ("本月新增主体", data["new"]["subjects"]),
        ("本月新增网站", data["new"]["sites"]),
        ("本月注销主体", data["cancelled"]["subjects"]),
        ("本月注销网站", data["cancelled"]["sites"]),
        ("本月受理备案申请", asked["received"]),
        ("本月办结", asked["handled"]),
        ("审核通过", asked["passed"]),
        ("退回", asked["refused"]),
        ("超期", asked["overdue"]),
        ("月末在审", asked["under_review"]),
        ("发现未备案网站", unfiled["found"]),
        ("已处置未备案网站", unfiled["disposed"]),
        ("逾期未处置", unfiled["overdue"]),
        ("备案率", rate(data["filing_rate"])),
        ("准确率", rate(data["accuracy_rate"])),
        ("发现空壳主体和网站", shells["found"]),
        ("清理空壳主体和网站", shells["cleared"]),
        ("处置违法违规网站", data["illegal_sites_handled"]),
        ("行政处罚（件）", data["penalties"]["count"]),
        ("罚款（元）", data["penalties"]["fines"]),
    )
    return Document(
        title=f"{province.name}网站备案工作月通报（{year}年{int(number)}月）",
        notes=(f"{province.bureau}。数据由各系统日志重新计算，均为模拟数据。", said),
        tables=(Table("备案工作情况", ("项目", "数值"), rows),),
        data=data,
    )
