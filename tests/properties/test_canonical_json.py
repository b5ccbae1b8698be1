"""Canonical JSON: the same bytes as every other encoder, or a refusal. Events come back as they went."""

import json
from datetime import datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beian.errors import Fault
from beian.eventlog import codec
from beian.eventlog.codec import Envelope, NotCanonical, StoredEvent, canonical
from beian.events import CATALOGUE, Event
from beian.events.keys import KeyClaimed
from beian.records import UniqueKey

NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True).filter(str.isascii)
INTEGERS = st.integers(-codec.SAFE_INTEGER_MAX, codec.SAFE_INTEGER_MAX)
# Hypothesis wants naive bounds; every test gives its moments a zone.
MOMENTS = st.datetimes(datetime(1000, 1, 2), datetime(9999, 12, 30))  # noqa: DTZ001
PLAIN = st.recursive(
    st.none() | st.booleans() | INTEGERS | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
)


def by_json(value: object) -> bytes:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


@given(PLAIN)
def test_bytes_are_those_of_the_standard_encoder(value: object) -> None:
    assert canonical(value) == by_json(value)


@given(
    st.integers(min_value=codec.SAFE_INTEGER_MAX + 1)
    | st.integers(max_value=-codec.SAFE_INTEGER_MAX - 1)
)
def test_integers_that_readers_round_are_refused(value: int) -> None:
    with pytest.raises(NotCanonical):
        canonical([value])


@pytest.mark.parametrize(
    "value", [0.5, float("nan"), "\ud800", {"is data": 1}, {"名": 1}, {1: 1}, b"bytes"]
)
def test_what_encoders_do_not_agree_on_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical({"value": value})


@pytest.mark.parametrize("number", [2**53, -(2**53), 10**17, 2**63 - 1, -(2**63)])
def test_an_integer_that_readers_round_stands_as_a_string_and_comes_back(number: int) -> None:
    claimed = KeyClaimed(key=UniqueKey(kind="domain", value="a"), application_id="1", isp_id=number)
    data, read = codec.encode_checked(claimed)
    assert json.loads(data)["isp_id"] == str(number)
    assert read == claimed == codec.decode_event("KeyClaimed", 1, data)


@pytest.mark.parametrize("text", ["17", " 9007199254740993", "9007199254740991", "1e17", "x", ""])
def test_no_other_string_is_an_integer(text: str) -> None:
    claimed = KeyClaimed(key=UniqueKey(kind="domain", value="a"), application_id="1", isp_id=2**53)
    data = codec.encode_data(claimed).replace(b"9007199254740992", text.encode())
    with pytest.raises(Fault):
        codec.decode_event("KeyClaimed", 1, data)


def test_long_digits_in_text_are_text() -> None:
    text = '110101199003070038 [1234567890123456789,":12345678901234567'
    claimed = KeyClaimed(
        key=UniqueKey(kind="domain", value=text), application_id="1", isp_id=2**53 - 1
    )
    assert b"9007199254740991" in codec.encode_data(claimed)


def test_an_event_that_nobody_could_read_back_is_refused() -> None:
    mistyped = KeyClaimed(key=UniqueKey(kind="domain", value="a"), application_id="1", isp_id="x")  # type: ignore[arg-type]
    with pytest.raises(NotCanonical):
        codec.encode_data(mistyped)


@pytest.mark.parametrize("name", sorted(CATALOGUE))
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_event_comes_back_as_it_went(name: str, data: st.DataObject) -> None:
    kind = CATALOGUE[name]
    event: Event = data.draw(_events(kind.cls))
    try:
        encoded = codec.encode_data(event)
    except NotCanonical:
        return  # an integer beyond 64 bits, drawn by chance
    assert codec.decode_event(name, kind.schema, encoded) == event
    assert encoded == by_json(long_as_text(msgspec.to_builtins(event)))


def long_as_text(value: object) -> object:
    if isinstance(value, dict):
        return {name: long_as_text(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [long_as_text(item) for item in value]
    is_long = isinstance(value, int) and abs(value) > codec.SAFE_INTEGER_MAX
    return str(value) if is_long else value


def _events(cls: type[Event]) -> st.SearchStrategy[Event]:
    return st.from_type(cls)


def test_envelopes_stand_in_canonical_order() -> None:
    for struct in (Envelope, StoredEvent):
        assert list(struct.__struct_fields__) == sorted(struct.__struct_fields__)
    assert set(StoredEvent.__struct_fields__) == {*Envelope.__struct_fields__, "leaf_hash"}


@given(MOMENTS, st.integers(-14, 14))
def test_times_are_always_shanghai_with_six_decimals(moment: datetime, offset: int) -> None:
    aware = moment.replace(tzinfo=timezone(timedelta(hours=offset)))
    text = codec.time_text(aware)
    assert (len(text), text[-6:]) == (32, "+08:00")
    assert codec.time_of(text) == aware


@given(MOMENTS, MOMENTS)
def test_times_sort_as_text_as_they_do_as_moments(one: datetime, other: datetime) -> None:
    first, second = (moment.replace(tzinfo=codec.CHINA) for moment in (one, other))
    assert (codec.time_text(first) < codec.time_text(second)) == (first < second)


def test_a_leaf_is_the_hash_of_the_event_without_it() -> None:
    event = KeyClaimed(
        key=UniqueKey(kind="domain", value="甲.example"), application_id="1", isp_id=1
    )
    shown = {
        "log": "ministry",
        "position": 1,
        "stream": "key-1",
        "version": 1,
        "event_id": "019cac0f-2680-7000-8000-000000000001",
        "type": "KeyClaimed",
        "schema": 1,
        "data": msgspec.to_builtins(event),
        "actor": "ministry",
        "causation_id": None,
        "correlation_id": "c",
        "traceparent": None,
        "network_time": "2026-03-02T09:00:00.000000+08:00",
        "wall_time": "2026-03-02T09:00:00.000000+08:00",
    }
    leaf = codec.leaf_hash(by_json(shown))
    body = by_json(shown | {"leaf_hash": leaf.hex()})
    stored = codec.decode_stored(body)
    assert codec.leaf_of(stored) == leaf
    assert codec.stored_json(stored) == body
