"""Blacklist, directory and review policies: what may be set, and what not."""

import msgspec
import pytest

from beian.events.filing import BlacklistSynchronized
from beian.events.lists import BlacklistListing
from beian.events.providers import (
    EnterpriseSystemAdmitted,
    ProviderListed,
    ReviewPolicySet,
    ReviewRule,
)
from beian.regulations.reasons import Reason
from ministry.domain.blacklist import (
    BLACKLIST,
    AddEntry,
    BlacklistCommand,
    ModifyEntry,
    RemoveEntry,
)
from ministry.domain.policies import POLICY, SetPolicy
from ministry.domain.providers import PROVIDER, ListProvider
from support.spec import Given

blacklist = Given(BLACKLIST)
policies = Given(POLICY)
directory = Given(PROVIDER)

added = BlacklistSynchronized(
    version=1, action="added", kind="domain", value="bad.example", reason="违法网站"
)
ADMITTED = EnterpriseSystemAdmitted(
    isp_id=320000000001,
    name="示例网络",
    user_name="js1",
    region="320000",
    ip_ranges=("198.18.20.0/24",),
    interface_addresses=("127.0.0.0/8",),
    rights=("ICP",),
    lenient=(),
    download_encrypt_algorithm=1,
    hosted_by="enterprise",
)
listed = ProviderListed(
    isp_id=320000000001, name="示例网络", user_name="js1", region="320000", hosted_by="enterprise"
)


@pytest.mark.proves("R14-017")
def test_an_entry_is_added_in_normal_form_and_told_to_all() -> None:
    blacklist().when(AddEntry("domain", " BAD.example ", "违法网站"), None).then(added)


def test_adding_it_again_adds_nothing() -> None:
    blacklist(added).when(AddEntry("domain", "bad.example", "再次"), None).then_nothing()


def test_removing_it_is_the_lists_next_version() -> None:
    blacklist(added).when(RemoveEntry("domain", "bad.example", "已整改"), None).then(
        BlacklistSynchronized(
            version=2, action="removed", kind="domain", value="bad.example", reason="已整改"
        )
    )


def test_an_entry_said_anew_is_a_change_and_saying_it_again_is_none() -> None:
    whom = BlacklistListing(name="示例网", home_page="http://bad.example/")
    modified = BlacklistSynchronized(
        version=2,
        action="modified",
        kind="domain",
        value="bad.example",
        reason="再次违法",
        listing=whom,
    )
    anew = ModifyEntry("domain", "bad.example", " 再次违法 ", whom)
    blacklist(added).when(anew, None).then(modified)
    blacklist(added, modified).when(anew, None).then_nothing()


def test_what_is_removed_is_told_in_full() -> None:
    whom = BlacklistListing(name="示例网")
    full = msgspec.structs.replace(added, listing=whom)
    removed = msgspec.structs.replace(full, version=2, action="removed", reason="已整改")
    blacklist(full).when(RemoveEntry("domain", "bad.example", "已整改"), None).then(removed)


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (ModifyEntry("domain", "bad.example", "r"), Reason.NOT_FOUND),
        (AddEntry("domain", f"{'a.' * 60}example.com", "r"), Reason.INVALID_FIELD),
        (AddEntry("phone", "1", "r"), Reason.INVALID_FIELD),
        (AddEntry("domain", "www.bad.example", "r"), Reason.INVALID_FIELD),
        (AddEntry("certificate", "91440100", "r"), Reason.INVALID_FIELD),
        (AddEntry("name", "  ", "r"), Reason.INVALID_FIELD),
        (AddEntry("domain", "bad.example", " "), Reason.REASON_MISSING),
        (RemoveEntry("domain", "bad.example", "r"), Reason.NOT_FOUND),
    ],
)
def test_what_is_no_entry_is_refused(command: BlacklistCommand, reason: Reason) -> None:
    blacklist().when(command, None).then_refused(reason)


def test_a_policy_is_set_for_a_region() -> None:
    rule = ReviewRule(field="subject.name", pattern="示例", decision="approve")
    for policy, rules in (("approve", ()), ("rules", (rule,))):
        policies().when(SetPolicy("320000", policy, rules), None).then(
            ReviewPolicySet(region="320000", policy=policy, rules=rules)
        )


def test_the_same_policy_again_adds_nothing() -> None:
    policies(ReviewPolicySet(region="320000", policy="approve")).when(
        SetPolicy("320000", "approve"), None
    ).then_nothing()


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (SetPolicy("990000", "approve"), Reason.UNKNOWN_REGION),
        (SetPolicy("320000", "perhaps"), Reason.UNKNOWN_POLICY),
        (SetPolicy("320000", "rules"), Reason.INVALID_FIELD),
        (
            SetPolicy(
                "320000", "approve", (ReviewRule(field="a", pattern="b", decision="refuse"),)
            ),
            Reason.INVALID_FIELD,
        ),
        (
            SetPolicy("320000", "rules", (ReviewRule(field="a", pattern="(", decision="refuse"),)),
            Reason.INVALID_FIELD,
        ),
        (
            SetPolicy(
                "320000", "rules", (ReviewRule(field="A b", pattern="x", decision="refuse"),)
            ),
            Reason.INVALID_FIELD,
        ),
        (
            SetPolicy("320000", "rules", (ReviewRule(field="a", pattern="x", decision="maybe"),)),
            Reason.INVALID_FIELD,
        ),
    ],
)
def test_a_policy_that_says_nothing_clear_is_refused(command: SetPolicy, reason: Reason) -> None:
    policies().when(command, None).then_refused(reason)


def test_an_admitted_system_enters_the_directory_once() -> None:
    directory().when(ListProvider(ADMITTED, "320000"), None).then(listed)
    directory(listed).when(ListProvider(ADMITTED, "320000"), None).then_nothing()


def test_only_the_bureau_of_its_place_admits_a_provider() -> None:
    directory().when(ListProvider(ADMITTED, "440000"), None).then_refused(Reason.WRONG_BUREAU)
