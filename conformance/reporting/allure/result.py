"""One scenario as a result in Allure's model (`allure_commons.model2.TestResult`)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from allure_commons.model2 import Status
from allure_commons.types import LabelType, Severity

from conformance.catalogue import Level, Requirement
from conformance.judging.findings import ScenarioResult, StepResult
from conformance.judging.verdicts import Verdict
from conformance.reporting.run import Report
from conformance.reporting.text.describe import as_text, describe_finding, one_line_reason

_STATUS = {
    Verdict.CONFORMS: Status.PASSED,
    Verdict.FALLS_SHORT: Status.SKIPPED,
    Verdict.KNOWN: Status.SKIPPED,
    Verdict.NOT_APPLICABLE: Status.SKIPPED,
    Verdict.VIOLATES: Status.FAILED,
    Verdict.INCONCLUSIVE: Status.BROKEN,
    Verdict.ERROR: Status.BROKEN,
}
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


def fails(scenario: ScenarioResult) -> bool:
    """Say whether Allure shows the scenario as failed or broken."""
    return _STATUS[scenario.verdict] in (Status.FAILED, Status.BROKEN)


def result_of(
    requirement: Requirement, scenario: ScenarioResult, place: ResultContext, attachments: _Attachments
) -> dict[str, Any]:
    """Return the result; `attachments` are those of the transcript, in its order.

    Its ids are made of what names the scenario and not of where its file lies, so that runs can be compared.
    """
    in_steps = {index for step in scenario.steps for index in step.exchanges}
    said = {
        **_names(requirement, scenario, place),
        "description": _description(requirement),
        "status": _STATUS[scenario.verdict],
        "stage": "finished",
        "labels": _labels(requirement, scenario),
        "steps": [_step(step, scenario, attachments) for step in scenario.steps],
        "attachments": [item for index, item in enumerate(attachments) if index not in in_steps],
        "start": int(scenario.start * 1000),
        "stop": int(scenario.stop * 1000),
    }
    if scenario.verdict is not Verdict.CONFORMS:
        trace = as_text(describe_finding(requirement, scenario))
        said["statusDetails"] = {"message": one_line_reason(scenario), "trace": trace}
    return said


def _names(requirement: Requirement, scenario: ScenarioResult, place: ResultContext) -> dict[str, Any]:
    case = (place.target, requirement.id, scenario.scenario, str(place.occurrence))
    version = scenario.version
    name = f"{scenario.scenario} [{version}]" if version else scenario.scenario
    return {
        "uuid": place.uuid,
        "historyId": _digest(*case, version or ""),
        "testCaseId": _digest(*case),
        "fullName": f"{requirement.actor}.{requirement.chapter}.{requirement.id}: {name}",
        "titlePath": [requirement.actor, requirement.chapter, f"{requirement.id} {requirement.title}"],
        "name": name,
        "parameters": [{"name": "API version", "value": version}] if version else [],
    }


def run_itself(report: Report, uuid: str) -> dict[str, Any]:
    """Return a broken result for a run that fails for another reason than a scenario."""
    word = report.judgement.verdict.word
    return {
        "uuid": uuid,
        "historyId": _digest(report.target.name, "the run itself"),
        "fullName": "the run itself",
        "name": f"The run is {word}",
        "status": Status.BROKEN,
        "stage": "finished",
        "statusDetails": {"message": report.judgement.reason},
        "labels": [{"name": LabelType.EPIC, "value": report.target.actor}],
        "start": int(report.started * 1000),
        "stop": int((report.started + report.duration_s) * 1000),
    }


def _digest(*words: str) -> str:
    return hashlib.md5("\n".join(words).encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def _labels(requirement: Requirement, scenario: ScenarioResult) -> list[dict[str, str]]:
    labels = {
        LabelType.EPIC: requirement.actor,
        LabelType.FEATURE: requirement.chapter,
        LabelType.STORY: f"{requirement.id} {requirement.title}",
        LabelType.SEVERITY: _SEVERITY[requirement.level],
        LabelType.PARENT_SUITE: requirement.actor,
        LabelType.SUITE: requirement.chapter,
        LabelType.SUB_SUITE: requirement.id,
        LabelType.FRAMEWORK: "layer-conformance",
    }
    tags = [requirement.level.value, requirement.basis.value, scenario.verdict.value]
    return [
        *({"name": name, "value": value} for name, value in labels.items()),
        *({"name": LabelType.TAG, "value": tag} for tag in tags),
    ]


def _description(requirement: Requirement) -> str:
    paragraphs = [f"> {requirement.sentence}", requirement.source, requirement.why]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _step(step: StepResult, scenario: ScenarioResult, attachments: _Attachments) -> dict[str, Any]:
    return {
        "name": step.name,
        "status": step.status,
        "stage": "finished",
        "start": int(step.start * 1000),
        "stop": int(step.stop * 1000),
        "parameters": [parameter for index in step.exchanges for parameter in _tokens(scenario.transcript[index])],
        "attachments": [attachments[index] for index in step.exchanges],
    }


def _tokens(exchange: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the decoded identity tokens of an exchange as parameters: its own form has no place for them."""
    messages = (exchange["request"], exchange["response"] or {})
    return [
        {"name": f"identity token: {part}", "value": json.dumps(value, ensure_ascii=False)}
        for message in messages
        for part, value in message.get("identity_token", {}).items()
    ]
