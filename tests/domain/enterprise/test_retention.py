"""What is kept, how long, for whom; and that nothing is deleted early (FLOW-24)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as drawing
from hypothesis import strategies as st

from beian.errors import Refusal
from beian.events.retention import (
    AuthorityRequestAnswered,
    EvidenceOpenedByReviewer,
    LegalHoldLifted,
    LegalHoldPlaced,
    RecordMissingReported,
    RecordProvidedToAuthority,
    RecordPurged,
    RecordRetained,
    RetainedItem,
    RetentionPeriodEnded,
    RetentionTermSet,
    ReviewerAccountOpened,
)
from beian.flows.flow_24 import LIFECYCLE
from beian.records import BlobRef, PreApproval
from beian.regulations.deadlines import upload_kept_until
from beian.regulations.reasons import Reason
from enterprise.domain.authority_requests import REQUEST, AskForRecords
from enterprise.domain.draft import PassPreVerification
from enterprise.domain.material import material_of
from enterprise.domain.retention import RETAINED
from enterprise.domain.retention_commands import (
    Context,
    EndPeriod,
    HandOver,
    LiftHold,
    NoteAccess,
    PlaceHold,
    Purge,
    RetainAccessLog,
    RetainContent,
    RetainMaterial,
)
from enterprise.domain.reviewers import (
    REVIEWER,
    OpenAccount,
    OpenEvidence,
    verifier_of,
)
from enterprise.domain.reviewers import (
    Context as ReviewerContext,
)
from enterprise.domain.states import Verified
from support.enterprise_drafts import (
    DECLARED,
    JIANGSU,
    a_draft,
    after,
    appearing,
    jiangsu_steps,
)
from support.filings import with_
from support.flows import never_leaves
from support.spec import Given

DAY = date(2026, 3, 2)
FIVE_YEARS = date(2031, 3, 2)
PURGE = Purge("保管员")
AUTHORITY = "某市公安局"
HOLD = PlaceHold(AUTHORITY, "正在侦查")
HAND_OVER = HandOver(AUTHORITY, "调取证据通知书1号", "保管员")
CONTENT = RetainContent("abc.cn", "ab" * 32, "2026-03-02T09:00:00+08:00")
ACCESS_LOG = RetainAccessLog(
    "2026-03-02T09:00:00+08:00",
    "2026-03-02T10:00:00+08:00",
    "user1",
    "198.51.100.7",
    "025-00000000",
)
given: Any = Given(RETAINED)


def on(day: date) -> Context:
    return Context(day, "r1")


TODAY = on(DAY)


def item(kind: str) -> RetainedItem:
    return RetainedItem(kind=kind, sha256="ab" * 32, size=5, captured_on=DAY.isoformat())


def material(*kinds: str) -> RetainMaterial:
    return RetainMaterial(("abc.cn",), tuple(item(kind) for kind in kinds or ("PHOTO",)))


def kept(*commands: Any, day: date = DAY) -> Any:
    history = given()
    for command in commands:
        history = history.after(command, on(day))
    return history


@pytest.mark.proves("M64-035", "R14-045", "J45-013")
@pytest.mark.parametrize(
    "kind",
    [
        "UNIT_CERTIFICATE",
        "PHOTO",
        "SHEET",
        "AGREEMENT",
        "AUTHORIZATION",
        "NOTICE",
        "COMMITMENT",
        "VIDEO",
    ],
)
def test_material_is_kept_until_its_fifth_anniversary(kind: str) -> None:
    record = kept(material(kind))
    for day in (DAY, FIVE_YEARS - timedelta(days=1), FIVE_YEARS):
        early = record.when(PURGE, on(day))
        early.then_refused(Reason.STILL_RETAINED, rule="M64-035")
    _, purged = record.when(PURGE, on(FIVE_YEARS + timedelta(days=1))).then_types(
        RetentionPeriodEnded, RecordPurged
    )
    assert purged.kinds == (kind,)


@pytest.mark.proves("R14-045")
def test_the_clock_begins_with_the_end_of_access() -> None:
    record = kept(material(), NoteAccess(is_open=True))
    late = on(FIVE_YEARS + timedelta(days=400))
    record.when(PURGE, late).then_refused(Reason.STILL_RETAINED)
    (term,) = record.when(NoteAccess(is_open=False), late).then_types(RetentionTermSet)
    assert term.kept_until == "2037-04-05"
    ended = record.after(NoteAccess(is_open=False), late)
    ended.when(NoteAccess(is_open=False), late).then_nothing()
    ended.when(PURGE, late).then_refused(Reason.STILL_RETAINED)


@pytest.mark.proves("M64-035", "J45-013")
def test_a_closed_verification_archives_every_piece_of_evidence() -> None:
    draft = a_draft(JIANGSU, form=DECLARED)
    done = after(draft, PassPreVerification(), appearing(JIANGSU), *jiangsu_steps())
    assert isinstance(done.state, Verified)
    archived = material_of(done.state.verification, DAY.isoformat(), done.state.draft.filing)
    kinds = {one.kind for one in archived.items}
    assert kinds == {
        "PHOTO",
        "UNIT_CERTIFICATE",
        "SUBJECT_PERSON_CERTIFICATE",
        "SHEET",
        "NOTICE",
        "COMMITMENT",
        "AUTHORIZATION",
        "VIDEO",
        "AGREEMENT",
    }
    record = kept(archived)
    record.when(archived, TODAY).then_nothing()
    added = RetainMaterial((), (*archived.items, item("CONTRACT")))
    (more, _) = record.when(added, TODAY).then_types(RecordRetained, RetentionTermSet)
    assert [one.kind for one in more.items] == ["CONTRACT"]


@pytest.mark.proves("O292-014", "O292-015")
@pytest.mark.parametrize(
    ("command", "missing", "rule"),
    [
        (CONTENT, "host", "O292-014"),
        (CONTENT, "content_sha256", "O292-014"),
        (CONTENT, "published_at", "O292-014"),
        (ACCESS_LOG, "online_from", "O292-015"),
        (ACCESS_LOG, "account", "O292-015"),
        (ACCESS_LOG, "host", "O292-015"),
        (ACCESS_LOG, "calling_number", "O292-015"),
    ],
)
def test_a_record_has_every_group_of_its_data(command: Any, missing: str, rule: str) -> None:
    refused = given().when(replace(command, **{missing: " "}), TODAY)
    assert refused.then_refused(Reason.INCOMPLETE, rule=rule).field == missing
    retained, _ = given().when(command, TODAY).then_types(RecordRetained, RetentionTermSet)
    assert missing in {fact.name for fact in retained.facts}


@pytest.mark.proves("O292-014", "O292-016")
@pytest.mark.parametrize("command", [CONTENT, ACCESS_LOG])
def test_a_backup_is_kept_sixty_days_and_handed_over_until_then(command: Any) -> None:
    record = kept(command)
    (given_out,) = record.when(HAND_OVER, on(DAY + timedelta(days=59))).then_types(
        RecordProvidedToAuthority
    )
    assert given_out.facts
    record.when(PURGE, on(DAY + timedelta(days=60))).then_refused(
        Reason.STILL_RETAINED, rule="O292-016"
    )
    record.when(PURGE, on(DAY + timedelta(days=61))).then_types(RetentionPeriodEnded, RecordPurged)


@pytest.mark.proves("O292-016")
def test_the_period_may_be_longer_and_never_shorter() -> None:
    short = replace(CONTENT, keep_days=59)
    given().when(short, TODAY).then_refused(Reason.STILL_RETAINED, rule="O292-016")
    longer = kept(replace(CONTENT, keep_days=180))
    longer.when(PURGE, on(DAY + timedelta(days=61))).then_refused(Reason.STILL_RETAINED)


def test_the_end_of_a_period_is_noted_and_deletes_nothing() -> None:
    record = kept(CONTENT)
    record.when(EndPeriod(), TODAY).then_nothing()
    over = on(DAY + timedelta(days=61))
    record.when(EndPeriod(), over).then_types(RetentionPeriodEnded)
    ended = record.after(EndPeriod(), over)
    assert ended.state.phase == "PurgeAllowed"
    assert ended.state.facts
    ended.when(EndPeriod(), over).then_nothing()


def test_nothing_under_a_legal_hold_is_deleted() -> None:
    over = on(DAY + timedelta(days=61))
    record = kept(CONTENT).after(EndPeriod(), over)
    record.when(replace(HOLD, reason=""), over).then_refused(Reason.INCOMPLETE)
    record.when(HOLD, over).then_types(LegalHoldPlaced)
    held = record.after(HOLD, over)
    assert held.state.phase == "Retained"
    held.when(PURGE, over).then_refused(Reason.LEGAL_HOLD)
    held.when(EndPeriod(), over).then_nothing()
    held.when(LiftHold("别的机关"), over).then_refused(Reason.NOT_ALLOWED)
    lift = LiftHold(AUTHORITY)
    held.when(lift, over).then_types(LegalHoldLifted, RetentionPeriodEnded)
    held.after(lift, over).when(PURGE, over).then_types(RecordPurged)


@pytest.mark.proves("J45-014")
def test_a_bundle_is_handed_over_whole_and_what_is_missing_is_reported() -> None:
    record = kept(material("NOTICE", "COMMITMENT", "VIDEO", "AUTHORIZATION"))
    (provided,) = record.when(HAND_OVER, TODAY).then_types(RecordProvidedToAuthority)
    assert len(provided.items) == 4
    asked = replace(HAND_OVER, kinds=("VIDEO", "PHOTO"))
    provided, missing = record.when(asked, TODAY).then_types(
        RecordProvidedToAuthority, RecordMissingReported
    )
    assert [one.kind for one in provided.items] == ["VIDEO"]
    assert missing.missing == ("PHOTO",)
    record.when(replace(HAND_OVER, basis=""), TODAY).then_refused(Reason.INCOMPLETE)
    late = on(FIVE_YEARS + timedelta(days=1))
    gone = record.after(PURGE, late)
    gone.when(asked, late).then_types(RecordMissingReported)
    given().when(HAND_OVER, TODAY).then_refused(Reason.NOT_FOUND)


@pytest.mark.proves("J45-014", "O292-016")
def test_an_authority_that_asks_for_a_domain_is_answered_either_way() -> None:
    asking: Any = Given(REQUEST)
    ask = AskForRecords(AUTHORITY, "调取证据通知书1号", "abc.cn", "保管员")
    asking().when(ask, ("r1",)).then_types(AuthorityRequestAnswered)
    asking().when(ask, ()).then_types(RecordMissingReported)
    asking().when(replace(ask, basis=""), ()).then_refused(Reason.INCOMPLETE, rule="O292-016")
    asking().after(ask, ("r1",)).when(ask, ("r1",)).then_nothing()


def test_an_uploaded_file_is_kept_three_months() -> None:
    assert upload_kept_until(date(2026, 11, 30)) == date(2027, 2, 28)


VERIFIER = verifier_of("initial-1", bytes(16))
WITH_VERIFIER = ReviewerContext(1, verifier=VERIFIER)
ORIGINALS = ReviewerContext(1, items=(item("UNIT_CERTIFICATE"), item("PHOTO")))
ACCOUNT = OpenAccount("李审", "320000", "initial-1")


@pytest.mark.proves("M64-038")
def test_a_reviewer_opens_originals_with_the_password_of_the_account() -> None:
    at: Any = Given(REVIEWER)
    look = OpenEvidence("initial-1", "r1")
    at().when(look, ORIGINALS).then_refused(Reason.NOT_FOUND)
    at().when(ACCOUNT, WITH_VERIFIER).then_types(ReviewerAccountOpened)
    account = at().after(ACCOUNT, WITH_VERIFIER)
    account.when(ACCOUNT, WITH_VERIFIER).then_refused(Reason.ALREADY_EXISTS)
    (opened,) = account.when(look, ORIGINALS).then_types(EvidenceOpenedByReviewer)
    assert opened.region == "320000"
    assert len(opened.items) == 2
    wrong = replace(look, password="initial-2")
    account.when(wrong, ORIGINALS).then_refused(Reason.NOT_AUTHENTICATED, rule="M64-038")
    nothing = replace(look, kinds=("VIDEO",))
    account.when(nothing, ORIGINALS).then_refused(Reason.NOT_FOUND)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"password": "short"}, Reason.INVALID_FIELD), ({"region": "999999"}, Reason.UNKNOWN_REGION)],
)
def test_an_account_is_of_a_bureau_and_has_a_password(changes: Any, reason: Reason) -> None:
    at: Any = Given(REVIEWER)
    at().when(replace(ACCOUNT, **changes), WITH_VERIFIER).then_refused(reason)


COMMANDS = (
    CONTENT,
    material("PHOTO"),
    material("VIDEO"),
    NoteAccess(is_open=True),
    NoteAccess(is_open=False),
    EndPeriod(),
    HOLD,
    LiftHold(AUTHORITY),
    PURGE,
    HAND_OVER,
)


@drawing(st.lists(st.tuples(st.sampled_from(COMMANDS), st.integers(0, 700)), max_size=25))
def test_a_record_never_leaves_the_diagram(drawn: list[tuple[Any, int]]) -> None:
    days = iter(drawn)
    passed = [0]

    def later(_state: Any, _command: Any) -> Context:
        passed[0] += next(days)[1]
        return on(DAY + timedelta(days=passed[0]))

    never_leaves(LIFECYCLE, RETAINED, [command for command, _ in drawn], later)


@drawing(st.lists(st.tuples(st.sampled_from(COMMANDS), st.integers(0, 700)), max_size=25))
def test_nothing_is_deleted_before_its_day_whatever_happens(drawn: list[tuple[Any, int]]) -> None:
    state, day = RETAINED.initial, DAY
    for command, days in drawn:
        day += timedelta(days=days)
        decision = RETAINED.decide(state, command, on(day))
        if isinstance(decision, Refusal):
            continue
        for event in decision:
            if isinstance(event, RecordPurged):
                assert state.kept_until is not None
                assert day.isoformat() > state.kept_until
                assert state.held_by is None
            state = RETAINED.evolve(state, event)


@pytest.mark.proves("R14-112", "R14-116")
def test_the_copies_of_approval_documents_are_archived_with_the_material() -> None:
    draft = a_draft(JIANGSU, form=DECLARED)
    done = after(draft, PassPreVerification(), appearing(JIANGSU), *jiangsu_steps())
    assert isinstance(done.state, Verified)
    copy = BlobRef(sha256="ab" * 32, size=9)
    approval = PreApproval(type=1, number="国新〔2026〕12号", documents=(copy,))
    filing = with_(JIANGSU, sites=(with_(JIANGSU.sites[0], pre_approvals=(approval,)),))
    archived = material_of(done.state.verification, DAY.isoformat(), filing)
    (document,) = [one for one in archived.items if one.kind == "APPROVAL_DOCUMENT"]
    assert (document.sha256, document.size) == (copy.sha256, copy.size)
