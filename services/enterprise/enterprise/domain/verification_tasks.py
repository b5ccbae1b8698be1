"""Answering a bureau's task to verify a self-filed record: HSJG to HSRW. Interface §10.2.

Hsjg 0 means passed (§14, 45). The data go back as they came: what is wrong with them stands in
the errors of a refusal.
"""

from datetime import date
from typing import Final

from beian.errors import Refusal
from beian.records_changes import VerificationAnswer, VerifiedFiling
from beian.regulations.reasons import Reason

PASSED: Final = 0
REFUSED: Final = 1


def answer_to(
    task: VerifiedFiling,
    *,
    isp_id: int,
    today: date,
    passed: bool,
    verifier: str,
    opinion: str,
    errors: str | None,
) -> VerificationAnswer | Refusal:
    """Return the answer, or why it is none: a refusal says what is wrong."""
    if not passed and not (errors or "").strip():
        return Refusal(Reason.REASON_MISSING, "核实不通过应说明错误信息", "errors")
    return VerificationAnswer(
        refused=PASSED if passed else REFUSED,
        verifier=verifier,
        verified_on=today.isoformat(),
        unit=isp_id,
        opinion=opinion,
        errors=errors,
        filing=task,
    )
