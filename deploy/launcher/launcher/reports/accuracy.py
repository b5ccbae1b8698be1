"""The center's tables of a quarter: accuracy and filing rate by province and provider. M64-029.

From the logs of the center and the ministry alone. Accuracy is counted anew from the sites of
the check; a table in the log that says something else is a Fault.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from beian.accuracy_reports import shown
from beian.errors import Fault
from beian.events.accuracy import (
    CheckedSite,
    MonthlyCheckCompleted,
    QuarterlyCheckCompleted,
    Share,
)
from beian.events.providers import ProviderListed
from beian.identifiers import MINISTRY_LOG, VERIFICATION_CENTER_LOG
from beian.regulations.accuracy import days_of, month_of
from launcher.reports.rendering import Document, Table, rate
from launcher.reports.sources import LogSource

_CHECKS: Final = frozenset({QuarterlyCheckCompleted.__name__, MonthlyCheckCompleted.__name__})
_HEAD: Final = (
    "备案网站数",
    "抽查数",
    "准确数",
    "准确率",
    "可访问已备案网站",
    "未备案网站",
    "备案率",
)

type Check = MonthlyCheckCompleted | QuarterlyCheckCompleted


def accuracy_report(source: LogSource, quarter: str) -> Document:
    """Return the quarter's tables. Raises Fault: no such quarter, no check, or a lie in it."""
    try:
        first, last = days_of(quarter)
    except ValueError as error:
        raise Fault(str(error)) from error
    if "Q" not in quarter:
        raise Fault(f"{quarter}: give a quarter as 2026Q1")
    checks: dict[str, Check] = {}
    for recorded in source.read(VERIFICATION_CENTER_LOG, _CHECKS):
        event = recorded.event
        assert isinstance(event, MonthlyCheckCompleted | QuarterlyCheckCompleted)
        checks[event.period] = event
    if quarter not in checks:
        raise Fault(f"{quarter}: the center has completed no check of this quarter")
    names = _names(source)
    of_quarter = checks[quarter]
    months = [
        checks[period]
        for period in sorted(checks)
        if "Q" not in period and month_of(first) <= period <= month_of(last)
    ]
    provinces, providers = tables_of(of_quarter)
    data = {
        "simulated": True,
        "report": "accuracy",
        "quarter": quarter,
        "standard_version": of_quarter.standard_version,
        "sample_size": of_quarter.sample_size,
        "seed": of_quarter.seed,
        "provinces": provinces,
        "providers": [{**row, "name": names.get(row["isp_id"])} for row in providers],
        "months": [_month(check) for check in months],
    }
    return _document(quarter, data)


def _names(source: LogSource) -> Mapping[int, str]:
    found: dict[int, str] = {}
    for recorded in source.read(MINISTRY_LOG, {ProviderListed.__name__}):
        assert isinstance(recorded.event, ProviderListed)
        found[recorded.event.isp_id] = recorded.event.name
    return found


def tables_of(check: Check) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return a check's rows, counted anew. Raises Fault where the log's own rows differ."""
    return _rows(check.provinces, _by_province(check.sites)), _rows(
        check.providers, _by_provider(check.sites)
    )


def _rows(shares: Iterable[Share], counted: Counter[tuple[object, bool]]) -> list[dict[str, Any]]:
    rows = []
    for share in shares:
        key = share.region if share.isp_id is None else share.isp_id
        accurate = counted[key, True]
        sampled = accurate + counted[key, False]
        if (sampled, accurate) != (share.sampled, share.accurate):
            raise Fault(
                f"{key}: the log says {share.accurate} of {share.sampled} sites are accurate, "
                f"its list of sites {accurate} of {sampled}"
            )
        rows.append(shown(share))
    return rows


def _by_province(sites: Iterable[CheckedSite]) -> Counter[tuple[object, bool]]:
    return Counter((one.home_region, _is_accurate(one)) for one in sites if one.is_drawn)


def _by_provider(sites: Iterable[CheckedSite]) -> Counter[tuple[object, bool]]:
    return Counter(
        (isp_id, _is_accurate(one)) for one in sites if one.is_drawn for isp_id in one.isp_ids
    )


def _is_accurate(site: CheckedSite) -> bool:
    return site.result == "accurate"


def _month(check: Check) -> dict[str, Any]:
    provinces, _ = tables_of(check)
    sampled = sum(row["sampled"] for row in provinces)
    accurate = sum(row["accurate"] for row in provinces)
    return {
        "month": check.period,
        "sample_size": check.sample_size,
        "sampled": sampled,
        "accurate": accurate,
        "provinces": provinces,
    }


def _document(quarter: str, data: dict[str, Any]) -> Document:
    year, number = quarter.split("Q")
    provinces = [(row["province"], *_cells(row)) for row in data["provinces"]]
    providers = [
        (row["province"], row["isp_id"], row["name"], *_cells(row)) for row in data["providers"]
    ]
    months = [
        (one["month"], one["sample_size"], one["accurate"], _share(one)) for one in data["months"]
    ]
    return Document(
        title=f"全国网站备案准确率和备案率核查结果（{year}年第{number}季度）",
        notes=(
            "国家互联网备案管理支撑中心。数据由各系统日志重新计算，均为模拟数据。",
            _said_of(data),
        ),
        tables=(
            Table("各省（自治区、直辖市）", ("省份", *_HEAD), provinces),
            Table("各接入服务提供者", ("省份", "编号", "名称", *_HEAD), providers),
            Table("本季度各月新增备案核查", ("月份", "抽查数", "准确数", "准确率"), months),
        ),
        data=data,
    )


def _said_of(data: Mapping[str, Any]) -> str:
    version, size, seed = (data[name] for name in ("standard_version", "sample_size", "seed"))
    return f"核查标准第{version}版，样本{size}个网站，抽样种子{seed}。"


def _cells(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (
        row["filed"],
        row["sampled"],
        row["accurate"],
        rate(row["accuracy_rate"]),
        row["reachable_filed"],
        row["unfiled_count"],
        rate(row["filing_rate"]),
    )


def _share(month: Mapping[str, Any]) -> str | None:
    sampled = month["sampled"]
    return None if not sampled else rate(month["accurate"] * 10_000 // sampled / 100)
