"""May this provider ask this of this record at all? Existence, ownership, password, in this order.

Who does not pass learns nothing more: the content of the request is not looked at. Codes 1016,
1018, 1048. Validation §6; interface §14, 19 and 20.
"""

from dataclasses import dataclass

from beian.passwords import is_password
from beian.records import Finding
from beian.regulations.rules import enforces
from province.domain.check_context import finding
from province.domain.outline import Outline


@dataclass(frozen=True, slots=True)
class Sender:
    """Who asks, and with which password."""

    isp_id: int
    password: str | None
    """ICPmm as it was sent."""
    may_be_plain: bool = False
    """The switch `accept_plain_icpmm`."""
    has_asked_enough: bool = False
    """No further change of this subject today (1051)."""


def unknown(named: object) -> tuple[Finding, ...]:
    """Return what is said when the record or its part does not exist."""
    return (finding(1016, named),)


@enforces("R14-064", "R14-098")
def check_password(
    sender: Sender, outline: Outline, *, is_required: bool = False
) -> tuple[Finding, ...]:
    """Return 1018 where the password is wrong, or missing and nothing else legitimates."""
    if sender.password is None:
        is_open = not is_required and sender.isp_id in outline.providers
        return () if is_open else (finding(1018),)
    right = is_password(sender.password, outline.verifier, may_be_plain=sender.may_be_plain)
    return () if right else (finding(1018),)


def check_owner(sender: Sender, outline: Outline, named: object) -> tuple[Finding, ...]:
    """Return 1048 where the sender gives no site of the record access."""
    return () if sender.isp_id in outline.providers else (finding(1048, named),)
