"""Names and ids of the network: distinct types, how they are written, and who draws them.

The functions are pure. `Identifiers` draws from a generator it is given: the edges build one
per process from the system's randomness, a seeded network one from its seed.

Sources: contract (Events), architecture §4, interface §11.
"""

import random
import string
from datetime import UTC, datetime, timedelta
from typing import Final, NewType, Self

from beian.regulations.numbers import (
    AES_KEY_CHARACTERS,
    BUREAU_ID_SERIAL_DIGITS,
    PASSWORD_CHARACTERS,
    PASSWORD_SALT_BYTES,
    PROVIDER_PASSWORD_CHARACTERS,
    RAND_VAL_CHARACTERS_MIN,
)

LogName = NewType("LogName", str)
"""An actor's log: ministry, province.320000, enterprise.<isp id>, verification-center."""
StreamName = NewType("StreamName", str)
"""`<kind>-<id>`; a kind has no dash."""
EventId = NewType("EventId", str)
"""UUIDv7 of the network time, lower case with dashes."""
ApplicationId = NewType("ApplicationId", str)
"""UUIDv7 of the moment of receipt."""
RegionCode = NewType("RegionCode", str)
"""Six digits of GB/T 2260; of a bureau the province's, as 320000."""
IspId = NewType("IspId", int)
"""A reporting unit (接入服务提供者): a Long of the wire."""
BureauId = NewType("BureauId", int)
"""Ztid, Wzid, Jrid, Ymid, Ipid: a Long of the wire, unique in the nation."""
FilingNumber = NewType("FilingNumber", str)
"""备案号, of a subject or of a site."""

MINISTRY_LOG: Final = LogName("ministry")
VERIFICATION_CENTER_LOG: Final = LogName("verification-center")

LETTERS_AND_DIGITS: Final = string.ascii_letters + string.digits

_PROVINCE: Final = "province."
_ENTERPRISE: Final = "enterprise."
_UNIX_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_RANDOM_BITS: Final = 74
_RAND_B_BITS: Final = 62
_RAND_B: Final = (1 << _RAND_B_BITS) - 1
_VARIANT: Final = 0b10 << _RAND_B_BITS
_STEP_BYTES: Final = 4
_STEPS_AT_ONCE: Final = 256
"""Drawn together: the system's randomness costs a call, whatever the amount."""


def log_of_province(region: str) -> LogName:
    return LogName(_PROVINCE + region)


def log_of_enterprise(isp_id: int) -> LogName:
    return LogName(f"{_ENTERPRISE}{isp_id}")


def region_of_log(log: str) -> RegionCode | None:
    """Return the region whose bureau writes `log`, or None if no bureau does."""
    return RegionCode(log.removeprefix(_PROVINCE)) if log.startswith(_PROVINCE) else None


def isp_of_log(log: str) -> IspId | None:
    """Return the provider that writes `log`, or None if no provider does."""
    return IspId(int(log.removeprefix(_ENTERPRISE))) if log.startswith(_ENTERPRISE) else None


def stream_name(kind: str, identifier: str | int) -> StreamName:
    assert kind, "a stream has a kind"
    assert "-" not in kind, "a stream kind has no dash"
    return StreamName(f"{kind}-{identifier}")


def stream_kind(stream: str) -> str:
    return stream.partition("-")[0]


def stream_id(stream: str) -> str:
    return stream.partition("-")[2]


def bureau_id(region: str, serial: int) -> BureauId:
    """Return the bureau's id number `serial`: its region code and six digits, more if need be.

    Unique in the nation, because longer serials make longer numbers. Interface §11.
    """
    assert serial >= 1, "serials count from 1"
    return BureauId(int(f"{region}{serial:0{BUREAU_ID_SERIAL_DIGITS}d}"))


def uuid7(at: datetime, bits: int) -> str:
    """Return the UUIDv7 (RFC 9562) of the millisecond of `at` with 74 random `bits`."""
    return _uuid7(_beginning(_milliseconds(at)), bits)


def _milliseconds(at: datetime) -> int:
    return (at - _UNIX_EPOCH) // _MILLISECOND


def _beginning(milliseconds: int) -> str:
    """Return what the UUIDs of one millisecond begin with, the version included."""
    text = f"{milliseconds:012x}"
    return f"{text[:8]}-{text[8:]}-7"


def _uuid7(beginning: str, bits: int) -> str:
    rest = f"{_VARIANT | (bits & _RAND_B):016x}"
    return f"{beginning}{bits >> _RAND_B_BITS:03x}-{rest[:4]}-{rest[4:]}"


class Identifiers:
    """Draws what must be unique or secret. One per process; not for several threads."""

    def __init__(self, generator: random.Random) -> None:
        self._generator = generator
        self._at: datetime | None = None
        self._milliseconds = -1
        self._beginning = ""
        self._bits = 0
        self._steps: list[int] = []

    @classmethod
    def unpredictable(cls) -> Self:
        """Draw from the system's randomness."""
        return cls(random.SystemRandom())

    @classmethod
    def seeded(cls, seed: str) -> Self:
        """Draw the same sequence for the same `seed`: for a reproducible network only."""
        return cls(random.Random(seed))  # noqa: S311 - reproducible is what is asked for

    def event_id(self, at: datetime) -> EventId:
        """Return a new id; ids drawn one after the other within a millisecond ascend."""
        if at is not self._at:
            self._begin(at)
        if not self._steps:
            drawn = self._generator.randbytes(_STEP_BYTES * _STEPS_AT_ONCE)
            self._steps = list(memoryview(drawn).cast("I"))
        self._bits += 1 + self._steps.pop()
        return EventId(_uuid7(self._beginning, self._bits))

    def _begin(self, at: datetime) -> None:
        """Go over to a moment; a new millisecond begins anywhere."""
        milliseconds = _milliseconds(at)
        self._at = at
        if milliseconds != self._milliseconds:
            self._milliseconds, self._beginning = milliseconds, _beginning(milliseconds)
            # The top bit stays free, so that no run of steps within a millisecond overflows.
            self._bits = self._generator.getrandbits(_RANDOM_BITS - 1)

    def application_id(self, at: datetime) -> ApplicationId:
        return ApplicationId(self.event_id(at))

    def filing_password(self) -> str:
        """Return 12 letters and digits (备案密码): for the sponsor alone, never for an event."""
        return self._letters_and_digits(PASSWORD_CHARACTERS)

    def provider_password(self) -> str:
        return self._letters_and_digits(PROVIDER_PASSWORD_CHARACTERS)

    def aes_key(self) -> str:
        """Return 16 ASCII characters: an AES-128 key of the wire, or its offset (IV)."""
        return self._letters_and_digits(AES_KEY_CHARACTERS)

    def rand_val(self) -> str:
        """Return the random part of one call's authentication."""
        return self._letters_and_digits(RAND_VAL_CHARACTERS_MIN)

    def salt(self) -> str:
        """Return 16 random bytes in hex, for a password's verifier."""
        return self._generator.randbytes(PASSWORD_SALT_BYTES).hex()

    def trace_id(self) -> str:
        """Return a W3C trace id: 32 hex digits, not all zero."""
        return f"{self._generator.randrange(1, 1 << 128):032x}"

    def span_id(self) -> str:
        """Return a W3C span id: 16 hex digits, not all zero."""
        return f"{self._generator.randrange(1, 1 << 64):016x}"

    def _letters_and_digits(self, count: int) -> str:
        return "".join(self._generator.choices(LETTERS_AND_DIGITS, k=count))
