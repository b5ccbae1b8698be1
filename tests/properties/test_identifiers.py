"""Identifiers: unique, ordered by time, and the same again for the same seed."""

import random
import re
from datetime import UTC, datetime, timedelta
from uuid import RFC_4122, UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beian.identifiers import (
    Identifiers,
    bureau_id,
    isp_of_log,
    log_of_enterprise,
    log_of_province,
    region_of_log,
    stream_id,
    stream_kind,
    stream_name,
    uuid7,
)

TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds
BITS = st.integers(0, 2**74 - 1)
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@given(TIMES, BITS)
def test_an_id_is_a_uuid_of_version_7_that_holds_its_millisecond(at: datetime, bits: int) -> None:
    made = UUID(uuid7(at, bits))
    assert (made.version, made.variant) == (7, RFC_4122)
    assert made.int >> 80 == (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    assert str(made) == uuid7(at, bits)


@given(TIMES, TIMES, BITS, BITS)
def test_ids_sort_by_time_first(one: datetime, other: datetime, bits: int, more: int) -> None:
    early, late = sorted((one, other))
    if late - early >= timedelta(milliseconds=1):
        assert uuid7(early, bits) < uuid7(late, more)


@given(TIMES, BITS, BITS)
def test_within_a_millisecond_ids_sort_by_their_bits(at: datetime, one: int, other: int) -> None:
    assert (uuid7(at, one) < uuid7(at, other)) == (one < other)


@given(st.integers(0, 2**32))
def test_ids_drawn_one_after_the_other_ascend(seed: int) -> None:
    identifiers = Identifiers(random.Random(seed))
    times = [NOON + timedelta(microseconds=200 * step) for step in range(50)]
    drawn = [identifiers.event_id(at) for at in times]
    assert drawn == sorted(set(drawn))


def test_the_same_seed_draws_the_same_and_another_seed_does_not() -> None:
    def draw(identifiers: Identifiers) -> list[str]:
        return [
            identifiers.event_id(NOON),
            identifiers.application_id(NOON),
            identifiers.filing_password(),
            identifiers.salt(),
            identifiers.trace_id(),
            identifiers.span_id(),
        ]

    assert draw(Identifiers.seeded("a")) == draw(Identifiers.seeded("a"))
    assert set(draw(Identifiers.seeded("a"))).isdisjoint(draw(Identifiers.seeded("b")))
    assert set(draw(Identifiers.unpredictable())).isdisjoint(draw(Identifiers.unpredictable()))


@pytest.mark.proves("R14-101")
def test_passwords_and_salts_have_the_form_agreed() -> None:
    identifiers = Identifiers.unpredictable()
    assert re.fullmatch(r"[0-9A-Za-z]{12}", identifiers.filing_password())
    assert re.fullmatch(r"[0-9A-Za-z]{16}", identifiers.aes_key())
    assert re.fullmatch(r"[0-9A-Za-z]{16}", identifiers.provider_password())
    assert re.fullmatch(r"[0-9A-Za-z]{20}", identifiers.rand_val())
    assert re.fullmatch(r"[0-9a-f]{32}", identifiers.salt())
    assert re.fullmatch(r"[0-9a-f]{32}", identifiers.trace_id())
    assert re.fullmatch(r"[0-9a-f]{16}", identifiers.span_id())


@given(st.integers(0, 2**62))
def test_a_log_says_whose_it_is(isp_id: int) -> None:
    assert log_of_province("320000") == "province.320000"
    assert region_of_log(log_of_province("320000")) == "320000"
    assert isp_of_log(log_of_enterprise(isp_id)) == isp_id
    assert region_of_log("ministry") is None
    assert isp_of_log(log_of_province("320000")) is None


@given(st.text(alphabet="abc_", min_size=1), st.text())
def test_a_stream_says_its_kind_and_its_id(kind: str, identifier: str) -> None:
    name = stream_name(kind, identifier)
    assert (stream_kind(name), stream_id(name)) == (kind, identifier)


def test_a_stream_kind_has_no_dash() -> None:
    with pytest.raises(AssertionError, match="dash"):
        stream_name("a-b", 1)


@given(
    st.tuples(st.sampled_from(["110000", "320000"]), st.integers(1, 10**12)),
    st.tuples(st.sampled_from(["110000", "320000"]), st.integers(1, 10**12)),
)
def test_no_two_serials_of_any_bureaus_make_one_id(
    one: tuple[str, int], other: tuple[str, int]
) -> None:
    assert (bureau_id(*one) == bureau_id(*other)) == (one == other)
    assert bureau_id(*one) < 2**63


def test_a_bureau_id_has_the_region_and_six_digits() -> None:
    assert bureau_id("320000", 7) == 320000000007
