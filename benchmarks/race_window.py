"""How close together requests go out that are released at the same moment, and which holes that finds.

Prints JSON. `window_ms` is from the first request that is complete to the last, on loopback, where every request is
held but for its last byte (`last_byte`, what the suite does), where threads with open connections wait for a barrier
(`barrier`), and where the HTTP library is called behind a barrier (`library`). `caught` is how often NONCE-RACE-1, as
it stands in the feature, finds a server that spends a nonce so many milliseconds after it has looked: one in a process
of its own (`elsewhere`), and one in this process (`here`). From the checkout:

    python benchmarks/race_window.py [--rounds 30] [--times 20]
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection as Pipe
from urllib.parse import urlsplit

from conformance.caller import Connection, ServerCaller, Skew, TargetClock
from conformance.caller.http.last_byte import send_simultaneously
from conformance.clock import WallClock
from conformance.evidence.transcript import Transcript
from conformance.judging.outcomes import Violation
from conformance.judging.simultaneous import expect_one_session
from conformance.minting import Mint
from conformance.protocol.accept import accept_for
from conformance.reference.mutants.server.races import looking_before_spending
from conformance.reference.server import CREDENTIALS, ReferenceServer, running
from conformance.targets import Credentials, HttpSettings, ServerTarget
from steps.nonces import get_nonces
from steps.races import request_sessions_at_once
from steps.sign_in import SignIn

HEADERS = {"Accept": accept_for("2.0")}
COUNTS = (8, 32, 50)
HOLES_MS = (20.0, 5.0, 1.0, 0.1)


def reference(hole: float) -> ReferenceServer:
    """Return a server with a hole of so many seconds between looking at a nonce and spending it."""
    return looking_before_spending(hole)(ReferenceServer(WallClock()))


def _serve(hole: float, pipe: Pipe) -> None:
    with running(reference(hole)) as url:
        pipe.send(url)
        pipe.recv()


@contextmanager
def elsewhere(hole: float) -> Iterator[str]:
    """Run such a server in a process of its own and yield its URL."""
    context = multiprocessing.get_context("spawn")
    own, its = context.Pipe()
    process = context.Process(target=_serve, args=(hole, its), daemon=True)
    process.start()
    try:
        yield own.recv()
    finally:
        own.send("end")
        process.join(10)


@contextmanager
def here(hole: float) -> Iterator[str]:
    """Run such a server in this process, as the embedded one runs, and yield its URL."""
    with running(reference(hole)) as url:
        yield url


def last_byte(url: str, count: int) -> float:
    """Return the seconds between the first and the last of so many requests, as the suite sends them."""
    connection = Connection(HttpSettings())
    race = send_simultaneously([partial(connection.send, "POST", f"{url}/nonces", HEADERS)] * count)
    connection.close()
    return max(filter(None, race.sent)) - min(filter(None, race.sent))


def barrier(url: str, count: int) -> float:
    """Return the same for threads that have a connection and a request each, and wait for a barrier."""
    start = threading.Barrier(count)
    request = f"POST /nonces HTTP/1.1\r\nHost: here\r\nAccept: {HEADERS['Accept']}\r\nContent-Length: 0\r\n\r\n"

    def ask(_: int) -> float:
        connection = http.client.HTTPConnection(urlsplit(url).netloc)
        connection.connect()
        start.wait()
        connection.sock.sendall(request.encode("ascii"))
        sent = time.monotonic()
        connection.sock.recv(65536)
        connection.close()
        return sent

    with ThreadPoolExecutor(count) as pool:
        sent = list(pool.map(ask, range(count)))
    return max(sent) - min(sent)


def library(url: str, count: int) -> float:
    """Return the same for threads that call the library behind a barrier."""
    start, connection, sent = threading.Barrier(count), Connection(HttpSettings()), list[float]()
    original = http.client.HTTPConnection.send

    def noting(self: http.client.HTTPConnection, data: bytes) -> None:
        original(self, data)
        sent.append(time.monotonic())

    def ask(_: int) -> None:
        start.wait()
        connection.send("POST", f"{url}/nonces", HEADERS)

    http.client.HTTPConnection.send = noting  # type: ignore[method-assign,assignment]
    try:
        with ThreadPoolExecutor(count) as pool:
            list(pool.map(ask, range(count)))
    finally:
        http.client.HTTPConnection.send = original  # type: ignore[method-assign]
    connection.close()
    return max(sent) - min(sent)


def windows(url: str, rounds: int) -> dict[str, dict[str, dict[str, float]]]:
    """Return the windows of each way, in milliseconds."""
    ways: tuple[Callable[[str, int], float], ...] = (last_byte, barrier, library)
    return {
        way.__name__: {str(count): _summed([way(url, count) for _ in range(rounds)]) for count in COUNTS}
        for way in ways
    }


def _summed(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(each * 1000 for each in seconds)
    figures = {"median": statistics.median(ordered), "p95": ordered[int(len(ordered) * 0.95)], "max": ordered[-1]}
    return {name: round(figure, 2) for name, figure in figures.items()}


def sign_in_to(url: str) -> SignIn:
    """Return the way in to such a server."""
    known = Credentials(
        CREDENTIALS.app_id, CREDENTIALS.provider_id, CREDENTIALS.key.key_id, CREDENTIALS.key.signing_key
    )
    target = ServerTarget(name="a server with a hole", actor="server", url=url, credentials=known)
    clock = TargetClock(Skew(0.0, 0.0))
    mint = Mint(clock, known.provider_id, known.key_id, known.private_key)
    return SignIn(ServerCaller(target, Connection(HttpSettings(max_requests=10**6)), "2.0", Transcript()), mint, clock)


def is_caught(way_in: SignIn) -> bool:
    """Say whether NONCE-RACE-1 finds a violation."""
    races = request_sessions_at_once(way_in, get_nonces(way_in, 3), 8)
    try:
        for race in races:
            expect_one_session(race)
    except Violation:
        return True
    return False


def caught(times: int) -> dict[str, dict[str, int]]:
    """Return how often out of `times` each hole is found, by where the server runs and by its milliseconds."""
    figures: dict[str, dict[str, int]] = {}
    for place in (elsewhere, here):
        figures[place.__name__] = {}
        for hole in HOLES_MS:
            with place(hole / 1000) as url:
                way_in = sign_in_to(url)
                figures[place.__name__][f"{hole:g} ms"] = sum(is_caught(way_in) for _ in range(times))
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30, help="how often each window is measured")
    parser.add_argument("--times", type=int, default=20, help="how often each hole is looked for")
    options = parser.parse_args()
    with elsewhere(0.0) as url:
        measured = windows(url, options.rounds)
    figures = {"rounds": options.rounds, "window_ms": measured, "times": options.times, "caught": caught(options.times)}
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
