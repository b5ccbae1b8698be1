"""A pattern of a caller's is searched in linear time, or refused; it never holds the process up."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beian.patterns import NotAPattern, is_found, pattern_of

STALLING = [
    "((a?){30}){10}!$",
    "(a+)+$",
    "(a|a)*b",
    "(a|aa)+$",
    "([a-z]+)*!",
    "(.*)*x",
    "^(([a-z])+.)+[A-Z]$",
]
SECONDS_MAX = 1.0
"""Of the processor. The standard library's engine takes longer than anybody waits."""


@pytest.mark.parametrize("pattern", STALLING)
def test_a_pattern_that_goes_back_over_the_text_elsewhere_is_done_at_once(pattern: str) -> None:
    begin = process_time()
    assert is_found(pattern, "a" * 4000 + "1") is False
    assert process_time() - begin < SECONDS_MAX


@pytest.mark.parametrize("pattern", ["(", "[", "*", r"(a)\1", "(?=a)", "(?<!b)a", "a{5000}"])
def test_what_the_engine_does_not_know_is_refused(pattern: str) -> None:
    with pytest.raises(NotAPattern, match=r"\S"):
        pattern_of(pattern)


def test_what_would_grow_too_large_is_refused() -> None:
    with pytest.raises(NotAPattern):
        pattern_of(r"((\pL{30}){30})" * 20)


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("科技", "示例科技有限公司", True),
        (r"^320\d{3}$", "320000", True),
        ("(?i)ABC|甲$", "江苏甲", True),
        (r"^bad\.", "good.example", False),
        ("", "", True),
    ],
)
def test_ordinary_patterns_find_what_they_say(pattern: str, text: str, *, found: bool) -> None:
    assert is_found(pattern, text) is found


@given(st.text(max_size=200), st.text(alphabet="a示(", max_size=200))
def test_any_text_is_a_pattern_or_is_none(pattern: str, text: str) -> None:
    try:
        assert is_found(pattern, text) in {True, False}
    except NotAPattern:
        with pytest.raises(NotAPattern):
            pattern_of(pattern)
