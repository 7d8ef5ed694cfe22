"""Whoever has a run forked learns when it has ended, however soon that is."""

from __future__ import annotations

import io
import os
import select
from types import SimpleNamespace

from forked_runs import Nursery


def test_a_run_that_ends_before_its_id_is_read_is_seen_to_have_ended():
    """Its exit code still stands in the pipe, where `select` sees it, when its id has been read."""
    reader, writer = os.pipe()
    os.write(writer, b"7\n4\n")
    with os.fdopen(reader) as answers, os.fdopen(writer, "w"):
        nursery = Nursery(SimpleNamespace(stdin=io.StringIO(), stdout=answers))
        assert nursery.start([], {}, "a file") == 7
        assert select.select([nursery.answers], [], [], 0)[0] == [nursery.answers]
        assert nursery.wait() == 4
