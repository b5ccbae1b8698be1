"""What a provider keeps, over time: sixty days, then it may go (FLOW-24)."""

import pytest

from support.outside import JIANGSU, Outside
from support.reference_enterprise import ReferenceEnterprise

OFFICER = {"officer": "保管员"}
AUTHORITY = {"authority": "某市公安局", "basis": "调取证据通知书1号", **OFFICER}


@pytest.mark.proves("O292-014", "O292-016")
async def test_a_content_record_may_go_after_sixty_days_and_not_before(outside: Outside) -> None:
    enterprise = ReferenceEnterprise.of(outside, JIANGSU)
    content = {"host": "news.example", "content_sha256": "ab" * 32, "published_at": "2026-03-02"}
    kept = await outside.tell(f"{enterprise.api}/retained-records/content", content)
    record = f"{enterprise.api}/retained-records/{kept['key']}"
    await outside.tell(f"{outside.ministry}/sim/clock", {"advance": "59d"})
    asking = {"host": "news.example", **AUTHORITY}
    answered = await outside.tell(f"{enterprise.api}/authority-requests", asking)
    assert answered["phase"] == "Answered"
    early = await outside.http.post(f"{record}/purge", json=OFFICER)
    assert early.json()["rule"] == "O292-016"
    moved = await outside.tell(f"{outside.ministry}/sim/clock", {"advance": "2d"})
    assert enterprise.log in {fired["log"] for fired in moved["fired"]}
    assert (await outside.ask(record))["phase"] == "PurgeAllowed"
    report = await outside.ask(f"{enterprise.api}/retention-report")
    assert kept["key"] in {one["key"] for one in report["records"]}
    purged = await outside.tell(f"{record}/purge", OFFICER)
    assert purged["phase"] == "Purged"
    answered = await outside.tell(f"{enterprise.api}/authority-requests", asking)
    assert answered["phase"] == "Missing"
