"""What a terminal can show, and what a person wants to see on it."""

from __future__ import annotations

import io
import sys

import pytest
from scenario_items import FakeTerminal, config_of

from conformance.plugin import terminal


@pytest.fixture(autouse=True)
def xterm(monkeypatch):
    """The surroundings of a person at a terminal."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("COLUMNS", raising=False)


class TestStatusLine:
    def test_a_person_at_a_terminal_has_one(self):
        """As the options are where nobody gives any."""
        assert terminal.has_a_status_line(config_of(terminal=FakeTerminal()))

    @pytest.mark.parametrize(
        "options",
        [{"verbose": 1}, {"capture": "no"}, *({name: True} for name in ("usepdb", "trace", "setupshow", "setuponly"))],
    )
    def test_who_looks_at_every_scenario_has_none(self, options):
        """What they look at would be written over."""
        assert not terminal.has_a_status_line(config_of(terminal=FakeTerminal(), **options))

    def test_where_pytest_captures_nothing_is_none(self):
        """`-p no:capture` leaves pytest without the option."""
        config = config_of(terminal=FakeTerminal())
        del config.option.capture
        assert not terminal.has_a_status_line(config)

    @pytest.mark.parametrize("verbose", [-1, -2])
    def test_who_wants_less_has_one(self, verbose):
        """It is gone in the end."""
        assert terminal.has_a_status_line(config_of(terminal=FakeTerminal(), verbose=verbose))

    def test_a_log_has_none(self):
        """Nothing moves there."""
        assert not terminal.has_a_status_line(config_of(terminal=FakeTerminal(isatty=False)))

    @pytest.mark.parametrize("name", ["dumb", None])
    def test_a_dumb_terminal_has_none(self, monkeypatch, name):
        """Nor does one that nobody has named."""
        monkeypatch.delenv("TERM") if name is None else monkeypatch.setenv("TERM", name)
        assert not terminal.has_a_status_line(config_of(terminal=FakeTerminal()))


class TestWidth:
    def test_a_terminal_has_its_own(self, monkeypatch):
        """As its columns are now."""
        monkeypatch.setenv("COLUMNS", "61")
        assert terminal.usable_width(FakeTerminal()) == terminal.width_of(FakeTerminal()) == 61

    def test_a_log_has_none(self):
        """What is to be found again stays in one line."""
        assert terminal.usable_width(FakeTerminal(isatty=False)) is None

    def test_whoever_names_one_gets_it(self, monkeypatch):
        """In a log as well."""
        monkeypatch.setenv("COLUMNS", "50")
        assert terminal.usable_width(FakeTerminal(isatty=False)) == 50


@pytest.mark.parametrize(("encoding", "text"), [("utf-8", "Alice 🐇 é"), ("latin-1", "Alice \\U0001f407 é")])
def test_what_an_encoding_lacks_is_escaped(monkeypatch, encoding, text):
    """Nothing is lost, and nothing raises."""
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding))
    console = terminal.console_of(FakeTerminal())
    assert terminal.encode_for_terminal(console, "Alice 🐇 é") == text


@pytest.mark.parametrize(("column", "lines"), [(0, []), (7, ["a new line"])])
def test_a_line_that_letters_stand_in_is_ended(column, lines):
    """Also where pytest itself takes it for empty."""
    a_terminal = FakeTerminal(column=column)
    terminal.new_line(a_terminal)
    assert a_terminal.lines == lines


class TestQuiet:
    def test_the_failures_are_left_to_our_summary(self):
        """Neither tracebacks nor pytest's short list repeat them."""
        config = config_of(terminal=(a_terminal := FakeTerminal()), tbstyle="auto")
        terminal.set_quiet(config)
        assert (config.option.tbstyle, a_terminal.reportchars) == ("no", "")

    @pytest.mark.parametrize(("asked", "left"), [("--tb=short", ("auto", "")), ("-rA", ("no", "fE"))])
    def test_what_was_asked_for_stays(self, asked, left):
        """The one does not go with the other."""
        config = config_of(terminal=(a_terminal := FakeTerminal()), tbstyle="auto")
        config.invocation_params.args = ("features", asked)
        terminal.set_quiet(config)
        assert (config.option.tbstyle, a_terminal.reportchars) == left

    def test_without_a_terminal_nothing_is_shown_anyway(self):
        """`-p no:terminal` is no error."""
        config = config_of(tbstyle="auto")
        terminal.set_quiet(config)
        assert config.option.tbstyle == "no"
