"""One way to the target for a whole run: keep-alive, bounded in time, bytes and number of requests."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Mapping
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.response import BaseHTTPResponse

from conformance import __version__
from conformance.caller.http.budget import Budget, RequestBudgetExceededError
from conformance.caller.http.deadline import Deadline, RunningExchange, TimedHTTPPool, TimedHTTPSPool
from conformance.caller.http.errors import fault_of, is_connection_reset
from conformance.caller.http.last_byte import release_times, wait_for_start
from conformance.caller.http.retry_after import PAUSES, TOO_MANY_REQUESTS, retry_after
from conformance.clock import RealTime
from conformance.evidence.exchange import Exchange, Received, Sent, TransportError, TransportErrorKind
from conformance.targets import HttpSettings

#: Larger answers are cut off: no answer of this API is larger than a few KiB.
MAX_BODY = 4 * 1024 * 1024
#: How long bytes after a 204 are waited for, in seconds, on a connection that the target does not close.
_SURPLUS_WAIT = 0.3
#: So many exchanges without an answer in a row, or so many that ran into the timeout, and the target is lost.
_FAULTS_IN_A_ROW = 3
_TIMEOUTS = 6
#: So many answers in a row that it is asked too much, and it is asked no more.
_TIMES_TOO_MANY = 10

# It logs addresses, one of which holds a session token, and pytest shows what was logged.
logging.getLogger("urllib3").setLevel(logging.CRITICAL + 1)


class TargetLostError(Exception):
    """The target cannot be examined any further; the message says why in one sentence."""


class _WatchedAdapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": TimedHTTPPool, "https": TimedHTTPSPool}

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = {"http": TimedHTTPPool, "https": TimedHTTPSPool}
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
        self._adapter = _WatchedAdapter(pool_connections=4, pool_maxsize=32, max_retries=0)
        self._deadline = Deadline(settings.timeout)
        self._lock = threading.Lock()
        self._faults: Counter[str] = Counter()
        self._lost: str | None = None
        self.requests = 0

    def mark_lost(self, reason: str) -> None:
        """Say that the target is lost: every later `send` raises TargetLost with this reason."""
        self._lost = self._lost or reason

    def anew(self) -> Connection:
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
        """Send one request and return what came back; a target that asks for time (429) gets it, and is asked again.

        `surplus` closes the connection afterwards and looks for bytes after the end of the message. Raises
        TargetLost where the target was lost before, or the target file's `max_requests` is used up.
        """
        for pause in PAUSES:
            exchange = self._exchange(method, url, headers, body, surplus=surplus)
            wanted = retry_after(exchange.received, pause)
            if wanted is None:
                return exchange
            self.budget.hold_off(wanted)
        return self._exchange(method, url, headers, body, surplus=surplus)

    def _exchange(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, *, surplus: bool
    ) -> Exchange:
        self._count()
        wait_for_start()
        sent = Sent(method, url, tuple(headers.items()), body)
        prepared = self._prepared(sent, close=surplus)
        started, began = RealTime.time(), RealTime.monotonic()
        answer: Received | TransportError
        try:
            with self._deadline() as running:
                answer = self._received(prepared, surplus, running)
        except _BodyTooLongError:
            answer = TransportError(TransportErrorKind.TOO_LONG, f"more than {MAX_BODY // 2**20} MiB")
        except Exception as error:
            answer = fault_of(error, self._settings.timeout)
        started, began = release_times(started, began)
        duration = RealTime.monotonic() - began
        if isinstance(answer, TransportError):
            self._note(answer)
            return Exchange(sent, started, duration, fault=answer)
        self._note(None)
        self._note_load(answer)
        return Exchange(sent, started, duration, answer)

    def _count(self) -> None:
        with self._lock:
            if self._lost is not None:
                raise TargetLostError(self._lost)
            self.requests += 1
        try:
            self.budget.take()
        except RequestBudgetExceededError:
            self.requests -= 1
            most = self._settings.max_requests
            raise TargetLostError(f"the {most} requests that http.max_requests allows are used up") from None

    def _note(self, fault: TransportError | None) -> None:
        with self._lock:
            if fault is None:
                self._faults["in a row"] = 0
                return
            self._faults["in a row"] += 1
            self._faults["timeouts"] += fault.kind is TransportErrorKind.TIMED_OUT
            if self._faults["in a row"] >= _FAULTS_IN_A_ROW:
                self.mark_lost(f"the target {fault}, {_FAULTS_IN_A_ROW} times in a row")
            elif self._faults["timeouts"] >= _TIMEOUTS:
                self.mark_lost(f"the target {fault}, {_TIMEOUTS} times in this run")

    def _note_load(self, received: Received) -> None:
        """Stop asking a target that says again and again that it is asked too much."""
        with self._lock:
            too_many = received.status == TOO_MANY_REQUESTS
            self._faults["too many"] = self._faults["too many"] + 1 if too_many else 0
            if self._faults["too many"] >= _TIMES_TOO_MANY:
                self.mark_lost(f"the target is busy: it answered 429 to {_TIMES_TOO_MANY} requests in a row")

    def _prepared(self, sent: Sent, *, close: bool) -> requests.PreparedRequest:
        headers = {
            "User-Agent": f"layer-conformance/{__version__}",
            **self._settings.headers,
            **dict(sent.headers),
        }
        if close:
            headers["Connection"] = "close"
        if sent.body is not None or sent.method == "POST":
            headers["Content-Length"] = str(len(sent.body or b""))
        prepared = requests.PreparedRequest()
        prepared.method, prepared.url, prepared.body = sent.method, sent.url, sent.body
        prepared.headers = requests.structures.CaseInsensitiveDict(headers)
        return prepared

    def _received(self, prepared: requests.PreparedRequest, surplus: bool, running: RunningExchange) -> Received:
        """Return the answer.

        A target may close a kept connection at any time: the request then goes out once more, over a new one.
        """
        try:
            raw = self._asked(prepared)
        except requests.ConnectionError as error:
            if running.is_new or running.cut or not is_connection_reset(error):
                raise
            self.close()
            raw = self._asked(prepared)
        more = _surplus(raw) if surplus and raw.status == 204 else b""
        headers = tuple((str(name), str(value)) for name, value in raw.headers.iteritems())
        return Received(raw.status, raw.reason or "", headers, _body(raw), more)

    def _asked(self, prepared: requests.PreparedRequest) -> BaseHTTPResponse:
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
        return raw


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
