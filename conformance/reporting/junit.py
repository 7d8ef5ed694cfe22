"""`junit.xml`: one test case a scenario, for the CI systems that read nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from conformance.judging.words import ON_WORD, WORDS
from conformance.reporting.formats.texts import name_of, short
from conformance.reporting.run import Run, RunFinding, RunScenario
from conformance.reporting.text.describe import as_text, describe
from conformance.reporting.text.printable import one_line, printable


def junit(run: Run) -> str:
    """Return the text: one test suite of the run itself, and one for each requirement and version.

    It is valid by Jenkins' schema, which lets a suite have properties and a case none.
    """
    root = Element("testsuites", {"name": "layer-conformance", "time": f"{run.duration_s:.3f}"})
    itself = _suite(root, "run", run, _of_run(run))
    for finding in run.findings:
        version = f" [{finding.version}]" if finding.version else ""
        name = f"{finding.actor}.{finding.chapter}.{finding.requirement}{version}"
        suite = _suite(root, name, run, _of_finding(finding))
        for scenario in finding.scenarios:
            _case(suite, finding, scenario)
    _run_itself(itself, run)
    _count(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _of_run(run: Run) -> Mapping[str, str]:
    """Return what all suites have in common, which only the first one tells."""
    return {
        "target": run.target.name,
        "url": run.target.url,
        "suite": run.suite.version,
        "verdict": run.verdict.word,
        "profile": run.profile.value,
        "claim": run.claim,
        "reason": run.reason,
        "counted": run.count_line(),
    }


def _of_finding(finding: RunFinding) -> Mapping[str, str]:
    properties = {
        "requirement": finding.requirement,
        "title": finding.title,
        "level": finding.level.value,
        "basis": finding.basis.value,
        "version": finding.version or "",
        "verdict": finding.verdict.value,
        "profile": finding.decisive.profile.value,
        "conforms": ON_WORD if finding.rests_on_word else "",
    }
    return {name: value for name, value in properties.items() if value}


def _suite(root: Element, name: str, run: Run, values: Mapping[str, str]) -> Element:
    suite = SubElement(root, "testsuite", {"name": one_line(name), "timestamp": run.started})
    properties = SubElement(suite, "properties")
    for key, value in values.items():
        SubElement(properties, "property", {"name": key, "value": one_line(value)})
    return suite


def _case(suite: Element, finding: RunFinding, scenario: RunScenario) -> None:
    case = SubElement(
        suite,
        "testcase",
        {
            "classname": one_line(f"{finding.chapter}.{finding.requirement}"),
            "name": name_of(finding, scenario),
            "time": f"{scenario.duration_s:.3f}",
        },
    )
    words = WORDS[scenario.verdict]
    if words.junit or words.warns:
        attributes = {"type": scenario.verdict.value, "message": short(scenario)} if words.junit else {}
        element = SubElement(case, words.junit or "system-out", attributes)
        element.text = printable(as_text(describe(finding, scenario, scenario.curl)))


def _run_itself(suite: Element, run: Run) -> None:
    """Add a failing case for a run that fails though no scenario does: a stale issue, an early end."""
    if run.fails_by_itself:
        case = SubElement(suite, "testcase", {"classname": "run", "name": "verdict"})
        SubElement(case, "failure", {"type": run.verdict.word, "message": one_line(run.reason)})


def _count(root: Element) -> None:
    """Write the counts of each suite, and of all of them; the schema has none of what is skipped in all."""
    names = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}
    for element in (*root, root):
        for key, tag in names.items():
            if element is not root or key != "skipped":
                element.set(key, str(sum(1 for _ in element.iter(tag))))
    for suite in root:
        suite.set("time", f"{sum(float(case.get('time', 0)) for case in suite.iter('testcase')):.3f}")
