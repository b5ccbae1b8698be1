"""The four filings of `beian demo`: what is sent, and what has to come of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from msgspec.structs import replace

from beian.errors import Fault
from beian.records import Filing, IpRange
from launcher.calling import choose_provider
from launcher.samples import Provider, Sample, sample

REFUSED_CODES: Final = frozenset({1004, 1011, 1063})
"""No independent domain, no mobile number, an address that the provider never reported."""
CONFLICT_CODES: Final = frozenset({1052})
"""Another application under way holds the domain: no register knows it yet, the ministry does."""
_FOREIGN_ADDRESS: Final = 3_323_133_697
"""198.18.255.1: in nobody's block."""


@dataclass(frozen=True, slots=True)
class Case:
    """One filing and its expected outcome."""

    name: str
    says: str
    """For the person who looks on."""
    provider: Mapping[str, Any]
    """The account it is sent with."""
    home: str
    sample: Sample
    approved: bool
    codes: frozenset[int] = frozenset()
    """Where it is not approved: of `all_codes` each is expected, else one of them."""
    all_codes: bool = False


@dataclass(frozen=True, slots=True)
class Cases:
    """The four filings of one run."""

    local: Case
    cross: Case
    conflict: Case
    """Wants the domain of `cross` while that one waits for its reviewer."""
    defects: Case


def cases(network: Mapping[str, Any], number: int) -> Cases:
    """Make the cases of one run; `number` is not used by another. Raises Fault."""
    regions = [province["region"] for province in network["provinces"]]
    if len(regions) < len(("home", "abroad")):
        raise Fault("the demo needs a network of two provinces at least")
    first = "320000" if "320000" in regions else regions[0]
    other = "440000" if "440000" in regions else _another(regions, first)
    near = choose_provider(network, region=first)
    far = choose_provider(network, region=other)
    third = choose_provider(network, region=_another(regions, first, other))
    cross = sample(number + 1, Provider.of(near), home=other)
    return Cases(
        local=Case(
            "local",
            "subject and provider in one province",
            near,
            first,
            sample(number, Provider.of(near)),
            approved=True,
        ),
        cross=Case(
            "cross",
            "the subject lives in another province: routed to its home bureau",
            near,
            other,
            cross,
            approved=True,
        ),
        conflict=Case(
            "conflict",
            f"{cross.domain} is under review for another sponsor: the ministry tells them apart",
            third,
            third["region"],
            sample(number + 2, Provider.of(third), domain=cross.domain),
            approved=False,
            codes=CONFLICT_CODES,
        ),
        defects=Case(
            "defects",
            "the automatic check returns every code that applies",
            far,
            other,
            _with_defects(sample(number + 3, Provider.of(far))),
            approved=False,
            codes=REFUSED_CODES,
            all_codes=True,
        ),
    )


def _another(regions: Sequence[str], *taken: str) -> str:
    """Return a region not taken yet; in a network of two the last of those taken."""
    return next((region for region in regions if region not in taken), taken[-1])


def _with_defects(good: Sample) -> Sample:
    filing = good.filing
    site = filing.sites[0]
    (domain,) = site.domains
    (access,) = site.accesses
    (held,) = access.ip_ranges
    foreign = IpRange(isp_ip_id=held.isp_ip_id, first=_FOREIGN_ADDRESS, last=_FOREIGN_ADDRESS)
    bad_site = replace(
        site,
        domains=(replace(domain, name=f"www.{domain.name}"),),
        accesses=(replace(access, ip_ranges=(foreign,)),),
    )
    responsible = replace(filing.subject.responsible, mobile="29900000000")
    subject = replace(filing.subject, responsible=responsible)
    bad = Filing(subject=subject, sites=(bad_site,), attachments=filing.attachments)
    return Sample(bad, good.blobs)
