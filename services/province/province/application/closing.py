"""The end of a filed site by a bureau's decision: every provider closes it, its filing goes.

Flow: FLOW-09 as FLOW-10 and FLOW-15 end in it. Rules: O33-032, R14-115.
"""

from dataclasses import dataclass

from beian.errors import Refusal
from beian.eventlog import Session
from beian.regulations.penalties import Basis
from beian.regulations.reasons import Reason
from province.application.bureau import Bureau
from province.application.orders import cancel_filed, order_shutdown


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a site's filing ends."""

    site_number: str
    of: str
    """The review or opinion it follows from."""
    basis: Basis
    cancelled_for: int
    """Zxly, the table zxly."""
    text: str
    officer: str
    rules: tuple[str, ...]


async def close_and_cancel(bureau: Bureau, session: Session, ending: Ending) -> Refusal | None:
    """Order the closure and cancel the filing; what is gone already needs neither."""
    ordered = await order_shutdown(
        bureau,
        session,
        filing_number=ending.site_number,
        of=ending.of,
        basis=ending.basis,
        reason=ending.text,
        officer=ending.officer,
        rules=ending.rules,
    )
    if ordered is not None and ordered.reason is not Reason.NOT_FOUND:
        return ordered
    cancelled = await cancel_filed(
        bureau,
        session,
        number=ending.site_number,
        reason=ending.cancelled_for,
        officer=ending.officer,
        text=ending.text,
        rules=ending.rules,
    )
    if cancelled is not None and cancelled.reason is not Reason.NOT_FOUND:
        return cancelled
    return None
