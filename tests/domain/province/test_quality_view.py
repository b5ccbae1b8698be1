"""What a bureau keeps of the ministry's circular: its province and its providers."""

import pytest
from msgspec.structs import replace

from beian.events.accuracy import AccuracyReportPublished, ProviderQualityNoted, Share
from beian.events.base import type_of
from province.domain.quality_view import QUALITY_VIEW, NoteCircular, view
from support.spec import Given

quality = Given(QUALITY_VIEW)


def share(region: str, isp_id: int | None, accurate: int) -> Share:
    return Share(
        region=region,
        isp_id=isp_id,
        filed=50,
        sampled=10,
        accurate=accurate,
        reachable_filed=45,
        reachable_unfiled=5,
    )


CIRCULAR = AccuracyReportPublished(
    issuer="ministry",
    kind="quarterly",
    period="2026Q1",
    standard_version=1,
    provinces=(share("320000", None, 9), share("440000", None, 8)),
    providers=(share("320000", 1, 7), share("440000", 2, 6)),
    penalties=(),
    pilots=(),
    inaccurate_sites=3,
    empty_shells=0,
    published_on="2026-04-01",
    rules=("R14-137",),
)


@pytest.mark.proves("R14-015")
def test_the_view_has_the_rates_of_the_own_province_and_its_providers_alone() -> None:
    command = NoteCircular("320000", CIRCULAR)
    (noted,) = quality().when(command, None).events
    assert isinstance(noted, ProviderQualityNoted)
    shown = view(quality().after(command, None).state)
    assert shown["province"]["accuracy_rate"] == 90.0
    (provider,) = shown["providers"]
    assert (provider["isp_id"], provider["accuracy_rate"], provider["filing_rate"]) == (
        1,
        70.0,
        90.0,
    )
    quality().after(command, None).when(command, None).then_nothing()


@pytest.mark.proves("R14-137")
def test_a_circular_goes_to_all_and_the_centers_report_to_the_ministry() -> None:
    entry = type_of(CIRCULAR)
    assert entry.recipient(CIRCULAR) == "all"
    assert entry.recipient(replace(CIRCULAR, issuer="verification-center")) == "ministry"
