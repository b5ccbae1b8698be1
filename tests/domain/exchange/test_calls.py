"""Who may call, and which msg_code says why not: the order is part of the wire contract."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from beian.errors import Refusal
from beian.exchange.calls import (
    Account,
    Conditions,
    Directory,
    check_algorithms,
    check_caller,
    msg_code,
)
from beian.wire.calls import AckCall, Call, DownloadCall, StatusCall, UploadCall
from beian.wire.sealing import pwd_hash

NOON = datetime(2026, 3, 2, 12, tzinfo=timezone(timedelta(hours=8)))
RAND_VAL = "abcdefghij0123456789"
ACCOUNT = Account(
    isp_id=320000000002,
    name="示例网络科技有限公司",
    region="320000",
    user_name="示例网络",
    password="Passw0rd",
    aes_key="0123456789ABCDEF",
    aes_offset="0102030405060708",
    interface_addresses=("127.0.0.0/8", "::1/128"),
    lenient=frozenset(),
    rights=frozenset({"ICP"}),
    download_encrypt_algorithm=1,
)
DIRECTORY = Directory(
    own={ACCOUNT.user_name: ACCOUNT}, foreign={"他省网络": (440000000002, "440000")}
)
CALL = UploadCall(
    isp_id=ACCOUNT.isp_id,
    user_name=ACCOUNT.user_name,
    rand_val=RAND_VAL,
    pwd_hash=pwd_hash(ACCOUNT.password, RAND_VAL),
    hash_algorithm=0,
    beian_info="",
    beian_info_hash="",
    data_sequence=1,
    encrypt_algorithm=0,
    compression_format=0,
)
DOWNLOAD = DownloadCall(
    isp_id=CALL.isp_id,
    user_name=CALL.user_name,
    rand_val=CALL.rand_val,
    pwd_hash=CALL.pwd_hash,
    hash_algorithm=0,
)
ACK = AckCall(
    isp_id=CALL.isp_id,
    user_name=CALL.user_name,
    rand_val=CALL.rand_val,
    pwd_hash=CALL.pwd_hash,
    hash_algorithm=0,
    file_name="",
)


def code_of(
    call: Call = CALL,
    *,
    address: str = "127.0.0.1",
    conditions: Conditions | None = None,
    now: datetime = NOON,
) -> int:
    outcome = check_caller(call, address, DIRECTORY, conditions or Conditions(), now)
    return msg_code(outcome, call) if isinstance(outcome, Refusal) else 0


def test_a_right_call_is_let_in() -> None:
    assert code_of() == 0
    assert code_of(address="::1") == 0


@pytest.mark.proves("4")
def test_an_unknown_user_name_is_refused() -> None:
    assert code_of(replace(CALL, user_name="没有此单位")) == 4


@pytest.mark.proves("5")
def test_a_wrong_password_is_refused() -> None:
    assert code_of(replace(CALL, pwd_hash=pwd_hash("wrong", RAND_VAL))) == 5


@pytest.mark.proves("10")
@pytest.mark.parametrize("algorithm", [1, None, -1])
def test_a_hash_other_than_md5_is_refused(algorithm: int | None) -> None:
    assert code_of(replace(CALL, hash_algorithm=algorithm)) == 10


@pytest.mark.proves("12")
def test_an_isp_id_of_somebody_else_is_refused() -> None:
    assert code_of(replace(CALL, isp_id=320000000001)) == 12
    assert code_of(replace(CALL, isp_id=None)) == 12


@pytest.mark.proves("12")
def test_a_call_from_elsewhere_than_an_interface_server_is_refused() -> None:
    assert code_of(address="192.0.2.9") == 12
    assert code_of(address="not an address") == 12


@pytest.mark.proves("13")
def test_a_provider_of_another_province_is_refused() -> None:
    assert code_of(replace(CALL, user_name="他省网络", isp_id=440000000002)) == 13


@pytest.mark.proves("16")
def test_a_short_random_value_is_refused() -> None:
    assert code_of(replace(CALL, rand_val=RAND_VAL[:19])) == 16


@pytest.mark.proves("19")
def test_a_suspended_provider_downloads_but_does_not_upload() -> None:
    conditions = Conditions(suspended=True)
    assert code_of(conditions=conditions) == 19
    assert code_of(DOWNLOAD, conditions=conditions) == 0


@pytest.mark.proves("20")
@pytest.mark.parametrize(
    ("hours", "at", "code"),
    [
        ("09:00-18:00", 9, 0),
        ("09:00-18:00", 17, 0),
        ("09:00-18:00", 18, 20),
        ("09:00-18:00", 8, 20),
        ("22:00-06:00", 23, 0),
        ("22:00-06:00", 5, 0),
        ("22:00-06:00", 12, 20),
    ],
)
def test_uploads_have_their_hours(hours: str, at: int, code: int) -> None:
    assert code_of(conditions=Conditions(upload_hours=hours), now=NOON.replace(hour=at)) == code


@pytest.mark.proves("901", "902")
@pytest.mark.parametrize(
    ("maintenance", "codes"),
    [
        ("none", (0, 0, 0)),
        ("upload", (901, 0, 0)),
        ("download", (0, 902, 902)),
        ("all", (901, 902, 902)),
    ],
)
def test_maintenance_closes_what_it_names(maintenance: str, codes: tuple[int, ...]) -> None:
    conditions = Conditions(maintenance=maintenance)
    assert tuple(code_of(call, conditions=conditions) for call in (CALL, DOWNLOAD, ACK)) == codes


@pytest.mark.proves("901")
def test_queries_go_on_during_maintenance() -> None:
    query = StatusCall(
        isp_id=CALL.isp_id,
        user_name=CALL.user_name,
        rand_val=CALL.rand_val,
        pwd_hash=CALL.pwd_hash,
        hash_algorithm=0,
        query_condition_type=0,
        query_condition="site.example",
    )
    assert code_of(query, conditions=Conditions(maintenance="all")) == 0


@pytest.mark.proves("901", "16", "10", "4", "12", "5")
def test_the_first_fault_in_the_contracts_order_is_told() -> None:
    worst = replace(
        CALL,
        rand_val="short",
        hash_algorithm=9,
        user_name="没有此单位",
        isp_id=1,
        pwd_hash="wrong",
    )
    assert code_of(worst, conditions=Conditions(maintenance="all")) == 901
    assert code_of(worst) == 16
    assert code_of(replace(worst, rand_val=RAND_VAL)) == 10
    assert code_of(replace(worst, rand_val=RAND_VAL, hash_algorithm=0)) == 4
    known = replace(worst, rand_val=RAND_VAL, hash_algorithm=0, user_name=CALL.user_name)
    assert code_of(known) == 12
    assert code_of(replace(known, isp_id=CALL.isp_id)) == 5


@pytest.mark.proves("9", "11")
def test_unknown_algorithms_are_refused() -> None:
    for numbers, code in (((2, 0), 9), ((None, 0), 9), ((0, 1), 11), ((1, None), 11), ((2, 1), 9)):
        refusal = check_algorithms(*numbers)
        assert refusal is not None
        assert msg_code(refusal, CALL) == code
    assert check_algorithms(0, 0) is None
    assert check_algorithms(1, 0) is None
