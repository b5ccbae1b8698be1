"""Our schemas against the interface's element tables, where those lie beside the repository."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from beian.wire import documents
from beian.wire.calls import METHODS

XS = "{http://www.w3.org/2001/XMLSchema}"
SCHEMAS = Path(documents.__file__).parent / "schema"
TABLES = Path(__file__).parents[3] / "shared" / "interface"

DEVIATIONS = {
    "UploadData/ICP/BGBA/Bgxx/Zt_xx/Zj/Zjlx": (
        "xs:long",
        {"minInclusive": "1", "maxInclusive": "999"},
    ),
    "UploadData/ICP/BGBA/Bgxx/Wz_xx/Wz_Bz": ("xs:string", {"maxLength": "1024"}),
    "DownloadData/ICP/BAJG/Jg_xx/Czlx": ("union", {}),
    "DownloadData/ICP/ZXSJ/Zxxx/Zxlb": ("xs:long", {"minInclusive": "0", "maxInclusive": "2"}),
    "return/msg": ("xs:string", {"maxLength": "256"}),
}
"""What interface §14 decides otherwise than its own tables: 26, 30, 24, 25, 6."""

type Facts = tuple[str, str, str, str, tuple[tuple[str, str], ...]]


def wanted() -> Iterator[tuple[str, str, Facts]]:
    """Yield schema, path and facts of every row of the tables."""
    for table in ("upload-elements.csv", "download-elements.csv", "return-elements.csv"):
        if not (TABLES / table).exists():
            continue
        with (TABLES / table).open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                path, base = row["path"], row["base_type"]
                if "@" in path:
                    continue
                facets = dict(one.split("=", 1) for one in row["constraints"].split(";") if one)
                base, facets = DEVIATIONS.get(path, (base, facets))
                schema = f"return_{row['method']}" if "method" in row else table.partition("-")[0]
                occurs = row["parent_compositor"], row["min_occurs"], row["max_occurs"]
                yield schema, path, (*occurs, base, tuple(sorted(facets.items())))


def found(schema: str) -> dict[str, Facts]:
    """Return path and facts of every element a schema declares."""
    root = etree.parse(SCHEMAS / f"{schema}.xsd").getroot()
    types = {one.get("name", ""): one for one in root.iterchildren(f"{XS}simpleType")}
    facts: dict[str, Facts] = {}

    def walk(element: etree._Element, above: str, compositor: str) -> None:
        path = f"{above}/{element.get('name')}" if above else str(element.get("name"))
        group = element.find(f"{XS}complexType/*")
        facets: dict[str, str] = {}
        if element.get("nillable"):
            facets["nillable"] = "true"
        if group is not None:
            base = f"complex:{etree.QName(group).localname}"
        else:
            base = element.get("type", "")
            named = types.get(base)
            if named is not None:
                restriction = named.find(f"{XS}restriction")
                base = "union" if restriction is None else restriction.get("base", "")
                for facet in restriction if restriction is not None else ():
                    facets[etree.QName(facet).localname] = facet.get("value", "")
        occurs = element.get("minOccurs", "1"), element.get("maxOccurs", "1")
        facts[path] = (
            compositor,
            *occurs,
            base.removeprefix("xs:") if base == "xs:anyType" else base,
            tuple(sorted(facets.items())),
        )
        if group is not None:
            for child in group.iterchildren(f"{XS}element"):
                walk(child, path, etree.QName(group).localname)

    for element in root.iterchildren(f"{XS}element"):
        walk(element, "", "root")
    return facts


ROWS = list(wanted())
FILES = sorted(SCHEMAS.glob("*.xsd"))


@pytest.mark.parametrize("schema", [path.stem for path in FILES])
def test_a_schema_says_what_the_tables_say(schema: str) -> None:
    rows = {path: facts for name, path, facts in ROWS if name == schema}
    assert found(schema) == (rows or found(schema))


@pytest.mark.parametrize(("schema", "elements"), [("upload", 541), ("download", 807)])
def test_a_schema_has_every_element(schema: str, elements: int) -> None:
    assert len(found(schema)) == elements


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_schema_compiles_and_has_no_namespace(path: Path) -> None:
    assert documents.schema(path.stem) is documents.schema(path.stem)
    assert etree.parse(path).getroot().get("targetNamespace") is None


def test_every_method_has_a_schema_of_its_return() -> None:
    assert {path.stem for path in SCHEMAS.glob("return_*.xsd")} == {f"return_{m}" for m in METHODS}


@pytest.mark.parametrize(
    ("czlx", "valid"),
    [("0", False), ("1", True), ("7", True), ("8", False), ("35", True), ("36", False)],
)
def test_verification_material_has_a_type_of_its_own(czlx: str, valid: bool) -> None:  # noqa: FBT001 - a table
    tree = etree.fromstring(
        '<DownloadData version="V.3.0"><ICP><BAJG><Jg_xx><Jgxx><Jgdm>1060</Jgdm></Jgxx>'
        f"<Czlx>{czlx}</Czlx></Jg_xx></BAJG></ICP></DownloadData>"
    )
    assert (documents.invalid(tree, "download") is None) is valid
