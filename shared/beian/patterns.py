"""Patterns that a caller writes: searched in time linear in the text, whatever the pattern.

The standard library's engine goes back over the text: `(a+)+$` in thirty characters holds a
process for minutes. RE2 does not know how to; in return it has no backreferences and no
looking around.
"""

from functools import lru_cache
from typing import Final

import re2

STEPS_MAX: Final = 5000
"""Instructions of a compiled pattern: the worst case is the text's length times these, tenths of a
second. What people write has some tens; fifty repetitions of any Chinese character have 4,000.
"""
KEPT: Final = 256


class NotAPattern(ValueError):
    """RE2 cannot read it, or it would grow too large; the message is the engine's."""


@lru_cache(KEPT)
def pattern_of(text: str) -> "re2._Regexp":
    """Return a pattern with `search`. Raises NotAPattern."""
    options = re2.Options()
    options.log_errors = False
    try:
        compiled = re2.compile(text, options)
    except re2.error as error:
        said = error.args[0] if error.args else ""
        raise NotAPattern(
            said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        ) from error
    if compiled.programsize > STEPS_MAX:
        raise NotAPattern("the pattern is too large")
    return compiled


def is_found(pattern: str, text: str) -> bool:
    """Say whether a pattern is found in a text. Raises NotAPattern."""
    return pattern_of(pattern).search(text) is not None
