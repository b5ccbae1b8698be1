"""Who may read what is secret where the network does not simulate: who has the auditor's token."""

import hmac
from http import HTTPStatus

from fastapi import HTTPException, Request


def ask_for_token(request: Request, token: str | None) -> None:
    """Raise HTTPException 401 unless the request bears the token; without one nobody does."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    right = token is not None and hmac.compare_digest(given.strip().encode(), token.encode())
    if scheme.lower() != "bearer" or not right:
        raise HTTPException(
            HTTPStatus.UNAUTHORIZED, "需要审计令牌", headers={"WWW-Authenticate": "Bearer"}
        )
