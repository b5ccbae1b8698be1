"""The reference enterprise system from its desk: a draft from entry to submission, over its API."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpx
import msgspec

from launcher.pictures import grey_jpeg, grey_png
from launcher.samples import Provider, Sample, sample
from support.outside import ANSWERED_WITHIN_S, Outside, next_number
from support.waiting import until

PHOTO_SIZE = (800, 600)
VIDEO = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2SIMULATED"
"""The head of an MP4 file."""


@dataclass
class ReferenceEnterprise:
    """One provider whose enterprise system is the reference one."""

    outside: Outside
    account: Mapping[str, Any]

    @classmethod
    def of(cls, outside: Outside, region: str) -> "ReferenceEnterprise":
        """Return a province's first provider of that kind."""
        accounts = outside.network["providers"]
        ours = [a for a in accounts if a["region"] == region and a["hosted_by"] == "enterprise"]
        return cls(outside, ours[0])

    @property
    def log(self) -> str:
        return f"enterprise.{self.account['isp_id']}"

    @property
    def api(self) -> str:
        return f"{self.account['url']}/api"

    def sample(self, **changes: Any) -> Sample:
        """Make a sponsor's filing like no other; its addresses are not the sponsor's to know."""
        made = sample(next_number(), Provider.of(self.account), pictures=False, **changes)
        sites = tuple(msgspec.structs.replace(site, accesses=()) for site in made.filing.sites)
        return Sample(msgspec.structs.replace(made.filing, sites=sites))

    async def submit(self, sent: Sample) -> str:
        """Take a draft from its entry to its submission; return its id."""
        draft = await self.prepare(sent)
        await self.ask(f"{draft}/submission", {})
        return draft

    async def prepare(self, sent: Sample) -> str:
        """Take a draft so far that it can be submitted; return its id."""
        draft = await self.enter(sent)
        await self.ask(f"{draft}/pre-verification", {"passed": True})
        await self.ask(f"{draft}/verification", verification_of(sent))
        await self.ask(f"{draft}/access-info", {"locations": [11], "modes": [1]})
        return draft

    async def enter(self, sent: Sample) -> str:
        """Enter a draft with the sponsor's own account; return its id."""
        body = {
            "filing": msgspec.to_builtins(sent.filing),
            "open_access": True,
            "form": form_of(sent),
        }
        answer = await self.outside.http.post(
            f"{self.api}/drafts", json=body, headers={"X-Beian-Account": "sponsor"}
        )
        assert answer.status_code == 201, answer.text
        return str(answer.json()["draft_id"])

    async def ask(self, path: str, body: Mapping[str, Any]) -> Any:
        """Take one step with a draft."""
        return await self.outside.tell(f"{self.api}/drafts/{path}", body)

    async def draft(self, draft_id: str) -> dict[str, Any]:
        """Return a draft with its history; empty while the service is away."""
        try:
            answer = await self.outside.http.get(f"{self.api}/drafts/{draft_id}")
        except httpx.TransportError:
            return {}
        return dict(answer.json()) if answer.is_success else {}

    async def until_state(self, draft_id: str, state: str) -> dict[str, Any]:
        """Wait until a draft has come to a state; return it."""
        found: dict[str, Any] = await until(
            partial(self._in_state, draft_id, state), ANSWERED_WITHIN_S
        )
        return found

    async def _in_state(self, draft_id: str, state: str) -> dict[str, Any] | None:
        draft = await self.draft(draft_id)
        return draft if draft.get("state") == state else None


def form_of(sent: Sample) -> dict[str, Any]:
    """Return the registration form beside the record, with the sponsor's declaration."""
    head = sent.filing.subject.responsible
    return {
        "declared": True,
        "legal_representative": head.name,
        "legal_representative_certificate": head.certificate_number,
    }


def verification_of(sent: Sample) -> dict[str, Any]:
    """Return everything that a complete on-site verification brings, for a unit's filing."""
    subject, site = sent.filing.subject, sent.filing.sites[0]
    holder = partial(_holder, kind="certificate_type", number="certificate_number")
    unit = {
        "name": subject.name,
        "certificate_type": subject.certificate.type,
        "certificate_number": subject.certificate.number,
    }
    return {
        "person": holder(site.responsible),
        "photo": {
            "image": _text(grey_jpeg(*PHOTO_SIZE, comment="SIMULATED photo")),
            "taken_at": "2026-03-02T09:00:00+08:00",
            "backdrop_id": "MB-0001",
            "slip_number": "HYD-0001",
            "id_shown": True,
        },
        "certificates": [
            _original("subject", "BUSINESS_LICENCE"),
            _original("subject_person", "ID_CARD"),
            _original("site_person", "ID_CARD"),
        ],
        "presented": {
            "subject": unit,
            "subject_person": holder(subject.responsible),
            "site_person": holder(site.responsible),
        },
        "domains": [{"domain": d.name, "registrant": subject.name} for d in site.domains],
        "duties": duties_of(sent),
        "sheet": _text(grey_jpeg(*PHOTO_SIZE, comment="SIMULATED sheet")),
    }


def duties_of(sent: Sample) -> dict[str, Any]:
    """Return what the responsible person of a Jiangsu subject hears, signs and reads aloud."""
    site = sent.filing.sites[0]
    signer = _holder(site.responsible, kind="certificate_type", number="certificate_number")
    signed = {"signer": signer, "signed_on": "2026-03-02"}
    notice = _text(grey_jpeg(160, 100, comment="SIMULATED notice"))
    letter = _text(grey_jpeg(160, 100, comment="SIMULATED letter"))
    return {
        "explained_by": "核验员",
        "notice": {"image": notice, **signed},
        "commitment": {"image": letter, "domains": [one.name for one in site.domains], **signed},
        "video": {"video": _text(VIDEO)},
        "authorizations": [
            {
                "authorized": "site_person",
                "authorized_by": sent.filing.subject.responsible.name,
                "image": _text(grey_jpeg(160, 100, comment="SIMULATED authorization")),
            }
        ],
    }


def _holder(person: Any, *, kind: str, number: str) -> dict[str, Any]:
    return {"name": person.name, kind: getattr(person, kind), number: getattr(person, number)}


def _original(whose: str, original: str) -> dict[str, Any]:
    image = _text(grey_png(160, 100, comment=f"SIMULATED {whose}"))
    return {"whose": whose, "original": original, "image": image}


def _text(image: bytes) -> str:
    return base64.b64encode(image).decode()
