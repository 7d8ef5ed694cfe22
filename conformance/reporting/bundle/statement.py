"""The statement beside a bundle: in-toto's `test-result`, by which a release is attested with what was seen of it.

It is not signed: `cosign attest` and its like sign it, with the identity of who releases.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from conformance import HOME
from conformance.judging.verdicts import RunVerdict, Verdict
from conformance.reporting.run import Run
from conformance.reporting.text.printable import one_line

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://in-toto.io/attestation/test-result/v0.1"

#: The form has three words. What was not wholly seen to conform has failed: PARTIAL and INCOMPLETE too.
_RESULTS = {RunVerdict.CONFORMANT: "PASSED", RunVerdict.CONFORMANT_WITH_WARNINGS: "WARNED"}


def statement_of(run: Run, name: str, bundle: bytes) -> str:
    """Return the statement on a bundle, whose file is called `name`: its result, and the requirements by result."""
    verdict = f"{one_line(run.target.name)}: {run.claim}"
    predicate = {
        "result": _RESULTS.get(run.verdict, "FAILED"),
        "configuration": [{"name": f"layer-conformance {one_line(run.suite.version)}", "uri": HOME}],
        "passedTests": _names(run, [Verdict.CONFORMS]),
        "warnedTests": _names(run, [Verdict.FALLS_SHORT]),
        "failedTests": _names(run, [Verdict.VIOLATES, Verdict.KNOWN, Verdict.INCONCLUSIVE, Verdict.ERROR]),
    }
    subject = {"name": one_line(name), "digest": {"sha256": hashlib.sha256(bundle).hexdigest()}}
    subject |= {"annotations": {"verdict": verdict}}
    statement = {"_type": STATEMENT, "subject": [subject], "predicateType": PREDICATE, "predicate": predicate}
    return json.dumps(statement, ensure_ascii=False, indent=2) + "\n"


def _names(run: Run, verdicts: Iterable[Verdict]) -> list[str]:
    found = (each for each in run.judged if each.verdict in verdicts)
    return [one_line(f"{each.requirement} [{each.version}]" if each.version else each.requirement) for each in found]
