"""Texts to sponsors, put where they are sent from; the log says but that one was."""

from beian.eventlog import Put, Session
from beian.eventlog.beside import outbox
from beian.eventlog.codec import time_text
from province.application.bureau import Bureau
from province.domain.notices import Notice


def put_into_outbox(bureau: Bureau, session: Session, application_id: str, notice: Notice) -> None:
    """Put a text into the outbox with the unit of work that causes it."""
    row = {
        "id": bureau.identifiers.event_id(session.now),
        "created_at": time_text(session.now),
        "to_kind": notice.channel,
        "to": notice.to,
        "subject": notice.subject,
        "text": notice.text,
        "application_id": application_id,
    }
    session.put(Put(outbox, row))
