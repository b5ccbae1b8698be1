"""An upload that cannot be processed is parked: shown, passed over, processed when redriven."""

import logging
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import pytest

from beian.errors import NotWriter
from beian.service import parked_uploads, workers
from province.application import uploads
from province.edges import uploads_worker
from support.bureaus import JIANGSU, Bureaus, Filer

LOG = f"province.{JIANGSU}"
process = uploads.process_upload


@dataclass
class Trouble:
    """What an upload's processing raises, how often, and how often it was tried."""

    raises: dict[int, tuple[Exception, int]] = field(default_factory=dict)
    attempts: Counter[int] = field(default_factory=Counter)

    async def process(self, bureau: Any, session: Any, upload: Any, file: Any) -> object:
        number = upload.data_sequence
        self.attempts[number] += 1
        why, times = self.raises.get(number, (None, 0))
        if why is not None and self.attempts[number] <= times:
            raise why
        return await process(bureau, session, upload, file)


@pytest.fixture
def trouble(monkeypatch: pytest.MonkeyPatch) -> Trouble:
    made = Trouble()
    for name in ("RETRY_FIRST_S", "RETRY_MAX_S"):
        monkeypatch.setattr(parked_uploads, name, 0.01)
    monkeypatch.setattr(workers, "BACKOFF_MAX_SECONDS", 0.1)
    monkeypatch.setattr(uploads_worker, "process_upload", made.process)
    return made


async def test_it_is_parked_with_its_reason_and_later_uploads_go_on(
    bureaus: Bureaus, filer: Filer, trouble: Trouble, caplog: pytest.LogCaptureFixture
) -> None:
    await bureaus.policy("refuse")
    trouble.raises[1] = ValueError("9007199254740993 is no integer of an event"), 10**6
    with caplog.at_level(logging.CRITICAL):
        await filer.file(filer.sample(901))
        await filer.file(filer.sample(902))
        assert await filer.codes() == [[1002]]

    assert trouble.attempts[1] == parked_uploads.ATTEMPTS_MAX
    (shown,) = await bureaus.api("/parked-uploads")
    assert (shown["isp_id"], shown["data_sequence"]) == (filer.isp_id, 1)
    assert shown["reason"] == "ValueError: 9007199254740993 is no integer of an event"
    (parked,) = (await bureaus.http.get(f"/log/{LOG}/parked")).json()
    assert (parked["consumer"], parked["type"]) == ("uploads", "UploadAccepted")
    assert parked["sequence"] == parked["position"] == shown["position"]
    assert (await bureaus.kit.bus.status())[LOG].parked == 1
    assert bureaus.kit.busy == 0

    address = f"/log/{LOG}/parked/uploads/{parked['sequence']}/redrive"
    still = await bureaus.http.post(address)
    assert (still.status_code, still.json()["reason"]) == (409, "WRONG_STATE")
    assert len(await bureaus.api("/parked-uploads")) == 1

    del trouble.raises[1]
    done = await bureaus.http.post(address)
    assert done.json()["handled"] is True
    assert await filer.codes() == [[1002]]
    assert await bureaus.api("/parked-uploads") == []
    assert (await bureaus.http.post(address)).status_code == 404


async def test_it_stays_parked_when_its_worker_begins_anew(
    bureaus: Bureaus, filer: Filer, trouble: Trouble
) -> None:
    parked, later = filer.sequence + 1, filer.sequence + 2
    trouble.raises[parked] = ValueError("for good"), 10**6
    trouble.raises[later] = NotWriter("another replica writes"), 1
    await filer.file(filer.sample(910))
    await filer.file(filer.sample(911))
    assert await filer.codes() == [[1002]]

    assert trouble.attempts[later] == 2, "read again from the tables, as after a restart"
    assert trouble.attempts[parked] == parked_uploads.ATTEMPTS_MAX
    (shown,) = await bureaus.api("/parked-uploads")
    assert shown["data_sequence"] == parked
    address = f"/log/{LOG}/parked/uploads/{shown['position']}/redrive"
    del trouble.raises[parked]
    assert (await bureaus.http.post(address)).is_success
    assert await filer.codes() == [[1002]]


@pytest.mark.parametrize(
    "why",
    [
        NotWriter("another replica writes"),
        ConnectionRefusedError("the database restarts"),
        asyncpg.AdminShutdownError("terminating connection"),
        asyncpg.CannotConnectNowError("the database system is starting up"),
    ],
)
async def test_what_breaks_around_it_never_parks_it(
    bureaus: Bureaus, filer: Filer, trouble: Trouble, why: Exception
) -> None:
    number, outage = filer.sequence + 1, 3 * parked_uploads.ATTEMPTS_MAX
    trouble.raises[number] = why, outage
    await filer.file(filer.sample(920 + filer.sequence))
    assert await filer.codes() == [[1002]]
    assert trouble.attempts[number] == outage + 1
    assert await bureaus.api("/parked-uploads") == []
