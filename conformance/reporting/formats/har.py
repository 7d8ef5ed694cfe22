"""`exchanges.har`: HTTP Archive 1.2, for the network panel of a browser, Insomnia, Postman; redacted as everywhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from conformance.judging.verdicts import Verdict
from conformance.reporting.formats.texts import name_of, short
from conformance.reporting.run import Run, RunFinding, RunScenario
from conformance.reporting.run.exchange import Exchange
from conformance.reporting.text.printable import one_line

#: What somebody has to look into.
_LOOKED_INTO = (Verdict.VIOLATES, Verdict.FALLS_SHORT, Verdict.KNOWN, Verdict.INCONCLUSIVE, Verdict.ERROR)
_UNKNOWN = "HTTP/1.1"


def har(run: Run) -> str:
    """Return the archive of the exchanges that decide what does not conform: a page a finding."""
    decisive = ((it, it.decisive, it.transcript) for it in run.findings if it.verdict in _LOOKED_INTO)
    return _archive(run, decisive)


def har_of_all(run: Run, transcripts: Mapping[str, Sequence[Sequence[Exchange]]]) -> str:
    """Return the archive of all exchanges, a page a scenario; `transcripts` has those of each, by its nodeid."""
    left = {nodeid: iter(each) for nodeid, each in transcripts.items()}
    every = ((finding, each, next(left.get(each.nodeid, iter(())), ())) for finding, each in run.cases())
    return _archive(run, every)


def _archive(run: Run, scenarios: Iterable[tuple[RunFinding, RunScenario, Sequence[Exchange]]]) -> str:
    pages: list[dict[str, Any]] = []
    entries: list[dict[str, Any]] = []
    for finding, scenario, exchanges in scenarios:
        page = f"page_{len(pages) + 1}"
        if exchanges:
            pages.append(_page(page, finding, scenario, exchanges[0]))
        entries += [_entry(page, exchange) for exchange in exchanges]
    creator = {"name": "layer-conformance", "version": one_line(run.suite.version)}
    comment = f"{one_line(run.target.name)}: {run.claim}"
    log = {"version": "1.2", "creator": creator, "pages": pages, "entries": entries, "comment": comment}
    return json.dumps({"log": log}, ensure_ascii=True, allow_nan=False) + "\n"


def _page(page: str, finding: RunFinding, scenario: RunScenario, first: Exchange) -> dict[str, Any]:
    title = f"{one_line(finding.requirement)} {scenario.verdict.value}: {name_of(finding, scenario)}"
    timings = {"onContentLoad": -1, "onLoad": -1}
    return {
        "startedDateTime": first["started"],
        "id": page,
        "title": title,
        "pageTimings": timings,
        "comment": short(scenario),
    }


def _entry(page: str, exchange: Exchange) -> dict[str, Any]:
    milliseconds = round(exchange["duration_s"] * 1000, 3)
    notes = [exchange.get("note", ""), "sent again: decides nothing" if exchange.get("retried") else ""]
    return {
        "pageref": page,
        "startedDateTime": exchange["started"],
        "time": milliseconds,
        "request": _request(exchange["request"]),
        "response": _response(exchange),
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
        "comment": one_line("; ".join(filter(None, notes))),
    }


def _request(request: Mapping[str, Any]) -> dict[str, Any]:
    body = request["body"]
    content = {
        "method": one_line(request["method"]),
        "url": one_line(request["url"]),
        "httpVersion": _UNKNOWN,
        "cookies": [],
        "headers": _headers(request),
        "queryString": list(_query(request["url"])),
        "headersSize": -1,
        "bodySize": body["size"] if body else 0,
    }
    if body:
        content["postData"] = {"mimeType": _kind(request), "text": body["value"], "comment": body.get("note", "")}
    return content


def _response(exchange: Exchange) -> dict[str, Any]:
    """Return the answer; where none came, status 0, which viewers show as a failed request, and why."""
    response = exchange["response"]
    body = response["body"] if response else None
    content: dict[str, Any] = {"size": body["size"] if body else 0, "mimeType": _kind(response) if response else ""}
    if body:
        content |= {"text": body["value"], "comment": body.get("note", "")}
        content |= {"encoding": "base64"} if body["encoding"] == "base64" else {}
    return {
        "status": response["status"] if response else 0,
        "statusText": one_line(response["reason"]) if response else "",
        "httpVersion": _UNKNOWN,
        "cookies": [],
        "headers": _headers(response) if response else [],
        "content": content,
        "redirectURL": _first(response, "location") if response else "",
        "headersSize": -1,
        "bodySize": body["size"] if body else 0,
        "comment": one_line(exchange["fault"] or ""),
    }


def _headers(message: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"name": one_line(each["name"]), "value": one_line(each["value"])} for each in message["headers"]]


def _query(url: str) -> Iterator[dict[str, str]]:
    try:
        pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    except ValueError:  # a port or a host that no URL has
        return
    yield from ({"name": one_line(name), "value": one_line(value)} for name, value in pairs)


def _kind(message: Mapping[str, Any]) -> str:
    return _first(message, "content-type") or "x-unknown"


def _first(message: Mapping[str, Any], name: str) -> str:
    return next((one_line(each["value"]) for each in message["headers"] if each["name"].lower() == name), "")
