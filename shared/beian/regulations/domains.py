"""Domains and home pages: what an independent domain (独立域名) is, and how names are compared.

An independent domain is registered directly under a public suffix: a top-level domain, or a
CN category or region domain such as com.cn, js.cn. The suffix list is the one bundled with
`tldextract`, never fetched; .example and .test count as top-level domains, because a
simulation has no others. Interface, validation §4, §14, 50; codes 1004, 1022, 1041.
"""

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import idna

from beian.regulations.addresses import from_dotted
from beian.regulations.numbers import HOME_PAGE_CHARACTERS_MAX, HOME_PAGE_CHARACTERS_MIN

if TYPE_CHECKING:
    from tldextract import TLDExtract

MADE_UP_SUFFIXES: Final = ("example", "test")

_LABEL: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_NAME_CHARACTERS_MAX: Final = 253
_NAMES_KEPT: Final = 1024
"""A site's domains are asked for by its check, its keys and its read models in turn."""
_SCHEME: Final = re.compile(r"https?://", re.IGNORECASE)
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_UNWRITABLE: Final = re.compile(r"[\s\x00-\x1f<>\"\\^`{|}]")


def normal_name(name: str) -> str | None:
    """Return a host name as it is compared, or None if it is none.

    Lower case, without a dot at the end; names in Chinese in their ASCII form (xn--).
    """
    name = name.removesuffix(".")
    if name.isascii():
        name = name.lower()
    else:
        try:
            name = idna.encode(name, uts46=True, std3_rules=True).decode("ascii")
        except idna.IDNAError:
            return None
    labels = name.split(".")
    fits = len(name) <= _NAME_CHARACTERS_MAX and all(_LABEL.fullmatch(label) for label in labels)
    return name if fits else None


def registrable_domain(name: str) -> str | None:
    """Return the independent domain a host name lies in (normal form), or None."""
    normal = normal_name(name)
    if normal is None:
        return None
    return _extract()(normal).top_domain_under_public_suffix or None


@lru_cache(maxsize=_NAMES_KEPT)
def is_independent_domain(name: str) -> bool:
    """Say whether `name` is an independent domain itself: no deeper name, no www. Code 1004."""
    normal = normal_name(name)
    return normal is not None and registrable_domain(normal) == normal


@lru_cache(maxsize=_NAMES_KEPT)
def domain_key(name: str) -> str | None:
    """Return what identifies a site's Ym in the nation, or None if it can be none (code 1004).

    An independent domain in normal form, or the IPv4 literal of a site without a domain.
    """
    if from_dotted(name) is not None:
        return name
    return normal_name(name) if is_independent_domain(name) else None


def home_page_key(text: str) -> str | None:
    """Return what identifies a home page (Syurl) in the nation, or None if it is none: code 1022.

    `text` is a host or an http(s) URL of 4 to 255 characters. The key is `host[:port][/path]`,
    the host in normal form: scheme, default port and last slash make no other page.
    """
    if not HOME_PAGE_CHARACTERS_MIN <= len(text) <= HOME_PAGE_CHARACTERS_MAX:
        return None
    if _UNWRITABLE.search(text):
        return None
    try:
        parts = urlsplit(text if _SCHEME.match(text) else f"http://{text}")
        host, port = host_key(parts.hostname or ""), parts.port
    except ValueError:
        return None
    if host is None or parts.username is not None:
        return None
    if port == _DEFAULT_PORTS[parts.scheme]:
        port = None
    query = f"?{parts.query}" if parts.query else ""
    return host + (f":{port}" if port is not None else "") + parts.path.rstrip("/") + query


def home_page_is_within(text: str, domains: list[str]) -> bool:
    """Say whether a home page lies at or under one of the site's domains (Ym). Code 1041."""
    key = home_page_key(text)
    if key is None:
        return False
    host = re.split(r"[:/?]", key, maxsplit=1)[0]
    keys = [domain_key(domain) for domain in domains]
    return any(own and (host == own or host.endswith(f".{own}")) for own in keys)


def host_key(name: str) -> str | None:
    """Return a host in normal form: an address, or a name with a dot in it."""
    if from_dotted(name) is not None:
        return name
    normal = normal_name(name)
    return normal if normal and "." in normal and not normal.replace(".", "").isdigit() else None


@cache
def _extract() -> "TLDExtract":
    from tldextract import TLDExtract  # noqa: PLC0415 - slow to read in: brings an HTTP client along

    return TLDExtract(suffix_list_urls=(), cache_dir=None, extra_suffixes=MADE_UP_SUFFIXES)
