"""The connection to a target for a whole run: keep-alive, bounded in time, bytes and number of requests."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.response import BaseHTTPResponse

from conformance import __version__
from conformance.caller.http.budget import (
    PAUSES,
    TOO_MANY_REQUESTS,
    Budget,
    RequestBudgetExceededError,
    retry_after,
)
from conformance.caller.http.deadline import Deadline, ObservedHTTPPool, ObservedHTTPSPool, RunningExchange
from conformance.caller.http.errors import fault_of, is_connection_reset
from conformance.caller.http.last_byte import current_slot
from conformance.clock import RealTime
from conformance.evidence.exchange import Exchange, Received, Sent, TransportError, TransportErrorKind
from conformance.targets import HttpSettings

#: Larger answers are cut off: no answer of this API is larger than a few KiB.
MAX_BODY = 4 * 1024 * 1024
#: How many seconds to wait for bytes after a 204, on a connection that the target does not close.
_SURPLUS_WAIT = 0.3
#: The target is lost after this many exchanges without an answer in a row, or this many timeouts in a run.
_FAULTS_IN_A_ROW = 3
_TIMEOUTS = 6
#: After this many 429s in a row the target is not asked any more.
_TOO_MANY_IN_A_ROW = 10

# It logs addresses, one of which holds a session token, and pytest shows what was logged.
logging.getLogger("urllib3").setLevel(logging.CRITICAL + 1)


class TargetLostError(Exception):
    """The target cannot be examined any further; the message says why in one sentence."""


class _ObservedAdapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": ObservedHTTPPool, "https": ObservedHTTPSPool}

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = {"http": ObservedHTTPPool, "https": ObservedHTTPSPool}
        return manager


class Connection:
    """Sends requests and never raises for what the target does: a fault is an exchange too.

    Redirects are not followed, cookies not kept, environment variables not asked for a proxy.
    """

    def __init__(self, settings: HttpSettings, budget: Budget | None = None) -> None:
        self._settings = settings
        self.budget = budget or Budget(settings.max_requests, settings.max_rate)
        if settings.verify is False:
            # The target file says so; urllib3 would say it again with every request.
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
        self._adapter = _ObservedAdapter(pool_connections=4, pool_maxsize=32, max_retries=0)
        self._deadline = Deadline(settings.timeout)
        self._lock = threading.Lock()
        self._faults: Counter[str] = Counter()
        self._lost: str | None = None
        self.requests = 0

    def mark_lost(self, reason: str) -> None:
        """Give the target up: every later `send` raises TargetLostError with this reason; the first reason stays."""
        self._lost = self._lost or reason

    def duplicate(self) -> Connection:
        """Return another connection to the same target, on the same account; it counts its own requests."""
        return Connection(self._settings, self.budget)

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._adapter.close()

    def send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None = None,
        *,
        surplus: bool = False,
    ) -> Exchange:
        """Send one request and return what came back, with every earlier attempt at it in `earlier`.

        A request that is answered 429 is sent again after the time that the target asks for, a few times. So is one,
        at once, that met a kept connection which the target had closed. `surplus` closes the connection afterwards
        and looks for bytes after the end of the message. Raises TargetLostError where the target was lost before, or
        the target file's `max_requests` is used up.
        """
        prepared = self._prepare(method, url, headers, body, close=surplus)
        earlier: list[Exchange] = []
        pauses = iter(PAUSES)
        while True:
            exchange, is_stale = self._attempt(prepared, surplus=surplus)
            if is_stale:
                self.close()
            else:
                is_busy = exchange.received is not None and exchange.received.status == TOO_MANY_REQUESTS
                pause = next(pauses, None) if is_busy else None
                wait = None if pause is None else retry_after(exchange.received, pause)
                if wait is None:
                    return replace(exchange, earlier=tuple(earlier))
                self.budget.postpone(wait)
            earlier.append(replace(exchange, is_retried=True))

    def _attempt(self, prepared: requests.PreparedRequest, *, surplus: bool) -> tuple[Exchange, bool]:
        """Send the request once; also return whether it met a kept connection that the target had closed."""
        self._spend()
        slot = current_slot()
        if slot is not None:
            slot.wait_for_start()
        started, began = RealTime.time(), RealTime.monotonic()
        running, is_stale = RunningExchange(), False
        answer: Received | TransportError
        try:
            with self._deadline(running):
                answer = self._receive(prepared, surplus)
        except _BodyTooLongError:
            answer = TransportError(TransportErrorKind.TOO_LONG, f"more than {MAX_BODY // 2**20} MiB")
        except Exception as error:
            answer = fault_of(error, self._settings.timeout)
            # The adapter raises before there is an answer; what fails later is no ConnectionError of requests.
            is_stale = isinstance(error, requests.ConnectionError) and not running.is_new and is_connection_reset(error)
        if slot is not None and slot.release_time is not None:
            started, began = slot.release_time
        sent, duration = _sent(prepared, running), RealTime.monotonic() - began
        if isinstance(answer, Received):
            self._track_answer(answer)
            return Exchange(sent, started, duration, answer), False
        if not is_stale:
            self._track_fault(answer)
        return Exchange(sent, started, duration, fault=answer), is_stale

    def _spend(self) -> None:
        with self._lock:
            if self._lost is not None:
                raise TargetLostError(self._lost)
            self.requests += 1
        try:
            self.budget.spend()
        except RequestBudgetExceededError:
            self.requests -= 1
            most = self._settings.max_requests
            raise TargetLostError(f"the {most} requests that http.max_requests allows are used up") from None

    def _track_fault(self, fault: TransportError) -> None:
        """Give a target up that leaves one request after the other unanswered."""
        with self._lock:
            self._faults["in a row"] += 1
            self._faults["timeouts"] += fault.kind is TransportErrorKind.TIMED_OUT
            if self._faults["in a row"] >= _FAULTS_IN_A_ROW:
                self.mark_lost(f"the target {fault}, {_FAULTS_IN_A_ROW} times in a row")
            elif self._faults["timeouts"] >= _TIMEOUTS:
                self.mark_lost(f"the target {fault}, {_TIMEOUTS} times in this run")

    def _track_answer(self, received: Received) -> None:
        """Give a target up that answers 429 again and again."""
        with self._lock:
            self._faults["in a row"] = 0
            too_many = received.status == TOO_MANY_REQUESTS
            self._faults["too many"] = self._faults["too many"] + 1 if too_many else 0
            if self._faults["too many"] >= _TOO_MANY_IN_A_ROW:
                self.mark_lost(f"the target is busy: it answered 429 to {_TOO_MANY_IN_A_ROW} requests in a row")

    def _prepare(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, *, close: bool
    ) -> requests.PreparedRequest:
        fields = {"User-Agent": f"layer-conformance/{__version__}", **self._settings.headers, **headers}
        if close:
            fields["Connection"] = "close"
        if body is not None or method == "POST":
            fields["Content-Length"] = str(len(body or b""))
        prepared = requests.PreparedRequest()
        prepared.method, prepared.url, prepared.body = method, url, body
        prepared.headers = requests.structures.CaseInsensitiveDict(fields)
        return prepared

    def _receive(self, prepared: requests.PreparedRequest, surplus: bool) -> Received:
        settings = self._settings
        response = self._adapter.send(
            prepared,
            stream=True,
            timeout=settings.timeout,
            verify=settings.verify,
            cert=settings.client_cert,
            proxies={"http": settings.proxy, "https": settings.proxy} if settings.proxy else None,
        )
        raw: BaseHTTPResponse = response.raw
        more = _surplus(raw) if surplus and raw.status == 204 else b""
        headers = tuple((str(name), str(value)) for name, value in raw.headers.iteritems())
        return Received(raw.status, raw.reason or "", headers, _body(raw), more)


def _sent(prepared: requests.PreparedRequest, running: RunningExchange) -> Sent:
    """Return the request as it went out; where it did not get so far, as it would have."""
    method, url = str(prepared.method), str(prepared.url)
    body = prepared.body if isinstance(prepared.body, bytes) else None
    if not running.headers:
        return Sent(method, url, tuple(prepared.headers.items()), body)
    if running.target.startswith("/"):
        parts = urlsplit(url)
        return Sent(method, f"{parts.scheme}://{parts.netloc}{running.target}", running.headers, body)
    return Sent(method, running.target, running.headers, body)


class _BodyTooLongError(Exception):
    """The body is larger than MAX_BODY."""


def _body(raw: BaseHTTPResponse) -> bytes:
    if raw.status == 204 and raw.chunked:  # chunks are announced, and none may come (RFC 9112, 6.1)
        raw.close()
        return b""
    body = bytearray()
    for piece in raw.stream(65536, decode_content=True):
        body += piece
        if len(body) > MAX_BODY:
            raw.close()
            raise _BodyTooLongError
    raw.release_conn()
    return bytes(body)


def _surplus(raw: BaseHTTPResponse) -> bytes:
    """Return what follows the header of a 204, which the library itself would leave unread: its first piece."""
    stream = getattr(getattr(raw, "_original_response", None), "fp", None)
    if stream is None:
        return b""
    try:
        stream.raw._sock.settimeout(_SURPLUS_WAIT)
        # Not `read`: where the target leaves the connection open, that loses what has come.
        return bytes(stream.read1(65536))
    except OSError:  # nothing in time, or a reset
        return b""
