"""Which content needs the consent of a department before it is filed (前置审批): the dated table.

Several documents name categories; the table is their union for sites, each entry from the day its
document is in force (reading A-30). A category is declared by the kind of special content (Nrlx)
of a site or by a service (Fwnr) that is of that category by its very name. What apps need is named
by their own notice (app filing). PURE.

Flow: FLOW-10. Rules: O292-003, O292-009, O33-009, O33-010, R14-062, R14-111.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from beian.records import PreApproval, Site
from beian.regulations.departments import Department
from beian.regulations.in_force import in_force
from beian.regulations.rules import enforces


class Category(StrEnum):
    """What a department must have consented to."""

    NEWS = "news"
    PUBLISHING = "publishing"
    EDUCATION = "education"
    HEALTH_CARE = "health_care"
    MEDICINE = "medicine"
    BULLETIN_BOARD = "bulletin_board"
    CULTURE = "culture"
    BROADCASTING = "broadcasting"
    AUDIO_VISUAL = "audio_visual"
    NETWORK_CULTURE = "network_culture"

    @property
    def text(self) -> str:
        """The category in Chinese."""
        return _KINDS[self].text

    @property
    def department(self) -> Department:
        """Who consents to it."""
        return _KINDS[self].department

    @property
    def content_type(self) -> int:
        """Nrlx_id of its document."""
        return _KINDS[self].content_type


@dataclass(frozen=True, slots=True)
class _Kind:
    text: str
    department: Department
    content_type: int


_KINDS: Final[Mapping[Category, _Kind]] = {
    Category.NEWS: _Kind("新闻", Department.NEWS, 1),
    Category.PUBLISHING: _Kind("出版", Department.PUBLISHING, 2),
    Category.EDUCATION: _Kind("教育", Department.EDUCATION, 3),
    Category.HEALTH_CARE: _Kind("医疗保健", Department.HEALTH, 4),
    Category.MEDICINE: _Kind("药品和医疗器械", Department.MEDICINE, 5),
    Category.BULLETIN_BOARD: _Kind("电子公告服务", Department.TELECOM, 6),
    Category.CULTURE: _Kind("文化", Department.CULTURE, 9),
    Category.BROADCASTING: _Kind("广播电影电视节目", Department.BROADCASTING, 10),
    Category.AUDIO_VISUAL: _Kind("视听节目", Department.BROADCASTING, 10),
    Category.NETWORK_CULTURE: _Kind("网络文化", Department.CULTURE, 9),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One document's demand of consent for one category."""

    category: Category
    rule: str


TABLE: Final = (
    Entry(Category.NEWS, "O292-003"),
    Entry(Category.PUBLISHING, "O292-003"),
    Entry(Category.EDUCATION, "O292-003"),
    Entry(Category.HEALTH_CARE, "O292-003"),
    Entry(Category.MEDICINE, "O292-003"),
    Entry(Category.BULLETIN_BOARD, "O292-009"),
    Entry(Category.CULTURE, "O33-010"),
    Entry(Category.BROADCASTING, "O33-010"),
    Entry(Category.AUDIO_VISUAL, "R14-111"),
    Entry(Category.NETWORK_CULTURE, "R14-111"),
)

_OF_CONTENT: Final[Mapping[int, Category]] = {
    1: Category.NEWS,
    2: Category.PUBLISHING,
    3: Category.EDUCATION,
    4: Category.HEALTH_CARE,
    5: Category.MEDICINE,
    6: Category.BULLETIN_BOARD,
    9: Category.CULTURE,
    10: Category.BROADCASTING,
}
"""Nrlx_id -> category. A blog (7) and a WAP site (8) need no department's consent."""

_OF_SERVICE: Final[Mapping[int, Category]] = {
    5: Category.NEWS,
    13: Category.NETWORK_CULTURE,
    14: Category.NETWORK_CULTURE,
    15: Category.AUDIO_VISUAL,
    21: Category.EDUCATION,
}
"""Fwnr_id -> category, where the service is of it by its name: 网络新闻, 网络游戏, 网络音乐,
网络影视, 网络教育."""


@enforces("O292-003", "O292-009", "O33-010", "R14-111")
def demanded(day: date, *, bulletin_board: bool = True) -> frozenset[Category]:
    """Return the categories that need consent on a day; `bulletin_board`: the bureau's switch."""
    found = {one.category for one in TABLE if in_force(one.rule, day)}
    return frozenset(found if bulletin_board else found - {Category.BULLETIN_BOARD})


def rules_of(category: Category) -> tuple[str, ...]:
    """Return the rules that demand consent for a category."""
    return tuple(one.rule for one in TABLE if one.category == category)


def declared_by(site: Site) -> tuple[Category, ...]:
    """Return the categories that a site declares, each once, by special content and services."""
    by_content = (_OF_CONTENT.get(approval.type) for approval in site.pre_approvals)
    by_service = (_OF_SERVICE.get(service) for service in site.services)
    found = (one for one in (*by_content, *by_service) if one is not None)
    distinct: dict[int, Category] = {}
    for category in found:  # one document of the department serves what only differs in name
        distinct.setdefault(category.content_type, category)
    return tuple(distinct.values())


def document_of(site: Site, category: Category) -> PreApproval | None:
    """Return the site's document for a category, with number and copy; None where it is missing."""
    for approval in site.pre_approvals:
        is_of_it = approval.type == category.content_type
        if is_of_it and approval.number.strip() and approval.documents:
            return approval
    return None
