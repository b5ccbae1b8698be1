"""Is this the filing password (备案密码)? Only its verifier is known."""

import hashlib
from collections.abc import Iterator

from beian.records import PasswordVerifier


def is_password(sent: str, verifier: PasswordVerifier, *, may_be_plain: bool) -> bool:
    """Say whether `sent` is the password's MD5 in hex, of any case, or where allowed itself.

    Interface §14, 19 and 21.
    """
    salt = bytes.fromhex(verifier.salt)
    return any(
        hashlib.sha256(salt + candidate.encode()).hexdigest() == verifier.sha256
        for candidate in _candidates(sent, may_be_plain=may_be_plain)
    )


def _candidates(sent: str, *, may_be_plain: bool) -> Iterator[str]:
    yield sent.strip().lower()
    if may_be_plain:
        # MD5 because the interface writes the password so.
        yield hashlib.md5(sent.encode("gbk", "replace"), usedforsecurity=False).hexdigest()


def contact_hash(channel: str, contact: str) -> str:
    """Return SHA-256 in hex of a phone number or mail address, to compare it with what is filed."""
    return hashlib.sha256(f"{channel}:{contact.strip().lower()}".encode()).hexdigest()
