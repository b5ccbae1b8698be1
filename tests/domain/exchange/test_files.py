"""A provider's file exchange: sequence numbers, the waiting files, the download queue."""

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from beian.errors import Refusal
from beian.events.base import Event
from beian.events.exchange import (
    DownloadFileAcknowledged,
    DownloadFileDeferred,
    DownloadFileDelivered,
    DownloadFileQueued,
    UploadAccepted,
    UploadProcessed,
)
from beian.exchange.files import (
    EXCHANGE,
    AcceptUpload,
    AcknowledgeFile,
    DeliverFile,
    FinishUpload,
    QueueFile,
    missing_sequences,
)
from beian.regulations.numbers import UNACKNOWLEDGED_DELIVERIES_MAX
from beian.regulations.reasons import Reason

ISP = 320000000002


def upload(number: int, digest: str = "hash") -> UploadAccepted:
    return UploadAccepted(
        isp_id=ISP,
        data_sequence=number,
        file_name="beianinfo.xml",
        payload="00",
        payload_size=1,
        beian_info_hash=digest,
        encrypt_algorithm=0,
        hash_algorithm=0,
        compression_format=0,
    )


def processed(number: int) -> UploadProcessed:
    return UploadProcessed(
        isp_id=ISP,
        data_sequence=number,
        operations=("ICP/XZBA",),
        records=1,
        passed=1,
        failed=0,
        file_codes=(),
    )


def queued(name: str) -> DownloadFileQueued:
    return DownloadFileQueued(
        isp_id=ISP,
        file_name=name,
        block="ICP/BAJG",
        content="00",
        content_size=1,
        application_ids=(),
    )


def delivered(name: str, number: int) -> DownloadFileDelivered:
    return DownloadFileDelivered(isp_id=ISP, file_name=name, delivery=number)


def decide(history: list[Event], command: object) -> object:
    return EXCHANGE.decide(EXCHANGE.fold(history), command, None)  # type: ignore[arg-type]


def test_the_first_upload_has_number_one() -> None:
    assert decide([], AcceptUpload(upload(1), 10)) == [upload(1)]


@pytest.mark.proves("14")
def test_a_gap_is_refused() -> None:
    refusal = decide([upload(1)], AcceptUpload(upload(3), 10))
    assert isinstance(refusal, Refusal)
    assert refusal.reason is Reason.SEQUENCE


@pytest.mark.proves("14")
@pytest.mark.parametrize(
    ("number", "missing"),
    [
        (502, (501,)),
        (504, (501, 502, 503)),
        (5011, tuple(range(501, 601))),
        (500, (501,)),
        (3, (501,)),
        (0, (501,)),
        (-1, (501,)),
        (None, (501,)),
        (501, ()),
    ],
)
def test_code_14_lists_what_is_missing(number: int | None, missing: tuple[int, ...]) -> None:
    assert missing_sequences(EXCHANGE.fold([upload(500)]), number) == missing


def test_the_same_file_again_adds_nothing() -> None:
    assert decide([upload(1)], AcceptUpload(upload(1), 10)) == []


@pytest.mark.proves("14")
def test_another_file_with_a_used_number_is_refused() -> None:
    assert isinstance(decide([upload(1)], AcceptUpload(upload(1, "other"), 10)), Refusal)


@pytest.mark.proves("15")
def test_too_many_waiting_files_are_refused() -> None:
    history: list[Event] = [upload(1), upload(2)]
    refusal = decide(history, AcceptUpload(upload(3), 2))
    assert isinstance(refusal, Refusal)
    assert refusal.reason is Reason.QUEUE_FULL
    assert decide([*history, processed(1)], AcceptUpload(upload(3), 2)) == [upload(3)]


def test_a_file_is_processed_once() -> None:
    assert decide([upload(1)], FinishUpload(processed(1))) == [processed(1)]
    assert decide([upload(1), processed(1)], FinishUpload(processed(1))) == []


def test_the_same_file_is_delivered_until_it_is_acknowledged() -> None:
    history: list[Event] = [queued("a"), queued("b")]
    assert decide(history, DeliverFile(ISP)) == [delivered("a", 1)]
    assert decide([*history, delivered("a", 1)], DeliverFile(ISP)) == [delivered("a", 2)]
    acknowledged = DownloadFileAcknowledged(isp_id=ISP, file_name="a")
    assert decide([*history, acknowledged], DeliverFile(ISP)) == [delivered("b", 1)]


def test_an_acknowledgement_twice_adds_nothing() -> None:
    acknowledged = DownloadFileAcknowledged(isp_id=ISP, file_name="a")
    assert decide([queued("a")], AcknowledgeFile(ISP, "a")) == [acknowledged]
    assert decide([queued("a"), acknowledged], AcknowledgeFile(ISP, "a")) == []


def test_a_file_queued_twice_waits_once() -> None:
    assert decide([queued("a")], QueueFile(queued("a"))) == []


def test_a_file_nobody_acknowledges_goes_to_the_back() -> None:
    history: list[Event] = [queued("a"), queued("b")]
    history += [delivered("a", number) for number in range(1, UNACKNOWLEDGED_DELIVERIES_MAX)]
    last = UNACKNOWLEDGED_DELIVERIES_MAX
    deferred = DownloadFileDeferred(isp_id=ISP, file_name="a", deliveries=last)
    assert decide(history, DeliverFile(ISP)) == [delivered("a", last), deferred]
    after = EXCHANGE.fold([*history, delivered("a", last), deferred])
    assert after.next_file == queued("b")


@for_all(st.lists(st.integers(-2, 12), max_size=40))
def test_accepted_numbers_have_no_gap(numbers: list[int]) -> None:
    """Whatever numbers are tried in whatever order, what was accepted counts 1, 2, 3, …"""
    exchange, accepted = EXCHANGE.initial, []
    for number in numbers:
        decision = EXCHANGE.decide(exchange, AcceptUpload(upload(number), 1000), None)
        if not isinstance(decision, Refusal):
            exchange = EXCHANGE.fold(decision, exchange)
            accepted += [number for _ in decision]
    assert accepted == list(range(1, len(accepted) + 1))


def test_every_file_ever_laid_ready_is_counted() -> None:
    acknowledged = DownloadFileAcknowledged(isp_id=ISP, file_name="a.xml")
    exchange = EXCHANGE.fold([queued("a.xml"), acknowledged, queued("b.xml")])
    assert (exchange.laid_ready, len(exchange.queue)) == (2, 1)
