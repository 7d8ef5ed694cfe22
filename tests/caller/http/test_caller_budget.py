"""What a run asks of a target that is not its own: no more than allowed, no faster, and nothing while it is busy."""

from __future__ import annotations

import datetime as dt
import os
from concurrent.futures import ThreadPoolExecutor
from email.utils import format_datetime

import pytest
from raw_server import answering

from conformance.caller import Connection, TargetLostError
from conformance.caller.http.budget import Budget, RequestBudgetExceededError
from conformance.clock import RealTime
from conformance.targets import HttpSettings

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def busy(times, *headers):
    """Return the script of a server that answers 429 so many times, and 200 from then on."""
    lines = ["HTTP/1.1 429 Too Many Requests", "Content-Length: 0", *headers, "", ""]
    answers = iter(["\r\n".join(lines).encode()] * times)

    def script(dialogue):
        while dialogue.request():
            dialogue.send(next(answers, OK))

    return script


@pytest.fixture
def line(serve, naps, monkeypatch):
    """Return what sends so many requests to a server, and gives the last exchange and the server; no time passes."""
    monkeypatch.setattr(RealTime, "monotonic", staticmethod(lambda: 1000.0))

    def send(script, count=1, rate=None):
        server = serve(script)
        connection = Connection(HttpSettings(timeout=5.0), Budget(1000, rate, naps.append))
        for _ in range(count):
            exchange = connection.send("GET", server.url, {})
        connection.close()
        return exchange.received.status, server

    return send


class TestBusy:
    def test_a_busy_target_is_asked_again_when_it_says(self, line, naps):
        """Retry-After is waited for, in whole seconds."""
        status, server = line(busy(1, "Retry-After: 17"))
        assert (status, len(server.requests), naps) == (200, 2, [17.0])

    @pytest.mark.parametrize("after", [(), ("Retry-After: soon",)], ids=["silent", "nonsense"])
    def test_a_target_that_does_not_say_when(self, line, naps, after):
        """Gets half a second, then more."""
        status, server = line(busy(3, *after))
        assert (status, len(server.requests)) == (200, 4)
        # The clock stands still: each pause is waited for after the ones before it.
        assert naps == [0.5, 1.0, 2.0]

    def test_a_date_is_understood(self, line, naps):
        """One that has passed is waited for no more."""
        past = format_datetime(dt.datetime(2020, 1, 1, tzinfo=dt.UTC), usegmt=True)
        assert line(busy(1, f"Retry-After: {past}"))[0] == 200
        assert naps == []

    @pytest.mark.parametrize(("after", "requests"), [("60", 2), ("61", 1), ("3600", 1)])
    def test_an_hour_is_not_waited_for(self, line, after, requests):
        """The 429 is what was seen; expectations make it inconclusive."""
        status, server = line(busy(1, f"Retry-After: {after}"))
        assert (status, len(server.requests)) == ({2: 200, 1: 429}[requests], requests)

    def test_a_target_that_stays_busy(self, line):
        """Is asked four times in all, and its last answer stands."""
        status, server = line(busy(9, "Retry-After: 0"))
        assert (status, len(server.requests)) == (429, 4)

    def test_while_it_is_busy_nobody_else_asks(self, naps, monkeypatch):
        """The time that one request was told counts for all of the run."""
        monkeypatch.setattr(RealTime, "monotonic", staticmethod(lambda: 1000.0))
        budget = Budget(9, nap=naps.append)
        budget.postpone(3.0)
        budget.postpone(2.0)
        budget.spend()
        assert naps == [3.0]


class TestRate:
    def test_no_faster_than_allowed(self, line, naps):
        """Each request waits for its own moment, and the first for none."""
        line(answering(), 5, rate=50)
        assert naps == pytest.approx([0.02, 0.04, 0.06, 0.08])

    def test_threads_share_it(self, naps, monkeypatch):
        """Whoever comes at once gets moments one after the other."""
        monkeypatch.setattr(RealTime, "monotonic", staticmethod(lambda: 1000.0))
        budget = Budget(100, 100, naps.append)
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: budget.spend(), range(16)))
        assert sorted(naps) == pytest.approx([number / 100 for number in range(1, 16)])

    def test_without_one_nothing_is_waited_for(self, line, naps):
        """As fast as they come."""
        line(answering(), 5)
        assert naps == []


class TestEnd:
    @pytest.fixture
    def moment(self, monkeypatch):
        """The time, which a test sets."""
        now = [1000.0]
        monkeypatch.setattr(RealTime, "monotonic", staticmethod(lambda: now[0]))
        return now

    @pytest.fixture
    def budget(self, moment, naps):
        """A budget that ends after a minute."""
        budget = Budget(9, nap=naps.append)
        budget.end_after(60.0)
        return budget

    def test_no_request_goes_out_after_it(self, budget, moment):
        """The sentence names the key."""
        moment[0] = 1059.0
        budget.spend()
        moment[0] = 1060.0
        assert budget.is_spent
        with pytest.raises(RequestBudgetExceededError, match=r"the run's time is used up: http\.max_time"):
            budget.spend()

    def test_what_would_go_out_after_it_is_not_waited_for(self, budget, naps):
        """A target that asks for a minute of patience every time ends no later."""
        budget.postpone(61.0)
        with pytest.raises(RequestBudgetExceededError):
            budget.spend()
        assert naps == []

    def test_time_that_is_waited_on_purpose_comes_on_top(self, budget, moment):
        """A rule that needs eleven minutes does not take them from the others."""
        budget.extend(660.0)
        moment[0] = 1700.0
        budget.spend()
        assert budget.seconds_left == 20.0


def test_a_connection_ends_when_its_target_file_says(serve, monkeypatch):
    """And it sends nothing more."""
    connection = Connection(HttpSettings(max_time=60.0))
    server = serve(answering())
    connection.send("GET", server.url, {})
    later = RealTime.monotonic() + 61.0
    monkeypatch.setattr(RealTime, "monotonic", staticmethod(lambda: later))
    with pytest.raises(TargetLostError, match="the run's time is used up"):
        connection.send("GET", server.url, {})
    assert len(server.requests) == 1


def test_every_pause_is_told():
    """To whoever shows the run, and to nobody who shows another."""
    told = []
    settings = HttpSettings()
    Budget.of(settings).postpone(5.0, "another run's")
    Budget.of(settings, lambda *pause: told.append(pause)).postpone(17.0, "it is busy")
    assert told == [(17.0, "it is busy")]


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
