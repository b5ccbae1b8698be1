"""A file of domain data that cannot be read through is parked, and holds up nobody."""

import logging
from typing import Any

import pytest

from beian.service import parked_uploads
from domain.ministry.domain_cases import report
from integration.ministry.test_domain_data import Reporter
from ministry.edges import upload_work
from support.bureaus import Bureaus
from support.waiting import until

UNIT, OTHER_UNIT = 320000000002, 440000000002
record_answer = upload_work.record_answer


async def test_it_is_parked_and_processed_when_redriven(
    bureaus: Bureaus, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(session: Any, waiting: Any, parsed: Any, refusal: Any) -> None:
        if waiting.isp_id == UNIT:
            raise ZeroDivisionError("for good")
        await record_answer(session, waiting, parsed, refusal)

    monkeypatch.setattr(parked_uploads, "RETRY_FIRST_S", 0.01)
    monkeypatch.setattr(upload_work, "record_answer", fails)
    unit, other = Reporter(bureaus, UNIT), Reporter(bureaus, OTHER_UNIT)
    with caplog.at_level(logging.CRITICAL):
        assert (await unit.send({"YM/XZBA": [report(name="parked.example")]})).code == 0
        (answered,) = await other.report({"YM/XZBA": [report(name="later.example")]})
        assert answered[0] == [3998]

        async def there() -> Any:
            return (await bureaus.ministry_http.get("/log/ministry/parked")).json()

        (parked,) = await until(there)
    assert (parked["consumer"], parked["reason"]) == ("uploads", "ZeroDivisionError: for good")
    assert bureaus.ministry.state.kit.busy == 0

    monkeypatch.setattr(upload_work, "record_answer", record_answer)
    address = f"/log/ministry/parked/uploads/{parked['sequence']}/redrive"
    assert (await bureaus.ministry_http.post(address)).is_success
    (codes, _) = (await unit.fetch())[0]
    assert codes == [3998]
    assert await there() == []
