"""FLOW-18: a filing password is lost: recovered, or reset by the bureau."""

from typing import Final

from beian.events.filing import SponsorNotified
from beian.events.password_resets import (
    FilingPasswordRenewed,
    FilingPasswordSynchronized,
    NationalPasswordNoted,
    PasswordRecovered,
    PasswordRecoveryAnswered,
    PasswordRecoveryRefused,
    PasswordRecoveryRequested,
    PasswordReset,
    PasswordResetAnswerReceived,
    PasswordResetClosed,
    PasswordResetDelivered,
    PasswordResetFaxReceived,
    PasswordResetOriginalOverdue,
    PasswordResetOriginalReceived,
    PasswordResetOverdue,
    PasswordResetReceiptConfirmed,
    PasswordResetRejected,
    PasswordResetRequested,
    PasswordResetReturned,
    PasswordResetSubmitted,
    PasswordResetVerified,
    ResetOriginalAwaited,
    ResetReportSent,
)
from beian.flows.lifecycle import Lifecycle, Step


def _is_recovered(event: PasswordRecovered | PasswordRecoveryAnswered) -> bool:
    return isinstance(event, PasswordRecovered) or event.is_recovered


def _is_reset(event: PasswordReset | PasswordResetAnswerReceived) -> bool:
    return isinstance(event, PasswordReset) or event.is_reset


def _is_refused(event: PasswordResetRejected | PasswordResetAnswerReceived) -> bool:
    return isinstance(event, PasswordResetRejected) or not event.is_reset


LIFECYCLE: Final = Lifecycle(
    "FLOW-18",
    initial="Lost",
    steps=(
        Step("Lost", "Recovered", PasswordRecovered, PasswordRecoveryAnswered, when=_is_recovered),
        Step("Lost", "Requested", PasswordResetRequested),
        Step("Requested", "Rejected", PasswordResetRejected),
        Step("Requested", "Verified", PasswordResetVerified),
        Step("Verified", "Submitted", PasswordResetSubmitted),
        Step("Submitted", "Reset", PasswordReset, PasswordResetAnswerReceived, when=_is_reset),
        Step(
            "Submitted",
            "Rejected",
            PasswordResetRejected,
            PasswordResetAnswerReceived,
            when=_is_refused,
        ),
        Step("Reset", "Delivered", PasswordResetDelivered),
        Step("Delivered", "AwaitingOriginal", ResetOriginalAwaited),
        Step("AwaitingOriginal", "Closed", PasswordResetOriginalReceived),
        Step("AwaitingOriginal", "Overdue", PasswordResetOriginalOverdue),
        Step("Delivered", "Closed", PasswordResetClosed),
        Step("Overdue", "Closed", PasswordResetOriginalReceived),
    ),
    stays=(
        FilingPasswordRenewed,
        FilingPasswordSynchronized,
        NationalPasswordNoted,
        PasswordRecovered,
        PasswordRecoveryAnswered,
        PasswordRecoveryRefused,
        PasswordRecoveryRequested,
        PasswordResetAnswerReceived,
        PasswordResetFaxReceived,
        PasswordResetOriginalOverdue,
        PasswordResetOriginalReceived,
        PasswordResetOverdue,
        PasswordResetReceiptConfirmed,
        PasswordResetReturned,
        PasswordResetSubmitted,
        ResetReportSent,
        SponsorNotified,
    ),
)
