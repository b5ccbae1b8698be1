"""Requests nobody means well, for every operation of an OpenAPI document: bounded, the same each run.

Each changes one thing of a request that is right in shape: a parameter, a member of the body, or
how the body is written.
"""

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote

MEBIBYTE = 1024 * 1024
MEMBERS_TRIED = 40
"""Changes of single members for one operation."""
VALUES_TRIED = 14
"""Values of one parameter of one operation."""
SEED = 20131001

HOSTILE_PARAMETERS = (
    "",
    "%00",
    "a%00b",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "..%5c..%5c",
    "%27%20OR%201%3D1--%20",
    "%22%3B%20drop%20table%20event%3B--",
    "%25%5f%5c",
    "%ff%fe",
    "%ed%a0%80",
    "%e4%b8%ad%e6%96%87",
    "%0d%0aX-Evil%3a%20yes",
    "x" * 6000,
    "-1",
    "0",
    "1e309",
    "NaN",
    "null",
    "true",
    str(2**31),
    str(2**53),
    str(2**63 - 1),
    str(2**63),
    str(-(2**63) - 1),
    "9" * 400,
    "9" * 5000,
)
"""As they stand in a URL."""

HOSTILE_MEMBERS: tuple[Any, ...] = (
    None,
    True,
    -1,
    2**31,
    2**63,
    10**400,
    1.5,
    float("inf"),
    float("nan"),
    "",
    " ",
    "\x00",
    "a\x00b\x1b\x7f",
    "\ud800",
    "\u202e\ufffe\U000e0041",
    "中文" * 3000,
    "' or 1=1; drop table event; --",
    "../../../etc/passwd",
    "%s%n{0}{{__class__}}",
    [],
    {},
    [[[[[]]]]],
    {"$ref": "#"},
    "9999-12-31",
    "9999-12-31T23:59:59.999999+14:00",
    "0001-01-01T00:00:00+14:00",
    "999999999999wd",
    "(a+)+$",
    "(",
)

HOSTILE_BODIES: tuple[tuple[str, bytes], ...] = (
    ("empty", b""),
    ("cut", b'{"a": '),
    ("null", b"null"),
    ("a list", b"[]"),
    ("a lone surrogate", b'"\\ud800"'),
    ("a surrogate as a name", b'{"\\ud800": 1, "\\u0000": 2}'),
    ("a hundred thousand lists", b"[" * 100_000),
    ("nested members", b'{"a":' * 50_000 + b"1" + b"}" * 50_000),
    ("a number of many digits", b'{"a": ' + b"9" * 10_000 + b"}"),
    ("not UTF-8", b'{"a": "\xff\xfe"}'),
    ("UTF-16", '{"a": 1}'.encode("utf-16")),
    ("a byte order mark", b'\xef\xbb\xbf{"a": 1}'),
    ("NaN", b"NaN"),
    ("many names", b"{" + b",".join(b'"k%d":0' % n for n in range(30_000)) + b"}"),
    ("too many bytes", b'"' + b"x" * (MEBIBYTE + 1) + b'"'),
    (
        "XML",
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    ),
    ("packed", gzip.compress(b'{"a": 1}')),
)

TYPES = (
    "application/json",
    "text/plain",
    "application/json; charset=nonsense",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
    "\xff/\xff",
    "",
)


@dataclass(frozen=True, slots=True)
class Case:
    """One request."""

    what: str
    method: str
    path: str
    """With query, as it goes over the wire."""
    content: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path, with what is right in shape for it."""

    method: str
    path: str
    parameters: tuple[Mapping[str, Any], ...]
    body: Any
    """None where it takes none."""

    def case(
        self,
        what: str,
        values: Mapping[str, str],
        content: bytes | None,
        headers: Mapping[str, str] | None = None,
        changed: str | None = None,
    ) -> Case:
        """Write a request with these values, already quoted, and optional ones only if changed."""
        path, query, sent = self.path, [], dict(headers or {})
        for parameter in self.parameters:
            name, place = parameter["name"], parameter["in"]
            if place == "path":
                path = path.replace(f"{{{name}}}", values[name])
            elif parameter.get("required", False) or name == changed:
                if place == "query":
                    query.append(f"{name}={values[name]}")
                elif values[name].isascii():
                    sent[name] = values[name][:6000].replace("%0d%0a", "")
        if content is not None:
            sent.setdefault("Content-Type", "application/json")
        where = f"{path}?{'&'.join(query)}" if query else path
        return Case(f"{self.method} {self.path}: {what}", self.method, where, content, sent)


def operations_of(document: Mapping[str, Any], bodies: Mapping[str, Any]) -> list[Operation]:
    """Read the operations; `bodies`: by path, in place of what the schema alone would make."""
    found = []
    for path, methods in document["paths"].items():
        for method, described in methods.items():
            body = None
            if "requestBody" in described:
                schema = described["requestBody"]["content"]["application/json"]["schema"]
                body = bodies.get(path, _example(schema, document))
            parameters = [
                {**one, "schema": _resolved(one["schema"], document)}
                for one in described.get("parameters", ())
            ]
            declared = {parameter["name"] for parameter in parameters}
            parameters += [
                {"name": name, "in": "path", "schema": {"type": "string"}}
                for name in re.findall(r"\{(\w+)\}", path)
                if name not in declared
            ]
            found.append(Operation(method.upper(), path, tuple(parameters), body))
    return found


def cases_of(operation: Operation, known: Mapping[str, str]) -> Iterator[Case]:
    """Yield the requests of one operation; `known`: parameters with a value that is found."""
    values = {
        one["name"]: quote(known.get(one["name"], _text_of(one["schema"])), safe="")
        for one in operation.parameters
    }
    content = None if operation.body is None else _written(operation.body)
    for parameter in operation.parameters:
        name = parameter["name"]
        draw = Random(f"{SEED} {operation.method} {operation.path} {name}")
        for hostile in draw.sample(HOSTILE_PARAMETERS, VALUES_TRIED):
            changed = {**values, name: hostile}
            yield operation.case(f"{name}={hostile[:40]}", changed, content, changed=name)
    if operation.body is None:
        return
    for what, written in HOSTILE_BODIES:
        yield operation.case(what, values, written)
    for content_type in TYPES:
        yield operation.case(content_type, values, content, {"Content-Type": content_type})
    yield operation.case(
        "packed", values, gzip.compress(content or b""), {"Content-Encoding": "gzip"}
    )
    for what, changed_body in _changed_bodies(operation):
        yield operation.case(what, values, _written(changed_body))


def _changed_bodies(operation: Operation) -> Iterator[tuple[str, Any]]:
    places = list(_places(operation.body))
    every = [(place, hostile) for place in places for hostile in HOSTILE_MEMBERS]
    drawn = Random(f"{SEED} {operation.method} {operation.path}").sample(
        every, min(MEMBERS_TRIED, len(every))
    )
    for place, hostile in drawn:
        yield f"{place}={str(hostile)[:40]!r}", _replaced(operation.body, place, hostile)
    yield "an unknown member", {**operation.body, "\ud800": 1, "zusätzlich": "\x00"}
    for name in operation.body:
        yield (
            f"without {name}",
            {key: value for key, value in operation.body.items() if key != name},
        )


def _places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if place:
        yield place
    if isinstance(value, dict):
        for name, inside in value.items():
            yield from _places(inside, (*place, name))
    elif isinstance(value, list):
        for at, inside in enumerate(value[:2]):
            yield from _places(inside, (*place, at))


def _replaced(body: Any, place: tuple[Any, ...], by: Any) -> Any:
    changed = deepcopy(body)
    at = changed
    for step in place[:-1]:
        at = at[step]
    at[place[-1]] = by
    return changed


def _written(body: Any) -> bytes:
    """Write JSON; a lone surrogate as an escape, infinity as Python writes it."""
    return json.dumps(body).encode("ascii")


def _text_of(schema: Mapping[str, Any]) -> str:
    made = _example(schema, {})
    return "1" if made is None else str(made)


def _example(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Any:
    """Make something that a schema allows, as far as its type goes."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return _example(document["components"]["schemas"][name], document)
    if "anyOf" in schema:
        return _example(schema["anyOf"][0], document)
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "object":
        members = schema.get("properties", {})
        return {name: _example(inside, document) for name, inside in members.items()}
    if schema.get("type") == "array":
        return [_example(schema["items"], document)] if "items" in schema else []
    return _leaf(schema)


def _resolved(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a schema with what it refers to in place of the reference."""
    if "$ref" not in schema:
        return schema
    name = schema["$ref"].rpartition("/")[2]
    own = {key: value for key, value in schema.items() if key != "$ref"}
    return {**document["components"]["schemas"][name], **own}


def _leaf(schema: Mapping[str, Any]) -> Any:
    match schema.get("type"):
        case "integer":
            return max(1, schema.get("minimum", 1))
        case "boolean":
            return False
        case "string" if schema.get("format") == "date-time":
            return "2026-11-24T12:00:00+08:00"
        case "string":
            return "1" * max(4, schema.get("minLength", 0))
        case _:
            return None
