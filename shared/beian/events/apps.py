"""The filing of an app, a mini-program or a quick app, from its draft to its cancellation.

Streams: `app-<application id>` in the log of each actor that has a part in it,
`nationalapp-<number>` for what is
known of filed apps, `appsubject-<number>` for the sequence of a subject's apps.
FLOW-21. Reading A-53: apps do not travel over the wire of V3.0.
"""

from beian.events.base import ALL, MINISTRY, Event, Ruled, event
from beian.records import ECertificate, PasswordVerifier, UniqueKey
from beian.records_apps import AppForm, PublishedApp


@event("app")
class AppDraftSubmitted(Event, frozen=True, kw_only=True):
    """The data of an app were entered, or entered anew after a return."""

    application_id: str
    form: AppForm
    submitted_by: str
    """sponsor_self, or provider_on_behalf."""


@event("app", to=lambda e: e.region)
class AppFilingSubmitted(Event, frozen=True, kw_only=True):
    """A provider or platform sent the filing of an app to its bureau."""

    application_id: str
    isp_id: int
    region: str
    """Of the bureau that the enterprise system reports to."""
    role: str
    """access_provider, or distribution_platform."""
    form: AppForm


@event("app", to=MINISTRY)
class AppFilingForwarded(Event, frozen=True, kw_only=True):
    """The automatic check found nothing: up for conflict detection and routing."""

    application_id: str
    isp_id: int
    provider_region: str
    home_region: str
    form: AppForm
    unique_keys: tuple[UniqueKey, ...]
    """What only one app in the nation is installed as."""
    certificate: UniqueKey | None
    """Of a sponsor whose identity was entered."""


@event("app", to=lambda e: e.provider_region)
class AppConflictDetected(Ruled, frozen=True, kw_only=True):
    """The ministry found that the application cannot go on: no review starts."""

    application_id: str
    provider_region: str
    reasons: tuple[str, ...]
    found: str
    """What stands against it."""


@event("app", to=lambda e: e.home_region)
class AppFilingRouted(Event, frozen=True, kw_only=True):
    """The ministry claimed the app's keys and gave the filing to the home bureau."""

    application_id: str
    isp_id: int
    provider_region: str
    home_region: str
    form: AppForm
    unique_keys: tuple[UniqueKey, ...]
    certificate: UniqueKey | None
    subject_number: str | None
    """Of the subject that holds the certificate already."""


@event("app")
class AppReviewStarted(Event, frozen=True, kw_only=True):
    """The home bureau holds the filing of the app and reviews it."""

    application_id: str
    isp_id: int
    provider_region: str
    home_region: str
    form: AppForm
    certificate: UniqueKey | None
    subject_number: str | None
    review_due: str
    """The last day in time, YYYY-MM-DD."""
    due_assumed: bool


@event("app")
class AppFilingApproved(Ruled, frozen=True, kw_only=True):
    """The home bureau approved the filing of the app."""

    application_id: str
    officer: str
    text: str | None


@event("app", to=MINISTRY)
class AppFilingReturned(Ruled, frozen=True, kw_only=True):
    """The filing of the app was returned, with reasons."""

    application_id: str
    isp_id: int
    provider_region: str
    home_region: str
    reasons: tuple[str, ...]
    """Names of `Reason`; at least one."""
    text: str
    officer: str | None
    """None where nobody reviewed: a conflict."""


@event("app")
class AppFilingNumberIssued(Event, frozen=True, kw_only=True):
    """The app got its number."""

    application_id: str
    app_number: str
    subject_number: str
    issued_on: str


@event("app")
class AppInfoSupplemented(Ruled, frozen=True, kw_only=True):
    """The data of the app were added to a subject that was filed before."""

    application_id: str
    subject_number: str
    app_number: str


@event("appsubject")
class SubjectAppNumbered(Event, frozen=True, kw_only=True):
    """A subject's next sequence went to an app."""

    subject_number: str
    sequence: int
    app_number: str
    application_id: str


@event("app")
class AppChanged(Ruled, frozen=True, kw_only=True):
    """The data of a filed app are other ones now."""

    application_id: str
    app_number: str
    form: AppForm
    fields: tuple[str, ...]
    effective_on: str
    is_late: bool
    """Asked for less than 30 days before a planned change of what ORDER292 names (A-44)."""
    officer: str


@event("app")
class AppCancelled(Ruled, frozen=True, kw_only=True):
    """The filing of the app is cancelled."""

    application_id: str
    app_number: str
    reason: str
    officer: str
    cancelled_on: str


class NewAppSubject(Event, frozen=True, kw_only=True):
    """A subject that was filed together with its first app."""

    certificate: UniqueKey
    verifier: PasswordVerifier
    e_certificate: ECertificate
    certificate_sha256: str
    subject_id: int
    is_individual: bool


@event("app", to=MINISTRY)
class AppRecordReported(Event, frozen=True, kw_only=True):
    """The home bureau sent up what is filed of the app now."""

    application_id: str
    isp_id: int
    provider_region: str
    home_region: str
    app: PublishedApp
    sponsor_name: str
    sponsor_kind: int | None
    issued_on: str
    new_subject: NewAppSubject | None


@event("app", to=ALL)
class AppRecordSynchronized(Event, frozen=True, kw_only=True):
    """The ministry stored what is filed of an app: whoever lists or connects it may look it up."""

    application_id: str
    home_region: str
    app: PublishedApp


@event("nationalapp")
class NationalAppNoted(Event, frozen=True, kw_only=True):
    """A bureau or an enterprise noted what is filed of an app."""

    home_region: str
    app: PublishedApp


@event("app")
class AppClaimReleased(Event, frozen=True, kw_only=True):
    """The filing ended without a number: its keys are free again."""

    application_id: str


@event("app", to=lambda e: e.provider_region if e.provider_region != e.home_region else None)
class AppResultForwarded(Event, frozen=True, kw_only=True):
    """The ministry passed the result on to the bureau that the filing came from."""

    application_id: str
    isp_id: int
    provider_region: str
    home_region: str
    approved: bool
    reasons: tuple[str, ...]
    text: str | None
    app: PublishedApp | None


@event("app", to=lambda e: str(e.isp_id))
class AppResultDelivered(Event, frozen=True, kw_only=True):
    """The bureau told the enterprise what became of the filing of an app."""

    application_id: str
    isp_id: int
    approved: bool
    reasons: tuple[str, ...]
    text: str | None
    app: PublishedApp | None


@event("app")
class AppResultReceived(Event, frozen=True, kw_only=True):
    """The enterprise heard what became of the filing that it submitted."""

    application_id: str
    approved: bool
    reasons: tuple[str, ...]
    text: str | None
    app: PublishedApp | None


@event("appsystem", to=lambda e: str(e.isp_id))
class AppCapabilityGranted(Ruled, frozen=True, kw_only=True):
    """The enterprise system passed the joint test: it can report and check apps."""

    isp_id: int
    roles: tuple[str, ...]
    """access_provider, distribution_platform, device_manufacturer."""
    tested_on: str
    officer: str


@event("appsystem", to=lambda e: str(e.isp_id))
class AppCapabilityWithdrawn(Ruled, frozen=True, kw_only=True):
    """The enterprise system reports no apps any more."""

    isp_id: int
    reason: str
    officer: str


@event("app")
class AppDisplayChecked(Ruled, frozen=True, kw_only=True):
    """The bureau looked whether the app shows its number, and the link below it."""

    application_id: str
    app_number: str
    findings: tuple[str, ...]
    """number_missing, link_missing; empty: all is there."""
    officer: str
    checked_on: str
