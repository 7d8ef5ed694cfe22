"""The way to a target, one layer after the other: its name, a connection, TLS."""

from __future__ import annotations

import base64
import http.client
import socket
import ssl
import threading
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import SplitResult, unquote, urlsplit

import certifi
from cryptography import x509

from conformance.cli.doctor.certificates import advice_for, speaks_http2_alone, speaks_tls
from conformance.cli.doctor.check import CheckFailedError
from conformance.clock import RealTime
from conformance.targets import HttpSettings, Target

_PORTS = {"http": 80, "https": 443}
#: A certificate that ends within so many days is worth a hint.
_SOON = 14


class NetworkPath:
    """The way to one target, direct or through its file's proxy; every step ends within `http.timeout`."""

    def __init__(self, target: Target) -> None:
        self._settings = target.http
        self._target = urlsplit(target.url)
        self._proxy = urlsplit(target.http.proxy) if target.http.proxy else None
        self._addresses: list[tuple[socket.AddressFamily, tuple[str, int]]] = []

    def check_dns(self) -> str:
        """Find the addresses of the first host on the way."""
        host, port = _authority(self._proxy or self._target)
        addresses: list[tuple[socket.AddressFamily, tuple[str, int]]] = []
        # The system's resolver has no time limit, so it runs in a thread that can be left behind.
        lookup = threading.Thread(target=_resolve, args=(host, port, addresses), daemon=True)
        lookup.start()
        lookup.join(self._settings.timeout)
        if not addresses:
            silent = f" within {self._settings.timeout:g} s" if lookup.is_alive() else ""
            raise CheckFailedError(
                f"{self._first} has no address{silent}", f"{self._first_key} should name a host that has"
            )
        self._addresses = list(dict.fromkeys(addresses))
        return f"{self._first} has the address {', '.join(address[0] for _, address in self._addresses)}"

    def check_connect(self) -> str:
        """Open a connection to one of the addresses."""
        began = RealTime.monotonic()
        reasons = []
        for family, address in self._addresses:
            left = self._settings.timeout - (RealTime.monotonic() - began)
            try:
                with socket.socket(family, socket.SOCK_STREAM) as attempt:
                    attempt.settimeout(max(left, 0.1))
                    attempt.connect(address)
            except OSError as error:
                reasons.append(f"{address[0]} port {address[1]}: {error.strerror or 'no answer in time'}")
            else:
                took = (RealTime.monotonic() - began) * 1000
                return f"{address[0]} port {address[1]} in {took:.0f} ms"
        raise CheckFailedError(
            "; ".join(reasons), f"something should listen there, and {self._first_key} should name it"
        )

    def check_tls(self) -> str:
        """Make the handshake, as the suite's own requests do, and look at the certificate."""
        if self._proxy is not None and self._proxy.scheme == "https":
            return "not looked at behind an https proxy; the requests below show it"
        connection = self._tls_connection(self._settings)
        try:
            connection.connect()
            tls = connection.sock
            assert isinstance(tls, ssl.SSLSocket)  # noqa: S101 - what connect() of an HTTPSConnection leaves
            return f"{tls.version()}, {self._certificate(tls.getpeercert(binary_form=True))}"
        except ssl.SSLCertVerificationError as error:
            host = _authority(self._target)[0]
            hint = advice_for(error, host, self._settings, self._unchecked_certificate)
            raise CheckFailedError(error.verify_message.rstrip("."), hint) from error
        except (OSError, http.client.HTTPException) as error:
            raise CheckFailedError(f"no handshake: {error}", "target.url should name a server of https") from error
        finally:
            connection.close()

    def advise(self) -> str:
        """Return what is wrong with the protocol where the target's answer is none of HTTP/1.1; empty if unknown."""
        if self._proxy is not None:
            return ""
        address, timeout = _authority(self._target), self._settings.timeout
        if self._target.scheme == "http":
            is_tls = speaks_tls(address, timeout)
            return "TLS is spoken at this port: target.url should begin with https://" if is_tls else ""
        if speaks_http2_alone(address, timeout):
            return "it speaks HTTP/2 alone: target.url should be an address that takes HTTP/1.1 too"
        return ""

    def _unchecked_certificate(self) -> bytes | None:
        """Return the certificate that stands there, whether or not it can be trusted."""
        connection = self._tls_connection(replace(self._settings, verify=False))
        try:
            connection.connect()
            return connection.sock.getpeercert(binary_form=True)
        finally:
            connection.close()

    @property
    def _first(self) -> str:
        host = _authority(self._proxy or self._target)[0]
        return f"the proxy {host}" if self._proxy else host

    @property
    def _first_key(self) -> str:
        return "http.proxy" if self._proxy else "target.url"

    def _tls_connection(self, settings: HttpSettings) -> http.client.HTTPSConnection:
        context, timeout = _context(settings), settings.timeout
        if self._proxy is None:
            return http.client.HTTPSConnection(*_authority(self._target), context=context, timeout=timeout)
        connection = http.client.HTTPSConnection(*_authority(self._proxy), context=context, timeout=timeout)
        connection.set_tunnel(*_authority(self._target), headers=_proxy_authorization(self._proxy))
        return connection

    def _certificate(self, der: bytes | None) -> str:
        if not der:
            return "without a certificate"
        checked = "" if self._settings.verify else ", not checked (http.verify is false)"
        end = x509.load_der_x509_certificate(der).not_valid_after_utc
        days = (end - datetime.fromtimestamp(RealTime.time(), UTC)).days
        soon = ": renew it soon" if 0 <= days < _SOON else ""
        state = f"valid until {end:%Y-%m-%d}, {days} days{soon}" if days >= 0 else f"expired on {end:%Y-%m-%d}"
        return f"the certificate is {state}{checked}"


def _authority(parts: SplitResult) -> tuple[str, int]:
    return parts.hostname or "", parts.port or _PORTS[parts.scheme]


def _resolve(host: str, port: int, addresses: list[tuple[socket.AddressFamily, tuple[str, int]]]) -> None:
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return
    addresses.extend((family, (str(address[0]), int(address[1]))) for family, _, _, _, address in answers)


def _context(settings: HttpSettings) -> ssl.SSLContext:
    """Return TLS settings like those of the requests: certifi's bundle, unless the file names one."""
    bundle = settings.verify if isinstance(settings.verify, str) else certifi.where()
    context = ssl.create_default_context(cafile=bundle)
    context.hostname_checks_common_name = False
    if settings.verify is False:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if settings.client_cert is not None:
        files = settings.client_cert
        context.load_cert_chain(*((files,) if isinstance(files, str) else files))
    return context


def _proxy_authorization(proxy: SplitResult) -> dict[str, str]:
    if proxy.username is None:
        return {}
    user = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return {"Proxy-Authorization": f"Basic {base64.b64encode(user.encode()).decode('ascii')}"}
