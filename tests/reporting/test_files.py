"""Every file of a run says the same."""

import pytest

from conformance.reporting.html import page_of
from conformance.reporting.verdict.read import read_run
from conformance.reporting.write_all import write_reports


def test_the_page_is_made_from_the_verdict_alone(report, one_of_each, tmp_path):
    """From the file, it is made again byte by byte, whatever the target has sent."""
    write_reports(report(*one_of_each), tmp_path)
    again = page_of(read_run(tmp_path / "verdict.json"))
    assert (tmp_path / "index.html").read_bytes() == again.encode("utf-8")


def test_where_the_verdict_is_the_others_are(report, result, tmp_path, monkeypatch):
    """It is written last: a reader who sees it sees all of them."""
    (tmp_path / "index.html").mkdir()
    with pytest.raises(OSError, match=r"index\.html"):
        write_reports(report(result()), tmp_path)
    assert not (tmp_path / "verdict.json").exists()
