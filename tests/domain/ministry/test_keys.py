"""Who may hold a unique key."""

import pytest

from beian.events.keys import KeyClaimed, KeyRegistered, KeyReleased
from beian.records import UniqueKey
from beian.regulations.reasons import Reason
from domain.ministry.cases import DOMAIN_KEY, ISP, NUMBER, OTHER_ISP, RANGE_KEY
from ministry.domain.keys import KEY, ClaimKey, FreeKey, Heir, RegisterKey, ReleaseKey, key_stream
from support.spec import Given

given = Given(KEY)


def claimed(key: UniqueKey = DOMAIN_KEY, by: str = "first", isp_id: int = ISP) -> KeyClaimed:
    return KeyClaimed(key=key, application_id=by, isp_id=isp_id)


def registered(key: UniqueKey = DOMAIN_KEY, by: str = "first") -> KeyRegistered:
    return KeyRegistered(key=key, application_id=by, filing_number=NUMBER)


def released(key: UniqueKey = DOMAIN_KEY, by: str = "first") -> KeyReleased:
    return KeyReleased(key=key, application_id=by)


@pytest.mark.proves("R14-099")
def test_a_free_key_is_claimed() -> None:
    given().when(ClaimKey(DOMAIN_KEY, "first", ISP), None).then(claimed())


@pytest.mark.proves("R14-099")
def test_a_claimed_key_is_not_claimed_by_another() -> None:
    given(claimed()).when(ClaimKey(DOMAIN_KEY, "second", ISP), None).then_refused(Reason.CONFLICT)


@pytest.mark.proves("R14-099")
def test_a_registered_key_is_not_claimed_by_another() -> None:
    given(claimed(), registered()).when(ClaimKey(DOMAIN_KEY, "second", ISP), None).then_refused(
        Reason.CONFLICT
    )


@pytest.mark.proves("R14-099")
def test_a_released_key_is_claimed_by_the_next() -> None:
    given(claimed(), released()).when(ClaimKey(DOMAIN_KEY, "second", ISP), None).then(
        claimed(by="second")
    )


def test_claiming_twice_adds_nothing() -> None:
    given(claimed()).when(ClaimKey(DOMAIN_KEY, "first", ISP), None).then_nothing()


def test_the_issue_makes_the_claim_a_register_entry() -> None:
    command = RegisterKey(DOMAIN_KEY, "first", ISP, NUMBER)
    given(claimed()).when(command, None).then(registered())
    given(claimed(), registered()).when(command, None).then_nothing()


def test_a_key_is_not_registered_over_the_claim_of_another() -> None:
    command = RegisterKey(DOMAIN_KEY, "second", ISP, NUMBER)
    given(claimed()).when(command, None).then_refused(Reason.CONFLICT)


def test_a_return_does_not_release_what_another_holds_or_what_is_issued() -> None:
    given(claimed()).when(ReleaseKey(DOMAIN_KEY, "second"), None).then_nothing()
    given(claimed(), registered()).when(ReleaseKey(DOMAIN_KEY, "first"), None).then_nothing()


@pytest.mark.proves("1024")
def test_a_range_is_shared_by_the_sites_of_one_provider() -> None:
    given(claimed(RANGE_KEY)).when(ClaimKey(RANGE_KEY, "second", ISP), None).then_nothing()


@pytest.mark.proves("1024")
def test_a_range_is_not_shared_with_another_provider() -> None:
    given(claimed(RANGE_KEY)).when(ClaimKey(RANGE_KEY, "second", OTHER_ISP), None).then_refused(
        Reason.CONFLICT
    )


def test_the_claim_on_a_range_passes_to_who_still_uses_it() -> None:
    given(claimed(RANGE_KEY)).when(ReleaseKey(RANGE_KEY, "first", Heir("second", ISP)), None).then(
        released(RANGE_KEY), claimed(RANGE_KEY, "second")
    )


def test_the_stream_of_a_key_can_be_named_whatever_its_value() -> None:
    odd = UniqueKey(kind="homepage", value="例子.example/路径?a=1-2 3")
    kind, _, name = key_stream(odd).partition("-")
    assert kind == "key"
    assert name.startswith("homepage.")
    assert name.isascii()
    assert " " not in name


@pytest.mark.proves("R14-099")
def test_what_a_changed_filing_gives_up_is_free() -> None:
    held = given(claimed(), registered())
    held.when(FreeKey(DOMAIN_KEY, NUMBER), None).then(released())
    held.when(FreeKey(DOMAIN_KEY, "粤ICP备2026000009号"), None).then_nothing()
    given(claimed()).when(FreeKey(DOMAIN_KEY, NUMBER), None).then_nothing()


def test_a_range_given_up_passes_to_another_filing_that_uses_it() -> None:
    other = RegisterKey(RANGE_KEY, "second", ISP, "粤ICP备2026000009号")
    given(claimed(RANGE_KEY), registered(RANGE_KEY)).when(
        FreeKey(RANGE_KEY, NUMBER, other), None
    ).then(
        released(RANGE_KEY),
        claimed(RANGE_KEY, by="second"),
        KeyRegistered(key=RANGE_KEY, application_id="second", filing_number=other.filing_number),
    )


def test_a_range_given_up_passes_to_an_application_under_way_where_no_filing_uses_it() -> None:
    given(claimed(RANGE_KEY), registered(RANGE_KEY)).when(
        FreeKey(RANGE_KEY, NUMBER, None, Heir("second", ISP)), None
    ).then(released(RANGE_KEY), claimed(RANGE_KEY, by="second"))
