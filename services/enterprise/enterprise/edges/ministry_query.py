"""The public query of the ministry as an enterprise asks it: `GET {ministry}/api/filings`."""

from http import HTTPStatus

import httpx

from enterprise.application import RegisterAway


class MinistryQuery:
    """Asks over HTTP, once the process has a client."""

    def __init__(self, ministry_url: str) -> None:
        self._url = f"{ministry_url}/api/filings"
        self._http: httpx.AsyncClient | None = None

    def ask_by(self, http: httpx.AsyncClient) -> None:
        """Ask with this client from now on."""
        self._http = http

    async def number_of(
        self, *, domain: str | None = None, number: str | None = None
    ) -> str | None:
        """Return the number of a site, found by its domain or number; None: not filed.

        Raises RegisterAway where nobody answers.
        """
        asked = {"domain": domain} if domain is not None else {"number": number or ""}
        if self._http is None:
            raise RegisterAway("no client yet")
        try:
            answer = await self._http.get(self._url, params=asked)
        except httpx.HTTPError as error:
            raise RegisterAway(f"{self._url}: {error}") from error
        if answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
            return None  # what is no domain and no number is not filed
        if answer.status_code != HTTPStatus.OK:
            raise RegisterAway(f"{self._url}: HTTP {answer.status_code}")
        for filing in answer.json()["filings"]:
            for site in filing["sites"]:
                return str(site["filing_number"])
            return str(filing["filing_number"])
        return None
