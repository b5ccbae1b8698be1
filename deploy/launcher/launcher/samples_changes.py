"""Made-up additions to what is filed: a site of a subject, a provider's access of a site."""

import hashlib

from beian.records_changes import NewAccess, NewSites
from launcher.samples import Provider, sample


def site_of(subject_number: str, number: int, provider: Provider) -> NewSites:
    """Make the XZWZ record of one number: a site, without material and without the password."""
    made = sample(number, provider, pictures=False)
    return NewSites(subject_number=subject_number, sites=made.filing.sites)


def access_of(site_number: str, password: str, number: int, provider: Provider) -> NewAccess:
    """Make the XZJR record of one number: the provider's access of a site."""
    (site,) = sample(number, provider, pictures=False).filing.sites
    (access,) = site.accesses
    assert access.isp_access_id is not None, "a sample has the enterprise's ids"
    return NewAccess(
        site_number=site_number,
        isp_access_id=access.isp_access_id,
        isp_id=provider.isp_id,
        locations=access.locations,
        modes=access.modes,
        ip_ranges=access.ip_ranges,
        # The interface writes a filing password as its MD5.
        password=hashlib.md5(password.encode("gbk"), usedforsecurity=False).hexdigest(),
    )
