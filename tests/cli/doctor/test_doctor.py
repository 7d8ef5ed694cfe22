"""`layer-conformance doctor` says what is in place and what is not, one line each."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import Result

from conformance.catalogue import load_catalogue
from conformance.clock import VirtualClock, WallClock
from conformance.keys import SigningKey, published_key
from conformance.reference.mutants import mutant_named
from conformance.reference.server import CREDENTIALS, ReferenceServer, running

Command = Callable[..., Result]
TargetFile = Callable[..., Path]


@pytest.fixture
def target_file(tmp_path: Path) -> TargetFile:
    """Return what writes a target file for a server that knows the reference's credentials."""

    def write(url: str, *, more: str = "", key: SigningKey = CREDENTIALS.key.signing_key, **changes: str) -> Path:
        known = {
            "app_id": CREDENTIALS.app_id,
            "provider_id": CREDENTIALS.provider_id,
            "key_id": CREDENTIALS.key.key_id,
            **changes,
        }
        (tmp_path / "key.pem").write_bytes(key.private_pem)
        credentials = "\n".join(f'{name} = "{value}"' for name, value in known.items())
        (tmp_path / "target.toml").write_text(
            f'[target]\nname = "Here"\nactor = "server"\nurl = "{url}"\n'
            f'[credentials]\n{credentials}\nprivate_key = "key.pem"\n{more}'
        )
        return tmp_path / "target.toml"

    return write


@pytest.fixture
def reference() -> Iterator[str]:
    """Return the address of a reference server that goes by the machine's clock."""
    with running(ReferenceServer(WallClock())) as url:
        yield url


class Odd(ThreadingHTTPServer):
    """A server that gives one answer to everything."""

    daemon_threads = True
    answer: tuple[int, dict[str, str], bytes] = (404, {}, b"")


class _OddHandler(BaseHTTPRequestHandler):
    server: Odd

    def do_POST(self) -> None:
        """Give the answer."""
        status, headers, body = self.server.answer
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def odd() -> Iterator[Odd]:
    """Return a server whose one answer the test chooses."""
    with Odd(("127.0.0.1", 0), _OddHandler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


def url_of(server: ThreadingHTTPServer) -> str:
    """Return the address of a server."""
    return f"http://127.0.0.1:{server.server_port}"


def outcomes(result: Result) -> dict[str, str]:
    """Return each check's name with ok or failed."""
    lines = [re.split(r"\s{2,}|(?<=failed) ", line, maxsplit=2) for line in result.stdout.splitlines()]
    return {name: outcome for outcome, name, _ in lines}


def failure(result: Result) -> str:
    """Return the one line that failed, which must be the last."""
    assert (result.exit_code, result.stderr) == (1, "")
    failed = [line for line in result.stdout.splitlines() if line.startswith("failed")]
    assert failed == result.stdout.splitlines()[-1:]
    return failed[0]


def test_all_is_well_at_the_reference(command: Command, target_file: TargetFile, reference: str) -> None:
    """Every check has its line, and the exit code is 0."""
    result = command("doctor", target_file(reference))
    assert result.exit_code == 0, result.stdout
    names = [
        "file",
        "keys",
        "resolves",
        "connects",
        "clock",
        "nonce",
        "identity token",
        "session",
        "sign-out",
        "forecast",
        "beyond: timed",
        "beyond: full",
        "not claimed",
        "duration",
    ]
    assert outcomes(result) == dict.fromkeys(names, "ok")


def test_no_secret_is_shown(command: Command, target_file: TargetFile, reference: str) -> None:
    """Neither a header of the file nor anything that the sign-in brought forth is in the output."""
    more = '[http]\nheaders = { X-Env = "canary-0123456789" }\n'
    output = command("doctor", target_file(reference, more=more)).stdout
    assert "canary" not in output
    assert "eyJ" not in output


def test_a_bad_file_is_exit_code_4(command: Command, tmp_path: Path) -> None:
    """A file that cannot be used is told in one sentence, and nothing is checked."""
    result = command("doctor", tmp_path / "none.toml")
    assert (result.exit_code, result.stdout) == (4, "")
    assert "none.toml does not exist" in result.stderr
    assert result.stderr.count("\n") == 1


def test_an_expired_known_issue_fails_and_the_rest_goes_on(
    command: Command, target_file: TargetFile, reference: str
) -> None:
    """An issue that would fail the run is found here."""
    some = next(iter(load_catalogue()))
    known = f'[[known]]\nrequirement = "{some}"\nreason = "r"\nlink = "https://a.example"\nexpires = 2001-01-01\n'
    result = command("doctor", target_file(reference, more=known))
    assert result.exit_code == 1
    assert outcomes(result)["known issues"] == "failed"
    assert outcomes(result)["sign-out"] == "ok"
    assert f"expired: {some}" in result.stdout


def test_a_clock_that_is_years_off_fails_and_the_sign_in_goes_by_it(command: Command, target_file: TargetFile) -> None:
    """The token is made by the target's own clock, so that the sign-in works all the same."""
    with running(ReferenceServer(VirtualClock())) as url:
        result = command("doctor", target_file(url))
    assert result.exit_code == 1
    assert (outcomes(result)["clock"], outcomes(result)["sign-out"]) == ("failed", "ok")
    assert "the target's clock should be set" in result.stdout


def test_a_name_without_an_address_ends_it(
    command: Command, target_file: TargetFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing later makes sense."""

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    line = failure(command("doctor", target_file("http://layer.invalid")))
    assert "layer.invalid has no address; target.url should" in line


def test_a_resolver_that_is_silent_is_waited_for_in_vain_only_so_long(
    command: Command, target_file: TargetFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's resolver has no time limit of its own: here it answers only once the doctor has ended."""
    ended = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: ended.wait(60) and [])
    line = failure(command("doctor", target_file("http://layer.invalid", more="[http]\ntimeout = 0.2\n")))
    ended.set()
    assert "within 0.2 s" in line


def test_a_closed_port_ends_it(command: Command, target_file: TargetFile) -> None:
    """The line has the address and the port."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
    line = failure(command("doctor", target_file(f"http://127.0.0.1:{port}")))
    assert f"127.0.0.1 port {port}: Connection refused" in line


def test_a_proxy_is_the_first_host_on_the_way(command: Command, target_file: TargetFile) -> None:
    """With a proxy, it is the proxy that has to be reached, and the key that names it is the one to mend."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
    more = f'[http]\nproxy = "http://127.0.0.1:{port}"\n'
    line = failure(command("doctor", target_file("http://layer.invalid", more=more)))
    assert "http.proxy should name it" in line


def test_a_silent_target_ends_it_in_time(command: Command, target_file: TargetFile) -> None:
    """The timeout of the file holds, and the hint names it."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        line = failure(command("doctor", target_file(url, more="[http]\ntimeout = 0.3\n")))
    assert "did not answer in time" in line
    assert "http.timeout may be more" in line


ODD_ANSWERS = {
    "a redirect": (
        (302, {"Location": "https://elsewhere.example/"}, b""),
        "target.url should be where it leads",
    ),
    "an unknown endpoint": ((404, {}, b""), "without /nonces"),
    "a gateway": ((403, {}, b"<html>"), "http.headers"),
    "a gateway with a realm": ((401, {"WWW-Authenticate": 'Basic realm="x"'}, b"<html>"), "an address behind it"),
    "a version that is not served": ((406, {}, b"{}"), "target.versions"),
    "a nonce that is a number": ((201, {}, b'{"nonce": 7}'), "expected 201 with nonce, a non-empty string"),
    "an error with a line break in it": ((500, {}, b'{"id": "a\\nb\\u001b[31m"}'), "observed 500"),
}


@pytest.mark.parametrize(("answer", "sentence"), ODD_ANSWERS.values(), ids=ODD_ANSWERS.keys())
def test_an_answer_that_is_no_nonce_ends_it_with_a_hint(
    command: Command, target_file: TargetFile, odd: Odd, answer: tuple[int, dict[str, str], bytes], sentence: str
) -> None:
    """The line says what was answered and what would help, and shows no control character."""
    odd.answer = answer
    line = failure(command("doctor", target_file(url_of(odd))))
    assert sentence in line
    assert line.isprintable()


def test_an_application_that_the_target_does_not_know_ends_it(
    command: Command, target_file: TargetFile, reference: str
) -> None:
    """The hint names the key of the file that should be mended."""
    other = "layer:///apps/staging/00000000-0000-0000-0000-000000000000"
    line = failure(command("doctor", target_file(reference, app_id=other)))
    assert "invalid_app_id" in line
    assert "credentials.app_id should be" in line


def test_a_key_that_the_target_does_not_know_ends_it(command: Command, target_file: TargetFile, reference: str) -> None:
    """The hint names the keys of the file that should agree with the target."""
    line = failure(command("doctor", target_file(reference, key=published_key("stranger"))))
    assert "data.property identity_token" in line
    assert "credentials.private_key" in line


def test_a_target_that_deletes_no_session_ends_it_with_a_hint(command: Command, target_file: TargetFile) -> None:
    """The endpoint may be missing, or closed by what stands in front of it."""
    with running(mutant_named("cannot_delete_sessions").apply(ReferenceServer(WallClock()))) as url:
        line = failure(command("doctor", target_file(url)))
    assert line.split()[1] == "sign-out"
    assert "DELETE /sessions/SESSION_TOKEN" in line


def test_a_budget_that_is_used_up_ends_it(command: Command, target_file: TargetFile, reference: str) -> None:
    """http.max_requests binds the doctor as well."""
    line = failure(command("doctor", target_file(reference, more="[http]\nmax_requests = 5\n")))
    assert "http.max_requests" in line
    assert line.split()[1] == "session"
