"""A reviewer's look at originals in a provider's enterprise system (登录企业系统抽查). M64-038."""

from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.retention import EvidenceOpenedByReviewer, ReviewerInspectionPerformed
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces


@dataclass(frozen=True, slots=True)
class EnterInspection:
    """Enter what a reviewer saw in an enterprise system of another make."""

    reviewer: str
    isp_id: int
    record: str
    originals: tuple[str, ...]
    finding: str | None = None


@dataclass(frozen=True, slots=True)
class TakeAccess:
    """Take what the enterprise system logged of the reviewer's access."""

    opened: EvidenceOpenedByReviewer


@dataclass(frozen=True, slots=True)
class Inspection:
    """One look."""

    performed: ReviewerInspectionPerformed | None = None

    @property
    def phase(self) -> str:
        return "" if self.performed is None else "Performed"


@enforces("M64-038")
def decide(state: Inspection, command: EnterInspection | TakeAccess, _context: object) -> Decision:
    """Note it once."""
    if state.performed is not None:
        return []
    if isinstance(command, TakeAccess):
        opened = command.opened
        kinds = tuple(dict.fromkeys(item.kind for item in opened.items))
        return [
            ReviewerInspectionPerformed(
                reviewer=opened.reviewer,
                isp_id=opened.isp_id,
                record=opened.record_id,
                originals=kinds,
                finding=None,
                rules=("M64-038",),
            )
        ]
    for field in ("reviewer", "record", "originals"):
        if not getattr(command, field):
            return Refusal(
                Reason.INCOMPLETE, "应当写明审核人员、备案和查看的原件", field, "M64-038"
            )
    return [
        ReviewerInspectionPerformed(
            reviewer=command.reviewer,
            isp_id=command.isp_id,
            record=command.record,
            originals=command.originals,
            finding=command.finding,
            rules=("M64-038",),
        )
    ]


def evolve(_state: Inspection, event: Event) -> Inspection:
    """Return the inspection after `event`."""
    assert isinstance(event, ReviewerInspectionPerformed)
    return Inspection(event)


INSPECTION: Final[Decider[Inspection, EnterInspection | TakeAccess, object]] = Decider(
    Inspection(), decide, evolve
)
