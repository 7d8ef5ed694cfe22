"""The features as Cucumber's own parser reads them, with the pickle that each scenario of a run is of.

A scenario that today's features do not have, such as one of an older suite's verdict, stands in a source of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from gherkin.ast_builder import AstBuilder
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler
from gherkin.stream.id_generator import IdGenerator

from conformance.reporting.run import Run, RunFinding, RunScenario
from conformance.reporting.text.printable import one_line
from conformance.suite import features_folder

_Case = tuple[RunFinding, RunScenario]


class _Ids(IdGenerator):
    """Ids for nodes and pickles: numbers, which no two sources share."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def get_next_id(self) -> str:
        """Return an id that there was not before."""
        return f"node-{next(self._numbers)}"


@dataclass(frozen=True)
class Source:
    """A feature file: its text, the document that it is parsed to, and its pickles, one for each row of an outline."""

    uri: str
    text: str
    document: Mapping[str, Any]
    pickles: Sequence[Mapping[str, Any]]


class FeatureSources:
    """The sources that the scenarios of a run stand in, and the pickle of each scenario."""

    def __init__(self, run: Run) -> None:
        self._ids = _Ids()
        self.sources: list[Source] = []
        self.pickles: list[Mapping[str, Any]] = []
        cases = list(run.cases())
        found = dict(self._in_features(cases))
        lacking = [number for number in range(len(cases)) if number not in found]
        found |= dict(zip(lacking, self._in_own_source([cases[number] for number in lacking]), strict=True))
        self.pickles = [found[number] for number in range(len(cases))]

    def _in_features(self, cases: Sequence[_Case]) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Yield the number and the pickle of each scenario that the features have: of rows with one name in turn."""
        pickles: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
        for actor, chapter in dict.fromkeys((finding.actor, finding.chapter) for finding, _ in cases):
            for pickle in self._chapter(actor, chapter):
                tag = next((each["name"].removeprefix("@") for each in pickle["tags"]), "")
                pickles.setdefault((actor, tag, pickle["name"]), []).append(pickle)
        turns: dict[tuple[str, str, str, str | None], int] = {}
        for number, (finding, scenario) in enumerate(cases):
            key = (finding.actor, finding.requirement, scenario.scenario)
            if rows := pickles.get(key):
                turn = turns[*key, finding.version] = turns.get((*key, finding.version), -1) + 1
                yield number, rows[turn % len(rows)]

    def _chapter(self, actor: str, chapter: str) -> Sequence[Mapping[str, Any]]:
        path = features_folder() / actor / f"{chapter}.feature"
        if not chapter.isidentifier() or not path.is_file():
            return ()
        return self._parse(f"features/{actor}/{chapter}.feature", path.read_text(encoding="utf-8"))

    def _in_own_source(self, cases: Sequence[_Case]) -> Sequence[Mapping[str, Any]]:
        """Return the pickles of scenarios that no feature has, from a source that says of each what was expected."""
        if not cases:
            return ()
        lines = ["Feature: Scenarios that the features of this suite do not have"]
        for finding, scenario in cases:
            expected = one_line(scenario.expected) or one_line(finding.title) or "it conforms"
            lines += ["", f"  @{''.join(one_line(finding.requirement).split())}", f"  Rule: {one_line(finding.title)}"]
            lines += [f"    Scenario: {one_line(scenario.scenario)}", f"      Then {expected}"]
        return self._parse("features/other.feature", "\n".join(lines) + "\n")

    def _parse(self, uri: str, text: str) -> Sequence[Mapping[str, Any]]:
        document: Any = {**Parser(AstBuilder(self._ids)).parse(text), "uri": uri}
        pickles: Sequence[Any] = Compiler(self._ids).compile(document)
        self.sources.append(Source(uri, text, document, pickles))
        return pickles
