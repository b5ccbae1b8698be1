"""What a change makes of a filed record."""

from typing import Final

import pytest

from beian.records import Domain
from beian.records_changes import FilingChange, NewAccess, NewSites
from province.domain.applying import applied
from province.domain.numbering import issued
from province.domain.outline import keys_gone, sites_gone
from province.domain.receivers import as_seen_by
from support.filings import ISP_ID, a_filing, a_range, a_site, with_

NUMBER: Final = "苏ICP备2026000001号"
FILING: Final = issued(a_filing(a_site(201), a_site(202)), NUMBER, "320000", 1)
OTHER: Final = 320000000002


@pytest.mark.proves("R14-110")
def test_an_added_site_gets_ids_and_the_next_number_and_nothing_else_changes() -> None:
    after = applied(FILING, NewSites(subject_number=NUMBER, sites=(a_site(203),)))
    assert after is not None
    given = issued(after, NUMBER, "320000", 100, last_site=5)
    assert given.sites[:2] == FILING.sites
    assert (given.sites[2].filing_number, given.sites[2].site_id) == (f"{NUMBER}-6", 320000000100)
    assert keys_gone(FILING, given) == ()


@pytest.mark.proves("R14-104")
def test_lists_that_a_change_names_replace_the_old_ones_and_the_rest_stays() -> None:
    site = FILING.sites[0]
    kept, new = site.domains[0], Domain(isp_domain_id=5, name="new.example")
    change = FilingChange(
        subject=with_(FILING.subject, name="改名有限公司", isp_subject_id=None),
        sites=(
            with_(
                site, isp_site_id=None, services=(2,), domains=(with_(kept, isp_domain_id=9), new)
            ),
        ),
    )
    after = applied(FILING, change)
    assert after is not None
    assert (after.subject.name, after.subject.isp_subject_id) == ("改名有限公司", 101)
    changed = after.sites[0]
    assert (changed.isp_site_id, changed.services) == (201, (2,))
    assert changed.domains == (kept, new)
    assert changed.accesses == site.accesses
    assert after.sites[1] == FILING.sites[1]


def test_what_a_change_gives_up_is_named() -> None:
    site = with_(FILING.sites[0], domains=(Domain(name="new.example"),), home_page=None)
    after = with_(FILING, sites=(site,))
    assert {(one.kind, one.value) for one in keys_gone(FILING, after)} == {
        ("domain", "site201.example"),
        ("homepage", "www.site201.example"),
        ("domain", "site202.example"),
        ("homepage", "www.site202.example"),
    }
    assert sites_gone(FILING, after) == (f"{NUMBER}-2",)


@pytest.mark.proves("R14-098")
def test_accesses_of_other_providers_stay_and_their_ids_are_their_own() -> None:
    access = NewAccess(
        site_number=f"{NUMBER}-1",
        isp_access_id=900,
        isp_id=OTHER,
        locations=(17,),
        modes=(3,),
        ip_ranges=(a_range("198.51.100.77", number=31),),
        password="",
    )
    both = applied(FILING, access)
    assert both is not None
    both = issued(both, NUMBER, "320000", 50, 2)
    change = FilingChange(subject=both.subject, sites=(with_(both.sites[0], accesses=()),))
    after = applied(both, change)
    assert after == both
    seen = as_seen_by(OTHER, both, frozenset())
    assert seen.subject.isp_subject_id is None
    assert seen.sites[0].isp_site_id is None
    assert [one.isp_access_id for one in seen.sites[0].accesses] == [None, 900]
    own = as_seen_by(ISP_ID, both, frozenset())
    assert own.sites[0].isp_site_id == 201
    assert own.sites[0].accesses[1].ip_ranges[0].isp_ip_id is None
