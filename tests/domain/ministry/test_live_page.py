"""What the live page shows of the network, and where time stops on its way."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from beian.eventlog.codec import CHINA, StoredEvent, encode_data
from beian.events.base import Event
from beian.events.exchange import DownloadFileDelivered
from beian.events.filing import AutoCheckPassed, FilingReturned
from domain.ministry.cases import ISP, application, auto_check_passed, give_back, issue
from ministry.edges.actors import standing
from ministry.edges.crossings import crossing_of_stored, name_of_log
from ministry.edges.time_travel import next_step

NOON = datetime(2026, 3, 2, 12, tzinfo=CHINA)


def stored(log: str, event: Event) -> StoredEvent:
    return StoredEvent(
        actor=log,
        causation_id=None,
        correlation_id="c",
        data=msgspec.Raw(encode_data(event)),
        event_id="e",
        leaf_hash="00",
        log=log,
        network_time="2026-03-02T09:00:00.000000+08:00",
        position=7,
        schema=1,
        stream="filing-application-1",
        traceparent=None,
        type=type(event).__name__,
        version=1,
        wall_time="2026-03-02T09:00:00.000000+08:00",
    )


def way(log: str, event: Event) -> tuple[str, str] | None:
    crossing = crossing_of_stored(stored(log, event))
    return None if crossing is None else (crossing.source, crossing.target)


def test_an_event_for_the_ministry_crosses_from_its_bureau() -> None:
    event = auto_check_passed(application())
    assert way("province.320000", event) == ("江苏省通信管理局", "部级系统")


def test_an_event_that_goes_to_nobody_stays_at_home() -> None:
    event = auto_check_passed(application(home_region="440000"))
    assert isinstance(event, AutoCheckPassed)
    assert way("province.320000", event) is None


def test_a_file_that_is_fetched_crosses_to_the_enterprise() -> None:
    event = DownloadFileDelivered(isp_id=ISP, file_name="a.xml", delivery=1)
    assert way("province.320000", event) == ("江苏省通信管理局", f"企业系统 {ISP}")


@pytest.mark.proves("R14-005")
def test_a_crossing_shows_nothing_of_what_the_event_says() -> None:
    for event in (issue(application()).report, give_back(application()).returned):
        crossing = crossing_of_stored(stored("province.320000", event))
        assert crossing is not None
        text = str(crossing.as_dict())
        assert "赵示例" not in text
        assert "示例云帆" not in text
        assert "yunfan" not in text.lower()
        assert isinstance(event, FilingReturned) or event.filing_number not in text


def test_every_actor_has_a_name() -> None:
    logs = ("ministry", "province.440000", f"enterprise.{ISP}", "verification-center")
    assert [name_of_log(log) for log in logs] == [
        "部级系统",
        "广东省通信管理局",
        f"企业系统 {ISP}",
        "备案中心",
    ]


def test_an_actor_that_does_not_answer_is_not_ready() -> None:
    assert standing(None)["ready"] is False
    consumers = {"c": {"pending": 2, "ack_pending": 1, "position": 9}}
    state = {
        "size": 10,
        "published": 9,
        "consumers": consumers,
        "ready": True,
        "busy": 0,
        "next_timer": None,
    }
    assert standing(state)["lag"] == 4


def test_time_stops_at_the_earliest_timer_on_the_way() -> None:
    def due(hours: int) -> dict[str, str | None]:
        return {"next_timer": (NOON + timedelta(hours=hours)).isoformat()}

    states: dict[str, Any] = {
        "a": due(5),
        "b": due(3),
        "c": due(3),
        "d": due(99),
        "e": {"next_timer": None},
    }
    day = NOON + timedelta(days=1)
    assert next_step(states, day) == (NOON + timedelta(hours=3), ["b", "c"])
    assert next_step({"d": due(99)}, day) == (day, [])
