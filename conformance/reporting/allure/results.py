"""`allure-results/`: one result a scenario, with its steps and its exchanges.

The files are written directly, from the findings: Allure's pytest listener would write thousands more. The
names of members, statuses, labels and files are those of `allure_commons.model2`; a test compares them.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from allure_commons.model2 import ATTACHMENT_PATTERN, TEST_CASE_PATTERN

from conformance.judging.verdicts import Verdict
from conformance.reporting.allure.exchange import EXTENSION, MEDIA_TYPE, allure_exchange, title_of
from conformance.reporting.allure.executor import executor_of
from conformance.reporting.allure.folder import AllureFolder
from conformance.reporting.allure.result import ResultContext, result_of, run_itself
from conformance.reporting.run import Run
from conformance.reporting.text.printable import one_line, printable_json

#: So many exchanges of a scenario that conforms are attached: nobody has to act on it, and they were most of the page.
_EXCHANGES_OF_A_PASS = 1

#: Tells violations from what says nothing about the target, where Allure 2 would call both defects; Allure 3 is told
#: in its configuration (`allure_report`).
_CATEGORIES = [
    {"name": "Violated requirements", "matchedStatuses": ["failed"]},
    {"name": "Inconclusive", "matchedStatuses": ["broken"], "messageRegex": "(?s)inconclusive: .*"},
    {
        "name": "Errors of the suite or its surroundings",
        "matchedStatuses": ["broken"],
        "messageRegex": "(?s)(?!inconclusive: ).*",
    },
    {"name": "Falls short", "matchedStatuses": ["skipped"], "messageRegex": "(?s)expected .*"},
    {"name": "Known, or not applicable", "matchedStatuses": ["skipped"]},
]


def write_results(run: Run, path: Path) -> None:
    """Write the folder anew: what Allure has left there goes, any other file stays.

    The attachments of a result come before it, so that a reader never sees one that is not whole.
    """
    folder = AllureFolder(path)
    seen: Counter[tuple[str, str, str | None]] = Counter()
    for finding, scenario in run.cases():
        key = (finding.requirement, scenario.scenario, finding.version)
        seen[key] += 1
        kept = _EXCHANGES_OF_A_PASS if scenario.verdict is Verdict.CONFORMS else None
        attachments = [_attach(exchange, folder) for exchange in scenario.transcript[:kept]]
        place = ResultContext(folder.uuid(), run.target.name, seen[key])
        _write_result(result_of(finding, scenario, place, attachments), folder)
    if run.fails_by_itself:
        _write_result(run_itself(run, folder.uuid()), folder)
    _write_surroundings(run, folder)
    folder.close()


def _attach(exchange: Mapping[str, Any], folder: AllureFolder) -> dict[str, str]:
    """Write an exchange and return how a result refers to it."""
    source = ATTACHMENT_PATTERN.format(prefix=folder.uuid(), ext=EXTENSION)
    folder.write(source, printable_json(allure_exchange(exchange)))
    return {"name": title_of(exchange), "source": source, "type": MEDIA_TYPE}


def _write_result(result: Mapping[str, Any], folder: AllureFolder) -> None:
    folder.write(TEST_CASE_PATTERN.format(prefix=result["uuid"]), printable_json(result))


def _write_surroundings(run: Run, folder: AllureFolder) -> None:
    """Write what Allure shows beside the results: the environment, the kinds of defects, and who ran it."""
    properties = {
        "target": run.target.name,
        "url": run.target.url,
        "suite": run.suite.version,
        "versions": ", ".join(run.target.versions),
        "clock": run.target.clock,
        "requests": str(run.requests),
        "verdict": run.verdict.word,
    }
    lines = [f"{key} = {_property(value)}" for key, value in properties.items() if value]
    folder.write("environment.properties", "\n".join(lines) + "\n")
    folder.write("categories.json", printable_json(_CATEGORIES))
    folder.write("executor.json", printable_json(executor_of(run, os.environ)))


def _property(value: str) -> str:
    """Return a value as Java's property files want it: in one line of ASCII."""
    return one_line(value).replace("\\", "\\\\").encode("ascii", "backslashreplace").decode("ascii")
