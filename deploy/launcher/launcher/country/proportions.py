"""The country in proportions, in permille: how many of what, and where.

Sources: the yearly reports of the Internet Society of China on filed websites (中国互联网站发展
状况及其安全报告): 74 % of the sites are of enterprises, 22 % of individuals, 1.3 sites to a sponsor
and 1.3 domains to a site; 69 % of them in the east, 18.5 % in the centre, 12.5 % in the west. The
shares of the single provinces inside these three are rounded, and so are all others: ours.
"""

from collections.abc import Mapping
from typing import Final

from beian.regulations.certificates import CertificateType, SponsorKind

SUBJECTS_BY_PROVINCE: Final[Mapping[str, int]] = {
    "110000": 115,
    "120000": 11,
    "130000": 32,
    "140000": 11,
    "150000": 5,
    "210000": 17,
    "220000": 7,
    "230000": 10,
    "310000": 78,
    "320000": 80,
    "330000": 75,
    "340000": 33,
    "350000": 50,
    "360000": 16,
    "370000": 70,
    "410000": 50,
    "420000": 33,
    "430000": 25,
    "440000": 157,
    "450000": 13,
    "460000": 5,
    "500000": 19,
    "510000": 42,
    "520000": 7,
    "530000": 9,
    "540000": 1,
    "610000": 20,
    "620000": 3,
    "630000": 1,
    "640000": 2,
    "650000": 3,
}
"""Where the sponsors live."""

EAST: Final = frozenset(
    {
        "110000",
        "120000",
        "130000",
        "210000",
        "310000",
        "320000",
        "330000",
        "350000",
        "370000",
        "440000",
        "460000",
    }
)
CENTRE: Final = frozenset(
    {"140000", "220000", "230000", "340000", "360000", "410000", "420000", "430000"}
)
"""The rest is the west."""

ACCESS_MARKET: Final[Mapping[str, int]] = {
    "110000": 250,
    "310000": 110,
    "320000": 80,
    "330000": 260,
    "350000": 60,
    "370000": 30,
    "410000": 50,
    "440000": 160,
}
"""Where the providers sit that serve sponsors of other provinces."""

CROSS_PROVINCE: Final = 450
"""Subjects filed through a provider of another province than their own."""

KINDS: Final[Mapping[SponsorKind, int]] = {
    SponsorKind.ENTERPRISE: 730,
    SponsorKind.INDIVIDUAL: 221,
    SponsorKind.PUBLIC_INSTITUTION: 23,
    SponsorKind.GOVERNMENT: 14,
    SponsorKind.SOCIAL_ORGANISATION: 11,
    SponsorKind.MILITARY: 1,
}

CERTIFICATES: Final[Mapping[SponsorKind, Mapping[CertificateType, int]]] = {
    SponsorKind.ENTERPRISE: {
        CertificateType.BUSINESS_LICENCE: 960,
        CertificateType.ENTERPRISE_ORGANISATION_CODE: 40,
    },
    SponsorKind.INDIVIDUAL: {
        CertificateType.ID_CARD: 980,
        CertificateType.PASSPORT: 10,
        CertificateType.TAIWAN_COMPATRIOT_PERMIT: 7,
        CertificateType.MILITARY_OFFICER_CARD: 3,
    },
    SponsorKind.PUBLIC_INSTITUTION: {
        CertificateType.INSTITUTION_CERTIFICATE: 850,
        CertificateType.INSTITUTION_ORGANISATION_CODE: 150,
    },
    SponsorKind.GOVERNMENT: {CertificateType.GOVERNMENT_ORGANISATION_CODE: 1000},
    SponsorKind.SOCIAL_ORGANISATION: {
        CertificateType.SOCIAL_ORGANISATION_CERTIFICATE: 900,
        CertificateType.SOCIAL_ORGANISATION_CODE: 100,
    },
    SponsorKind.MILITARY: {CertificateType.MILITARY_DESIGNATION: 1000},
}

SITES_OF_UNIT: Final[Mapping[int, int]] = {1: 810, 2: 110, 3: 45, 4: 20, 6: 10, 10: 5}
SITES_OF_INDIVIDUAL: Final[Mapping[int, int]] = {1: 900, 2: 75, 3: 25}
DOMAINS_OF_SITE: Final[Mapping[int, int]] = {1: 800, 2: 130, 3: 45, 5: 20, 8: 5}

SECOND_ACCESS: Final = 30
"""Sites that a second provider gives access too."""
TWO_PLACES: Final = 25
"""Sites that their provider connects at two places."""
OTHER_PLACE: Final = 100
"""Sites whose server stands in another province than their provider."""
WITH_HOME_PAGE: Final = 700
OWN_RESPONSIBLE: Final = 120
"""Sites with a responsible person of their own; the others have the subject's."""
PRE_APPROVED: Final = 8
"""Units' sites with content that wants a department's approval first."""

ACCESS_MODES: Final[Mapping[int, int]] = {1: 60, 2: 190, 3: 720, 4: 30}
"""Jrfs: 专线, 主机托管, 虚拟主机, 其他."""
LANGUAGES: Final[Mapping[tuple[int, ...], int]] = {(1,): 900, (1, 12): 80, (1, 2): 10, (1, 13): 10}
"""Yylb_id: simplified Chinese first."""

FAULTY_AT_FIRST: Final = 80
"""Subjects whose first application the automatic check sends back."""
DOUBLED: Final = 8
"""Subjects that apply a second time although they are filed."""
TAKEN_DOMAIN: Final = 6
"""Applications for a domain that another subject has filed."""
REFUSED_BY_REVIEWER: Final = 12
"""Applications with a site name that no reviewer lets pass."""

FILED_IN_THE_YEAR: Final = 300
"""Subjects of a simulated year that file in its course; the others had filed before it."""

MISNAMED_IN_REGISTRY: Final = 8
"""Subjects whose certificate the registry knows under another name."""
UNKNOWN_TO_REGISTRY: Final = 4
"""Subjects whose certificate the registry does not know."""


def apportion[K](total: int, weights: Mapping[K, int]) -> dict[K, int]:
    """Split `total` by weight, the largest remainders rounded up.

    Nobody with a weight goes without where there is enough for all.
    """
    whole = sum(weights.values())
    shares = {key: total * weight // whole for key, weight in weights.items()}
    remainders = sorted(weights, key=lambda key: -(total * weights[key] % whole))
    for key in remainders[: total - sum(shares.values())]:
        shares[key] += 1
    if total >= len(weights):
        for key in [key for key, share in shares.items() if not share]:
            shares[max(shares, key=lambda one: shares[one])] -= 1
            shares[key] = 1
    return shares
