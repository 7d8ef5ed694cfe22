"""A watch without a run of pytest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from diligent import TARGET, Diligent
from free_ports import free_ports

from conformance.watching import Addresses, Board, Page, WatchedExamination
from conformance.watching.addresses import open_addresses


@pytest.fixture
def listen() -> Iterator[Callable[..., Addresses]]:
    """Return what opens the addresses of a board on loopback; they are closed in the end."""
    with ExitStack() as stack:

        def listen(board: Board | None = None, certificate: str | None = None) -> Addresses:
            page = Page(board or Board())
            return stack.enter_context(open_addresses(TARGET, page, "127.0.0.1", free_ports(), certificate))

        yield listen


@pytest.fixture
def watched(listen: Callable[..., Addresses]) -> Callable[[Diligent], WatchedExamination]:
    """Return what makes the examination of the app that a person works."""
    return lambda person: WatchedExamination(TARGET, listen(person.board), person.board)
