"""Three places of every filing, three levels of the system, and what the nation has filed."""

from datetime import date

import pytest

from beian.bus import subscriptions
from beian.eventlog import Put, Remove
from beian.events.filing import FilingRecordSynchronized
from beian.events.national_statistics import NationalStatisticsCompiled
from beian.events.sites import FiledAccess, SiteNumber
from beian.records import PasswordVerifier
from ministry.domain.national_statistics import STATISTICS, Compile, Filed, FiledSite
from ministry.read_models.filing_places import filed_site, filed_subject, project, province_of
from support.recording import recorded
from support.spec import Given

NUMBER = "苏ICP备2026000001号"
TODAY = date(2026, 4, 1)
FILED = Filed(
    today=TODAY,
    period="2026-03",
    subjects={"320000": 3, "440000": 1},
    individuals={"320000": 1},
    sites=[
        FiledSite("320000", ("320000", "440000"), ("440000",)),
        FiledSite("320000", ("320000",), ("320000",)),
        FiledSite("440000", ("110000",), ("320000",)),
    ],
    providers={"320000": 2},
    domains=5,
)


def record(*, cancelled: bool = False, removed: tuple[str, ...] = ()) -> FilingRecordSynchronized:
    access = FiledAccess(
        access_id=1, isp_id=440000000001, locations=(5, 17), modes=(1,), ip_ranges=()
    )
    site = SiteNumber(
        filing_number=f"{NUMBER}-1", name="站", domains=(), home_page=None, accesses=(access,)
    )
    return FilingRecordSynchronized(
        application_id="a",
        isp_id=440000000001,
        home_region="320000",
        filing_number=NUMBER,
        sites=(site,),
        unique_keys=(),
        verifier=PasswordVerifier(salt="", sha256=""),
        removed_sites=removed,
        is_cancelled=cancelled,
    )


@pytest.mark.proves("R14-003")
def test_a_filing_has_its_home_its_servers_and_its_providers_place() -> None:
    _, put = list(project(recorded(record(), log="ministry")))
    assert isinstance(put, Put)
    assert put.table is filed_site
    assert put.row["home_region"] == "320000"
    assert put.row["server_regions"] == ["320000", "440000"]
    assert put.row["isp_ids"] == [440000000001]
    assert province_of(2) == "110000"
    assert province_of(999) is None


def test_what_is_cancelled_is_nowhere() -> None:
    gone = list(project(recorded(record(cancelled=True), log="ministry")))
    assert [type(one) for one in gone] == [Remove, Remove]
    assert {one.table for one in gone} == {filed_subject, filed_site}
    removed = list(project(recorded(record(removed=(f"{NUMBER}-1",)), log="ministry")))
    assert [type(one) for one in removed] == [Put, Remove]


@pytest.mark.proves("R14-003", "R14-010")
def test_statistics_count_every_province_by_all_three_places_once() -> None:
    statistics = Given(STATISTICS)
    (compiled,) = statistics().when(Compile(), FILED).events
    assert isinstance(compiled, NationalStatisticsCompiled)
    rows = {row.region: row for row in compiled.provinces}
    assert len(rows) == 31
    assert (rows["320000"].sites, rows["320000"].sites_served) == (2, 2)
    assert (rows["320000"].sites_connected, rows["320000"].providers) == (2, 2)
    assert (rows["440000"].sites, rows["440000"].sites_connected) == (1, 1)
    assert (compiled.subjects, compiled.sites, compiled.domains) == (4, 3, 5)
    assert compiled.sites == sum(row.sites for row in compiled.provinces)
    statistics().after(Compile(), FILED).when(Compile(), FILED).then_nothing()


@pytest.mark.proves("R14-004")
def test_no_enterprise_system_is_heard_by_the_ministry_but_through_its_bureau() -> None:
    heard = [one.filter for one in subscriptions("ministry")]
    assert heard
    assert not [one for one in heard if one.startswith("beian.enterprise")]
    bureau = [one.filter for one in subscriptions("province.320000")]
    assert any(one.startswith("beian.enterprise") for one in bureau)
