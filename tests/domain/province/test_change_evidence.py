"""A change of who is filed comes with new evidence; a change of contact data does not."""

from typing import Any

import pytest

from beian.records import BlobRef
from beian.records_changes import Cancellation, FilingChange, Material, NewSites, RequestedChange
from beian.regulations.reasons import Reason
from province.domain.change_evidence import lacking_for_change
from support.filings import a_filing, a_person, a_site, an_attachment, with_

BEFORE = a_filing()


def changed(*, sites: tuple[Any, ...] = BEFORE.sites, **subject: Any) -> FilingChange:
    return FilingChange(subject=with_(BEFORE.subject, **subject), sites=sites)


def lacking(change: Any) -> Any:
    after = BEFORE
    if isinstance(change, FilingChange):
        after = with_(BEFORE, subject=change.subject, sites=change.sites)
    requested = RequestedChange(filing_number="苏ICP备2026000001号", change=change)
    return lacking_for_change(requested, BEFORE, after)


def material(usage: int) -> Material:
    content: BlobRef = an_attachment().content
    return Material(format=1, usage=usage, content=content, owner_type=2, owner_id=1)


@pytest.mark.proves("R14-105")
def test_a_change_of_mail_or_phone_needs_no_new_evidence() -> None:
    mail = a_person(email="neu@sponsor.example", mobile="13800000001")
    assert lacking(changed(responsible=mail)) is None
    assert lacking(changed(sites=(with_(BEFORE.sites[0], responsible=mail),))) is None


@pytest.mark.proves("R14-105")
@pytest.mark.parametrize(
    "change",
    [
        changed(name="示例另一家有限公司"),
        changed(responsible=a_person(name="赵六")),
        changed(sites=(with_(BEFORE.sites[0], responsible=a_person(name="赵六")),)),
        NewSites(subject_number="苏ICP备2026000001号", sites=(a_site(202),)),
    ],
    ids=["subject", "subject's person", "site's person", "added site"],
)
def test_who_is_new_is_verified_again(change: Any) -> None:
    found = lacking(change)
    assert found.reasons == (Reason.ONSITE_MISSING,)
    assert found.rules == ("R14-105",)
    assert lacking(with_(change, materials=(material(1),))) is None
    assert lacking(with_(change, materials=(material(2),))) is not None


def test_what_ends_is_not_verified_again() -> None:
    assert lacking(Cancellation(kind=1, record_id=1, reason=1)) is None
