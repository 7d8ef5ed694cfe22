"""`layer-conformance matrix`: what the suite catches, what it would miss, and where it cries wolf."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from conformance.catalogue import load_catalogue
from conformance.cli.extras import needs_extra
from conformance.reference.mutants import all_mutants
from conformance.reference.variations import all_variations
from conformance.reporting.kill_matrix import KillMatrix, MutantResult, MutantRow, page
from conformance.suite import suite_folder
from conformance.suite_run import MATRIX_OPTIONS, pytest_command, run_quietly


@click.command(short_help="Run the suite on every mutant, variation and null target.")
@click.option("--jobs", type=click.IntRange(1, 64), help="Processes at once (default: one a core).")
@click.option("--own", "scope", flag_value="own", help="Only check that every mutant is killed by its own requirement.")
@click.option(
    "--sample", "scope", flag_value="sample", help="The same, and one scenario of every tenth rule on everything else."
)
@click.option("--quick", "scope", flag_value="quick", help="The same, and one scenario a rule on everything else.")
@click.option("--scheduler", metavar="ADDRESS", help="Spread them on a cluster, as tls://host:8786.")
@click.option(
    "--write",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write kill-matrix.md and kill-matrix.json there (default, of a whole run: docs/ of the checkout).",
)
def matrix(jobs: int | None, scope: str | None, scheduler: str | None, write: Path | None) -> None:
    """Run the suite on the mutants of the reference, on its lawful variations and on targets that examine nothing.

    The exit code is 1 where a mutant survives, a variation is accused, or a MUST conforms on a null target, or where
    a scenario that was to notice nothing of a mutant has noticed it.
    """
    mutants = [MutantRow(mutant.name, mutant.requirement, mutant.docstring) for mutant in all_mutants()]
    rows = _spread(scheduler, scope or "all") if scheduler else _rows(jobs, scope or "all")
    runs = {name: [MutantResult.of(row) for row in own] for name, own in rows.items()}
    seen = KillMatrix(load_catalogue(), mutants, runs)
    folder = write or (suite_folder() / "docs" if scope is None else None)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        described = {variation.name: variation.docstring for variation in all_variations()}
        (folder / "kill-matrix.md").write_text(page(seen, described), encoding="utf-8")
        (folder / "kill-matrix.json").write_text(json.dumps(seen.to_json(), indent=1) + "\n", encoding="utf-8")
    for line in _summary(seen):
        click.echo(line)
    sys.exit(1 if _is_bad(seen) else 0)


def _spread(scheduler: str, scope: str) -> Mapping[str, list[Any]]:
    """Return what the workers of a cluster have seen, as one machine would write it."""
    with needs_extra("matrix --scheduler"):
        from conformance.fleet.cluster import ClusterError, open_client
        from conformance.fleet.matrix import spread_matrix
        from conformance.fleet.task import RunLostError
    try:
        with open_client(scheduler) as client:
            return spread_matrix(client, scope)
    except (ClusterError, RunLostError) as error:
        raise click.ClickException(str(error)) from error


def _rows(jobs: int | None, scope: str) -> Mapping[str, list[Any]]:
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "matrix.json"
        options = [*MATRIX_OPTIONS, f"--matrix={file}", f"--matrix-scope={scope}"]
        options += [f"--jobs={jobs}"] if jobs else []
        printed = run_quietly(pytest_command(suite_folder(), None, Path(name), options))
        if not file.exists():
            raise click.ClickException(f"the matrix could not be run: {printed[-2000:]}")
        rows: Mapping[str, list[Any]] = json.loads(file.read_text(encoding="utf-8"))
        return rows


def _summary(seen: KillMatrix) -> list[str]:
    survivors = seen.survivors()
    lines = [f"mutants     {len(seen.mutants) - len(survivors)} of {len(seen.mutants)} killed"]
    lines += [f"  survives  {mutant.name}: {mutant.sentence} ({mutant.requirement})" for mutant in survivors]
    tried, overlooked = seen.unmoved(), seen.overlooked()
    if tried:
        lines.append(f"left out    {len(overlooked)} of {len(tried)} of a sample would have noticed a mutant")
    lines += [f"  notices   {name}: {result.requirement} {result.scenario}" for name, result in overlooked]
    alarms = {name: found for name, found in seen.false_alarms().items() if found}
    lines += [f"variations  {len(alarms)} of {len(seen.false_alarms())} with a false alarm"]
    lines += [
        f"  alarm     {name}: {found[0].requirement} {found[0].scenario}: {found[0].verdict.value} {found[0].reason}"
        for name, found in alarms.items()
    ]
    conforming = {name: musts for name, musts in seen.conforming().items() if musts}
    lines += [f"null        {sum(map(len, conforming.values()))} MUSTs conform on {len(seen.conforming())} targets"]
    return [*lines, *(f"  conforms  {name}: {', '.join(musts)}" for name, musts in conforming.items())]


def _is_bad(seen: KillMatrix) -> bool:
    return (
        bool(seen.survivors() or seen.overlooked())
        or any(seen.false_alarms().values())
        or any(seen.conforming().values())
    )
