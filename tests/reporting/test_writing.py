"""Files are whole or not there."""

import errno
import os
from pathlib import Path

import pytest

from conformance.reporting.atomic_files import replace_file, replace_files
from conformance.reporting.write_all import write_reports


def test_a_file_is_replaced_and_no_draft_stays(tmp_path):
    """The old text goes, the new one is whole."""
    path = tmp_path / "a.json"
    path.write_text("old")
    replace_file(path, "new é \ud800")
    assert path.read_text("utf-8") == "new é \\ud800"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_replaced_stays_as_it_was(tmp_path):
    """And the draft is taken away."""
    path = tmp_path / "a.json"
    path.mkdir()
    with pytest.raises(OSError, match=r"a\.json"):
        replace_file(path, "new")
    assert list(tmp_path.iterdir()) == [path]


@pytest.fixture
def disk_fills(monkeypatch):
    """Return what lets the disk be full from the third file on."""
    written = []
    whole = Path.open

    def open_file(path, mode="r", **others):
        written.extend([path] * (mode == "wb"))
        if mode == "wb" and len(written) > 2:
            whole(path, mode).close()
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return whole(path, mode, **others)

    return lambda: monkeypatch.setattr(Path, "open", open_file)


def _files(folder):
    return {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_on_a_full_disk_every_old_file_stays(tmp_path, disk_fills):
    """Also those whose new text would have had room; no draft takes any."""
    old = dict.fromkeys((tmp_path / name for name in "abcd"), "old")
    replace_files(old)
    disk_fills()
    with pytest.raises(OSError, match="No space left"):
        replace_files(dict.fromkeys(old, "a new text"))
    assert _files(tmp_path) == dict.fromkeys(old, b"old")


def test_the_reports_of_a_run_stay_whole_on_a_full_disk(tmp_path, report, result, disk_fills):
    """The verdict of the last run is not mixed with the forms of this one."""
    write_reports(report(result()), tmp_path)
    old = _files(tmp_path)
    disk_fills()
    with pytest.raises(OSError, match="No space left"):
        write_reports(report(result(verdict="VIOLATES")), tmp_path)
    assert _files(tmp_path) == old
