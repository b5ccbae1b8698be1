"""What entries of the nation's lists say in full, as bureaus hand them on to the providers."""

from beian.events.base import Event


class BlacklistListing(Event, frozen=True, kw_only=True):
    """Whom an entry of the blacklist means, beyond the key by which it is found (HMDLB).

    A number of a certificate stands here in full: the list that providers get carries it.
    """

    name: str | None = None
    """Dwmc of a subject, Wzmc of a website."""
    unit_kind: int | None = None
    """Dwxz."""
    certificate_type: int | None = None
    certificate_number: str | None = None
    home_page: str | None = None
