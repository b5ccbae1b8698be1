"""The provider's side of the file exchange: numbers, the same bytes until taken, each file once."""

import pytest

from beian.events.base import Event
from beian.events.enterprise import (
    DownloadFileReceived,
    FilePrepared,
    FileUploaded,
    SequenceSynchronized,
    UploadRefused,
)
from beian.regulations.reasons import Reason
from enterprise.domain.exchange import (
    EXCHANGE,
    NAMES_KEPT,
    Exchange,
    NoteAccepted,
    NoteRefused,
    PrepareFile,
    ReceiveFile,
    Synchronize,
)
from support.spec import Given

ISP = 320000000001
given = Given(EXCHANGE)


def prepared(number: int = 1) -> FilePrepared:
    return FilePrepared(
        isp_id=ISP,
        file_name=f"f{number}.xml",
        payload="ab" * 32,
        beian_info_hash="hash",
        encrypt_algorithm=1,
        draft_ids=("d1", "d2"),
    )


def uploaded(sequence: int, number: int = 1) -> FileUploaded:
    return FileUploaded(
        isp_id=ISP,
        data_sequence=sequence,
        file_name=f"f{number}.xml",
        payload="ab" * 32,
        draft_ids=("d1", "d2"),
    )


def refused(code: int, *missing: int, sequence: int = 1) -> UploadRefused:
    return UploadRefused(
        isp_id=ISP,
        data_sequence=sequence,
        file_name="f1.xml",
        msg_code=code,
        msg="不行",
        missing=missing,
    )


def synchronized(last: int) -> SequenceSynchronized:
    return SequenceSynchronized(isp_id=ISP, last_sequence=last)


def state(*events: Event) -> Exchange:
    return EXCHANGE.fold(events)


def test_an_enterprise_goes_on_from_what_the_bureau_took_last() -> None:
    given().when(Synchronize(500), ISP).then(synchronized(500))
    given(synchronized(500)).when(Synchronize(500), ISP).then_nothing()
    assert state(synchronized(500)).next_sequence == 501


def test_numbers_count_the_files_that_were_taken() -> None:
    given(prepared()).when(NoteAccepted(), ISP).then(uploaded(1))
    given(prepared(), uploaded(1), prepared(2)).when(NoteAccepted(), ISP).then(uploaded(2, 2))


def test_a_file_is_on_its_way_until_it_is_taken() -> None:
    given(prepared()).when(PrepareFile(prepared()), ISP).then_nothing()
    given(prepared()).when(PrepareFile(prepared(2)), ISP).then_refused(Reason.WRONG_STATE)
    given(prepared(), refused(901)).when(PrepareFile(prepared(2)), ISP).then_refused(
        Reason.WRONG_STATE
    )
    assert state(prepared(), refused(901)).pending == prepared()


def test_a_file_that_was_taken_is_not_taken_twice() -> None:
    given(prepared(), uploaded(1)).when(NoteAccepted(), ISP).then_nothing()


@pytest.mark.proves("14")
def test_code_14_names_the_number_to_send_with() -> None:
    said = NoteRefused(14, "不行", (501, 502))
    given(prepared()).when(said, ISP).then(refused(14, 501, 502))
    assert state(prepared(), refused(14, 501, 502)).next_sequence == 501
    given(prepared(), refused(14, 501, 502)).when(NoteAccepted(), ISP).then(uploaded(501))


def test_the_same_refusal_is_noted_once() -> None:
    said = NoteRefused(901, "不行", ())
    given(prepared(), refused(901)).when(said, ISP).then_nothing()
    given(prepared(), refused(15)).when(said, ISP).then(refused(901))


def test_a_downloaded_file_is_taken_once_however_often_it_is_handed_out() -> None:
    file = ReceiveFile("a.xml", "cd" * 32, "ICP/BAJG")
    received = DownloadFileReceived(
        isp_id=ISP, file_name="a.xml", content="cd" * 32, block="ICP/BAJG"
    )
    given().when(file, ISP).then(received)
    given(received).when(file, ISP).then_nothing()
    others = [
        DownloadFileReceived(isp_id=ISP, file_name=f"{n}.xml", content="", block="")
        for n in range(NAMES_KEPT - 1)
    ]
    given(received, *others).when(file, ISP).then_nothing()
