"""`junit.xml`: one test case a scenario, for the CI systems that read nothing else."""

from __future__ import annotations

from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, tostring

from conformance.judging.words import ON_WORD, WORDS
from conformance.reporting.formats.texts import name_of, short
from conformance.reporting.run import Run, RunFinding, RunScenario
from conformance.reporting.text.describe import as_text, describe
from conformance.reporting.text.printable import one_line, printable


def junit(run: Run) -> str:
    """Return the text: one test suite a chapter, and one for a run that fails though no scenario does."""
    root = Element("testsuites", {"name": "layer-conformance", "time": f"{run.duration_s:.3f}"})
    for chapter, scenarios in groupby(run.cases(), key=lambda case: (case[0].actor, case[0].chapter)):
        suite = _suite(root, ".".join(chapter), run)
        for finding, scenario in scenarios:
            _case(suite, finding, scenario)
    _run_itself(root, run)
    _count(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, name: str, run: Run) -> Element:
    suite = SubElement(root, "testsuite", {"name": name, "timestamp": run.started})
    properties = SubElement(suite, "properties")
    values = {
        "target": run.target.name,
        "url": run.target.url,
        "suite": run.suite.version,
        "verdict": run.verdict.word,
        "profile": run.profile.value,
        "claim": run.claim,
        "reason": run.reason,
    }
    for key, value in values.items():
        SubElement(properties, "property", {"name": key, "value": one_line(value)})
    return suite


def _case(suite: Element, finding: RunFinding, scenario: RunScenario) -> None:
    case = SubElement(
        suite,
        "testcase",
        {
            "classname": f"{finding.chapter}.{finding.requirement}",
            "name": name_of(finding, scenario),
            "time": f"{scenario.duration_s:.3f}",
        },
    )
    if finding.rests_on_word:
        SubElement(SubElement(case, "properties"), "property", {"name": "conforms", "value": ON_WORD})
    words = WORDS[scenario.verdict]
    if words.junit or words.warns:
        attributes = {"type": scenario.verdict.value, "message": short(scenario)} if words.junit else {}
        element = SubElement(case, words.junit or "system-out", attributes)
        element.text = printable(as_text(describe(finding, scenario, scenario.curl)))


def _run_itself(root: Element, run: Run) -> None:
    """Add a failing case for a run that fails though no scenario does: a stale issue, an early end."""
    if run.verdict.exit_code == 0 or root.find(".//failure") is not None or root.find(".//error") is not None:
        return
    case = SubElement(_suite(root, "run", run), "testcase", {"classname": "run", "name": "verdict"})
    SubElement(case, "failure", {"type": run.verdict.word, "message": one_line(run.reason)})


def _count(root: Element) -> None:
    """Write the counts of each suite, and of all of them."""
    names = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}
    for element in (*root, root):
        for key, tag in names.items():
            element.set(key, str(sum(1 for _ in element.iter(tag))))
    for suite in root:
        suite.set("time", f"{sum(float(case.get('time', 0)) for case in suite.iter('testcase')):.3f}")
