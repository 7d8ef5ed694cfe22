"""Exchanges read back from what reports show of them: everything but the secrets, which stay marks."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from conformance.evidence.exchange import (
    OF_GATEWAYS,
    Exchange,
    Headers,
    Received,
    Sent,
    TransportError,
    TransportErrorKind,
)
from conformance.evidence.serialize import LINE_LIMIT

Recorded = Mapping[str, Any]

#: What makes two requests of one kind; the other headers may hold secrets, and a body always may.
_DISTINCTIVE = ("accept", "content-type")
_SESSION = re.compile(r"(?<=/sessions/).+", re.DOTALL)


class UnreadableEvidenceError(ValueError):
    """An exchange cannot be judged again from its record; the message says why."""


def parse_exchange(record: Recorded) -> Exchange:
    """Return the exchange that `record` is of, with marks in the place of its secrets.

    Raises UnreadableEvidenceError where the record has less of the answer than came in, or something else instead.
    """
    response, fault = record["response"], record["fault"]
    started = datetime.fromisoformat(record["started"]).timestamp()
    sent = Sent(record["request"]["method"], record["request"]["url"], _headers(record["request"]), None)
    if "note" in record:
        raise UnreadableEvidenceError("an exchange is not recorded whole")
    if response is None:
        return Exchange(sent, started, record["duration_s"], fault=_fault(str(fault)))
    return Exchange(sent, started, record["duration_s"], _received(response))


def without_retries(record: Recorded) -> dict[str, Any]:
    """Return the record of a scenario without the attempts that were made again, in its transcript and its steps."""
    transcript = record["transcript"]
    decisive = [index for index, exchange in enumerate(transcript) if not exchange.get("retried")]
    places = {index: place for place, index in enumerate(decisive)}
    return {
        **record,
        "transcript": [transcript[index] for index in decisive],
        "steps": [[places[index] for index in step if index in places] for step in record["steps"]],
    }


def has_lost_attempts(record: Recorded) -> bool:
    """Say whether an attempt that was made again may have arrived, though nobody but a gateway has answered it."""
    attempts = [exchange for exchange in record["transcript"] if exchange.get("retried")]
    return any(each["response"] is None or each["response"]["status"] in OF_GATEWAYS for each in attempts)


def kind_of(sent: Sent) -> tuple[object, ...]:
    """Return what two requests have in common that ask for the same: method, path, and what the headers ask for.

    A session token in the path counts as any other, since the one of a record is a mark.
    """
    parts = urlsplit(sent.url)
    path = _SESSION.sub(":token", unquote(parts.path))
    names = sorted(pair.partition("=")[0] for pair in parts.query.split("&") if pair)
    return sent.method, path, *names, *(sent.header(name) for name in _DISTINCTIVE)


def _received(response: Recorded) -> Received:
    body, surplus = _bytes(response["body"]), _bytes(response["surplus"]) if "surplus" in response else b""
    headers = _headers(response)
    if any(len(value) >= LINE_LIMIT for _, value in headers):
        raise UnreadableEvidenceError("an answer has a header that is cut in the record")
    if any(name.lower() == "set-cookie" for name, _ in headers):
        raise UnreadableEvidenceError("an answer sets a cookie, which is withheld in the record")
    return Received(response["status"], response["reason"], headers, body, surplus)


def _bytes(body: Recorded) -> bytes:
    if body["truncated"]:
        raise UnreadableEvidenceError("an answer is longer than its record")
    value: str = body["value"]
    if "[private key " in value:
        raise UnreadableEvidenceError("an answer held a private key, which is a mark in the record")
    return base64.b64decode(value) if body["encoding"] == "base64" else value.encode("utf-8", "surrogatepass")


def _headers(message: Recorded) -> Headers:
    return tuple((header["name"], header["value"]) for header in message["headers"])


def _fault(text: str) -> TransportError:
    for kind in TransportErrorKind:
        if text.startswith(kind.value):
            return TransportError(kind, text.removeprefix(kind.value).strip().removeprefix("(").removesuffix(")"))
    return TransportError(TransportErrorKind.OTHER, text)
