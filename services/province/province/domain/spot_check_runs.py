"""A run of spot checks: which sites it draws, reproducibly from a seed. PURE.

Stream `spotcheckrun-<id>`. How many and how often is the bureau's to choose (A-49).
Flow: FLOW-16. Rules: J45-017, R14-013.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.spot_checks import SpotCheckDrawn
from beian.regulations.numbers import SPOT_CHECKS_MAX
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from province.domain.spot_checks import Channel


@dataclass(frozen=True, slots=True)
class DrawRun:
    """Draw so many filed sites and ask about each."""

    channel: Channel
    count: int
    seed: str
    officer: str


@dataclass(frozen=True, slots=True)
class Population:
    """What there is to draw from."""

    key: str
    numbers: Sequence[str]
    """Filing numbers of the sites in force of the bureau's subjects."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run that was drawn."""

    drawn: SpotCheckDrawn | None = None

    @property
    def phase(self) -> str:
        """Whether it was drawn."""
        return "" if self.drawn is None else "Drawn"


@enforces("J45-017")
def decide(_state: Run, command: DrawRun, context: Population) -> Decision:
    """Draw: the same seed and the same sites give the same sample."""
    if not 1 <= command.count <= SPOT_CHECKS_MAX:
        return Refusal(Reason.INVALID_FIELD, f"应为1至{SPOT_CHECKS_MAX}", "count")
    if not command.officer.strip() or not command.seed.strip():
        return Refusal(Reason.INVALID_FIELD, "应写明经办人和随机种子", "officer")
    sample = draw(context.numbers, command.count, command.seed)
    if not sample:
        return Refusal(Reason.NOT_FOUND, "本省没有可抽查的网站")
    return [
        SpotCheckDrawn(
            run_id=context.key,
            channel=command.channel,
            seed=command.seed,
            population=len(context.numbers),
            sample=sample,
            officer=command.officer,
            rules=("J45-017",),
        )
    ]


def draw(numbers: Sequence[str], count: int, seed: str) -> tuple[str, ...]:
    """Return `count` of the numbers, by the digests of seed and number: nobody's choice."""

    def place(number: str) -> str:
        return hashlib.sha256(f"{seed}\n{number}".encode()).hexdigest()

    return tuple(sorted(sorted(set(numbers), key=place)[:count]))


def evolve(_state: Run, event: Event) -> Run:
    """Return the run after `event`."""
    assert isinstance(event, SpotCheckDrawn), f"{type(event).__name__} draws nothing"
    return Run(event)


RUN: Final[Decider[Run, DrawRun, Population]] = Decider(Run(), decide, evolve)
