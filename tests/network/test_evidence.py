"""What the whole network can prove afterwards: traces, one correlation, secrets kept, certificates."""

import asyncio
import hashlib
import json
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.x509 import load_pem_x509_certificate

from launcher.samples import Sample
from support.outside import GUANGDONG, JIANGSU, Enterprise, Outside, Received
from support.waiting import until

LEVELS = {"ministry", f"province.{JIANGSU}", f"province.{GUANGDONG}", "verification-center"}


@pytest.fixture(scope="module")
async def filed(outside: Outside) -> tuple[Sample, Received, list[Any]]:
    """A filing across provinces, what came of it, and all its events in every log."""
    await outside.policy("approve")
    enterprise = outside.enterprises[JIANGSU]
    sent = enterprise.sample(home=GUANGDONG)
    number = await enterprise.file(sent)
    received = await enterprise.outcome(sent)
    correlation = await outside.correlation(enterprise, number)
    await outside.settle()
    return sent, received, outside.logs.correlated(correlation)


def test_one_trace_and_one_correlation_go_through_every_level(
    outside: Outside, filed: tuple[Sample, Received, list[Any]]
) -> None:
    _, _, events = filed
    assert {event["log"] for event in events} >= LEVELS
    traces = {str(event["traceparent"]).split("-")[1] for event in events}
    assert len(traces) == 1
    filing = next(e["data"]["application_id"] for e in events if e["type"] == "ReviewStarted")
    everywhere = [
        event
        for log in outside.logs.events.values()
        for event in log
        if event["stream"] == f"filing-{filing}"
    ]
    assert {event["correlation_id"] for event in everywhere} == {events[0]["correlation_id"]}


def test_every_event_names_its_cause_or_the_outsider_who_caused_it(
    outside: Outside, filed: tuple[Sample, Received, list[Any]]
) -> None:
    _, _, events = filed
    known = {f"{e['log']}/{e['position']}": e for log in outside.logs.events.values() for e in log}
    outsiders = {event["actor"] for event in events if event["causation_id"] is None}
    assert outsiders == {f"isp:{outside.enterprises[JIANGSU].isp_id}"}
    for event in events:
        if event["causation_id"] is not None:
            cause = known[event["causation_id"]]
            assert cause["correlation_id"] == event["correlation_id"]
            assert cause["network_time"] <= event["network_time"]


@pytest.mark.proves("R14-093")
async def test_no_log_and_no_process_tells_the_filing_password(
    outside: Outside, filed: tuple[Sample, Received, list[Any]], network_data: Path
) -> None:
    _, received, _ = filed
    base = f"{outside.province(GUANGDONG)}/api"
    issued = await outside.ask(f"{base}/numbers?limit=1000")
    (application,) = [
        one["application_id"] for one in issued if one["filing_number"] == received.number
    ]
    texts = await outside.ask(f"{base}/outbox?application_id={application}")
    password = next(t["text"] for t in texts if t["to_kind"] == "sms").partition("备案密码")[2][:12]
    verified = await outside.enterprises[JIANGSU].soap.verify(str(received.number), password)
    assert verified.verified
    await outside.logs.read()
    secrets = (password, hashlib.md5(password.encode(), usedforsecurity=False).hexdigest())
    for log, events in outside.logs.events.items():
        written = json.dumps(events, ensure_ascii=False)
        assert not any(secret in written for secret in secrets), log
    for file in (network_data / "logs").iterdir():
        text = file.read_text("utf-8", "replace")
        assert not any(secret in text for secret in secrets), file.name
    for taken in outside.enterprises[JIANGSU].files.values():
        assert password not in msgspec.json.encode(taken.issued).decode()


@pytest.mark.proves("O33-011", "R14-101")
async def test_openssl_verifies_the_e_certificate_offline(
    outside: Outside, filed: tuple[Sample, Received, list[Any]], tmp_path: Path
) -> None:
    sent, received, _ = filed
    certificate = received.issued[0].certificate
    assert certificate is not None
    authority, mark = tmp_path / "ca.pem", tmp_path / "mark.pem"
    ca_url = f"{outside.province(GUANGDONG)}/api/ca.pem"
    for file, url in ((authority, ca_url), (mark, certificate.path)):
        answer = await outside.http.get(url)
        assert answer.status_code == 200, url
        file.write_bytes(answer.content)
    # By the network's clock, which tests move: at the certificate's own first second.
    issued = load_pem_x509_certificate(mark.read_bytes()).not_valid_before_utc
    at = str(int(issued.timestamp()) + 1)
    await _openssl("verify", "-attime", at, "-CAfile", str(authority), str(mark))
    shown = await _openssl("x509", "-in", str(mark), "-noout", "-text", "-nameopt", "utf8")
    assert str(received.number) in shown
    assert "SIMULATED" in shown
    assert f"DNS:{sent.domain}" in shown


async def _openssl(*arguments: str) -> str:
    process = await asyncio.create_subprocess_exec("openssl", *arguments, stdout=PIPE, stderr=PIPE)
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    return out.decode()


@pytest.mark.proves("R14-005", "R14-151")
async def test_anybody_finds_a_filed_site_by_domain_number_and_name(
    outside: Outside, filed: tuple[Sample, Received, list[Any]]
) -> None:
    sent, received, _ = filed
    subject = sent.filing.subject
    for query in (
        {"domain": sent.domain},
        {"number": str(received.number)},
        {"number": f"{received.number}-1"},
        {"name": subject.name},
    ):
        answer = await outside.http.get(f"{outside.ministry}/api/filings", params=query)
        assert answer.is_success, answer.text
        (found,) = answer.json()["filings"]
        assert found["filing_number"] == received.number
        assert found["home_region"] == GUANGDONG
        assert [site["domains"] for site in found["sites"]] == [[sent.domain]]
        for private in (subject.certificate.number, subject.responsible.mobile):
            assert str(private) not in answer.text


@pytest.mark.proves("M64-027")
async def test_the_verification_center_checks_every_issued_filing(
    outside: Outside, filed: tuple[Sample, Received, list[Any]], jiangsu: Enterprise
) -> None:
    """Whom its registry knows by another name is a mismatch; whom it knows right, a match."""
    _, received, _ = filed
    center = f"{outside.network['verification_center']['url']}/api"
    first = await outside.ask(f"{center}/checks?filing_number={received.number}")
    assert len(first["checks"]) == 1

    for is_right, expected in ((True, "match"), (False, "mismatch")):
        sent = jiangsu.sample(home=GUANGDONG)
        subject, person = sent.filing.subject, sent.filing.sites[0].responsible
        entries = [
            (subject.certificate.type, subject.certificate.number, subject.name),
            *(
                (one.certificate_type, one.certificate_number, one.name)
                for one in (subject.responsible, person)
            ),
        ]
        listed = [
            {"certificate_type": kind, "number": number, "name": name if is_right else "别人"}
            for kind, number, name in entries
        ]
        put = await outside.http.put(f"{center}/registry", json={"entries": listed})
        assert put.is_success, put.text
        (granted,) = await jiangsu.filed(sent)

        async def checked(number: str | None = granted.number) -> Any:
            return (await outside.ask(f"{center}/checks?filing_number={number}"))["checks"]

        (check,) = await until(checked, 30)
        assert check["result"] == expected
