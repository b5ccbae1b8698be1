"""Requests for personal data of a filing: shown to who has authority, refused to others. PURE.

Stream `datarequest-<request id>`. The bureau answers for the secrecy of its store; who saw which
fields of which filing, and by what authority, is recorded. FLOW-24. Rules: R14-155, R14-156.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from beian.decider import Decider, Decision
from beian.errors import Refusal
from beian.events.base import Event
from beian.events.sharing import DataDisclosureRefused, PersonalDataDisclosed
from beian.regulations.reasons import Reason
from beian.regulations.rules import enforces

REFUSED: Final = "Refused"
DISCLOSED: Final = "Disclosed"
RULE: Final = "R14-155"


class PersonalField(StrEnum):
    """What of a filing is personal."""

    CERTIFICATE = "certificate"
    ADDRESS = "address"
    RESPONSIBLE = "responsible"
    SITE_RESPONSIBLE = "site_responsible"


@dataclass(frozen=True, slots=True)
class RequestData:
    """Somebody asks for personal data of a filing."""

    requester: str
    purpose: str
    filing_number: str
    """The subject's."""
    fields: tuple[PersonalField, ...] = tuple(PersonalField)
    authority: str | None = None
    """The document or duty that gives the right; none: a third party without authority."""


@dataclass(frozen=True, slots=True)
class Store:
    """Whose data they are, and whether there are any."""

    owner: str
    is_filed: bool


@dataclass(frozen=True, slots=True)
class DataRequest:
    """What came of a request."""

    phase: str = ""
    disclosed: PersonalDataDisclosed | None = None


@enforces("R14-155")
def decide(state: DataRequest, command: RequestData, store: Store) -> Decision:
    """Show the fields asked for to who has authority; refuse others, and record both."""
    if state.phase:
        return Refusal(Reason.ALREADY_DECIDED, "该申请已有结果", rule=RULE)
    for name in ("requester", "purpose"):
        if not getattr(command, name).strip():
            return Refusal(Reason.INVALID_FIELD, "不能为空", name, RULE)
    if not (command.authority or "").strip():
        return [_refused(command)]
    if not store.is_filed:
        return Refusal(Reason.NOT_FOUND, "本通信管理局没有此备案", "filing_number", RULE)
    if not command.fields:
        return Refusal(Reason.INVALID_FIELD, "请列明要查阅的项目", "fields", RULE)
    return [
        PersonalDataDisclosed(
            owner=store.owner,
            requester=command.requester.strip(),
            authority=(command.authority or "").strip(),
            purpose=command.purpose.strip(),
            filing_number=command.filing_number,
            fields=tuple(sorted({one.value for one in command.fields})),
            rules=(RULE,),
        )
    ]


def _refused(command: RequestData) -> DataDisclosureRefused:
    return DataDisclosureRefused(
        requester=command.requester.strip(),
        purpose=command.purpose.strip(),
        filing_number=command.filing_number,
        rules=(RULE,),
    )


def evolve(_state: DataRequest, event: Event) -> DataRequest:
    """Return the request after `event`."""
    match event:
        case DataDisclosureRefused():
            return DataRequest(REFUSED)
        case PersonalDataDisclosed():
            return DataRequest(DISCLOSED, event)
        case _:
            raise AssertionError(f"{type(event).__name__} is no event of a request for data")


DATA_REQUEST: Decider[DataRequest, RequestData, Store] = Decider(DataRequest(), decide, evolve)
