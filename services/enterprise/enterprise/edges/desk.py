"""Who asks what of which provider: what every route of the API begins with and ends in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, Final, Literal

from fastapi import Depends, Header, HTTPException, Path, Request, Response
from fastapi.responses import JSONResponse

from beian.errors import Refusal
from beian.eventlog import Meta
from beian.http.problems import problem
from beian.regulations.reasons import Reason
from beian.service import Kit, kit_of, meta_of
from enterprise.application import Provider
from enterprise.domain.draft import DraftCommand
from enterprise.edges.bodies import Image
from enterprise.edges.views import draft_view

PRINTABLE: Final = "^[!-~]{1,64}$"
"""What an id may consist of; whether there is such a draft is another question."""

type DraftId = Annotated[str, Path(pattern=PRINTABLE)]
type Answer = dict[str, Any] | Response
"""A view, or a problem document."""

NO_DRAFT: Final = Refusal(Reason.NOT_FOUND, "没有此草稿", "draft_id")


@dataclass(frozen=True, slots=True)
class Desk:
    """One request to one provider."""

    kit: Kit
    provider: Provider
    meta: Meta
    account: str

    async def ask(
        self,
        draft_id: str,
        commands: Sequence[DraftCommand],
        *,
        images: Sequence[Image] = (),
        documents: Sequence[bytes] = (),
        status: HTTPStatus = HTTPStatus.OK,
    ) -> Answer:
        """Carry out commands; answer with the draft, or with the problem, recorded or not."""
        blobs = [*documents, *(image.content for image in images)]
        outcome = await self.provider.ask(
            self.kit, self.meta, draft_id, commands, account=self.account, blobs=blobs
        )
        if isinstance(outcome, Refusal):
            return problem(outcome)
        if outcome.refusal is not None:
            return problem(outcome.refusal)
        view = await draft_view(self.kit, self.provider, draft_id)
        return problem(NO_DRAFT) if view is None else JSONResponse(view, status)

    @property
    def log(self) -> str:
        return self.provider.log


def carrying(providers: Mapping[int, Provider]) -> Callable[[Request], None]:
    """Return the dependency that brings the hosted providers to every request."""

    def carry(request: Request) -> None:
        request.state.providers = providers

    return carry


def provider_of(request: Request, isp_id: int) -> Provider:
    """Return the provider the path names; 404 when it is not hosted here."""
    provider = request.state.providers.get(isp_id)
    if provider is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, Reason.UNKNOWN_PROVIDER.text)
    assert isinstance(provider, Provider)
    return provider


def desk_of(
    kit: Annotated[Kit, Depends(kit_of)],
    provider: Annotated[Provider, Depends(provider_of)],
    meta: Annotated[Meta, Depends(meta_of)],
    x_beian_account: Annotated[
        Literal["sponsor", "staff", "agent"],
        Header(
            description="Whose account asks: the sponsor's, one of the provider's staff, or an "
            "agent's that sells access."
        ),
    ] = "staff",
) -> Desk:
    """Return the desk of a request."""
    return Desk(kit, provider, meta, x_beian_account)


type AtDesk = Annotated[Desk, Depends(desk_of)]
