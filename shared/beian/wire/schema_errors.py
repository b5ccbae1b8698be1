"""What the validator's sentences say was found, and what was wanted instead."""

import re
from typing import Final

_NOT_EXPECTED: Final = re.compile(
    r"Element '([^']*)': This element is not expected\.(?: Expected is (?:one of )?\( ?(.*?) ?\))?"
)
_MISSING: Final = re.compile(
    r"Missing child element\(s\)\.(?: Expected is (?:one of )?\( ?(.*?) ?\))?"
)
_FACET: Final = re.compile(r"\[facet '([^']*)'\] (.*)", re.DOTALL)
_LIMIT: Final = re.compile(
    r"(?:allowed (?:minimum|maximum) length of|"
    r"(?:minimum|maximum) value allowed \(|less than the minimum value allowed|"
    r"must be (?:greater|less) than or equal to|an element of the set|accepted by the pattern)"
    r"\W*(.*?)'?\)?\.?\Z",
    re.DOTALL,
)
_TYPE: Final = re.compile(
    r"(?:^|: )'(.*)' is not a valid value of the (?:local )?atomic type(?: '([^']*)')?", re.DOTALL
)
_MISMATCH: Final = re.compile(r"tag mismatch: (\S+) line \d+ and (\S+?),")
_ATTRIBUTE: Final = re.compile(r"The attribute '([^']*)' is (required but missing|not allowed)")
_FACETS: Final = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "length": "{} characters",
    "minInclusive": "at least {}",
    "maxInclusive": "at most {}",
    "enumeration": "one of {}",
    "pattern": "the pattern {}",
}
WANTED_CHARACTERS: Final = 300


def found_and_wanted(message: str, text: str | None) -> tuple[str | None, str | None]:
    """Return (found, wanted) of a validator's message; `text` is what stands at its place.

    What the sentence does not tell is None.
    """
    found, wanted = _of(message, text)
    return found, None if wanted is None else wanted[:WANTED_CHARACTERS]


def _of(message: str, text: str | None) -> tuple[str | None, str | None]:
    if match := _NOT_EXPECTED.search(message):
        return f"<{match[1]}>", _choice(match[2]) or "nothing more here"
    if match := _MISSING.search(message):
        return "the end of the element", _choice(match[1])
    if match := _FACET.search(message):
        limit = _LIMIT.search(match[2])
        sentence = _FACETS.get(match[1])
        if sentence is None or limit is None:
            return text, match[2]
        return text, sentence.format(limit[1].strip("{}"))
    if match := _TYPE.search(message):
        return match[1], f"the schema's type {match[2]}" if match[2] else None
    if match := _MISMATCH.search(message):
        return f"</{match[2]}>", f"</{match[1]}>"
    if "Element content is not allowed" in message:
        return "elements", "text alone"
    if match := _ATTRIBUTE.search(message):
        wanted = (
            f"the attribute {match[1]}" if "missing" in match[2] else f"no attribute {match[1]}"
        )
        return text, wanted
    return text, None


def _choice(names: str | None) -> str | None:
    if not names:
        return None
    listed = [name.strip() for name in names.split(",")]
    return " or ".join(f"<{name}>" for name in listed)
