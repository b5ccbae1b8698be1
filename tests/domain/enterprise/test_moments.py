"""When a photo was taken: in the contract's form, whatever zone and fraction it was sent with."""

import pytest
from pydantic import ValidationError

from beian.eventlog.codec import canonical, decode_event, time_text
from beian.events.enterprise import PhotoCaptured
from enterprise.edges.bodies import PhotoBody

NINE = "2026-03-02T09:00:00.000000+08:00"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("2026-03-02T09:00:00+08:00", NINE),
        ("2026-03-02T01:00:00Z", NINE),
        ("2026-03-01T20:00:00-05:00", NINE),
        ("2026-03-02T09:00:00.5+08:00", "2026-03-02T09:00:00.500000+08:00"),
    ],
)
def test_a_moment_is_kept_in_the_contracts_form(sent: str, kept: str) -> None:
    body = PhotoBody.model_validate({"image": "", "taken_at": sent})
    assert time_text(body.taken_at) == kept


@pytest.mark.parametrize("sent", ["2026-03-02T09:00:00", "9999-12-31T23:00:00Z", "昨天"])
def test_what_is_no_moment_of_the_network_is_refused(sent: str) -> None:
    with pytest.raises(ValidationError):
        PhotoBody.model_validate({"image": "", "taken_at": sent})


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("2026-03-02T10:00:00+08:00", "2026-03-02T10:00:00.000000+08:00"),
        ("2026-03-02T01:00:00.25+00:00", "2026-03-02T09:00:00.250000+08:00"),
        ("9999-12-31T23:00:00+00:00", "9999-12-31T23:00:00+00:00"),
        ("10时许", "10时许"),
    ],
)
def test_a_photo_of_an_old_log_is_read_in_the_same_form(stored: str, read: str) -> None:
    data = {
        "draft_id": "1",
        "photo": {"sha256": "0", "size": 1, "kind": "photo", "format": 1},
        "width": 800,
        "height": 600,
        "taken_at": stored,
        "backdrop_id": "MB-0001",
    }
    event = decode_event("PhotoCaptured", 1, canonical(data))
    assert isinstance(event, PhotoCaptured)
    assert event.taken_at == read
