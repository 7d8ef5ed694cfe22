"""Every command on every page exists with its options, and those that need no target are run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from conformance.cli import main

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"`(layer-conformance [^`]+)`")
_COMMAND = re.compile(r"(?:^|[\s;&|/(])layer-conformance ((?=[a-z]+\b(?!\.))(?:[^#|&;<>\n]|\\\n)+)")
#: These need neither a target nor a key nor a file.
_CHEAP = ("explain", "rules", "init", "--help")


def _commands() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the page and the words of each command line, each once a page."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        blocks = [block for language, block in _BLOCK.findall(text) if language in ("sh", "console", "")]
        parts = [*blocks, *_INLINE.findall(text)]
        lines = (line for part in parts for line in _COMMAND.findall(part))
        for words in dict.fromkeys(tuple(_words(line)) for line in lines):
            if words:
                yield page.name, words


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line.replace("\\\n", " "))
    except ValueError:  # a line that goes on in a sentence
        return line.split()


COMMANDS = list(_commands())


def _found(words: tuple[str, ...]) -> tuple[click.Command, tuple[str, ...]]:
    """Return the command that the words name, of a group the one within it, and its own words."""
    command: click.Command = main
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        inner = command.get_command(click.Context(command), words[0])
        assert inner is not None, f"there is no command {words[0]}"
        command, words = inner, words[1:]
    return command, words


@pytest.mark.parametrize(("page", "words"), COMMANDS, ids=[f"{page}: {' '.join(words)}" for page, words in COMMANDS])
def test_a_command_exists_with_its_options(page: str, words: tuple[str, ...]) -> None:
    """What a page tells can be typed."""
    command, rest = _found(words)
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    options = {word.partition("=")[0] for word in rest if re.match(r"--?[a-z]", word)}
    assert options <= known | {"--help", "-h", "-k", "-q", "-v"}


def _is_cheap(words: tuple[str, ...]) -> bool:
    is_example = any(mark in word for word in words for mark in ("...", "NAME", "FILE", "ID", "<", "$"))
    return words[0] in _CHEAP and not is_example


CHEAP = sorted({words for _, words in COMMANDS if _is_cheap(words)})


@pytest.mark.parametrize("words", CHEAP, ids=" ".join)
def test_a_cheap_command_does_what_the_page_says(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In an empty folder, as somebody begins."""
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, list(words))
    assert done.exit_code == 0, done.output


def test_there_are_commands_to_look_at() -> None:
    """A search that finds nothing proves nothing."""
    assert {words[0] for _, words in COMMANDS} >= {
        "run",
        "gate",
        "init",
        "doctor",
        "bundle",
        "diff",
        "gallery",
        "fleet",
    }
    assert len(CHEAP) >= 3
