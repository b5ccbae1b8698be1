"""Access providers as the network knows them: admission, directory, policies."""

from beian.events.base import ALL, MINISTRY, Event, event


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
