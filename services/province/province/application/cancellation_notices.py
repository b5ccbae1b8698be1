"""Telling providers what is cancelled (注销数据, ICP/ZXSJ), whoever asked for it.

Every bureau hears of it from the ministry, and tells those of its own providers that gave access
to what is cancelled: one notice each. Interface §10.2. Rules: R14-122, R14-123.
"""

from beian.eventlog import Session
from beian.events.filing import FilingRecordSynchronized
from beian.events.sites import CancelledPart
from beian.records_downloads import Cancelled
from beian.regulations.rules import enforces
from beian.wire.downloads import SIMULATED
from province.application.bureau import Bureau
from province.application.laying_ready import lay_ready

NOTICES = "ICP/ZXSJ/Zxxx"


@enforces("R14-122", "R14-123")
async def tell_providers(bureau: Bureau, session: Session, event: FilingRecordSynchronized) -> None:
    """Lay a notice ready for every provider of this bureau whose access has to end."""
    concerned = {isp_id for part in event.cancelled for isp_id in part.providers}
    if not concerned:
        return
    own = concerned.intersection(await bureau.lookups.admitted(session))
    for isp_id in sorted(own):
        notices = [_notice(part) for part in event.cancelled if isp_id in part.providers]
        await lay_ready(bureau, session, isp_id, {NOTICES: notices})


def _notice(part: CancelledPart) -> Cancelled:
    return Cancelled(
        kind=part.kind, record_id=part.record_id, remark=f"{part.filing_number}，{SIMULATED}"
    )
