"""Fetching files from the bureau: check, unpack, record what they say, and only then acknowledge.

A file that is handed out again after a crash is known by its name, and only acknowledged (§8).
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select

from beian.errors import Refusal
from beian.eventlog import Meta, Session
from beian.identifiers import stream_name
from beian.records import Finding, Opinion
from beian.service import Kit
from beian.soap_client import SoapClient
from beian.telemetry import current_traceparent, span
from beian.wire.answers import FileInfo
from beian.wire.download_bajg import RecordResult
from beian.wire.downloads import GOES_ON, DownloadFile, read_download
from beian.wire.refusal import WireRefusal
from enterprise.application import DRAFT_STREAM, Provider
from enterprise.domain.blacklisted import BLACKLIST
from enterprise.domain.blacklisted import STREAM as BLACKLIST_STREAM
from enterprise.domain.cancellation import (
    ACCESS,
    SITE,
    SUBJECT,
    ReceiveAnswer,
    ReceiveNotice,
)
from enterprise.domain.draft import DRAFT
from enterprise.domain.exchange import EXCHANGE, Exchange, ReceiveFile
from enterprise.domain.states import Submitted
from enterprise.domain.submission import ReceiveData, ReceiveResult
from enterprise.edges.cancellations import Origin, drafts_of_parts
from enterprise.edges.ip_desk import take_answers
from enterprise.edges.site_answers import receive_sites
from enterprise.read_models.files import reported_subject, upload, uploaded_draft

log = logging.getLogger(__name__)

UNREADABLE: Final = "unreadable"
"""The block of a file whose archive was right and whose XML was not."""
NEW_FILING: Final = 1
"""Czlx of results and opinions about XZBA."""
CANCELLATIONS: Final = {6: SUBJECT, 7: SITE, 5: ACCESS}
"""Czlx of results about ZXBA -> Zxlb."""
NOTICES: Final = "ICP/ZXSJ/Zxxx"
BLACKLISTED: Final = ("ICP/HMDLB/Zthmdxxs", "ICP/HMDLB/Wzhmdxxs")
SITE_ANSWERS: Final = "WBACLJG"
"""How the remark of a result about an unfiled site begins, which names no record (§14, 55)."""
_EVIDENCE_FILES: Final = 100
"""The latest files among which one is looked for that came back as a whole."""


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of the draft with one IspZtid."""

    subject_id: int
    command: ReceiveResult | ReceiveData


@dataclass(frozen=True, slots=True)
class Reported:
    """A draft that went up, and the upload that it went up with last."""

    draft_id: str
    traceparent: str | None
    origin: Origin | None


class Downloads:
    """One provider's way down."""

    def __init__(self, kit: Kit, provider: Provider, client: SoapClient) -> None:
        self._kit = kit
        self._provider = provider
        self._client = client
        self._stream = stream_name("wire", provider.isp_id)

    async def fetch(self) -> bool:
        """Fetch one file and acknowledge it; False if there is none, or none that can be opened.

        Raises BureauUnreachable or BureauFault.
        """
        answer = await self._client.download()
        if answer.file is None:
            return False
        opened = self._client.open(answer.file)
        if isinstance(opened, WireRefusal):
            # Not acknowledged: the bureau hands it out again, and its operator is told.
            log.error("%s cannot be opened: %s", answer.file.file_name, opened.detail)
            return False
        with span("download"):
            await self._take(answer.file, opened.xml)
            await self._client.ack(answer.file.file_name)
        return True

    async def _take(self, file: FileInfo, xml: bytes) -> None:
        """Record a file and all it says, in one unit of work."""
        read = read_download(xml)
        if isinstance(read, WireRefusal):
            log.error("%s is not a download file: %s", file.file_name, read.detail)
            blocks, said = UNREADABLE, []
        else:
            blocks, said = ",".join(read.blocks), list(_said(read))
            said += await self._said_of_whole_files(read)

        async def body(session: Session) -> Exchange | Refusal:
            reported = await self._reported(session, {one.subject_id for one in said})
            session.meta = _answering(own, reported)
            before = await session.state(EXCHANGE, self._stream)
            content = await session.store_blob(xml)
            command = ReceiveFile(file.file_name, content, blocks)
            after = await session.decide(EXCHANGE, self._stream, command, self._provider.isp_id)
            if before != after:
                await self._tell(session, said, reported, own)
                await self._tell_of_cancellations(session, list(_ended(read)), own)
                session.meta = own
                if isinstance(read, DownloadFile):
                    await receive_sites(self._provider, session, file.file_name, read)
                    await take_answers(session, read)
                    await _take_blacklist(session, read)
            return after

        now = self._kit.clock.now()
        own = Meta(
            actor=self._provider.log,
            correlation_id=self._kit.identifiers.event_id(now),
            traceparent=current_traceparent(),
        )
        await self._kit.transact(self._provider.log, own, body)

    async def _tell(
        self, session: Session, said: Sequence[About], drafts: Mapping[int, Reported], own: Meta
    ) -> None:
        """Bring each draft what the file says of it."""
        for one in said:
            draft = drafts.get(one.subject_id)
            if draft is None:
                log.warning("nobody here reported subject %d", one.subject_id)
                continue
            # One trace shows an application from its submission to its number.
            trace = draft.traceparent or own.traceparent
            session.meta = replace(_answering(own, {0: draft}), traceparent=trace)
            outcome = await self._provider.decide(session, draft.draft_id, [one.command])
            if isinstance(outcome, Refusal):
                log.error("%s: %s", draft.draft_id, outcome.detail)

    async def _tell_of_cancellations(
        self, session: Session, said: Sequence[ReceiveAnswer | ReceiveNotice], own: Meta
    ) -> None:
        """Bring each draft what the file says of the end of its filing."""
        drafts = await drafts_of_parts(session, [(one.kind, one.record_id) for one in said])
        for one in said:
            draft_id = drafts.get((one.kind, one.record_id))
            if draft_id is None:
                log.warning("nothing here was filed as %d/%d", one.kind, one.record_id)
                continue
            session.meta = own
            outcome = await self._provider.decide(session, draft_id, [one])
            if isinstance(outcome, Refusal):
                log.error("%s: %s", draft_id, outcome.detail)

    async def _reported(self, session: Session, subject_ids: set[int]) -> dict[int, Reported]:
        """Return what went up of each IspZtid that was reported from here."""
        known, sealed = reported_subject.c, uploaded_draft.c
        query = (
            select(
                known.isp_subject_id,
                known.draft_id,
                known.traceparent,
                sealed.correlation_id,
                sealed.traceparent,
                sealed.position,
            )
            .outerjoin_from(
                reported_subject,
                uploaded_draft,
                (known.log == sealed.log) & (known.draft_id == sealed.draft_id),
            )
            .where(known.log == self._provider.log, known.isp_subject_id.in_(subject_ids))
        )
        reported = {}
        for subject_id, draft_id, traceparent, *origin in await session.query(query):
            made = None if origin[0] is None else Origin(*origin)
            reported[subject_id] = Reported(draft_id, traceparent, made)
        return reported

    async def _said_of_whole_files(self, file: DownloadFile) -> list[About]:
        """Return what results without a record's id mean: the whole upload came back (§10.3).

        5001 names the upload; other codes are of the oldest one that is not answered.
        """
        about: list[About] = []
        for result in file.results:
            if result.identifier is not None or (result.remark or "").startswith(SITE_ANSWERS):
                continue
            for subject_id in await self._subjects_of(result.findings):
                command = ReceiveResult(subject_id, result.findings, None)
                about.append(About(subject_id, command))
        return about

    async def _subjects_of(self, findings: Sequence[Finding]) -> list[int]:
        query = (
            select(upload.c.file_name, upload.c.draft_ids)
            .where(upload.c.log == self._provider.log)
            .order_by(upload.c.position.desc())
            .limit(_EVIDENCE_FILES)
        )
        async with self._kit.log.engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        texts = " ".join(finding.message for finding in findings)
        named = [ids for name, ids in rows if name in texts]
        for draft_ids in named or [ids for _, ids in reversed(rows)]:
            waiting = await self._unanswered(draft_ids)
            if waiting:
                return waiting
        return []

    async def _unanswered(self, draft_ids: Sequence[str]) -> list[int]:
        """Return IspZtid of a file's drafts, if all of them wait for an answer."""
        subject_ids: list[int] = []
        for draft_id in draft_ids:
            stream = stream_name(DRAFT_STREAM, draft_id)
            state = await self._kit.log.state(self._provider.log, DRAFT, stream)
            if not isinstance(state, Submitted) or state.is_approved:
                return []
            subject_ids.append(state.filing.subject.isp_subject_id or 0)
        return subject_ids


async def _take_blacklist(session: Session, file: DownloadFile) -> None:
    """Keep what a file says of the blacklist."""
    told = tuple(one for path in BLACKLISTED for one in file.contents.get(path, ()))
    if told:
        await session.decide(BLACKLIST, BLACKLIST_STREAM, told, None)


def _answering(own: Meta, reported: Mapping[int, Reported]) -> Meta:
    """Return the upload's correlation, trace and event where all that a file says is of one.

    The wire names no upload in an answer: only its records do, by the ids we gave them. A file
    about several uploads, or about none of ours, is of itself.
    """
    origins = {one.origin for one in reported.values()}
    origin = origins.pop() if len(origins) == 1 else None
    if origin is None:
        return own
    return replace(
        own,
        correlation_id=origin.correlation_id,
        causation_id=f"{own.actor}/{origin.position}",
        traceparent=origin.traceparent or own.traceparent,
    )


def _goes_on(result: RecordResult) -> bool:
    """Say whether a result only tells how addresses compare: the filing's own one follows."""
    return GOES_ON in (result.remark or "")


def _said(file: DownloadFile) -> Iterator[About]:
    """Yield what a file says of single records: results with opinions, then issued filings."""
    opinions: dict[int, Opinion] = {
        one.record_id: one.opinion
        for one in file.opinions
        if one.record_id is not None and one.operation_type in {NEW_FILING, None}
    }
    for result in file.results:
        if result.identifier is None or result.operation_type != NEW_FILING:
            continue
        if not result.identifier.isdecimal() or _goes_on(result):
            continue
        subject_id = int(result.identifier)
        opinion = opinions.get(subject_id)
        yield About(subject_id, ReceiveResult(subject_id, result.findings, opinion))
    for issued in file.issued:
        subject = issued.filing.subject
        if subject.isp_subject_id is None or subject.filing_number is None:
            continue
        command = ReceiveData(
            subject.isp_subject_id, subject.filing_number, issued.filing, issued.certificate
        )
        yield About(subject.isp_subject_id, command)


def _ended(file: DownloadFile | WireRefusal) -> Iterator[ReceiveAnswer | ReceiveNotice]:
    """Yield what a file says of cancellations: answers to requests, then notices."""
    if isinstance(file, WireRefusal):
        return
    opinions = {(one.operation_type, one.record_id): one.opinion for one in file.opinions}
    for result in file.results:
        kind, named = CANCELLATIONS.get(result.operation_type), result.identifier or ""
        if kind is not None and named.isdecimal():
            opinion = opinions.get((result.operation_type, int(named)))
            yield ReceiveAnswer(kind, int(named), result.findings, opinion)
    for notice in file.contents.get(NOTICES, ()):
        yield ReceiveNotice(notice.kind, notice.record_id, notice.remark)
