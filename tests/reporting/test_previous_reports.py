"""Reports of an earlier run are set aside, and taken away once new ones are there."""

from __future__ import annotations

import pytest

from conformance.reporting.allure.folder import AllureFolder
from conformance.reporting.previous import WRITTEN_BY_A_RUN, remove_previous, set_aside
from conformance.reporting.write_all import RENDERERS, write_reports


@pytest.fixture
def reports(tmp_path, report, result):
    """A folder with the reports of a run, and a file of somebody else."""
    write_reports(report(result()), tmp_path)
    (tmp_path / "README.md").write_text("somebody else's")
    return tmp_path


def names_in(folder):
    return {path.name for path in folder.iterdir()}


def test_every_file_of_a_run_is_set_aside():
    """One that is forgotten would pass for a new one."""
    assert set(WRITTEN_BY_A_RUN) == {*RENDERERS, "allure-results"}
    assert WRITTEN_BY_A_RUN[0] == "verdict.json"


def test_what_is_set_aside_is_the_suites_own(reports):
    """Other files stay where they are."""
    set_aside(reports)
    assert names_in(reports) == {"README.md", "previous"}
    assert names_in(reports / "previous") == set(WRITTEN_BY_A_RUN)


def test_setting_aside_twice_keeps_what_there_is(reports):
    """A run that broke off has left nothing newer."""
    set_aside(reports)
    set_aside(reports)
    assert names_in(reports / "previous") == set(WRITTEN_BY_A_RUN)


def test_newer_reports_take_the_place_of_what_was_set_aside(reports, report, result):
    """Also a folder that of another."""
    set_aside(reports)
    remove_previous(reports)
    write_reports(report(result()), reports)
    newest = (reports / "verdict.json").read_bytes()
    (reports / "previous" / "allure-results").mkdir(parents=True)
    (reports / "previous" / "verdict.json").write_text("an older one")
    set_aside(reports)
    assert (reports / "previous" / "verdict.json").read_bytes() == newest
    assert any((reports / "previous" / "allure-results").iterdir())


def test_new_reports_end_what_was_set_aside(reports, report, result):
    """Allure's folder is written over there, and has nothing of the old run in it."""
    set_aside(reports)
    write_reports(report(result()), reports)
    assert names_in(reports) == {*WRITTEN_BY_A_RUN, "README.md"}
    assert len(list((reports / "allure-results").glob("*-result.json"))) == 1


def test_reports_that_break_off_leave_no_verdict(reports, report, result, monkeypatch):
    """The old one stays set aside."""
    set_aside(reports)
    monkeypatch.setattr(AllureFolder, "write", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        write_reports(report(result()), reports)
    assert "verdict.json" not in names_in(reports)
    assert "verdict.json" in names_in(reports / "previous")
