"""Filters of NATS: `*` is one token, `>` is the rest, at least one."""

from collections.abc import Sequence


def matches(subject_filter: str, subject: str) -> bool:
    """Say whether a subject comes through a filter."""
    return _matches(subject_filter.split("."), subject.split("."))


def _matches(pattern: Sequence[str], tokens: Sequence[str]) -> bool:
    if not pattern or not tokens:
        return not pattern and not tokens
    if pattern[0] == ">":
        return True
    return pattern[0] in {"*", tokens[0]} and _matches(pattern[1:], tokens[1:])
