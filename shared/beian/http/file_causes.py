"""In which trace a file lies ready: a download or an acknowledgement goes on with it."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import BigInteger, Text, select

from beian.eventlog import EventLog, Meta, Recorded, Session
from beian.eventlog.cache import Recent
from beian.eventlog.question import Question, parameter
from beian.events.exchange import DownloadFileQueued
from beian.exchange_models import download_file

CAUSES_KEPT: Final = 5_000
"""Files are fetched soon after they are laid ready; older ones are looked up."""

_CAUSE_OF_FILE: Final = Question(
    select(download_file.c.correlation_id, download_file.c.traceparent).where(
        download_file.c.log == parameter("log", Text),
        download_file.c.isp_id == parameter("isp_id", BigInteger),
        download_file.c.file_name == parameter("file_name", Text),
    )
)

type _File = tuple[int, str]
"""Provider and file name."""


class FileCauses:
    """Knows the cause of every file of one log; those laid ready last without asking."""

    def __init__(self, event_log: EventLog, log: str) -> None:
        self._log = log
        self._recent = Recent[_File, tuple[str, str | None]](CAUSES_KEPT)
        event_log.subscribe(self._committed)

    async def go_on(self, session: Session, isp_id: int, file_name: str) -> bool:
        """Let what is recorded next belong to the file's application and trace.

        False: there is no such file. One trace shows a filing from its upload through the levels
        to its download.
        """
        cause = self._recent.get((isp_id, file_name))
        if cause is None:
            stands = {"log": session.log, "isp_id": isp_id, "file_name": file_name}
            rows = await session.ask(_CAUSE_OF_FILE, **stands)
            if not rows:
                return False
            cause = rows[0][0], rows[0][1]
        correlation_id, traceparent = cause
        session.meta = Meta(
            actor=session.meta.actor, correlation_id=correlation_id, traceparent=traceparent
        )
        return True

    def _committed(self, events: Sequence[Recorded]) -> None:
        for recorded in events:
            file = recorded.event
            if recorded.log == self._log and isinstance(file, DownloadFileQueued):
                cause = recorded.correlation_id, recorded.traceparent
                self._recent.put((file.isp_id, file.file_name), cause)
