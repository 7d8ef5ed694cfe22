"""How many processes examine: fewer where the target shows that it bears fewer. Moments are figures, no clock runs."""

from __future__ import annotations

import pytest

from conformance.caller.http.budget import Budget
from conformance.caller.http.crowd import Crowd
from conformance.evidence.exchange import Exchange, Received, Sent, TransportError, TransportErrorKind

NONCE = Sent("POST", "http://layer.example/nonces", ())
SESSION = Sent("POST", "http://layer.example/sessions", ())


def answer(
    started: float = 0.0, duration: float = 0.1, status: int = 201, sent: Sent = NONCE, length: int = 0
) -> Exchange:
    return Exchange(sent, started, duration, Received(status, "", (("X-Padding", "x" * length),), b""))


def crowd_of(size: int, alone: float | None = 0.1) -> Crowd:
    """Return a crowd of so many, at a target that answered in `alone` seconds before it began."""
    crowd = Crowd()
    for _ in range(3 if alone is not None else 0):
        crowd.note(answer(duration=alone))
    crowd.begin(size)
    return crowd


def size_of(crowd: Crowd) -> int:
    """Return how many of sixteen processes go on."""
    return sum(crowd.has_room_for(number) for number in range(16))


def test_nothing_is_limited_before_it_begins():
    """The embedded reference is never asked to begin."""
    crowd = Crowd()
    crowd.note(answer(status=429))
    assert size_of(crowd) == 16


def test_it_is_as_large_as_was_asked_for():
    """The processes with the lowest numbers go on."""
    assert [number for number in range(16) if crowd_of(4).has_room_for(number)] == [0, 1, 2, 3]


def test_a_429_halves_it_and_one_process_always_goes_on():
    """Five at first: two, one, one."""
    crowd, sizes = crowd_of(5), []
    for moment in (1.0, 2.0, 3.0):
        crowd.note(answer(moment, status=429))
        sizes.append(size_of(crowd))
    assert sizes == [2, 1, 1]


def test_the_429s_of_one_moment_halve_it_once():
    """Four processes met the same limit; what was sent after the first of them was answered met another."""
    crowd = crowd_of(8)
    for started in (1.0, 1.01, 1.02, 1.09):
        crowd.note(answer(started, status=429))
    assert size_of(crowd) == 4
    crowd.note(answer(1.1, status=429))
    assert size_of(crowd) == 2


def test_answers_that_take_three_times_as_long_take_one_off():
    """Eight of a process are enough, and not fewer."""
    crowd = crowd_of(4)
    for number in range(7):
        crowd.note(answer(number, 0.3))
    assert size_of(crowd) == 4
    crowd.note(answer(7, 0.3))
    assert size_of(crowd) == 3


def test_it_shrinks_until_answers_are_as_quick_as_twice_their_time():
    """A target that answers one after the other takes its time as often as there are processes."""
    crowd = crowd_of(6)
    for number in range(200):
        crowd.note(answer(number, 0.1 * size_of(crowd)))
    assert size_of(crowd) == 2


def test_a_few_slow_answers_change_nothing():
    """Three of eight."""
    crowd = crowd_of(4)
    for number in range(80):
        crowd.note(answer(number, 9.0 if number % 8 < 3 else 0.1))
    assert size_of(crowd) == 4


@pytest.mark.parametrize("duration", [0.0005, 0.02, 0.05])
def test_what_takes_milliseconds_may_take_a_few_more(duration):
    """On loopback two processes disturb each other by more than an answer takes."""
    crowd = crowd_of(4, alone=0.001)
    for number in range(80):
        crowd.note(answer(number, duration))
    assert size_of(crowd) == 4


@pytest.mark.parametrize(
    "other",
    [
        lambda moment: answer(moment, 9.0, sent=SESSION),
        lambda moment: answer(moment, 9.0, status=503),
        lambda moment: Exchange(NONCE, moment, 9.0, fault=TransportError(TransportErrorKind.TIMED_OUT, "")),
    ],
    ids=["another request", "a gateway", "a timeout"],
)
def test_other_requests_and_what_was_not_answered_do_not_count(other):
    """A session takes longer than a nonce wherever it is opened."""
    crowd = crowd_of(4)
    for moment in range(80):
        crowd.note(other(moment))
    assert size_of(crowd) == 4


def test_nothing_is_slow_where_nothing_was_seen_before():
    """There is nothing to compare with."""
    crowd = crowd_of(4, alone=None)
    for number in range(80):
        crowd.note(answer(number, 9.0))
    assert size_of(crowd) == 4


def test_a_connection_tells_the_crowd_what_came(connect, serve):
    """A 429 is sent again, and there are fewer processes from then on."""
    answers = iter(["429 Too Many Requests"])

    def script(dialogue):
        while dialogue.request():
            dialogue.send(f"HTTP/1.1 {next(answers, '200 OK')}\r\nContent-Length: 0\r\n\r\n".encode())

    connection = connect()
    connection.budget.crowd.begin(4)
    assert connection.send("GET", serve(script).url, {}).received.status == 200
    assert size_of(connection.budget.crowd) == 2


def test_each_budget_has_a_crowd_of_its_own():
    """Two targets of one run do not slow each other down."""
    assert Budget(1).crowd is not Budget(1).crowd


@pytest.mark.parametrize(("size", "large", "larger"), [(8, 2, 1), (3, 2, 1), (2, 2, 1), (1, 1, 1)])
def test_a_target_that_writes_much_is_examined_by_few(size, large, larger):
    """Each process holds the answers of a scenario: 64 KiB of headers are ten times what any of them needs."""
    crowd, sizes = crowd_of(size), []
    for number, length in enumerate((60, 70, 130)):
        crowd.note(answer(float(number + 1), length=length * 1024))
        sizes.append(size_of(crowd))
    assert sizes == [size, large, larger]
