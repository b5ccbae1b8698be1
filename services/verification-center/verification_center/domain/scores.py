"""The demerit ledger (记分): points of one provider, by calendar year, and the thresholds. PURE.

Stream `score-<isp id>`. A fact counts once: the same basis of the same site in the same check
batch adds nothing again (A-23, A-25). A year's points do not count in the next (A-24); what is
confirmed later of a year that is over goes to that year's sum and reaches no threshold. A group and
each of its provincial companies are providers of their own.

Flow: FLOW-17. Rules: R14-031, R14-135, R14-138 to R14-143, R14-149.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.scores import (
    InaccuracyConfirmed,
    ScoreAdded,
    ScoreCycleReset,
    ScoreReversed,
    ScoreThresholdReached,
)
from beian.identifiers import StreamName, stream_name
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from beian.regulations.scoring import (
    PENALTIES,
    POINTS,
    RULES,
    THRESHOLD_RULES,
    Basis,
    crossed,
)

NORMAL: Final = "Normal"


def score_stream(isp_id: int) -> StreamName:
    return stream_name("score", isp_id)


class Resource(StrEnum):
    """What a unit reports besides filings."""

    IP = "ip"
    DOMAIN = "domain"


@dataclass(frozen=True, slots=True)
class AddScore:
    """A fact was confirmed."""

    isp_id: int
    basis: Basis
    about: str
    batch: str = ""
    confirmed_on: date | None = None
    """None: today."""


@dataclass(frozen=True, slots=True)
class ConfirmInaccuracy:
    """Data of a connected site, or of its subject, were confirmed to be wrong."""

    isp_id: int
    filing_number: str
    batch: str
    fields: tuple[str, ...]
    is_untrue: bool = False


@dataclass(frozen=True, slots=True)
class ConfirmResource:
    """Reported addresses or a domain were confirmed to be inaccurate, or not reported at all."""

    isp_id: int
    resource: Resource
    about: str
    """The addresses as reported, or the domain."""
    batch: str
    is_unreported: bool = False


@dataclass(frozen=True, slots=True)
class ReverseScore:
    """Withdraw an entry after a review."""

    entry_id: str
    officer: str
    reason: str


@dataclass(frozen=True, slots=True)
class ResetCycle:
    """A new year began."""


type ScoreCommand = AddScore | ConfirmInaccuracy | ConfirmResource | ReverseScore | ResetCycle


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rules must know beforehand."""

    today: date
    region: str | None
    """Of the provider by the ministry's directory; None: there is no such provider."""


@dataclass(frozen=True, slots=True)
class Score:
    """A provider's points."""

    region: str | None = None
    cycle: int | None = None
    """The year that runs."""
    totals: Mapping[int, int] = field(default_factory=dict)
    """By year."""
    entries: Mapping[str, ScoreAdded] = field(default_factory=dict)
    """By id."""
    keys: frozenset[tuple[str, str, str]] = frozenset()
    """What has counted: basis, about what, batch."""
    reversed: frozenset[str] = frozenset()
    reached: tuple[int, ...] = ()
    """Thresholds of the cycle that runs."""
    is_watched: bool = False

    @property
    def phase(self) -> str:
        """The highest threshold reached in the cycle, for lists."""
        return f"Reached{max(self.reached)}" if self.reached else NORMAL

    def total(self, year: int) -> int:
        """Return the points of a year."""
        return self.totals.get(year, 0)


def decide(state: Score, command: ScoreCommand, context: Situation) -> Decision:
    """Say what the command adds to the ledger. A fact that has counted adds nothing."""
    if context.region is None:
        return Refusal(Reason.UNKNOWN_PROVIDER, Reason.UNKNOWN_PROVIDER.text, "isp_id")
    match command:
        case AddScore():
            return _add(state, command, context, context.region)
        case ConfirmInaccuracy():
            return _confirm(state, command, context, context.region)
        case ConfirmResource():
            return _resource(state, command, context, context.region)
        case ReverseScore():
            return _reverse(state, command, context.region)
        case ResetCycle():
            return _reset(state, context.today.year, context.region)


@enforces("R14-143")
def _confirm(state: Score, command: ConfirmInaccuracy, context: Situation, region: str) -> Decision:
    """Say what is wrong, and let it count once for a site and a batch."""
    for name in ("filing_number", "batch"):
        if not getattr(command, name).strip():
            return Refusal(Reason.INVALID_FIELD, "不能为空", name)
    add = AddScore(
        command.isp_id, Basis.INACCURATE_SITE, command.filing_number.strip(), command.batch.strip()
    )
    if _key(add) in state.keys:
        return []
    if not command.fields:
        return Refusal(Reason.INVALID_FIELD, "应写明不准确的项目", "fields", "R14-143")
    added = _add(state, add, context, region)
    if isinstance(added, Refusal):
        return added
    confirmed = InaccuracyConfirmed(
        isp_id=command.isp_id,
        region=region,
        filing_number=add.about,
        batch=add.batch,
        fields=command.fields,
        is_untrue=command.is_untrue,
        confirmed_on=context.today.isoformat(),
        rules=("R14-143",),
    )
    return [confirmed, *added]


_RESOURCE_BASES: Final[Mapping[tuple[Resource, bool], Basis]] = {
    (Resource.IP, False): Basis.INACCURATE_IP,
    (Resource.IP, True): Basis.UNREPORTED_IP,
    (Resource.DOMAIN, False): Basis.INACCURATE_DOMAIN,
    (Resource.DOMAIN, True): Basis.UNREPORTED_DOMAIN,
}
"""What, and whether it was not reported at all -> for what points are given (A-45)."""


@enforces("R14-149")
def _resource(state: Score, command: ConfirmResource, context: Situation, region: str) -> Decision:
    """Let a finding about addresses or a domain count by the same measure."""
    if not command.batch.strip():
        return Refusal(Reason.INVALID_FIELD, "不能为空", "batch", "R14-149")
    basis = _RESOURCE_BASES[command.resource, command.is_unreported]
    add = AddScore(command.isp_id, basis, command.about.strip(), command.batch.strip())
    return _add(state, add, context, region)


@enforces("R14-031", "R14-135", "R14-138", "R14-140", "R14-141", "R14-142", "R14-143", "R14-149")
def _add(state: Score, command: AddScore, context: Situation, region: str) -> Decision:
    today = context.today
    confirmed = command.confirmed_on or today
    if confirmed > today:
        return Refusal(Reason.INVALID_FIELD, "确认日期不能晚于今天", "confirmed_on")
    if not command.about.strip():
        return Refusal(Reason.INVALID_FIELD, "应写明对象", "about")
    if _key(command) in state.keys:
        return []
    before = _reset(state, today.year, region)
    reached = () if before else state.reached
    points = POINTS[command.basis]
    added = ScoreAdded(
        isp_id=command.isp_id,
        region=region,
        entry_id=f"{command.isp_id}.{len(state.entries) + 1}",
        basis=command.basis,
        points=points,
        about=command.about,
        batch=command.batch,
        confirmed_on=confirmed.isoformat(),
        year=confirmed.year,
        cycle=today.year,
        total=state.total(confirmed.year) + points,
        rules=("R14-138", RULES[command.basis]),
    )
    return [*before, added, *_thresholds(added, reached)]


@enforces("R14-144", "R14-146", "R14-147")
def _thresholds(added: ScoreAdded, reached: Sequence[int]) -> Sequence[Event]:
    """Return what the sum reaches for the first time; of a year that is over, nothing."""
    new = crossed(added.total, reached) if added.year == added.cycle else ()
    if not new:
        return []
    return [
        ScoreThresholdReached(
            isp_id=added.isp_id,
            region=added.region,
            thresholds=new,
            total=added.total,
            year=added.year,
            entry_id=added.entry_id,
            rules=tuple(rule for one in new for rule in THRESHOLD_RULES[one]),
        )
    ]


def _reverse(state: Score, command: ReverseScore, region: str) -> Decision:
    entry = state.entries.get(command.entry_id)
    if entry is None:
        return Refusal(Reason.NOT_FOUND, "没有这一记分", "entry_id")
    if entry.entry_id in state.reversed:
        return []
    for name in ("officer", "reason"):
        if not getattr(command, name).strip():
            return Refusal(Reason.INVALID_FIELD, "撤销记分应写明经办人和理由", name)
    return [
        ScoreReversed(
            isp_id=entry.isp_id,
            region=region,
            entry_id=entry.entry_id,
            points=entry.points,
            year=entry.year,
            total=state.total(entry.year) - entry.points,
            officer=command.officer,
            reason=command.reason,
            rules=("R14-031",),
        )
    ]


@enforces("R14-139")
def _reset(state: Score, year: int, region: str) -> Sequence[Event]:
    """Return that the points count from nothing again, where a new year began."""
    if state.cycle is None or year <= state.cycle:
        return []
    (isp_id,) = {entry.isp_id for entry in state.entries.values()}
    return [
        ScoreCycleReset(
            isp_id=isp_id,
            region=region,
            ended=state.cycle,
            points=state.total(state.cycle),
            cycle=year,
            is_watched=state.is_watched,
            rules=("R14-139",),
        )
    ]


def _key(command: AddScore) -> tuple[str, str, str]:
    """Return what counts only once; of one decision on a penalty only its highest value."""
    basis = "penalty" if command.basis in PENALTIES else str(command.basis)
    return basis, command.about, command.batch


def evolve(state: Score, event: Event) -> Score:
    """Return the points after `event`."""
    match event:
        case ScoreAdded():
            key = _key(AddScore(event.isp_id, Basis(event.basis), event.about, event.batch))
            return replace(
                state,
                region=event.region,
                cycle=event.cycle,
                totals={**state.totals, event.year: event.total},
                entries={**state.entries, event.entry_id: event},
                keys=state.keys | {key},
            )
        case ScoreReversed():
            return replace(
                state,
                totals={**state.totals, event.year: event.total},
                reversed=state.reversed | {event.entry_id},
            )
        case ScoreThresholdReached():
            return replace(state, reached=(*state.reached, *event.thresholds), is_watched=True)
        case ScoreCycleReset():
            return replace(state, cycle=event.cycle, reached=())
        case InaccuracyConfirmed():
            return state
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a score")


SCORE: Final[Decider[Score, ScoreCommand, Situation]] = Decider(Score(), decide, evolve)
