"""A question that is asked all the time: its SQL is written once, and it goes straight to asyncpg.

SQLAlchemy builds it; what the toolkit does again at each execution (a cache key, a compiled
statement, a greenlet, a connection's begin and end) costs more than the answer.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import BindParameter, Select, bindparam
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.types import TypeEngine

from beian.errors import Fault

_DIALECT: Final = PGDialect_asyncpg()  # type: ignore[no-untyped-call]


def parameter[T](name: str, kind: TypeEngine[T] | type[TypeEngine[T]]) -> BindParameter[T]:
    """Return a bind parameter of a question: its value comes when it is asked, else it is null."""
    return bindparam(name, type_=kind, required=False)


class Question:
    """A select whose bind parameters take values that asyncpg takes as they are.

    Texts, integers, booleans and lists of them: SQLAlchemy converts nothing here, on neither way.
    """

    __slots__ = ("_defaults", "_names", "text")

    def __init__(self, select: Select[*tuple[Any, ...]]) -> None:
        compiled = select.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
        self.text: Final[str] = str(compiled)
        self._names: Final[tuple[str, ...]] = tuple(compiled.positiontup or ())
        self._defaults: Final[Mapping[str, object]] = compiled.params

    def arguments(self, values: Mapping[str, object]) -> list[object]:
        """Return the values of $1, $2 and so on. Raises Fault for a name the select lacks."""
        unknown = values.keys() - self._defaults.keys()
        if unknown:
            raise Fault(f"the question has no parameter {', '.join(sorted(unknown))}")
        given = {**self._defaults, **values}
        return [given[name] for name in self._names]
