"""What a website may be called: national-style words (国字号) and names of regions.

An individual may not use them. A unit may where it bears the word in its own name, where the
region is its own, or where its authorization is registered with the bureau. The regulations give
no list of words: this one is ours and can be extended here.

Rules: R14-067, R14-068.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Final

from beian.records import Filing
from beian.regulations.certificates import SponsorKind
from beian.regulations.reasons import Reason
from beian.regulations.regions import provinces
from beian.regulations.rules import enforces

NATIONAL_WORDS: Final = ("中国", "中华", "全国", "国家", "中央")
_SUFFIXES: Final = ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市")


@dataclass(frozen=True, slots=True)
class Misnamed:
    """A site's name that its sponsor may not use."""

    site_name: str
    word: str
    reason: Reason
    rule: str

    @property
    def text(self) -> str:
        """What sponsor and provider read."""
        return f"网站名称“{self.site_name}”使用了“{self.word}”：{self.reason.text}"


def reserved_word(name: str) -> str | None:
    """Return the national-style word, or the province's name, that a name begins with."""
    words = (*NATIONAL_WORDS, *_region_words())
    return next((word for word in words if name.strip().startswith(word)), None)


@enforces("R14-067", "R14-068")
def misnamed(filing: Filing, authorized: Collection[str] = ()) -> Misnamed | None:
    """Return the first site whose name its sponsor may not use, or None.

    `authorized`: the words for which the unit's authorization is registered with the bureau.
    """
    subject = filing.subject
    for site in filing.sites:
        word = reserved_word(site.name)
        if word is None:
            continue
        if subject.kind == SponsorKind.INDIVIDUAL:
            return Misnamed(site.name, word, Reason.NAME_NOT_ALLOWED, "R14-067")
        is_its_own = subject.name.startswith(word) or (
            _region_words().get(word) == subject.address.province
        )
        if not is_its_own and word not in authorized:
            return Misnamed(site.name, word, Reason.NAME_AUTHORIZATION_MISSING, "R14-068")
    return None


@cache
def _region_words() -> dict[str, int]:
    """Return the provinces' names, full and short, with their codes; the longer ones first."""
    words = {}
    for code, province in provinces().items():
        words[province.name] = int(code)
        for suffix in _SUFFIXES:
            if province.name.endswith(suffix):
                words[province.name.removesuffix(suffix)] = int(code)
                break
    return dict(sorted(words.items(), key=lambda one: -len(one[0])))
