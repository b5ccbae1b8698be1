"""The departments that have a say in filings: who approves what, and who may veto a review.

The annual review's table names eight and ends with 等 ("and other"), so a bureau may admit
further ones (O33-031). PURE.
"""

from enum import StrEnum
from typing import Final


class Department(StrEnum):
    """A kind of department (部门) that looks into filings in its own field."""

    NEWS = "news"
    EDUCATION = "education"
    PUBLIC_SECURITY = "public_security"
    STATE_SECURITY = "state_security"
    CULTURE = "culture"
    BROADCASTING = "broadcasting"
    PUBLISHING = "publishing"
    SECRECY = "secrecy"
    HEALTH = "health"
    MEDICINE = "medicine"
    TELECOM = "telecom"

    @property
    def text(self) -> str:
        """Its name in Chinese."""
        return NAMES[self]


NAMES: Final[dict[Department, str]] = {
    Department.NEWS: "新闻主管部门",
    Department.EDUCATION: "教育主管部门",
    Department.PUBLIC_SECURITY: "公安机关",
    Department.STATE_SECURITY: "国家安全机关",
    Department.CULTURE: "文化主管部门",
    Department.BROADCASTING: "广播电视主管部门",
    Department.PUBLISHING: "出版主管部门",
    Department.SECRECY: "保密部门",
    Department.HEALTH: "卫生主管部门",
    Department.MEDICINE: "药品监督管理部门",
    Department.TELECOM: "电信主管部门",
}

MAY_VETO: Final = frozenset(
    {
        Department.NEWS,
        Department.EDUCATION,
        Department.PUBLIC_SECURITY,
        Department.STATE_SECURITY,
        Department.CULTURE,
        Department.BROADCASTING,
        Department.PUBLISHING,
        Department.SECRECY,
    }
)
"""Who may veto an annual review without being admitted by the bureau (O33-031)."""
