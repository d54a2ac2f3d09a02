"""
Steps of failed logins: a neighbour shows the registry a wrong credential, and the standard analysis tells (AUD-001).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from harness.judgement.expect import both
from harness.port.reads import ReadLogAnalyses
from harness.running.scene import Inconclusive, Scene
from scenarios.cast import cast_of
from scenarios.steps.interface_codes import BODIES, SENDERS, send
from scenarios.steps.log_lines import lines_after, log_end
from scenarios.wording import then, when

MESSAGE = "D02"


def _send(scene: Scene, who: str) -> int:
    status: Any = send(scene, MESSAGE, BODIES[MESSAGE](scene, cast_of(scene)[who]))["status"]
    return int(status)


@when(
    "国民健康保険の部署が{who:word}の資格の通知を正しい資格情報で送る",
    "the health insurance sends a notice of {who:word} with the right credential",
)
def with_the_right_one(scene: Scene, who: str) -> None:
    """
    The lawful neighbour, before and after.
    """
    scene.memory.setdefault("log before", log_end(scene))
    scene.memory.setdefault("right", []).append(_send(scene, who))


@when(
    "同じ通知を誤った資格情報で{times:number}回送る（{who:word}）",
    "the same notice of {who:word} is sent {times:number} times with a wrong credential",
)
def with_a_wrong_one(scene: Scene, times: int, who: str) -> None:
    """
    Nobody but this step sends meanwhile, so the lines in between are those of the failed logins.
    """
    wrong = {"message_type": MESSAGE, "receiver": "registry", "action": "wrong-credential", "times": times}
    scene.faults(SENDERS[MESSAGE][0], [wrong])
    first = log_end(scene)
    scene.memory["wrong"] = [_send(scene, who) for _ in range(times)]
    scene.memory["span"] = (first, log_end(scene))


@then(
    "標準の分析「認証の失敗」は、誤った{times:number}回のそれぞれの行を示し、正しい通知の行も前の日の行も示さない",
    "the standard analysis of failed logins shows one line for each of the {times:number} wrong ones, and no other",
)
def shown(scene: Scene, times: int) -> None:
    """
    AUD-001.5: what was let in with a wrong credential is no failed login, and so it is not shown.
    """
    first, last = scene.memory["span"]
    since = lines_after(scene, scene.memory["log before"])[0]
    failed = {line.n for line in since if first < line.n <= last and line.kind == "authentication"}
    others = {line.n for line in since} - failed
    today, before = scene.today.isoformat(), (scene.today - timedelta(days=1)).isoformat()
    kept = scene.ask(ReadLogAnalyses(today, today))
    yesterday = scene.ask(ReadLogAnalyses(before, before))
    told, early = (
        set(getattr(getattr(each.outcome, "analyses", None), "failed_authentication", ()))
        for each in (kept, yesterday)
    )
    right, wrong = scene.memory["right"], scene.memory["wrong"]
    if set(right) != {200}:
        raise Inconclusive(
            both("正しい資格情報の通知が受け取られない。", "A notice with the right credential is not taken.")
        )
    actual = (len(told & failed), len(told & others), len(early & failed), wrong.count(200))
    scene.expect.observed(
        "AUD-001.5",
        actual == (times, 0, 0, 0),
        both(
            f"誤りの行を{times}行、他の行を0行、前の日には0行。誤った通知は受け取られない",
            f"{times} lines of the wrong ones, 0 others, 0 the day before; no wrong notice is taken",
        ),
        both(
            f"誤りの行を{actual[0]}行、他の行を{actual[1]}行、前の日に{actual[2]}行。{actual[3]}通を受け取った",
            f"{actual[0]} of the wrong ones, {actual[1]} others, {actual[2]} the day before; {actual[3]} taken",
        ),
        [kept.ref, yesterday.ref],
    )
