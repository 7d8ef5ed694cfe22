"""An exchange as plain JSON: what every report shows of it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from conformance.evidence.exchange import Exchange, Headers, Received, Sent
from conformance.evidence.redaction import Redactor
from conformance.evidence.secret_finder import MOST_LEARNT, has_too_many_secrets, identity_token_in, text_of
from conformance.evidence.secret_forms import decode_token, fingerprint

#: So many characters of a body are shown, and of a decoded token.
BODY_SHOWN = 8192
#: So many characters of a header's value or of a URL are shown.
LINE_SHOWN = 2048
#: A decoded part with more arrays and objects than this is shown as text.
_NESTED = 200

#: Headers whose value is a secret wherever it comes from.
_WITHHELD = frozenset({"cookie", "set-cookie", "proxy-authorization"})


def serialize_all(exchanges: Sequence[Exchange], redactor: Redactor) -> list[dict[str, Any]]:
    """Return the exchanges of one scenario as plain JSON; their secrets have to be learnt before."""
    return [serialize(exchange, redactor) for exchange in exchanges]


def iso_time(seconds: float) -> str:
    """Return seconds since the epoch as ISO 8601 in UTC, to the millisecond."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def serialize(exchange: Exchange, redactor: Redactor) -> dict[str, Any]:
    """Return one exchange as plain JSON, as `docs/verdicts.md` describes it."""
    received, fault = exchange.received, exchange.fault
    shown: dict[str, Any] = {
        "request": _request(exchange.sent, redactor),
        "response": None if received is None else _response(received, redactor),
        "fault": None if fault is None else _lines([str(fault)], redactor)[0],
        "started": iso_time(exchange.started),
        "duration_s": round(exchange.duration, 6),
    }
    return {**shown, "retried": True} if exchange.is_retried else shown


def _request(sent: Sent, redactor: Redactor) -> dict[str, Any]:
    url, *headers = _lines([sent.url, *_texts(sent.headers)], redactor)
    shown = {
        "method": sent.method,
        "url": url,
        "headers": _headers(headers),
        "body": None if sent.body is None else _body(sent.body, redactor),
    }
    return shown | _token(sent.body, redactor)


def _response(received: Received, redactor: Redactor) -> dict[str, Any]:
    reason, *headers = _lines([received.reason, *_texts(received.headers)], redactor)
    shown = {
        "status": received.status,
        "reason": reason,
        "headers": _headers(headers),
        "body": _body(received.body, redactor, is_withheld=has_too_many_secrets(received.body)),
    }
    if received.surplus:
        shown["surplus"] = _body(received.surplus, redactor)
    return shown | _token(received.body, redactor)


def _texts(headers: Headers) -> Iterator[str]:
    """Yield the name and the value of each header: a target may put secrets in both."""
    for name, value in headers:
        yield name
        yield fingerprint("header", value) if name.lower() in _WITHHELD else value


def _headers(texts: Sequence[str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in zip(texts[::2], texts[1::2], strict=True)]


def _lines(lines: list[str], redactor: Redactor) -> list[str]:
    if max(map(len, lines)) > LINE_SHOWN:
        return [redactor.truncate(line, LINE_SHOWN)[0] for line in lines]
    return redactor.redact_lines(lines)


def _body(raw: bytes, redactor: Redactor, *, is_withheld: bool = False) -> dict[str, Any]:
    """Return a body; one that is no text goes through as one character a byte, so that it is redacted too."""
    text = text_of(raw)
    is_text = raw.isascii() or text.encode("utf-8") == raw
    if is_withheld:
        text = ""
    start, is_cut = redactor.truncate(text, BODY_SHOWN)
    value = start if is_text else base64.b64encode(start.encode("latin-1")).decode("ascii")
    shown = {
        "encoding": "utf8" if is_text else "base64",
        "size": len(raw),
        "truncated": is_cut or is_withheld,
        "value": value,
    }
    notes = [] if is_text else ["the body is not UTF-8: its bytes in base64"]
    notes += [f"only the first {BODY_SHOWN} characters of {len(raw)} bytes are shown"] if is_cut else []
    notes += [f"not shown: the body holds more than {MOST_LEARNT} secrets"] if is_withheld else []
    return {**shown, "note": "; ".join(notes)} if notes else shown


def _token(body: bytes | None, redactor: Redactor) -> dict[str, Any]:
    """Return the member that shows the identity token in `body` decoded, or nothing where there is none."""
    token = identity_token_in(text_of(body)) if body and b"identity_token" in body else None
    if token is None:
        return {}
    parts = decode_token(token)
    shown = {"header": _readable(parts.header, redactor), "claims": _readable(parts.claims, redactor)}
    return {"identity_token": shown}


def _readable(value: object, redactor: Redactor) -> Any:  # any JSON value
    """Return a decoded part with its secrets redacted: JSON, or its text where it is long or deep."""
    try:
        text, is_cut = redactor.truncate(json.dumps(value, ensure_ascii=False), BODY_SHOWN)
        if is_cut or text.count("[") + text.count("{") > _NESTED:
            return f"{text} (as text, {'cut' if is_cut else 'whole'})"
        return json.loads(text, parse_constant=str)
    except (ValueError, RecursionError) as error:
        return f"not to be shown: {type(error).__name__}"
