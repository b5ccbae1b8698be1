"""Questions to a running network over HTTP, with what the standard library has: it loads fast."""

import json
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Final
from urllib.parse import urlsplit

from beian.errors import Fault

_TIMEOUT_S: Final = 10.0
_PAGE: Final = 1000


class NoAnswer(Fault):
    """Nobody answers there, or not what was asked; the message says so for the user."""


def ask(url: str, *, token: str | None = None, timeout_s: float = _TIMEOUT_S) -> tuple[int, Any]:
    """GET a JSON document; return status and document (text where it is none).

    `token`: the auditor's, for what a network without simulation keeps from the public.
    Raises NoAnswer where nobody answers.
    """
    return _call("GET", url, None, token, timeout_s)


def tell(
    url: str, document: Mapping[str, Any], *, token: str | None = None, timeout_s: float = 120.0
) -> tuple[int, Any]:
    """POST a JSON document; answers and raises as `ask`."""
    return _call("POST", url, json.dumps(document).encode(), token, timeout_s)


def must(url: str) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """GET a JSON document; raises NoAnswer for any status but 200 as well."""
    status, document = ask(url)
    if status != 200:  # noqa: PLR2004 - OK
        raise NoAnswer(f"{url} answers {status}: {said(document)}")
    return document


def said(document: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    """Return what a problem document says, in one line."""
    if isinstance(document, dict):
        return str(document.get("detail") or document.get("title") or document)
    return str(document)[:200]


def events(log_url: str, after: int = 0) -> Iterator[dict[str, Any]]:
    """Read a log from a position to its end, as it is stored. `log_url`: `…/log/<log>`."""
    while True:
        page = must(f"{log_url}/events?after={after}&limit={_PAGE}")
        yield from page["events"]
        if not page["events"] or page["events"][-1]["position"] >= page["size"]:
            return
        after = page["events"][-1]["position"]


def _call(
    method: str, url: str, body: bytes | None, token: str | None, timeout_s: float
) -> tuple[int, Any]:
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=timeout_s)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    headers = {"Content-Type": "application/json"} if body is not None else {}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    try:
        connection.request(method, target or "/", body, headers)
        response = connection.getresponse()
        text = response.read().decode("utf-8", "replace")
    except (OSError, HTTPException) as error:
        raise NoAnswer(f"no answer at {url}: {error}") from error
    finally:
        connection.close()
    try:
        return response.status, json.loads(text)
    except ValueError:
        return response.status, text
