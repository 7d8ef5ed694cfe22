"""The page beside the reference actors: on their port, and no part of the protocol."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
import requests

from conformance.cli.serve.validator_mount import page_url

ACCEPT = {"Accept": "application/vnd.layer+json; version=2.0"}


def test_the_page_stands_beside_the_protocol(url):
    """Each answers its own paths."""
    assert requests.get(f"{url}/validator", timeout=30).headers["Content-Type"] == "text/html; charset=utf-8"
    assert requests.post(f"{url}/nonces", headers=ACCEPT, timeout=30).status_code == 201
    assert requests.get(f"{url}/validator/nonces", headers=ACCEPT, timeout=30).json()["id"] == "invalid_endpoint"


def test_the_page_gives_no_other_origin_leave(url):
    """Unlike the protocol, which web clients of any origin use."""
    answer = requests.options(f"{url}/validator/check", headers={"Origin": "http://evil.example"}, timeout=30)
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


def test_a_check_over_the_wire_is_answered(url, known):
    """With the origin that the page has."""
    form = {"token": known.draft().signed(), "public_key": known.public_pem}
    own = requests.post(f"{url}/validator/check", json=form, headers={"Origin": url}, timeout=30)
    assert own.json()["ok"] is True
    other = requests.post(f"{url}/validator/check", json=form, headers={"Origin": "http://evil.example"}, timeout=30)
    assert other.status_code == 403


def test_a_form_beyond_all_limits_is_refused(url):
    """By the server itself, before it is read."""
    answer = requests.post(f"{url}/validator/check", data=b"x" * 5_000_000, headers={"Origin": url}, timeout=30)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("base", "page"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/validator"),
        ("http://[::1]:8080", "http://[::1]:8080/validator"),
        ("http://0.0.0.0:8080", "http://localhost:8080/validator"),
        ("http://[::]:8080", "http://localhost:8080/validator"),
        ("http://localhost:8080", "http://localhost:8080/validator"),
        ("http://layer.test:8080", None),
        ("http://192.168.1.2:8080", None),
    ],
)
def test_serve_says_where_a_browser_finds_the_page(base, page):
    """An address that stands for all of them is none to go to; where only other machines come in, there is no page."""
    assert page_url(base) == page


def test_serve_serves_the_page_and_logs_nothing_of_it(known):
    """The whole command: what was pasted is on neither stream."""
    run = [sys.executable, "-m", "conformance.cli", "serve", "--port", "0"]
    with subprocess.Popen(run, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        text = process.stderr.readline()
        page = re.fullmatch(r"the token validator is at (\S+)\n", text).group(1)
        origin = page.removesuffix("/validator")
        form = {"token": known.draft().signed(), "public_key": known.private_pem}
        answer = requests.post(f"{page}/check", json=form, headers={"Origin": origin}, timeout=30)
        process.terminate()
        out, err = process.communicate(timeout=30)
    assert answer.status_code == 422
    for secret in (form["token"][20:60], known.private_pem.splitlines()[1]):
        assert secret not in out + err
