"""The interface's result codes and the text sent with each."""

import csv
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType
from typing import Final

from beian.regulations.numbers import MESSAGE_CHARACTERS_MAX

VERSION: Final = "V.3.0"
"""The interface version: the `version` attribute of every document. Interface §3."""
SITE_NAME_CHARS_SHOWN: Final = 100

_SITE: Final = "。网站名称："
_VALUE: Final = "错误数据："


def _catalogue() -> Mapping[int, tuple[str, str]]:
    text = resources.files(__package__).joinpath("result_codes.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType({int(row["code"]): (row["category"], row["message"]) for row in rows})


_CATALOGUE: Final = _catalogue()

MESSAGES: Final[Mapping[int, str]] = MappingProxyType(
    {code: message for code, (_, message) in _CATALOGUE.items()}
)
"""All 204 codes with the official message, placeholders unfilled."""

CATEGORIES: Final[Mapping[int, str]] = MappingProxyType(
    {code: category for code, (category, _) in _CATALOGUE.items()}
)


def message(code: int, *, value: str | None = None, site_name: str | None = None) -> str:
    """Return the text sent with `code`: a call's msg, a result's Dmms; at most 255 characters.

    `value` is the offending value; for 22 the number of checks, for 1064 the domain, for 20
    the permitted hours, for 5004 the version (V.3.0 unless given), for 5001 the file name,
    which stands alone (§10.3, §14 56). A long value is cut, the message is not.
    Raises KeyError for a code that is not in the catalogue.
    """
    official = MESSAGES[code]
    match code:
        case 5001 if value:
            return value[:MESSAGE_CHARACTERS_MAX]
        case 5004:
            return official.replace("当前版本信息", value or VERSION)[:MESSAGE_CHARACTERS_MAX]
        case 20 if value:
            return (official + value)[:MESSAGE_CHARACTERS_MAX]
        case 22 if value:
            return official.replace("X", value)[:MESSAGE_CHARACTERS_MAX]
        case 1064 if value and site_name:
            shown = site_name[:SITE_NAME_CHARS_SHOWN]
            room = MESSAGE_CHARACTERS_MAX - len(official) - len(shown)
            named = official.replace("“XX域名”", f"“{value[:room]}域名”", 1)
            return named.replace("“XX”", f"“{shown}”", 1)
        case _:
            return _with_suffixes(official, value, site_name)


def _with_suffixes(official: str, value: str | None, site_name: str | None) -> str:
    text = official
    if site_name:
        text += _SITE + site_name[:SITE_NAME_CHARS_SHOWN]
    if value:
        text += ("，" if site_name else "。") + _VALUE
        text += value[: MESSAGE_CHARACTERS_MAX - len(text)]
    return text
