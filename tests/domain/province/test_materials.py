"""Verification material sent on its own: every code it can raise, by its real cause."""

from typing import Any

import pytest

from beian.events.filed import MaterialStored
from beian.records import BlobRef
from beian.records_changes import Material
from province.domain.filed import SITE, SUBJECT, FiledPart, FiledParts
from province.domain.materials import MATERIALS, StoreMaterial, check_material
from support.filings import ISP_ID

SUBJECT_ID = 320000000011
SITE_ID = 320000000012
FILED_SITE = FiledPart(SITE, SITE_ID, "苏ICP备2026000001号-1", SUBJECT_ID, frozenset({ISP_ID}))
FILED_SUBJECT = FiledPart(
    SUBJECT, SUBJECT_ID, "苏ICP备2026000001号", SUBJECT_ID, frozenset({ISP_ID})
)
PARTS = FiledParts(
    {(one.kind, one.part_id): one for one in (FILED_SITE, FILED_SUBJECT)},
    {(one.kind, one.number): one for one in (FILED_SITE, FILED_SUBJECT)},
)
KIB = 1024


def material(**changes: Any) -> Material:
    said: dict[str, Any] = {
        "format": 1,
        "usage": 1,
        "content": BlobRef(sha256="0" * 64, size=150 * KIB),
        "owner_type": SITE,
        "owner_id": SITE_ID,
    }
    return Material(**(said | changes))


def codes(isp_id: int = ISP_ID, **changes: Any) -> list[int]:
    sent = material(**changes)
    owner = PARTS.find(sent.owner_type, sent.owner_id, sent.owner_number)
    return [one.code for one in check_material(sent, owner, isp_id)]


def test_material_of_a_filing_of_the_sender_s_own_is_in_order() -> None:
    assert codes() == []
    assert codes(owner_id=None, owner_number=FILED_SITE.number) == []
    of_subject: dict[str, Any] = {
        "usage": 2,
        "owner_type": SUBJECT,
        "owner_id": SUBJECT_ID,
        "content": BlobRef(sha256="0" * 64, size=100 * KIB),
    }
    assert codes(**of_subject) == []


@pytest.mark.proves("1055")
def test_material_of_another_provider_s_filing_does_not_belong_to_it() -> None:
    assert codes(isp_id=ISP_ID + 1) == [1055]


@pytest.mark.proves("1056", "1057")
def test_format_and_use_stand_in_their_tables() -> None:
    assert codes(format=3) == [1056]
    assert codes(usage=6, content=BlobRef(sha256="0" * 64, size=1)) == [1057]


@pytest.mark.proves("1058", "1059")
def test_the_subject_or_site_must_be_filed_and_be_what_it_is_called() -> None:
    assert codes(owner_id=SITE_ID + 9) == [1059]
    assert codes(owner_id=SUBJECT_ID) == [1059]
    assert codes(owner_type=SUBJECT, owner_id=SITE_ID, usage=1) == [1058, 1061]
    assert codes(owner_id=None, owner_number="苏ICP备2026000001号-9") == [1059]


@pytest.mark.proves("1061")
def test_a_subject_s_certificate_is_not_a_site_s() -> None:
    assert codes(usage=2, content=BlobRef(sha256="0" * 64, size=1)) == [1061]


@pytest.mark.proves("5010")
@pytest.mark.parametrize(("usage", "size"), [(1, 150 * KIB + 1), (4, 100 * KIB + 1), (1, 0)])
def test_each_use_has_its_largest_size(usage: int, size: int) -> None:
    content = BlobRef(sha256="0" * 64, size=size)
    assert codes(usage=usage, content=content) == [5010]


@pytest.mark.proves("1060")
def test_the_same_material_is_stored_once() -> None:
    stored = MaterialStored(
        isp_id=ISP_ID,
        data_sequence=1,
        record=1,
        owner=SITE_ID,
        subject_id=SUBJECT_ID,
        material=material(),
    )
    (event,) = MATERIALS.decide((), StoreMaterial(stored), None)  # type: ignore[misc]
    after = MATERIALS.evolve((), event)
    assert MATERIALS.decide(after, StoreMaterial(stored), None) == []
