"""The fixed addresses of a watch: Layer, the identity server, a stranger, and the page, on four ports in a row."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address

from conformance.evidence.transcript import Transcript
from conformance.reference.server.transport import Listener, Served
from conformance.stage import Stage, build_stage
from conformance.targets import ClientTarget

#: People are slow, and an app asks again and again meanwhile: a loop is what goes beyond this.
_FLOOD = 400


class AddressesError(Exception):
    """The addresses cannot be had as they were asked for; the message says why in one sentence."""


@dataclass
class Addresses:
    """Listens for as long as a run lasts; what stands behind each address changes from scenario to scenario.

    Between scenarios a correct Layer and a correct identity server answer, and nobody looks.
    """

    host: str
    target: ClientTarget
    listeners: Sequence[Listener]
    urls: Sequence[str]
    _stage: Stage | None = field(default=None, init=False)

    @property
    def page_url(self) -> str:
        """The base URL of the page."""
        return self.urls[3]

    @contextmanager
    def open_stage(self, target: ClientTarget, version: str, transcript: Transcript) -> Iterator[Stage]:
        """Make a stage for one scenario, which is seen from the end of `resting` on."""
        self._stage = stage = build_stage(target, version, transcript, self.urls[:3])
        stage.log.most = _FLOOD
        try:
            yield stage
        finally:
            self._stage = None
            self.rest()

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Let nothing that comes in meanwhile count."""
        self.rest()
        yield
        if self._stage is not None:
            self._stand(self._stage)

    def rest(self) -> None:
        """Answer rightly, and keep nothing."""
        self._stand(build_stage(self.target, self.target.versions[0], Transcript(), self.urls[:3]))

    def _stand(self, stage: Stage) -> None:
        for listener, origin in zip(self.listeners, stage.origins, strict=False):
            listener.reference = origin


@contextmanager
def open_addresses(
    target: ClientTarget, page: Served, host: str, port: int, certificate: str | None
) -> Iterator[Addresses]:
    """Listen on `host` from `port` on, over TLS with the certificate and key in the file `certificate`.

    Raises AddressesError where that cannot be.
    """
    tls = _context(certificate) if certificate else None
    listeners: list[Listener] = []
    try:
        for number in range(port, port + 4):
            listeners.append(_listen(page, host, number, tls))
        scheme = "https" if tls else "http"
        name = f"[{host}]" if ":" in host else host
        addresses = Addresses(
            host, target, listeners, [f"{scheme}://{name}:{listener.server_address[1]}" for listener in listeners]
        )
        addresses.rest()
        for listener in listeners:
            listener.begin()
        yield addresses
        for listener in listeners:
            listener.end()
    finally:
        for listener in listeners:
            listener.server_close()


def _listen(page: Served, host: str, port: int, tls: ssl.SSLContext | None) -> Listener:
    with suppress(ValueError):
        if ip_address(host).is_unspecified:
            raise AddressesError(f"{host} is no address that an app can be told: --host should be one that reaches it")
    try:
        return Listener(page, host, port, tls)
    except (OSError, OverflowError) as error:
        why = error.strerror if isinstance(error, OSError) else "there is no such port"
        raise AddressesError(f"cannot listen on {host}, port {port}: {why}") from error


def _context(certificate: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(certificate, password=lambda: "")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is not so"
        raise AddressesError(
            f"--certificate {certificate} should hold a certificate and its key without a password, in PEM: {why}"
        ) from error
    return context
