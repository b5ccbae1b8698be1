"""Admission of enterprise systems, and what their providers report afterwards. FLOW-01."""

from collections.abc import Awaitable, Callable
from typing import Final

from beian.bus import Received
from beian.eventlog import Session
from beian.events import Event
from beian.events.admissions import (
    BoughtSystemAccepted,
    EnterpriseSystemEvaluated,
    InterfaceRequirementPublished,
    SimulatedCommissioningFailed,
    SimulatedCommissioningPassed,
    SimulatedCommissioningStarted,
)
from beian.procedures import Act, Procedure
from province.application.bureau import Bureau
from province.application.commissioning import carry_out, note_evaluation
from province.domain.admission import ADMISSION
from province.domain.admission_commands import (
    AdmissionCommand,
    Admit,
    ApplyCommissioning,
    AssessStaff,
    Close,
    NoteSimulation,
    PassCommissioning,
    RegisterDepartment,
    ReportOfficer,
    ReportUpgrade,
    ReturnCommissioning,
)
from province.domain.interface_versions import REQUIREMENT, STREAM, NoteRequirement

type Reaction = Callable[[Bureau, Session, Received], Awaitable[object]]


async def _act(bureau: Bureau, session: Session, key: str, command: AdmissionCommand) -> object:
    return await carry_out(bureau, session, int(key), command)


async def _evaluated(bureau: Bureau, session: Session, message: Received) -> object:
    assert isinstance(message.event, EnterpriseSystemEvaluated)
    return await note_evaluation(bureau, session, message.event)


def _trial(status: str) -> Reaction:
    async def note(bureau: Bureau, session: Session, message: Received) -> object:
        told = message.event
        assert isinstance(told, _TRIALS)
        report = told.report_number if isinstance(told, SimulatedCommissioningPassed) else None
        if isinstance(told, BoughtSystemAccepted):
            report = told.commissioning_report
        command = NoteSimulation(told.isp_id, status, report)
        return await carry_out(bureau, session, told.isp_id, command)

    return note


_TRIALS: Final = (
    SimulatedCommissioningStarted,
    SimulatedCommissioningFailed,
    SimulatedCommissioningPassed,
    BoughtSystemAccepted,
)
_STATUSES: Final[dict[type[Event], Reaction]] = {
    SimulatedCommissioningStarted: _trial("started"),
    SimulatedCommissioningFailed: _trial("failed"),
    SimulatedCommissioningPassed: _trial("passed"),
    BoughtSystemAccepted: _trial("bought"),
}


async def _required(_bureau: Bureau, session: Session, message: Received) -> object:
    published = message.event
    assert isinstance(published, InterfaceRequirementPublished)
    return await session.decide(REQUIREMENT, STREAM, NoteRequirement(published), None)


ADMISSIONS: Final = Procedure[Bureau](
    kind="admission",
    path="admissions",
    decider=ADMISSION,
    acts=(
        Act("open", RegisterDepartment, "Register a provider's filing department", opens=True),
        Act(
            "apply",
            ApplyCommissioning,
            "Apply for commissioning; without a document the application goes back",
        ),
        Act("pass", PassCommissioning, "Enter that commissioning with the bureau's system passed"),
        Act("return", ReturnCommissioning, "Send the application back"),
        Act("admit", Admit, "Admit the system: its submissions are accepted from now on"),
        Act("close", Close, "Close the interface for good"),
        Act("upgrade", ReportUpgrade, "Report a new version of software or interface"),
        Act("officer", ReportOfficer, "Report another head or other staff of the department"),
        Act("assessment", AssessStaff, "Report the yearly assessment of the filing staff"),
    ),
    act=_act,
    key_of=lambda _bureau, command: str(command.isp_id),
    reactions={EnterpriseSystemEvaluated: _evaluated, **_STATUSES},
)

INTERFACE_REQUIREMENTS: Final = Procedure[Bureau](
    kind="interfacerequirement",
    path="interface-requirements",
    decider=REQUIREMENT,
    acts=(),
    reactions={InterfaceRequirementPublished: _required},
)

PROCEDURES: Final = (ADMISSIONS, INTERFACE_REQUIREMENTS)
