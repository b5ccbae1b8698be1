"""A filing's password as bamm of a call and as ICPmm of a file, plain and as MD5."""

import hashlib

import pytest

from beian.exchange.filing_passwords import icpmm_matches, password_matches
from beian.records import PasswordVerifier

PASSWORD = "abcDEF123456"
MD5 = hashlib.md5(PASSWORD.encode()).hexdigest()
SALT = "0f" * 16
VERIFIER = PasswordVerifier(
    salt=SALT, sha256=hashlib.sha256(bytes.fromhex(SALT) + MD5.encode()).hexdigest()
)
PLAIN = frozenset({"accept_plain_icpmm"})


@pytest.mark.parametrize("sent", [PASSWORD, MD5, MD5.upper(), f" {MD5} "])
def test_bamm_is_the_password_or_its_md5(sent: str) -> None:
    assert password_matches(sent, VERIFIER)


@pytest.mark.parametrize("sent", ["", "abcDEF123457", MD5[:-1], VERIFIER.sha256])
def test_nothing_else_is_the_password(sent: str) -> None:
    assert not password_matches(sent, VERIFIER)
    assert not icpmm_matches(sent, VERIFIER, PLAIN)


def test_icpmm_is_the_md5_and_plain_only_by_switch() -> None:
    assert icpmm_matches(MD5.upper(), VERIFIER, frozenset())
    assert not icpmm_matches(PASSWORD, VERIFIER, frozenset())
    assert icpmm_matches(PASSWORD, VERIFIER, PLAIN)
    assert icpmm_matches(MD5, VERIFIER, PLAIN)
