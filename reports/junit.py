"""
JUnit XML: one suite per feature, one case per scenario; failure, error and skipped mean what they say.

``failure``: the system under test did wrong. ``error``: something of ours, the town's, the driver's or of the
configuration broke, and nothing is known. ``skipped``: no verdict was reached, with the reason.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from harness.evidence.events import Observed, Text
from reports.model import Run, Scenario
from reports.texts import Language, Texts, choose
from reports.visible import visible

SECOND = 1_000_000_000


def render(run: Run, language: Language) -> str:
    """
    The XML document, without any character that XML 1.0 cannot hold.
    """
    words = Texts(language)
    root = Element("testsuites", name=f"tekigo {_plain(run.started.run)}")
    features: dict[str, list[Scenario]] = {}
    for scenario in run.scenarios:
        features.setdefault(scenario.started.feature, []).append(scenario)
    suites = [_suite(root, run, feature, scenarios, words) for feature, scenarios in features.items()]
    loose = _run_suite(root, run, words)
    suites += [loose] if loose is not None else []
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    root.set("time", f"{run.wall_ns / SECOND:.3f}")
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, run: Run, feature: str, scenarios: list[Scenario], words: Texts) -> Element:
    suite = SubElement(root, "testsuite", name=_plain(feature))
    for scenario in scenarios:
        case = SubElement(
            suite,
            "testcase",
            classname=_plain(feature),
            name=_plain(f"{choose(scenario.started.title, words.language)} [{scenario.name}]"),
            file=_plain(feature),
            line=str(scenario.started.line),
            time=f"{(scenario.ended.took_ns if scenario.ended else 0) / SECOND:.3f}",
        )
        _outcome(case, run, scenario, words)
    return _counted(suite, sum(item.ended.took_ns for item in scenarios if item.ended))


def _outcome(case: Element, run: Run, scenario: Scenario, words: Texts) -> None:
    """
    One word per case: a case that both failed and broke is a failure; one in which nothing was judged is no pass.
    """
    every = [finding for finding in scenario.failures if run.binds_claimed(finding.clause)]
    own = [finding for finding in every if finding.clause not in run.waived]
    if scenario.key in run.flaky:
        told = words.fill("flaky_scenario", result=words["result." + scenario.result])
        _leaf(case, "error", told, "flaky", _why(scenario, words))
        return
    if own or scenario.port_faults:
        for finding in own:
            _failure(case, finding, words)
        for fault in scenario.port_faults:
            text = f"{words['port_fault']}: {fault.operation}: {fault.cause}"
            _leaf(case, "failure", text, "control-interface", fault.detail)
    elif scenario.result == "error" and scenario.ended:
        blame = scenario.ended.blame or "instrument"
        _leaf(
            case, "error", f"{words['blame.' + blame]}: {_why(scenario, words)}", blame, _why(scenario, words)
        )
    elif every:
        clauses = ", ".join(dict.fromkeys(finding.clause for finding in every))
        _leaf(case, "skipped", f"{words['verdict.WAIVED']}: {clauses}", None, "")
    elif scenario.failures:
        for finding in scenario.failures:
            _failure(case, finding, words, "error")
    elif scenario.result == "failed":
        _leaf(case, "error", words["failed_unnamed"], "unnamed", _why(scenario, words))
    elif scenario.result != "passed":
        _leaf(case, "skipped", f"{words['result.' + scenario.result]}: {_why(scenario, words)}", None, "")
    elif not scenario.findings:
        _leaf(case, "skipped", words["nothing_judged"], None, "")


def _failure(case: Element, finding: Observed, words: Texts, tag: str = "failure") -> None:
    """
    A finding that fails. What binds no claimed role is the town's fault, and an error.
    """
    expected, actual = choose(finding.expected, words.language), choose(finding.actual, words.language)
    lines = [f"{words['expected']}: {expected}", f"{words['observed']}: {actual}"]
    if finding.evidence:
        lines.append(f"{words['evidence']}: {', '.join(finding.evidence)}")
    message = f"{finding.clause}: {expected} ≠ {actual}"
    _leaf(
        case,
        tag,
        message if tag == "failure" else f"{words['blame.town']}: {message}",
        finding.clause,
        "\n".join(lines),
    )


def _run_suite(root: Element, run: Run, words: Texts) -> Element | None:
    """
    What belongs to no scenario: findings over the whole run, faults of lanes, and a run that was cut short.
    """
    suite = Element("testsuite", name="run")
    for finding in run.loose:
        case = _case(suite, f"{finding.check or 'check'} {finding.clause}")
        if finding.verdict == "fail":
            _failure(case, finding, words, "failure" if run.binds_claimed(finding.clause) else "error")
        elif finding.verdict == "inconclusive":
            _leaf(case, "skipped", _reason(finding.why, words), None, "")
    for fault in run.port_faults:
        if fault.scenario is None:
            case = _case(suite, f"{words['port_fault']}: {fault.operation}")
            _leaf(case, "failure", fault.cause, "control-interface", fault.detail)
    for broken in run.faults:
        case = _case(suite, f"lane {broken.lane}")
        told = choose(broken.message, words.language)
        _leaf(case, "error", f"{words['blame.' + broken.blame]}: {told}", broken.blame, told)
    for note in run.notes:
        if note.code in (
            "killed",
            "interrupted",
            "lane-missing",
            "line-broken",
            "lane-foreign",
            "lane-headless",
        ):
            case = _case(suite, f"{note.code} {note.where}")
            _leaf(case, "error", choose(note.text, words.language), note.code, "")
    if len(suite) == 0:
        return None
    root.append(suite)
    return _counted(suite, 0)


def _case(suite: Element, name: str) -> Element:
    return SubElement(suite, "testcase", classname="run", name=_plain(name), time="0.000")


def _counted(suite: Element, took_ns: int) -> Element:
    cases = list(suite)
    suite.set("tests", str(len(cases)))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(sum(1 for case in cases if case.find(tag) is not None)))
    suite.set("time", f"{took_ns / SECOND:.3f}")
    return suite


def _leaf(case: Element, tag: str, message: str, kind: str | None, text: str) -> None:
    leaf = SubElement(case, tag, message=_plain(message))
    if kind is not None:
        leaf.set("type", _plain(kind))
    if text:
        leaf.text = _plain(text)


def _why(scenario: Scenario, words: Texts) -> str:
    return _reason(scenario.why(), words)


def _reason(why: Text | None, words: Texts) -> str:
    return choose(why, words.language) if why else words["no_reason"]


def _plain(text: str) -> str:
    """
    Text that XML can hold: what it cannot, or what would turn the eye, is written as its code point.
    """
    return visible(text)
