"""Traces without a collector: W3C ids that go on, and log lines that carry them."""

import json
import logging

import pytest

from beian.identifiers import Identifiers
from beian.telemetry import (
    JsonLines,
    correlated,
    current_trace_id,
    current_traceparent,
    span,
    span_context,
    start_tracing,
    trace_headers,
)

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_a_span_is_a_child_of_what_the_traceparent_names() -> None:
    with span("commit", PARENT):
        inside = current_traceparent()
    assert inside is not None
    assert inside.split("-")[1] == PARENT.split("-")[1]
    assert inside.split("-")[2] != PARENT.split("-")[2]
    assert current_traceparent() is None


def test_a_span_without_a_parent_begins_a_trace_and_its_children_stay_in_it() -> None:
    with span("outer"):
        outer = current_trace_id()
        with span("inner"):
            assert current_trace_id() == outer
    assert outer is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "00-0af7651916cd43dd8448eb211c8031-9cb7ad6b7169203331-01",
    ],
)
def test_a_malformed_traceparent_counts_as_none(text: str) -> None:
    assert span_context(text) is None


def test_a_seed_gives_the_same_traces_again() -> None:
    def first_traceparent() -> str | None:
        start_tracing("probe", Identifiers.seeded("7/probe"))
        with span("first"):
            return current_traceparent()

    try:
        assert first_traceparent() == first_traceparent()
    finally:
        start_tracing("probe", Identifiers.unpredictable())


def test_headers_carry_trace_and_correlation_on() -> None:
    with span("call", PARENT), correlated("filing-7"):
        headers = trace_headers()
        assert headers == {
            "traceparent": current_traceparent(),
            "Beian-Correlation-Id": "filing-7",
        }
    assert trace_headers() == {}


def test_a_log_line_is_json_with_its_trace() -> None:
    why = (ValueError, ValueError("no number"), None)
    record = logging.LogRecord("a", logging.ERROR, "f", 1, "%d 备案", (3,), why)
    with span("call", PARENT), correlated("filing-7"):
        line = json.loads(JsonLines("province").format(record))
    assert line["message"] == "3 备案"
    assert line["level"] == "ERROR"
    assert line["service"] == "province"
    assert line["trace_id"] == PARENT.split("-")[1]
    assert line["correlation_id"] == "filing-7"
    assert line["time"].endswith("+08:00")
    assert "no number" in line["exception"]
