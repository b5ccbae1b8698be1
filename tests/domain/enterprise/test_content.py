"""Forbidden content, the blacklist, and data that others ask for."""

from dataclasses import replace

import msgspec
import pytest

from beian.events.access import (
    AccessSuspended,
    BlacklistHit,
)
from beian.events.blacklist_copy import BlacklistReceived
from beian.events.content import (
    ContentRecordKept,
    ContentReported,
    ContentTransmissionStopped,
    ProhibitedContentDetected,
)
from beian.events.data_requests import DataDisclosed
from beian.events.enterprise import (
    AccessEnabled,
    AccessRefused,
)
from beian.events.sharing import DataDisclosureRefused
from beian.records_downloads import BlacklistedSite, BlacklistedSubject
from beian.regulations.reasons import Reason
from domain.enterprise.test_cancellation import SECOND, filed
from enterprise.domain.blacklisted import BLACKLIST, hits_of
from enterprise.domain.connection_commands import (
    Ground,
    ResumeAccess,
    SuspendAccess,
)
from enterprise.domain.content import CONTENT, Category, FoundBy, ReportContent
from enterprise.domain.content import Context as ContentContext
from enterprise.domain.context import Hit
from enterprise.domain.data_requests import (
    DISCLOSURE,
    RequestDisclosure,
)
from enterprise.domain.outcome import refusal_of
from enterprise.domain.submission import EnableAccess
from support.enterprise_drafts import (
    CONTEXT,
    FILING,
    a_draft,
    given,
)
from support.spec import Given

NUMBER = "苏ICP备2026000001号"
SITE_1, SITE_2 = f"{NUMBER}-1", f"{NUMBER}-2"


@pytest.mark.proves("R14-048")
def test_who_is_blacklisted_is_neither_entered_nor_connected() -> None:
    domain = FILING.sites[0].domains[0].name
    told = (
        BlacklistedSite(name="网站", domains=(domain,), operation=0),
        BlacklistedSubject(
            name=FILING.subject.name,
            certificate_type=FILING.subject.certificate.type,
            certificate_number=FILING.subject.certificate.number,
            operation=0,
        ),
    )
    (received,) = Given(BLACKLIST)().when(told, None).then_types(BlacklistReceived)
    history = Given(BLACKLIST)().after(told, None)
    history.when(told, None).then_nothing()
    hits = hits_of(history.state, FILING)
    assert {hit.kind for hit in hits} == {"certificate", "name", "domain"}
    assert FILING.subject.certificate.number not in msgspec.json.encode(received).decode()
    below = msgspec.structs.replace(FILING.sites[0].domains[0], name=f"a.b.{domain}")
    deep = msgspec.structs.replace(
        FILING, sites=(msgspec.structs.replace(FILING.sites[0], domains=(below,)),)
    )
    assert "domain" in {hit.kind for hit in hits_of(history.state, deep)}
    removed = tuple(msgspec.structs.replace(one, operation=2) for one in told)
    assert hits_of(history.after(removed, None).state, FILING) == ()

    context = replace(CONTEXT, hits=(Hit("domain", domain),))
    outcome = given().when(a_draft(), context)
    outcome.then_types(BlacklistHit)
    said = refusal_of(a_draft(), outcome.state, outcome.events)
    assert said is not None
    assert said.rule == "R14-048"
    filed(is_open=False).when(EnableAccess(), context).then_types(BlacklistHit, AccessRefused)


FOUND = ReportContent(
    "www.a.example", Category.RUMOURS, FoundBy.PROVIDER, "/page", "谣言", "页面快照"
)
AT = ContentContext(320000000001, "320000", "ab" * 32, 12, SITE_1)


@pytest.mark.proves("O292-017", "O292-018")
def test_a_sponsor_stops_forbidden_content_keeps_its_record_and_reports_it() -> None:
    found = replace(FOUND, found_by=FoundBy.SPONSOR)
    history = Given(CONTENT)().after(found, AT).after(None, AT)
    assert [type(one) for one in history.events] == [
        ProhibitedContentDetected,
        ContentRecordKept,
        ContentTransmissionStopped,
        ContentReported,
    ]
    reported = history.events[-1]
    assert isinstance(reported, ContentReported)
    assert (reported.record, reported.category) == ("ab" * 32, "rumours")
    assert len(Category) == 9
    history.when(found, AT).then_refused(Reason.ALREADY_EXISTS)
    unkept = replace(found, record="")
    Given(CONTENT)().when(unkept, AT).then_refused(Reason.INCOMPLETE, rule="O292-018")
    Given(CONTENT)().when(None, AT).then_refused(Reason.INCOMPLETE)


@pytest.mark.proves("R14-049", "R14-063")
def test_a_provider_or_its_monitor_detects_and_reports_with_the_kept_record() -> None:
    for found_by in (FoundBy.PROVIDER, FoundBy.MONITOR):
        history = Given(CONTENT)().after(replace(FOUND, found_by=found_by), AT).after(None, AT)
        assert [type(one) for one in history.events] == [
            ProhibitedContentDetected,
            ContentRecordKept,
            ContentReported,
        ]
        reported = history.events[-1]
        assert isinstance(reported, ContentReported)
        assert reported.rules == ("R14-049",)
    stopped = filed().when(SuspendAccess(Ground.CONTENT, SITE_2), CONTEXT).events[0]
    assert isinstance(stopped, AccessSuspended)
    assert stopped.site_ids == (SECOND,)
    off = filed().after(SuspendAccess(Ground.CONTENT, SITE_2), CONTEXT)
    enabled = off.when(ResumeAccess(SITE_2), CONTEXT).events[0]
    assert isinstance(enabled, AccessEnabled)
    assert enabled.site_ids == (SECOND,)
    filed().when(ResumeAccess(), CONTEXT).then_refused(Reason.WRONG_STATE)
    filed().when(ResumeAccess("苏ICP备2026000009号-1"), CONTEXT).then_refused(Reason.NOT_FOUND)


@pytest.mark.proves("R14-046")
def test_filing_data_go_to_nobody_without_the_authoritys_authorization() -> None:
    ask = RequestDisclosure("示例公司", "市场调查", (NUMBER,))
    refused = Given(DISCLOSURE)().after(ask, None)
    assert [type(one) for one in refused.events] == [DataDisclosureRefused]
    assert refused.state.denied is not None
    assert refused.state.denied.refusal.rule == "R14-046"
    authorized = replace(ask, authorization="工信函2026-1")
    Given(DISCLOSURE)().when(authorized, None).then_types(DataDisclosed)
    refused.when(ask, None).then_refused(Reason.ALREADY_DECIDED)
