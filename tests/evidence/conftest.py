"""What the tests of evidence share: a key, identity tokens, exchanges."""

import json
from importlib import resources

import pytest

from conformance.evidence.exchange import Exchange, Received, Sent, TransportError, TransportErrorKind
from conformance.evidence.serialize import serialize
from conformance.evidence.transcript import Transcript
from conformance.protocol import base64url

#: 2023-11-14T22:13:20Z
STARTED = 1_700_000_000.0


@pytest.fixture(scope="session")
def pem():
    """Read a private key in PEM."""
    return (resources.files("conformance") / "keys/pem/short.pem").read_text(encoding="ascii")


@pytest.fixture
def jws():
    """Make an identity token of claims."""

    def make(claims, signature=b"not a real signature"):
        header = {"typ": "JWT", "alg": "RS256", "kid": "layer:///keys/1"}
        parts = (json.dumps(header).encode(), json.dumps(claims).encode(), signature)
        return ".".join(base64url.encode(part) for part in parts)

    return make


@pytest.fixture
def learnt():
    """Make a redactor that has seen exchanges, as those of a transcript."""

    def make(*exchanges):
        transcript = Transcript()
        for exchange in exchanges:
            transcript.add(exchange)
        return transcript.redactor

    return make


@pytest.fixture
def serialized(learnt):
    """Make what reports show of an exchange, of whose secrets nothing was known before."""
    return lambda exchange: serialize(exchange, learnt(exchange))


@pytest.fixture
def exchange():
    """Make an exchange; `answer` is a pair of status and body, or None for a closed port."""

    def make(method="POST", url="http://layer.example/nonces", headers=(), body=None, answer=(201, b"{}")):
        sent = Sent(method, url, headers, body)
        if answer is None:
            return Exchange(sent, STARTED, 0.25, fault=TransportError(TransportErrorKind.REFUSED, "port 80"))
        status, content = answer
        received = Received(status, "Reason", [("Content-Type", "application/json")], content)
        return Exchange(sent, STARTED, 0.25, received)

    return make
