"""`layer-conformance doctor` looks at the target's certificate."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import Result
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from conformance.cli.doctor.certificates import advice_for, speaks_http2_alone, speaks_tls
from conformance.keys import published_key
from conformance.targets import HttpSettings

Command = Callable[..., Result]

UUID = "e49e50aa-ffda-453f-adc8-404f68de84ae"


def write_certificate(path: Path, *, days: int, host: str | None = "127.0.0.1") -> None:
    """Write a self-signed certificate that ends in so many days, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "layer.acme.example")])
    end = dt.datetime.now(dt.UTC) + dt.timedelta(days=days, hours=1)
    names = [] if host is None else [x509.IPAddress(ipaddress.ip_address(host))]
    builder = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(end - dt.timedelta(days=400))
        .not_valid_after(end)
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    certificate = builder.sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + private)


class _Quiet(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def listening(certificate: Path | None, *protocols: str) -> Iterator[int]:
    """Run a server with this certificate, or without TLS, that knows no method; yield its port.

    `protocols` are what it agrees to speak (ALPN).
    """
    with ThreadingHTTPServer(("127.0.0.1", 0), _Quiet) as server:
        server.daemon_threads = True
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            if protocols:
                context.set_alpn_protocols(protocols)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.server_port
        server.shutdown()


def write_target(folder: Path, url: str, verify: str) -> None:
    """Write the target file of a server at this URL."""
    (folder / "target.toml").write_text(
        f'[target]\nname = "Here"\nactor = "server"\nurl = "{url}"\n'
        f'[credentials]\napp_id = "{UUID}"\nprovider_id = "{UUID}"\nkey_id = "{UUID}"\n'
        f'private_key = "key.pem"\n[http]\ntimeout = 5\nverify = {verify}\n'
    )


@pytest.fixture
def tls_line(command: Command, tmp_path: Path) -> Callable[..., str]:
    """Return what examines a server and gives the line about TLS."""

    def examine(verify: str, *, days: int = 100, host: str | None = "127.0.0.1", plain: bool = False) -> str:
        write_certificate(tmp_path / "server.pem", days=days, host=host)
        (tmp_path / "key.pem").write_bytes(published_key("application").private_pem)
        with listening(None if plain else tmp_path / "server.pem") as port:
            write_target(tmp_path, f"https://127.0.0.1:{port}", verify)
            result = command("doctor", tmp_path / "target.toml")
        return next(line for line in result.stdout.splitlines() if " TLS " in line)

    return examine


def test_a_trusted_certificate_is_shown_with_its_end(tls_line: Callable[..., str]) -> None:
    """The line has the version of TLS, the date and the days."""
    line = tls_line('"server.pem"')
    assert line.startswith("ok")
    assert "TLSv1." in line
    assert "100 days" in line
    assert "soon" not in line


def test_an_end_that_is_near_is_worth_a_word(tls_line: Callable[..., str]) -> None:
    """A certificate that ends within two weeks is still right."""
    line = tls_line('"server.pem"', days=3)
    assert line.startswith("ok")
    assert "3 days: renew it soon" in line


@pytest.mark.parametrize(
    ("how", "why", "advice"),
    [
        ({"verify": "true"}, "self-signed certificate", "http.verify may name a copy of it in PEM"),
        ({"verify": '"server.pem"', "days": -2}, "certificate has expired", "the server should have a new one"),
        ({"verify": '"server.pem"', "host": "192.0.2.1"}, "mismatch", "the certificate is for 192.0.2.1; target.url"),
        ({"verify": '"server.pem"', "host": None}, "mismatch", "has no subjectAltName"),
    ],
    ids=["from nobody", "expired", "of another host", "of a common name"],
)
def test_a_certificate_that_cannot_be_trusted_fails(
    tls_line: Callable[..., str], how: dict[str, object], why: str, advice: str
) -> None:
    """The line has the reason, and what would help in that case."""
    line = tls_line(**how)
    assert line.startswith("failed")
    assert why in line
    assert advice in line


CA = ssl.SSLCertVerificationError()
CA.verify_code = 20


def test_an_issuer_that_is_not_known_is_named(tmp_path: Path) -> None:
    """And whether the server leaves it out, or the file names the wrong certificate."""
    write_certificate(tmp_path / "leaf.pem", days=3)
    write_certificate(tmp_path / "other.pem", days=3)
    der = x509.load_pem_x509_certificate((tmp_path / "leaf.pem").read_bytes()).public_bytes(serialization.Encoding.DER)

    def advice(verify: bool | str) -> str:
        return advice_for(CA, "localhost", HttpSettings(verify=verify), lambda: der)

    assert advice(True).startswith('http.verify should name a PEM file with the certificate of its issuer, "CN=layer')
    assert advice(str(tmp_path / "leaf.pem")).startswith("http.verify names the server's own certificate")
    assert advice(str(tmp_path / "other.pem")).startswith("the server should send the certificate of its issuer")


def test_a_port_of_tls_is_told_from_one_of_http(tmp_path: Path) -> None:
    """Whosever certificate stands there; and what is spoken inside TLS."""
    write_certificate(tmp_path / "server.pem", days=3)
    with listening(tmp_path / "server.pem") as port:
        assert speaks_tls(("127.0.0.1", port), 5)
        assert not speaks_http2_alone(("127.0.0.1", port), 5)
    with listening(tmp_path / "server.pem", "h2") as port:
        assert speaks_http2_alone(("127.0.0.1", port), 5)
    with listening(tmp_path / "server.pem", "h2", "http/1.1") as port:
        assert not speaks_http2_alone(("127.0.0.1", port), 5)
    with listening(None) as port:
        assert not speaks_tls(("127.0.0.1", port), 5)


def test_http_at_a_port_of_tls_is_named(command: Command, tmp_path: Path) -> None:
    """By the check that meets no HTTP."""
    write_certificate(tmp_path / "server.pem", days=3)
    (tmp_path / "key.pem").write_bytes(published_key("application").private_pem)
    with listening(tmp_path / "server.pem") as port:
        write_target(tmp_path, f"http://127.0.0.1:{port}", "true")
        failed = next(
            line for line in command("doctor", tmp_path / "target.toml").stdout.splitlines() if "failed" in line
        )
    assert failed.endswith("TLS is spoken at this port: target.url should begin with https://")


@pytest.mark.filterwarnings("ignore:Unverified HTTPS")
def test_an_unchecked_certificate_is_named_as_such(tls_line: Callable[..., str]) -> None:
    """With `verify = false`, what is wrong is seen and does not fail."""
    line = tls_line("false", days=-2)
    assert line.startswith("ok")
    assert "expired on" in line
    assert "not checked" in line


def test_a_server_without_tls_fails(tls_line: Callable[..., str]) -> None:
    """Plain HTTP behind an https URL is told as a handshake that did not happen."""
    line = tls_line("true", plain=True)
    assert line.startswith("failed")
    assert "no handshake" in line
