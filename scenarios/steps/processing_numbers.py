"""
Steps of processing numbers: what is asked twice is handled once, and what comes late is no answer (LINK-014).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from harness.judgement.expect import both
from harness.running.scene import Inconclusive, Scene
from scenarios.cast import cast_of
from scenarios.steps.code_acquisition import asked_for_another
from scenarios.steps.comparing import same
from scenarios.steps.department_inquiries import ask, fresh_number
from scenarios.steps.linkage import INFORMATION
from scenarios.steps.observing import arrived, refs
from scenarios.wording import given, then, when

PURPOSE = "市町村の地方税の賦課徴収"
WANTED = "住民票関係情報"
ANY = ("accepted", "refused", "duplicate", "undelivered")


@given(
    "情報提供ネットワークシステムは、符号の生成の求めを受け取れない",
    "the network cannot take requests for linkage codes",
)
def no_codes(scene: Scene) -> None:
    """
    So that who is entered now has no code yet.
    """
    scene.interrupt("info_network", "L01")
    scene.interrupt("juki_net", "J24")


@when(
    "税務の職員が{who:word}の地方税関係情報を照会し、中間サーバーの答えが失われる",
    "the tax department asks about {who:word}, and the answer of the intermediary server is lost",
)
def asked_first(scene: Scene, who: str) -> None:
    """
    The server has handled the inquiry; the addressee system does not learn how.
    """
    lost = {"message_type": "L04", "receiver": None, "action": "lost-answer", "times": 1}
    scene.faults("intermediary_server", [lost])
    number = fresh_number(scene)
    scene.memory["number"] = number
    ask(scene, "税務", who, "地方税関係情報", PURPOSE, number)
    scene.faults("intermediary_server", [])


@when(
    "符号の生成の求めが再び受け取られ、{who:word}の符号が取得される",
    "requests are taken again, and the code of {who:word} is acquired",
)
def codes_again(scene: Scene, who: str) -> None:
    """
    What a new inquiry would be answered is now another thing.
    """
    scene.restore("juki_net")
    scene.restore("info_network")
    character = cast_of(scene)[who]
    code = {"resident_record_code": character.resident_record_code}
    acquired = scene.state("info_network", "linkage_codes", code)["institutions"]
    if not acquired or asked_for_another(scene, character):
        raise Inconclusive(both("符号が取得されなかった。", "The code was not acquired."))


@when(
    "税務の職員が、同じ処理通番で再び、また新しい処理通番で{who:word}の地方税関係情報を照会する",
    "the tax department asks about {who:word} again under the same processing number, and under a new one",
)
def asked_again(scene: Scene, who: str) -> None:
    """
    The second L04 of one number, and a first one of another.
    """
    again = ask(scene, "税務", who, "地方税関係情報", PURPOSE, scene.memory["number"])
    anew = ask(scene, "税務", who, "地方税関係情報", PURPOSE, fresh_number(scene))
    scene.memory["answers"] = (again, anew)


@then(
    "同じ処理通番の二度目のL04には、符号のなかった時に保存された答えが返され、新しい処理通番には別の答えが返される",
    "the second L04 of the number gets the answer stored when there was no code, and the new number another one",
)
def stored(scene: Scene) -> None:
    """
    LINK-014.1.
    """
    again, anew = scene.memory["answers"]
    number = scene.memory["number"]
    found = arrived(scene, "L04", "intermediary_server", "addressee", processing_number=number)
    actual = (len(found), again["reason"], anew["reason"] == "no-linkage-code")
    same(scene, "LINK-014.1", (2, "no-linkage-code", False), actual, refs(found))


def _inquire(scene: Scene, inquirer: str, row: str, who: str, number: str) -> dict[str, Any]:
    body = {
        "inquirer": inquirer,
        "affairs": f"ROW-{row}",
        "information": INFORMATION[WANTED],
        "provider": scene.municipality,
        "resident_record_code": cast_of(scene)[who].resident_record_code,
        "processing_number": number,
    }
    return scene.act("info_network", "inquire", body)


@when(
    "情報提供ネットワークシステムがL05を受け取れない間に、{inquirer:text}が第{row:word}行により{who:word}について照会する",
    "while the network cannot take L05, {inquirer:text} asks about {who:word} under row {row:word}",
)
def asked_in_vain(scene: Scene, inquirer: str, row: str, who: str) -> None:
    """
    The server answers in time; its answer waits.
    """
    scene.interrupt("info_network", "L05")
    scene.memory["asked"] = (inquirer, row, who, f"PN-{scene.random.randrange(10**12):012d}")
    scene.memory["first"] = _inquire(scene, *scene.memory["asked"])


@when(
    "照会から{minutes:number}分の後に、その答えが届く",
    "{minutes:number} minutes after the inquiry that answer arrives",
)
def arrives_late(scene: Scene, minutes: int) -> None:
    """
    The line is in order again, and the inquirer asks once more under the same number.
    """
    scene.move_to(scene.lane.clock.now + timedelta(minutes=minutes))
    scene.restore("info_network")
    scene.settle()
    scene.memory["second"] = _inquire(scene, *scene.memory["asked"])


@then(
    "有効期間のうちに届いたその答えは、情報照会者に渡される",
    "that answer, which came within the validity, is given to the inquirer",
)
def fresh(scene: Scene) -> None:
    """
    LINK-014.2, the lawful side.
    """
    _given(scene, ("no-answer", "provided", None, True))


@then(
    "有効期間を過ぎて届いたその答えは、期限切れと示され、情報照会者に渡されない",
    "that answer, which came after the validity, is shown as expired and not given to the inquirer",
)
def expired(scene: Scene) -> None:
    """
    LINK-014.2.
    """
    _given(scene, ("no-answer", "refused", "expired", False))


def _given(scene: Scene, expected: tuple[str, str, str | None, bool]) -> None:
    first, second = scene.memory["first"], scene.memory["second"]
    number = scene.memory["asked"][3]
    found = arrived(scene, "L05", "info_network", "intermediary_server", processing_number=number)
    if not found:
        raise Inconclusive(both("L05が届かなかった。", "No L05 arrived."))
    actual = (first["reason"], second["result"], second["reason"], bool(second["items"]))
    same(scene, "LINK-014.2", expected, actual, refs(found))


@when(
    "中間サーバーの受領の答えが一度失われる中で、{inquirer:text}が第{row:word}行により{who:word}について二度、同じ処理通番で照会する",
    "{inquirer:text} asks about {who:word} under row {row:word} twice under one number, one Ack of the server lost",
)
def asked_twice(scene: Scene, inquirer: str, row: str, who: str) -> None:
    """
    The notice L10 comes twice.
    """
    lost = {"message_type": "L10", "receiver": None, "action": "lost-answer", "times": 1}
    scene.faults("intermediary_server", [lost])
    scene.interrupt("info_network", "L05")
    scene.memory["asked"] = (inquirer, row, who, f"PN-{scene.random.randrange(10**12):012d}")
    _inquire(scene, *scene.memory["asked"])
    _inquire(scene, *scene.memory["asked"])
    scene.faults("intermediary_server", [])
    scene.restore("info_network")


@then(
    "求めは中間サーバーに二度届いたが、その求めのL07は一件だけである",
    "the request came to the intermediary server twice, and there is one L07 of it",
)
def recorded_once(scene: Scene) -> None:
    """
    LINK-014.4.
    """
    number = scene.memory["asked"][3]
    asked = arrived(
        scene, "L10", "intermediary_server", "info_network", outcomes=ANY, processing_number=number
    )
    told = arrived(
        scene, "L07", "info_network", "intermediary_server", outcomes=ANY, processing_number=number
    )
    kept = scene.state("intermediary_server", "records", {"processing_number": number})["records"]
    if len(asked) != 2:
        raise Inconclusive(both("求めは二度届かなかった。", "The request did not come twice."))
    scene.expect.witness(bool(told))
    # That no second L07 is sent, the standing check of the records sees.
    scene.expect.absent(
        "LINK-014.4",
        len(kept) == 1,
        both("L07一件", "one L07"),
        both(f"{len(kept)}件", f"{len(kept)}"),
        refs([*asked, *told]),
    )
