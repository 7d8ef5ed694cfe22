"""The file that libfaketime reads, and the environment of a program that does."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from conformance.caller import ClockDidNotAdvanceError
from conformance.caller.time import faketime
from conformance.caller.time.faketime import FaketimeFile, under_faketime

ASKED = [sys.executable, "-c", "import time; print(time.time())"]


@pytest.mark.parametrize("before", [None, "", "+0\n", "-3 days\n", "@2030-01-01 00:00:00"])
def test_the_file_is_put_back(tmp_path, before):
    """With what stood there, or without a file; nothing else is left beside it."""
    path = tmp_path / "time"
    if before is not None:
        path.write_text(before)
    file = FaketimeFile(path)
    file.begin()
    assert path.read_text() == "+0\n"
    file.set(86400)
    assert path.read_text() == "+86400\n"
    file.end()
    assert (path.read_text() if path.exists() else None) == before
    assert len(list(tmp_path.iterdir())) == (before is not None)


@pytest.mark.parametrize("there", ["a folder", "no folder"])
def test_a_file_that_cannot_be_written(tmp_path, there):
    """The sentence names the key and the file."""
    path = tmp_path / "time" if there == "a folder" else tmp_path / "no" / "time"
    if there == "a folder":
        path.mkdir()
    with pytest.raises(ClockDidNotAdvanceError, match=rf"clock\.file {path} cannot be (written|read): "):
        FaketimeFile(path).begin()


def test_a_program_reads_it(tmp_path):
    """Its time is the file's, whatever else is loaded before it."""
    file = FaketimeFile(tmp_path / "time")
    file.set(3600)
    seen = subprocess.run(ASKED, env=under_faketime({}, tmp_path / "time"), capture_output=True, text=True, check=True)
    assert float(seen.stdout) == pytest.approx(time.time() + 3600, abs=20)


def test_what_is_preloaded_already_stays(tmp_path):
    """It comes after libfaketime."""
    assert under_faketime({"LD_PRELOAD": "other.so"}, tmp_path)["LD_PRELOAD"].endswith(":other.so")


def test_a_machine_without_libfaketime(tmp_path, monkeypatch):
    """The sentence names the package."""
    monkeypatch.setattr(faketime, "_ROOTS", (tmp_path,))
    with pytest.raises(
        ClockDidNotAdvanceError, match=r"libfaketime is not installed, .*: the package is called faketime"
    ):
        under_faketime({}, tmp_path / "time")
