"""What a text or number that a caller sends may consist of: nothing that cannot be kept.

Neither a database nor an XML file holds control characters, and neither UTF-8 holds half a
surrogate pair; an edge that takes them would break later, where nobody can mend it.
"""

import re
from typing import Annotated, Final

from fastapi import Path
from pydantic import AfterValidator

LONG_MAX: Final = 2**63 - 1
"""The largest integer that a column of the database holds."""
ID_PATTERN: Final = "^[!-~]{1,200}$"
"""What an id may consist of; whether there is such a thing is another question."""
_UNKEEPABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def keepable(text: str) -> str:
    """Return the text as it is. Raises ValueError: a character that cannot be kept."""
    if _UNKEEPABLE.search(text):
        raise ValueError("含有控制字符")
    return text


type Text = Annotated[str, AfterValidator(keepable)]
type IdInPath = Annotated[str, Path(pattern=ID_PATTERN)]
