"""The public reports to a bureau: a reference comes back, and nothing personal."""

import pytest

from support.bureaus import JIANGSU, Bureaus


@pytest.mark.proves("R14-021", "R05-006")
async def test_a_public_report_gets_a_reference_and_emits_the_lead(bureaus: Bureaus) -> None:
    url = f"/{JIANGSU}/api/public-reports"
    said = {"kind": "unfiled", "text": "我是张三，该网站没有备案号", "domain": "www.seen.example"}
    answer = await bureaus.http.post(url, json=said)
    assert answer.status_code == 201, answer.text
    reference = answer.json()
    assert reference == {
        "case": reference["case"],
        "status": "under_investigation",
        "transferred_to": None,
    }
    shown = await bureaus.http.get(f"{url}/{reference['case']}")
    assert shown.json() == reference
    recorded = await bureaus.kit.log.read_stream(f"province.{JIANGSU}", f"case-{reference['case']}")
    assert [one.type for one in recorded] == ["ViolationReported", "CaseOpened"]

    nowhere = await bureaus.http.post(url, json={"kind": "unfiled", "text": "某网站"})
    assert nowhere.status_code == 422
    assert (await bureaus.http.get(f"{url}/nothing")).status_code == 404


@pytest.mark.proves("R05-006")
async def test_the_bureau_publishes_phone_fax_and_mailbox(bureaus: Bureaus) -> None:
    public = f"/{JIANGSU}/api/public-reports/channels"
    assert (await bureaus.http.get(public)).status_code == 404
    channels = {"phone": "025-12300000", "fax": "025-12300001", "mailbox": "jubao@bureau.example"}
    own = f"/{JIANGSU}/api/report-channels"
    wrong = await bureaus.http.post(own, json={**channels, "phone": "没有"})
    assert wrong.status_code == 422
    assert (await bureaus.http.post(own, json=channels)).status_code == 201
    assert (await bureaus.http.get(public)).json() == channels
