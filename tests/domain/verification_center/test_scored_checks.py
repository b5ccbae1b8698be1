"""What a completed check found inaccurate counts at every provider of the site."""

import pytest

from beian.events.accuracy import CheckedSite, MonthlyCheckCompleted
from beian.regulations.rules import ENFORCED_BY
from verification_center.domain.sampling import ACCURATE
from verification_center.domain.sampling import INACCURATE as FOUND_INACCURATE
from verification_center.scoring import INACCURATE, inaccuracies_of


def site(number: str, result: str, defects: tuple[str, ...] = ()) -> CheckedSite:
    return CheckedSite(
        filing_number=number,
        home_region="320000",
        isp_ids=(320000000001, 440000000002),
        is_drawn=True,
        is_called=True,
        attempts=3,
        result=result,
        defects=defects,
    )


@pytest.mark.proves("R14-143")
def test_each_provider_of_an_inaccurate_site_gets_its_points_once_for_the_check() -> None:
    assert INACCURATE == FOUND_INACCURATE
    check = MonthlyCheckCompleted(
        batch_id="monthly-2026-03",
        period="2026-03",
        standard_version=1,
        seed="s",
        sample_size=2,
        sites=(
            site("苏ICP备2026000001号-1", FOUND_INACCURATE, ("subject", "site_person")),
            site("苏ICP备2026000002号-1", ACCURATE),
            site("苏ICP备2026000003号-1", FOUND_INACCURATE),
        ),
        provinces=(),
        providers=(),
        rules=("M64-028",),
    )
    found = inaccuracies_of(check)
    assert [(one.isp_id, one.filing_number) for one in found] == [
        (320000000001, "苏ICP备2026000001号-1"),
        (440000000002, "苏ICP备2026000001号-1"),
        (320000000001, "苏ICP备2026000003号-1"),
        (440000000002, "苏ICP备2026000003号-1"),
    ]
    assert {one.batch for one in found} == {"monthly-2026-03"}
    assert all(one.fields for one in found)
    assert ENFORCED_BY["R14-143"]
