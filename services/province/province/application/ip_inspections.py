"""What the verification center found in a provider's IP data: laid ready for it (HCJG)."""

from beian.eventlog import Session
from beian.events.inspection import IpDataInspected
from province.application.bureau import Bureau
from province.application.laying_ready import lay_ready

BLOCK = "IP/HCJG/Jgxx"


async def hand_on_inspection(bureau: Bureau, session: Session, event: IpDataInspected) -> None:
    """Lay the findings ready; an inspection that found nothing is told to nobody."""
    findings = {
        f"{BLOCK}/Yj": event.beyond,
        f"{BLOCK}/Ct": event.conflicts,
        f"{BLOCK}/Wb": event.unreported,
    }
    await lay_ready(bureau, session, event.isp_id, findings)
