"""A request as the command line that repeats it."""

from __future__ import annotations

import base64
import shlex

from conformance.evidence.exchange import Exchange, Sent
from conformance.evidence.redaction import Redactor
from conformance.evidence.secret_finder import collect_secrets, text_of

#: So many characters of a body stand in the line.
BODY_SHOWN = 2048
#: So many characters of a URL or of a header do.
LINE_SHOWN = 4096


def curl_line(exchange: Exchange, redactor: Redactor) -> str:
    """Return a curl command for the request; a secret's mark stands where the reader has to put it in."""
    collect_secrets(redactor, [exchange])
    sent = exchange.sent
    words = ["curl", "-i", *_method(sent), sent.url, *_headers(sent)]
    said = " ".join(shlex.quote(redactor.truncate(word, LINE_SHOWN)[0]) for word in words)
    return said if sent.body is None else _with_body(said, sent.body, redactor)


def _method(sent: Sent) -> list[str]:
    if sent.method == "HEAD":
        return ["--head"]
    return [] if sent.method == "GET" and sent.body is None else ["-X", sent.method]


def _headers(sent: Sent) -> list[str]:
    """Return a `-H` for every header, and for every one that curl would add."""
    missing = [name for name in _curls_own(sent) if sent.header(name) is None]
    fields = [f"{name}: {value}" if value else f"{name};" for name, value in sent.headers]
    return [word for field in [*fields, *(f"{name}:" for name in missing)] for word in ("-H", field)]


def _curls_own(sent: Sent) -> tuple[str, ...]:
    """Return the headers that curl sends by itself: one that was not sent has to be taken away."""
    return ("Accept",) if sent.body is None else ("Accept", "Content-Type")


def _with_body(line: str, body: bytes, redactor: Redactor) -> str:
    text = text_of(body)
    clean, is_cut = redactor.truncate(text, BODY_SHOWN)
    note = f" # the body: its first {BODY_SHOWN} of {len(body)} bytes" if is_cut else ""
    if not body.isascii() and text.encode("utf-8") != body:
        encoded = base64.b64encode(clean.encode("latin-1")).decode("ascii")
        return f"echo {encoded} | base64 -d | {line} --data-binary @-{note}"
    return f"{line} {'--data-raw' if clean.startswith('@') else '-d'} {shlex.quote(clean)}{note}"
