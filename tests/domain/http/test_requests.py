"""The HTTP skeleton around any route: problems, limits, traces, counts."""

import logging
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI, Request, Response
from pydantic import BaseModel, ConfigDict

from beian.errors import NotWriter, Refusal
from beian.http.limits import BODY_BYTES_MAX, BodyLimit, BodyTooLarge
from beian.http.metrics import Metrics
from beian.http.problems import MEDIA_TYPE, RESPONSES, STATUS, add_problem_handlers, problem
from beian.http.requests import EveryRequest
from beian.http.texts import IdInPath, Text
from beian.regulations.reasons import Reason
from beian.telemetry import current_correlation_id, current_trace_id

TRACE = "0af7651916cd43dd8448eb211c80319c"
TRACEPARENT = f"00-{TRACE}-b7ad6b7169203331-01"
LARGE_BYTES_MAX = 2 * BODY_BYTES_MAX


class Draft(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Text
    sites: int


METRICS = Metrics()


async def show_draft(draft_id: IdInPath) -> dict[str, str]:
    return {"id": draft_id}


def skeleton() -> FastAPI:
    app = FastAPI()
    app.get("/drafts/{draft_id}")(show_draft)
    add_problem_handlers(app, (ConnectionError,))
    app.add_middleware(BodyLimit, limits={"/large": LARGE_BYTES_MAX})
    app.add_middleware(EveryRequest, metrics=METRICS)

    @app.post("/drafts", responses=RESPONSES)
    async def take(draft: Draft) -> dict[str, str]:
        return {"name": draft.name, "trace": current_trace_id() or ""}

    @app.post("/large")
    async def take_large(request: Request) -> dict[str, int]:
        return {"bytes": len(await request.body())}

    @app.post("/own-answer")
    async def answer_itself(request: Request) -> Response:
        try:
            await request.body()
        except BodyTooLarge:
            return Response("18")
        return Response("0")

    @app.get("/refused")
    async def refuse() -> Response:
        return problem(Refusal(Reason.NOT_APPROVED, "先审核", field="name", rule="R14-101"))

    @app.get("/standby")
    async def stand_by() -> None:
        raise NotWriter("province.320000: lost")

    @app.get("/away")
    async def lose_the_database() -> None:
        raise ConnectionResetError("db.internal closed it")

    @app.get("/broken")
    async def break_down() -> None:
        raise ZeroDivisionError("the secret is 42")

    @app.get("/correlation")
    async def correlation() -> dict[str, str | None]:
        return {"id": current_correlation_id()}

    return app


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=skeleton())
    async with httpx.AsyncClient(transport=transport, base_url="http://skeleton.test") as client:
        yield client


def test_every_reason_has_a_status_of_a_no() -> None:
    assert set(STATUS) == set(Reason)
    assert all(400 <= status < 500 or status == 503 for status in STATUS.values())


async def test_a_refusal_names_reason_rule_and_field(http: httpx.AsyncClient) -> None:
    answer = await http.get("/refused", headers={"traceparent": TRACEPARENT})
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.status_code == 409
    assert answer.json() == {
        "type": "urn:beian:reason:NOT_APPROVED",
        "title": Reason.NOT_APPROVED.text,
        "status": 409,
        "detail": "先审核",
        "reason": "NOT_APPROVED",
        "rule": "R14-101",
        "field": "name",
        "trace_id": TRACE,
    }


async def test_a_body_that_is_not_valid_is_answered_with_its_field(http: httpx.AsyncClient) -> None:
    answer = await http.post("/drafts", json={"name": "x", "sites": "many"})
    assert answer.status_code == 422
    assert answer.json()["reason"] == "INVALID_FIELD"
    assert answer.json()["field"] == "sites"
    assert "many" not in answer.text


async def test_a_body_that_is_no_json_cannot_be_read(http: httpx.AsyncClient) -> None:
    headers = {"content-type": "application/json"}
    answer = await http.post("/drafts", content=b"{", headers=headers)
    assert answer.status_code == 400
    assert answer.json()["reason"] == "NOT_READABLE"


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/no", 404), ("PUT", "/large", 405)]
)
async def test_an_unknown_path_or_method_is_a_problem_too(
    http: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await http.request(method, path)
    assert answer.status_code == answer.json()["status"] == status
    assert answer.headers["content-type"] == MEDIA_TYPE


async def test_who_is_not_the_writer_says_when_to_ask_again(http: httpx.AsyncClient) -> None:
    answer = await http.get("/standby")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "1"
    assert answer.json()["reason"] == "NOT_WRITER"


async def test_while_the_database_is_away_the_caller_asks_again(http: httpx.AsyncClient) -> None:
    answer = await http.get("/away")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "1"
    assert "db.internal" not in answer.text


async def test_a_breakage_shows_no_internals_but_its_trace(
    http: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "beian.http.requests"):
        answer = await http.get("/broken", headers={"traceparent": TRACEPARENT})
    assert answer.status_code == 500
    assert answer.json()["trace_id"] == TRACE
    assert "42" not in answer.text
    assert "the secret is 42" in caplog.text


async def test_a_body_over_the_limit_is_too_large(http: httpx.AsyncClient) -> None:
    answer = await http.post("/drafts", content=b" " * (BODY_BYTES_MAX + 1))
    assert answer.status_code == 413
    assert answer.json()["reason"] == "TOO_LARGE"


async def test_a_body_without_a_length_is_counted_as_it_comes(http: httpx.AsyncClient) -> None:
    async def parts() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b" " * BODY_BYTES_MAX

    assert (await http.post("/large", content=parts())).status_code == 413


async def test_a_path_has_a_limit_of_its_own(http: httpx.AsyncClient) -> None:
    answer = await http.post("/large", content=b" " * LARGE_BYTES_MAX)
    assert answer.json() == {"bytes": LARGE_BYTES_MAX}


async def test_an_edge_answers_a_large_body_in_its_own_way(http: httpx.AsyncClient) -> None:
    answer = await http.post("/own-answer", content=b" " * (BODY_BYTES_MAX + 1))
    assert (answer.status_code, answer.text) == (200, "18")


async def test_the_callers_trace_goes_on(http: httpx.AsyncClient) -> None:
    headers = {"traceparent": TRACEPARENT}
    answer = await http.post("/drafts", json={"name": "x", "sites": 1}, headers=headers)
    assert answer.json()["trace"] == TRACE
    assert answer.headers["traceparent"].startswith(f"00-{TRACE}-")
    assert answer.headers["traceparent"] != TRACEPARENT


async def test_a_correlation_id_comes_back_unless_it_cannot_be_one(http: httpx.AsyncClient) -> None:
    kept = await http.get("/correlation", headers={"Beian-Correlation-Id": "filing-7"})
    assert kept.json() == {"id": "filing-7"}
    assert kept.headers["beian-correlation-id"] == "filing-7"
    dropped = await http.get("/correlation", headers={"Beian-Correlation-Id": "a b\tc"})
    assert dropped.json() == {"id": None}
    assert "beian-correlation-id" not in dropped.headers


async def test_requests_are_counted_by_route_and_not_by_path(http: httpx.AsyncClient) -> None:
    await http.get("/no/such/7")
    await http.get("/refused")
    text = METRICS.text().decode()
    assert 'beian_http_requests_total{method="GET",route="/refused",status="409"}' in text
    assert 'route="(none)",status="404"' in text
    assert "/no/such/7" not in text


@pytest.mark.parametrize(
    "body",
    [
        b'{"name": "a\\u0000b", "sites": 1}',
        b'{"name": "\\ud800", "sites": 1}',
        b'{"name": "a", "sites": 1, "\\ud800": 1}',
    ],
    ids=["a control character", "half a pair", "half a pair in a member's name"],
)
async def test_a_text_that_cannot_be_kept_is_refused_and_breaks_nothing(
    http: httpx.AsyncClient, body: bytes
) -> None:
    answer = await http.post("/drafts", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == 422
    assert answer.json()["reason"] == Reason.INVALID_FIELD


@pytest.mark.parametrize(("path", "status"), [("/drafts/a%00b", 422), ("/drafts/a-b", 200)])
async def test_an_id_in_a_path_consists_of_printable_characters(
    http: httpx.AsyncClient, path: str, status: int
) -> None:
    assert (await http.get(path)).status_code == status
