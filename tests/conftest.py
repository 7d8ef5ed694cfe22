"""What tests of several folders share: TLS, and one browser, for there can be no two of its drivers in a process.

pytest loads this file for the arguments `.` and `tests`, and for an option that it does not know: it needs nothing that
the suite itself does not.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import gc
import ipaddress
import os
import shutil
import signal
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser_windows import FreePages
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # a new process for every page that is shown costs as much as showing it
    "--renderer-process-limit=1",
]

#: Where the extra `test` is not installed there is nothing here to collect.
collect_ignore_glob = [] if find_spec("hypothesis") and find_spec("playwright") else ["*"]

# A machine that does much else at the time is slow, and not wrong.
with suppress(ImportError):
    from hypothesis import HealthCheck, settings

    settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("patient")
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell's background job ignores Ctrl-C, and so would every program that a test starts and interrupts.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why there is nothing here where so it is."""
    if collect_ignore_glob:
        terminalreporter.write_line("tests/ is left out: it needs `pip install -e '.[test]'`")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Let nobody look for garbage in what the suite's plugin has collected: six thousand tests live until the end."""
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return the workers of `-n auto`: two a core, because a test of a whole run waits longer than it computes.

    A worker that is done takes over what another has not begun: whole runs stand side by side in one folder.
    """
    if config.option.dist == "no":
        config.option.dist = "worksteal"
    return 2 * (os.cpu_count() or 1)


#: What takes longest, for it waits for processes or for time to pass.
LONGEST = ("house/test_kill_matrix.py", "plugin/test_run_patience.py", "examples/test_layer_websdk.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let what takes longest begin at once, each on a worker of its own: the last to end should not have begun last.

    What is seen in a browser begins so too, for each worker would start one of its own. Every worker of xdist begins
    with an equal part of the list, one behind the other.
    """
    workers: int = getattr(config, "workerinput", {}).get("workercount", 1)
    if workers == 1:
        return
    early = [[item for item in items if item.path.as_posix().endswith(f"tests/{name}")] for name in LONGEST]
    early.append([item for item in items if "browser" in getattr(item, "fixturenames", ())])
    leading = {item for group in early for item in group}
    others = [item for item in items if item not in leading]
    for number, group in enumerate(early):
        at = len(items) * (number % workers) // workers
        others[at:at] = group
    items[:] = others


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], object]], Path]:
    """Return what fills a folder of this name once, for all of xdist's workers; who comes second waits for it."""
    folder = tmp_path_factory.getbasetemp()
    shared = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder

    def fill(name: str, work: Callable[[Path], object]) -> Path:
        filled = shared / name
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not filled.exists():
                in_work = shared / f"{name} in work"
                shutil.rmtree(in_work, ignore_errors=True)
                in_work.mkdir()
                work(in_work)
                in_work.rename(filled)
        return filled

    return fill


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Run the distribution's Chromium; the test tool downloads none."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        pytest.fail("these tests need Chromium on the path: apt-get install chromium", pytrace=False)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def free_pages(browser: Browser) -> FreePages:
    return FreePages(browser)


@dataclass(frozen=True)
class Certificate:
    """A self-signed certificate for 127.0.0.1, with its key in the same file."""

    file: str

    def wrap(self, connection: socket.socket) -> socket.socket:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file)
        return context.wrap_socket(connection, server_side=True)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    encoding, formats = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    file: Path = tmp_path_factory.mktemp("tls") / "loopback.pem"
    file.write_bytes(
        key.private_bytes(encoding, formats, serialization.NoEncryption()) + certificate.public_bytes(encoding)
    )
    return Certificate(str(file))
