"""A command of the domain as the body of a request, and what of it cannot be kept."""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass as checked

from beian.errors import Refusal
from beian.http.texts import LONG_MAX, keepable
from beian.regulations.reasons import Reason

TEXT_CHARACTERS_MAX: Final = 4000
ENTRIES_MAX: Final = 5000
_STRICTLY: Final = ConfigDict(extra="forbid", str_strip_whitespace=True)


def body_of(command: type) -> type:
    """Return the command as a class whose fields are checked; it is a command still."""
    assert dataclasses.is_dataclass(command), f"{command.__name__} is a dataclass"
    made = checked(command, config=_STRICTLY, frozen=True)
    made.__name__ = made.__qualname__ = command.__name__
    made.__doc__ = command.__doc__
    return made


def needs_nothing(command: type) -> bool:
    """Say whether a command can be given without a body."""
    return all(
        one.default is not dataclasses.MISSING or one.default_factory is not dataclasses.MISSING
        for one in dataclasses.fields(command)
    )


def refuse_unkeepable(command: object) -> Refusal | None:
    """Refuse texts and numbers that neither the log nor a table can hold."""
    return _refuse(dataclasses.asdict(command), "")  # type: ignore[call-overload]  # a dataclass


def _refuse(value: object, field: str) -> Refusal | None:
    match value:
        case str():
            return _refuse_text(value, field)
        case bool():
            return None
        case int() if not -LONG_MAX <= value <= LONG_MAX:
            return Refusal(Reason.INVALID_FIELD, "数值超出范围", field)
        case Mapping():
            return _first(
                (name if not field else f"{field}.{name}", one) for name, one in value.items()
            )
        case tuple() | list() | set() | frozenset():
            if len(value) > ENTRIES_MAX:
                return Refusal(Reason.TOO_MANY, f"最多{ENTRIES_MAX}项", field)
            return _first((f"{field}.{place}", one) for place, one in enumerate(value))
        case _:
            return None


def _first(values: Iterable[tuple[str, Any]]) -> Refusal | None:
    return next((no for name, one in values if (no := _refuse(one, name)) is not None), None)


def _refuse_text(value: str, field: str) -> Refusal | None:
    if len(value) > TEXT_CHARACTERS_MAX:
        return Refusal(Reason.INVALID_FIELD, f"最多{TEXT_CHARACTERS_MAX}个字符", field)
    try:
        keepable(value)
    except ValueError as error:
        return Refusal(Reason.INVALID_FIELD, str(error), field)
    return None
