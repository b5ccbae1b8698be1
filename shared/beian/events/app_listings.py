"""Apps with enterprises: distributed, connected, preinstalled; and what bureaus find of them.

Streams: `applisting-<id>`, `appinspection-<id>`, `appassessment-<period>.<isp id>`. FLOW-21.
"""

from beian.events.base import Event, Ruled, event


class Listing(Event, frozen=True, kw_only=True):
    """What somebody wants to distribute, connect or preinstall, or did."""

    listing_id: str
    isp_id: int
    app_number: str | None
    name: str
    package: str


@event("applisting", to=lambda e: e.region)
class AppDistributionReported(Event, frozen=True, kw_only=True):
    """A platform distributes an app, shows its number, and told its bureau."""

    region: str
    listing: Listing
    version: str
    shown_number: str
    """The number as the platform shows it beside the app."""
    reported_on: str


@event("applisting")
class AppDistributionRefused(Ruled, frozen=True, kw_only=True):
    """A platform refused to list an app that is not filed."""

    listing: Listing
    reason: str


@event("applisting")
class AppPreinstallRefused(Ruled, frozen=True, kw_only=True):
    """A device manufacturer refused to preinstall an app that is not filed."""

    listing: Listing
    reason: str


@event("applisting")
class AppConnected(Event, frozen=True, kw_only=True):
    """A provider connects a filed app to the network."""

    listing: Listing


@event("applisting")
class AppPreinstalled(Event, frozen=True, kw_only=True):
    """A device manufacturer preinstalls a filed app."""

    listing: Listing


@event(("applisting", "appinspection"), to=lambda e: e.region)
class AppRemoved(Ruled, frozen=True, kw_only=True):
    """The app is no longer distributed, preinstalled or connected there."""

    region: str
    listing: Listing
    reason: str
    inspection_id: str | None = None
    """The bureau's inspection that ordered it."""
    removed_on: str


@event("appinspection", to=lambda e: str(e.isp_id))
class AppRemovalOrdered(Ruled, frozen=True, kw_only=True):
    """The bureau ordered a provider, a platform or a manufacturer to take an app off."""

    inspection_id: str
    isp_id: int
    app_number: str | None
    package: str
    reason: str
    officer: str


@event("appinspection")
class AppInspectionPerformed(Ruled, frozen=True, kw_only=True):
    """The bureau looked at an app that is connected, distributed or preinstalled."""

    inspection_id: str
    isp_id: int
    """With whom it was found."""
    channel: str
    """distribution, connection, or preinstallation."""
    kind: str
    name: str
    package: str
    app_number: str | None
    """As shown; None where none is."""
    began_on: str | None
    finding: str
    """filed, unfiled, or in_transition: an existing app before the window ended."""
    wrong_fields: tuple[str, ...]
    """What is filed of it and is not so."""
    is_campaign: bool
    officer: str
    performed_on: str


@event("appinspection")
class AppSponsorFiled(Event, frozen=True, kw_only=True):
    """The sponsor of an app that was found unfiled submitted its filing."""

    inspection_id: str
    application_id: str


@event("applisting")
class AppContentDetected(Ruled, frozen=True, kw_only=True):
    """Content that law forbids was found in an app."""

    listing_id: str
    category: int
    """1 to 9: the item of ORDER292, article 15."""
    place: str
    """Where in the app."""
    detail: str


@event("applisting")
class AppContentKept(Event, frozen=True, kw_only=True):
    """What was found is kept as it was."""

    listing_id: str
    record: str
    """SHA-256 of the bytes, which lie beside the log."""
    size: int


@event("applisting")
class AppContentStopped(Ruled, frozen=True, kw_only=True):
    """The content is no longer transmitted."""

    listing_id: str


@event("applisting", to=lambda e: e.region)
class AppContentReported(Ruled, frozen=True, kw_only=True):
    """The finding was reported to the bureau."""

    region: str
    listing: Listing
    category: int
    place: str
    record: str


@event("appassessment")
class AppAccuracyAssessed(Ruled, frozen=True, kw_only=True):
    """The bureau assessed how accurate the app filings are that it met with an enterprise."""

    isp_id: int
    period: str
    """YYYY-MM."""
    inspected: int
    filed: int
    accurate: int
    accuracy_permille: int
    """Of all inspected; 1000 where none was."""
    points: int
    """0: the texts give none for apps (A-45)."""
    officer: str
    assessed_on: str
