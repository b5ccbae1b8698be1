"""What of a record goes into a full synchronisation: what stands, and nothing that was cancelled."""

from msgspec.structs import replace

from beian.wire.download_basj import IssuedFiling
from province.domain.numbering import with_ids
from province.domain.synchronization import standing
from support.filings import ISP_ID, a_filing, a_site

SITES = (a_site(number=201), a_site(number=202))
RECORD = IssuedFiling(
    filing=with_ids(replace(a_filing(), sites=SITES), "320000", 1),
    first_reported="2026-03-02",
    last_changed="2026-03-02",
)
FIRST, SECOND = (site.site_id or 0 for site in RECORD.filing.sites)


def test_a_site_that_was_cancelled_since_the_record_came_is_left_out() -> None:
    left = standing(ISP_ID, RECORD, {SECOND})
    assert left is not None
    assert [site.site_id for site in left.filing.sites] == [SECOND]
    assert standing(ISP_ID, RECORD, {FIRST, SECOND}) == RECORD


def test_a_record_none_of_whose_sites_is_left_is_not_sent() -> None:
    assert standing(ISP_ID, RECORD, set()) is None


def test_a_site_of_another_provider_stays_and_one_without_access_does_not() -> None:
    assert standing(ISP_ID + 1, RECORD, set()) == RECORD
    empty = tuple(replace(site, accesses=()) for site in RECORD.filing.sites)
    shell = replace(RECORD, filing=replace(RECORD.filing, sites=empty))
    assert standing(ISP_ID, shell, {FIRST, SECOND}) is None
