"""Keys, stack traces and paths in an answer are found, and nothing else is taken for them."""

from __future__ import annotations

import contextlib
import html
import json
import time

import pytest

from conformance.evidence.exchange import Exchange, Received, Sent
from conformance.judging.leaks import LEAKS, expect_no_leak
from conformance.judging.outcomes import Violation
from conformance.keys import published_key

PEM = published_key("short").private_pem.decode()

LEAKING = {
    "a PEM": ("key", PEM),
    "the body of a PEM": ("key", "".join(PEM.splitlines()[1:-1])),
    "a JWK": ("key", '{"kty": "RSA", "d": "' + "A" * 86 + '"}'),
    "Python": (
        "stack trace",
        'Traceback (most recent call last):\n  File "app.py", line 3, in issue\nKeyError: 1',
    ),
    "a frame of Python": ("stack trace", 'File "app.py", line 3, in issue'),
    "Java": ("stack trace", "java.lang.Error: x\n\tat com.acme.Tokens.issue(Tokens.java:42)"),
    "Scala": ("stack trace", "at acme.Tokens$.issue(Tokens.scala:7)"),
    "Node": ("stack trace", "TypeError: x\n    at issue (/srv/id/server.js:12:7)"),
    "Node without a function": ("stack trace", "Error\n    at /srv/id/server.js:12:7"),
    "Node of its own": ("stack trace", "    at process.onTick (node:internal/process/task_queues:95:5)"),
    "Ruby": ("stack trace", "app/models/user.rb:12:in `find'"),
    "newer Ruby": ("stack trace", "app/models/user.rb:12:in 'User.find'"),
    "PHP": ("stack trace", "Uncaught Exception\nStack trace:\n#0 {main}"),
    "a warning of PHP": ("stack trace", "Warning: Undefined index: nonce in id.php on line 3"),
    "Go": ("stack trace", "goroutine 12 [running]:\nmain.main()"),
    ".NET": ("stack trace", "   at Acme.Id.Issue(String nonce) in C:\\src\\Id.cs:line 12"),
    "a home": ("path of a file", "cannot read /home/acme/keys/layer"),
    "a folder of the system": ("path of a file", "open '/var/www/html/index'"),
    "a file of code": ("path of a file", "failed in /identity/views.py"),
    "a key file": ("path of a file", "no such file: /secrets/layer.pem"),
    "Windows": ("path of a file", "cannot open C:\\Users\\acme\\layer.key"),
}  # fmt: skip

HARMLESS = {
    "a sentence": "There is no such user with this password.",
    "a link": "See https://docs.acme.example/home/errors/login.js#401 for more.",
    "a path of the API": "The endpoint 'POST /identity_tokens' does not exist",
    "a longer path of the API": "/api/v2/users/alice/tokens",
    "a media type": "application/json; charset=utf-8, text/html",
    "a date": "2030-01-01T00:05:00Z at 12:30:45",
    "a fraction": "3/4 of the requests in 1/2 an hour",
    "a public key's name": "layer:///keys/cd8c286e-f2e4-11e5-99fe-eecb000000b0",
    "an app id": "layer:///apps/staging/e49e50aa-ffda-453f-adc8-404f68de84ae",
    "a request id": "7Rti7Cl6m3JA4GdjXRcnyBvovv0q-DBHpQdmGUZblKJbGzODoAYW7Z5o_a5bJjqkD",
    "a stray at": "Meet me at noon (12:30) at the office: line 3",
    "HTML": "<html><head><title>401 Unauthorized</title></head><body><center>nginx/1.25</center></body></html>",
}


def exchange_with(body: str, **headers: str) -> Exchange:
    """Return an exchange whose answer has this text for a body."""
    received = Received(401, "", tuple(headers.items()), body.encode())
    return Exchange(Sent("POST", "http://id/x", ()), 0.0, 0.0, received)


@pytest.mark.parametrize(("leak", "text"), LEAKING.values(), ids=LEAKING.keys())
@pytest.mark.parametrize(
    "written",
    [str, lambda text: json.dumps({"error": {"detail": text}}), lambda text: f"<pre>{html.escape(text)}</pre>"],
    ids=["plain", "in JSON", "in HTML"],
)
def test_a_leak_is_found(leak, text, written):
    """However the framework has escaped it."""
    with pytest.raises(Violation, match="401 with "):
        expect_no_leak(exchange_with(written(text)), leak)


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS.keys())
@pytest.mark.parametrize("leak", LEAKS)
def test_an_ordinary_error_shows_nothing(leak, text):
    """Sentences, links, ids and paths of the API give nothing away."""
    expect_no_leak(exchange_with(json.dumps({"error": text})), leak)
    expect_no_leak(exchange_with(text), leak)


def test_headers_are_looked_at_too():
    """Some frameworks put the exception there."""
    with pytest.raises(Violation):
        expect_no_leak(exchange_with("", **{"X-Exception-File": "/var/www/id.php"}), "path of a file")


def test_a_body_that_is_no_text_is_looked_at_too():
    """Bytes that are no UTF-8 hide nothing."""
    received = Received(500, "", (), b"\xff\xfe /home/acme/id.py")
    with pytest.raises(Violation):
        expect_no_leak(Exchange(Sent("POST", "http://id/x", ()), 0.0, 0.0, received), "path of a file")


@pytest.mark.parametrize("leak", LEAKS)
def test_a_long_body_is_looked_through_quickly(leak):
    """Patterns that take their time would let a large error page stall the run."""
    for text in ("at " * 200_000, "/a" * 300_000, "Warning: " * 60_000, "A" * 600_000, "at x(" * 100_000):
        began = time.perf_counter()
        with contextlib.suppress(Violation):
            expect_no_leak(exchange_with(text), leak)
        assert time.perf_counter() - began < 3
