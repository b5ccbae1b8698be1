"""A provider keeps the copy of an approval document, and produces it on request. R14-112."""

import base64
import hashlib

import msgspec
import pytest

from launcher.pictures import grey_jpeg
from support.outside import JIANGSU, Outside
from support.reference_enterprise import ReferenceEnterprise


@pytest.mark.proves("R14-112")
async def test_the_copy_of_an_approval_document_is_produced_on_request(outside: Outside) -> None:
    enterprise = ReferenceEnterprise.of(outside, JIANGSU)
    copy = grey_jpeg(160, 100, comment="SIMULATED approval")
    filing = msgspec.to_builtins(enterprise.sample().filing)
    approval = {"type": 1, "number": "国新〔2026〕12号", "documents": [_text(copy)]}
    filing["sites"][0]["pre_approvals"] = [approval]
    answer = await outside.http.post(
        f"{enterprise.api}/drafts",
        json={"filing": filing, "form": {"declared": True}},
        headers={"X-Beian-Account": "sponsor"},
    )
    assert answer.status_code == 201, answer.text
    draft = f"{enterprise.api}/drafts/{answer.json()['draft_id']}"
    sha256 = hashlib.sha256(copy).hexdigest()
    shown = await outside.ask(draft)
    attached = [one for one in shown["history"] if one["type"] == "PreApprovalDocumentAttached"]
    assert [one["data"]["documents"][0]["sha256"] for one in attached] == [sha256]
    produced = await outside.http.get(f"{draft}/approval-documents/{sha256}")
    assert produced.content == copy
    other = await outside.http.get(f"{draft}/approval-documents/{'0' * 64}")
    assert (other.status_code, other.json()["rule"]) == (404, "R14-112")


def _text(image: bytes) -> str:
    return base64.b64encode(image).decode()
