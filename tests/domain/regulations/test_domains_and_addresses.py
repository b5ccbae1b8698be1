"""Independent domains, home pages, IPv4 ranges, and the unique keys made of them."""

import pytest

from beian.records import (
    Access,
    Address,
    Certificate,
    Domain,
    Filing,
    IpRange,
    ResponsiblePerson,
    Site,
    Subject,
    UniqueKey,
)
from beian.regulations.addresses import (
    Range,
    contains,
    from_dotted,
    is_covered,
    is_usable,
    is_usable_range,
    overlap,
    range_of,
    to_dotted,
)
from beian.regulations.domains import (
    domain_key,
    home_page_is_within,
    home_page_key,
    is_independent_domain,
    registrable_domain,
)
from beian.regulations.unique_keys import certificate_hash_of, unique_keys


@pytest.mark.proves("1004")
@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Site.Example", "site.example"),
        ("site.test", "site.test"),
        ("site.com.cn", "site.com.cn"),
        ("site.js.cn", "site.js.cn"),
        ("网站.中国", "xn--5tzm5g.xn--fiqs8s"),
        ("192.0.2.1", "192.0.2.1"),
    ],
)
def test_an_independent_domain_lies_directly_under_a_public_suffix(name: str, key: str) -> None:
    assert domain_key(name) == key


@pytest.mark.proves("1004")
@pytest.mark.parametrize(
    "name",
    [
        "www.site.example",
        "a.site.com.cn",
        "com.cn",
        "cn",
        "example",
        "site",
        "",
        ".",
        "a_b.cn",
        "-a.cn",
        "a b.cn",
        "*.cn",
        "http://site.cn",
        "1.2.3",
        "256.1.1.1",
        "a..cn",
        "site.nosuchtld",
        "a" * 64 + ".cn",
        "网站。中国\x00",
    ],
)
def test_anything_deeper_or_broken_is_none(name: str) -> None:
    assert domain_key(name) is None
    assert not is_independent_domain(name)


def test_a_host_lies_in_one_independent_domain() -> None:
    assert registrable_domain("www.a.site.com.cn") == "site.com.cn"
    assert registrable_domain("com.cn") is None


@pytest.mark.proves("1021", "1022")
@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("www.site.example", "www.site.example"),
        ("HTTP://WWW.Site.Example/", "www.site.example"),
        ("https://www.site.example:443/", "www.site.example"),
        ("http://site.example:8080/Index.html", "site.example:8080/Index.html"),
        ("site.example/a?b=1", "site.example/a?b=1"),
        ("http://网站.example", "xn--5tzm5g.example"),
        ("192.0.2.1", "192.0.2.1"),
    ],
)
def test_home_pages_that_are_one_page_have_one_key(text: str, key: str) -> None:
    assert home_page_key(text) == key


@pytest.mark.proves("1022")
@pytest.mark.parametrize(
    "text",
    [
        "a.b",
        "ftp://site.example",
        "site",
        "http://",
        "http://a b.example",
        "http://[::1",
        "1.2.3",
        "http://site.example:99999",
        "http://u@site.example",
        "a.example;b.example",
        "javascript:alert(1)",
        "site.example/" + "a" * 255,
    ],
)
def test_what_is_no_host_and_no_url_is_no_home_page(text: str) -> None:
    assert home_page_key(text) is None


@pytest.mark.proves("1041")
def test_a_home_page_lies_at_or_under_one_of_the_sites_domains() -> None:
    assert home_page_is_within("http://www.site.example/", ["other.example", "Site.example"])
    assert home_page_is_within("http://网站.test", ["网站.test"])
    assert home_page_is_within("192.0.2.1:8080", ["192.0.2.1"])
    assert not home_page_is_within("www.mysite.example", ["site.example"])
    assert not home_page_is_within("other.example/site.example", ["site.example"])
    assert not home_page_is_within("site", ["site.example"])


def test_addresses_are_integers_first_octet_highest() -> None:
    assert from_dotted("192.0.2.1") == 3221225985
    assert to_dotted(3221225985) == "192.0.2.1"
    assert from_dotted("192.0.2") is None
    assert from_dotted("192.0.2.256") is None


@pytest.mark.proves("1006")
@pytest.mark.parametrize(
    "address",
    ["192.0.2.1", "198.51.100.255", "203.0.113.9", "198.18.0.1", "198.19.255.255", "8.8.8.8"],
)
def test_documentation_addresses_count_as_usable(address: str) -> None:
    assert is_usable(from_dotted(address) or 0)


@pytest.mark.proves("1006")
@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "0.0.0.192",
        "10.1.2.3",
        "127.0.0.1",
        "100.64.0.1",
        "169.254.1.1",
        "172.31.0.1",
        "192.168.1.1",
        "224.0.0.1",
        "255.255.255.255",
    ],
)
def test_private_reserved_and_multicast_addresses_do_not(address: str) -> None:
    number = from_dotted(address)
    assert number is not None
    assert not is_usable(number)


@pytest.mark.proves("1006")
def test_a_range_is_in_order_and_holds_only_usable_addresses() -> None:
    documentation = range_of("198.51.100.0/24")
    assert is_usable_range(documentation)
    assert not is_usable_range(Range(documentation.last, documentation.first))
    assert not is_usable_range(Range(range_of("9.0.0.0/8").first, range_of("11.0.0.0/8").last))
    assert not is_usable_range(Range(documentation.first, 2**32))
    assert not is_usable_range(Range(-1, 5))


@pytest.mark.proves("1024", "1063")
def test_ranges_overlap_lie_in_one_another_and_are_covered_by_several() -> None:
    assert overlap(Range(1, 5), Range(5, 9))
    assert not overlap(Range(1, 5), Range(6, 9))
    assert contains(Range(1, 9), Range(1, 9))
    assert not contains(Range(2, 9), Range(1, 9))
    assert is_covered(Range(2, 8), [Range(6, 9), Range(1, 5)])
    assert not is_covered(Range(2, 8), [Range(7, 9), Range(1, 5)])
    assert not is_covered(Range(2, 8), [])


NOBODY = ResponsiblePerson()
ACCESS = Access(isp_id=1, locations=(17,), modes=(1,), ip_ranges=(IpRange(first=9, last=12),))


@pytest.mark.proves("1003", "1005", "1021", "1024")
def test_a_filing_brings_each_key_once_and_no_certificate_number() -> None:
    first = Site(
        name="甲站",
        services=(1,),
        languages=(1,),
        domains=(Domain(name="Site.Example"), Domain(name="site.example"), Domain(name="www.x.cn")),
        accesses=(ACCESS, ACCESS),
        responsible=NOBODY,
        home_page="http://WWW.site.example/",
    )
    subject = Subject(
        name="某公司",
        address=Address(province=320000),
        certificate=Certificate(type=1, number="91110000600037341l", address="南京"),
        responsible=NOBODY,
    )
    filing = Filing(subject=subject, sites=(first,))
    digest = certificate_hash_of(1, "91110000600037341L")
    assert unique_keys(filing) == (
        UniqueKey(kind="certificate", value=digest),
        UniqueKey(kind="domain", value="site.example", site="甲站", shown="Site.Example"),
        UniqueKey(
            kind="homepage", value="www.site.example", site="甲站", shown="http://WWW.site.example/"
        ),
        UniqueKey(kind="iprange", value="9-12", site="甲站", shown="9-12"),
    )
