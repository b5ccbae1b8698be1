"""Handing a record that one of its providers changed to the others: its data, in ICP/BASJ.

Each gets the whole record as it is now, with its own ids and nobody else's. Rule: R14-096.
"""

from typing import Final

from beian.eventlog import Session
from beian.events.records import ChangedRecordForwarded
from beian.wire.download_basj import IssuedFiling
from beian.wire.downloads import SIMULATED
from province.application.bureau import Bureau
from province.application.laying_ready import lay_ready
from province.application.results import documents_of
from province.domain.receivers import as_seen_by

DATA: Final = "ICP/BASJ/Baxx"


async def hand_on_record(bureau: Bureau, session: Session, event: ChangedRecordForwarded) -> None:
    """Lay the record as it is now ready for every provider that is named."""
    documents = await documents_of(session, [event.filing])
    for isp_id in event.isp_ids:
        issued = IssuedFiling(
            filing=as_seen_by(isp_id, event.filing, documents.keys()),
            first_reported=event.issued_on,
            last_changed=event.changed_on,
            certificate=event.certificate,
            remark=SIMULATED,
        )
        await lay_ready(bureau, session, isp_id, {DATA: [issued]}, blobs=documents)
