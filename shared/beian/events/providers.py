"""Access providers as the network knows them: admission, directory, policies."""

from beian.events.base import ALL, MINISTRY, Event, event
from beian.regulations.numbers import CHANGES_MAX


@event("provider", to=MINISTRY)
class EnterpriseSystemAdmitted(Event, frozen=True, kw_only=True):
    """The bureau admitted an enterprise system: from now on its submissions are accepted."""

    isp_id: int
    name: str
    user_name: str
    region: str
    ip_ranges: tuple[str, ...]
    """CIDR blocks that count as reported."""
    interface_addresses: tuple[str, ...]
    """CIDR blocks of the provider's interface servers (code 12 elsewhere)."""
    rights: tuple[str, ...]
    """ICP, IP, YM."""
    lenient: tuple[str, ...]
    """Switches of lenient reading that are on."""
    download_encrypt_algorithm: int
    hosted_by: str
    """enterprise, or external."""


@event("provider", to=ALL)
class ProviderListed(Event, frozen=True, kw_only=True):
    """The ministry's directory of providers has an entry, new or changed."""

    isp_id: int
    name: str
    user_name: str
    region: str
    hosted_by: str


@event("policy", to=lambda e: e.region)
class ReviewPolicySet(Event, frozen=True, kw_only=True):
    """The tester set how a bureau's review decides (of the ministry's sim API)."""

    region: str
    policy: str
    """manual, approve, refuse, or rules."""
    rules: tuple["ReviewRule", ...] = ()
    opinion: str | None = None
    """The text of the opinion where the policy decides."""


class ReviewRule(Event, frozen=True, kw_only=True):
    """One rule by field: the first that matches decides; none matching: manual."""

    field: str
    """A path in the filing, e.g. `subject.name` or `sites.domains.name`."""
    pattern: str
    """A regular expression searched in the field's text."""
    decision: str
    """approve, or refuse."""
    opinion: str | None = None


@event("policy")
class ReviewPolicyAdopted(Event, frozen=True, kw_only=True):
    """The bureau reviews by this policy from now on."""

    policy: str
    rules: tuple[ReviewRule, ...] = ()
    opinion: str | None = None


@event("provider")
class EnterpriseSystemWithdrawn(Event, frozen=True, kw_only=True):
    """The bureau took an admission back: uploads are refused (19), files that wait too."""

    isp_id: int
    deleted: bool
    """The unit was deleted (1053), else it is no longer valid (1054)."""
    reason: str


@event("provider")
class EnterpriseSystemReadmitted(Event, frozen=True, kw_only=True):
    """The bureau admitted an enterprise system again whose admission it had taken back."""

    isp_id: int


@event("provider")
class InterfaceSuspended(Event, frozen=True, kw_only=True):
    """The provider's reporting interface was suspended: uploads are refused (code 19)."""

    isp_id: int
    reason: str


@event("provider")
class InterfaceResumed(Event, frozen=True, kw_only=True):
    """The provider's reporting interface was reopened."""

    isp_id: int


@event("policy", to=lambda e: e.region, schema=3)
class InterfaceConditionsSet(Event, frozen=True, kw_only=True):
    """The tester set the conditions under which a bureau's interface answers."""

    region: str
    maintenance: str
    """none, upload (901), download (902), or all."""
    upload_hours: str | None
    """`HH:MM-HH:MM`, outside of which uploads get code 20; None: at any time."""
    waiting_files_max: int
    """Files of one provider waiting to be processed before code 15."""
    password_checks_max: int
    """Checks of one filing's password a day before code 22."""
    ip_comparison: str
    """What it does if a filing's addresses are not reported as IP data: refuse (1063 sends it
    back), or report (1062 or 1063 is told, and it goes on)."""
    changes_max: int = CHANGES_MAX
    """Changes that one provider may ask of one subject in a day before code 1051."""


@event("policy", to=lambda e: e.region)
class InterfaceSwitchesSet(Event, frozen=True, kw_only=True):
    """The tester set which switches of a provider's interface are on."""

    region: str
    isp_id: int
    switches: tuple[str, ...]
    """Names of those that are on; all others are off."""


@event("provider")
class InterfaceSwitchesAdopted(Event, frozen=True, kw_only=True):
    """From now on these switches of the provider's interface are on, whatever its account says."""

    isp_id: int
    switches: tuple[str, ...]


@event("policy", schema=3)
class InterfaceConditionsAdopted(Event, frozen=True, kw_only=True):
    """The bureau's interface answers under these conditions from now on."""

    maintenance: str
    upload_hours: str | None
    waiting_files_max: int
    password_checks_max: int
    ip_comparison: str
    changes_max: int = CHANGES_MAX
