"""The reference enterprise system: from a sponsor's draft to open access, like any other client."""

import pytest

from support.outside import GUANGDONG, JIANGSU, Outside
from support.reference_enterprise import ReferenceEnterprise
from support.waiting import until

IN_ORDER = (
    "FilingDraftSubmitted",
    "PreVerificationPassed",
    "OnSiteVerificationStarted",
    "PhotoCaptured",
    "VerificationSheetCompleted",
    "OnSiteVerificationPassed",
    "AccessInfoRecorded",
    "FilingSubmitted",
    "FilingResultReceived",
    "FilingDataReceived",
    "AccessEnabled",
)


@pytest.mark.proves("O33-019", "R14-102", "M64-024")
async def test_a_draft_becomes_a_filed_site_with_access(outside: Outside) -> None:
    await outside.policy("approve")
    enterprise = ReferenceEnterprise.of(outside, JIANGSU)
    sent = enterprise.sample(home=GUANGDONG)
    draft_id = await enterprise.submit(sent)
    early = await outside.http.post(f"{enterprise.api}/drafts/{draft_id}/access")
    draft = await enterprise.until_state(draft_id, "access_open")
    types = [event["type"] for event in draft["history"]]
    assert [type_ for type_ in types if type_ in IN_ORDER] == list(IN_ORDER)
    assert draft["filing_number"].startswith("粤ICP备")
    assert early.status_code == 409
    texts = await outside.ask(f"{enterprise.api}/outbox?draft_id={draft_id}")
    assert any("1个月内" in one["text"] for one in texts)
    assert {one["to_kind"] for one in texts} == {"sms", "email"}

    async def is_public() -> bool:
        url = f"{outside.ministry}/api/filings?domain={sent.domain}"
        (filing,) = (await outside.ask(url))["filings"] or [{}]
        return bool(filing) and filing["filing_number"] == draft["filing_number"]

    await until(is_public, 30)


async def test_what_the_system_does_by_itself_names_its_cause(outside: Outside) -> None:
    await outside.policy("approve")
    enterprise = ReferenceEnterprise.of(outside, JIANGSU)
    draft_id = await enterprise.submit(enterprise.sample())
    await enterprise.until_state(draft_id, "access_open")
    await outside.logs.read()
    (entered,) = outside.logs.of_type("FilingDraftSubmitted", draft_id=draft_id)
    events = {
        event["type"]: event
        for event in outside.logs.correlated(entered["correlation_id"])
        if event["log"] == enterprise.log
    }
    submitted, prepared = events["FilingSubmitted"], events["FilePrepared"]
    assert prepared["causation_id"] == f"{enterprise.log}/{submitted['position']}"
    uploaded = events["FileUploaded"]
    assert uploaded["causation_id"] == f"{enterprise.log}/{prepared['position']}"
    for answered in ("DownloadFileReceived", "FilingResultReceived", "FilingDataReceived"):
        assert events[answered]["causation_id"] == f"{enterprise.log}/{prepared['position']}"
    trace = submitted["traceparent"].split("-")[1]
    assert events["DownloadFileReceived"]["traceparent"].split("-")[1] == trace


@pytest.mark.proves("O33-019")
async def test_there_is_no_access_before_the_number(outside: Outside) -> None:
    await outside.policy("manual")
    enterprise = ReferenceEnterprise.of(outside, JIANGSU)
    draft_id = await enterprise.submit(enterprise.sample())
    refused = await outside.http.post(f"{enterprise.api}/drafts/{draft_id}/access")
    assert refused.status_code == 409
    assert refused.headers["content-type"] == "application/problem+json"
    draft = await enterprise.draft(draft_id)
    assert draft["history"][-1]["type"] == "AccessRefused"
