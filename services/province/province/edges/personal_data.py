"""Personal data of a filing, for a granted request; and who answers for this store.

R14-155. Nothing else of this API shows a person: what is seen here was recorded beforehand.
"""

from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel

from beian.http.texts import IdInPath
from beian.records import Filing
from beian.regulations.rules import enforces
from beian.regulations.stores import owner_of
from beian.service import Kit, audited, kit_of
from province.domain.data_requests import DATA_REQUEST, PersonalField
from province.domain.filed_record import RECORD, Filed, record_stream
from province.edges.hosted import Here

router = APIRouter(tags=["data-requests"])


class StoreView(BaseModel):
    """A store of filing data and its owner."""

    store: str
    owner: str
    rules: list[str]


class PersonalData(BaseModel):
    """The fields that were granted."""

    filing_number: str
    requester: str
    authority: str
    fields: dict[str, Any]


@router.get("/data-store", dependencies=[Depends(audited)])
async def data_store(here: Here) -> StoreView:
    """Say who answers for the secrecy of the data that lie here."""
    bureau = here.bureau
    return StoreView(store=bureau.log, owner=owner_of(bureau.log), rules=["R14-155"])


@router.get("/data-requests/{key}/data", dependencies=[Depends(audited)])
async def personal_data(
    key: IdInPath, kit: Annotated[Kit, Depends(kit_of)], here: Here
) -> PersonalData:
    """Show the personal fields of a granted request, and no others."""
    log = here.bureau.log
    request = await kit.log.state(log, DATA_REQUEST, f"datarequest-{key}")
    granted = request.disclosed
    if granted is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "没有已批准的查阅申请")
    record = await kit.log.state(log, RECORD, record_stream(granted.filing_number))
    if not isinstance(record, Filed):
        raise HTTPException(HTTPStatus.NOT_FOUND, "本通信管理局没有此备案")
    return PersonalData(
        filing_number=granted.filing_number,
        requester=granted.requester,
        authority=granted.authority,
        fields={name: _shown(record.filing, PersonalField(name)) for name in granted.fields},
    )


@enforces("R14-155")
def _shown(filing: Filing, field: PersonalField) -> Any:  # noqa: ANN401 - plain JSON values
    match field:
        case PersonalField.CERTIFICATE:
            return msgspec.to_builtins(filing.subject.certificate)
        case PersonalField.ADDRESS:
            return msgspec.to_builtins(filing.subject.address)
        case PersonalField.RESPONSIBLE:
            return msgspec.to_builtins(filing.subject.responsible)
        case PersonalField.SITE_RESPONSIBLE:
            return {
                site.filing_number or site.name: msgspec.to_builtins(site.responsible)
                for site in filing.sites
            }
