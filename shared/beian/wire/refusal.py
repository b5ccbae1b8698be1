"""The wire's own no: bytes that the interface does not take, with the code it answers."""

from dataclasses import dataclass
from enum import StrEnum


class Layer(StrEnum):
    """What bytes on the wire go through, in this order (§5, validation §1)."""

    CALL = "call"
    BASE64 = "base64"
    AES = "AES"
    MD5 = "MD5"
    ZIP = "zip"
    GBK = "GBK"
    XML = "XML"
    XSD = "XSD"
    RULES = "rules"


@dataclass(frozen=True, slots=True)
class WireRefusal:
    """What was wrong with bytes that came in. Returned, never raised.

    Codes 6 to 18 and 999 are answered by the call, 5001, 5004 and 5008 by a result file;
    `kind` and `operation_type` say into which block of it (interface §14, 14).
    """

    code: int
    detail: str
    """For the operator's log; the sender reads the code's official message."""
    xpath: str | None = None
    line: int | None = None
    kind: str = "ICP"
    """Root of the file: ICP, IP or YM; ICP where it could not be read."""
    operation_type: int = 1
    """Czlx of the first operation that could be read, else 1."""
    layer: Layer = Layer.XSD
    """Which layer did not let it through."""
    column: int | None = None
    """From 1; None where only `line` or nothing is known."""
    found: str | None = None
    """What stands there, cut."""
    wanted: str | None = None
    """What should, as far as one can say."""
