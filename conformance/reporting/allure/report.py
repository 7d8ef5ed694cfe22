"""What Allure 3 is told to make of `allure-results/`, and what is done with what it has made.

Allure 3 reads its categories from its configuration, and `categories.json` for nothing; that file is for Allure 2.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from conformance.judging.verdicts import Verdict

#: The npm package, at the version that this was tested with.
PACKAGE = "allure@3.18.0"
#: So many runs are kept for trends; each adds to the size of the report.
RUNS_KEPT = 15

#: The first that matches is a result's category. The tag of a result is its verdict.
_CATEGORIES = [
    ("Violated", Verdict.VIOLATES),
    ("Inconclusive", Verdict.INCONCLUSIVE),
    ("Error of the suite or its surroundings", Verdict.ERROR),
    ("Falls short", Verdict.FALLS_SHORT),
    ("Known issue", Verdict.KNOWN),
]
#: Allure has it for its own statistics, whatever is asked for.
_ANALYTICS = re.compile(
    r'\s*<script async src="https://www\.googletagmanager\.com/.*?</script>\s*<script>.*?</script>', re.DOTALL
)


def configuration(name: str, output: Path, history: Path) -> dict[str, Any]:
    """Return Allure's configuration: one file, by actor, chapter and requirement, with the runs before in `history`."""
    rules = [
        {"name": title, "matchers": {"labels": {"tag": f"^{verdict.value}$"}}, "groupByMessage": True}
        for title, verdict in _CATEGORIES
    ]
    # The run itself, where it fails though no scenario does, has no verdict's tag.
    rules.append({"name": "The run itself", "matchers": {"statuses": ["broken"]}, "groupByMessage": True})
    options = {"reportName": name, "singleFile": True, "groupBy": ["epic", "feature", "story"], "reportLanguage": "en"}
    return {
        "name": name,
        "output": str(output),
        "historyPath": str(history),
        "historyLimit": RUNS_KEPT,
        "categories": {"rules": rules},
        "plugins": {"awesome": {"options": options}},
    }


def without_analytics(page: str) -> str:
    """Return Allure's page without the one thing in it that asks something of the network."""
    return _ANALYTICS.sub("", page)


def history_before(lines: Iterable[str], run_ended: int) -> Iterator[str]:
    """Yield the lines of Allure's history that are of other runs than the one whose last result ended then.

    A report that is made twice counts its run once. Lines that are damaged are left out, and so is what no trend needs.
    """
    for line in lines:
        point = _point(line)
        if point is not None and _ended(point) != run_ended:
            for result in point["testResults"].values():
                result.pop("trace", None)
            yield json.dumps(point, ensure_ascii=False, separators=(",", ":"))


def _point(line: str) -> dict[str, Any] | None:
    try:
        point = json.loads(line)
        results = point["testResults"].values()
        whole = all(isinstance(each["stop"], int) for each in results)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return point if whole else None


def _ended(point: dict[str, Any]) -> int:
    return max((int(each["stop"]) for each in point["testResults"].values()), default=0)
