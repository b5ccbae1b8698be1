"""Codes that come from how things stand at the bureau: each by its real cause, over SOAP."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from beian.wire.answers import Answer
from support.outside import JIANGSU, Enterprise, Outside, with_domain
from support.waiting import until

RECORDS = 200
"""Of a file that takes the bureau long enough to find another one waiting behind it."""


@pytest.fixture
async def open_afterwards(outside: Outside) -> AsyncIterator[None]:
    """Leave the interface open to whoever comes next."""
    yield
    await conditions(outside)
    await until(partial(_answers, outside.enterprises[JIANGSU], 14))


async def conditions(outside: Outside, **held: Any) -> None:
    """Set the conditions of Jiangsu's interface; what is left out is open."""
    await outside.tell(f"{outside.ministry}/sim/interface", {"region": JIANGSU, **held})


async def _probe(enterprise: Enterprise) -> Answer:
    """Ask with an upload out of turn: where uploads are open at all it is answered 14."""
    return await enterprise.soap.upload(b"<UploadData/>", enterprise.sequence + 2)


async def _answers(enterprise: Enterprise, code: int) -> Answer | None:
    answer = await _probe(enterprise)
    return answer if answer.code == code else None


@pytest.mark.usefixtures("open_afterwards")
@pytest.mark.proves("901", "902")
async def test_maintenance_closes_what_it_names_and_leaves_questions_open(
    outside: Outside, jiangsu: Enterprise
) -> None:
    await conditions(outside, maintenance="upload")
    await until(partial(_answers, jiangsu, 901))
    assert (await jiangsu.soap.download()).code in {0, 2}
    await conditions(outside, maintenance="all")

    async def is_closed() -> bool:
        return (await jiangsu.soap.download()).code == 902

    await until(is_closed)
    assert (await jiangsu.soap.ack("any.xml")).code == 902
    assert (await _probe(jiangsu)).code == 901
    assert (await jiangsu.soap.previous()).code == 0
    assert (await jiangsu.soap.status(0, "nobody.example")).code == 0


@pytest.mark.usefixtures("open_afterwards")
@pytest.mark.proves("20")
async def test_outside_its_hours_a_bureau_takes_no_upload_and_says_when_it_does(
    outside: Outside, jiangsu: Enterprise
) -> None:
    now = datetime.fromisoformat(
        (await outside.ask(f"{outside.ministry}/sim/clock"))["clock"]["now"]
    )
    opens, closes = (f"{now + timedelta(hours=later):%H:%M}" for later in (2, 3))
    await conditions(outside, upload_hours=f"{opens}-{closes}")
    refused = await until(partial(_answers, jiangsu, 20))
    assert refused.message.endswith(f"{opens}-{closes}")
    assert (await jiangsu.soap.download()).code in {0, 2}
    opens, closes = (f"{now + timedelta(hours=later):%H:%M}" for later in (-2, 2))
    await conditions(outside, upload_hours=f"{opens}-{closes}")
    await until(partial(_answers, jiangsu, 14))


@pytest.mark.proves("19")
async def test_a_suspended_provider_may_fetch_but_not_report(
    outside: Outside, jiangsu: Enterprise
) -> None:
    provider = f"{outside.province(JIANGSU)}/api/providers/{jiangsu.isp_id}"
    await outside.tell(f"{provider}/suspension", {"reason": "违规报备"})
    try:
        assert (await _probe(jiangsu)).code == 19
        assert (await jiangsu.soap.download()).code in {0, 2}
        assert (await jiangsu.soap.previous()).code == 0
    finally:
        await outside.tell(f"{provider}/resumption", {})
    assert (await _probe(jiangsu)).code == 14


@pytest.mark.usefixtures("open_afterwards")
@pytest.mark.proves("15")
async def test_a_provider_whose_files_wait_has_to_wait_itself(
    outside: Outside, jiangsu: Enterprise
) -> None:
    await outside.policy("refuse")
    many = [jiangsu.sample(pictures=False) for _ in range(RECORDS)]
    deep = [with_domain(one, f"www.{one.domain}") for one in many]  # answered in one file
    await conditions(outside, waiting_files_max=1)
    await until(partial(_limit_is, outside, 1))
    await jiangsu.file(*deep)
    late = jiangsu.sample()
    refused = await jiangsu.soap.upload(jiangsu.xml(late), jiangsu.sequence + 1)
    assert refused.code == 15
    previous = await jiangsu.soap.previous()
    assert previous.file is not None
    assert previous.file.data_sequence == jiangsu.sequence
    assert (await jiangsu.outcome(deep[-1])).codes == [1004]
    await jiangsu.file(late)
    assert (await jiangsu.outcome(late)).codes == [1002]


async def _limit_is(outside: Outside, wanted: int) -> bool:
    """Say whether the bureau has adopted the limit: its log tells."""
    adopted = await outside.logs.find(f"province.{JIANGSU}", "InterfaceConditionsAdopted")
    return adopted is not None and adopted["data"]["waiting_files_max"] == wanted
