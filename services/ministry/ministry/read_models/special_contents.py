"""Which filed sites have which special content (专项内容), and what may a department see?"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    Column,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    and_,
    cast,
    or_,
    select,
)

from beian.eventlog import Change, Put, ReadModel, Recorded
from beian.events.sharing import SpecialContentsNoted
from beian.identifiers import MINISTRY_LOG
from beian.regulations.domains import normal_name, registrable_domain
from ministry.read_models.published_sites import published_domain, published_site

VERSION: Final = 1
_AFTER_ALL: Final = "\U0010ffff"
"""Sorts after every character (collation C)."""
metadata = MetaData(schema="state")

special_content = Table(
    f"special_content_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("site_number", Text, primary_key=True),
    Column("contents", ARRAY(Integer), nullable=False),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep the content of each site that has any."""
    match recorded.event:
        case SpecialContentsNoted(sites=sites):
            for site in sites:
                row = {
                    "log": recorded.log,
                    "site_number": site.filing_number,
                    "contents": list(site.contents),
                }
                yield Put(special_content, row)
        case _:
            pass  # nothing else says what a site contains


SPECIAL_CONTENT: Final = ReadModel("special_content", VERSION, (special_content,), project)


def shared_sites(by: str, text: str, remit: Sequence[int], limit: int) -> Select[*tuple[Any, ...]]:
    """Find published sites by number, domain or the beginning of a name, within a remit."""
    contents = special_content.c.contents
    with_contents = and_(
        special_content.c.log == published_site.c.log,
        special_content.c.site_number == published_site.c.site_number,
    )
    found = (
        select(published_site, contents)
        .outerjoin(special_content, with_contents)
        .where(published_site.c.log == MINISTRY_LOG, _meant(by, text.strip()))
    )
    if remit:
        found = found.where(contents.op("&&")(cast(list(remit), ARRAY(Integer))))
    return found.order_by(published_site.c.site_number).limit(limit)


def _meant(by: str, text: str) -> Any:  # noqa: ANN401 - a condition of a query
    site = published_site.c
    if by == "number":
        return or_(site.site_number == text, site.filing_number == text)
    if by == "domain":
        keys = sorted(filter(None, {text.lower(), normal_name(text), registrable_domain(text)}))
        own = select(published_domain.c.site_number).where(
            published_domain.c.log == MINISTRY_LOG, published_domain.c.domain.in_(keys)
        )
        return site.site_number.in_(own)
    return or_(
        *(
            and_(column >= text, column < text + _AFTER_ALL)
            for column in (site.sponsor_name, site.site_name)
        )
    )
