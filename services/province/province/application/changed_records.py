"""Handing a record that one of its providers changed to the others: its data, in ICP/BASJ.

Each gets the whole record as it is now, with its own ids and nobody else's. A bureau that is not
the record's home keeps it, for a synchronisation to come. Rule: R14-096.
"""

from typing import Final

from beian.eventlog import Session
from beian.events.filed import FiledRecordReceived
from beian.events.records import ChangedRecordForwarded
from beian.records import Opinion
from beian.regulations.regions import home_region
from beian.wire.download_basj import IssuedFiling
from beian.wire.downloads import SIMULATED
from province.application.bureau import Bureau
from province.application.laying_ready import lay_ready
from province.application.results import documents_of
from province.domain.filed import FILED, KeepRecord, filed_stream
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
    await _keep(bureau, session, event)


async def _keep(bureau: Bureau, session: Session, event: ChangedRecordForwarded) -> None:
    home = home_region(event.filing.subject.address.province)
    if home is None or home == bureau.region:
        return  # the home bureau has it in the record's own stream
    stream = filed_stream(event.application_id)
    if await session.state(FILED, stream) is not None:
        return  # one of this bureau's providers asked for it: it came back with the opinion
    record = FiledRecordReceived(
        application_id=event.application_id,
        isp_id=event.isp_ids[0],
        home_region=home,
        filing=event.filing,
        certificate=event.certificate,
        opinion=Opinion(approved=True, reviewed_at=event.changed_on),
        issued_on=event.issued_on,
    )
    await session.decide(FILED, stream, KeepRecord(record), None)
