"""
A line for each proof as it comes, and one for all of them, in Japanese or English.
"""

from __future__ import annotations

from rich.console import Console

from harness.running.matrix import figures
from harness.running.proof import LAWFUL, Measurement, Outcome, Proof, System

SIGNS = {
    Outcome.KILLED: "✓",
    Outcome.SURVIVED: "✗",
    Outcome.MISATTRIBUTED: "✗",
    Outcome.BROKEN: "!",
    Outcome.UNFIT: "!",
    Outcome.PREMATURE: "–",
    Outcome.OWN_RULE: "–",
    Outcome.INDISTINGUISHABLE: "–",
}
OUTCOMES = {
    Outcome.KILLED: "検出した",
    Outcome.SURVIVED: "見逃した",
    Outcome.MISATTRIBUTED: "別の要件で不合格になった",
    Outcome.BROKEN: "測定できなかった",
    Outcome.UNFIT: "植え込めない",
    Outcome.PREMATURE: "まだ検査がない",
    Outcome.OWN_RULE: "模擬の相手方自身の規則",
    Outcome.INDISTINGUISHABLE: "外から区別できない",
}
WORDS = {
    "left out": {"ja": "この環境では行わない", "en": "left out"},
    "no FAIL": {"ja": "不合格なし", "en": "no FAIL"},
    "no PASS": {"ja": "合格なし", "en": "no PASS"},
    "empty": {"ja": "空の登録システム", "en": "empty"},
    "lawful": {"ja": "適法な登録システム", "en": "lawful"},
    "did not fail": {"ja": "不合格になるべきだった", "en": "did not fail"},
    "strays": {"ja": "不合格になってはならない", "en": "must not fail, and did"},
    "blind": {"ja": "もう検出していない", "en": "no longer seen at"},
    "shared": {
        "ja": "参照実装も同じシナリオで不合格になるため、検出に数えない",
        "en": "not counted: the reference fails it in the same scenario",
    },
    "unexplained": {
        "ja": "どの欠陥も検出せず、理由も書かれていない期待",
        "en": "sees no defect, and nobody wrote why",
    },
    "overtaken": {"ja": "理由の要らなくなった期待", "en": "its reason holds no longer"},
}


def line(result: Proof | System, language: str) -> str:
    """
    What came of one defect or system.
    """
    if isinstance(result, System):
        return _system(result, language)
    outcome = OUTCOMES[result.outcome] if language == "ja" else result.outcome.value
    said = [", ".join(result.killers) or outcome]
    told = (("did not fail", result.lacking), ("strays", result.strays), ("blind", result.blind))
    said += [f"{WORDS[word][language]}: {', '.join(names)}" for word, names in told if names]
    said += [*result.misdeclared, *([result.unfit] if result.unfit else [])]
    broken = _first([*result.crashes, *result.faults], language)
    return f"{SIGNS[result.outcome]} {result.defect.name}: {'; '.join(said)} {broken}".rstrip()


def sum_up(console: Console, measured: Measurement, language: str) -> None:
    """
    The whole measurement, and what was left out or makes it mean nothing.
    """
    told = figures(measured)
    many = {
        name: len(told[name])
        for name in ("survived", "misattributed", "broken", "unfit", "blind", "premature")
    }
    killed, of, took = told["killed"], told["defects"], f"{told['wall_s']:.0f}"
    text = {
        "ja": f"欠陥{of}件中{killed}件を検出、見逃し{many['survived']}件、別の要件で不合格{many['misattributed']}件、"
        f"測定不能{many['broken']}件、植え込めない{many['unfit']}件、検出しなくなった項{many['blind']}件、"
        f"検査のないもの{many['premature']}件。空の登録システムの合格数{told['empty_systems']}、"
        f"適法な登録システムの不合格数{told['lawful']}。{took}秒",
        "en": f"{killed}/{of} killed, {many['survived']} survived, {many['misattributed']} misattributed, "
        f"{many['broken']} broken, {many['unfit']} cannot be planted, {many['blind']} no longer seen where they were, "
        f"{many['premature']} not judged yet; empty {told['empty_systems']}; lawful {told['lawful']}; {took} s",
    }
    console.print(text[language], markup=False, style="bold")
    for name, why in told["left_out"].items():
        console.print(f"{WORDS['left out'][language]}: {name}: {why}", markup=False, style="yellow")
    for name, shown in told["shared"].items():
        console.print(
            f"! {name}: {WORDS['shared'][language]}: {_first(shown, language)}", markup=False, style="red"
        )
    for word in ("unexplained", "overtaken"):
        for name in told[word]:
            console.print(f"✗ {name}: {WORDS[word][language]} (unseen.csv)", markup=False, style="red")
    if measured.void:
        nothing = {
            "ja": f"VOID：{measured.void}。この測定からは何も言えない",
            "en": f"VOID: {measured.void}; nothing follows from this measurement",
        }
        console.print(nothing[language], markup=False, style="red")


def _system(system: System, language: str) -> str:
    if system.left_out:
        return f"– {system.name} {WORDS['left out'][language]}: {system.left_out}"
    told = ", ".join(system.failed if system.kind == LAWFUL else system.passed)
    none = WORDS["no FAIL" if system.kind == LAWFUL else "no PASS"][language]
    sign, kind = "✓" if system.good else "✗", WORDS[system.kind][language]
    return f"{sign} {kind} {system.name}: {told or none} {_first(system.faults, language)}".rstrip()


def _first(words: list[str], language: str) -> str:
    if not words:
        return ""
    others = len(words) - 1
    more = {"ja": f"（ほか{others}件）", "en": f" (and {others} more)"}[language] if others else ""
    return f"[{words[0]}{more}]"
