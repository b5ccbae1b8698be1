"""A network started with `--no-sim`: what is personal or decides something asks for the token."""

import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from beian.procedures import procedures_in
from launcher.hosting import ServiceName
from support.network import beian, start, stop

ISP_ID = 320000000001
REGION = "320000"

PROVINCE = f"/{REGION}/api"
ENTERPRISE = f"/{ISP_ID}/api"
KEPT = [
    ("province", "GET", f"{PROVINCE}/applications"),
    ("province", "GET", f"{PROVINCE}/applications/none"),
    ("province", "GET", f"{PROVINCE}/review-queue"),
    ("province", "GET", f"{PROVINCE}/outbox"),
    ("province", "POST", f"{PROVINCE}/applications/none/approval"),
    ("province", "POST", f"{PROVINCE}/applications/none/return"),
    ("province", "POST", f"{PROVINCE}/providers/{ISP_ID}/suspension"),
    ("province", "POST", f"{PROVINCE}/providers/{ISP_ID}/resumption"),
    ("province", "GET", f"/log/province.{REGION}/events"),
    ("province", "GET", f"/log/province.{REGION}/parked"),
    ("province", "POST", f"/log/province.{REGION}/parked/any/1/redrive"),
    ("enterprise", "GET", f"/{ISP_ID}/"),
    ("enterprise", "GET", f"{ENTERPRISE}/drafts"),
    ("enterprise", "POST", f"{ENTERPRISE}/drafts"),
    ("enterprise", "GET", f"{ENTERPRISE}/outbox"),
    ("enterprise", "GET", f"{ENTERPRISE}/uploads"),
    ("enterprise", "POST", f"{ENTERPRISE}/drafts/none/on-site"),
    ("enterprise", "POST", f"{ENTERPRISE}/drafts/none/verification"),
    ("ministry", "GET", "/api/blacklist"),
    ("ministry", "POST", "/api/blacklist"),
    ("ministry", "POST", "/log/ministry/parked/any/1/redrive"),
    ("verification-center", "GET", "/api/checks"),
    ("verification-center", "PUT", "/api/registry"),
]
PUBLIC = {
    "ministry": {
        "GET /network.json",
        "GET /api/status",
        "GET /api/events",
        "GET /api/filings",
        "GET /api/domains",
        "GET /api/base-codes",
        "GET /api/base-codes/{table}",
        "GET /api/providers",
        "GET /api/applications",
        "GET /api/e-certificates/{serial}",
        "POST /api/e-certificates/verification",
        "GET /api/policy-texts",
        "GET /api/enquiry-phones",
        "POST /api/password-recovery",
        "GET /api/password-recovery/{key}",
        # A department shows its own electronic key.
        "POST /api/shared-queries",
    },
    "province": {
        f"{method} {prefix}/{path}"
        for prefix in ("/api", "/{region}/api")
        for method, path in (
            ("GET", "numbers"),
            ("GET", "providers"),
            ("GET", "policy"),
            ("GET", "ip-records"),
            ("GET", "certificates/{serial}.pem"),
            ("GET", "ca.pem"),
            ("POST", "public-reports"),
            ("GET", "public-reports/channels"),
            ("GET", "public-reports/{case_id}"),
            # A department shows its own electronic key.
            ("POST", "shared-queries"),
        )
    },
    "enterprise": set[str](),
    "verification-center": set[str](),
}
"""Operations that everybody may ask; whatever else a service is given asks for the token."""
OF_EVERY_SERVICE = {
    "GET /healthz",
    "GET /readyz",
    "GET /metrics",
    "GET /log/{log}/checkpoint",
    "GET /log/{log}/proof/inclusion",
    "GET /log/{log}/proof/consistency",
}
LOGS = {
    "ministry": "ministry",
    "province": f"province.{REGION}",
    "enterprise": f"enterprise.{ISP_ID}",
    "verification-center": "verification-center",
}
OPEN = [
    ("ministry", "/"),
    ("ministry", "/api/filings?domain=site.example"),
    ("ministry", "/network.json"),
    ("province", f"{PROVINCE}/numbers"),
    ("province", f"/log/province.{REGION}/checkpoint"),
    ("province", f"/{REGION}/ISPWebService/upDownLoad?wsdl"),
    ("enterprise", "/healthz"),
]


@pytest.fixture(scope="module")
def quiet() -> Iterator[tuple[dict[str, Any], Path]]:
    """The /network.json and the data folder of a network that does not simulate."""
    data = Path(tempfile.mkdtemp(prefix="bq-", dir="/tmp"))
    described = start(data, "--no-sim", "--provinces", REGION)
    yield described, data
    stop(data)
    shutil.rmtree(data, ignore_errors=True)


@pytest.fixture(scope="module")
def urls(quiet: tuple[dict[str, Any], Path]) -> dict[str, str]:
    logs = {log: one["url"].partition("/log/")[0] for log, one in quiet[0]["logs"].items()}
    return {
        "ministry": logs["ministry"],
        "province": logs[f"province.{REGION}"],
        "enterprise": logs[f"enterprise.{ISP_ID}"],
        "verification-center": logs["verification-center"],
    }


@pytest.fixture(scope="module")
def token(quiet: tuple[dict[str, Any], Path]) -> str:
    return (quiet[1] / "secrets" / "auditor.token").read_text("utf-8").strip()


@pytest.mark.parametrize(("service", "method", "path"), KEPT)
def test_what_is_personal_or_decides_asks_for_the_token(
    urls: dict[str, str], token: str, service: str, method: str, path: str
) -> None:
    url = urls[service] + path
    body: dict[str, str] | None = None if method == "GET" else {}

    for wrong in ({}, {"Authorization": "Bearer guessed"}):
        refused = httpx.request(method, url, json=body, headers=wrong)
        assert refused.status_code == 401, refused.text
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.headers["www-authenticate"] == "Bearer"
        said = refused.json()
        assert said["reason"] == "NOT_AUTHENTICATED"
        assert "Authorization: Bearer" in said["detail"]

    heard = httpx.request(method, url, json=body, headers={"Authorization": f"Bearer {token}"})
    assert heard.status_code in {200, 404, 409, 422}, heard.text


@pytest.mark.parametrize(("service", "path"), OPEN)
def test_what_is_public_stays_public(urls: dict[str, str], service: str, path: str) -> None:
    assert httpx.get(urls[service] + path).status_code == 200


@pytest.mark.parametrize("service", PUBLIC)
def test_every_operation_is_public_by_name_or_asks_for_the_token(
    urls: dict[str, str], service: str
) -> None:
    described = httpx.get(f"{urls[service]}/openapi.json").json()["paths"]
    public = PUBLIC[service] | OF_EVERY_SERVICE | _declared_public(service)
    known = {"region": REGION, "isp_id": str(ISP_ID), "log": LOGS[service], "sequence": "1"}
    asked, answered = 0, []
    for path, operations in described.items():
        for method in (name.upper() for name in operations):
            if f"{method} {path}" in public or path.startswith("/sim/"):
                continue
            filled = re.sub(r"\{(\w+)\}", lambda name: known.get(name[1], "0"), path)
            body: dict[str, str] | None = None if method == "GET" else {}
            answer = httpx.request(method, urls[service] + filled, json=body)
            asked += 1
            if answer.status_code != 401:
                answered.append(f"{method} {path}: {answer.status_code}")
    assert asked
    assert not answered, "neither guarded (beian.service.audited) nor named in PUBLIC"


def _declared_public(service: str) -> set[str]:
    """Return what may be read of the procedures that are declared public; acts never are."""
    mounts = {"province": ("/{region}/api", "/api"), "enterprise": ("/{isp_id}/api",)}
    return {
        f"GET {mount}/{one.path}{case}"
        for one in procedures_in(f"{ServiceName(service).package}.procedures")
        if one.public
        for mount in mounts.get(service, ("/api",))
        for case in ("", "/{key}")
    }


def test_neither_passwords_nor_controls_are_published(
    quiet: tuple[dict[str, Any], Path], urls: dict[str, str]
) -> None:
    for provider in quiet[0]["providers"]:
        assert not {"password", "aes_key", "aes_offset"} & provider.keys()
    assert httpx.post(f"{urls['ministry']}/sim/clock", json={"advance": "1d"}).status_code == 404


def test_the_command_line_sends_the_token_of_the_data_folder(
    quiet: tuple[dict[str, Any], Path], urls: dict[str, str]
) -> None:
    data = ("--data", str(quiet[1]))

    shown = beian("status", "--json", *data)
    assert shown.returncode == 0, shown.stderr
    assert json.loads(shown.stdout)["services"]["province"]["parked"] == []
    assert beian("audit", "verify", *data).returncode == 0

    redriven = beian("redrive", f"province.{REGION}", "none", "1", *data)
    assert (redriven.returncode, "没有搁置的消息" in redriven.stderr) == (1, True)
    without = beian("redrive", f"province.{REGION}", "none", "1", "--url", urls["ministry"])
    assert (without.returncode, "Bearer" in without.stderr) == (2, True)


def test_commands_that_need_passwords_say_that_there_are_none(
    quiet: tuple[dict[str, Any], Path],
) -> None:
    for command in (("demo",), ("client", "previous")):
        refused = beian(*command, "--data", str(quiet[1]))
        assert refused.returncode == 2
        assert "Traceback" not in refused.stderr
