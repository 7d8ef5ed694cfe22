"""Files are whole or not there."""

import pytest

from conformance.reporting.writing import replace_file


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
