"""One origin of the stage: it answers, departs where the scenario says so, and keeps what came in."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from conformance.clock import RealTime
from conformance.evidence.exchange import Exchange, Received, Sent, TransportError, TransportErrorKind
from conformance.evidence.transcript import Transcript
from conformance.reference.server import Answer, RefusalError, Request, ResponseWriter, Settings
from conformance.reference.server.response_writer import reason_phrase

#: More requests than this in one scenario are no client's but a loop's: from then on nobody is answered.
FLOOD = 80


class HangUpError(ConnectionAbortedError):
    """The suite's server closes the connection in the place of an answer, as a broken one does."""


@dataclass(frozen=True)
class Moment:
    """One request as a situation sees it: `right` is what a correct server answers, `number` counts from 1."""

    request: Request
    right: Callable[[Request], Answer]
    number: int
    stranger_url: str


@dataclass(frozen=True)
class Departure:
    """One way in which an origin departs from what is right.

    `on` says which requests are met with `answer`: the first `times` of them, or all. `name` is that of the situation.
    """

    name: str
    on: Callable[[Request], bool]
    answer: Callable[[Moment], Answer]
    times: int | None = None


@dataclass
class Log:
    """What came in at all the origins of a scenario, in order, and what came in how often.

    `met` counts the requests that met each situation; after `most` of them nobody is answered. `time` tells when each
    came in.
    """

    transcript: Transcript
    met: dict[str, int]
    most: int = FLOOD
    time: Callable[[], float] = RealTime.time
    lock: threading.RLock = field(default_factory=threading.RLock)

    def add(self, exchange: Exchange) -> int:
        """Keep an exchange and return its number."""
        with self.lock:
            self.transcript.add(exchange)
            return len(self.transcript.exchanges) - 1

    @property
    def is_flooded(self) -> bool:
        """Whether the client sends without end."""
        return len(self.transcript.exchanges) >= self.most


@dataclass
class Origin:
    """What stands behind one socket. `server` answers rightly; `on_answer` is told of every exchange.

    It is read for every request, so that a situation may change it. `serves_browsers` says whether pages of other
    origins may read its answers.
    """

    log: Log
    server: Callable[[Request], Answer]
    departures: Sequence[Departure] = ()
    url: str = ""
    stranger_url: str = ""
    serves_browsers: bool = True
    writer: ResponseWriter = field(default_factory=ResponseWriter)
    settings: Settings = field(default_factory=Settings)
    failures: deque[Exception] = field(default_factory=lambda: deque(maxlen=16))
    on_answer: Callable[[int, Request, Answer], None] = lambda _number, _request, _answer: None

    def handle(self, request: Request) -> Answer:
        """Answer a request as the situation has it, and keep the exchange before the answer goes out."""
        started, began = self.log.time(), RealTime.monotonic()
        if self.log.is_flooded:
            raise HangUpError("too many requests in one scenario")
        sent = Sent(request.method, f"{self.url}{request.path}", request.headers, request.body or None)
        try:
            answer = self._for_browsers(request, self._answer(request))
        except HangUpError:
            fault = TransportError(TransportErrorKind.CLOSED, "the suite's own server did so, as the scenario has it")
            self.log.add(Exchange(sent, started, RealTime.monotonic() - began, fault=fault))
            raise
        received = Received(answer.status, reason_phrase(answer.status), answer.headers, answer.body)
        with self.log.lock:
            number = self.log.add(Exchange(sent, started, RealTime.monotonic() - began, received))
            self.on_answer(number, request, answer)
        return answer

    def refuse(self, refusal: RefusalError, request: Request | None = None) -> Answer:
        """Answer what could not be read; it is kept like any other request, as far as it was read."""
        answer = Answer.of(refusal.status, {"id": refusal.error.id, "message": refusal.message})
        request = request or Request("?", "/")
        sent = Sent(request.method, f"{self.url}{request.path}", request.headers, request.body or None)
        received = Received(answer.status, reason_phrase(answer.status), answer.headers, answer.body)
        self.log.add(Exchange(sent, self.log.time(), 0.0, received))
        return answer

    def _for_browsers(self, request: Request, answer: Answer) -> Answer:
        """Let a page of any origin read an answer, and ask what it asks first: a driver may be a browser."""
        page = request.header("Origin")
        if page is None or not self.serves_browsers:
            return answer
        if request.method == "OPTIONS" and answer.status >= 400:
            answer = Answer(204)
        asked = request.header("Access-Control-Request-Headers") or "accept, content-type, authorization"
        for name, value in (
            ("Access-Control-Allow-Origin", page),
            ("Access-Control-Allow-Credentials", "true"),
            ("Access-Control-Allow-Headers", asked),
            ("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"),
            ("Access-Control-Expose-Headers", "Link, Retry-After"),
        ):
            answer = answer if answer.header(name) else answer.with_more((name, value))
        return answer

    def _answer(self, request: Request) -> Answer:
        for departure in self.departures:
            if departure.on(request):
                with self.log.lock:
                    number = self.log.met.get(departure.name, 0) + 1
                    if departure.times is not None and number > departure.times:
                        continue
                    self.log.met[departure.name] = number
                return departure.answer(Moment(request, self.server, number, self.stranger_url))
        return self.server(request)
