"""The connection to a target for a whole run: keep-alive, bounded in time, bytes and number of requests."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace

import requests
import urllib3
from urllib3.response import BaseHTTPResponse

from conformance import __version__
from conformance.caller.http.answer_body import MAX_BODY, BodyTooLongError, read_body, read_surplus
from conformance.caller.http.budget import Budget, RequestBudgetExceededError
from conformance.caller.http.cookies import CookieJar
from conformance.caller.http.deadline import Deadline, ObservedAdapter, RunningExchange
from conformance.caller.http.errors import fault_of, is_connection_reset
from conformance.caller.http.last_byte import current_slot
from conformance.caller.http.repeating import (
    BEFORE_GIVING_UP,
    RECOVERY,
    advice_for,
    is_answered,
    is_back,
    joined,
    wait_before,
    what_came,
    within,
)
from conformance.caller.http.tracing import TRACED, Trace
from conformance.clock import RealTime
from conformance.evidence.exchange import Exchange, Received, TransportError, TransportErrorKind
from conformance.targets import HttpSettings

#: The target is lost after this many requests without an answer in a row, or this many timeouts in a run, unless it
#: then answers a plain request.
_FAULTS_IN_A_ROW = 3
_TIMEOUTS = 6
#: Once so many requests were not answered at any attempt, one more attempt is enough.
_PATIENT = 5

# It logs addresses, one of which holds a session token, and pytest shows what was logged.
logging.getLogger("urllib3").setLevel(logging.CRITICAL + 1)


class TargetLostError(Exception):
    """The target cannot be examined any further; the message says why in one sentence."""


class Connection:
    """Sends requests and never raises for what the target does: a fault is an exchange too.

    Redirects are not followed, cookies kept where the target file says so, environment variables not asked for a proxy.
    `ask`, where it is set, sends a plain request over this connection: before the target is given up, and after a burst
    that it did not stand.
    """

    def __init__(self, settings: HttpSettings, budget: Budget | None = None) -> None:
        self._settings = settings
        self.budget = budget or Budget.of(settings)
        if settings.verify is False:
            # The target file says so; urllib3 would say it again with every request.
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
        self._adapter = ObservedAdapter(pool_connections=4, pool_maxsize=32, max_retries=0)
        self._deadline = Deadline(settings.timeout)
        self._lock = threading.Lock()
        self._faults: Counter[str] = Counter()
        self._lost: str | None = None
        self._shaken: Exchange | None = None
        self._turn = threading.RLock()
        self.cookies = CookieJar()
        self._plainly = _Plainly()
        self._trace = Trace()
        self.ask: Callable[[], Exchange] | None = None
        self.requests = 0

    def begin_trace(self) -> None:
        """Let the requests from now on carry a trace id of their own: another scenario begins."""
        self._trace = Trace()

    def mark_lost(self, reason: str) -> None:
        """Give the target up: every later `send` raises TargetLostError with this reason; the first reason stays."""
        self._lost = self._lost or reason

    def duplicate(self) -> Connection:
        """Return another connection to the same target, on the same account; it counts its own requests."""
        another = Connection(self._settings, self.budget)
        another.ask, another.cookies = self.ask, self.cookies
        return another

    def duplicate_in_fork(self) -> Connection:
        """Return a duplicate for a forked process, in which a target that was given up before stays given up."""
        another = self.duplicate()
        another._lost = self._lost
        return another

    def with_cookies(self) -> Connection:
        """Return another connection to the same target that keeps cookies."""
        return Connection(replace(self._settings, cookies=True), self.budget)

    @property
    def leaves_cookies(self) -> bool:
        """Whether the target has set a cookie that is not given back to it."""
        return self.cookies.is_offered_any and not self._settings.cookies

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

        A request that is answered 429, or not by the target at all, is sent again after a pause, a few times; those of
        a burst one after the other. So is one, at once, that met a kept connection which the target had closed.
        `surplus` closes the connection afterwards and looks for bytes after the end of the message. Raises
        TargetLostError where the target was lost before, or the target file's `max_requests` or `max_time` is used up.
        """
        prepared = self._prepare(method, url, headers, body, close=surplus)
        if self._plainly.asks:
            return self._attempts(prepared, surplus=surplus, most=1)
        if current_slot() is not None:
            return self._attempts(prepared, surplus=surplus)
        self._recover()
        exchange = self._attempts(prepared, surplus=surplus, most=2 if self._faults["in vain"] > _PATIENT else None)
        self._track(exchange)
        return exchange

    def ask_patiently(self, ask: Callable[[], Exchange]) -> Exchange:
        """Return the answer to a plain request, sent again after pauses where none has come that could come later."""
        with self._plainly:
            exchange = ask()
            for pause in BEFORE_GIVING_UP:
                if wait_before(1, exchange) is None:
                    break
                self.budget.nap(pause)
                exchange = ask()
        return exchange

    def _attempts(self, prepared: requests.PreparedRequest, *, surplus: bool, most: int | None = None) -> Exchange:
        """Send the request until it is answered, or has been sent `most` times, and return what came of it."""
        attempts: list[Exchange] = []
        stale: list[Exchange] = []
        with ExitStack() as turn:
            while True:
                exchange, is_stale = self._attempt(prepared, surplus=surplus)
                attempts.append(exchange)
                if is_stale:
                    stale.append(exchange)
                    self.close()
                    continue
                if current_slot() is None:
                    self.budget.crowd.note(exchange)
                number = len(attempts) - len(stale)
                wait = wait_before(number, exchange) if number != most else None
                if wait is None:
                    return joined(attempts, stale)
                self.budget.postpone(wait, f"the target {what_came(exchange)}")
                if current_slot() is not None and not self._plainly.asks:
                    turn.enter_context(self._turn)
                    self._shaken = exchange if exchange.is_unanswered else self._shaken
                    self._recover()

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
        except BodyTooLongError:
            answer = TransportError(TransportErrorKind.TOO_LONG, f"more than {MAX_BODY // 1024} KiB")
        except Exception as error:
            answer = fault_of(error, self._settings.timeout)
            # The adapter raises before there is an answer; what fails later is no ConnectionError of requests.
            is_stale = isinstance(error, requests.ConnectionError) and not running.is_new and is_connection_reset(error)
        if slot is not None and slot.release_time is not None:
            started, began = slot.release_time
        sent, duration = running.sent(prepared), RealTime.monotonic() - began
        if isinstance(answer, Received):
            self.cookies.keep(str(prepared.url), answer)
            return Exchange(sent, started, duration, answer), False
        return Exchange(sent, started, duration, fault=answer), is_stale

    def _spend(self) -> None:
        with self._lock:
            if self._lost is not None:
                raise TargetLostError(self._lost)
            self.requests += 1
        try:
            self.budget.spend()
        except RequestBudgetExceededError as exceeded:
            self.requests -= 1
            raise TargetLostError(str(exceeded)) from None

    def _track(self, exchange: Exchange) -> None:
        """Give a target up that leaves one request after the other unanswered."""
        timed_out = exchange.fault is not None and exchange.fault.kind is TransportErrorKind.TIMED_OUT
        with self._lock:
            if is_answered(exchange):
                self._faults["in a row"] = 0
                return
            self._faults.update({"in a row": 1, "in vain": 1, "timeouts": int(timed_out)})
            in_a_row, timeouts = self._faults["in a row"], self._faults["timeouts"]
        if in_a_row >= _FAULTS_IN_A_ROW:
            self._give_up(f"the target {what_came(exchange)}, {_FAULTS_IN_A_ROW} times in a row{advice_for(exchange)}")
        elif timeouts >= _TIMEOUTS:
            self._give_up(f"the target {what_came(exchange)}, {_TIMEOUTS} times in this run")

    def _give_up(self, reason: str) -> None:
        """Give the target up, unless it answers a plain request after all."""
        if self._answers_plainly(iter(BEFORE_GIVING_UP)):
            with self._lock:
                self._faults["in a row"] = self._faults["timeouts"] = 0
        else:
            self.mark_lost(reason)

    def _recover(self) -> None:
        """Wait, after a burst that the target did not stand, until it answers a plain request."""
        with self._turn:
            shaken, self._shaken = self._shaken, None
            if shaken is not None and self.ask is not None and not self._answers_plainly(within(RECOVERY)):
                self.mark_lost(
                    f"the target {what_came(shaken)} when many were sent at the same moment, and has not answered "
                    f"for {RECOVERY:g} s; http.burst in the target file sends fewer"
                )

    def _answers_plainly(self, pauses: Iterator[float]) -> bool:
        if self.ask is None:
            return False
        try:
            with self._plainly:
                return is_back(self.ask, self.budget.nap, pauses)
        except TargetLostError:
            return False

    def _prepare(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, *, close: bool
    ) -> requests.PreparedRequest:
        kept = self.cookies.header(url) if self._settings.cookies else {}
        own = {"User-Agent": f"layer-conformance/{__version__}", **self._trace.headers()}
        fields = requests.structures.CaseInsensitiveDict({**own, **kept})
        fields.update({**self._settings.headers, **headers})
        for name in TRACED:
            if not fields[name]:
                del fields[name]  # the target file switches it off
        if close:
            fields["Connection"] = "close"
        if body is not None or method == "POST":
            fields["Content-Length"] = str(len(body or b""))
        prepared = requests.PreparedRequest()
        prepared.method, prepared.url, prepared.body = method, url, body
        prepared.headers = fields
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
        more = read_surplus(raw) if surplus and raw.status == 204 else b""
        headers = tuple((str(name), str(value)) for name, value in raw.headers.iteritems())
        return Received(raw.status, raw.reason or "", headers, read_body(raw), more)


class _Plainly(threading.local):
    """Whether this thread asks plainly: nothing is then sent again, and no fault counts."""

    asks = False

    def __enter__(self) -> None:
        self.asks = True

    def __exit__(self, *_: object) -> None:
        self.asks = False
