"""How fast the suite is: the whole run on the reference, and the same requests sent bare.

Prints JSON. `whole_run_s` is `pytest` as a process of its own, start-up included, as people run it; `one_process_s`
the same in a single process. Both find modules that are compiled already, as wherever they have run before, whatever
the environment says. `bare_s` is every request of the suite sent again over one keep-alive connection, with the same
library, to a fresh reference in the same process, and `bare_http_client_s` with the standard library alone.
Figures of one call can be compared with each other; those of two calls on a shared machine cannot. From the checkout:

    python benchmarks/suite_speed.py [--rounds 3]
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from conformance.caller import Connection
from conformance.clock import VirtualClock
from conformance.evidence.exchange import Sent
from conformance.reference.server import ReferenceServer, running

ROOT = Path(__file__).parents[1]


def whole_run(*options: str) -> float:
    """Return the seconds that `pytest` takes as a process of its own."""
    with tempfile.TemporaryDirectory() as reports:
        command = [sys.executable, "-m", "pytest", "-q", f"--reports={reports}", *options]
        compiling = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        began = time.perf_counter()
        subprocess.run(command, cwd=ROOT, env=compiling, check=True, capture_output=True)  # noqa: S603 - our own command
        return time.perf_counter() - began


def recorded_requests() -> list[Sent]:
    """Return every request that the suite sends, in order; it runs in this process."""
    sent: list[Sent] = []
    original = Connection._prepare

    def recording(  # noqa: PLR0913 - the signature of what it stands in for
        self: Connection, method: str, url: str, headers: Mapping[str, str], body: bytes | None, *, close: bool
    ) -> requests.PreparedRequest:
        sent.append(Sent(method, url, tuple(headers.items()), body))
        return original(self, method, url, headers, body, close=close)

    Connection._prepare = recording  # type: ignore[method-assign]
    try:
        with tempfile.TemporaryDirectory() as reports:
            features = str(ROOT / "features")
            pytest.main(["-q", "--jobs=1", "--no-header", "--no-summary", f"--reports={reports}", features])
    finally:
        Connection._prepare = original  # type: ignore[method-assign]
    return sent


def bare(sent: list[Sent]) -> float:
    """Return the seconds that the requests take over one keep-alive connection of the same library."""
    with running(ReferenceServer(VirtualClock())) as url, requests.Session() as session:
        session.trust_env = False
        own = urlsplit(url).netloc
        began = time.perf_counter()
        for request in sent:
            there = request.url.replace(urlsplit(request.url).netloc, own, 1)
            headers = dict(request.headers)
            session.request(request.method, there, headers=headers, data=request.body, allow_redirects=False)
        return time.perf_counter() - began


def bare_http_client(sent: list[Sent]) -> float:
    """Return the seconds that the requests take over one connection of the standard library."""
    with running(ReferenceServer(VirtualClock())) as url:
        connection = http.client.HTTPConnection(urlsplit(url).netloc)
        began = time.perf_counter()
        for request in sent:
            connection.request(request.method, request.path, body=request.body, headers=dict(request.headers))
            connection.getresponse().read()
        return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured; medians are printed")
    rounds = parser.parse_args().rounds
    sent = recorded_requests()
    whole_run("--collect-only")
    measured = [(whole_run(), whole_run("--jobs=1"), bare(sent), bare_http_client(sent)) for _ in range(rounds)]
    run, one, again, plain = (statistics.median(column) for column in zip(*measured, strict=True))
    figures = {
        "requests": len(sent),
        "rounds": rounds,
        "whole_run_s": round(run, 2),
        "one_process_s": round(one, 2),
        "bare_s": round(again, 2),
        "bare_http_client_s": round(plain, 2),
        "ratio": round(run / again, 2),
        "ratio_one_process": round(one / again, 2),
        "aim_s": round(2 * again + 1, 2),
    }
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
