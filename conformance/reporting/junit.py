"""`junit.xml`: one test case a scenario, for the CI systems that read nothing else."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from conformance.catalogue import Requirement
from conformance.evidence.serialize import iso_time
from conformance.judging.findings import ScenarioResult
from conformance.judging.verdicts import Verdict
from conformance.reporting.atomic_files import replace_file
from conformance.reporting.run import Report
from conformance.reporting.text.describe import as_text, describe_finding, one_line_reason
from conformance.reporting.text.printable import one_line, printable

#: The element that each verdict but CONFORMS puts into its test case.
_ELEMENTS = {
    Verdict.VIOLATES: "failure",
    Verdict.INCONCLUSIVE: "failure",
    Verdict.ERROR: "error",
    Verdict.FALLS_SHORT: "skipped",
    Verdict.KNOWN: "skipped",
    Verdict.NOT_APPLICABLE: "skipped",
}


def write(report: Report, path: Path) -> None:
    """Write the file in one step."""
    replace_file(path, as_xml(report))


def as_xml(report: Report) -> str:
    """Return the text: one test suite a chapter, and one for a run that fails though no scenario does."""
    root = Element("testsuites", {"name": "layer-conformance", "time": f"{report.duration_s:.3f}"})
    for chapter, scenarios in groupby(report.scenarios(), key=lambda pair: (pair[0].actor, pair[0].chapter)):
        suite = _suite(root, ".".join(chapter), report)
        for requirement, result in scenarios:
            _case(suite, requirement, result)
    _run_itself(root, report)
    _count(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, name: str, report: Report) -> Element:
    suite = SubElement(root, "testsuite", {"name": name, "timestamp": iso_time(report.started)})
    properties = SubElement(suite, "properties")
    said = {
        "target": report.target.name,
        "url": report.target.url,
        "suite": report.suite_version,
        "verdict": report.judgement.verdict.word,
        "reason": report.judgement.reason,
    }
    for key, value in said.items():
        SubElement(properties, "property", {"name": key, "value": one_line(value)})
    return suite


def _case(suite: Element, requirement: Requirement, result: ScenarioResult) -> None:
    version = f" [{result.version}]" if result.version else ""
    case = SubElement(
        suite,
        "testcase",
        {
            "classname": f"{requirement.chapter}.{requirement.id}",
            "name": one_line(f"{result.scenario}{version}"),
            "time": f"{max(0.0, result.stop - result.start):.3f}",
        },
    )
    if result.verdict in _ELEMENTS:
        said = {"type": result.verdict.value, "message": one_line(one_line_reason(result))}
        element = SubElement(case, _ELEMENTS[result.verdict], said)
        element.text = printable(as_text(describe_finding(requirement, result)))


def _run_itself(root: Element, report: Report) -> None:
    """Add a failing case for a run that fails though no scenario does: a stale issue, an early end."""
    verdict = report.judgement.verdict
    if verdict.exit_code == 0 or root.find(".//failure") is not None or root.find(".//error") is not None:
        return
    case = SubElement(_suite(root, "run", report), "testcase", {"classname": "run", "name": "verdict"})
    SubElement(case, "failure", {"type": verdict.word, "message": one_line(report.judgement.reason)})


def _count(root: Element) -> None:
    """Write the counts of each suite, and of all of them."""
    names = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}
    for element in (*root, root):
        for key, tag in names.items():
            element.set(key, str(sum(1 for _ in element.iter(tag))))
    for suite in root:
        suite.set("time", f"{sum(float(case.get('time', 0)) for case in suite.iter('testcase')):.3f}")
