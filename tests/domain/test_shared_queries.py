"""Departments' keys: what opens which system, and what a query leaves behind. FLOW-24."""

from datetime import date

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from architecture.source import sources
from beian.events.sharing import (
    DataDisclosureRefused,
    ElectronicKeyIssued,
    ElectronicKeyNoted,
    ElectronicKeyRevoked,
    PersonalDataDisclosed,
    SharedQueryAnswered,
)
from beian.regulations.electronic_keys import hash_of, key_text, read_key
from beian.regulations.reasons import Reason
from beian.regulations.stores import owner_of
from beian.shared_queries import HELD_KEY, AnswerQuery, NoteKey, NoteRevocation, System
from launcher.documents.events import producers_of
from launcher.hosting import ServiceName
from province.domain.data_requests import DATA_REQUEST, PersonalField, RequestData, Store
from support.spec import Given
from verification_center.domain.electronic_key import (
    ELECTRONIC_KEY,
    IssueKey,
    Level,
    Making,
    RevokeKey,
)

TODAY = date(2026, 3, 2)
JIANGSU, GUANGDONG = "320000", "440000"
key = Given(ELECTRONIC_KEY)
held = Given(HELD_KEY)
request = Given(DATA_REQUEST)
ISSUE = IssueKey("江苏省新闻出版局", Level.PROVINCE, date(2027, 3, 2), JIANGSU, (2, 1))
TEXT = key_text(JIANGSU, "k1", "secret")
MAKING = Making(TODAY, "k1", TEXT)
HERE = System(JIANGSU, TODAY)


def issued() -> ElectronicKeyIssued:
    (event,) = key().when(ISSUE, MAKING).events
    assert isinstance(event, ElectronicKeyIssued)
    return event


@pytest.mark.proves("R14-030")
def test_a_key_names_its_scope_and_its_text_is_kept_nowhere() -> None:
    event = issued()
    assert (event.level, event.region, event.remit) == ("province", JIANGSU, (1, 2))
    assert event.key_sha256 == hash_of(TEXT)
    assert "secret" not in repr(event)


@pytest.mark.proves("R14-030")
def test_only_the_center_issues_keys() -> None:
    assert producers_of(sources())["ElectronicKeyIssued"] == {ServiceName.VERIFICATION_CENTER.value}


@pytest.mark.proves("R14-030")
@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (IssueKey(" ", Level.MINISTRY, date(2027, 1, 1)), Reason.INVALID_FIELD),
        (IssueKey("部", Level.PROVINCE, date(2027, 1, 1)), Reason.UNKNOWN_REGION),
        (IssueKey("部", Level.MINISTRY, date(2027, 1, 1), JIANGSU), Reason.INVALID_FIELD),
        (IssueKey("部", Level.MINISTRY, TODAY), Reason.INVALID_FIELD),
        (IssueKey("部", Level.MINISTRY, date(2027, 1, 1), None, (999,)), Reason.INVALID_FIELD),
    ],
)
def test_a_key_without_a_sensible_scope_is_refused(command: IssueKey, reason: Reason) -> None:
    key().when(command, MAKING).then_refused(reason, rule="R14-030")


@pytest.mark.proves("R14-154")
def test_a_key_is_issued_and_revoked_and_both_are_in_the_log() -> None:
    history = key().after(ISSUE, MAKING)
    (revoked,) = history.when(RevokeKey("机构撤销"), MAKING).events
    assert isinstance(revoked, ElectronicKeyRevoked)
    assert revoked.rules == ("R14-154",)
    after = history.after(RevokeKey("机构撤销"), MAKING)
    after.when(RevokeKey("再次"), MAKING).then_refused(Reason.WRONG_STATE, rule="R14-154")
    history.when(RevokeKey(" "), MAKING).then_refused(Reason.REASON_MISSING)
    key().when(RevokeKey("无"), MAKING).then_refused(Reason.WRONG_STATE)


@pytest.mark.proves("R14-153")
def test_an_answer_is_recorded_with_what_was_asked_and_seen() -> None:
    noted = held().after(NoteKey(issued()), HERE)
    noted.when(NoteKey(issued()), HERE).then_nothing()
    asked = AnswerQuery(TEXT, "domain:news.example", ("苏ICP备2026000001号-1",))
    (answered,) = noted.when(asked, HERE).events
    assert isinstance(answered, SharedQueryAnswered)
    assert answered.filing_numbers == ("苏ICP备2026000001号-1",)
    assert noted.after(asked, HERE).state.answered == 1


@pytest.mark.proves("R14-153")
@pytest.mark.parametrize("elsewhere", [None, GUANGDONG])
def test_a_provincial_key_opens_neither_the_ministry_nor_another_province(
    elsewhere: str | None,
) -> None:
    asked = AnswerQuery(TEXT, "number:x", ())
    noted = held().after(NoteKey(issued()), HERE)
    noted.when(asked, System(elsewhere, TODAY)).then_refused(Reason.NOT_ALLOWED, rule="R14-153")


@pytest.mark.proves("R14-153")
def test_a_nationwide_key_is_for_the_ministry_alone() -> None:
    text = key_text(None, "k2", "secret")
    making = Making(TODAY, "k2", text)
    (event,) = key().when(IssueKey("中央部门", Level.MINISTRY, date(2027, 1, 1)), making).events
    assert isinstance(event, ElectronicKeyIssued)
    noted = held().after(NoteKey(event), System(None, TODAY))
    asked = AnswerQuery(text, "number:x", ())
    assert noted.when(asked, System(None, TODAY)).events
    noted.when(asked, HERE).then_refused(Reason.NOT_ALLOWED, rule="R14-153")


@pytest.mark.proves("R14-154")
def test_a_revoked_or_outdated_or_unknown_key_opens_nothing() -> None:
    noted = held().after(NoteKey(issued()), HERE)
    asked = AnswerQuery(TEXT, "number:x", ())
    late = System(JIANGSU, date(2027, 3, 3))
    noted.when(asked, late).then_refused(Reason.LAPSED, rule="R14-154")
    revoked = noted.after(NoteRevocation(), HERE)
    assert isinstance(revoked.events[-1], ElectronicKeyNoted)
    revoked.when(asked, HERE).then_refused(Reason.NOT_ALLOWED, rule="R14-154")
    revoked.when(NoteRevocation(), HERE).then_nothing()
    held().when(NoteRevocation(), HERE).then_nothing()
    held().when(asked, HERE).then_refused(Reason.NOT_AUTHENTICATED)
    guessed = AnswerQuery(key_text(JIANGSU, "k1", "guess"), "number:x", ())
    noted.when(guessed, HERE).then_refused(Reason.NOT_AUTHENTICATED)
    noted.when(AnswerQuery("", "number:x", ()), HERE).then_refused(Reason.NOT_AUTHENTICATED)


@for_all(st.text(max_size=40))
def test_any_text_is_a_key_or_none(text: str) -> None:
    said = read_key(text)
    assert said is None or said.sha256 == hash_of(text.strip())


@pytest.mark.proves("R14-155")
def test_personal_fields_are_shown_to_who_has_authority_and_this_is_recorded() -> None:
    store = Store("江苏省通信管理局", is_filed=True)
    command = RequestData(
        "审核员甲", "核查投诉", "苏ICP备2026000001号", (PersonalField.RESPONSIBLE,), "职务"
    )
    (shown,) = request().when(command, store).events
    assert isinstance(shown, PersonalDataDisclosed)
    assert (shown.owner, shown.fields) == ("江苏省通信管理局", ("responsible",))
    request().after(command, store).when(command, store).then_refused(Reason.ALREADY_DECIDED)


@pytest.mark.proves("R14-155")
@pytest.mark.parametrize("authority", [None, "", "  "])
def test_a_third_party_without_authority_gets_nothing_and_this_is_recorded(
    authority: str | None,
) -> None:
    store = Store("江苏省通信管理局", is_filed=True)
    command = RequestData("某公司", "营销", "苏ICP备2026000001号", authority=authority)
    (refused,) = request().when(command, store).events
    assert isinstance(refused, DataDisclosureRefused)
    assert refused.rules == ("R14-155",)


def test_a_request_that_says_nothing_is_refused() -> None:
    store = Store("江苏省通信管理局", is_filed=False)
    number = "苏ICP备2026000001号"
    request().when(RequestData(" ", "x", number), store).then_refused(Reason.INVALID_FIELD)
    asked = RequestData("a", "b", number, authority="c")
    request().when(asked, store).then_refused(Reason.NOT_FOUND, rule="R14-155")


@pytest.mark.proves("R14-155")
def test_every_store_of_the_network_has_an_owner() -> None:
    logs = ("ministry", "verification-center", "province.320000", "enterprise.320000000001")
    owners = [owner_of(log) for log in logs]
    assert len(set(owners)) == len(owners)
    assert owner_of("province.320000") == "江苏省通信管理局"
    for wrong in ("province.999999", "nobody"):
        with pytest.raises(ValueError, match="no store"):
            owner_of(wrong)
