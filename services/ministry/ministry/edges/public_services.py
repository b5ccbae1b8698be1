"""What the public may ask besides filings: e-certificates, policies, enquiry phones, a password.

Nothing here is personal: of a certificate only whose it is and until when; a password goes to
the contact that is filed, and the answer says no more than whether it did.
"""

import hashlib
from http import HTTPStatus
from typing import Annotated, Any, Final
from urllib.parse import parse_qs

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from beian.errors import Refusal
from beian.eventlog import Meta, Session
from beian.http.problems import problem
from beian.http.texts import IdInPath, Text
from beian.identifiers import MINISTRY_LOG
from beian.regulations.deadlines import day_of
from beian.regulations.enquiry_phones import enquiry_phones
from beian.regulations.operators import system_operator
from beian.regulations.reasons import Reason
from beian.regulations.regions import provinces
from beian.regulations.rules import enforces
from beian.service import Kit, kit_of, meta_of
from ministry.domain.e_certificates import PublishedCertificate, judge
from ministry.domain.passwords import RECOVERIES, RecoverPassword, Recovery
from ministry.domain.policy_texts import PHONE, POLICY
from ministry.read_models import policy_texts, published_certificates

PEM_CHARACTERS_MAX: Final = 16_000
FORM_BYTES_MAX: Final = 4096

router = APIRouter(prefix="/api", tags=["public"])
page = APIRouter(include_in_schema=False)
type KitHere = Annotated[Kit, Depends(kit_of)]
type MetaHere = Annotated[Meta, Depends(meta_of)]


class CertificateBrought(BaseModel):
    """An e-certificate as a file, or its serial."""

    model_config = ConfigDict(extra="forbid")

    pem: Text | None = Field(default=None, max_length=PEM_CHARACTERS_MAX)
    serial: Text | None = Field(default=None, max_length=40)


class RecoveryAsked(BaseModel):
    """What a sponsor says to have a new password sent to the filed contact."""

    model_config = ConfigDict(extra="forbid")

    filing_number: Text = Field(min_length=1, max_length=64)
    certificate_type: int = Field(ge=1, le=999)
    certificate_number: Text = Field(min_length=1, max_length=128)
    channel: Text = Field(description="sms, or email.")
    contact: Text = Field(min_length=1, max_length=128)


@router.get("/e-certificates/{serial}")
async def read_e_certificate(
    kit: KitHere, serial: Annotated[str, Path(pattern="^[0-9]{1,40}$")]
) -> dict[str, Any]:
    """Say whether the e-certificate of a serial holds, whose it is, and until when."""
    return await _verified(kit, serial, None)


@router.post("/e-certificates/verification", response_model=None)
async def verify_e_certificate(
    brought: CertificateBrought, kit: KitHere
) -> dict[str, Any] | Response:
    """Verify an e-certificate that somebody has, by its file or by its serial."""
    if (brought.pem is None) == (brought.serial is None):
        return problem(Refusal(Reason.INVALID_FIELD, "请给出 pem、serial 之一", "pem"))
    if brought.pem is None:
        return await _verified(kit, brought.serial or "", None)
    try:
        certificate = x509.load_pem_x509_certificate(brought.pem.encode())
    except ValueError:
        return problem(Refusal(Reason.NOT_READABLE, "不是PEM格式的证书", "pem"))
    digest = hashlib.sha256(certificate.public_bytes(Encoding.PEM)).hexdigest()
    return await _verified(kit, str(certificate.serial_number), digest)


@enforces("R14-005", "R14-151")
async def _verified(kit: Kit, serial: str, sha256: str | None) -> dict[str, Any]:
    async with kit.log.engine.connect() as connection:
        asked = await connection.execute(published_certificates.by_serial(serial))
        row = asked.mappings().first()
    known = None
    if row is not None:
        known = PublishedCertificate(
            serial=row["serial"],
            filing_number=row["filing_number"],
            sponsor_name=row["sponsor_name"],
            valid_until=row["valid_until"],
            sha256=row["sha256"],
            is_cancelled=row["is_cancelled"],
        )
    verdict = judge(known, sha256, day_of(kit.clock.now()))
    shown = known if known is not None and verdict.why != "altered" else None
    return {
        "simulated": True,
        "valid": verdict.valid,
        "why": verdict.why,
        "serial": serial,
        "filing_number": shown.filing_number if shown else None,
        "sponsor_name": shown.sponsor_name if shown else None,
        "valid_until": shown.valid_until if shown else None,
    }


@router.get("/policy-texts")
async def list_policy_texts(kit: KitHere) -> dict[str, Any]:
    """List the published policies, the latest first."""
    return {"simulated": True, "policies": await published_policies(kit)}


@enforces("R14-011")
async def published_policies(kit: Kit) -> list[dict[str, Any]]:
    """Return the policies that stand on the platform."""
    names = ("text_id", "title", "document_number", "text", "effective_on")
    return [{name: row[name] for name in names} for row in await _standing(kit, POLICY)]


@router.get("/enquiry-phones")
async def list_enquiry_phones(kit: KitHere) -> dict[str, Any]:
    """List the enquiry phone of each of the 31 bureaus, and who runs the system."""
    operator = system_operator(day_of(kit.clock.now()))
    return {
        "simulated": True,
        "phones": await published_phones(kit),
        "system_operator": {
            "role": operator.role,
            "names": list(operator.names),
            "rule": operator.rule,
        },
    }


@enforces("R14-164")
async def published_phones(kit: Kit) -> list[dict[str, str]]:
    """Return every bureau with its phone: the one published last, or that of the table."""
    said = {row["region"]: row["text"] for row in reversed(await _standing(kit, PHONE))}
    phones = {**enquiry_phones(), **said}
    return [
        {"region": one.code, "bureau": one.bureau, "phone": phones[one.code]}
        for one in provinces().values()
    ]


async def _standing(kit: Kit, kind: str) -> list[Any]:
    async with kit.log.engine.connect() as connection:
        rows = await connection.execute(policy_texts.published(kind))
        return list(rows.mappings().all())


@router.post("/password-recovery", status_code=HTTPStatus.ACCEPTED, response_model=None)
async def recover_password(
    asked: RecoveryAsked, kit: KitHere, meta: MetaHere
) -> dict[str, str] | Response:
    """Have a new filing password sent to the mobile number or mail address that is filed."""
    outcome = await _recover(kit, meta, RecoverPassword(**asked.model_dump()))
    if isinstance(outcome, Refusal):
        return problem(outcome)
    return {"recovery_id": outcome, "status": "asked"}


@router.get("/password-recovery/{key}")
async def read_recovery(key: IdInPath, kit: KitHere) -> dict[str, Any]:
    """Say whether the bureau sent a new password."""
    return {"recovery_id": key, "status": await recovery_status(kit, key)}


async def recovery_status(kit: Kit, key: str) -> str:
    """Return unknown, asked, recovered or refused."""
    state: Recovery = await kit.log.state(MINISTRY_LOG, RECOVERIES, f"passwordrecovery-{key}")
    if not state.region:
        return "unknown"
    if not state.is_answered:
        return "asked"
    return "recovered" if state.phase == "Recovered" else "refused"


@page.post("/password-recovery", response_model=None)
async def recover_on_page(request: Request, kit: KitHere, meta: MetaHere) -> Response:
    """Take the form of the home page; the page that follows says what came of it."""
    body = (await request.body())[:FORM_BYTES_MAX].decode("utf-8", "replace")
    said = {name: values[0] for name, values in parse_qs(body).items()}
    kind = said.get("certificate_type", "")
    command = RecoverPassword(
        filing_number=said.get("filing_number", ""),
        certificate_type=int(kind) if kind.isascii() and kind.isdigit() else 0,
        certificate_number=said.get("certificate_number", ""),
        channel=said.get("channel", ""),
        contact=said.get("contact", ""),
    )
    outcome = await _recover(kit, meta, command)
    key = "invalid" if isinstance(outcome, Refusal) else outcome
    return RedirectResponse(f"/?recovery={key}#password", HTTPStatus.SEE_OTHER)


async def _recover(kit: Kit, meta: Meta, command: RecoverPassword) -> str | Refusal:
    key = kit.identifiers.event_id(kit.clock.now())

    async def body(session: Session) -> str | Refusal:
        outcome = await session.decide(RECOVERIES, f"passwordrecovery-{key}", command, key)
        return outcome if isinstance(outcome, Refusal) else key

    return await kit.transact(MINISTRY_LOG, meta, body)
