"""
Steps of inquiries through the Information Provision Network System (LINK-005, LINK-006, LINK-007).
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from harness.judgement.expect import both
from harness.running.scene import Inconclusive, Message, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.observing import arrived, as_text, record_of, refs
from scenarios.steps.provision_copy import stored
from scenarios.wording import given, then, when

INFORMATION = {"住民票関係情報": "JUMIN-04", "地方税関係情報": "TAX-01", "戸籍関係情報": "KOSEKI-01"}


class Asked(Struct, frozen=True):
    """
    One inquiry and what its inquirer was told.
    """

    character: Character
    row: str
    law: str
    answer: dict[str, Any]

    @property
    def number(self) -> str:
        """
        The processing number of the inquiry.
        """
        return str(self.answer["processing_number"])


def inquire(
    scene: Scene, inquirer: str, row: str, character: Character, information: str, law: str = ""
) -> Asked:
    """
    Another body asks for information about a person; the municipality under test is the provider.
    """
    answer = scene.act(
        "info_network",
        "inquire",
        {
            "inquirer": inquirer,
            "affairs": f"ROW-{row}",
            "information": INFORMATION[information],
            "provider": scene.municipality,
            "resident_record_code": character.resident_record_code,
            "processing_number": None,
        },
    )
    asked = Asked(character, row, law, answer)
    scene.memory.setdefault("asked", []).append(asked)
    return asked


def last(scene: Scene) -> Asked:
    """
    The newest inquiry of the scenario.
    """
    asked: Asked = scene.memory["asked"][-1]
    return asked


def told(scene: Scene, kind: str, asked: Asked) -> list[Message]:
    """
    What the network took from the intermediary server about an inquiry.
    """
    return arrived(scene, kind, "info_network", "intermediary_server", processing_number=asked.number)


@when(
    "{inquirer:text}が{law:text}による第{row:word}行の事務のために{who:word}の{information:word}を照会する",
    "{inquirer:text} inquires under {law:text}, row {row:word}, about {who:word}: {information:word}",
)
def inquired(scene: Scene, inquirer: str, law: str, row: str, who: str, information: str) -> None:
    """
    The inquirer as the row names it. The law is for the reader of the report; the network knows the row.
    """
    scene.memory["record before"] = record_of(scene, cast_of(scene)[who])
    inquire(scene, inquirer, row, cast_of(scene)[who], information, law)


@given(
    "{who:word}についての{inquirer:text}による第{row:word}行の照会に、現に提供がされた",
    "an inquiry about {who:word} by {inquirer:text} under row {row:word} was answered with a provision",
)
def lawful_inquiry(scene: Scene, who: str, inquirer: str, row: str) -> None:
    """
    The lawful neighbour of a refusal, seen at the network.
    """
    asked = inquire(scene, inquirer, row, cast_of(scene)[who], "住民票関係情報")
    if not told(scene, "L05", asked):
        raise Inconclusive(
            both("適法な照会に提供がされなかった。", "The lawful inquiry was not answered with a provision.")
        )
    scene.expect.witness(True)


@then(
    "{who:word}の登録された副本の内容が情報照会者に提供される",
    "the content of the registered copy of {who:word} is provided to the inquirer",
)
def provided(scene: Scene, who: str) -> None:
    """
    LINK-005.1: L05 says what the copy says, and the inquirer is told the same.
    """
    asked = last(scene)
    copies = stored(scene, cast_of(scene)[who])
    names = ("householder", "householder_name", "relationship")
    expected = {name: copies[-1].body[name] for name in names} if copies else None
    sent = told(scene, "L05", asked)
    actual = sent[-1].body.get("items") if sent else None
    holds = actual is not None and actual == expected == asked.answer["items"]
    scene.expect.observed(
        "LINK-005.1",
        holds,
        both(f"{asked.law}により提供 {expected}", f"provided under {asked.law} {expected}"),
        both(f"{asked.answer['result']} {actual}", f"{asked.answer['result']} {actual}"),
        refs(sent),
    )


@then("提供の記録が第{row:word}行を根拠として示す", "the provision record names row {row:word} as its basis")
def record_names_row(scene: Scene, row: str) -> None:
    """
    LINK-005.2.
    """
    records = told(scene, "L07", last(scene))
    actual = [(message.body.get("result"), message.body.get("basis_row")) for message in records]
    expected = [("provided", f"ROW-{row}")]
    scene.expect.observed(
        "LINK-005.2", actual == expected, both(expected, expected), both(actual, actual), refs(records)
    )


def nothing_provided(scene: Scene, clause: str, asked: Asked) -> None:
    """
    No L05 for an inquiry, and nothing told to its inquirer.
    """
    sent = told(scene, "L05", asked)
    holds = not sent and asked.answer["result"] != "provided" and not asked.answer["items"]
    scene.expect.absent(
        clause,
        holds,
        both(f"第{asked.row}行によるL05なし", f"no L05 under row {asked.row}"),
        both(f"L05 {len(sent)}件、{asked.answer['result']}", f"{len(sent)} L05, {asked.answer['result']}"),
        refs(sent),
    )


@then(
    "表のその他の行によるその求めに、住民票関係情報は提供されない",
    "nothing is provided to that request under another row of the table",
)
def nothing_under_other_row(scene: Scene) -> None:
    """
    LINK-005.3.
    """
    nothing_provided(scene, "LINK-005.3", last(scene))


@then("削除された行による求めに、住民票関係情報は提供されない", "nothing is provided under a repealed row")
def nothing_under_repealed_row(scene: Scene) -> None:
    """
    LINK-005.4.
    """
    nothing_provided(scene, "LINK-005.4", last(scene))


@then("そのいずれの求めにも、住民票関係情報は提供されない", "nothing is provided to any of those requests")
def nothing_for_each(scene: Scene) -> None:
    """
    LINK-005.3, row by row.
    """
    for asked in scene.memory["each"]:
        nothing_provided(scene, "LINK-005.3", asked)


def refused(scene: Scene, clause: str) -> None:
    """
    The newest inquiry was refused by one L06 with a reason.
    """
    asked = last(scene)
    found = told(scene, "L06", asked)
    reasons = [message.body.get("reason") for message in found]
    holds = reasons == ["no-basis"] and asked.answer["result"] == "refused"
    scene.expect.observed(
        clause,
        holds,
        both("L06（根拠なし）一件", "one L06 (no-basis)"),
        both(f"L06 {reasons}、{asked.answer['result']}", f"L06 {reasons}, {asked.answer['result']}"),
        refs(found),
    )


@then(
    "照会者が誤っているその求めは、理由の区分を備えたL06により拒否される",
    "the request by the wrong inquirer is refused by L06 with a reason code",
)
def wrong_inquirer_refused(scene: Scene) -> None:
    """
    LINK-006.2.
    """
    refused(scene, "LINK-006.2")


@then(
    "事務が誤っているその求めは、理由の区分を備えたL06により拒否される",
    "the request for the wrong affairs is refused by L06 with a reason code",
)
def wrong_affairs_refused(scene: Scene) -> None:
    """
    LINK-006.3.
    """
    refused(scene, "LINK-006.3")


@then(
    "情報が住民票関係情報でないその求めは、理由の区分を備えたL06により拒否される",
    "the request for other information is refused by L06 with a reason code",
)
def wrong_information_refused(scene: Scene) -> None:
    """
    LINK-006.4.
    """
    refused(scene, "LINK-006.4")


@then("その拒否がL07に記録される", "the refusal is recorded in L07")
def refusal_recorded(scene: Scene) -> None:
    """
    LINK-006.5.
    """
    records = told(scene, "L07", last(scene))
    actual = [(message.body.get("result"), message.body.get("basis_row")) for message in records]
    expected = [("refused", None)]
    scene.expect.observed(
        "LINK-006.5", actual == expected, both(expected, expected), both(actual, actual), refs(records)
    )


@then(
    "情報提供ネットワークシステムの側にも、その拒否された求めの記録がある",
    "the network, too, keeps a record of the refused request",
)
def refusal_kept_by_network(scene: Scene) -> None:
    """
    LINK-011.1, on the side of the inquirer and the network.
    """
    asked = last(scene)
    shown = scene.state("info_network", "records", {"processing_number": asked.number})
    actual = [record["result"] for record in shown["records"]]
    answers = told(scene, "L06", asked)
    scene.expect.observed(
        "LINK-011.1",
        actual == ["refused"],
        both(["refused"], ["refused"]),
        both(actual, actual),
        refs(answers),
    )


@then("{who:word}の住民票は照会の前後で変わらない", "the record of {who:word} is as before the inquiry")
def record_unchanged(scene: Scene, who: str) -> None:
    """
    LINK-006.6.
    """
    before, kept_before = scene.memory["record before"]
    after, kept = record_of(scene, cast_of(scene)[who])
    scene.expect.observed(
        "LINK-006.6",
        before is not None and before == after,
        both("照会の前と同じ記録", "the record as before"),
        both("同じ" if before == after else "異なる", "same" if before == after else "different"),
        [kept_before.ref, kept.ref],
    )


@then(
    "拒否の答えに、{who:word}の副本のいずれの項目も含まれない",
    "the refusal holds no item of the copy of {who:word}",
)
def refusal_is_empty(scene: Scene, who: str) -> None:
    """
    LINK-006.7: neither L06 nor what the inquirer was told.
    """
    asked = last(scene)
    answers = told(scene, "L06", asked)
    copies = stored(scene, cast_of(scene)[who])
    values = {str(copy.body[name]) for copy in copies for name in ("householder_name", "relationship")}
    shown = [as_text(message.body) for message in answers] + [as_text(asked.answer)]
    leaked = [value for value in values if any(value in text for text in shown)]
    scene.expect.absent(
        "LINK-006.7",
        not leaked and not asked.answer["items"],
        both("副本の項目なし", "no item of the copy"),
        both(f"項目{len(leaked)}件", f"{len(leaked)} items"),
        refs(answers),
    )


@then("その求めは、時間切れに代えて答えを得る", "the request is answered and does not run out")
def answered_at_once(scene: Scene) -> None:
    """
    LINK-006.8: an answer of the intermediary server is there, and its reason is not that the time ran out.
    """
    asked = last(scene)
    answers = told(scene, "L05", asked) + told(scene, "L06", asked)
    reasons = [message.body.get("reason") for message in answers]
    scene.expect.absent(
        "LINK-006.8",
        len(answers) == 1 and "expired" not in reasons,
        both("答え一件", "one answer"),
        both(f"答え{len(answers)}件 {reasons}", f"{len(answers)} answers {reasons}"),
        refs(answers),
    )
