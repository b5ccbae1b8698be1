"""HTTP questions and commands to a running network, for work that asks many of them."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

import httpx

from beian.errors import Fault
from launcher.asking import said
from launcher.calling import FRESH

TIMEOUT_S: Final = 600.0
"""The clock's settings return when the network has settled."""

_ATTEMPTS: Final = 3
"""At a question whose connection breaks; it changes nothing, so it may be asked again."""


class Talk:
    """Asks the services of one network. Everything raises Fault where the answer is no success."""

    def __init__(self, network: Mapping[str, Any], http: httpx.AsyncClient) -> None:
        self.network = network
        self.http = http
        self.ministry = str(network["ministry"]["url"])
        self.center = str(network["verification_center"]["url"])
        self._bureaus: dict[str, str] = {
            place["region"]: place["upload_wsdl"].split("/ISPWebService/")[0]
            for place in network["provinces"]
        }

    @property
    def regions(self) -> tuple[str, ...]:
        return tuple(self._bureaus)

    def bureau(self, region: str) -> str:
        """Return where a bureau's API begins, without `/api`."""
        return self._bureaus[region]

    async def get(self, url: str, **query: object) -> Any:  # noqa: ANN401 - whatever JSON can hold
        shown = {name: str(value) for name, value in query.items() if value is not None}
        for _ in range(_ATTEMPTS - 1):
            with suppress(httpx.TransportError):
                return _read(url, await self.http.get(url, params=shown))
        return await self._asked("GET", url, params=shown)

    async def post(self, url: str, body: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as above
        return await self._asked("POST", url, json=body)

    async def put(self, url: str, body: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as above
        return await self._asked("PUT", url, json=body)

    async def settle(self) -> bool:
        """Wait until nothing moves in the network; False if it still does after half a minute."""
        answer = await self.post(f"{self.ministry}/sim/clock", {"advance": "0d"})
        return bool(answer["settled"])

    async def _asked(self, method: str, url: str, **request: Any) -> Any:  # noqa: ANN401 - as above
        try:
            return _read(url, await self.http.request(method, url, **request))
        except httpx.HTTPError as error:
            raise Fault(f"{url}: {type(error).__name__} {error}".rstrip()) from error


def _read(url: str, answer: httpx.Response) -> Any:  # noqa: ANN401 - as above
    try:
        document = answer.json() if answer.content else None
    except ValueError as error:
        raise Fault(f"{url} answers {answer.status_code} and no JSON") from error
    if not answer.is_success:
        raise Fault(f"{url} answers {answer.status_code}: {said(document)}")
    return document


@asynccontextmanager
async def talking_to(network: Mapping[str, Any]) -> AsyncIterator[Talk]:
    async with httpx.AsyncClient(timeout=TIMEOUT_S, limits=FRESH) as http:
        yield Talk(network, http)
