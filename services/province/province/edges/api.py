"""What may be read of a bureau: applications, numbers, providers, texts, certificates.

With `--no-sim`, applications and texts want the auditor's token: they are about persons.
"""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated, Final

import msgspec
from fastapi import APIRouter, Depends, HTTPException, Query, Response
from sqlalchemy import select

from beian.eventlog import Recorded
from beian.eventlog.beside import outbox
from beian.eventlog.codec import time_text
from beian.http.texts import ID_PATTERN, LONG_MAX, IdInPath
from beian.regulations.reasons import Reason
from beian.service import Kit, audited, kit_of
from province.application.bureau import filing_stream
from province.domain.provider import PROVIDER, stream_of
from province.domain.review_policy import POLICY, STREAM
from province.edges.hosted import Here
from province.edges.rows import Limit, Row, rows_of
from province.edges.views import (
    ApplicationHistory,
    ApplicationView,
    HistoryView,
    NumberView,
    OutboxView,
    PolicyView,
    ProviderView,
    RuleView,
)
from province.read_models.applications import application
from province.read_models.certificates import certificate
from province.read_models.providers import provider
from province.read_models.serials import issued_number

PEM: Final = "application/x-pem-file"
LISTS: Final = ("ip_ranges", "rights", "lenient")

router = APIRouter(tags=["bureau"])

type KitHere = Annotated[Kit, Depends(kit_of)]


@router.get("/applications", dependencies=[Depends(audited)])
async def list_applications(
    kit: KitHere,
    here: Here,
    isp_id: Annotated[int | None, Query(ge=1, le=LONG_MAX)] = None,
    status: Annotated[str | None, Query(pattern=ID_PATTERN)] = None,
    after: Annotated[
        int, Query(ge=0, le=LONG_MAX, description="Log position of the last one seen.")
    ] = 0,
    limit: Limit = 100,
) -> list[ApplicationView]:
    """List applications in the order of their receipt."""
    question = select(application).where(
        application.c.log == here.bureau.log, application.c.position > after
    )
    if isp_id is not None:
        question = question.where(application.c.isp_id == isp_id)
    if status is not None:
        question = question.where(application.c.status == status)
    rows = await rows_of(kit, question.order_by(application.c.position).limit(limit))
    return [ApplicationView.of(row) for row in rows]


@router.get("/applications/{application_id}", dependencies=[Depends(audited)])
async def read_application(
    application_id: IdInPath, kit: KitHere, here: Here
) -> ApplicationHistory:
    """Show one application and everything that happened to it at this bureau."""
    log = here.bureau.log
    rows = await rows_of(
        kit,
        select(application).where(
            application.c.log == log, application.c.application_id == application_id
        ),
    )
    row = _found(rows)
    events = await kit.log.read_stream(log, filing_stream(application_id))
    view = ApplicationView.of(row).model_dump()
    return ApplicationHistory(**view, history=[_happened(event) for event in events])


@router.get("/numbers")
async def list_numbers(kit: KitHere, here: Here, limit: Limit = 100) -> list[NumberView]:
    """List the filing numbers issued here, the latest first."""
    question = (
        select(issued_number)
        .where(issued_number.c.log == here.bureau.log)
        .order_by(issued_number.c.year.desc(), issued_number.c.serial.desc())
        .limit(limit)
    )
    return [NumberView.of(row) for row in await rows_of(kit, question)]


@router.get("/providers")
async def list_providers(kit: KitHere, here: Here) -> list[ProviderView]:
    """List the providers admitted here, without their secrets."""
    question = select(provider).where(provider.c.log == here.bureau.log).order_by(provider.c.isp_id)
    found = []
    for row in await rows_of(kit, question):
        state = await kit.log.state(here.bureau.log, PROVIDER, stream_of(row["isp_id"]))
        found.append(_provider({**row, "lenient": ",".join(sorted(state.switches))}))
    return found


@router.get("/outbox", dependencies=[Depends(audited)])
async def read_outbox(
    kit: KitHere,
    here: Here,
    application_id: Annotated[str | None, Query(pattern=ID_PATTERN)] = None,
    limit: Limit = 100,
) -> list[OutboxView]:
    """Read the texts to sponsors, the latest first: a simulation sends none of them.

    They hold filing passwords: with `--no-sim` this wants the auditor's token.
    """
    question = select(outbox).where(outbox.c.log == here.bureau.log)
    if application_id is not None:
        question = question.where(outbox.c.application_id == application_id)
    rows = await rows_of(kit, question.order_by(outbox.c.id.desc()).limit(limit))
    return [OutboxView.of(row) for row in rows]


@router.get("/policy")
async def read_policy(kit: KitHere, here: Here) -> PolicyView:
    """Show how the review decides. The ministry's `/sim/policies` sets it."""
    policy = await kit.log.state(here.bureau.log, POLICY, STREAM)
    rules = [
        RuleView(
            field=rule.field, pattern=rule.pattern, decision=rule.decision, opinion=rule.opinion
        )
        for rule in policy.rules
    ]
    return PolicyView(policy=policy.name, rules=rules, opinion=policy.opinion)


@router.get("/certificates/{serial}.pem", response_class=Response)
async def read_certificate(serial: IdInPath, kit: KitHere, here: Here) -> Response:
    """Return an e-certificate in PEM: `openssl verify -CAfile ca.pem` proves it offline."""
    log = here.bureau.log
    question = select(certificate.c.sha256).where(
        certificate.c.log == log, certificate.c.serial == serial
    )
    pem = await kit.log.blob(log, _found(await rows_of(kit, question))["sha256"])
    assert pem is not None, "a signed certificate lies beside the log"
    return Response(pem, media_type=PEM)


@router.get("/ca.pem", response_class=Response)
async def read_authority(here: Here) -> Response:
    """Return the certificate of the bureau's authority for e-certificates. Simulated."""
    return Response(here.authority.pem, media_type=PEM)


def _found(rows: Sequence[Row]) -> Row:
    if not rows:
        raise HTTPException(HTTPStatus.NOT_FOUND, Reason.NOT_FOUND.text)
    return rows[0]


def _happened(recorded: Recorded) -> HistoryView:
    return HistoryView(
        position=recorded.position,
        type=recorded.type,
        actor=recorded.actor,
        network_time=time_text(recorded.network_time),
        causation_id=recorded.causation_id,
        data=msgspec.json.decode(recorded.data),
    )


def _provider(row: Row) -> ProviderView:
    lists = {name: [one for one in row[name].split(",") if one] for name in LISTS}
    return ProviderView.of({**row, **lists})
