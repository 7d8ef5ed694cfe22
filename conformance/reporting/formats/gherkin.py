"""The features as Cucumber's own parser reads them, with the pickle that each scenario of a run is of.

A scenario that today's features do not have, such as one of an older suite's verdict, stands in a source of its own.
"""

from __future__ import annotations

import json
from collections import Counter
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
    """A feature file in one version: its text, and the document that it is parsed to."""

    uri: str
    text: str
    document: Mapping[str, Any]


class FeatureSources:
    """The sources that the scenarios of a run stand in, and the pickle of each scenario."""

    def __init__(self, run: Run) -> None:
        self._ids = _Ids()
        self._parsed: dict[str, str] = {}
        self.sources: list[Source] = []
        self.pickles: list[Mapping[str, Any]] = []
        cases = list(run.cases())
        found = dict(self._in_features(cases))
        lacking = [number for number in range(len(cases)) if number not in found]
        found |= dict(zip(lacking, self._in_own_source([cases[number] for number in lacking]), strict=True))
        self.pickles = [found[number] for number in range(len(cases))]

    def _in_features(self, cases: Sequence[_Case]) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Yield the number and the pickle of each scenario that the features have: of rows with one name in turn."""
        pickles: dict[tuple[str | None, ...], list[Mapping[str, Any]]] = {}
        for chapter in dict.fromkeys((it.actor, it.chapter, it.version) for it, _ in cases):
            for pickle in self._chapter(*chapter):
                tag = next((each["name"].removeprefix("@") for each in pickle["tags"]), "")
                pickles.setdefault((tag, chapter[2], pickle["name"]), []).append(pickle)
        turns: Counter[tuple[str | None, ...]] = Counter()
        for number, (finding, scenario) in enumerate(cases):
            key = (finding.requirement, finding.version, scenario.scenario)
            if rows := pickles.get(key):
                yield number, rows[turns[key] % len(rows)]
                turns[key] += 1

    def _chapter(self, actor: str, chapter: str, version: str | None) -> Sequence[Mapping[str, Any]]:
        """Return the pickles of a chapter; in each version it is a source that a reader shows by itself."""
        path = features_folder() / actor / f"{chapter}.feature"
        if not chapter.isidentifier() or not path.is_file():
            return ()
        fragment = f"#{one_line(version)}" if version else ""
        return self._parse(f"features/{actor}/{chapter}.feature{fragment}", path.read_text(encoding="utf-8"))

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
        """Take a source in. What has been parsed before is numbered anew, which is quicker."""
        if text not in self._parsed:
            document: Any = Parser(AstBuilder(self._ids)).parse(text)
            document |= {"uri": uri}
            pickles = Compiler(self._ids).compile(document)
            self._parsed[text] = json.dumps([document, pickles])
        copy = f'"copy-{len(self.sources)}-'
        document, pickles = json.loads(self._parsed[text].replace('"node-', copy))
        self.sources.append(Source(uri, text, {**document, "uri": uri}))
        return [{**pickle, "uri": uri} for pickle in pickles]
