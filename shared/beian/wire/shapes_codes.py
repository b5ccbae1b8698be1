"""The tables of JCDM: reporting units and code tables (基础代码)."""

from collections.abc import Mapping
from typing import Any, Final

from beian.records_downloads import CodeEntry, ReportingUnit
from beian.wire.binding import Number, Row, Shape, Text

_UNIT: Final = Shape(
    ReportingUnit,
    Number("Id", "id"),
    Text("Dwmc", "name"),
    Number("Dwfl", "unit_class"),
    Number("Dwhyfl", "industry"),
    Text("Jyxkzbh", "licence"),
    Number("Shengid", "province"),
    Number("Shiid", "city"),
    Number("Xianid", "county"),
    Text("Xxdz", "address"),
    Number("Sfyx", "valid"),
    Text("Bz", "remark"),
)


def _table(*rows: Row, name: str = "Mc") -> Shape[CodeEntry]:
    return Shape(
        CodeEntry,
        Number("Id", "id"),
        Text(name, "name"),
        *rows,
        Number("Sfyx", "valid"),
        Text("Bz", "remark"),
    )


_PLAIN: Final = _table()
_WEIGHT: Final = Number("Ysid", "weight")

CODE_SHAPES: Final[Mapping[str, Shape[Any]]] = {
    "Bbdwlb/Bbdw": _UNIT,
    "Jcdm_xx/Dwfl_dms/Dwfl_xx": _PLAIN,
    "Jcdm_xx/Dwxz_dms/Dwxz_xx": _PLAIN,
    "Jcdm_xx/Qy_dms/Qy_xx": _table(Number("Lx", "level")),
    "Jcdm_xx/Yjfk_Wtfls/Yjfk_Wtfl_xx": _table(Text("Fl2", "second_name"), name="Fl1"),
    "Jcdm_xx/Gj_dms/Gj_dm_xx": _table(
        _WEIGHT,
        Text("Bm", "code"),
        Number("Shengid", "province"),
        Text("Shengjc", "province_short"),
        Text("Dzyj", "email"),
        Text("Sjhm", "mobile"),
    ),
    "Jcdm_xx/Hyfl_dms/Hyfl_xx": _table(Text("Bm", "code")),
    "Jcdm_xx/Xzjb_dms/Xzjb_xx": _PLAIN,
    "Jcdm_xx/Zjlx_dms/Zjlx_xx": _table(Number("Dwflid", "parent")),
    "Jcdm_xx/Wzjylx_dms/Wzjylx_xx": _table(_WEIGHT, Number("Sfqzsp", "needs_approval")),
    "Jcdm_xx/Wzfwlx_dms/Wzfwlx_xx": _table(_WEIGHT),
    "Jcdm_xx/Wzjrfs_dms/Wzjrfs_xx": _table(_WEIGHT),
    "Jcdm_xx/Zxly_dms/Zxly_xx": _table(name="Nr"),
    "Jcdm_xx/Wbacl_dms/Wbacl_xx": _table(name="Ztmc"),
    "Jcdm_xx/Hsyj_dms/Hsyj": _PLAIN,
    "Jcdm_xx/Ymlx_dms/Ymlx": _PLAIN,
    "Jcdm_xx/Fjwjgs_dms/Fjwjgs": _PLAIN,
    "Jcdm_xx/Fjytlx_dms/Fjzjlx": _table(Number("Ssdxlx", "owner_type")),
    "Jcdm_xx/Yylb_dms/Yylb": _PLAIN,
}
"""By the path of a row below JCDM."""
