"""An exchange as plain JSON: what every report shows of it."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from conformance.evidence.exchange import Exchange, Headers, Received, Sent
from conformance.evidence.redaction import Redactor
from conformance.evidence.secret_finder import MOST_LEARNT, has_unknown_secrets, identity_token_in, text_of
from conformance.evidence.secret_forms import decode_token, fingerprint

#: How many characters of a body are shown, and of a decoded token.
BODY_LIMIT = 8192
#: How many characters of a header's value or of a URL are shown.
LINE_LIMIT = 2048
#: How many characters of all headers of a message are shown.
HEADERS_LIMIT = 8192


@dataclass(frozen=True)
class Room:
    """How many characters are shown of a body, of a line, and of all headers of a message; `why` there are few."""

    body: int = BODY_LIMIT
    line: int = LINE_LIMIT
    headers: int = HEADERS_LIMIT
    why: str = ""


ROOM = Room()
#: A decoded part with more arrays and objects than this is shown as text.
_NESTED = 200

#: What the suite writes into X-Request-Id and traceparent: no two requests have the same, so that each is new text.
_TRACE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|00-[0-9a-f]{32}-[0-9a-f]{16}-01")
#: Half of a surrogate pair, which only an escape can write.
_HALF = re.compile("[\ud800-\udfff]")
#: Headers whose value is a secret wherever it comes from.
_WITHHELD = frozenset({"cookie", "set-cookie", "proxy-authorization"})


def iso_time(seconds: float) -> str:
    """Return seconds since the epoch as ISO 8601 in UTC, to the millisecond."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def serialize(exchange: Exchange, redactor: Redactor, room: Room = ROOM) -> dict[str, Any]:
    """Return one exchange as plain JSON, as `docs/reports.md` describes it; its secrets have to be learnt before."""
    return _Serializer(redactor, room).exchange(exchange)


class _Serializer:
    """Brings one exchange into the room that it has, and notes what does not go in."""

    def __init__(self, redactor: Redactor, room: Room) -> None:
        self._redactor = redactor
        self._room = room
        self._notes: list[str] = [room.why] if room.why else []

    def exchange(self, exchange: Exchange) -> dict[str, Any]:
        received, fault = exchange.received, exchange.fault
        record: dict[str, Any] = {
            "request": self._request(exchange.sent),
            "response": None if received is None else self._response(received),
            "fault": None if fault is None else self._lines([str(fault)])[0],
            "started": iso_time(exchange.started),
            "duration_s": round(exchange.duration, 6),
        }
        if exchange.is_retried:
            record["retried"] = True
        return {**record, "note": "; ".join(self._notes)} if self._notes else record

    def _request(self, sent: Sent) -> dict[str, Any]:
        url, *headers = self._lines([sent.url, *self._header_texts(sent.headers, "request")])
        body = {} if sent.body is None else self._body(sent.body)
        record = {"method": sent.method, "url": url, "headers": _headers(headers), "body": body or None}
        return record | self._token(sent.body)

    def _response(self, received: Received) -> dict[str, Any]:
        reason, *headers = self._lines([received.reason, *self._header_texts(received.headers, "answer")])
        body = self._body(received.body, is_withheld=has_unknown_secrets(received.body, self._redactor))
        record = {"status": received.status, "reason": reason, "headers": _headers(headers), "body": body}
        if received.surplus:
            record["surplus"] = self._body(received.surplus)
        return record | self._token(received.body)

    def _header_texts(self, headers: Headers, message: str) -> list[str]:
        """Return the name and the value of each header, for a target may put secrets in both, while there is room."""
        texts: list[str] = []
        left = self._room.headers
        for name, value in headers:
            text = fingerprint("header", value) if name.lower() in _WITHHELD else value
            left -= min(len(name), self._room.line) + min(len(text), self._room.line)
            if left < 0:
                missing = len(headers) - len(texts) // 2
                self._notes.append(f"{missing} of {len(headers)} headers of the {message} are not recorded")
                break
            texts += (name, text)
        return texts

    def _lines(self, lines: list[str]) -> list[str]:
        if max(map(len, lines)) > self._room.line:
            return [self._redactor.truncate(line, self._room.line)[0] for line in lines]
        return [line if self._is_trace(line) else self._redactor.redact(line) for line in lines]

    def _is_trace(self, line: str) -> bool:
        """Whether the suite has drawn a line at random for this request, and no target has made a secret of it."""
        return _TRACE.fullmatch(line) is not None and not self._redactor.knows(line)

    def _body(self, raw: bytes, *, is_withheld: bool = False) -> dict[str, Any]:
        """Return a body; one that is no text goes through as one character a byte, so that it is redacted too."""
        text = text_of(raw)
        is_text = raw.isascii() or text.encode("utf-8") == raw
        start, is_cut = ("", True) if is_withheld else self._redactor.truncate(text, self._room.body)
        value = start if is_text else base64.b64encode(start.encode("latin-1")).decode("ascii")
        record = {
            "encoding": "utf8" if is_text else "base64",
            "size": len(raw),
            "truncated": is_cut,
            "value": value,
        }
        notes = [] if is_text else ["the body is not UTF-8: its bytes in base64"]
        if is_withheld:
            notes.append(f"not shown: the body holds more than {MOST_LEARNT} new secrets")
        elif is_cut:
            notes.append(f"only the first {self._room.body} characters of {len(raw)} bytes are shown")
        return {**record, "note": "; ".join(notes)} if notes else record

    def _token(self, body: bytes | None) -> dict[str, Any]:
        """Return the member that shows the identity token in `body` decoded, or nothing where there is none."""
        token = identity_token_in(text_of(body)) if body and b"identity_token" in body else None
        if token is None:
            return {}
        parts = decode_token(token)
        return {"identity_token": {"header": self._readable(parts.header), "claims": self._readable(parts.claims)}}

    def _readable(self, value: object) -> Any:  # any JSON value
        """Return a decoded part with its secrets redacted: JSON, or its text where it is long or deep."""
        try:
            text, is_cut = self._redactor.truncate(json.dumps(value, ensure_ascii=False), self._room.body)
            # Most readers of JSON refuse half of a pair: its escape stands there as text.
            text = text if text.isascii() else _HALF.sub(lambda half: rf"\\u{ord(half[0]):04x}", text)
            if is_cut or text.count("[") + text.count("{") > _NESTED:
                return f"{text} (as text, {'cut' if is_cut else 'whole'})"
            return json.loads(text, parse_constant=str)
        except (ValueError, RecursionError) as error:
            return f"not to be shown: {type(error).__name__}"


def _headers(texts: Sequence[str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in zip(texts[::2], texts[1::2], strict=True)]
