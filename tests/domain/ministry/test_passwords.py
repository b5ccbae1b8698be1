"""Filing passwords at the ministry: recovery on its page, verifiers to every bureau."""

from dataclasses import replace

import pytest

from beian.events.password_resets import (
    FilingPasswordRenewed,
    FilingPasswordSynchronized,
    PasswordRecovered,
    PasswordRecoveryAnswered,
    PasswordRecoveryRefused,
    PasswordRecoveryRequested,
)
from beian.records import PasswordVerifier
from beian.regulations.reasons import Reason
from ministry.domain.passwords import (
    PASSWORDS,
    RECOVERIES,
    RecoverPassword,
    StorePassword,
    TakeAnswer,
)
from support.apps import SUBJECT
from support.spec import Given

given = Given(RECOVERIES)
RECOVER = RecoverPassword(f"{SUBJECT}-1", 1, "320100000012345", "sms", "13800000000")
ASKED = given().after(RECOVER, "p1")


def answered(*, is_recovered: bool) -> PasswordRecoveryAnswered:
    return PasswordRecoveryAnswered(
        recovery_id="p1", filing_number=SUBJECT, is_recovered=is_recovered, rules=("R14-064",)
    )


@pytest.mark.proves("R14-064", "R14-152")
def test_the_ministry_s_page_asks_the_bureau_that_issued_the_number() -> None:
    (requested,) = given().when(RECOVER, "p1").then_types(PasswordRecoveryRequested)
    assert isinstance(requested, PasswordRecoveryRequested)
    assert (requested.region, requested.filing_number) == ("320000", SUBJECT)
    assert "13800000000" not in str(requested)
    assert "320100000012345" not in str(requested)
    given().when(replace(RECOVER, filing_number="x"), "p1").then_refused(
        Reason.INVALID_FIELD, rule="R14-064"
    )


@pytest.mark.proves("R14-064")
def test_only_that_bureau_s_answer_counts() -> None:
    yes = answered(is_recovered=True)
    ASKED.when(TakeAnswer(yes, "440000"), "p1").then_refused(Reason.WRONG_BUREAU)
    ASKED.when(TakeAnswer(yes, "320000"), "p1").then_types(PasswordRecovered)
    no = answered(is_recovered=False)
    ASKED.when(TakeAnswer(no, "320000"), "p1").then_types(PasswordRecoveryRefused)


@pytest.mark.proves("R14-163")
def test_a_new_verifier_goes_to_every_bureau_and_only_from_the_home_bureau() -> None:
    passwords = Given(PASSWORDS)
    renewed = FilingPasswordRenewed(
        filing_number=SUBJECT,
        verifier=PasswordVerifier(salt="00", sha256="11"),
        of="r1",
        rules=("R14-163",),
    )
    passwords().when(StorePassword(renewed, "440000"), None).then_refused(Reason.WRONG_BUREAU)
    passwords().when(StorePassword(renewed, "320000"), None).then_types(FilingPasswordSynchronized)
