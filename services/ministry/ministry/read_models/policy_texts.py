"""Which policies and enquiry phones stand on the platform? R14-011, R14-164."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Column, MetaData, Select, Table, Text, select

from beian.eventlog import Change, Put, ReadModel, Recorded, Remove
from beian.events.policy_texts import PolicyPublished, PolicyWithdrawn
from beian.identifiers import MINISTRY_LOG

VERSION: Final = 1
LISTED_MAX: Final = 500
metadata = MetaData(schema="state")
policy_text = Table(
    f"policy_text_v{VERSION}",
    metadata,
    Column("log", Text, primary_key=True),
    Column("text_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("document_number", Text),
    Column("text", Text, nullable=False),
    Column("region", Text),
    Column("effective_on", Text, nullable=False),
)


def project(recorded: Recorded) -> Iterable[Change]:
    """Keep what stands."""
    match recorded.event:
        case PolicyPublished() as published:
            yield Put(
                policy_text,
                {
                    "log": recorded.log,
                    "text_id": published.text_id,
                    "kind": published.kind,
                    "title": published.title,
                    "document_number": published.document_number,
                    "text": published.text,
                    "region": published.region,
                    "effective_on": published.effective_on,
                },
            )
        case PolicyWithdrawn(text_id=text_id):
            yield Remove(policy_text, {"log": recorded.log, "text_id": text_id})
        case _:
            pass  # nothing else is published so


POLICY_TEXTS: Final = ReadModel("policy_text", VERSION, (policy_text,), project)


def published(kind: str) -> Select[*tuple[Any, ...]]:
    """Find what stands of a kind, the latest first."""
    columns = policy_text.c
    return (
        select(policy_text)
        .where(columns.log == MINISTRY_LOG, columns.kind == kind)
        .order_by(columns.effective_on.desc(), columns.text_id)
        .limit(LISTED_MAX)
    )
