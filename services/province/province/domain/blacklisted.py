"""An entry of the blacklist as the providers of a bureau are told of it: ICP/HMDLB.

A subject can only be written with its name and its certificate; an entry that is known by less,
by a name or by a certificate's hash, is described in the remark. Rule: R14-017.
"""

from collections.abc import Iterable
from typing import Final

from beian.events.filing import BlacklistNoted
from beian.records_downloads import BlacklistedSite, BlacklistedSubject
from beian.regulations.rules import enforces

SUBJECTS: Final = "ICP/HMDLB/Zthmdxxs"
SITES: Final = "ICP/HMDLB/Wzhmdxxs"
ADDED: Final = 0
"""Czlx of what is on the list, for a provider that gets it as a whole."""
_OPERATIONS: Final = {"added": ADDED, "modified": 1, "removed": 2}
"""Czlx."""


@enforces("R14-017")
def change_of(entry: BlacklistNoted) -> dict[str, list[BlacklistedSubject | BlacklistedSite]]:
    """Return what a provider that has the list is told of a change, by path."""
    return _listed([entry], _OPERATIONS[entry.action])


def whole_list(
    entries: Iterable[BlacklistNoted],
) -> dict[str, list[BlacklistedSubject | BlacklistedSite]]:
    """Return what a provider that has nothing of the list is told, by path."""
    return _listed(entries, ADDED)


def _listed(
    entries: Iterable[BlacklistNoted], operation: int
) -> dict[str, list[BlacklistedSubject | BlacklistedSite]]:
    found: dict[str, list[BlacklistedSubject | BlacklistedSite]] = {}
    for entry in entries:
        if entry.kind == "domain":
            found.setdefault(SITES, []).append(_site(entry, operation))
        else:
            found.setdefault(SUBJECTS, []).append(_subject(entry, operation))
    return found


def _site(entry: BlacklistNoted, operation: int) -> BlacklistedSite:
    listing = entry.listing
    return BlacklistedSite(
        name=listing.name if listing and listing.name else entry.value,
        domains=(entry.value,),
        home_page=listing.home_page if listing else None,
        operation=operation,
        remark=entry.reason,
    )


def _subject(entry: BlacklistNoted, operation: int) -> BlacklistedSubject:
    listing = entry.listing
    name = listing.name if listing else None
    if entry.kind == "name":
        name = entry.value
    if listing is None or name is None or listing.certificate_number is None:
        return BlacklistedSubject(operation=operation, remark=_described(entry))
    return BlacklistedSubject(
        name=name,
        kind=listing.unit_kind,
        certificate_type=listing.certificate_type,
        certificate_number=listing.certificate_number,
        operation=operation,
        remark=entry.reason,
    )


def _described(entry: BlacklistNoted) -> str:
    if entry.kind == "name":
        return f"主办者名称：{entry.value}；{entry.reason}"
    return f"证件的SHA-256：{entry.value}；{entry.reason}"
