"""A request as the command line that repeats it."""

from __future__ import annotations

import base64
import shlex
from urllib.parse import urlsplit

from conformance.evidence.exchange import Exchange, Sent
from conformance.evidence.redaction import Redactor
from conformance.evidence.secret_finder import text_of

#: How many characters of a body stand in the line.
BODY_LIMIT = 2048
#: How many characters of a URL or of a header do.
LINE_LIMIT = 4096
#: These name one request in the target's log; whoever repeats it sends another.
_OF_ONE_REQUEST = ("x-request-id", "traceparent")
#: How a host ends where the port goes without saying.
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def curl_line(exchange: Exchange, redactor: Redactor) -> str:
    """Return a curl command for the request; a secret's mark stands where the reader has to put it in."""
    sent = exchange.sent
    words = ["curl", "-i", *_method(sent), sent.url, *_headers(sent)]
    line = " ".join(shlex.quote(redactor.truncate(word, LINE_LIMIT)[0]) for word in words)
    return line if sent.body is None else _with_body(line, sent.body, redactor)


def _method(sent: Sent) -> list[str]:
    if sent.method == "HEAD":
        return ["--head"]
    return [] if sent.method == "GET" and sent.body is None else ["-X", sent.method]


def _headers(sent: Sent) -> list[str]:
    """Return a `-H` for every header that curl would send otherwise, or would not send, or must not add."""
    own = _sent_by_curl(sent)
    fields = [
        f"{name}: {value}" if value else f"{name};"
        for name, value in sent.headers
        if name.lower() not in _OF_ONE_REQUEST and own.get(name.lower()) != value
    ]
    fields += [f"{name.title()}:" for name, value in own.items() if value is None and sent.header(name) is None]
    return [word for field in fields for word in ("-H", field)]


def _sent_by_curl(sent: Sent) -> dict[str, str | None]:
    """Return the headers that curl sends by itself, by name in lower case; None for a value that differs from ours."""
    parts = urlsplit(sent.url)
    own: dict[str, str | None] = {"user-agent": None, "accept": None}
    own["host"] = parts.netloc.rpartition("@")[2].removesuffix(_DEFAULT_PORTS.get(parts.scheme, ":"))
    if sent.body is not None:
        # The reader replaces marks by values of another length.
        own |= {"content-type": None, "content-length": str(len(sent.body))}
    return own


def _with_body(line: str, body: bytes, redactor: Redactor) -> str:
    text = text_of(body)
    clean, is_cut = redactor.truncate(text, BODY_LIMIT)
    note = f" # the body: its first {BODY_LIMIT} of {len(body)} bytes" if is_cut else ""
    if not body.isascii() and text.encode("utf-8") != body:
        encoded = base64.b64encode(clean.encode("latin-1")).decode("ascii")
        return f"echo {encoded} | base64 -d | {line} --data-binary @-{note}"
    return f"{line} {'--data-raw' if clean.startswith('@') else '-d'} {shlex.quote(clean)}{note}"
