"""What a change names that is cancelled already: codes 1049 (subject) and 1050 (website).

Whatever else is wrong with it, that comes first. Validation §6.
"""

from collections.abc import Iterator
from typing import assert_never

from beian.records import Finding
from beian.records_changes import Cancellation, Change, FilingChange, NewAccess, NewSites
from province.domain.cancellation_check import missing_part
from province.domain.cancelling import SITE
from province.domain.check_context import finding
from province.domain.outline import Outline, normal_number


def ended(change: Change, record: Outline) -> tuple[Finding, ...]:
    """Return 1049 or 1050 where what the change names is filed no longer; else nothing."""
    if record.is_cancelled:
        return (finding(1049),)
    if isinstance(change, Cancellation):
        return tuple(one for one in missing_part(change, record) if one.code != 1016)  # noqa: PLR2004 - a result code
    gone = {part.record_id: part.filing_number for part in record.cancelled if part.kind == SITE}
    named = any(site_id in gone or number in gone.values() for site_id, number in _sites(change))
    return (finding(1050),) if named else ()


def _sites(change: NewSites | NewAccess | FilingChange) -> Iterator[tuple[int | None, str | None]]:
    """Yield id and number of the sites that are named."""
    match change:
        case NewSites():
            pass  # they are new
        case NewAccess(site_id=site_id, site_number=number):
            yield site_id, None if number is None else normal_number(number)
        case FilingChange(sites=sites):
            for site in sites:
                yield site.site_id, None
        case _:
            assert_never(change)
