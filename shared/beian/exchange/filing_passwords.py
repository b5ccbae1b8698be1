"""Whether what was sent is a filing's password: a file's ICPmm, a call's bamm (§14, 19, 21)."""

import hashlib
import re
from collections.abc import Set as AbstractSet
from typing import Final

from beian.exchange.switches import Switch
from beian.records import PasswordVerifier

_MD5_HEX: Final = re.compile(r"[0-9a-fA-F]{32}", re.ASCII)


def password_matches(sent: str, verifier: PasswordVerifier) -> bool:
    """Say whether `sent`, plain or its MD5 in hex, is the password: what bamm may be."""
    return _is_plain(sent, verifier) or _is_md5(sent, verifier)


def icpmm_matches(sent: str, verifier: PasswordVerifier, switches: AbstractSet[str]) -> bool:
    """Say whether ICPmm is the password: its MD5 in hex, any case.

    Of a provider with the switch `accept_plain_icpmm` the password as it was given out counts too.
    """
    if _is_md5(sent, verifier):
        return True
    return Switch.ACCEPT_PLAIN_ICPMM in switches and _is_plain(sent.strip(), verifier)


def _is_md5(sent: str, verifier: PasswordVerifier) -> bool:
    text = sent.strip()
    return _MD5_HEX.fullmatch(text) is not None and _is_verified(text.lower(), verifier)


def _is_plain(sent: str, verifier: PasswordVerifier) -> bool:
    digest = hashlib.md5(sent.encode("gbk", "replace"), usedforsecurity=False).hexdigest()
    return _is_verified(digest, verifier)


def _is_verified(digest: str, verifier: PasswordVerifier) -> bool:
    salted = bytes.fromhex(verifier.salt) + digest.encode()
    return hashlib.sha256(salted).hexdigest() == verifier.sha256
