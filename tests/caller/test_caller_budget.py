"""What a run asks of a target that is not its own: no more than allowed, no faster, and nothing while it is busy."""

from __future__ import annotations

import datetime as dt
import os
from concurrent.futures import ThreadPoolExecutor
from email.utils import format_datetime

import pytest
from raw_server import answering

from conformance.caller.http.budget import Budget, RequestBudgetExceededError
from conformance.clock import RealTime

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def busy(times, *headers):
    """Return the script of a server that answers 429 so many times, and 200 from then on."""
    lines = ["HTTP/1.1 429 Too Many Requests", "Content-Length: 0", *headers, "", ""]
    answers = iter(["\r\n".join(lines).encode()] * times)

    def script(dialogue):
        while dialogue.request():
            dialogue.send(next(answers, OK))

    return script


class TestBusy:
    def test_a_busy_target_is_asked_again_when_it_says(self, serve, connect):
        """Retry-After is waited for, in whole seconds."""
        server = serve(busy(1, "Retry-After: 1"))
        began = RealTime.monotonic()
        exchange = connect().send("GET", server.url, {})
        assert (exchange.received.status, len(server.requests)) == (200, 2)
        assert RealTime.monotonic() - began >= 1

    @pytest.mark.parametrize("after", [(), ("Retry-After: soon",)], ids=["silent", "nonsense"])
    def test_a_target_that_does_not_say_when(self, serve, connect, after):
        """Gets half a second, then more."""
        server = serve(busy(1, *after))
        began = RealTime.monotonic()
        assert connect().send("GET", server.url, {}).received.status == 200
        assert RealTime.monotonic() - began >= 0.5

    def test_a_date_is_understood(self, serve, connect):
        """One that has passed is waited for no more."""
        past = format_datetime(dt.datetime(2020, 1, 1, tzinfo=dt.UTC), usegmt=True)
        assert connect().send("GET", serve(busy(1, f"Retry-After: {past}")).url, {}).received.status == 200

    def test_an_hour_is_not_waited_for(self, serve, connect):
        """The 429 is what was seen; expectations make it inconclusive."""
        server = serve(busy(1, "Retry-After: 3600"))
        assert connect().send("GET", server.url, {}).received.status == 429
        assert len(server.requests) == 1

    def test_a_target_that_stays_busy(self, serve, connect):
        """Is asked four times in all, and its last answer stands."""
        server = serve(busy(9, "Retry-After: 0"))
        assert connect().send("GET", server.url, {}).received.status == 429
        assert len(server.requests) == 4


class TestRate:
    def test_no_faster_than_allowed(self, serve, connect):
        """Eleven requests at fifty a second take a fifth of a second."""
        server, connection = serve(answering()), connect(max_rate=50)
        began = RealTime.monotonic()
        for _ in range(11):
            connection.send("GET", server.url, {})
        assert RealTime.monotonic() - began >= 0.2

    def test_threads_share_it(self):
        """Whoever comes at once gets moments one after the other."""
        budget = Budget(100, rate=100)
        began = RealTime.monotonic()
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: budget.spend(), range(16)))
        assert RealTime.monotonic() - began >= 0.15


def test_forked_processes_share_the_account():
    """What a child has taken, its parent has not left."""
    budget = Budget(3)
    pid = os.fork()
    if pid == 0:
        budget.spend()
        budget.spend()
        os._exit(0)
    os.waitpid(pid, 0)
    budget.spend()
    with pytest.raises(RequestBudgetExceededError):
        budget.spend()
