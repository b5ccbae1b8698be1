"""Is this e-certificate (备案电子验证标识) one that a bureau signed, and is it in force? PURE.

A certificate is compared with the fingerprint that came up with its filing: any other bytes are
another certificate. Rules: O33-014, R14-005, R14-151.
"""

from dataclasses import dataclass
from datetime import date

from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class PublishedCertificate:
    """What the register has under a serial."""

    serial: str
    filing_number: str
    sponsor_name: str
    valid_until: str
    sha256: str
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether it holds; why not: unknown, altered, expired, cancelled."""

    valid: bool
    why: str | None = None


@enforces("R14-151", "O33-014")
def judge(known: PublishedCertificate | None, sha256: str | None, today: date) -> Verdict:
    """Say whether a certificate holds today; `sha256` of its PEM where it was brought along."""
    if known is None:
        return Verdict(valid=False, why="unknown")
    if sha256 is not None and sha256 != known.sha256:
        return Verdict(valid=False, why="altered")
    if known.is_cancelled:
        return Verdict(valid=False, why="cancelled")
    if known.valid_until < today.isoformat():
        return Verdict(valid=False, why="expired")
    return Verdict(valid=True)
