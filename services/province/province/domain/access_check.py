"""The automatic check of a site's accesses (接入): places, modes, addresses.

Codes 1006, 1024, 1029, 1035, 1036, 1038, 1040, 1063. Validation §5. Several sites may share
one address (虚拟主机): ranges are compared within one site, and with other providers' sites.
"""

from collections.abc import Iterator
from itertools import combinations

from beian.records import Access, Finding, IpRange, Site
from beian.regulations.addresses import Range, is_covered, is_usable_range, overlap
from beian.regulations.codes import exists
from province.domain.check_context import ACCESS_ID, CheckContext, finding


def check_accesses(site: Site, context: CheckContext, seen: set[int]) -> Iterator[Finding]:
    """Yield what is wrong with a site's accesses. `seen`: access ids of the record so far."""
    for access in site.accesses:
        yield from _check_access(access, site, context, seen)
    yield from _check_together(site)


def _check_access(
    access: Access, site: Site, context: CheckContext, seen: set[int]
) -> Iterator[Finding]:
    number = access.isp_access_id
    if number is not None:
        if number in seen or (ACCESS_ID, str(number)) in context.own:
            yield finding(1038, number, site=site.name)
        seen.add(number)
    for place in access.locations:
        if not exists("fbdd", place):
            yield finding(1036, place, site=site.name)
    for mode in access.modes:
        if not exists("jrfs", mode):
            yield finding(1035, mode, site=site.name)
    for used in access.ip_ranges:
        yield from _check_range(_range(used), site, context)
    for one, other in combinations(access.ip_ranges, 2):
        if _range(one) == _range(other):
            yield finding(1040, _range(one), site=site.name)


def _check_range(used: Range, site: Site, context: CheckContext) -> Iterator[Finding]:
    if not is_usable_range(used):
        yield finding(1006, used, site=site.name)
        return
    if any(
        held.holder.isp_id != context.isp_id and overlap(held.range, used)
        for held in context.held_ranges
    ):
        yield finding(1024, used, site=site.name)
    if context.refuses_unreported and not is_covered(used, context.reported_ranges):
        yield finding(1063, used, site=site.name)


def _check_together(site: Site) -> Iterator[Finding]:
    """Compare the accesses of one site with each other, and their ranges."""
    same = {
        number
        for (_, one), (number, other) in combinations(enumerate(site.accesses), 2)
        if _content(one) == _content(other)
    }
    for _ in same:
        yield finding(1029, site=site.name)
    different = [access for number, access in enumerate(site.accesses) if number not in same]
    ranges = [
        (number, _range(used))
        for number, access in enumerate(different)
        for used in access.ip_ranges
    ]
    for (first, one), (second, other) in combinations(ranges, 2):
        is_repeated = first == second and one == other
        if not is_repeated and overlap(one, other):
            yield finding(1024, other, site=site.name)


def _content(access: Access) -> tuple[int, frozenset[int], frozenset[int], frozenset[Range]]:
    """Return what makes two accesses identical: provider, places, modes, addresses."""
    return (
        access.isp_id,
        frozenset(access.locations),
        frozenset(access.modes),
        frozenset(_range(used) for used in access.ip_ranges),
    )


def _range(used: IpRange) -> Range:
    return Range(used.first, used.last)
