"""`[clock]` of a target file: what it becomes, and what is said of a wrong one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conformance.targets import ClockHook, Faketime, WallTime, fill, load_target

CLOCK = "#known"


@pytest.fixture
def clock_of(plain_file):
    """Return what loads the plain file with this section, and gives how time passes."""
    plain = plain_file.read_text(encoding="utf-8")

    def load(section):
        plain_file.write_text(f"{plain}\n[clock]\n{section}\n", encoding="utf-8")
        return load_target(plain_file).clock

    return load


@pytest.fixture
def refused_clock(refused):
    """Return what gives the sentence that refuses a file with this section."""
    return lambda section: refused((CLOCK, f"[clock]\n{section}"))


def test_without_the_section_nothing_waits(plain_file):
    """The default for every target with an address."""
    assert load_target(plain_file).clock == WallTime(0)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("0 s", 0),
        ("11m", 660),
        ("11 min", 660),
        ("90s", 90),
        ("2 hours", 7200),
        ("1 day", 86400),
        ("00010 seconds", 10),
    ],
)
def test_patience_has_a_unit(clock_of, written, seconds):
    """As people write it, with or without a blank."""
    assert clock_of(f'patience = "{written}"') == WallTime(seconds)


@pytest.mark.parametrize(
    "written", ['"11"', '"11 months"', '"1.5h"', '"-1m"', '"m"', '""', "660", '"11M"', '"1 1m"', "true"]
)
def test_a_patience_that_is_no_time(refused_clock, written):
    """The sentence names the units."""
    expected = (
        'clock.patience should be a whole number and one of the units s, m, h and d, such as "0 s", "90s" or "11m"'
    )
    assert expected in refused_clock(f"patience = {written}")


def test_a_faketime_file_lies_beside_the_target_file(clock_of, plain_file):
    """It need not exist yet; a command runs where the target file is."""
    folder = plain_file.parent
    clock = clock_of('kind = "faketime"\nfile = "time"\ncommand = ["node", "server.js"]')
    assert clock == Faketime(folder / "time", ("node", "server.js"), folder)


@pytest.mark.parametrize("content", ["", "+0", "+86400\n", "-5d", "@2030-01-01 00:00:00", "+2y x10"])
def test_a_faketime_file_that_exists_holds_a_time(clock_of, plain_file, content):
    """It is written over, and put back."""
    (plain_file.parent / "time").write_text(content)
    assert clock_of('kind = "faketime"\nfile = "time"').file.name == "time"


@pytest.mark.parametrize("content", [b"-----BEGIN PRIVATE KEY-----\n", b"\0", b"+0\n" * 999, b"+0\na note"])
def test_any_other_file_is_not_written_over(refused_clock, plain_file, content):
    """It is named before anything is written."""
    (plain_file.parent / "time").write_bytes(content)
    expected = 'clock.file names "time", a file that holds no time of libfaketime: it would be lost'
    assert expected in refused_clock('kind = "faketime"\nfile = "time"')
    assert (plain_file.parent / "time").read_bytes() == content


def test_a_hook_has_placeholders(clock_of):
    """Braces that are JSON's own stay as they are."""
    clock = clock_of('kind = "hook"\nurl = "http://h/{offset}"\ntemplate = \'{"a": {"now": "{iso}"}}\'')
    assert clock == ClockHook("http://h/{offset}", "POST", '{"a": {"now": "{iso}"}}')
    assert clock.placeholders == {"iso", "offset"}
    assert fill(clock.template, {"iso": "NOW", "offset": "0"}) == '{"a": {"now": "NOW"}}'


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        ('kind = "sundial"', "clock.kind should be 'wall', 'faketime' or 'hook'"),
        ('kind = "frozen"', "clock.kind should be 'wall', 'faketime' or 'hook'"),
        ('file = "time"', 'clock.file is a key of the kind "faketime", and this clock is of the kind "wall"'),
        ('kind = "faketime"', "clock.file is missing"),
        ('kind = "faketime"\nfile = 1', "clock.file should be the path of a file"),
        (
            'kind = "faketime"\nfile = "no/time"',
            'clock.file names "no/time", which is not a file in a folder that exists',
        ),
        ('kind = "faketime"\nfile = "."', 'clock.file names ".", which is not a file in a folder that exists'),
        ('kind = "faketime"\nfile = "t"\npatience = "1m"', 'clock.patience is a key of the kind "wall"'),
        ('kind = "faketime"\nfile = "t"\ncommand = []', "clock.command should not be empty"),
        ('kind = "faketime"\nfile = "t"\ncommand = "node s"', "clock.command should be a list in square brackets"),
        ('kind = "hook"', "clock.url is missing"),
        ('kind = "hook"\nurl = "http://h/"', "clock.template should name the time to set, by one of {epoch}"),
        ('kind = "hook"\nurl = "ftp://h/{iso}"', 'clock.url should begin with "https://" or "http://"'),
        ('kind = "hook"\nurl = "http://u:p@h/{iso}"', "clock.url should have no user name or password in it"),
        (
            'kind = "hook"\nurl = "http://h/{ios}"',
            "clock.url has the placeholder {ios}, which does not exist; did you",
        ),
        (
            'kind = "hook"\nurl = "http://h/{iso}"\nmethod = "GET"\ntemplate = "x"',
            "clock.template is a body, and a GET has no body",
        ),
        ('kind = "hook"\nurl = "http://h/{iso}"\nmethod = "DELETE"', "clock.method should be"),
        ('kinds = "wall"', 'clock.kinds is not a key of this file; did you mean "kind"?'),
    ],
)
def test_a_clock_that_is_none(refused_clock, section, sentence):
    """One sentence names the key and what would be right."""
    assert sentence in refused_clock(section)


def test_the_examples_of_the_documentation_load(clock_of):
    """docs/time.md has one of each kind."""
    text = (Path(__file__).parents[2] / "docs" / "time.md").read_text(encoding="utf-8")
    sections = re.findall(r"```toml\n.*?\[clock\]\n(.*?)```", text, flags=re.DOTALL)
    assert [type(clock_of(section)) for section in sections] == [WallTime, Faketime, ClockHook]
