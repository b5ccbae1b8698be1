"""Every operation a file can hold: its records, and what a result about one is called (§10)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

KINDS: Final = ("ICP", "IP", "YM")


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation block, Czlx of its results, and where each record's Bs stands."""

    name: str
    """`ICP/XZBA`; for IP data with its part, `IP/XZBA/Xzly`."""
    record: str
    operation_type: int
    identifier: tuple[str, ...]
    """Paths below the record, the first that is there counts."""
    result_block: str = "Jg_xx"
    """The element of BAJG that answers a record."""
    type_by: tuple[str, Mapping[str, int]] | None = field(default=None)
    """The child whose value decides Czlx, where one does."""

    def type_of(self, record: etree._Element) -> int:
        """Return Czlx of a record's result."""
        if self.type_by is None:
            return self.operation_type
        path, types = self.type_by
        return types.get((record.findtext(path) or "").strip(), self.operation_type)

    def identifier_of(self, record: etree._Element) -> str | None:
        """Return Bs of a record's result; None where nothing names the record."""
        for path in self.identifier:
            text = (record.findtext(path) or "").strip()
            if text:
                return text
        return None


_CANCELLED: Final = ("Zxlb", {"0": 6, "1": 7, "2": 5})
_IP_PARTS: Final = (
    ("XZBA", 1, "IspId", (("Xzly", "Ly"), ("Xzfp", "Fpsy"), ("Xzgbjs", "Jsxx"), ("Zdip", "Zdxx"))),
    ("XGBA", 2, "Id", (("Xgly", "Ly_xx"), ("Xgfp", "Fpsy"), ("Xggbjs", "Jsxx"), ("XgZd", "Zdxx"))),
    ("SCBA", 3, "Id", (("Scly", "Ly"), ("Scfp", "Fpsy"), ("Scgbjs", "Jsxx"), ("Sczd", "Zdxx"))),
)
_IP_RESULTS: Final = ("Lyjg", "Fpjg", "Gbjs", "Zdip")

OPERATIONS: Final = {
    operation.name: operation
    for operation in (
        Operation("ICP/XZBA", "Baxx", 1, ("Zt_xx/IspZtid",)),
        Operation("ICP/XZWZ", "Xzxx", 2, ("Zt_xx/Ztbah", "Zt_xx/Ztid")),
        Operation("ICP/XZJR", "Xzxx", 3, ("Wz_xx/Wzbah", "IspJrid")),
        Operation("ICP/BGBA", "Bgxx", 4, ("Zt_xx/Ztid",)),
        Operation("ICP/ZXBA", "Zx_xx", 6, ("Jlid",), type_by=_CANCELLED),
        Operation("ICP/XZHYD", "Fjxx", 35, ("Fjssdx/Ssdxbs/Jlid", "Fjssdx/Ssdxbs/Baxh")),
        Operation("ICP/HSJG", "Hsjgxx", 1, ("Baxx/Zt_xx/Ztid",)),
        Operation("ICP/WBACLJG", "Clxx", 1, ()),
        *(
            Operation(f"IP/{block}/{part}", record, czlx, (identifier,), result)
            for block, czlx, identifier, parts in _IP_PARTS
            for (part, record), result in zip(parts, _IP_RESULTS, strict=True)
        ),
        Operation("YM/XZBA", "Xzxx", 1, ("IspId",)),
        Operation("YM/XGBA", "Xzxx", 2, ("Id",)),
        Operation("YM/SCBA", "Scxx", 3, ("Id", "Ym")),
    )
}
"""By name; the record elements are what counts towards 1000."""


def operations_in(kind: etree._Element) -> Iterator[tuple[Operation, etree._Element]]:
    """Yield the operations below ICP, IP or YM in document order, with their elements."""
    for block in kind:
        candidates = block if kind.tag == "IP" else (block,)
        for element in candidates:
            below = f"{block.tag}/{element.tag}" if kind.tag == "IP" else block.tag
            operation = OPERATIONS.get(f"{kind.tag}/{below}")
            if operation is not None:
                yield operation, element
