"""What pytest's terminal can show: how wide it is, and whether anything may move on it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from rich.console import Console

#: Options under which a person looks at the output of every scenario, or sits beside it.
_BESIDE = ("usepdb", "trace", "setupshow", "setuponly", "setupplan")


def terminal_of(config: pytest.Config) -> Any:
    """Return pytest's terminal reporter, or None where there is none (`-p no:terminal`)."""
    return config.pluginmanager.getplugin("terminalreporter")


def console_of(terminal: Any) -> Console:
    """Return rich's view of pytest's terminal: its width, its encoding and its kind, and colours where pytest has them.

    It is for the moments between scenarios, in which nothing is captured: the standard output is pytest's then. What is
    printed on it is taken as it is: no markup, no pictures, no colours of rich's own choice.
    """
    from rich.console import Console

    return Console(
        file=sys.stdout,
        force_terminal=bool(terminal.isatty),
        color_system="standard" if terminal.hasmarkup else None,
        highlight=False,
        markup=False,
        emoji=False,
    )


def supports_cursor(terminal: Any) -> bool:
    """Say whether a line may be written over another: on a real terminal, and on no dumb one."""
    console = console_of(terminal)
    has_a_name = "TERM" in os.environ or os.name == "nt"  # Windows names no terminals
    return console.is_terminal and has_a_name and not console.is_dumb_terminal


def replaces_letters(config: pytest.Config) -> bool:
    """Say whether lines of ours may tell how the run goes, in the place of pytest's letters."""
    option = config.option
    beside = shows_output(config) or any(getattr(option, name, None) for name in _BESIDE)
    return option.verbose <= 0 and not beside


def shows_output(config: pytest.Config) -> bool:
    """Say whether what is printed while a scenario runs is shown at once: by -s, or without pytest's capturing."""
    return getattr(config.option, "capture", "no") == "no"


def has_a_status_line(config: pytest.Config) -> bool:
    """Say whether one line may tell how the run goes that is written over and over."""
    return supports_cursor(terminal_of(config)) and replaces_letters(config)


def width_of(terminal: Any) -> int:
    """Return the columns of the terminal as it is now; 80 where there is none."""
    return console_of(terminal).width


def usable_width(terminal: Any) -> int | None:
    """Return the width that long texts have to keep: none where the output is no terminal, and may be searched."""
    return width_of(terminal) if terminal.isatty or "COLUMNS" in os.environ else None


def encode_for_terminal(console: Console, text: str) -> str:
    """Return the text with escapes for what the terminal's encoding has no character for."""
    encoding = console.encoding
    return text.encode(encoding, "backslashreplace").decode(encoding)


def new_line(terminal: Any) -> None:
    """Go to the beginning of a line, whatever letters pytest has written in this one."""
    terminal.ensure_newline()
    writer = terminal.config.get_terminal_writer()
    if writer.width_of_current_line:
        writer.line()


def set_quiet(config: pytest.Config) -> None:
    """Leave the failures to our own summary, which names each once, unless pytest's were asked for."""
    arguments = [str(argument) for argument in config.invocation_params.args]
    if not any(argument.startswith("--tb") for argument in arguments):
        config.option.tbstyle = "no"
    terminal: Any = terminal_of(config)
    if terminal is not None and not any(argument.startswith("-r") for argument in arguments):
        terminal.reportchars = ""
