"""Connections to servers that say whatever a test wants."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from raw_server import RawServer, Script

from conformance.caller import Connection
from conformance.caller.http.budget import Budget
from conformance.targets import HttpSettings

#: Seconds that an exchange of a test may take before it is a fault.
TIMEOUT = 0.5


@pytest.fixture
def serve() -> Iterator[Callable[..., RawServer]]:
    """Return what starts a server; all of them are ended, and their threads gone, before the test is over."""
    started: list[RawServer] = []

    def start(script: Script, **more: object) -> RawServer:
        started.append(RawServer(script, **more))
        return started[-1]

    yield start
    for server in started:
        server.end()


@pytest.fixture
def naps() -> list[float]:
    """What the connections of a test have waited for, in seconds: they do not wait."""
    return []


@pytest.fixture
def connect(naps) -> Iterator[Callable[..., Connection]]:
    """Return what makes a connection with these HTTP settings, impatient unless they say otherwise."""
    made: list[Connection] = []

    def make(**settings: object) -> Connection:
        http = HttpSettings(**{"timeout": TIMEOUT, **settings})
        made.append(Connection(http, Budget(http.max_requests, http.max_rate, naps.append)))
        return made[-1]

    yield make
    for connection in made:
        connection.close()


@pytest.fixture
def ask(serve, connect):
    """Return what sends one request to a server with this script."""

    def send(script: Script, method: str = "POST", *, surplus: bool = False, timeout: float = TIMEOUT, **more: object):
        connection = connect(timeout=timeout)
        return connection.send(method, f"{serve(script, **more).url}/x", {"A": "b"}, surplus=surplus)

    return send


@dataclass(frozen=True)
class Certificate:
    """A self-signed certificate for 127.0.0.1, with its key in the same file."""

    file: str

    def wrap(self, connection: socket.socket) -> socket.socket:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file)
        return context.wrap_socket(connection, server_side=True)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    encoding, formats = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    file: Path = tmp_path_factory.mktemp("tls") / "loopback.pem"
    file.write_bytes(key.private_bytes(encoding, formats, serialization.NoEncryption()) + made.public_bytes(encoding))
    return Certificate(str(file))
