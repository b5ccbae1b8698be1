"""Electronic keys (备案电子密钥) as text: `<scope>.<key id>.<secret>`. R14-153, R14-154.

The scope is `nation`, or the region of a province; it says at whose system the key opens anything.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

NATION: Final = "nation"
_PARTS: Final = 3


@dataclass(frozen=True, slots=True)
class KeyText:
    """What a key says of itself, and its hash."""

    region: str | None
    """None of a nationwide key."""
    key_id: str
    sha256: str


def key_text(region: str | None, key_id: str, secret: str) -> str:
    """Return a key as the department gets it."""
    return f"{region or NATION}.{key_id}.{secret}"


def hash_of(key: str) -> str:
    """Return what is kept of a key."""
    return sha256(key.encode()).hexdigest()


def read_key(text: str) -> KeyText | None:
    """Return what a key says, or None if it is none."""
    parts = text.strip().split(".")
    if len(parts) != _PARTS or not all(parts):
        return None
    scope, key_id, _ = parts
    return KeyText(None if scope == NATION else scope, key_id, hash_of(text.strip()))
