"""Drivers that answer, and drivers that do anything else: each is one sentence, and none is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conformance.caller.driver import Driver, DriverError, DriverSilenceError
from conformance.targets import ClientTarget

ANSWER = "import json, sys\nfor line in sys.stdin:\n    told = json.loads(line)\n    {body}\n    sys.stdout.flush()\n"


def target_of(folder: Path, body: str, timeout: float = 20.0, **more: object) -> ClientTarget:
    """Return a client whose driver does `body` for every line that it reads."""
    (folder / "driver.py").write_text(ANSWER.replace("{body}", body), encoding="utf-8")
    command = (sys.executable, "-S", "driver.py")
    return ClientTarget(name="a", actor="client", url="a", command=command, folder=folder, timeout=timeout, **more)  # type: ignore[arg-type]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Driver]]:
    """Return what starts a driver of this body, and end it afterwards."""
    started: list[Driver] = []

    def start_driver(body: str, **more: object) -> Driver:
        started.append(Driver(target_of(tmp_path, body, **more)))
        return started[-1]

    yield start_driver
    for driver in started:
        driver.end()


def test_it_is_told_one_object_a_line_and_answers_each(start):
    """Ids go up from 1, and the members are those that were told."""
    driver = start('print(json.dumps({"id": told["id"], "ok": True, "echo": told}))')
    answers = [driver.ask("sign_in", {"user": "ålice"}) for _ in range(2)]
    assert [answer["echo"] for answer in answers] == [
        {"id": number, "do": "sign_in", "user": "ålice"} for number in (1, 2)
    ]


def test_it_is_started_in_its_folder_with_its_environment(start, tmp_path):
    """The protocol's own variable is there, and so are those of the file."""
    body = "import os; print(json.dumps({'id': 1, 'ok': True, 'env': dict(os.environ), 'cwd': os.getcwd()}))"
    answer = start(body, env={"ACME_MODE": "test"}).ask("begin", {})
    assert answer["cwd"] == str(tmp_path)
    assert (answer["env"]["LAYER_CONFORMANCE_DRIVER"], answer["env"]["ACME_MODE"]) == ("1", "test")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("sys.exit(3)", "ended with exit code 3"),
        ("import os; os.kill(os.getpid(), 9)", "ended by signal 9"),
        ('print("signed in")', "no JSON in UTF-8: 'signed in"),
        ('sys.stdout.buffer.write(b"\\xff\\n")', "no JSON in UTF-8"),
        ('print("[1]")', r"no JSON object: '\[1\]"),
        ('print(json.dumps({"id": 7, "ok": True}))', "the id 7 instead of 1"),
        ('print(json.dumps({"id": 1}))', "no ok that is true or false"),
        ('print("x" * (2 << 20))', "a line of more than 1 MiB"),
        ("import os; os.close(1); sys.stdin.read()", "closed its output"),
    ],
)
def test_anything_else_is_one_sentence(start, body, sentence):
    """No answer of this kind says anything of the client."""
    with pytest.raises(DriverError, match=sentence):
        start(body).ask("begin", {})


def test_silence_is_an_error_of_its_own(start):
    """A driver may take so long, and no longer."""
    with pytest.raises(DriverSilenceError, match=r"did not answer use within 0\.2 s"):
        start("pass", timeout=0.2).ask("use", {})


def test_waiting_ends_as_soon_as_it_makes_no_sense(start):
    """A client that sends without end is not waited for."""
    with pytest.raises(DriverError, match="more than enough"):
        start("pass").ask("use", {}, lambda: "more than enough")


def test_the_end_of_its_log_is_kept(start):
    """What a driver says of itself is the evidence of its failure."""
    driver = start('sys.stderr.write("x" * (1 << 20) + " no display"); sys.exit(1)')
    with pytest.raises(DriverError):
        driver.ask("begin", {})
    driver.end()
    assert driver.log.endswith("no display")
    assert len(driver.log) <= 16 << 10


def test_a_program_that_is_not_there_is_named():
    """The target file is wrong, and says so."""
    missing = ClientTarget(name="a", actor="client", url="a", command=("/nonexistent/driver",))
    with pytest.raises(DriverError, match="could not be started: driver: No such file"):
        Driver(missing)


#: Starts a child that opens a pipe for writing, and waits: whoever reads it sees its end when both are gone.
WITH_A_CHILD = (
    "import subprocess; fifo = open('pipe', 'w'); "
    "subprocess.Popen(['sleep', '3600'], pass_fds=[fifo.fileno()]); print(json.dumps({'id': told['id'], 'ok': True}))"
)


def test_its_children_end_with_it(start, tmp_path):
    """A browser that a driver has started is nobody's when it is left behind."""
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    driver = start(WITH_A_CHILD)
    driver.ask("begin", {})
    driver.end()
    os.set_blocking(reader, True)
    assert os.read(reader, 1) == b""
    os.close(reader)


def test_it_ends_with_a_suite_that_is_killed(tmp_path):
    """Nothing of the suite is left to end it then."""
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    target_of(tmp_path, WITH_A_CHILD)
    suite = (
        "import os, sys\nfrom pathlib import Path\nfrom conformance.caller.driver import Driver\n"
        "from conformance.targets import ClientTarget\n"
        f"target = ClientTarget(name='a', actor='client', url='a', command=({sys.executable!r}, '-S', 'driver.py'), "
        f"folder=Path({str(tmp_path)!r}))\n"
        "Driver(target).ask('begin', {})\nos.kill(os.getpid(), 9)\n"
    )
    assert subprocess.run([sys.executable, "-c", suite], check=False).returncode == -9
    os.set_blocking(reader, True)
    assert os.read(reader, 1) == b""
    os.close(reader)
