"""No secret reaches any output in the clear, whatever form it stands in."""

import base64
import html
import json
from importlib import resources
from urllib.parse import quote

import pytest
from markupsafe import escape

from conformance.evidence.exchange import Exchange, Received, Sent, TransportError, TransportErrorKind
from conformance.evidence.redaction import Redactor
from conformance.evidence.secret_forms import fingerprint
from conformance.evidence.transcript import Transcript
from conformance.examination.border import Border
from conformance.protocol import base64url
from conformance.reporting.terminal.summary import summary_lines
from conformance.reporting.write_all import write_reports

NONCE = "S2lsbCB0aGUg+/bm9uY2U="
SHORT_NONCE = "a1B2c3D4e5F6"
SESSION_TOKEN = "canary+/session=.tok~en&'\"<x>\\1"
HEADER = "s3cret header+/=value"
PASSWORD = "p@ss/w0rd+="
PEM = (resources.files("conformance") / "keys/pem/short.pem").read_text(encoding="ascii")
TOKEN = ".".join(
    base64url.encode(part)
    for part in (
        b'{"typ":"JWT","alg":"RS256"}',
        json.dumps({"nce": NONCE, "prn": "readable-user"}).encode(),
        b"signature" * 20,
    )
)
SECRETS = {
    "nonce": NONCE,
    "short nonce": SHORT_NONCE,
    "session token": SESSION_TOKEN,
    "header": HEADER,
    "password": PASSWORD,
    "identity token": TOKEN,
    "payload": TOKEN.split(".")[1],
    "signature": TOKEN.split(".")[2],
    "private key": PEM.strip(),
    "private key in one line": "".join(PEM.splitlines()[1:-1]),
}
FORMS = {
    "raw": str,
    "percent-encoded": lambda secret: quote(secret, safe=""),
    "percent-encoded but for slashes": quote,
    "JSON": lambda secret: json.dumps(secret)[1:-1],
    "JSON with escaped slashes": lambda secret: json.dumps(secret)[1:-1].replace("/", "\\/"),
    "JSON with escaped signs": lambda secret: (
        json.dumps(secret)[1:-1].replace("+", "\\u002B").replace("=", "\\u003d").replace("/", "\\u002f")
    ),
    "JSON in JSON": lambda secret: json.dumps(json.dumps(secret)[1:-1])[1:-1],
    "XML": html.escape,
    "HTML as the page has it": lambda secret: str(escape(secret)),
    "JavaScript": lambda secret: "".join(f"\\x{ord(c):02x}" for c in secret),
    "capital letters": str.upper,
    "small letters": str.lower,
    "base64": lambda secret: base64.b64encode(secret.encode()).decode(),
    "base64 behind a user": lambda secret: base64.b64encode(f"bob:{secret}".encode()).decode(),
    "base64url": lambda secret: base64.urlsafe_b64encode(secret.encode()).decode().rstrip("="),
    "hex": lambda secret: secret.encode().hex(),
    "hex in capital letters": lambda secret: secret.encode().hex().upper(),
}


def _echo():
    """Every secret in every form, as an unkind target or exception might say it."""
    return " | ".join(form(secret) for secret in SECRETS.values() for form in FORMS.values())


def _exchanges():
    """Return a sign-in whose every place holds secrets, and a fault that quotes them."""
    url = f"https://bob:{quote(PASSWORD, safe='')}@layer.example"
    headers = [("Accept", "a/b"), ("X-Env", HEADER)]
    body = json.dumps({"identity_token": TOKEN, "app_id": "1"}).encode()
    authorization = ("Authorization", f"Layer session-token='{SESSION_TOKEN}'")
    answers = [
        Received(201, "Created", [], json.dumps({"nonce": SHORT_NONCE}).encode()),
        Received(201, "Created", [], json.dumps({"session_token": SESSION_TOKEN}).encode()),
        Received(500, _echo(), [("X-Echo", _echo()), ("Set-Cookie", _echo())], _echo().encode(), b"extra"),
        Received(400, "", [], b"\xff" + _echo().encode(), _echo().encode()),
    ]
    sent = [
        Sent("POST", f"{url}/nonces", headers),
        Sent("POST", f"{url}/sessions", headers, body),
        Sent("GET", f"{url}/conversations?echo={quote(_echo())}", [*headers, authorization]),
        Sent("DELETE", f"{url}/sessions/{quote(SESSION_TOKEN, safe='')}", headers),
    ]
    fault = Exchange(sent[3], 0.0, 1.0, fault=TransportError(TransportErrorKind.OTHER, _echo()))
    exchanges = [Exchange(ask, 0.0, 1.0, answer) for ask, answer in zip(sent, answers, strict=True)]
    return [*exchanges, fault, _token_request(), *(_debug_page(form) for form in FORMS.values())]


def _token_request():
    """Return a request for a token, as a provider gets it, with its password in two places."""
    basic = base64.b64encode(f"bob:{PASSWORD}".encode()).decode()
    body = json.dumps({"user": "bob", "password": PASSWORD, "nonce": NONCE}).encode()
    answer = Received(200, "OK", [], json.dumps({"jwt": TOKEN, "you": basic}).encode())
    return Exchange(
        Sent("POST", "https://id.example/token", [("Authorization", f"Basic {basic}")], body), 0.0, 1.0, answer
    )


def _debug_page(form):
    """Return an exchange whose answer shows every secret in one form, short enough to be recorded whole."""
    forms = [form(secret) for secret in SECRETS.values() if len(secret) < 1000]
    names = [(f"X-{text}", "in a name") for text in forms if text.isalnum()]
    headers = [*names, *((f"X-{number}", text) for number, text in enumerate(forms) if len(text) < 700)]
    answer = Received(500, form(HEADER), headers, " ".join(forms).encode())
    return Exchange(Sent("GET", "https://layer.example/debug", []), 0.0, 1.0, answer)


@pytest.fixture(scope="module")
def outputs(tmp_path_factory, report, result):
    """Write every output of a run full of secrets, and return their texts by name."""
    transcript = Transcript(Redactor([("header", HEADER), ("password", PASSWORD), ("private key", PEM)]))
    for exchange in _exchanges():
        transcript.add(exchange)
    border = Border(transcript.redactor)
    texts = {"expected": _echo(), "observed": _echo(), "reason": _echo()}
    results = [
        border.redact_result(
            result(verdict=verdict, **texts),
            transcript.exchanges,
            transcript.exchanges[number % len(transcript.exchanges)],
        )
        for number, verdict in enumerate(
            ("CONFORMS", "VIOLATES", "INCONCLUSIVE", "ERROR", "KNOWN", "FALLS_SHORT", "NOT_APPLICABLE")
        )
    ]
    whole = report(*results)
    folder = tmp_path_factory.mktemp("reports")
    write_reports(whole, folder)
    written = {path.name: path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}
    return {**written, "terminal": "\n".join(summary_lines(whole))}


def test_the_canaries_are_in_what_was_given():
    """A search that could find nothing proves nothing."""
    for secret in SECRETS.values():
        assert all(form(secret) in _echo() for form in FORMS.values())


def test_no_output_holds_a_secret_in_any_form(outputs):
    """Every file written, and the summary, searched for every canary in every form."""
    assert {"verdict.json", "index.html", "junit.xml", "environment.properties", "terminal"} < set(outputs)
    found = {
        (name, what, shape)
        for name, text in outputs.items()
        for what, secret in SECRETS.items()
        for shape, form in FORMS.items()
        if form(secret) in text
    }
    assert not found


def test_the_same_secret_has_the_same_mark_in_every_output(outputs):
    """So that a reader can follow it."""
    for name in ("verdict.json", "junit.xml", "terminal"):
        for kind, secret in (("session token", SESSION_TOKEN), ("nonce", NONCE), ("identity token", TOKEN)):
            assert fingerprint(kind, secret) in outputs[name]


def test_claims_stay_readable(outputs):
    """All but the nonce."""
    assert '"prn": "readable-user"' in outputs["verdict.json"]
