"""What a value lacks is said in Chinese, whatever the library calls it."""

import re
from datetime import date
from enum import StrEnum
from string import Formatter
from typing import Annotated, Any, Literal, get_args

import pytest
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StrictInt, ValidationError
from pydantic_core import ErrorDetails
from pydantic_core.core_schema import ErrorType

from beian.http.texts import Text
from beian.http.validation import OTHERWISE, SENTENCES, sentence


class Kind(StrEnum):
    SPONSOR = "sponsor"
    STAFF = "staff"


class Inner(BaseModel):
    name: Text


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: Annotated[Text, Field(min_length=2, max_length=4, pattern="^[a-z甲\x00]*$")] = "aa"
    number: Annotated[int, Field(ge=1, le=9)] = 1
    above: Annotated[int, Field(gt=1, lt=9)] = 2
    strict: StrictInt = 1
    real: float = 1.0
    flag: bool = False
    at: AwareDatetime | None = None
    day: date | None = None
    kind: Kind = Kind.STAFF
    mode: Literal["running", "frozen"] = "running"
    several: Annotated[list[int], Field(min_length=1, max_length=2)] = Field(default=[1])
    inner: Inner = Inner(name="甲")


def error_of(given: dict[str, Any]) -> ErrorDetails:
    with pytest.raises(ValidationError) as caught:
        Model.model_validate(given)
    return caught.value.errors()[0]


def test_the_table_has_every_type_of_the_library_and_no_other() -> None:
    assert set(SENTENCES) == set(get_args(ErrorType))


@pytest.mark.parametrize(
    ("given", "type_", "said"),
    [
        ({"text": "a"}, "too_short", "至少2个字符"),
        ({"text": "aaaaa"}, "too_long", "最多4个字符"),
        ({"text": "AA"}, "string_pattern_mismatch", "格式应当符合 ^[a-z甲\x00]*$"),
        ({"text": "a\x00"}, "value_error", "含有控制字符"),
        ({"text": 1}, "string_type", "应当是文本"),
        ({"number": 0}, "greater_than_equal", "不得小于1"),
        ({"number": 10}, "less_than_equal", "不得大于9"),
        ({"above": 1}, "greater_than", "应当大于1"),
        ({"above": 9}, "less_than", "应当小于9"),
        ({"number": "eins"}, "int_parsing", "应当是整数"),
        ({"number": 1.5}, "int_from_float", "应当是整数，不带小数"),
        ({"number": "9" * 5000}, "int_parsing_size", "整数的位数过多"),
        ({"strict": True}, "int_type", "应当是整数"),
        ({"real": "x"}, "float_parsing", "应当是数"),
        ({"flag": "perhaps"}, "bool_parsing", "应当是 true 或 false"),
        (
            {"at": "2026-03-02T09:00:00"},
            "timezone_aware",
            "时间应当带时区，如 2026-03-02T09:00:00+08:00",
        ),
        (
            {"at": "昨天"},
            "datetime_from_date_parsing",
            "应当是时间，如 2026-03-02T09:00:00+08:00",
        ),
        ({"day": "x"}, "date_from_datetime_parsing", "应当是日期，如 2026-03-02"),
        ({"kind": "x"}, "enum", "应当是以下之一：'sponsor'、'staff'"),
        ({"mode": "x"}, "literal_error", "应当是以下之一：'running'、'frozen'"),
        ({"several": []}, "too_short", "至少要有1项，现有0项"),
        ({"several": [1, 2, 3]}, "too_long", "最多2项，现有3项"),
        ({"several": 1}, "list_type", "应当是列表"),
        ({"inner": 1}, "model_type", "应当是对象"),
        ({"inner": {}}, "missing", "必须填写"),
        ({"more": 1}, "extra_forbidden", "没有这个字段"),
    ],
)
def test_an_error_becomes_a_sentence(given: dict[str, Any], type_: str, said: str) -> None:
    error = error_of(given)
    assert error["type"] == type_
    assert sentence(error) == said


@pytest.mark.parametrize("type_", sorted(SENTENCES))
def test_no_sentence_is_english(type_: str) -> None:
    words = re.findall(r"[A-Za-z]{2,}", re.sub(r"\{\w+\}", "", SENTENCES[type_]))
    assert set(words) <= {"JSON", "null", "ASCII", "true", "false", "UUID"}


def test_what_the_table_does_not_know_or_cannot_fill_in_has_a_sentence_all_the_same() -> None:
    assert sentence({"type": "new_in_a_later_release"}) == OTHERWISE
    needing = [t for t, text in SENTENCES.items() if any(p[1] for p in Formatter().parse(text))]
    for type_ in needing:
        assert sentence({"type": type_}) == OTHERWISE
