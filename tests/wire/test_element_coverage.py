"""Every row of the interface's file tables is in the files that the round trips read and write."""

import csv
from collections.abc import Iterable
from pathlib import Path

import pytest

from beian.wire.operations import OPERATIONS
from wire.schema_documents import Everything, Maker, paths
from wire.test_download_blocks import KINDS

TABLES = Path(__file__).parents[3] / "shared" / "interface"
MINIMUM_TESTED = {"upload": 541, "download": 807}


def covered(schema: str, blocks: Iterable[str]) -> set[str]:
    """Return the elements of the files of `test_uploads` and `test_download_blocks`."""
    maker = Maker(schema)
    files = [maker.document(b.split("/"), Everything(pick)) for b in blocks for pick in (0, 1)]
    return {path for xml in files for path in paths(xml)}


def wanted(schema: str) -> set[str]:
    """Return the elements of a table; none where it does not lie beside the repository."""
    table = TABLES / f"{schema}-elements.csv"
    if not table.exists():
        return set()
    with table.open(encoding="utf-8-sig", newline="") as lines:
        return {row["path"] for row in csv.DictReader(lines) if "@" not in row["path"]}


@pytest.mark.parametrize(("schema", "blocks"), [("upload", list(OPERATIONS)), ("download", KINDS)])
def test_every_element_of_a_table_is_read_and_written(schema: str, blocks: list[str]) -> None:
    reached = covered(schema, blocks)
    assert len(reached) == MINIMUM_TESTED[schema]
    assert wanted(schema) - reached == set()
