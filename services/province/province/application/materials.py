"""Verification material of what is filed (核验材料, XZHYD): checked, stored, answered at once.

What is stored is answered with 1060. Interface §10.1, §10.3; validation §8.
"""

from collections.abc import Sequence

from beian.errors import Refusal
from beian.eventlog import Session
from beian.events.filed import MaterialStored
from beian.records_changes import Material
from beian.wire.download_bajg import RecordResult
from beian.wire.downloads import SIMULATED
from province.application.bureau import Bureau
from province.application.taking import (
    Answer,
    RecordOutcome,
    TakenRecord,
    WaitingUpload,
    sent_back,
)
from province.domain.check_context import finding
from province.domain.filed import FiledPart
from province.domain.materials import (
    MATERIALS,
    STORED,
    StoreMaterial,
    check_material,
    material_stream,
)


async def take_materials(
    bureau: Bureau, session: Session, upload: WaitingUpload, records: Sequence[TakenRecord]
) -> Sequence[RecordOutcome]:
    """Check each record and store what is in order; all are answered in the upload's result."""
    materials = [_material(taken) for taken in records]
    parts = await bureau.lookups.filed_parts(
        session,
        {one.owner_id for one in materials if one.owner_id is not None},
        {one.owner_number.strip() for one in materials if one.owner_number is not None},
    )
    outcomes = []
    for taken, material in zip(records, materials, strict=True):
        owner = parts.find(material.owner_type, material.owner_id, material.owner_number)
        findings = check_material(material, owner, upload.isp_id)
        if findings:
            outcomes.append(sent_back(taken.record, findings))
            continue
        assert owner is not None, "without an owner there is a finding"
        await _store(session, upload, taken, material, owner)
        outcomes.append(_stored(taken))
    return outcomes


async def _store(
    session: Session,
    upload: WaitingUpload,
    taken: TakenRecord,
    material: Material,
    owner: FiledPart,
) -> None:
    for content in taken.record.blobs.values():
        await session.store_blob(content)
    stored = MaterialStored(
        isp_id=upload.isp_id,
        data_sequence=upload.data_sequence,
        record=taken.number,
        owner=owner.part_id,
        subject_id=owner.subject_id,
        material=material,
    )
    stream = material_stream(owner.part_id)
    outcome = await session.decide(MATERIALS, stream, StoreMaterial(stored), None)
    assert not isinstance(outcome, Refusal), "material in order can be stored"


def _material(taken: TakenRecord) -> Material:
    assert isinstance(taken.record.change, Material), "records of XZHYD are read as material"
    return taken.record.change


def _stored(taken: TakenRecord) -> RecordOutcome:
    record = taken.record
    result = RecordResult(
        findings=(finding(STORED),),
        operation_type=record.operation_type,
        identifier=record.identifier,
        remark=SIMULATED,
    )
    return RecordOutcome(passed=True, answer=Answer(result, record.result_block))
