"""Findings of unfiled sites at the center: what is one, and what bureaus say of it."""

from datetime import date

import msgspec
import pytest

from beian.events.unfiled_sites import UnfiledSiteDetected, UnfiledSiteStatusNoted
from beian.regulations.reasons import Reason
from support.spec import Given
from verification_center.domain.unfiled_site import FINDING, Detect, NoteStatus

TODAY = date(2026, 3, 2)
finding = Given(FINDING)
SEEN = Detect(
    finding_id="f1",
    domain=" WWW.Unfiled.example ",
    address="198.51.100.7",
    region="320000",
    languages=(1,),
    operator=None,
    detected_on=None,
    remark=" ",
)
FOUND = UnfiledSiteDetected(
    finding_id="f1",
    domain="www.unfiled.example",
    address=3325256711,
    region="320000",
    languages=(1,),
    operator=None,
    detected_on="2026-03-02",
    remark=None,
)


def said(status: str, region: str = "320000") -> UnfiledSiteStatusNoted:
    return UnfiledSiteStatusNoted(finding_id="f1", region=region, status=status)


@pytest.mark.proves("O292-002", "O33-002", "R14-026")
def test_a_site_reached_by_domain_or_by_address_alone_is_told_to_the_bureau_of_its_access() -> None:
    finding().when(SEEN, TODAY).then(FOUND)
    by_address = msgspec.structs.replace(FOUND, domain="198.51.100.7")
    seen = Detect("f1", "198.51.100.7", "198.51.100.7", "320000", (1,), None, None, None)
    finding().when(seen, TODAY).then(by_address)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"domain": "a b"}, Reason.INVALID_FIELD),
        ({"domain": "a.b"}, Reason.INVALID_FIELD),
        ({"address": "198.51.100"}, Reason.INVALID_FIELD),
        ({"address": "127.0.0.1"}, Reason.INVALID_FIELD),
        ({"region": "999999"}, Reason.UNKNOWN_REGION),
    ],
)
def test_what_is_no_site_is_refused(changes: dict[str, str], reason: Reason) -> None:
    fields = {name: getattr(SEEN, name) for name in Detect.__dataclass_fields__}
    finding().when(Detect(**{**fields, **changes}), TODAY).then_refused(reason)


def test_what_the_bureau_says_is_noted_and_nothing_leads_back() -> None:
    finding(FOUND).when(NoteStatus(said("noticed")), TODAY).then(said("noticed"))
    finding(FOUND, said("overdue")).when(NoteStatus(said("disposed")), TODAY).then(said("disposed"))
    finding(FOUND, said("disposed")).when(NoteStatus(said("overdue")), TODAY).then_nothing()
    finding(FOUND, said("noticed")).when(NoteStatus(said("noticed")), TODAY).then_nothing()


def test_only_its_own_bureau_says_something_of_a_finding() -> None:
    finding(FOUND).when(NoteStatus(said("noticed", "440000")), TODAY).then_refused(
        Reason.WRONG_BUREAU
    )
    finding().when(NoteStatus(said("noticed")), TODAY).then_refused(Reason.NOT_FOUND)
