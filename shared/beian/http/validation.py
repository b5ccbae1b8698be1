"""What is wrong with a value, in Chinese: pydantic's closed list of error types as a table.

Names in braces are those of the error's context. What a library adds in English (why a date
cannot be parsed) is left out: the sentence says what is expected.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

OTHERWISE: Final = "内容不合要求"
"""Of a type that a newer release of the library brings along."""
EXPECTED_CHARACTERS_MAX: Final = 300

_OBJECT: Final = "应当是对象"
_LIST: Final = "应当是列表"
_TEXT: Final = "应当是文本"
_MISSING: Final = "必须填写"
_UNKNOWN: Final = "没有这个字段"

SENTENCES: Final[Mapping[str, str]] = {
    "no_such_attribute": _UNKNOWN,
    "json_invalid": "不是 JSON",
    "json_type": "应当是 JSON 文本",
    "needs_python_object": OTHERWISE,
    "recursion_loop": "内容循环引用",
    "recursion_depth_exceeded": "内容嵌套过深",
    "missing": _MISSING,
    "frozen_field": "不可更改",
    "frozen_instance": "不可更改",
    "extra_forbidden": _UNKNOWN,
    "invalid_key": "字段名应当是文本",
    "get_attribute_error": "不能读取",
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dataclass_type": _OBJECT,
    "dataclass_exact_type": _OBJECT,
    "named_tuple_type": _LIST,
    "default_factory_not_called": OTHERWISE,
    "none_required": "应当为空（null）",
    "greater_than": "应当大于{gt}",
    "greater_than_equal": "不得小于{ge}",
    "less_than": "应当小于{lt}",
    "less_than_equal": "不得大于{le}",
    "multiple_of": "应当是{multiple_of}的倍数",
    "finite_number": "应当是有限的数",
    "too_short": "至少要有{min_length}项，现有{actual_length}项",
    "too_long": "最多{max_length}项，现有{actual_length}项",
    "iterable_type": _LIST,
    "iteration_error": "不能逐项读取",
    "string_type": _TEXT,
    "string_unicode": "文本的编码不对",
    "string_too_short": "至少{min_length}个字符",
    "string_too_long": "最多{max_length}个字符",
    "string_pattern_mismatch": "格式应当符合 {pattern}",
    "string_not_ascii": "只能有 ASCII 字符",
    "enum": "应当是以下之一：{expected}",
    "dict_type": _OBJECT,
    "frozen_dict_type": _OBJECT,
    "ordered_dict_type": _OBJECT,
    "counter_type": _OBJECT,
    "mapping_type": _OBJECT,
    "list_type": _LIST,
    "deque_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "set_item_not_hashable": "列表中有不能比较的内容",
    "bool_type": "应当是 true 或 false",
    "bool_parsing": "应当是 true 或 false",
    "int_type": "应当是整数",
    "int_parsing": "应当是整数",
    "int_parsing_size": "整数的位数过多",
    "int_from_float": "应当是整数，不带小数",
    "float_type": "应当是数",
    "float_parsing": "应当是数",
    "bytes_type": "应当是字节",
    "bytes_too_short": "至少{min_length}字节",
    "bytes_too_long": "最多{max_length}字节",
    "bytes_invalid_encoding": "应当是有效的 {encoding}",
    "value_error": "{error}",
    "assertion_error": OTHERWISE,
    "literal_error": "应当是以下之一：{expected}",
    "missing_sentinel_error": OTHERWISE,
    "ellipsis_error": OTHERWISE,
    "date_type": "应当是日期，如 2026-03-02",
    "date_parsing": "应当是日期，如 2026-03-02",
    "date_from_datetime_parsing": "应当是日期，如 2026-03-02",
    "date_from_datetime_inexact": "应当是日期，不带时刻",
    "date_past": "应当是过去的日期",
    "date_future": "应当是将来的日期",
    "time_type": "应当是时刻，如 09:00:00",
    "time_parsing": "应当是时刻，如 09:00:00",
    "datetime_type": "应当是时间，如 2026-03-02T09:00:00+08:00",
    "datetime_parsing": "应当是时间，如 2026-03-02T09:00:00+08:00",
    "datetime_object_invalid": "应当是时间，如 2026-03-02T09:00:00+08:00",
    "datetime_from_date_parsing": "应当是时间，如 2026-03-02T09:00:00+08:00",
    "datetime_past": "应当是过去的时间",
    "datetime_future": "应当是将来的时间",
    "timezone_naive": "时间不带时区",
    "timezone_aware": "时间应当带时区，如 2026-03-02T09:00:00+08:00",
    "timezone_offset": "时区偏移应当是{tz_expected}秒，现为{tz_actual}秒",
    "time_delta_type": "应当是时长",
    "time_delta_parsing": "应当是时长",
    "frozen_set_type": _LIST,
    "is_instance_of": OTHERWISE,
    "is_subclass_of": OTHERWISE,
    "callable_type": OTHERWISE,
    "union_tag_invalid": "{discriminator} 应当是以下之一：{expected_tags}",
    "union_tag_not_found": "没有写明 {discriminator}",
    "arguments_type": _OBJECT,
    "missing_argument": _MISSING,
    "unexpected_keyword_argument": _UNKNOWN,
    "missing_keyword_only_argument": _MISSING,
    "unexpected_positional_argument": _UNKNOWN,
    "missing_positional_only_argument": _MISSING,
    "multiple_argument_values": "写了不止一次",
    "url_type": "应当是网址",
    "url_parsing": "应当是网址",
    "url_syntax_violation": "应当是网址",
    "url_too_long": "网址最多{max_length}个字符",
    "url_scheme": "网址应当以 {expected_schemes} 开头",
    "uuid_type": "应当是 UUID",
    "uuid_parsing": "应当是 UUID",
    "uuid_version": "应当是第{expected_version}版的 UUID",
    "decimal_type": "应当是数",
    "decimal_parsing": "应当是数",
    "decimal_max_digits": "最多{max_digits}位数字",
    "decimal_max_places": "最多{decimal_places}位小数",
    "decimal_whole_digits": "小数点前最多{whole_digits}位数字",
    "fraction_type": "应当是分数",
    "fraction_parsing": "应当是分数",
    "complex_type": "应当是数",
    "complex_str_parsing": "应当是数",
}
"""By error type. `value_error` is a validator of ours, and says itself what is wrong."""

_OF_TEXTS: Final = {"too_short": "string_too_short", "too_long": "string_too_long"}
_OR: Final = re.compile(r", | or ")


def sentence(error: Mapping[str, Any]) -> str:
    """Say what is wrong, from one entry of `ValidationError.errors()`."""
    context = dict(error.get("ctx") or {})
    for name in ("expected", "expected_tags", "expected_schemes"):
        if name in context:
            listed = _OR.sub("、", str(context[name]))
            context[name] = listed[:EXPECTED_CHARACTERS_MAX]
    # A text whose length is looked at after another validator counts as a list to the library.
    is_text = isinstance(error.get("input"), str)
    type_ = _OF_TEXTS.get(error["type"], error["type"]) if is_text else error["type"]
    try:
        return SENTENCES[type_].format(**context)
    except KeyError:
        return OTHERWISE
