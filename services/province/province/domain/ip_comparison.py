"""How the addresses of sites compare with the provider's IP data, where that sends nothing back.

Codes 1062, 1063. Validation §1 (asynchronous), §5. Where a bureau refuses what is not reported,
1063 is a finding of the automatic check (access_check.py) and there is nothing more to tell.
"""

from collections.abc import Iterable

from beian.records import Finding, Site
from beian.regulations.addresses import Range, is_covered
from province.domain.check_context import CheckContext, finding


def compare_addresses(sites: Iterable[Site], context: CheckContext) -> tuple[Finding, ...]:
    """Return 1063 for each range that is not reported, or 1062; nothing where 1063 refuses."""
    if context.refuses_unreported:
        return ()
    found = [
        finding(1063, Range(used.first, used.last), site=site.name)
        for site in sites
        for access in site.accesses
        for used in access.ip_ranges
        if not is_covered(Range(used.first, used.last), context.reported_ranges)
    ]
    return tuple(dict.fromkeys(found)) or (finding(1062),)
