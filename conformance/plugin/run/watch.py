"""A run whose driver is a person, for `layer-conformance watch`: its addresses, its order, and what it tells.

The addresses stand from the configuration of the run to its end. Ctrl-C ends the watch: what nobody has done by then is
UNTESTED, and the reports are written as at the end of any run.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest

from conformance.loopback import is_loopback
from conformance.plugin.collection.features import requirement_of_item, steps_of_item, version_of_item
from conformance.plugin.scenario.result import result_in
from conformance.plugin.state import RunState
from conformance.plugin.terminal import new_line, terminal_of
from conformance.reporting.text.printable import one_line
from conformance.run_options import WatchOptions
from conformance.targets import ClientTarget, Targets
from conformance.watching import Addresses, AddressesError, Board, Page, Script, WatchedExamination
from conformance.watching.addresses import open_addresses
from conformance.watching.board import Instruction
from conformance.watching.script import order_for_a_person, sessions_of

_NAME = "layer-conformance-watch"
#: Ctrl-C, what CI sends, and what a terminal sends that is closed.
_ENDING = ("SIGINT", "SIGTERM", "SIGHUP")


class Watch:
    """What a watch adds to a run of pytest."""

    def __init__(self, config: pytest.Config, board: Board, page: Page, addresses: Addresses, ends: ExitStack) -> None:
        self._config = config
        self._board = board
        self._page = page
        self._addresses = addresses
        self._ends = ends

    def examination(self, target: ClientTarget) -> WatchedExamination:
        """Return the examination of the client in the hands of a person."""
        return WatchedExamination(target, self._addresses, self._board)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Put the scenarios in an order in which a person gets furthest."""
        ours = [item for item in items if requirement_of_item(item)]
        rules = [row.id for row in map(requirement_of_item, ours) if row]
        items[:] = [ours[place] for place in order_for_a_person([script_of(item) for item in ours], rules)]

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Say where the page is, and who can reach it; from here on Ctrl-C ends the watch, and not the run."""
        if session.items and not session.config.option.collectonly:
            for name in _ENDING:
                if hasattr(signal, name):
                    signal.signal(getattr(signal, name), self._end)
            scripts = [script_of(item) for item in session.items]
            for line in self._introduce(len(scripts), sessions_of(scripts)):
                self._write(line)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Show the result of a scenario as soon as it is judged."""
        result = result_in(report)
        if result is not None:
            self._board.tell(one_line(f"{result.verdict.value} {result.requirement}: {result.scenario}"))

    def pytest_unconfigure(self) -> None:
        """Listen no more, however the run has ended."""
        self._board.finish()
        self._ends.close()

    def _end(self, *_: object) -> None:
        """End the watch; who has no patience left for what the run still does ends that as well."""
        if self._board.is_finished:
            raise KeyboardInterrupt
        self._board.finish()

    def _introduce(self, scenarios: int, sessions: int) -> list[str]:
        layer, identity, *_ = self._addresses.urls
        host = self._addresses.host
        loud = (
            []
            if is_loopback(host)
            else [
                f"WARNING: {host} may be reached from other machines: whoever reaches it can sign in there, and "
                "whoever has the address of the page sees the users' passwords"
            ]
        )
        return [
            *loud,
            f"{scenarios} scenarios, in {sessions} sessions of the app at most; every rule has one before any has two",
            f"Layer is at {layer}, the identity server at {identity}/identity_tokens",
            f"what to do next stands at {self._addresses.page_url}/{self._page.key}/ and here; Ctrl-C ends the watch, "
            "and writes the reports",
        ]

    def _write(self, line: str) -> None:
        terminal: Any = terminal_of(self._config)
        if terminal is not None:
            new_line(terminal)
            terminal.write_line(line)
            terminal.flush()


def prepare(config: pytest.Config, options: WatchOptions) -> None:
    """Put a person in the place of the target's driver; raises UsageError where that cannot be."""
    state = RunState.of(config)
    target = state.targets.get("client")
    if not isinstance(target, ClientTarget) or len(state.targets) > 1:
        raise pytest.UsageError('watch: --target should be the file of a client (actor = "client")')
    board = Board(lambda instruction: _show(config, instruction), _keys())
    page = Page(board)
    ends = ExitStack()
    try:
        addresses = ends.enter_context(open_addresses(target, page, options.host, options.port, options.certificate))
    except AddressesError as error:
        raise pytest.UsageError(f"watch: {error}") from error
    state.targets = Targets.of(replace(target, url=f"watched at {addresses.urls[0]}"))
    config.pluginmanager.register(Watch(config, board, page, addresses, ends), _NAME)


def watch_of(config: pytest.Config) -> Watch | None:
    """Return the watch that a run is, or None for any other run."""
    watch: Watch | None = config.pluginmanager.getplugin(_NAME)
    return watch


def script_of(item: pytest.Item) -> Script:
    """Return what a scenario asks of the person."""
    return Script.of(version_of_item(item) or "", steps_of_item(item))


def _show(config: pytest.Config, instruction: Instruction) -> None:
    """Write an instruction to the terminal, with the number of each answer; passwords stand on the page only."""
    terminal: Any = terminal_of(config)
    if terminal is None:
        return
    new_line(terminal)
    terminal.write_line(instruction.words, bold=True)
    for name, value in instruction.details:
        if name != "Password":
            terminal.write_line(f"  {name}: {one_line(value)}")
    for number, choice in enumerate(instruction.choices, 1):
        terminal.write_line(f"  {number} {choice.words}")
    terminal.flush()


def _keys() -> Callable[[float], int | None] | None:
    """Return what waits for a number on the keyboard, or None where nobody sits at one."""
    if not sys.stdin or not sys.stdin.isatty():
        return None
    source = sys.stdin.fileno()

    def typed(seconds: float) -> int | None:
        if not select.select([source], [], [], seconds)[0]:
            return None
        try:
            content = os.read(source, 1024)
        except OSError:
            content = b""
        if not content:  # the keyboard is gone: the page is still there
            threading.Event().wait(seconds)
        text = content.decode("utf-8", "replace").strip()
        return int(text) if text.isdecimal() else None

    return typed
