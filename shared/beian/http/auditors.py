"""Who may read what is secret where the network does not simulate: who has the auditor's token."""

import hmac
from http import HTTPStatus
from typing import Final

from fastapi import HTTPException, Request

HOW: Final = (
    "此网络不是模拟环境，这里需要审计令牌：请在请求头写 Authorization: Bearer <令牌>；"
    "令牌由 beian init 生成，在数据目录的 secrets/auditor.token"
)
"""What to do, for who has no token or a wrong one."""


def ask_for_token(request: Request, token: str | None) -> None:
    """Raise HTTPException 401 unless the request bears the token; without one nobody does."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    right = token is not None and hmac.compare_digest(given.strip().encode(), token.encode())
    if scheme.lower() != "bearer" or not right:
        raise HTTPException(HTTPStatus.UNAUTHORIZED, HOW, headers={"WWW-Authenticate": "Bearer"})
