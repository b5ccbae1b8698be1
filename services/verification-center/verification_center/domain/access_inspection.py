"""The inspection of a provider's accesses: what it reported against what is seen at its addresses.

Over-reported (多报): an access reported where the site was not seen. Not reported (少报): a filed
site seen at an address that the provider reported for no access of it. Validation §12 (Jrhc).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from beian.records_downloads import SiteCheck
from beian.regulations.addresses import Range

OVER_REPORTED: Final = 1
NOT_REPORTED: Final = 2


@dataclass(frozen=True, slots=True)
class ReportedAccess:
    """An access as it was reported, with its site."""

    application_id: str
    site_id: int
    filing_number: str
    """The site's."""
    domains: tuple[str, ...]
    access_id: int
    isp_id: int
    ranges: tuple[Range, ...]

    def holds(self, address: int) -> bool:
        """Say whether the address is one that was reported."""
        return any(one.first <= address <= one.last for one in self.ranges)


@dataclass(frozen=True, slots=True)
class Observation:
    """A website seen at an address."""

    domain: str
    address: int
    """An unsigned 32-bit integer."""


@dataclass(slots=True)
class Compared:
    """What a comparison gave: findings with the application each is about, and the unfiled."""

    findings: list[tuple[str, SiteCheck]] = field(default_factory=list)
    unfiled: list[Observation] = field(default_factory=list)


def names_above(domain: str) -> list[str]:
    """Return a domain in lower case and every domain above it: whose site it may be."""
    labels = domain.lower().rstrip(".").split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]


def compare(
    isp_id: int,
    reported: Iterable[ReportedAccess],
    observed: Sequence[Observation],
    *,
    is_complete: bool,
    today: str,
) -> Compared:
    """Compare a provider's accesses with what was seen at its addresses.

    `reported` holds its accesses, and those of others of the sites that were seen. Only a
    complete list says that what was not seen is not there.
    """
    accesses = list(reported)
    by_domain: dict[str, list[ReportedAccess]] = {}
    for access in accesses:
        for domain in access.domains:
            by_domain.setdefault(domain, []).append(access)
    compared, seen, told = Compared(), set[int](), set[tuple[int, str, int]]()
    for one in observed:
        found = [access for name in names_above(one.domain) for access in by_domain.get(name, ())]
        own = [access for access in found if access.isp_id == isp_id]
        if not found:
            compared.unfiled.append(one)
        elif holding := [access for access in own if access.holds(one.address)]:
            seen.update(access.access_id for access in holding)
        elif (key := (found[0].site_id, one.domain, one.address)) not in told:
            told.add(key)
            compared.findings.append(_not_reported(found[0], one, today))
    if is_complete:
        compared.findings += [
            _over_reported(access, today)
            for access in accesses
            if access.isp_id == isp_id and access.access_id not in seen
        ]
    return compared


def _not_reported(access: ReportedAccess, seen: Observation, today: str) -> tuple[str, SiteCheck]:
    check = SiteCheck(
        site_id=access.site_id,
        filing_number=access.filing_number,
        domain=seen.domain,
        address=seen.address,
        provider=access.isp_id,
        result=NOT_REPORTED,
        checked_at=today,
    )
    return access.application_id, check


def _over_reported(access: ReportedAccess, today: str) -> tuple[str, SiteCheck]:
    check = SiteCheck(
        site_id=access.site_id,
        filing_number=access.filing_number,
        provider=access.isp_id,
        access_id=access.access_id,
        result=OVER_REPORTED,
        checked_at=today,
    )
    return access.application_id, check
