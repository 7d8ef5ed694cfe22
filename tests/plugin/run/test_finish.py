"""What comes between the end of a run and its reports."""

from __future__ import annotations

import os
import signal

import pytest

from conformance.plugin.run.finish import uninterrupted


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_no_signal_comes_between_a_run_and_its_reports(number):
    """CI sends SIGTERM a second after Ctrl-C: the reports of what was seen are whole all the same."""
    received = []
    before = signal.signal(number, lambda *_: received.append(number))
    try:
        with uninterrupted():
            os.kill(os.getpid(), number)
        assert received == []
        os.kill(os.getpid(), number)
        assert received == [number]
    finally:
        signal.signal(number, before)
