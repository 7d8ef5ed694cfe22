"""The summary that ends a run: failures first, the verdict last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from conformance.catalogue import Level, Profile
from conformance.judging.verdicts import Verdict
from conformance.reporting.run import Run, RunFinding
from conformance.reporting.terminal.failures import blocks_of
from conformance.reporting.terminal.table import table_lines
from conformance.reporting.text.printable import one_line

#: So many blocks and lines of one kind are shown, unless more was asked for; `verdict.json` has them all.
MOST_FINDINGS = 20


def summary_lines(run: Run, verbosity: int = 0) -> list[str]:
    """Return the summary, line by line, without colours; nothing in it can move a terminal's cursor.

    `verbosity` counts as pytest's does: above 0 nothing is left out, below it what nobody has to act on is, and
    from -2 down what failed has one line each.
    """
    known = (each for each in run.findings if each.verdict is Verdict.KNOWN)
    most = MOST_FINDINGS if verbosity <= 0 else len(run.findings) * MOST_FINDINGS
    verdict = f"{run.claim}: {one_line(run.reason)}."
    if verbosity <= -2:
        return [*(block[0] for block in blocks_of(run.findings)[:most]), verdict]
    return [
        *_failures(run.findings, most),
        *_section("known, not judged as new", map(_with_reason, known), most),
        *(_no_faults(run.findings, most) if verbosity >= 0 else ()),
        *_section("sessions left open at the target", map(one_line, run.left_open), most),
        *(table_lines(run.requirements()) if verbosity >= 0 else ()),
        *_facts(run),
        "",
        *_time_hints(run),
        verdict,
    ]


def _no_faults(findings: Sequence[RunFinding], most: int) -> Iterator[str]:
    skipped = (each for each in findings if each.verdict is Verdict.NOT_APPLICABLE and not each.is_observed)
    yield from _section("untested, beyond what the run claims", _untested(findings), most)
    yield from _section("not applicable", map(_with_reason, skipped), most)
    yield from _section("observed, not judged", _observed(findings), most)


def _failures(findings: Sequence[RunFinding], most: int) -> Iterator[str]:
    blocks = blocks_of(findings)
    for block in blocks[:most]:
        yield from (*block, "")
    if len(blocks) > most:
        yield from (f"+{len(blocks) - most} more, see verdict.json", "")


def _section(title: str, lines: Iterable[str], most: int) -> Iterator[str]:
    """Yield a heading with its lines, the same line once; nothing where there are none."""
    distinct = list(dict.fromkeys(lines))
    if distinct:
        yield f"{title}:"
        yield from (f"  {line}" for line in distinct[:most])
        if len(distinct) > most:
            yield f"  +{len(distinct) - most} more, see verdict.json"
        yield ""


def _with_reason(finding: RunFinding) -> str:
    return f"{finding.requirement}  {one_line(finding.reason)}"


def _untested(findings: Sequence[RunFinding]) -> Iterator[str]:
    """Yield each requirement with what would decide it, once for each reason that its scenarios have."""
    for finding in findings:
        for scenario in finding.scenarios:
            if scenario.verdict is Verdict.UNTESTED:
                yield f"{finding.requirement}  {one_line(scenario.reason)}"


def _observed(findings: Sequence[RunFinding]) -> Iterator[str]:
    for finding in findings:
        for scenario in finding.scenarios if finding.is_observed else ():
            if scenario.observed:
                observation = f"{scenario.scenario}: {scenario.observed}"
                yield f"{finding.requirement}  {one_line(observation)}"


#: What decides the requirements of each profile that a run does not claim.
_DECIDES = {
    Profile.TIMED: "`--patience 11m` decides {}, in about 11 minutes",
    Profile.FULL: "a clock that the suite moves decides {} ([clock] in the target file)",
}


def _time_hints(run: Run) -> Iterator[str]:
    """Yield one line on what time would decide, over all scenarios of a requirement; nothing where nothing is left."""
    widest: dict[str, Profile] = {}
    for finding, scenario in run.cases():
        if scenario.verdict is Verdict.UNTESTED and not run.profile.satisfies(scenario.profile):
            known = widest.get(finding.requirement, scenario.profile)
            widest[finding.requirement] = scenario.profile if scenario.profile.satisfies(known) else known
    counts = Counter(widest.values())
    clauses = [decides.format(counts[profile]) for profile, decides in _DECIDES.items() if counts[profile]]
    if clauses:
        need = "s need" if len(widest) > 1 else " needs"
        yield f"{len(widest)} requirement{need} time: {'; '.join(clauses)}"


def _facts(run: Run) -> Iterator[str]:
    target = run.target
    facts = [
        ("target", f"{target.name} ({target.actor}) {target.url}"),
        ("suite", f"layer-conformance {run.suite.version}"),
        ("versions", ", ".join(target.versions)),
        ("profile", run.profile.value),
        ("clock", target.clock),
        ("counted", run.count_line()),
        *_counts(run.requirements()),
        ("requests", f"{run.requests} in {run.duration_s:.1f} s"),
    ]
    for label, text in facts:
        if text:
            yield f"{label:<10} {one_line(text)}"


def _counts(findings: Sequence[RunFinding]) -> Iterator[tuple[str, str]]:
    """Yield the number of requirements by level and verdict; `findings` has one for each."""
    judged = [finding for finding in findings if not finding.is_observed]
    for level in Level:
        counts = Counter(finding.verdict for finding in judged if finding.level is level)
        yield (
            level.value,
            ", ".join(f"{counts[verdict]} {verdict.value}" for verdict in Verdict if counts[verdict]),
        )
    on_word = len({finding.requirement for finding in judged if finding.rests_on_word})
    yield "on word", f"{on_word}, on the target file's word alone" if on_word else ""
    observed = [finding.verdict for finding in findings if finding.is_observed]
    undecided = observed.count(Verdict.INCONCLUSIVE)
    text = f"{len(observed)}, of which {undecided} INCONCLUSIVE" if undecided else str(len(observed))
    yield "observed", text if observed else ""
