"""What is wrong with a certificate that cannot be trusted, and what would help in that very case."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from cryptography import x509

from conformance.targets import HttpSettings

Fetch = Callable[[], bytes | None]
_Advise = Callable[[x509.Certificate, str, HttpSettings], str]


def advice_for(error: ssl.SSLCertVerificationError, host: str, settings: HttpSettings, fetch: Fetch) -> str:
    """Return what would help; `fetch` returns the certificate itself, in DER, where the server shows it."""
    advise = _ADVICE.get(error.verify_code)
    with suppress(OSError, ValueError):
        certificate = x509.load_der_x509_certificate(fetch() or b"")
        if advise is not None:
            return advise(certificate, host, settings)
    return "http.verify may name the CA bundle to check it with"


def _advise_about_names(certificate: x509.Certificate, host: str, _: HttpSettings) -> str:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return f"the certificate has no subjectAltName, the only name that clients read; it should have {host} there"
    has = ", ".join((*names.get_values_for_type(x509.DNSName), *map(str, names.get_values_for_type(x509.IPAddress))))
    return f"the certificate is for {has or 'no host'}; target.url should have that name, or the server have another"


def _advise_about_issuer(certificate: x509.Certificate, _: str, settings: HttpSettings) -> str:
    issuer = f'"{certificate.issuer.rfc4514_string()}"'
    if not isinstance(settings.verify, str):
        return f"http.verify should name a PEM file with the certificate of its issuer, {issuer}"
    if certificate in x509.load_pem_x509_certificates(Path(settings.verify).read_bytes()):
        return f"http.verify names the server's own certificate; it should name that of its issuer, {issuer}"
    return (
        f"the server should send the certificate of its issuer, {issuer}, behind its own, "
        "or the file of http.verify have it too"
    )


#: By OpenSSL's codes (X509_V_ERR_...).
_ADVICE: Mapping[int, _Advise] = {
    9: lambda each, *_: f"it begins on {each.not_valid_before_utc:%Y-%m-%d}; this machine's clock may be wrong",
    10: lambda each, *_: f"it ended on {each.not_valid_after_utc:%Y-%m-%d}; the server should have a new one",
    18: lambda *_: "http.verify may name a copy of it in PEM: it has signed itself",
    19: lambda *_: "http.verify should name a PEM file with the certificate of its authority, which is no public one",
    20: _advise_about_issuer,
    21: _advise_about_issuer,
    62: _advise_about_names,
    64: _advise_about_names,
}


def speaks_tls(address: tuple[str, int], timeout: float) -> bool:
    """Say whether TLS is spoken at a port, whosever certificate stands there."""
    return _selected(address, timeout, ()) is not None


def speaks_http2_alone(address: tuple[str, int], timeout: float) -> bool:
    """Say whether a port of TLS takes HTTP/2 and not HTTP/1.1, as it agrees on one of them (ALPN)."""
    return _selected(address, timeout, ("http/1.1",)) != "http/1.1" and _selected(address, timeout, ("h2",)) == "h2"


def _selected(address: tuple[str, int], timeout: float, protocols: tuple[str, ...]) -> str | None:
    """Return the protocol that is agreed on, empty where there is none; None where there is no TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(list(protocols))
    try:
        with socket.create_connection(address, timeout) as plain, context.wrap_socket(plain) as tls:
            return tls.selected_alpn_protocol() or ""
    except (OSError, ValueError):
        return None
