"""What a bureau may forgive in an upload, by switch, before the schema judges it (§15)."""

from dataclasses import dataclass
from typing import Final

from lxml import etree

_CHOICES: Final = (
    ("ICP/XZWZ/Xzxx/Zt_xx", "Ztid", "Ztbah"),
    ("ICP/XZWZ/Xzxx/Fj/Fjxx/Fjssdx/Ssdxbs", "Jlid", "Baxh"),
    ("ICP/XZJR/Xzxx/Wz_xx", "Wzid", "Wzbah"),
    ("ICP/XZJR/Xzxx/Fj/Fjxx/Fjssdx/Ssdxbs", "Jlid", "Baxh"),
    ("ICP/BGBA/Bgxx/Fj/Fjxx/Fjssdx/Ssdxbs", "Jlid", "Baxh"),
    ("ICP/XZHYD/Fjxx/Fjssdx/Ssdxbs", "Jlid", "Baxh"),
    ("IP/XZBA/Zdip/Zdxx/Lydw", "Ly_dwid", "Ly_dwmc"),
    ("IP/XGBA/XgZd/Zdxx/Lydw", "Ly_dwid", "Ly_dwmc"),
    ("YM/SCBA/Scxx", "Id", "Ym"),
)
"""Where one of two is to be sent: the path, what counts if both are there, and the other."""
_SITES: Final = ("ICP/XZBA/Baxx/Wz_xx", "ICP/XZWZ/Xzxx/Wz_xx", "ICP/BGBA/Bgxx/Wz_xx")


@dataclass(frozen=True, slots=True)
class Lenience:
    """The switches, all off by default."""

    drop_empty_nrlx: bool = False
    """An approval of type 0 without number and document is as if it were not there (§14, 18)."""
    accept_both_choice_members: bool = False
    """Of an id and a number sent where one is allowed, the bureau's id counts (§14, 17)."""

    @property
    def forgives(self) -> bool:
        """Whether anything is on."""
        return self.drop_empty_nrlx or self.accept_both_choice_members

    def amend(self, root: etree._Element) -> None:
        """Take out of a tree what is forgiven."""
        if self.drop_empty_nrlx:
            _drop_empty_approvals(root)
        if self.accept_both_choice_members:
            _choose(root)


def _drop_empty_approvals(root: etree._Element) -> None:
    for path in _SITES:
        for approvals in list(root.iterfind(f"{path}/Nrlx")):
            for one in list(approvals):
                texts = [(leaf.text or "").strip() for leaf in one if leaf.tag != "Nrlx_id"]
                if (one.findtext("Nrlx_id") or "").strip() == "0" and not any(texts):
                    approvals.remove(one)
            parent = approvals.getparent()
            if not len(approvals) and parent is not None:
                parent.remove(approvals)


def _choose(root: etree._Element) -> None:
    for path, counts, other in _CHOICES:
        for choice in root.iterfind(path):
            sent = choice.find(other)
            if sent is not None and (choice.findtext(counts) or "").strip():
                choice.remove(sent)
