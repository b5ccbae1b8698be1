"""What follows at the ministry from an application and from its result."""

from dataclasses import replace
from datetime import date

import msgspec
import pytest

from beian.events.filing import (
    Conflict,
    ConflictCheckPassed,
    ConflictClaimReleased,
    ConflictDetected,
    FilingDeliveredToHomeBureau,
    FilingPublished,
    FilingRecordSynchronized,
    FilingResultForwarded,
)
from beian.events.records import ChangedRecordForwarded
from beian.events.sites import SiteNumber
from beian.regulations.reasons import Reason
from domain.ministry.cases import (
    APPROVED,
    CERTIFICATE,
    DOMAIN_KEY,
    FILING,
    GUANGDONG,
    ISP,
    JIANGSU,
    KEYS,
    NUMBER,
    PERSON,
    REFUSED,
    VERIFIER,
    application,
    give_back,
    issue,
)
from ministry.domain.registry import REGISTRY, CheckApplication, Context, RecordIssue, RecordReturn
from support.spec import Given

given = Given(REGISTRY)
CONTEXT = Context(today=date(2026, 3, 2))
CONFLICT = Conflict(key=DOMAIN_KEY, code=1005, holder=NUMBER)
LOCAL = application()
CROSS = application(home_region=GUANGDONG)
SITE = SiteNumber(
    filing_number=f"{NUMBER}-1",
    name="示例云帆网",
    domains=("Yunfan.Example",),
    home_page="www.yunfan.example",
)


def passed(command: CheckApplication) -> ConflictCheckPassed:
    return ConflictCheckPassed(
        application_id=command.application_id,
        isp_id=ISP,
        provider_region=command.provider_region,
        home_region=command.home_region,
        unique_keys=KEYS,
    )


detected = ConflictDetected(
    application_id=LOCAL.application_id,
    provider_region=JIANGSU,
    home_region=JIANGSU,
    conflicts=(CONFLICT,),
    rules=("R14-099", "R14-100"),
)
delivered = FilingDeliveredToHomeBureau(
    application_id=CROSS.application_id,
    isp_id=ISP,
    provider_region=JIANGSU,
    home_region=GUANGDONG,
    filing=FILING,
    unique_keys=KEYS,
)
synchronized = FilingRecordSynchronized(
    application_id=CROSS.application_id,
    isp_id=ISP,
    home_region=GUANGDONG,
    filing_number=NUMBER,
    sites=(SITE,),
    unique_keys=KEYS,
    verifier=VERIFIER,
)
published = FilingPublished(
    application_id=CROSS.application_id,
    filing_number=NUMBER,
    sponsor_name="示例云帆科技有限公司",
    sponsor_kind=4,
    home_region=GUANGDONG,
    sites=(SITE,),
    approved_on="2026-03-02",
    certificate=CERTIFICATE,
)
forwarded = FilingResultForwarded(
    application_id=CROSS.application_id,
    isp_id=ISP,
    provider_region=JIANGSU,
    home_region=GUANGDONG,
    approved=True,
    opinion=APPROVED,
    filing=FILING,
    certificate=CERTIFICATE,
    issued_on="2026-03-02",
)
released = ConflictClaimReleased(application_id=CROSS.application_id, unique_keys=KEYS)


@pytest.mark.proves("R14-099")
def test_a_local_application_without_conflict_passes_to_its_own_bureau() -> None:
    given().when(LOCAL, CONTEXT).then(passed(LOCAL))


@pytest.mark.proves("R14-091", "R14-099")
def test_an_application_of_another_province_is_routed_after_the_check() -> None:
    given().when(CROSS, CONTEXT).then(passed(CROSS), delivered)


@pytest.mark.proves("R14-099", "R14-100")
def test_an_application_with_a_conflict_goes_back_with_its_reason() -> None:
    given().when(LOCAL, Context(conflicts=(CONFLICT,))).then(detected)


@pytest.mark.proves("R14-091")
def test_a_repeated_application_is_checked_and_routed_once() -> None:
    given(passed(CROSS), delivered).when(CROSS, CONTEXT).then_nothing()
    given(detected).when(LOCAL, CONTEXT).then_nothing()


@pytest.mark.proves("O33-001")
def test_only_the_providers_bureau_sends_an_application_up() -> None:
    given().when(replace(LOCAL, sent_by=GUANGDONG), CONTEXT).then_refused(Reason.WRONG_BUREAU)
    given().when(replace(LOCAL, sent_by=None), CONTEXT).then_refused(Reason.WRONG_BUREAU)


@pytest.mark.proves("R14-102")
def test_an_issued_filing_of_another_province_is_recorded_published_and_forwarded() -> None:
    given(passed(CROSS), delivered).when(issue(CROSS), CONTEXT).then(
        synchronized, published, forwarded
    )


def test_a_local_result_is_not_forwarded() -> None:
    given(passed(LOCAL)).when(issue(LOCAL), CONTEXT).then(
        msgspec.structs.replace(synchronized, home_region=JIANGSU),
        msgspec.structs.replace(published, home_region=JIANGSU),
    )


def test_a_repeated_result_is_recorded_once() -> None:
    given(passed(CROSS), delivered, synchronized, published, forwarded).when(
        issue(CROSS), CONTEXT
    ).then_nothing()


@pytest.mark.proves("O33-001")
def test_a_result_counts_only_from_the_home_bureau() -> None:
    report = issue(CROSS).report
    given(passed(CROSS), delivered).when(RecordIssue(report, JIANGSU), CONTEXT).then_refused(
        Reason.WRONG_BUREAU
    )
    returned = give_back(CROSS).returned
    given(passed(CROSS), delivered).when(RecordReturn(returned, JIANGSU), CONTEXT).then_refused(
        Reason.WRONG_BUREAU
    )


@pytest.mark.proves("R14-099")
def test_nothing_is_issued_without_conflict_detection() -> None:
    given().when(issue(LOCAL), CONTEXT).then_refused(Reason.WRONG_STATE)
    given(detected).when(issue(LOCAL), CONTEXT).then_refused(Reason.WRONG_STATE)


def test_a_second_number_is_not_recorded() -> None:
    given(passed(CROSS), delivered, synchronized).when(
        issue(CROSS, "粤ICP备2026000002号"), CONTEXT
    ).then_refused(Reason.ALREADY_DECIDED)


@pytest.mark.proves("R14-099")
def test_a_return_releases_the_claim_and_goes_back_to_the_providers_bureau() -> None:
    refusal = msgspec.structs.replace(
        forwarded, approved=False, opinion=REFUSED, filing=None, certificate=None, issued_on=None
    )
    given(passed(CROSS), delivered).when(give_back(CROSS), CONTEXT).then(released, refusal)
    given(passed(CROSS), delivered, released, refusal).when(
        give_back(CROSS), CONTEXT
    ).then_nothing()


@pytest.mark.proves("R14-100")
def test_the_return_for_a_conflict_ends_what_claimed_nothing() -> None:
    given(detected).when(give_back(LOCAL, Reason.CONFLICT, None), CONTEXT).then_nothing()


def test_a_return_that_nobody_reviewed_is_forwarded_with_its_reason_in_words() -> None:
    state = REGISTRY.fold([passed(CROSS), delivered])
    decision = REGISTRY.decide(state, give_back(CROSS, Reason.PERMISSION_SUSPENDED, None), CONTEXT)
    assert not isinstance(decision, Exception)
    assert isinstance(decision, list)
    result = decision[-1]
    assert isinstance(result, FilingResultForwarded)
    assert result.opinion.text == Reason.PERMISSION_SUSPENDED.text
    assert result.opinion.reviewed_at == "2026-03-02"


@pytest.mark.proves("R14-005")
def test_what_is_published_or_told_to_all_has_no_personal_data() -> None:
    for event in (synchronized, published):
        text = msgspec.json.encode(event).decode()
        for private in (PERSON.name, PERSON.mobile, PERSON.email, PERSON.certificate_number):
            assert private is not None
            assert private not in text
        assert FILING.subject.certificate.number not in text


@pytest.mark.proves("R14-096")
def test_a_changed_record_is_handed_on_to_the_bureaus_of_its_other_providers() -> None:
    report = issue(CROSS).report
    changed = msgspec.structs.replace(report, operation="ICP/XZJR", changed_on="2026-04-01")
    context = Context(others={GUANGDONG: (440000000001, 440000000002)})
    history = given(passed(CROSS), delivered)
    happened = history.when(RecordIssue(changed, GUANGDONG), context).events
    (told,) = [one for one in happened if isinstance(one, ChangedRecordForwarded)]
    assert (told.region, told.isp_ids) == (GUANGDONG, (440000000001, 440000000002))
    assert told.filing == report.filing
    new = history.when(RecordIssue(report, GUANGDONG), context).events
    assert not [one for one in new if isinstance(one, ChangedRecordForwarded)]
