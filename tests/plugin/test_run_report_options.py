"""pytest's own report options beside several processes of the suite."""

from __future__ import annotations

import pytest

#: Scenarios of which some conform and one is skipped, examined by two processes.
_SHARED_OUT = ("--jobs", "2", "-k", "NONCE-1 or NONCE-BURN-1")


@pytest.mark.parametrize("options", [("-v",), ("-rs",), ("-rA",), ("-vv", "-ra")])
def test_report_options_of_pytest_beside_several_processes(run, options):
    """A scenario that a forked process skips is reported as pytest reports any skip."""
    seen = run(*_SHARED_OUT, *options)
    assert seen.code == 0, seen.output
    assert "INTERNALERROR" not in seen.output
    assert seen.word == "PARTIAL"


def test_pytests_own_junit_file_beside_several_processes(run, tmp_path):
    """`--junitxml` has the skip with its reason."""
    file = tmp_path / "pytest.xml"
    seen = run(*_SHARED_OUT, f"--junitxml={file}")
    assert seen.code == 0, seen.output
    assert "<skipped" in file.read_text("utf-8")
