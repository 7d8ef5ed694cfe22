"""Targets whose clock a request sets: the request is believed as far as the Date header shows it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from conformance.reference.server import ReferenceServer, running

LIFETIME = ("features/server/nonces.feature", "-k", "NONCE-LIFE")


@dataclass
class Settable:
    """A clock that requests set, in the process of the server that goes by it."""

    ahead: float = 0.0
    stands_at: float | None = None
    stands: bool = False
    status: int = 204
    works: bool = True
    told: list[str] = field(default_factory=list)

    def now(self) -> float:
        return time.time() + self.ahead if self.stands_at is None else self.stands_at

    def set(self, moment: float) -> None:
        if not self.works:
            return
        self.ahead = moment - time.time()
        self.stands_at = moment if self.stands else None


#: From what a hook is told to the moment that it means.
_MEANINGS = {
    "iso": lambda text: datetime.fromisoformat(text).timestamp(),
    "milliseconds": lambda text: float(text) / 1000,
    "epoch": float,
    "offset": lambda text: time.time() + float(text),
}


@contextmanager
def hook(clock: Settable) -> Iterator[str]:
    """Run what sets a clock by PUT /clock with {"NAME": "VALUE"}, or by GET /clock?NAME=VALUE."""

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self):
            self._set(dict(json.loads(self.rfile.read(int(self.headers["Content-Length"])))))

        def do_GET(self):
            self._set(dict([self.path.partition("?")[2].replace("%3A", ":").split("=")]))

        def _set(self, content):
            [(name, value)] = content.items()
            clock.told.append(f"{self.command} {name}")
            clock.set(_MEANINGS[name](value))
            self.send_response(clock.status)
            self.end_headers()

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/clock"
        server.shutdown()


@pytest.fixture
def examined(run, serve):
    """Return what examines a server that goes by a clock which a hook sets, as `[clock]` says."""

    def examine(clock, section, *arguments, change=lambda server: server):
        server = change(ReferenceServer(clock))
        with running(server) as url, hook(clock) as where:
            file = serve(url, f'[clock]\nkind = "hook"\n{section.replace("HOOK", where)}')
            return run("--target", file, *LIFETIME, *arguments)

    return examine


BODY = 'url = "HOOK"\nmethod = "PUT"\ntemplate = \'{"NAME": "{NAME}"}\'\n'


@pytest.mark.parametrize(
    ("name", "stands"), [("iso", False), ("milliseconds", True)], ids=["it runs", "it stands still"]
)
def test_rules_about_time_are_decided(examined, name, stands):
    """Tokens are made by the time that the clock was told, however long the run takes; at the end it is put back."""
    clock = Settable(stands=stands)
    seen = examined(clock, BODY.replace("NAME", name))
    assert (seen.code, seen.word) == (0, "PARTIAL"), seen.output
    assert seen.of("NONCE-LIFE-1") == seen.of("NONCE-LIFE-2") == {"CONFORMS"}
    assert set(clock.told) == {f"PUT {name}"}
    assert abs(clock.ahead) < 1


def test_a_hook_in_an_address(examined):
    """A GET has no body: what it says stands in the query. A hook may count from a moment of its own."""
    clock = Settable()
    right = clock.set
    clock.set = lambda moment: right(moment - 5 * 3600)
    seen = examined(clock, 'url = "HOOK?iso={iso}"\nmethod = "GET"\n')
    assert seen.of("NONCE-LIFE-1") == seen.of("NONCE-LIFE-2") == {"CONFORMS"}, seen.output
    assert set(clock.told) == {"GET iso"}


def test_a_fault_in_time_is_caught(examined):
    """Half a minute too long is a violation."""
    seen = examined(Settable(), BODY.replace("NAME", "iso"), change=lambda s: s.with_settings(nonce_lifetime=630))
    assert (seen.code, seen.of("NONCE-LIFE-2")) == (1, {"VIOLATES"}), seen.output


@pytest.mark.parametrize(
    ("clock", "sentence"),
    [
        (Settable(status=500), "which sets the target's clock, answered 500"),
        (Settable(works=False), "the target's clock did not move when it was told to"),
    ],
    ids=["it answers 500", "it sets nothing"],
)
def test_a_hook_that_does_not_work(examined, clock, sentence):
    """An error of ours that says so, soon, and no violation; the rest of the run is judged."""
    rules = ("-k", "NONCE-LIFE or NONCE-TYPE-1")
    seen = examined(clock, BODY.replace("NAME", "iso"), "-p", "impatient", *rules)
    assert (seen.code, seen.word) == (6, "INCOMPLETE"), seen.output
    assert (seen.of("NONCE-LIFE-2"), seen.of("NONCE-TYPE-1")) == ({"ERROR"}, {"CONFORMS"})
    assert sentence in seen.output
    assert "Traceback" not in seen.output
    assert len(clock.told) < 6, "a hook that has failed is not told again by every scenario"


def test_a_target_without_date(examined):
    """Nobody can tell whether its clock moved: inconclusive, and the sentence says it."""
    seen = examined(Settable(), BODY.replace("NAME", "iso"), change=lambda server: server.without("date"))
    assert (seen.code, seen.word) == (6, "INCOMPLETE"), seen.output
    assert seen.of("NONCE-LIFE-2") == {"INCONCLUSIVE"}
    assert "its clock cannot be seen to move: it sends no Date header" in seen.output
