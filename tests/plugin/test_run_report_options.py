"""pytest's own report options beside several processes of the suite."""

from __future__ import annotations

import json

from conformance.suite import features_folder


def test_report_options_of_pytest_beside_several_processes(run, tmp_path):
    """A scenario that a forked process skips is reported as pytest reports any skip, in its own JUnit file as well."""
    file = tmp_path / "pytest.xml"
    scenarios = ("--jobs", "2", "-k", "NONCE-1 or NONCE-BURN-1")  # of which some conform and one is skipped
    told = tmp_path / "cucumber.json"
    seen = run(*scenarios, "-v", "-rA", f"--junitxml={file}", f"--cucumberjson={told}")
    assert (seen.code, seen.word) == (0, "PARTIAL"), seen.output
    assert "INTERNALERROR" not in seen.output
    lines = (features_folder() / "server" / "nonces.feature").read_text("utf-8").splitlines()
    line = 1 + lines.index("    Scenario: a nonce that a refused token named")
    assert f"NOT APPLICABLE [2] features/server/nonces.feature:{line}: observed, not judged: " in seen.output
    assert "<skipped" in file.read_text("utf-8")
    counts = {each["uri"]: len(each["elements"]) for each in json.loads(told.read_text("utf-8"))}
    assert counts["server/nonces.feature"] == 4
