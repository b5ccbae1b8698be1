"""Requests for personal data of filings: granted with authority, refused without. FLOW-24."""

from typing import Final

from beian.eventlog import Session
from beian.procedures import Act, Procedure
from beian.regulations.stores import owner_of
from province.application.bureau import Bureau
from province.domain.data_requests import DATA_REQUEST, RequestData, Store
from province.domain.filed_record import RECORD, Filed, record_stream


async def _store(bureau: Bureau, session: Session, _key: str, command: RequestData) -> Store:
    record = await session.state(RECORD, record_stream(command.filing_number))
    return Store(owner_of(bureau.log), isinstance(record, Filed))


PROCEDURE: Final = Procedure[Bureau](
    kind="datarequest",
    path="data-requests",
    decider=DATA_REQUEST,
    acts=(
        Act("open", RequestData, "Ask for personal data of a filing, with authority", opens=True),
    ),
    context=_store,
)
