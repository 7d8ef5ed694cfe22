"""One scenario as a result in Allure's model (`allure_commons.model2.TestResult`)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from allure_commons.model2 import Status
from allure_commons.types import LabelType, Severity

from conformance.catalogue import Level
from conformance.judging.findings import StepResult
from conformance.judging.verdicts import Verdict
from conformance.judging.words import ON_WORD, WORDS
from conformance.reporting.run import Run, RunFinding, RunScenario
from conformance.reporting.text.describe import as_text, describe, one_line_reason

_SEVERITY = {
    Level.MUST: Severity.CRITICAL.value,
    Level.SHOULD: Severity.NORMAL.value,
    Level.MAY: Severity.MINOR.value,
}

_Attachments = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class ResultContext:
    """What tells a result from others: its UUID, the target, and how many of the same name came so far."""

    uuid: str
    target: str
    occurrence: int


def result_of(
    finding: RunFinding, scenario: RunScenario, place: ResultContext, attachments: _Attachments
) -> dict[str, Any]:
    """Return the result; `attachments` are those of the transcript, in its order, as far as they go.

    Its ids are made of what names the scenario and not of where its file lies, so that runs can be compared.
    """
    in_steps = {index for step in scenario.steps for index in step.exchanges}
    content = {
        **_names(finding, scenario, place),
        "description": "\n\n".join(filter(None, (f"> {finding.sentence}", finding.source, finding.why))),
        "status": WORDS[scenario.verdict].allure,
        "stage": "finished",
        "labels": _labels(finding, scenario),
        "steps": [_step(step, scenario, attachments) for step in scenario.steps],
        "attachments": [item for index, item in enumerate(attachments) if index not in in_steps],
        "start": int(scenario.start * 1000),
        "stop": int(scenario.stop * 1000),
    }
    if scenario.verdict is not Verdict.CONFORMS:
        trace = as_text(describe(finding, scenario, scenario.curl))
        content["statusDetails"] = {"message": one_line_reason(scenario), "trace": trace}
    return content


def _names(finding: RunFinding, scenario: RunScenario, place: ResultContext) -> dict[str, Any]:
    case = (place.target, finding.requirement, scenario.scenario, str(place.occurrence))
    version = finding.version
    name = f"{scenario.scenario} [{version}]" if version else scenario.scenario
    return {
        "uuid": place.uuid,
        "historyId": _digest(*case, version or ""),
        "testCaseId": _digest(*case),
        "fullName": f"{finding.actor}.{finding.chapter}.{finding.requirement}: {name}",
        "titlePath": [finding.actor, finding.chapter, f"{finding.requirement} {finding.title}"],
        "name": name,
        "parameters": [{"name": "API version", "value": version}] if version else [],
    }


def run_itself(run: Run, uuid: str) -> dict[str, Any]:
    """Return a broken result for a run that fails for another reason than a scenario."""
    word = run.verdict.word
    return {
        "uuid": uuid,
        "historyId": _digest(run.target.name, "the run itself"),
        "fullName": "the run itself",
        "name": f"The run is {word}",
        "status": Status.BROKEN,
        "stage": "finished",
        "statusDetails": {"message": run.reason},
        "labels": [{"name": LabelType.EPIC, "value": run.target.actor}],
        "start": int(run.start * 1000),
        "stop": int(run.stop * 1000),
    }


def _digest(*words: str) -> str:
    return hashlib.md5("\n".join(words).encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def _labels(finding: RunFinding, scenario: RunScenario) -> list[dict[str, str]]:
    labels = {
        LabelType.EPIC: finding.actor,
        LabelType.FEATURE: finding.chapter,
        LabelType.STORY: f"{finding.requirement} {finding.title}",
        LabelType.SEVERITY: _SEVERITY[finding.level],
        LabelType.PARENT_SUITE: finding.actor,
        LabelType.SUITE: finding.chapter,
        LabelType.SUB_SUITE: finding.requirement,
        LabelType.FRAMEWORK: "layer-conformance",
    }
    on_word = [ON_WORD] if finding.rests_on_word else []
    tags = [finding.level.value, finding.basis.value, scenario.verdict.value, *on_word]
    return [
        *({"name": name, "value": value} for name, value in labels.items()),
        *({"name": LabelType.TAG, "value": tag} for tag in tags),
    ]


def _step(step: StepResult, scenario: RunScenario, attachments: _Attachments) -> dict[str, Any]:
    return {
        "name": step.name,
        "status": step.status,
        "stage": "finished",
        "start": int(step.start * 1000),
        "stop": int(step.stop * 1000),
        "parameters": [parameter for index in step.exchanges for parameter in _tokens(scenario.transcript[index])],
        "attachments": [attachments[index] for index in step.exchanges if index < len(attachments)],
    }


def _tokens(exchange: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the decoded identity tokens of an exchange as parameters: its own form has no place for them."""
    messages = (exchange["request"], exchange["response"] or {})
    return [
        {"name": f"identity token: {part}", "value": json.dumps(value, ensure_ascii=False)}
        for message in messages
        for part, value in message.get("identity_token", {}).items()
    ]
