"""What evidence a verification must bring, by the subject's home, the day and the method.

Jiangsu subjects (JS45-2021) add number slip and ID in hand, notice, commitment letter, reading
video and, where one is needed, the legal representative's authorization. A pilot enterprise
verifies from afar: no backdrop, no slip; the other duties stay (readings A-16 to A-19).
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from beian.records import Filing
from beian.regulations.in_force import binds_subject
from beian.regulations.regions import home_region
from beian.regulations.rules import enforces

ON_SITE: Final = "site"
REMOTE: Final = "remote"
"""Where a reading video is recorded."""


@dataclass(frozen=True, slots=True)
class Demands:
    """What is asked for beyond what every subject brings."""

    backdrop: bool
    """The center's backdrop and the time in the picture."""
    slip: bool
    """The point's number slip and the own ID in the person's hand."""
    duties: bool
    """Notice, commitment letter, reading video, authorization letters."""
    location: str
    """Where the video is recorded."""


@enforces("J45-002", "J45-010", "M87-004")
def demands_of(filing: Filing, today: date, *, is_electronic: bool) -> Demands:
    """Return what a verification on `today` must bring for this subject."""
    home = home_region(filing.subject.address.province) or ""
    is_bound = binds_subject("J45-010", home, today)
    return Demands(
        backdrop=not is_electronic,
        slip=is_bound and not is_electronic,
        duties=is_bound,
        location=REMOTE if is_electronic else ON_SITE,
    )
