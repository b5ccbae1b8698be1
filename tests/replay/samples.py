"""Two fixed samples of every event, made from its type: everything there, and as little as may be.

Nothing is drawn: the same type always gives the same sample. What a field means does not matter,
only that it can be written and read.
"""

from types import NoneType, UnionType
from typing import Any, TypeAliasType, Union, get_args, get_origin, get_type_hints

import msgspec

from beian.events import Event

FIRST_INTEGER = 7
SECOND_TEXT = "备案"


def full(cls: type[Event]) -> Event:
    """Return a sample with every field filled and one entry in every sequence."""
    return _struct(cls, is_full=True)


def bare(cls: type[Event]) -> Event:
    """Return a sample with None and empty sequences wherever the type allows them."""
    return _struct(cls, is_full=False)


def _struct[S: msgspec.Struct](cls: type[S], *, is_full: bool) -> S:
    hints = get_type_hints(cls)
    values = {
        field.name: _value(hints[field.name], field.name, is_full=is_full)
        for field in msgspec.structs.fields(cls)
    }
    return cls(**values)


def _value(hint: Any, name: str, *, is_full: bool) -> Any:
    hint = hint.__value__ if isinstance(hint, TypeAliasType) else hint
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in {UnionType, Union} and NoneType not in arguments:
        return _value(arguments[0], name, is_full=is_full)  # one of several tagged structs
    if origin in {UnionType, Union}:
        if NoneType in arguments and not is_full:
            return None
        something = [argument for argument in arguments if argument is not NoneType]
        # Of several records, which a tag tells apart, the first stands for all.
        return _value(something[0], name, is_full=is_full)
    if origin is tuple:
        assert arguments[1:] == (Ellipsis,), f"{name}: a sequence holds any number of one type"
        return (_value(arguments[0], name, is_full=is_full),) if is_full else ()
    if hint is bool:
        return is_full
    if hint is int:
        return FIRST_INTEGER + len(name)
    if hint is str:
        return f"{name} {SECOND_TEXT}"
    assert issubclass(hint, msgspec.Struct), f"{name}: no sample of {hint}"
    return _struct(hint, is_full=is_full)
