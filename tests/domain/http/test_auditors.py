"""What only an auditor may read in a network that does not simulate."""

import pytest
from fastapi import HTTPException, Request

from beian.http.auditors import ask_for_token

TOKEN = "only-for-auditors"


def request(authorization: str | None) -> Request:
    headers = [] if authorization is None else [(b"authorization", authorization.encode())]
    return Request({"type": "http", "headers": headers})


def test_who_bears_the_token_may_read() -> None:
    ask_for_token(request(f"Bearer {TOKEN}"), TOKEN)


@pytest.mark.parametrize(
    ("authorization", "token"),
    [
        (None, TOKEN),
        ("Bearer guessed", TOKEN),
        (f"Basic {TOKEN}", TOKEN),
        ("Bearer 口令", TOKEN),
        ("Bearer ", None),
        ("Bearer None", None),
    ],
)
def test_nobody_else_may_nor_anybody_where_there_is_no_token(
    authorization: str | None, token: str | None
) -> None:
    with pytest.raises(HTTPException) as refused:
        ask_for_token(request(authorization), token)

    assert refused.value.status_code == 401
