"""
Whoever may file, and whatever paper shows who they are: what is kept of it (SEC-001).
"""

from __future__ import annotations

from typing import Literal

from harness.port.commands import Evidence, Identity
from harness.port.reads import ReadResidentRecord
from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.comparing import same
from scenarios.steps.counter import resident_of
from scenarios.steps.identity import file
from scenarios.wording import then, when

Filer = Literal["self", "householder", "same-household", "proxy"]
Authority = Literal["power-of-attorney", "statutory"]
FILERS: dict[str, tuple[Filer, Authority | None]] = {
    "本人": ("self", None),
    "世帯主": ("householder", None),
    "同一の世帯の者": ("same-household", None),
    "任意代理人": ("proxy", "power-of-attorney"),
    "法定代理人": ("proxy", "statutory"),
    "権限を示さない代理人": ("proxy", None),
}
"""Who files, by the word of the text, and with what authority."""
PAPERS: dict[str, Evidence] = {
    "運転免許証": "drivers-licence",
    "個人番号カード": "individual-number-card",
    "旅券": "passport",
    "在留カード": "residence-card",
    "他の書類": "other-papers",
    "質問への回答": "questions-answered",
}
"""What was shown, by the word of the text."""


@when(
    "{who:word}の{kind:word}が、{role:text}の{filer:word}により{paper:text}を示して届け出られる",
    "the notification ({kind:word}) of {who:word} is filed by {filer:word} ({role:text}), who shows {paper:text}",
)
def filed_by(scene: Scene, who: str, kind: str, role: str, filer: str, paper: str) -> None:
    """
    住基規則8条, 8条の2.
    """
    what, authority = FILERS[role]
    name = cast_of(scene)[filer].name
    file(scene, who, kind, Identity(what, name, evidence=PAPERS[paper], authority=authority))


@when(
    "{who:word}の{kind:word}が、{role:text}の{filer:word}により何も示さずに届け出られる",
    "the notification ({kind:word}) of {who:word} is filed by {filer:word} ({role:text}), who shows nothing",
)
def filed_by_without_papers(scene: Scene, who: str, kind: str, role: str, filer: str) -> None:
    """
    住基法27条2項: whoever files is identified, whatever authority there is.
    """
    what, authority = FILERS[role]
    file(scene, who, kind, Identity(what, cast_of(scene)[filer].name, authority=authority))


@then(
    "{who:word}の記録には届出をした者の区分{role:text}と資料の種類{paper:text}が残っている",
    "the record of {who:word} keeps who filed, {role:text}, and the kind of evidence, {paper:text}",
)
def evidence_kept(scene: Scene, who: str, role: str, paper: str) -> None:
    """
    SEC-001.5, its reverse: what the check rested on is kept.
    """
    kept = scene.ask(ReadResidentRecord(resident=resident_of(cast_of(scene)[who])))
    record = getattr(kept.outcome, "record", None)
    filed = record.filed_by if record else None
    actual = (filed.filer, filed.authority, filed.evidence) if filed else None
    same(scene, "SEC-001.5", (*FILERS[role], PAPERS[paper]), actual, [kept.ref])
