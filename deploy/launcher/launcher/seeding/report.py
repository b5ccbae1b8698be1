"""What a seeding came to: every application where it stands, against what was planned of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from launcher.country.making import Country, Outcome
from launcher.seeding.handing_in import NEW_ACCESSES, HandingIn
from launcher.seeding.second_accesses import Rows

NUMBERED: Final = "numbered"
"""Status of an application that got what it was for."""

EXPECTED: Final[Mapping[Outcome, frozenset[str]]] = {
    Outcome.FILED: frozenset({NUMBERED}),
    Outcome.FAULTY: frozenset({"check_failed"}),
    Outcome.DOUBLED: frozenset({"check_failed", "returned"}),
    Outcome.DOMAIN_TAKEN: frozenset({"check_failed", "returned"}),
    Outcome.REFUSED: frozenset({"returned"}),
}
"""Where an application stands in the end, by what was planned of it."""


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was filed, and what came of it."""

    seed: int
    subjects: int
    provinces: int
    files: int
    """Handed in by this call."""
    known: int
    """Files that an earlier call had handed in."""
    planned: Mapping[str, int]
    """Applications by what was to come of them."""
    came: Mapping[str, int]
    """Applications by where they stand."""
    surprises: Sequence[str]
    """Applications that came to something else than planned."""
    sites: int
    second_accesses: int

    @property
    def as_planned(self) -> bool:
        return not self.surprises

    def as_json(self) -> dict[str, Any]:
        """Return it for programs."""
        return {
            "seed": self.seed,
            "subjects": self.subjects,
            "provinces": self.provinces,
            "files": {"handed_in": self.files, "known": self.known},
            "planned": dict(self.planned),
            "came": dict(self.came),
            "sites": self.sites,
            "second_accesses": self.second_accesses,
            "surprises": list(self.surprises),
        }


def told(country: Country, hands: Sequence[HandingIn], files: int, rows: Rows) -> Seeded:
    """Say what came of a country. `files`: handed in by this call."""
    counted = _Counted()
    for hand in hands:
        counted.count(hand, rows[hand.provider["region"]].values())
    return Seeded(
        seed=country.seed,
        subjects=country.subjects,
        provinces=len({one.region for one in country.providers}),
        files=files,
        known=sum(len(hand.sent) for hand in hands) - files,
        planned=Counter(str(one.outcome) for one in country.plan),
        came=counted.came,
        surprises=counted.surprises,
        sites=counted.sites,
        second_accesses=counted.accesses,
    )


class _Counted:
    """What came of applications, counted provider by provider."""

    def __init__(self) -> None:
        self.came: Counter[str] = Counter()
        self.surprises: list[str] = []
        self.sites = 0
        self.accesses = 0

    def count(self, hand: HandingIn, rows: Iterable[Mapping[str, Any]]) -> None:
        """Count what a provider handed in. `rows`: of its bureau, of whomever."""
        isp_id = hand.provider["isp_id"]
        own = {
            (row["data_sequence"], row["record"]): row for row in rows if row["isp_id"] == isp_id
        }
        self.accesses += sum(
            row["operation"] == NEW_ACCESSES and row["status"] == NUMBERED for row in own.values()
        )
        for sequence, sent in hand.sent.items():
            for record, one in enumerate(sent, start=1):
                row = own.get((sequence, record))
                status = "unknown" if row is None else str(row["status"])
                self.came[status] += 1
                self.sites += one.sites if status == NUMBERED else 0
                if status not in EXPECTED[one.planned.outcome]:
                    place = f"{isp_id} file {sequence} record {record}"
                    self.surprises.append(f"{place}: {one.planned.outcome}, but {status}")
