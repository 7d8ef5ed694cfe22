"""Other manners on the wire: HTTP allows them, and clients must cope."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from conformance.reference.server import Answer, ReferenceServer
from conformance.reference.variations.registry import variation, variation_of_table

_LABELS: Mapping[str, tuple[str, str]] = {
    "charset_on_the_label": ("Says the charset of its JSON.", "application/json; charset=UTF-8"),
    "charset_without_a_blank": ("Says the charset of its JSON without a blank.", "application/json;charset=utf-8"),
    "quoted_charset": ("Says the charset of its JSON in quotes.", 'application/json; charset="utf-8"'),
    "capital_label": ("Labels its JSON in capitals.", "Application/JSON"),
}


def _add_headers(dress: Callable[[Answer], Answer]) -> Callable[[ReferenceServer], ReferenceServer]:
    return lambda server: server.adding(lambda _, answer: dress(answer), to="every answer")


def _labelled(label: str) -> Callable[[ReferenceServer], ReferenceServer]:
    return _add_headers(
        lambda answer: answer.with_header("Content-Type", label) if answer.header("Content-Type") else answer
    )


def _more(*headers: tuple[str, str]) -> Callable[[ReferenceServer], ReferenceServer]:
    return _add_headers(lambda answer: answer.with_more(*headers))


for _name, (_sentence, _label) in _LABELS.items():
    variation_of_table(_name, _sentence, _labelled(_label))

for _name, _sentence, _change in (
    ("small_header_names", "Writes header names in small letters.",
     lambda server: server.with_writer(header_name=str.lower)),
    ("capital_header_names", "Writes header names in capitals.",
     lambda server: server.with_writer(header_name=str.upper)),
    ("chunked", "Sends its answers in chunks, without a length.", lambda server: server.with_writer(chunked=True)),
    ("http_1_0", "Answers in HTTP/1.0 and closes the connection.",
     lambda server: server.with_writer(version="1.0")),
    ("hangs_up", "Closes the connection after each answer without saying so.",
     lambda server: server.with_writer(hangs_up=True)),
    ("no_reason_phrase", "Leaves the reason phrase empty.",
     lambda server: server.with_writer(reason=lambda _: "")),
    ("other_reason_phrases", "Has reason phrases of its own.",
     lambda server: server.with_writer(reason=lambda status: f"No Response {status}")),
    ("slow", "Takes a fifth of a second for every answer.", lambda server: server.with_writer(delay=0.2)),
    ("cookies_and_caches", "Sends cookies, an entity tag and directions for caches with every answer.",
     _more(("Set-Cookie", "stick=1; Path=/; HttpOnly"), ("ETag", '"1"'), ("Cache-Control", "no-store"))),
    ("headers_of_its_own", "Sends headers that nobody knows, one of them twice.",
     _more(("X-Request-Id", "1"), ("X-Node", "a"), ("X-Node", "b"), ("Server", "layer/2.0"))),
    ("rate_limit_headers", "Says how many requests are left, and when to try again.",
     _more(("X-RateLimit-Remaining", "7"), ("Retry-After", "1"))),
):  # fmt: skip
    variation_of_table(_name, _sentence, _change)


@variation
def announces_no_body_after_deletions(server: ReferenceServer) -> ReferenceServer:
    """Sends Content-Length: 0 with a 204, as Layer's own servers did."""
    return server.adding(
        lambda _, answer: answer.with_header("Content-Length", "0"), to="DELETE /sessions/:token answer"
    )


def _rewritten(rewrite: Callable[[bytes], bytes]) -> Callable[[ReferenceServer], ReferenceServer]:
    return _add_headers(lambda answer: replace(answer, body=rewrite(answer.body)))


def _indented(body: bytes) -> bytes:
    return json.dumps(json.loads(body), indent="\t").replace("\n", "\r\n").encode() + b"\n" if body else body


def _escaped(body: bytes) -> bytes:
    return re.sub(rb'"([^"\\]*)"', lambda text: b'"%s"' % b"".join(b"\\u%04x" % each for each in text[1]), body)


def _in_utf8(body: bytes) -> bytes:
    return json.dumps(json.loads(body), ensure_ascii=False, separators=(",", ":")).encode() if body else body


for _name, _sentence, _rewrite in (
    ("indented_json", "Writes its JSON with line breaks and tabs.", _indented),
    ("escaped_json", "Escapes every character of its JSON's strings.", _escaped),
    ("compact_json_in_utf8", "Writes its JSON without a blank and without an escape.", _in_utf8),
):
    variation_of_table(_name, _sentence, _rewritten(_rewrite))


@variation
def short_key(server: ReferenceServer) -> ReferenceServer:
    """Has a provider whose key has 1024 bits, as in the first years."""
    return server.with_credentials(key=replace(server.credentials.key, published="short"))


@variation
def long_key(server: ReferenceServer) -> ReferenceServer:
    """Has a provider whose key has 4096 bits."""
    return server.with_credentials(key=replace(server.credentials.key, published="long"))
