"""Unfiled sites between file and staff: what a fetched file names, what goes up by WBACLJG."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import exists, select

from beian.errors import Refusal
from beian.eventlog import Meta, Session
from beian.events.enterprise import FilePrepared
from beian.events.notices import UnfiledSiteNoticeReceived
from beian.identifiers import stream_name
from beian.records_changes import UnfiledSiteHandled
from beian.records_downloads import UnfiledSite
from beian.regulations.deadlines import day_of
from beian.regulations.numbers import UPLOAD_RECORDS_MAX
from beian.service import Kit
from beian.telemetry import current_traceparent
from beian.wire.downloads import DownloadFile
from beian.wire.sealing import AES, seal
from beian.wire.upload_operations import write_icp_upload
from enterprise.application import Provider
from enterprise.domain.exchange import EXCHANGE, Exchange, PrepareFile
from enterprise.domain.unfiled_site import SITE, Context, Receive, Seal, site_stream
from enterprise.read_models.unfiled_sites import ENTERED, unfiled_site

PATH = "ICP/WBAWZLB/Wbawz_xx"
OPERATION = "ICP/WBACLJG"


def context_of(provider: Provider, session: Session) -> Context:
    """Return who answers, and when."""
    return Context(provider.isp_id, provider.account.region, day_of(session.now))


async def receive_sites(
    provider: Provider, session: Session, file_name: str, file: DownloadFile
) -> None:
    """Record the unfiled sites that a fetched file names."""
    sites: Sequence[UnfiledSite] = file.contents.get(PATH, ())
    context = context_of(provider, session)
    for site in sites:
        notice = UnfiledSiteNoticeReceived(
            record_id=site.record_id,
            domain=site.domain,
            address=site.address,
            operator=site.operator,
            detected_on=site.detected_at,
            detections=site.detections,
            remark=site.remark,
            file_name=file_name,
            received_on=context.today.isoformat(),
        )
        stream = site_stream(site.record_id)
        outcome = await session.decide(SITE, stream, Receive(notice), context)
        assert not isinstance(outcome, Refusal), "a notice is always received"


async def is_answer_waiting(kit: Kit, provider: Provider) -> bool:
    """Say whether an answer waits for a file."""
    ours = (unfiled_site.c.log == provider.log) & (unfiled_site.c.state == ENTERED)
    async with kit.log.engine.connect() as connection:
        return bool((await connection.execute(select(exists().where(ours)))).scalar_one())


async def prepare_answers(kit: Kit, provider: Provider, number: int) -> bool:
    """Seal the answers that wait into the file of this number; False if none does.

    Nothing else is on its way.
    """
    waiting = await _waiting(kit, provider)
    if not waiting:
        return False
    answers = [msgspec.json.decode(row[1], type=UnfiledSiteHandled) for row in waiting]
    account, name = provider.account, f"wbacljg{provider.isp_id}n{number}.xml"
    xml = write_icp_upload({OPERATION: answers}, {}, reporting_unit=provider.isp_id)
    sealed = seal(xml, name, key=account.aes_key, iv=account.aes_offset, encrypt=True)
    _, _, correlation_id, position, traceparent = waiting[0]
    meta = Meta(
        actor=provider.log,
        correlation_id=correlation_id,
        causation_id=f"{provider.log}/{position}",
        traceparent=current_traceparent() or traceparent,
    )

    async def body(session: Session) -> Exchange | Refusal:
        payload = await session.store_blob(sealed.beian_info.encode("ascii"))
        file = FilePrepared(
            isp_id=provider.isp_id,
            file_name=name,
            payload=payload,
            beian_info_hash=sealed.beian_info_hash,
            encrypt_algorithm=AES,
            draft_ids=(),
        )
        for row in waiting:
            stream = site_stream(row[0])
            outcome = await session.decide(SITE, stream, Seal(name), context_of(provider, session))
            if isinstance(outcome, Refusal):
                return outcome
        wire = stream_name("wire", provider.isp_id)
        return await session.decide(EXCHANGE, wire, PrepareFile(file), provider.isp_id)

    return not isinstance(await kit.transact(provider.log, meta, body), Refusal)


async def _waiting(kit: Kit, provider: Provider) -> list[tuple[int, str, str, int, str | None]]:
    """Return id, answer, correlation, position and trace of answers, the oldest first."""
    query = (
        select(
            unfiled_site.c.record_id,
            unfiled_site.c.answer,
            unfiled_site.c.correlation_id,
            unfiled_site.c.position,
            unfiled_site.c.traceparent,
        )
        .where(unfiled_site.c.log == provider.log, unfiled_site.c.state == ENTERED)
        .order_by(unfiled_site.c.position)
        .limit(UPLOAD_RECORDS_MAX)
    )
    async with kit.log.engine.connect() as connection:
        return [tuple(row) for row in (await connection.execute(query)).all()]
