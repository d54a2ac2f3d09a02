"""
The run as one JSON document, of the published schema ``reports/schema/run.schema.json``.

Texts stand in it in both languages; ``language`` only says in which the other reports were written.
"""

from __future__ import annotations

from typing import Any

import msgspec

from harness.evidence.events import Observed, PortFault
from harness.judgement.verdict import RequirementVerdict
from reports.blames import Blames, of_scenario
from reports.model import Run, Scenario
from reports.reasons import Reasons
from reports.summary import summary
from reports.texts import Language

SCHEMA = "https://tekigo.invalid/schema/run-1.json"
"""Identifier of the schema; ``.invalid`` because it is a name and never fetched."""


def render(run: Run, language: Language) -> str:
    """
    The document as indented JSON.
    """
    plain = {"$schema": SCHEMA, "language": language, **document(run)}
    return msgspec.json.format(msgspec.json.encode(plain), indent=1).decode("utf-8") + "\n"


def document(run: Run) -> dict[str, Any]:
    """
    Everything a machine may want to know of a run.
    """
    reasons = Reasons(run)
    blames = Blames(run, reasons)
    return {
        "summary": summary(run),
        "exit_code": run.exit_code,
        "complete": run.complete,
        "started": msgspec.to_builtins(run.started),
        "ended": run.ended,
        "catalogue": {"recorded": run.started.catalogue, "installed": run.catalogue.digest},
        "flaky": run.flaky,
        "notes": [{"code": note.code, "text": note.text, "where": note.where} for note in run.notes],
        "faults": [
            {"lane": fault.lane, "message": fault.message, "blame": fault.blame} for fault in run.faults
        ],
        "port_faults": [_without_tag(fault) for fault in run.port_faults],
        "requirements": [_requirement(run, item, reasons, blames) for item in run.own],
        "town": [_requirement(run, item, reasons, blames) for item in run.town],
        "scenarios": [_scenario(item) for item in run.scenarios],
        "findings": [_without_tag(finding) for finding in run.loose],
    }


def _requirement(run: Run, verdict: RequirementVerdict, reasons: Reasons, blames: Blames) -> dict[str, Any]:
    item = run.catalogue.requirements[verdict.requirement]
    return {
        "id": item.id,
        "severity": item.severity,
        "title": {"ja": item.title.ja, "en": item.title.en},
        "verdict": verdict.verdict.value,
        "reason": reasons.of_requirement(verdict.verdict, verdict.clauses),
        "blame": blames.of_requirement(verdict.verdict, verdict.clauses),
        "law": item.law,
        "status": item.status,
        "clauses": [
            {
                "id": key,
                "verdict": own.value,
                "reason": reasons.of_clause(key, own),
                "blame": blames.of_clause(key, own),
                "status": run.catalogue.clauses[key][1].status,
            }
            for key, own in verdict.clauses.items()
        ],
    }


def _scenario(scenario: Scenario) -> dict[str, Any]:
    return {
        "scenario": scenario.key,
        "lane": scenario.lane,
        "repeat": scenario.repeat,
        "feature": scenario.started.feature,
        "line": scenario.started.line,
        "title": scenario.started.title,
        "clauses": scenario.started.clauses,
        "starts_on": scenario.started.starts_on,
        "result": scenario.result,
        "blame": of_scenario(scenario),
        "why": scenario.why(),
        "took_ns": scenario.ended.took_ns if scenario.ended else None,
        "steps": [
            {"number": step.number, "line": step.line, "text": step.text, "status": step.status}
            for step in scenario.steps
        ],
        "findings": [_without_tag(finding) for finding in scenario.findings],
        "checks": [
            {"check": check.check, "examined": check.examined, "failed": check.failed}
            for check in scenario.checks
        ],
        "records": len(scenario.evidence),
        "messages": len(scenario.messages),
    }


def _without_tag(event: Observed | PortFault) -> dict[str, Any]:
    """
    An event as plain data, without its kind, which the place in the document says.
    """
    plain: dict[str, Any] = msgspec.to_builtins(event)
    plain.pop("event", None)
    return plain
