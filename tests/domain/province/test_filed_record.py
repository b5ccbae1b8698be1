"""A filed record at its home bureau: what is in force, and what is under way to alter it."""

from typing import Final, cast

import pytest

from beian.eventlog import Session
from beian.events.base import Event
from beian.events.filing import FilingRecordReported
from beian.events.records import (
    RecordChangeBegun,
    RecordChanged,
    RecordChangeEnded,
    RecordFiled,
)
from beian.records import ECertificate, Opinion
from beian.regulations.reasons import Reason
from domain.ministry.simulated import MemorySession
from province.application.filed_records import file_older
from province.domain.filed_record import (
    RECORD,
    ApplyChange,
    BeginChange,
    EndChange,
    Filed,
    FileRecord,
)
from province.domain.numbering import issued, verifier_of
from province.domain.outline import normal_number, outline_of_filed
from support.filings import ISP_ID, a_filing, a_site, with_
from support.spec import Given

given = Given(RECORD)

NUMBER: Final = "苏ICP备2026000001号"
FILING: Final = issued(a_filing(a_site(201), a_site(202)), NUMBER, "320000", 1)
OPINION: Final = Opinion(approved=True, reviewed_at="2026-03-10")
FILED: Final = RecordFiled(
    filing_number=NUMBER,
    application_id="first",
    isp_id=ISP_ID,
    filing=FILING,
    verifier=verifier_of("AbCd2345", "00" * 16),
    certificate=ECertificate(serial="S1", path="http://bureau.example/1", valid_until="2031-03-10"),
    opinion=OPINION,
    issued_on="2026-03-10",
)


def begun(application_id: str, operation: str = "ICP/BGBA") -> RecordChangeBegun:
    return RecordChangeBegun(
        filing_number=NUMBER, application_id=application_id, operation=operation
    )


def changed(application_id: str) -> RecordChanged:
    sites = FILING.sites[:1]
    return RecordChanged(
        filing_number=NUMBER,
        application_id=application_id,
        filing=with_(FILING, sites=sites),
        opinion=OPINION,
        changed_on="2026-04-01",
    )


def filed(*events: Event) -> Filed:
    state = RECORD.fold([FILED, *events])
    assert isinstance(state, Filed)
    return state


def test_a_record_begins_with_its_filing_once() -> None:
    given().when(FileRecord(FILED), None).then(FILED)
    given(FILED).when(FileRecord(FILED), None).then_nothing()


@pytest.mark.proves("R14-108")
def test_old_data_hold_until_a_change_is_approved() -> None:
    assert filed(begun("second")).filing == FILING
    after = filed(begun("second"), changed("second"))
    assert (len(after.filing.sites), after.changed_on) == (1, "2026-04-01")
    assert after.issued_on == "2026-03-10"


def test_a_change_ends_once_and_alters_nothing_by_ending() -> None:
    ended = RecordChangeEnded(filing_number=NUMBER, application_id="second")
    given(FILED, begun("second")).when(EndChange("second"), None).then(ended)
    given(FILED, begun("second"), ended).when(EndChange("second"), None).then_nothing()
    given(FILED).when(BeginChange("second", "ICP/BGBA"), None).then(begun("second"))
    given(FILED, begun("second")).when(BeginChange("second", "ICP/BGBA"), None).then_nothing()


def test_only_what_is_under_way_is_applied() -> None:
    apply = ApplyChange("second", changed("second").filing, OPINION, "2026-04-01")
    given(FILED, begun("second")).when(apply, None).then(changed("second"))
    given(FILED, begun("second"), changed("second")).when(apply, None).then_nothing()
    given().when(apply, None).then_refused(Reason.NOT_FOUND)


@pytest.mark.proves("1017")
def test_a_change_keeps_a_second_one_away_but_not_itself_and_not_additions() -> None:
    record = filed(begun("second"))
    assert record.is_changing("third")
    assert not record.is_changing("second")
    assert not filed(begun("second", "ICP/XZWZ")).is_changing("third")
    assert not filed(begun("second"), changed("second")).is_changing("third")


def test_numbers_and_ids_of_parts_that_went_are_not_given_again() -> None:
    before, after = filed(), filed(begun("second"), changed("second"))
    assert (after.last_site, after.id_serial) == (before.last_site, before.id_serial) == (2, 9)


@pytest.mark.proves("R14-102")
def test_an_outline_has_what_others_may_know_and_no_person() -> None:
    outline = outline_of_filed(filed())
    assert outline.home_region == "320000"
    assert outline.providers == {ISP_ID}
    site = outline.site_of(f"{NUMBER}-2", None)
    assert site is not None
    assert site == outline.site_of(None, site.site_id)
    assert "张三" not in repr(outline)


@pytest.mark.parametrize(
    ("written", "normal"),
    [("苏ICP备26000001号", NUMBER), (f" {NUMBER}-3 ", f"{NUMBER}-3"), ("苏ICP备1号", None)],
)
def test_a_number_is_read_with_eight_digits_and_with_ten(written: str, normal: str | None) -> None:
    assert normal_number(written) == normal


class Memory(MemorySession):
    """A unit of work on a log that is a dictionary."""

    async def events(self, stream: str) -> list[Event]:
        return self.log.get(stream, [])


async def test_filings_from_before_records_were_kept_are_kept_once() -> None:
    report = FilingRecordReported(
        application_id="first",
        isp_id=ISP_ID,
        provider_region="320000",
        home_region="320000",
        filing_number=NUMBER,
        filing=FILING,
        unique_keys=(),
        verifier=FILED.verifier,
        certificate=FILED.certificate,
        opinion=OPINION,
        issued_on="2026-03-10",
    )
    session = Memory({"filing-first": [report]})
    for _ in range(2):
        await file_older(cast("Session", session), ["first"])
    assert session.log[f"record-{NUMBER}"] == [FILED]
