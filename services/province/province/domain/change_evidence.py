"""A change of who is filed, or of what stands behind it, comes with new verification evidence.

Subject, responsible persons, added sites and added accesses are verified again before they are
submitted; contact data, names and services are compared only. The bureau asks for it where its
evidence policy says so: the wire lets a change come without material. Rule: R14-105.
"""

from typing import Final

from beian.records import Filing, ResponsiblePerson, Subject
from beian.records_changes import FilingChange, NewAccess, NewSites, RequestedChange
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces
from province.domain.evidence import PHOTO, SHEET, Lacking

RULE: Final = "R14-105"


@enforces("R14-105")
def lacking_for_change(
    requested: RequestedChange, before: Filing | None, after: Filing
) -> Lacking | None:
    """Return what a change lacks that is to be verified again, or None."""
    change = requested.change
    match change:
        case NewSites() | NewAccess():
            is_verified_again = True
        case FilingChange():
            is_verified_again = before is not None and _who(before) != _who(after)
        case _:
            return None
    if not is_verified_again or any(one.usage in {SHEET, PHOTO} for one in change.materials):
        return None
    text = "变更主体、负责人、新增网站或者新增接入应当重新进行真实性核验，缺少核验材料"
    return Lacking((Reason.ONSITE_MISSING,), text, (RULE,))


type _Person = tuple[str | None, int | None, str | None]


def _who(filing: Filing) -> tuple[object, ...]:
    """Return who is filed: the subject's identity, and everybody who is responsible."""
    subject = filing.subject
    sites = {site.site_id: _person(site.responsible) for site in filing.sites}
    return _identity(subject), _person(subject.responsible), sites


def _identity(subject: Subject) -> tuple[object, ...]:
    return subject.name, subject.kind, subject.certificate.type, subject.certificate.number


def _person(person: ResponsiblePerson) -> _Person:
    return person.name, person.certificate_type, person.certificate_number
