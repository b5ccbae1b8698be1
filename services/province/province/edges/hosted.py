"""Which bureau a request is meant for: the one its path names, or the only one hosted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, HTTPException, Path
from starlette.requests import HTTPConnection

from beian.exchange.calls import Account
from beian.http.refused_calls import RefusedCalls
from beian.identifiers import log_of_province
from beian.regulations.reasons import Reason
from province.application.bureau import Bureau
from province.edges.certificate_authority import CertificateAuthority


@dataclass(frozen=True, slots=True)
class Hosted:
    """A bureau of this process and its authority."""

    bureau: Bureau
    authority: CertificateAuthority
    accounts: Mapping[int, Account]
    """Of its own providers, by isp id."""
    refused: RefusedCalls = field(default_factory=RefusedCalls)


def hosting(all_hosted: Mapping[str, Hosted]) -> Callable[[HTTPConnection, str], None]:
    """Return a dependency of routers with `{region}` in their paths: what `Here` is."""

    def host(
        connection: HTTPConnection, region: Annotated[str, Path(description="e.g. 320000")]
    ) -> None:
        log = log_of_province(region)
        if log not in all_hosted:
            raise HTTPException(HTTPStatus.NOT_FOUND, f"{region}：{Reason.UNKNOWN_REGION.text}")
        connection.state.hosted = all_hosted[log]

    return host


def hosting_alone(only: Hosted) -> Callable[[HTTPConnection], None]:
    """Return the same for paths without a region: the only bureau hosted is meant."""

    def host(connection: HTTPConnection) -> None:
        connection.state.hosted = only

    return host


def hosted_of(connection: HTTPConnection) -> Hosted:
    """Return the bureau that was asked."""
    hosted = connection.state.hosted
    assert isinstance(hosted, Hosted)
    return hosted


def bureau_of(here: Annotated[Hosted, Depends(hosted_of)]) -> Bureau:
    """Return the bureau that was asked, without what its process keeps for it."""
    return here.bureau


type Here = Annotated[Hosted, Depends(hosted_of)]
