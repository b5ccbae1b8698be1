"""Content that needs a department's consent: declared, proved, looked into. FLOW-10."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beian.errors import Refusal
from beian.events.base import Event
from beian.events.pre_approval import (
    PreApprovalDepartmentNotified,
    PreApprovalDocumentAttached,
    PreApprovalDocumentDelivered,
    PreApprovalDocumentMissing,
    PreApprovalDocumentOverdue,
    PreApprovalRejected,
    PreApprovalVerified,
    SpecialContentDeclared,
)
from beian.flows.flow_10 import LIFECYCLE
from beian.records import BlobRef, PreApproval, Site
from beian.regulations.departments import Department
from beian.regulations.pre_approval import (
    Category,
    declared_by,
    demanded,
    document_of,
)
from beian.regulations.reasons import Reason
from province.domain.special_content import (
    BY_FILING,
    BY_REVIEWER,
    SPECIAL_CONTENT,
    ContentCommand,
    Context,
    DeclareContent,
    DeliverDocument,
    GiveOpinion,
    NoteDocumentOverdue,
    NotifyDepartment,
    SpecialContent,
    declarations,
)
from province.domain.special_content_switch import SWITCH, SwitchBulletinBoard
from support.filings import a_filing, a_site, with_
from support.flows import never_leaves

TODAY = date(2026, 5, 4)
COPY = BlobRef(sha256="ab" * 32, size=9)
NOW = Context(TODAY, "2026-05-04T10:00:00.000000+08:00")
HISTORIC = Context(date(2010, 5, 4), "2010-05-04T10:00:00.000000+08:00", date(2010, 5, 11))


def approval(category: Category, **changes: Any) -> PreApproval:
    made = PreApproval(type=category.content_type, number="文号〔2026〕1号", documents=(COPY,))
    return with_(made, **changes)


def declare(category: Category = Category.NEWS, *, with_document: bool = True) -> DeclareContent:
    document = approval(category) if with_document else None
    return DeclareContent("a1", "示例网站201", category, document, BY_FILING)


def opinion(**changes: Any) -> GiveOpinion:
    known: dict[str, Any] = {
        "department": Department.NEWS,
        "genuine": True,
        "document_number": "文号〔2026〕1号",
        "officer": "王科长",
    }
    return GiveOpinion(**(known | changes))


def after(*commands: ContentCommand, context: Context = NOW) -> SpecialContent:
    state = SPECIAL_CONTENT.initial
    for command in commands:
        decision = SPECIAL_CONTENT.decide(state, command, context)
        assert not isinstance(decision, Refusal), decision
        state = SPECIAL_CONTENT.fold(decision, state)
    return state


def decided(*commands: ContentCommand, context: Context = NOW) -> list[Event]:
    *before, last = commands
    decision = SPECIAL_CONTENT.decide(after(*before, context=context), last, context)
    assert not isinstance(decision, Refusal), decision
    return list(decision)


def refused(*commands: ContentCommand, context: Context = NOW) -> Refusal:
    *before, last = commands
    decision = SPECIAL_CONTENT.decide(after(*before, context=context), last, context)
    assert isinstance(decision, Refusal)
    return decision


NAMED_BY: dict[str, set[Category]] = {
    "O292-003": {
        Category.NEWS,
        Category.PUBLISHING,
        Category.EDUCATION,
        Category.HEALTH_CARE,
        Category.MEDICINE,
    },
    "O33-010": {
        Category.NEWS,
        Category.PUBLISHING,
        Category.EDUCATION,
        Category.HEALTH_CARE,
        Category.MEDICINE,
        Category.CULTURE,
        Category.BROADCASTING,
    },
    "R14-111": {
        Category.NEWS,
        Category.PUBLISHING,
        Category.EDUCATION,
        Category.HEALTH_CARE,
        Category.MEDICINE,
        Category.AUDIO_VISUAL,
        Category.NETWORK_CULTURE,
        Category.BULLETIN_BOARD,
    },
}
ALL_OF_SITES = sorted(set().union(*NAMED_BY.values()))


@pytest.mark.proves("O292-003", "O33-010", "R14-111")
@pytest.mark.parametrize("rule", NAMED_BY)
def test_what_each_document_names_is_demanded_of_sites_today(rule: str) -> None:
    assert demanded(TODAY) >= NAMED_BY[rule]


@pytest.mark.proves("O33-010", "R14-111")
def test_a_category_is_demanded_from_the_day_of_its_document() -> None:
    assert Category.BROADCASTING not in demanded(date(2005, 3, 19))
    assert Category.BROADCASTING in demanded(date(2005, 3, 20))
    assert Category.AUDIO_VISUAL not in demanded(date(2013, 12, 31))
    assert Category.AUDIO_VISUAL in demanded(date(2014, 1, 1))


@pytest.mark.proves("O292-003", "O33-010", "R14-111", "R14-114")
@pytest.mark.parametrize("category", ALL_OF_SITES)
def test_a_declared_category_without_its_document_is_missing_at_once(category: Category) -> None:
    happened = decided(declare(category, with_document=False))
    assert [type(event) for event in happened] == [
        SpecialContentDeclared,
        PreApprovalDocumentMissing,
    ]
    lacking = happened[1]
    assert isinstance(lacking, PreApprovalDocumentMissing)
    assert lacking.due is None
    assert "R14-114" in lacking.rules


@pytest.mark.proves("O33-008", "R14-062")
@pytest.mark.parametrize("category", ALL_OF_SITES)
def test_a_declared_category_comes_with_number_and_copy(category: Category) -> None:
    declared, attached = decided(declare(category))
    assert isinstance(declared, SpecialContentDeclared)
    assert isinstance(attached, PreApprovalDocumentAttached)
    assert declared.department == category.department
    assert (attached.number, attached.documents) == ("文号〔2026〕1号", (COPY,))


@pytest.mark.proves("O292-009", "O33-009")
def test_a_bulletin_board_needs_its_special_filing_until_the_bureau_asks_for_none() -> None:
    site = a_site(pre_approvals=(approval(Category.BULLETIN_BOARD, documents=()),))
    (one,) = declarations(a_filing(site), None, TODAY)
    assert (one.category, one.document) == (Category.BULLETIN_BOARD, None)
    assert declarations(a_filing(site), None, TODAY, bulletin_board=False) == ()


@pytest.mark.proves("O33-009")
def test_the_switch_of_bulletin_boards_turns_once() -> None:
    off = SwitchBulletinBoard(on=False, officer="赵处长")
    decision = SWITCH.decide(SWITCH.initial, off, None)
    assert not isinstance(decision, Refusal)
    turned = SWITCH.fold(decision)
    assert not turned.bulletin_board
    assert SWITCH.decide(turned, off, None) == []
    nobody = SWITCH.decide(turned, SwitchBulletinBoard(on=True, officer=""), None)
    assert isinstance(nobody, Refusal)


@pytest.mark.parametrize(
    ("service", "category"),
    [
        (5, Category.NEWS),
        (13, Category.NETWORK_CULTURE),
        (14, Category.NETWORK_CULTURE),
        (15, Category.AUDIO_VISUAL),
        (21, Category.EDUCATION),
    ],
)
@pytest.mark.proves("O292-003", "R14-111")
def test_a_service_that_is_of_a_category_by_its_name_declares_it(
    service: int, category: Category
) -> None:
    site = a_site(services=(1, service))
    assert declared_by(site) == (category,)
    assert document_of(site, category) is None
    proved = with_(site, pre_approvals=(approval(category),))
    assert len(declared_by(proved)) == 1
    assert document_of(proved, category) == approval(category)


@pytest.mark.parametrize(
    "changes", [{"number": " "}, {"documents": ()}, {"type": Category.NEWS.content_type}]
)
@pytest.mark.proves("R14-114")
def test_a_document_has_its_category_a_number_and_a_copy(changes: dict[str, Any]) -> None:
    site = a_site(pre_approvals=(approval(Category.MEDICINE, **changes),))
    assert document_of(site, Category.MEDICINE) is None


@pytest.mark.proves("R14-116")
def test_of_a_changed_filing_only_what_it_adds_is_declared() -> None:
    filed = a_site(filing_number="苏ICP备2026000001号-1", pre_approvals=(approval(Category.NEWS),))
    added = with_(filed, pre_approvals=(approval(Category.NEWS), approval(Category.MEDICINE)))
    found = declarations(a_filing(added), a_filing(filed), TODAY)
    assert [one.category for one in found] == [Category.MEDICINE]
    assert found[0].document == approval(Category.MEDICINE)
    assert found[0].stream("a1") == "preapproval-a1.1.medicine"


def test_a_site_without_special_content_declares_nothing() -> None:
    blog = PreApproval(type=7, number="1", documents=(COPY,))
    assert declarations(a_filing(a_site(), a_site(202, pre_approvals=(blog,))), None, TODAY) == ()


@pytest.mark.proves("R14-086", "R14-113")
def test_a_departments_opinion_keeps_department_number_result_and_time() -> None:
    (verified,) = decided(declare(), opinion(approved_on=date(2026, 4, 1), text="属实"))
    assert isinstance(verified, PreApprovalVerified)
    assert verified.department == "news"
    assert verified.document_number == "文号〔2026〕1号"
    assert verified.approved_on == "2026-04-01"
    assert verified.given_at == NOW.now
    assert after(declare(), opinion()).phase == "Verified"


@pytest.mark.proves("R14-086")
def test_a_department_says_nothing_about_another_ones_field() -> None:
    refusal = refused(declare(), opinion(department=Department.HEALTH))
    assert (refusal.reason, refusal.rule) == (Reason.NOT_ALLOWED, "R14-086")


@pytest.mark.proves("R14-113")
def test_a_genuine_document_is_the_one_that_is_attached() -> None:
    assert refused(declare(), opinion(document_number="另一文号")).reason is Reason.INVALID_FIELD
    assert refused(declare(), opinion(officer="")).reason is Reason.INCOMPLETE


@pytest.mark.proves("R14-115", "R14-113")
def test_a_document_that_is_not_genuine_is_rejected_while_the_application_is_pending() -> None:
    (rejected,) = decided(declare(), opinion(genuine=False))
    assert isinstance(rejected, PreApprovalRejected)
    assert not rejected.is_late
    state = after(declare(), opinion(genuine=False))
    assert state.phase == "Rejected"
    assert refused(declare(), opinion(genuine=False), opinion()).reason is Reason.ALREADY_DECIDED


@pytest.mark.proves("R14-062")
def test_consent_that_came_after_the_submission_is_rejected_as_late() -> None:
    (rejected,) = decided(declare(), opinion(approved_on=date(2026, 5, 5)))
    assert isinstance(rejected, PreApprovalRejected)
    assert rejected.is_late
    assert rejected.rules == ("R14-062",)


@pytest.mark.proves("R05-027")
@pytest.mark.parametrize("said", [(), (opinion(),)])
def test_the_department_hears_of_the_filing_with_or_without_an_opinion(
    said: tuple[ContentCommand, ...],
) -> None:
    notify = NotifyDepartment("苏ICP备2026000001号", "苏ICP备2026000001号-1")
    (notified,) = decided(declare(), *said, notify)
    assert isinstance(notified, PreApprovalDepartmentNotified)
    assert (notified.department, notified.category) == ("news", "news")
    assert after(declare(), *said, notify).phase == "FilingInForce"
    assert decided(declare(), *said, notify, notify) == []


@pytest.mark.proves("R14-115")
def test_a_filing_in_force_ends_when_its_document_is_found_false_later() -> None:
    notify = NotifyDepartment("苏ICP备2026000001号", "苏ICP备2026000001号-1")
    verified = after(declare(), opinion(), notify, opinion(genuine=False))
    unseen = after(declare(), notify, opinion(genuine=False))
    assert verified.phase == unseen.phase == "Cancelled"
    late = after(declare(), notify, opinion(approved_on=date(2026, 6, 1)))
    assert (late.phase, late.genuine) == ("FilingInForce", True)


@pytest.mark.proves("R05-025")
def test_before_2014_the_bureau_takes_the_paper_after_the_submission() -> None:
    lacking = declare(with_document=False)
    deliver = DeliverDocument("文号〔2010〕2号", "赵处长", date(2010, 4, 1))
    delivered, attached = decided(lacking, deliver, context=HISTORIC)
    assert isinstance(delivered, PreApprovalDocumentDelivered)
    assert isinstance(attached, PreApprovalDocumentAttached)
    assert after(lacking, deliver, context=HISTORIC).phase == "Attached"
    assert refused(lacking, deliver).rule == "R14-114"


@pytest.mark.proves("R05-026")
def test_before_2014_the_paper_may_come_for_five_working_days_and_no_longer() -> None:
    lacking = declare(with_document=False)
    assert after(lacking, context=HISTORIC).due == "2010-05-11"
    too_late = Context(date(2010, 5, 12), HISTORIC.now, HISTORIC.document_due)
    state = after(lacking, context=HISTORIC)
    late = SPECIAL_CONTENT.decide(state, DeliverDocument("文号", "赵处长"), too_late)
    assert isinstance(late, Refusal)
    assert late.rule == "R05-026"
    (overdue,) = decided(lacking, NoteDocumentOverdue(), context=HISTORIC)
    assert isinstance(overdue, PreApprovalDocumentOverdue)
    assert decided(lacking, NoteDocumentOverdue()) == []


COMMANDS = st.one_of(
    st.builds(
        DeclareContent,
        application_id=st.just("a1"),
        site=st.just("示例网站201"),
        category=st.just(Category.NEWS),
        document=st.sampled_from([None, approval(Category.NEWS)]),
        declared_by=st.sampled_from([BY_FILING, BY_REVIEWER]),
    ),
    st.just(DeliverDocument("文号〔2026〕1号", "赵处长")),
    st.just(NoteDocumentOverdue()),
    st.builds(
        opinion,
        genuine=st.booleans(),
        department=st.sampled_from([Department.NEWS, Department.HEALTH]),
        approved_on=st.sampled_from([None, date(2009, 1, 1), date(2027, 1, 1)]),
    ),
    st.just(NotifyDepartment("苏ICP备2026000001号", "苏ICP备2026000001号-1")),
)


@given(st.lists(COMMANDS, max_size=10), st.sampled_from([NOW, HISTORIC]))
def test_random_commands_stay_within_the_flow(
    commands: list[ContentCommand], context: Context
) -> None:
    never_leaves(LIFECYCLE, SPECIAL_CONTENT, commands, lambda _state, _command: context)


def test_a_site_in_the_table_has_a_department_for_every_category() -> None:
    site: Site = a_site(pre_approvals=tuple(approval(one) for one in ALL_OF_SITES))
    assert {one.department for one in declared_by(site)} <= set(Department)
