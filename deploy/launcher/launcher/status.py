"""`beian status`: what each service says of itself and of its logs."""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from launcher.asking import NoAnswer, ask
from launcher.data_folder import DataFolder
from launcher.hosting import service_of
from launcher.plan import database_url

_OK: Final = 200
_SAMPLE: Final = re.compile(r"^(beian_\w+)\{(.*)\} (\S+)$", re.MULTILINE)
_LABEL: Final = re.compile(r'(\w+)="([^"]*)"')


def status_of(
    network: Mapping[str, Any], folder: DataFolder | None, token: str | None
) -> dict[str, Any]:
    """Ask every service whether it is ready, and of each log its size and lag.

    `folder`: of an embedded network; its databases' addresses are told as well. `lag`: events
    of the log not on the bus yet, and messages that its actor has not handled yet. `token`: the
    auditor's, without which a network that does not simulate does not show what is parked.
    """
    by_url: dict[str, list[str]] = defaultdict(list)
    for log, entry in sorted(network["logs"].items()):
        by_url[str(entry["url"]).partition("/log/")[0]].append(log)
    kinds = [service_of(logs[0]) for logs in by_url.values()]
    services: dict[str, Any] = {}
    for url, logs in by_url.items():
        kind = service_of(logs[0])
        alone = kinds.count(kind) == 1
        name = kind.value if alone else f"{kind}-{logs[0].partition('.')[2]}"
        services[name] = _service(url, logs, token)
        if folder is not None:
            services[name]["database_url"] = database_url(kind.database, folder.run / "postgres")
    return {"network": network["network"], "clock": network["clock"], "services": services}


def as_text(report: Mapping[str, Any]) -> str:
    """Return the report for people."""
    clock = report["clock"]
    lines = [f"network {report['network']}, network time {clock['now']} ({clock['mode']})", ""]
    for name, service in report["services"].items():
        state = "ready" if service["ready"] else f"NOT READY: {', '.join(service['missing'])}"
        lines.append(f"{name:<20} {service['url']:<30} {state}")
        for log, numbers in service["logs"].items():
            parked = f"  PARKED {numbers['parked']}" if numbers["parked"] else ""
            shown = f"{_shown(numbers['size'])} events  lag {_shown(numbers['lag'])}{parked}"
            lines.append(f"    {log:<28} {shown}")
        lines += [
            f"    parked: {p['log']} {p['consumer']} {p['sequence']}: {p['type']} of"
            f" {p['source']}/{p['position']}: {p['reason']}"
            for p in service.get("parked", ())
        ]
    return "\n".join(lines)


def _service(url: str, logs: list[str], token: str | None) -> dict[str, Any]:
    try:
        status, said = ask(f"{url}/readyz")
        _, text = ask(f"{url}/metrics")
    except NoAnswer as silence:
        unknown = {"size": None, "lag": None, "parked": None}
        logs_unknown = {log: dict(unknown) for log in logs}
        return {"url": url, "ready": False, "missing": [str(silence)], "logs": logs_unknown}
    missing = said.get("missing", []) if isinstance(said, dict) else [str(said)]
    numbers = _numbers(str(text))
    return {
        "url": url,
        "ready": status == _OK,
        "missing": missing,
        "logs": {log: _log(numbers, log) for log in logs},
        "parked": [
            one for log in logs if _log(numbers, log)["parked"] for one in _parked(url, log, token)
        ],
    }


def _parked(url: str, log: str, token: str | None) -> list[dict[str, Any]]:
    status, found = ask(f"{url}/log/{log}/parked", token=token)
    return [{"log": log, **one} for one in found] if status == _OK else []


def _log(numbers: Mapping[tuple[str, str], float], log: str) -> dict[str, int | None]:
    def number(name: str) -> int | None:
        value = numbers.get((name, log))
        return None if value is None else int(value)

    unpublished, waiting = number("beian_published_lag"), number("beian_consumer_pending")
    lag = None if unpublished is None else unpublished + (waiting or 0)
    return {"size": number("beian_log_events"), "lag": lag, "parked": number("beian_parked")}


def _numbers(text: str) -> dict[tuple[str, str], float]:
    """Read Prometheus' text: what each name says of each log, its other labels added up."""
    numbers: dict[tuple[str, str], float] = defaultdict(float)
    for name, labels, value in _SAMPLE.findall(text):
        log = dict(_LABEL.findall(labels)).get("log")
        if log is not None:
            numbers[name, log] += float(value)
    return dict(numbers)


def _shown(number: int | None) -> str:
    return "?" if number is None else str(number)
