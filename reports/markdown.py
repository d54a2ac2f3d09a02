"""
The summary for a CI page: verdict, counts, what failed and what broke, in GitHub's Markdown.

Whatever comes from outside is escaped: it can start no markup, no link, no mention and no HTML.
"""

from __future__ import annotations

from harness.evidence.events import Text
from harness.judgement.verdict import Verdict
from reports.blames import Blames
from reports.fold import count
from reports.model import Run, Scenario
from reports.reasons import Reasons
from reports.sequence import chart, mermaid
from reports.summary import SECOND
from reports.texts import Language, Texts, choose
from reports.visible import clipped, visible

SIGNS = {
    Verdict.FAIL: "❌",
    Verdict.ERROR: "⚠️",
    Verdict.INCONCLUSIVE: "❔",
    Verdict.UNTESTED: "◌",
    Verdict.WAIVED: "◈",
    Verdict.PASS: "✅",
    Verdict.NOT_APPLICABLE: "–",
}
MOST_CHARTS = 3
MOST_ROWS = 50
CELL = 300


def render(run: Run, language: Language) -> str:
    """
    The summary as Markdown.
    """
    words = Texts(language)
    lines = [f"# {words['title']}: {words[f'run.{run.exit_code}']}", "", words[f"lead.{run.exit_code}"], ""]
    sut = run.started.sut
    facts = [
        f"{words['tested']}: **{_safe(sut.get('name', '?'))} {_safe(sut.get('version', ''))}**",
        f"{words['run_id']} {_safe(run.started.run)}",
        f"{words['scenarios']} {sum(1 for each in run.scenarios if each.repeat == 0)}",
        f"{words['messages']} {run.messages}",
        f"{run.wall_ns / SECOND:.1f} s",
    ]
    lines += [" · ".join(facts), ""]
    lines += [f"> {_safe(choose(note.text, language))} {_safe(note.where)}\n" for note in run.notes]
    lines += _flaky(run, words)
    lines += _counts(run, words)
    lines += _failures(run, words)
    lines += _open(run, words)
    lines += _faults(run, words)
    lines += _charts(run, words)
    lines += [f"_{words['proves_lead']}_", ""]
    return "\n".join(lines)


def _counts(run: Run, words: Texts) -> list[str]:
    table = count(run, run.own)
    lines = [f"## {words['requirements_of']}", "", f"| {words['verdict']} | MUST | SHOULD |", "|---|--:|--:|"]
    for verdict in Verdict:
        label = f"{SIGNS[verdict]} {verdict.value} ({words['verdict.' + verdict.value]})"
        lines.append(f"| {label} | {table['MUST'][verdict.value]} | {table['SHOULD'][verdict.value]} |")
    return [*lines, ""]


def _flaky(run: Run, words: Texts) -> list[str]:
    if not run.flaky:
        return []
    rows = [f"- FLAKY {_safe(key)}" for key in run.flaky[:MOST_ROWS]]
    return [f"## {words['flaky']}", "", words["flaky_lead"], "", *rows, *_more(len(run.flaky)), ""]


def _failures(run: Run, words: Texts) -> list[str]:
    failing = [
        (scenario, finding)
        for scenario, finding in run.findings()
        if finding.verdict == "fail"
        and run.binds_claimed(finding.clause)
        and finding.clause not in run.waived
    ]
    lines = [f"## {words['failing']}", ""]
    if not failing:
        return [*lines, words["no_failing"], ""]
    head = [words["clauses"], words["expected"], words["observed"], words["in_scenario"]]
    lines += [f"| {' | '.join(head)} |", "|---|---|---|---|"]
    for scenario, finding in failing[:MOST_ROWS]:
        place = scenario.key if scenario else finding.scenario or words["whole_run"]
        cells = [finding.clause, _text(finding.expected, words), _text(finding.actual, words), place]
        lines.append(f"| {' | '.join(_safe(cell) for cell in cells)} |")
    return [*lines, *_more(len(failing)), ""]


def _open(run: Run, words: Texts) -> list[str]:
    reasons = Reasons(run)
    blames = Blames(run, reasons)
    rows = []
    for item in run.own:
        if item.verdict in (Verdict.ERROR, Verdict.INCONCLUSIVE, Verdict.WAIVED):
            why = _text(reasons.of_requirement(item.verdict, item.clauses), words)
            whose = words[f"blame.{blames.of_requirement(item.verdict, item.clauses) or 'instrument'}"]
            sign = f"- {SIGNS[item.verdict]} **{item.requirement}** {item.verdict.value}"
            rows.append(f"{sign} ({_safe(whose)}): {_safe(why)}")
    return [*rows[:MOST_ROWS], *_more(len(rows)), ""] if rows else []


def _faults(run: Run, words: Texts) -> list[str]:
    rows = [
        f"- {words['port_fault']}: {_safe(f'{item.operation}: {item.cause}')}" for item in run.port_faults
    ]
    for scenario in run.scenarios:
        if scenario.result == "error" and scenario.ended:
            blame = words["blame." + (scenario.ended.blame or "instrument")]
            rows.append(f"- {blame}: {_safe(_text(scenario.why(), words))} ({_safe(scenario.key)})")
    rows += [
        f"- {words['blame.' + fault.blame]}: {_safe(_text(fault.message, words))} (lane {fault.lane})"
        for fault in run.faults
    ]
    return [f"## {words['blame']}", "", *rows[:MOST_ROWS], *_more(len(rows)), ""] if rows else []


def _charts(run: Run, words: Texts) -> list[str]:
    failing: list[Scenario] = [item for item in run.scenarios if item.failures and item.evidence]
    lines = []
    for scenario in failing[:MOST_CHARTS]:
        drawn = mermaid(chart(scenario, words.language), words.language)
        lines += [f"### {_safe(scenario.key)}", "", "```mermaid", drawn.rstrip("\n"), "```", ""]
    return lines


def _more(rows: int) -> list[str]:
    return [f"\n… +{rows - MOST_ROWS}"] if rows > MOST_ROWS else []


def _text(text: Text | None, words: Texts) -> str:
    return choose(text, words.language) if text else words["no_reason"]


def _safe(text: str) -> str:
    """
    Text that Markdown prints as it is, on one line.
    """
    line = " ".join(clipped(visible(text), CELL).split())
    return "".join(f"&#{ord(letter)};" if letter in "&<>|`*_[]()#~@!\\$:" else letter for letter in line)
