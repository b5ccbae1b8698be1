"""A command as a request's body: checked in its fields, and still the command."""

from dataclasses import dataclass
from datetime import date

import pytest
from pydantic import TypeAdapter, ValidationError

from beian.procedures.bodies import body_of, needs_nothing, refuse_unkeepable
from beian.regulations.reasons import Reason


@dataclass(frozen=True, slots=True)
class Part:
    name: str


@dataclass(frozen=True, slots=True)
class Submit:
    """Hand it in."""

    text: str
    day: date
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Close:
    pass


def read(text: str) -> object:
    return TypeAdapter(body_of(Submit)).validate_json(text)


def test_a_body_is_the_command_with_its_fields() -> None:
    command = read('{"text": " 甲 ", "day": "2026-03-02", "parts": [{"name": "x"}]}')
    match command:
        case Submit(text="甲", day=day, parts=(Part(name="x"),)):
            assert day == date(2026, 3, 2)
        case _:
            pytest.fail(f"{command}")


@pytest.mark.parametrize("text", ['{"text": "a"}', '{"text": "a", "day": "2026-03-02", "more": 1}'])
def test_what_is_missing_or_unknown_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        read(text)


def test_a_command_without_fields_needs_no_body() -> None:
    assert needs_nothing(Close)
    assert not needs_nothing(Submit)


def test_a_text_that_cannot_be_kept_names_its_field() -> None:
    refusal = refuse_unkeepable(Submit("a", date(2026, 3, 2), (Part("b\x00"),)))
    assert refusal is not None
    assert (refusal.reason, refusal.field) == (Reason.INVALID_FIELD, "parts.0.name")
    assert refuse_unkeepable(Submit("a\nb", date(2026, 3, 2))) is None
