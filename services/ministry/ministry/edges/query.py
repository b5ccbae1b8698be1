"""The public query (公共查询) and what else may be asked: directory, applications, blacklist.

With `--no-sim` the blacklist wants the auditor's token: the hash of a number can be guessed.
"""

from collections.abc import Iterable
from typing import Annotated, Any, Final, Literal

import asyncpg
from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from beian.errors import Refusal
from beian.eventlog import Meta
from beian.events.lists import BlacklistListing
from beian.http.problems import problem
from beian.http.texts import Text
from beian.regulations.app_filing import KIND_NAMES
from beian.regulations.codes import name_of
from beian.regulations.reasons import Reason
from beian.regulations.regions import find_province
from beian.regulations.rules import enforces
from beian.regulations.unique_keys import CERTIFICATE, certificate_hash_of
from beian.service import Kit, audited, kit_of, meta_of
from ministry.application import Controls
from ministry.domain.blacklist import NAME, AddEntry, BlacklistCommand, ModifyEntry, RemoveEntry
from ministry.domain.domain_check import reportable_domain
from ministry.read_models import (
    applications,
    blacklist_entries,
    domain_records,
    provider_directory,
    published_apps,
    published_sites,
)

ASKED_CHARACTERS_MAX: Final = 255

router = APIRouter(prefix="/api", tags=["public"])
type Asked = Annotated[str | None, Query(min_length=1, max_length=ASKED_CHARACTERS_MAX)]


class CertificateNumber(BaseModel):
    """A subject's certificate: looked up by its hash, told to providers in full (HMDLB)."""

    model_config = ConfigDict(extra="forbid")

    type: int = Field(ge=1, le=999)
    number: Text = Field(min_length=1, max_length=100)


class BlacklistChange(BaseModel):
    """Add to the national blacklist, say an entry anew, or remove it."""

    model_config = ConfigDict(extra="forbid")

    action: Literal["add", "modify", "remove"] = "add"
    kind: Text = Field(description="certificate, name, or domain.")
    value: Text | None = Field(default=None, max_length=255)
    certificate: CertificateNumber | None = Field(
        default=None,
        description="Of kind certificate: in place of a value that is its hash. Of kind name: "
        "also told to the providers.",
    )
    reason: Text = Field(max_length=200)
    name: Text | None = Field(
        default=None,
        min_length=1,
        max_length=255,
        description="Of kind certificate: the subject's; of kind domain: the website's.",
    )
    unit_kind: int | None = Field(default=None, ge=1, le=999, description="Dwxz of a subject.")
    home_page: Text | None = Field(
        default=None, min_length=4, max_length=255, description="Of kind domain."
    )


@router.get("/filings", response_model=None)
async def filings(
    kit: Annotated[Kit, Depends(kit_of)],
    domain: Asked = None,
    number: Asked = None,
    name: Asked = None,
) -> dict[str, Any] | Response:
    """Find filings by exactly one of domain, number, and the beginning of a name."""
    given = {"domain": domain, "number": number, "name": name}
    asked = {key: text for key, text in given.items() if text is not None and text.strip()}
    if len(asked) != 1:
        return problem(Refusal(Reason.INVALID_FIELD, "请给出 domain、number、name 之一"))
    ((key, text),) = asked.items()
    return {
        "simulated": True,
        "query": asked,
        "filings": await find_filings(kit, key, text),
        "apps": await find_apps(kit, key, text),
    }


@enforces("R14-005", "R14-151")
async def find_filings(kit: Kit, key: str, text: str) -> list[dict[str, Any]]:
    """Return the public fields of the filings found, at most 20 sites; nothing else is public."""
    if "\x00" in text:
        return []  # a character no text of the database has
    question, values = {
        "domain": published_sites.by_domain,
        "number": published_sites.by_number,
        "name": published_sites.by_name,
    }[key](text)
    return _by_filing(await kit.log.reader.ask(question, **values))


@enforces("A105-008", "R14-151")
async def find_apps(kit: Kit, key: str, text: str) -> list[dict[str, Any]]:
    """Return the public fields of the apps found by number or name; a domain finds none."""
    if "\x00" in text or key not in _APPS_BY:
        return []
    return [
        {
            "app_number": row["app_number"],
            "name": row["name"],
            "kind": row["kind"],
            "kind_name": KIND_NAMES[row["kind"]],
            "filing_number": row["subject_number"],
            "sponsor_name": row["sponsor_name"],
            "home_region": row["home_region"],
            "approved_on": row["approved_on"],
        }
        for row in await _rows(kit, _APPS_BY[key](text))
    ]


_APPS_BY: Final = {"number": published_apps.by_number, "name": published_apps.by_name}


def _by_filing(rows: Iterable[asyncpg.Record]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        province = find_province(row["home_region"])
        kind = row["sponsor_kind"]
        filing = found.setdefault(
            row["filing_number"],
            {
                "filing_number": row["filing_number"],
                "licence_number": row["licence_number"],
                "current_number": row["licence_number"] or row["filing_number"],
                "sponsor_name": row["sponsor_name"],
                "sponsor_kind": kind,
                "sponsor_kind_name": name_of("dwxz", kind) if kind is not None else None,
                "home_region": row["home_region"],
                "home_bureau": province.bureau if province else None,
                "approved_on": row["approved_on"],
                "sites": [],
            },
        )
        filing["sites"].append(
            {
                "filing_number": row["site_number"],
                "current_number": row["licensed_site_number"] or row["site_number"],
                "name": row["site_name"],
                "domains": row["domains"].split(),
                "home_page": row["home_page"],
            }
        )
    return list(found.values())


@router.get("/domains")
async def domains(
    kit: Annotated[Kit, Depends(kit_of)],
    name: Annotated[str, Query(min_length=1, max_length=ASKED_CHARACTERS_MAX)],
) -> dict[str, Any]:
    """Find a domain in the register of domains; no person and no contact is public."""
    domain = reportable_domain(name)
    rows = [] if domain is None else await _rows(kit, domain_records.by_name(domain))
    found = [
        {key: value for key, value in row.items() if key != "is_deleted"}
        | {"type_name": name_of("ymlx", row["type"])}
        for row in rows
    ]
    return {"simulated": True, "domains": found}


@router.get("/providers")
async def providers(kit: Annotated[Kit, Depends(kit_of)]) -> dict[str, Any]:
    """List the access providers whose enterprise system was admitted."""
    return {"providers": await _rows(kit, provider_directory.all_providers())}


@router.get("/applications")
async def under_way(kit: Annotated[Kit, Depends(kit_of)]) -> dict[str, Any]:
    """List the applications that passed the conflict check and have no result yet."""
    return {"applications": await _rows(kit, applications.under_way())}


@router.get("/blacklist", dependencies=[Depends(audited)])
async def blacklist(kit: Annotated[Kit, Depends(kit_of)]) -> dict[str, Any]:
    """List the national blacklist, the latest change first."""
    return {"entries": await _rows(kit, blacklist_entries.all_entries())}


@router.post("/blacklist", response_model=None, dependencies=[Depends(audited)])
async def change_blacklist(
    change: BlacklistChange,
    kit: Annotated[Kit, Depends(kit_of)],
    meta: Annotated[Meta, Depends(meta_of)],
) -> dict[str, Any] | Response:
    """Change the blacklist; every bureau is told, and hands it on to its providers."""
    value = _value(change)
    if value is None:
        detail = "请给出 value，或对 certificate 给出证件类型与号码"
        return problem(Refusal(Reason.INVALID_FIELD, detail, field="value"))
    outcome = await Controls(kit.log).change_blacklist(meta, _command(change, value))
    if isinstance(outcome, Refusal):
        return problem(outcome)
    return {"version": outcome.version, "entries": len(outcome.entries)}


def _command(change: BlacklistChange, value: str) -> BlacklistCommand:
    match change.action:
        case "add":
            return AddEntry(change.kind, value, change.reason, _listing(change))
        case "modify":
            return ModifyEntry(change.kind, value, change.reason, _listing(change))
        case "remove":
            return RemoveEntry(change.kind, value, change.reason)


def _value(change: BlacklistChange) -> str | None:
    if change.certificate is None or change.kind == NAME:
        return change.value
    if change.kind != CERTIFICATE or change.value is not None:
        return None
    return certificate_hash_of(change.certificate.type, change.certificate.number)


def _listing(change: BlacklistChange) -> BlacklistListing | None:
    """Return what is said beyond the key, or None if nothing is."""
    certificate = change.certificate
    said = BlacklistListing(
        name=change.name,
        unit_kind=change.unit_kind,
        certificate_type=certificate.type if certificate else None,
        certificate_number=certificate.number if certificate else None,
        home_page=change.home_page,
    )
    return None if said == BlacklistListing() else said


async def _rows(kit: Kit, query: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any of our queries
    async with kit.log.engine.connect() as connection:
        rows = (await connection.execute(query)).mappings().all()
    return [{name: value for name, value in row.items() if name != "log"} for row in rows]
