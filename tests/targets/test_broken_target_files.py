"""A file that is no target file at all is refused in one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.targets import load_target

Refusal = Callable[[Path | str], str]


def test_the_file_that_is_bent_elsewhere_loads(plain_file: Path) -> None:
    """The control of every refusal: without a fault, the file is right."""
    assert load_target(plain_file).name == "Plain"


BROKEN_FILES = {
    "broken": (b"[target]\nname = \n", "is not TOML: .*line 2"),
    "with a key twice": (b"a = 1\na = 2\n", "is not TOML: .*line 2"),
    "not UTF-8": (b'[target]\nname = "\xe9"\n', "line 2 is not UTF-8"),
    "in UTF-16": ("[target]".encode("utf-16"), "line 1 is not UTF-8"),
    "with a number without end": (b"a = " + b"9" * 9000, "is not TOML"),
    "nested without end": (b"a = " + b"[" * 100_000, "is not TOML|nested too deeply"),
    "too large": (b"#" * (2**20 + 1), "larger than 1 MiB"),
    "empty": (b"", "target is missing"),
    "with a value for a section": (b"target = 1", "target should be a table"),
    "with one known issue that is no list": (b"[known]", "known should be a list"),
    "binary": (bytes(range(256)), "not TOML|not UTF-8"),
}


@pytest.mark.parametrize(("content", "what"), BROKEN_FILES.values(), ids=BROKEN_FILES.keys())
def test_a_file_that_is_no_target_file_is_refused(
    refusal_of: Refusal, tmp_path: Path, content: bytes, what: str
) -> None:
    """What is not TOML in UTF-8 is refused with the line, where there is one."""
    path = tmp_path / "target.toml"
    path.write_bytes(content)
    assert re.search(what, refusal_of(path))


def test_a_file_that_does_not_exist_is_refused(refusal_of: Refusal, tmp_path: Path) -> None:
    """The sentence names the command that writes a file."""
    assert "layer-conformance init" in refusal_of(tmp_path / "none.toml")


def test_a_folder_is_refused(refusal_of: Refusal, tmp_path: Path) -> None:
    """A folder is named as one."""
    assert "is a folder" in refusal_of(tmp_path)


def test_a_device_is_refused_and_not_read(refusal_of: Refusal) -> None:
    """A file without end would never have been read."""
    assert "not a regular file" in refusal_of("/dev/zero")


def test_a_name_that_no_file_can_have_is_refused(refusal_of: Refusal) -> None:
    """A name that is too long for the system is refused in a sentence as well."""
    assert "cannot be read" in refusal_of("x" * 5000)
