"""A provider's year is summed up over HTTP, and lies in the integrity register. R05-004."""

import pytest

from support.bureaus import JIANGSU, Bureaus, Filer


@pytest.mark.proves("R05-004")
async def test_a_bureau_sums_up_the_year_of_its_own_provider(
    bureaus: Bureaus, filer: Filer
) -> None:
    path = f"/{JIANGSU}/api/provider-years"
    asked = {"isp_id": filer.isp_id, "year": 2025, "points": 12}
    answer = await bureaus.http.post(path, json=asked)
    assert answer.status_code == 201, answer.text
    assert answer.json()["key"] == f"{filer.isp_id}.2025"
    shown = (await bureaus.http.get(f"{path}/{answer.json()['key']}")).json()
    assert [one["type"] for one in shown["events"]] == [
        "ProviderYearSummarized",
        "IntegrityRecordAdded",
    ]
    assert shown["state"]["summary"]["points"] == 12
    assert shown["state"]["summary"]["penalties"] == 0
    stranger = await bureaus.http.post(path, json={**asked, "isp_id": 440000000001})
    assert stranger.json()["rule"] == "R05-004"
    future = await bureaus.http.post(path, json={**asked, "year": 2999})
    assert (future.status_code, future.json()["rule"]) == (409, "R05-004")
