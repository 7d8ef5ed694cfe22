"""A request that sets a target's clock: what it says, and to whom."""

from __future__ import annotations

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from conformance.caller import ClockDidNotAdvanceError
from conformance.caller.time.clock_hook import HookedClock
from conformance.clock import RealTime
from conformance.targets import ClockHook, HttpSettings, Target


@pytest.fixture
def seen():
    """What a server has received: method, path, body, and the headers that say whose it is."""
    return []


@pytest.fixture
def url(seen):
    """Return the address of a server that answers 204, and 500 at /broken."""

    class Handler(BaseHTTPRequestHandler):
        def _note(self):
            body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
            seen.append((self.command, self.path, body, self.headers["X-Env"], self.headers["Content-Type"]))
            self.send_response(500 if self.path == "/broken" else 204)
            self.end_headers()

        do_GET = do_PUT = do_POST = do_PATCH = _note  # noqa: N815 - the standard library's names

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def hooked(hook, target_url):
    settings = HttpSettings(timeout=2, headers={"X-Env": "canary"})
    return HookedClock(hook, Target(name="a target", actor="server", url=target_url, http=settings))


def test_it_says_the_moment_in_every_way(url, seen):
    """Of one and the same moment; braces of JSON stay."""
    template = '{"a": {"iso": "{iso}", "ms": {milliseconds}, "s": {epoch}, "by": {offset}}}'
    clock = hooked(ClockHook(f"{url}/clock?to={{iso}}", "PUT", template), url)
    clock.set(86400)
    [(method, path, body, _, kind)] = seen
    found = re.fullmatch(r'{"a": {"iso": "(.+)", "ms": (\d+), "s": (\d+), "by": 86400}}', body)
    assert found, body
    assert (method, kind) == ("PUT", "application/json")
    assert path == f"/clock?to={found[1].replace(':', '%3A')}"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", found[1])
    assert int(found[2]) / 1000 == pytest.approx(RealTime.time() + 86400, abs=5)
    assert int(found[3]) == pytest.approx(int(found[2]) / 1000, abs=0.5)


@pytest.mark.parametrize(("template", "rounding"), [("{epoch}", 0.5), ("{iso}", 0.0), ("{offset}", 0.0)])
def test_what_it_cannot_say_exactly_is_known(url, template, rounding):
    """A verdict a half second from the edge cannot rest on it."""
    assert hooked(ClockHook(f"{url}/clock", "POST", template), url).rounding == rounding


@pytest.mark.parametrize(("elsewhere", "sent"), [(False, "canary"), (True, None)])
def test_headers_of_the_target_go_to_the_target_only(url, seen, elsewhere, sent):
    """They may be credentials."""
    hooked(ClockHook(f"{url}/clock", "POST", "{iso}"), "http://layer.example" if elsewhere else url).set(0)
    assert seen[0][3] == sent


def test_begin_and_end_set_it_to_the_machines_time(url, seen):
    """Whatever was in between."""
    clock = hooked(ClockHook(f"{url}/clock", "POST", "{offset}"), url)
    clock.begin()
    clock.set(600)
    clock.end()
    assert [body for _, _, body, _, _ in seen] == ["0", "600", "0"]


@pytest.mark.parametrize(("path", "did"), [("/broken", "answered 500"), (":1/clock", "refused the connection")])
def test_one_that_fails_says_so_once(url, seen, path, did):
    """Nobody asks again, neither for a move nor at the end."""
    address = "http://127.0.0.1:1/clock" if path.startswith(":") else f"{url}{path}"
    clock = hooked(ClockHook(address, "POST", "{iso}"), url)
    clock.begin()
    for _ in range(2):
        with pytest.raises(
            ClockDidNotAdvanceError,
            match=f"the hook POST at {urlsplit(address).netloc}, which sets the target's clock, {did}",
        ):
            clock.set(600)
    clock.end()
    assert len(seen) <= 1


def test_a_token_in_its_path_is_not_named(url):
    """A hook's address may be a secret; where it is sent to is not."""
    clock = hooked(ClockHook(f"{url}/hooks/s3cret-of-the-hook?key={{iso}}", "POST", ""), url)
    assert "s3cret" not in clock.how
    assert urlsplit(url).netloc in clock.how


def test_one_that_can_be_asked_no_more_says_why(url):
    """The sentence names the hook, and what gave it up."""
    settings = HttpSettings(timeout=2, max_requests=1)
    clock = HookedClock(
        ClockHook(f"{url}/clock", "POST", "{iso}"), Target(name="a", actor="server", url=url, http=settings)
    )
    clock.set(0)
    with pytest.raises(
        ClockDidNotAdvanceError,
        match=f"POST at {urlsplit(url).netloc}, which sets the target's clock, does not answer: the 1 requests",
    ):
        clock.set(600)
