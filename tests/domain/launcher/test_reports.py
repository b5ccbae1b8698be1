"""A bureau's bulletin and the center's tables, from made-up logs: figures, and three ways to write."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import pytest
from msgspec.structs import replace

from beian.errors import Fault
from beian.eventlog import Recorded
from beian.events.accuracy import (
    EmptyShellCleared,
    EmptyShellFound,
    MonthlyCheckCompleted,
    QuarterlyCheckCompleted,
    SampledProvider,
)
from beian.events.base import Event
from beian.events.filing import (
    FilingApproved,
    FilingRecordSynchronized,
    FilingReturned,
    ReviewStarted,
)
from beian.events.providers import ProviderListed
from beian.events.sites import SiteNumber
from beian.events.unfiled_sites import UnfiledSiteDetected
from beian.records import Opinion, PasswordVerifier
from beian.regulations.accuracy import MONTHLY, QUARTERLY, days_of
from beian.regulations.deadlines import CHINA_TIME
from launcher.reports.accuracy import accuracy_report
from launcher.reports.monthly import monthly_report
from launcher.reports.rendering import Document, Format, Table
from launcher.reports.stock import ranks
from support.filings import a_filing
from support.recording import recorded
from verification_center.domain.check_standard import STANDARD, PublishStandard
from verification_center.domain.sample_check import SAMPLE_CHECK, Context, DrawSample
from verification_center.domain.sampling import StockSite, Unfiled

ANHUI, JIANGSU = "340000", "320000"
OURS = 340000000001
NUMBER, SECOND = "皖ICP备2026000001号", "皖ICP备2026000002号"
OTHERS = "苏ICP备2026000001号"
PROVINCE, MINISTRY, CENTER = f"province.{ANHUI}", "ministry", "verification-center"
OPINION = Opinion(approved=True, reviewed_at="2026-03-03")


@dataclass
class Given:
    """Logs as lists of events."""

    held: Mapping[str, Sequence[Recorded]]

    @property
    def logs(self) -> Sequence[str]:
        return sorted(self.held)

    def read(self, log: str, types: Collection[str]) -> Iterator[Recorded]:
        if log not in self.held:
            raise Fault(f"{log}: no such log")
        yield from (one for one in self.held[log] if one.type in types)


def at(day: str, event: Event, stream: str = "filing-a", log: str = MINISTRY) -> Recorded:
    moment = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=CHINA_TIME)
    return replace(recorded(event, stream, log), network_time=moment)


def synchronized(
    number: str, *sites: int, home: str = ANHUI, removed: tuple[int, ...] = (), ended: bool = False
) -> FilingRecordSynchronized:
    return FilingRecordSynchronized(
        application_id=f"a-{number}",
        isp_id=OURS,
        home_region=home,
        filing_number=number,
        sites=tuple(
            SiteNumber(filing_number=f"{number}-{one}", name="站", domains=(), home_page=None)
            for one in sites
        ),
        unique_keys=(),
        verifier=PasswordVerifier(salt="", sha256=""),
        removed_sites=tuple(f"{number}-{one}" for one in removed),
        is_cancelled=ended,
    )


def review(key: str, day: str) -> Recorded:
    started = ReviewStarted(
        application_id=key,
        isp_id=OURS,
        provider_region=ANHUI,
        home_region=ANHUI,
        filing=a_filing(),
        unique_keys=(),
        review_due="2026-04-01",
        due_assumed=False,
    )
    return at(day, started, f"filing-{key}", PROVINCE)


def returned(key: str, day: str) -> Recorded:
    event = FilingReturned(
        application_id=key,
        isp_id=OURS,
        provider_region=ANHUI,
        home_region=ANHUI,
        reasons=("INACCURATE",),
        findings=(),
        opinion=None,
    )
    return at(day, event, f"filing-{key}", PROVINCE)


def check(kind: str, period: str) -> MonthlyCheckCompleted | QuarterlyCheckCompleted:
    sites = [
        StockSite(
            f"皖ICP备2026{serial:06d}号-1",
            f"a{serial}",
            ANHUI,
            (SampledProvider(isp_id=OURS, region=ANHUI),),
            ("subject",) if serial == 3 else (),
        )
        for serial in range(1, 5)
    ]
    day = days_of(period)[1]
    (standard,) = STANDARD.decide(STANDARD.initial, PublishStandard(sample_permille=1000), day)  # type: ignore[misc]
    context = Context(
        today=day.replace(year=day.year + 1),
        standard=standard,  # type: ignore[arg-type]
        seed="种子",
        stock=sites,
        reachable=sites,
        unfiled=[Unfiled(ANHUI, OURS)],
        providers={OURS: ANHUI},
    )
    decision = SAMPLE_CHECK.decide(SAMPLE_CHECK.initial, DrawSample(kind, period), context)
    done = list(decision)[-1]  # type: ignore[arg-type]
    assert isinstance(done, MonthlyCheckCompleted | QuarterlyCheckCompleted)
    return done


def unfiled(day: str, region: str) -> Recorded:
    event = UnfiledSiteDetected(
        finding_id=day,
        domain="unfiled.example",
        address=1,
        region=region,
        languages=(1,),
        operator=None,
        detected_on=day,
        remark=None,
    )
    return at(day, event, f"unfiledsite-{day}", CENTER)


def shell(day: str, event: type[EmptyShellFound] | type[EmptyShellCleared]) -> Recorded:
    said = {"filing_number": SECOND, "kind": "subject", "home_region": ANHUI}
    made = (
        EmptyShellFound(**said, found_on=day)
        if event is EmptyShellFound
        else EmptyShellCleared(**said, how="cancelled", cleared_on=day)
    )
    return at(day, made, f"emptyshell-{SECOND}", CENTER)


@pytest.fixture
def logs() -> Given:
    ministry = [
        at("2026-02-10", synchronized(NUMBER, 1)),
        at("2026-02-11", synchronized(OTHERS, 1, home=JIANGSU)),
        at("2026-03-05", synchronized(NUMBER, 1, 2)),
        at("2026-03-06", synchronized(SECOND, 1)),
        at("2026-03-20", synchronized(NUMBER, 1, 2, removed=(1,))),
        at("2026-04-02", synchronized(SECOND, ended=True)),
    ]
    bureau = [
        review("a", "2026-02-27"),
        review("b", "2026-03-02"),
        review("c", "2026-03-03"),
        at("2026-03-03", FilingApproved(application_id="a", opinion=OPINION), "filing-a", PROVINCE),
        returned("b", "2026-03-04"),
        returned("conflict", "2026-03-05"),
        at("2026-04-01", FilingApproved(application_id="c", opinion=OPINION), "filing-c", PROVINCE),
    ]
    center = [
        unfiled("2026-03-09", ANHUI),
        unfiled("2026-03-10", JIANGSU),
        unfiled("2026-04-01", ANHUI),
        shell("2026-03-11", EmptyShellFound),
        shell("2026-03-30", EmptyShellCleared),
        at("2026-04-01", check(MONTHLY, "2026-03"), "samplecheck-monthly-2026-03", CENTER),
        at("2026-04-01", check(QUARTERLY, "2026Q1"), "samplecheck-quarterly-2026Q1", CENTER),
    ]
    return Given({PROVINCE: bureau, MINISTRY: ministry, CENTER: center})


def test_a_bulletin_counts_what_its_month_brought(logs: Given) -> None:
    data = monthly_report(logs, ANHUI, "2026-03").data
    assert data["stock"] == {"subjects": 2, "sites": 2, "subjects_rank": 1, "sites_rank": 1}
    assert data["new"] == {"subjects": 1, "sites": 2}
    assert data["cancelled"] == {"subjects": 0, "sites": 1}
    assert data["applications"] == {
        "received": 2,
        "handled": 2,
        "passed": 1,
        "refused": 1,
        "overdue": 0,
        "under_review": 1,
    }
    assert data["unfiled_sites"]["found"] == 1
    assert data["empty_shells"] == {"found": 1, "cleared": 1}
    assert data["accuracy_rate"] == 75.0
    assert data["filing_rate"] == 80.0


def test_a_month_that_was_not_checked_has_no_rates_and_says_so(logs: Given) -> None:
    report = monthly_report(logs, ANHUI, "2026-02")
    assert report.data["accuracy_rate"] is None
    assert report.data["stock"]["sites"] == 1
    assert "核查尚未完成" in report.render(Format.MARKDOWN)
    assert "| 准确率 | — |" in report.render(Format.MARKDOWN)


@pytest.mark.parametrize(
    ("region", "month"),
    [("999999", "2026-03"), (ANHUI, "2026-13"), (ANHUI, "2026Q1"), (ANHUI, "März")],
)
def test_a_report_of_no_province_or_month_cannot_be_made(
    logs: Given, region: str, month: str
) -> None:
    with pytest.raises(Fault):
        monthly_report(logs, region, month)


def test_a_province_that_the_network_lacks_has_no_bulletin(logs: Given) -> None:
    with pytest.raises(Fault, match="no such log"):
        monthly_report(logs, "110000", "2026-03")


@pytest.mark.proves("M64-029")
def test_a_quarters_tables_have_31_provinces_and_every_provider(logs: Given) -> None:
    listed = ProviderListed(
        isp_id=OURS, name="<示例>云|公司", user_name="u", region=ANHUI, hosted_by="external"
    )
    held = {**logs.held, MINISTRY: [*logs.held[MINISTRY], at("2026-01-01", listed, "provider-1")]}
    report = accuracy_report(Given(held), "2026Q1")
    assert len(report.data["provinces"]) == 31
    (provider,) = report.data["providers"]
    assert (provider["accuracy_rate"], provider["filing_rate"]) == (75.0, 80.0)
    assert [one["month"] for one in report.data["months"]] == ["2026-03"]
    page = report.render(Format.HTML)
    assert "<示例>" not in page
    assert "&lt;示例&gt;云|公司" in page
    assert "\\<示例\\>云\\|公司" in report.render(Format.MARKDOWN)
    assert json.loads(report.render(Format.JSON)) == report.data


def test_a_quarter_without_a_check_has_no_tables(logs: Given) -> None:
    for quarter in ("2026Q2", "2026-03", "2026Q9", "x"):
        with pytest.raises(Fault):
            accuracy_report(logs, quarter)


@pytest.mark.proves("R14-027")
def test_a_table_that_its_own_list_of_sites_contradicts_is_found_out(logs: Given) -> None:
    told = check(QUARTERLY, "2026Q1")
    false = [
        replace(one, accurate=one.sampled) if one.region == ANHUI else one for one in told.provinces
    ]
    wrong = replace(told, provinces=tuple(false))
    held = {**logs.held, CENTER: [at("2026-04-01", wrong, "samplecheck-x", CENTER)]}
    with pytest.raises(Fault, match="3 of 4"):
        accuracy_report(Given(held), "2026Q1")


def test_equal_provinces_share_a_place() -> None:
    assert ranks({"a": 5, "b": 7, "c": 5, "d": 1}) == {"a": 2, "b": 1, "c": 2, "d": 4}


def test_what_is_special_in_markdown_or_html_is_shown_as_it_is() -> None:
    document = Document("<b>&", ["a|b"], [Table("*", ["`x`"], [["<script>\n|"], [None]])])
    page, text = document.render(Format.HTML), document.render(Format.MARKDOWN)
    assert "<script>" not in page
    assert "<title>&lt;b&gt;&amp;</title>" in page
    assert "| \\<script\\> \\| |" in text
    assert "| — |" in text
