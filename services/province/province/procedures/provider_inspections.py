"""Inspections of the bureau's own providers: sampled material, verification, staff. FLOW-16."""

from typing import Final

from beian.bus import Received
from beian.eventlog import Session
from beian.events.spot_checks import EvidenceBundleProvided
from beian.procedures import Act, Procedure
from province.application.bureau import Bureau
from province.application.provider_inspections import inspect, note_bundle
from province.domain.provider_inspections import (
    INSPECTION,
    ConcludeInspection,
    InspectionCommand,
    NoteBundle,
    RequestEvidence,
)


async def _act(bureau: Bureau, session: Session, key: str, command: InspectionCommand) -> object:
    return await inspect(bureau, session, key, command)


async def _provided(bureau: Bureau, session: Session, message: Received) -> object:
    assert isinstance(message.event, EvidenceBundleProvided)
    return await note_bundle(bureau, session, message.event)


PROCEDURE: Final = Procedure[Bureau](
    kind="inspectedprovider",
    path="provider-inspections",
    decider=INSPECTION,
    acts=(
        Act("open", RequestEvidence, "Ask a provider for the material of filings", opens=True),
        Act("bundle", NoteBundle, "Enter the material of one filing, or that there is none"),
        Act("conclude", ConcludeInspection, "Say what the inspection found"),
    ),
    act=_act,
    reactions={EvidenceBundleProvided: _provided},
)
