"""Which app does a number or a name belong to, and whose is it: the public query for apps.

Public fields only (A-48): name, kind, number, sponsor, approval date. A105-008, R14-151.
"""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, Select, Table, Text, or_, select

from beian.eventlog import Change, Put, ReadModel, Recorded
from beian.events.filing import FilingPublished
from beian.identifiers import MINISTRY_LOG

VERSION: Final = 1
ANSWERS_MAX: Final = 20
_AFTER_ALL: Final = "\U0010ffff"
"""Sorts after every character: the end of all texts that begin alike (collation C)."""
metadata = MetaData(schema="state")
published_app = Table(
    f"published_app_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("app_number", Text, primary_key=True),
    Column("subject_number", Text, nullable=False),
    Column("sponsor_name", Text, nullable=False),
    Column("sponsor_kind", Integer),
    Column("home_region", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("approved_on", Text, nullable=False),
    Column("is_cancelled", Boolean, nullable=False),
    Index(f"published_app_v{VERSION}_subject", "log", "subject_number"),
    Index(f"published_app_v{VERSION}_name", "log", "name"),
    Index(f"published_app_v{VERSION}_sponsor", "log", "sponsor_name"),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Publish each app with its number and its sponsor's name."""
    match recorded.event:
        case FilingPublished(apps=apps) as published if apps:
            for app in apps:
                yield Put(
                    published_app,
                    {
                        "log": recorded.log,
                        "app_number": app.app_number,
                        "subject_number": app.subject_number,
                        "sponsor_name": published.sponsor_name,
                        "sponsor_kind": published.sponsor_kind,
                        "home_region": published.home_region,
                        "kind": app.kind,
                        "name": app.name,
                        "approved_on": published.approved_on,
                        "is_cancelled": app.is_cancelled,
                    },
                )
        case _:
            pass  # what is not published is not for the public


PUBLISHED_APPS: Final = ReadModel("published_apps", VERSION, (published_app,), project)

type Query = Select[*tuple[Any, ...]]


def _in_force() -> Query:
    columns = published_app.c
    return (
        select(published_app)
        .where(columns.log == MINISTRY_LOG, columns.is_cancelled.is_(False))
        .order_by(columns.app_number)
        .limit(ANSWERS_MAX)
    )


def by_number(number: str) -> Query:
    """Find an app by its number, or the apps of a subject by the subject's."""
    columns, asked = published_app.c, number.strip()
    return _in_force().where(or_(columns.app_number == asked, columns.subject_number == asked))


def by_name(name: str) -> Query:
    """Find the apps whose own or whose sponsor's name begins with `name`."""
    columns, first = published_app.c, name.strip()
    end = first + _AFTER_ALL
    return _in_force().where(
        or_(
            columns.name.between(first, end),
            columns.sponsor_name.between(first, end),
        )
    )
