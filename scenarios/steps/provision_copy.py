"""
Steps of the provision copies at the intermediary server (LINK-003).
"""

from __future__ import annotations

from harness.judgement.expect import both
from harness.port.commands import LoadProvisionCopies
from harness.running.scene import Inconclusive, Message, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.code_acquisition import asked_for_another, left_unanswered
from scenarios.steps.observing import arrived, as_text, carries, record_of, refs, resident_of
from scenarios.wording import given, then, when

COPY_FIELDS = {
    "local_addressee_number",
    "record_id",
    "information",
    "action",
    "householder",
    "householder_name",
    "relationship",
    "applies_from",
}


def given_out(scene: Scene, character: Character, outcomes: tuple[str, ...] = ("accepted",)) -> list[Message]:
    """
    L03 of one person as the registry gave them to the addressee system, in order.
    """
    return scene.messages(
        "L03", by="addressee", outcomes=outcomes, local_addressee_number=resident_of(character)
    )


def addressee_number(scene: Scene, character: Character) -> str | None:
    """
    The integrated addressee number of a person, as the addressee system holds it.
    """
    found = scene.state("addressee", "addressee", {"local_addressee_number": resident_of(character)})
    number: str | None = found["addressee_number"]
    return number


def stored(scene: Scene, character: Character) -> list[Message]:
    """
    L03 of one person as the intermediary server took them from the addressee system, in order.
    """
    number = addressee_number(scene, character)
    if number is None:
        return []
    return arrived(scene, "L03", "intermediary_server", "addressee", addressee_number=number)


@given(
    "{who:names}の副本が登録され、符号が取得されている",
    "the provision copies of {who:names} are registered and their linkage codes acquired",
)
def copy_ready(scene: Scene, who: list[str]) -> None:
    """
    A precondition of inquiries. Raises Inconclusive where the copy or the code is missing, or where the registry asked
    for the code of somebody else; where it gave out no copy, or never passed the request on, that is its own breach.
    """
    for character in cast_of(scene).all(who):
        if not given_out(scene, character, ("accepted", "refused")):
            scene.expect.observed("LINK-003.1", False, both("登録のL03", "L03"), both("なし", "none"), [])
        unanswered = left_unanswered(scene, character)
        if unanswered:
            evidence = refs(unanswered)
            scene.expect.observed("LINK-001.1", False, both("J24", "J24"), both("なし", "none"), evidence)
        code = {"resident_record_code": character.resident_record_code}
        institutions = scene.state("info_network", "linkage_codes", code)["institutions"]
        ready = stored(scene, character) and institutions
        if not ready or asked_for_another(scene, character):
            raise Inconclusive(
                both(
                    f"{character.called}の副本又は符号がそろっていない。",
                    f"The provision copy or the linkage code of {character.called} is missing.",
                )
            )
    scene.expect.witness(True)


@when("{who:names}の副本を一括して初期登録する", "the provision copies of {who:names} are loaded at first")
def first_load(scene: Scene, who: list[str]) -> None:
    """
    The first load, a batch. What each person had at the intermediary server before is remembered.
    """
    people = cast_of(scene).all(who)
    scene.memory["copies before"] = {each.called: len(given_out(scene, each)) for each in people}
    scene.must(LoadProvisionCopies(counter=scene.counter(), residents=[resident_of(each) for each in people]))


@when(
    "消除された{who:word}の副本を一括して初期登録するよう命じる",
    "a first load of the deleted {who:word} is asked for",
)
def load_deleted(scene: Scene, who: str) -> None:
    """
    Whether it is refused or ignored is the registry's choice.
    """
    scene.do(LoadProvisionCopies(counter=scene.counter(), residents=[resident_of(cast_of(scene)[who])]))


@then(
    "{who:names}の一人ごとに、中間サーバーが登録の副本を受け取る",
    "the intermediary server receives a copy of the kind entry for each of {who:names}",
)
def registered_per_person(scene: Scene, who: list[str]) -> None:
    """
    LINK-003.1. A person whom the network does not know has no number under which a copy could be kept.
    """
    for character in cast_of(scene).all(who):
        if not scene.messages("J01", name=character.name):
            raise Inconclusive(
                both("記載が住基ネットに受け取られていない。", "The network did not take the entry.")
            )
        found = [message for message in stored(scene, character) if message.body["action"] == "register"]
        scene.expect.observed(
            "LINK-003.1",
            len(found) == 1,
            both(f"{character.called}の登録のL03が一件", f"one L03 of the kind entry for {character.called}"),
            both(f"{len(found)}件", len(found)),
            refs(found),
        )


@then(
    "初期登録により{who:names}の一人ごとに副本が送られ、拒否されない",
    "the first load sends a copy for each of {who:names}, and none is refused",
)
def loaded_per_person(scene: Scene, who: list[str]) -> None:
    """
    LINK-003.1 for the first load: every person named is covered again, whatever the moving in had registered.
    """
    before: dict[str, int] = scene.memory["copies before"]
    for character in cast_of(scene).all(who):
        taken = given_out(scene, character)[before[character.called] :]
        refused = given_out(scene, character, ("refused",))
        kinds = [message.body["action"] for message in taken]
        scene.expect.observed(
            "LINK-003.1",
            bool(taken) and "close" not in kinds and not refused,
            both(f"{character.called}の副本が届き、拒否なし", f"a copy of {character.called}, none refused"),
            both(f"受領{kinds}、拒否{len(refused)}件", f"taken {kinds}, refused {len(refused)}"),
            refs(taken),
        )


@then(
    "{who:names}の副本は住民票関係情報であり、世帯主氏名と続柄が住民票と一致し、レコード識別番号を備える",
    "the copies of {who:names} are resident-record information, agree with the record and have a record id",
)
def copy_agrees(scene: Scene, who: list[str]) -> None:
    """
    LINK-003.2. Says nothing of a person whose copy is missing.
    """
    for character in cast_of(scene).all(who):
        found = given_out(scene, character)
        if not found:
            continue
        record, kept = record_of(scene, character)
        expected = (
            ("JUMIN-04", record.householder_name, record.relationship, record.householder) if record else None
        )
        body = found[-1].body
        actual = tuple(
            body.get(name) for name in ("information", "householder_name", "relationship", "householder")
        )
        scene.expect.observed(
            "LINK-003.2",
            actual == expected and bool(body.get("record_id")),
            both(f"{expected}、レコード識別番号あり", f"{expected}, with a record id"),
            both(f"{actual}、{body.get('record_id')}", f"{actual}, {body.get('record_id')}"),
            [found[-1].ref, kept.ref],
        )


@then(
    "{who:word}の副本の世帯主氏名は{head:word}の氏名、続柄は{relationship:text}である",
    "the copy of {who:word} names {head:word} as householder and the relationship {relationship:text}",
)
def copy_says(scene: Scene, who: str, head: str, relationship: str) -> None:
    """
    LINK-003.2 against the script itself.
    """
    cast = cast_of(scene)
    found = given_out(scene, cast[who])
    if not found:
        return
    expected = (cast[head].name, relationship)
    actual = (found[-1].body.get("householder_name"), found[-1].body.get("relationship"))
    scene.expect.observed(
        "LINK-003.2", actual == expected, both(expected, expected), both(actual, actual), [found[-1].ref]
    )


@then(
    "中間サーバーに届いた{who:names}の副本は、その者の団体内統合宛名番号を備える",
    "the copies of {who:names} at the intermediary server carry their integrated addressee numbers",
)
def copy_has_addressee_number(scene: Scene, who: list[str]) -> None:
    """
    LINK-003.3: what the addressee system passed on, found by record id, carries the number that it gave the person.
    """
    for character in cast_of(scene).all(who):
        for given_one in given_out(scene, character):
            number = addressee_number(scene, character)
            passed = arrived(
                scene, "L03", "intermediary_server", "addressee", record_id=given_one.body["record_id"]
            )
            carried = [message.body.get("addressee_number") for message in passed]
            scene.expect.observed(
                "LINK-003.3",
                number is not None and number in carried,
                both("付番された団体内統合宛名番号", "the number assigned"),
                both(f"一致{carried.count(number)}件", f"{carried.count(number)} agreeing"),
                refs(passed),
            )


@then(
    "中間サーバーは{who:names}の副本の一件ごとに正常の結果を返す",
    "the intermediary server answers each copy of {who:names} with a normal result",
)
def copies_answered(scene: Scene, who: list[str]) -> None:
    """
    LINK-003.4: taken, and held as it came.
    """
    for character in cast_of(scene).all(who):
        number = addressee_number(scene, character)
        every = ("accepted", "refused", "duplicate")
        sent = arrived(scene, "L03", "intermediary_server", "addressee", every, addressee_number=number)
        if not sent:
            continue
        held = scene.state("intermediary_server", "copy", {"addressee_number": number})["copy"]
        taken = [message for message in sent if message.outcome == "accepted"]
        holds = len(taken) == len(sent) and held is not None
        scene.expect.observed(
            "LINK-003.4",
            holds,
            both(f"{len(sent)}件とも正常", f"{len(sent)} of {len(sent)} normal"),
            both(
                f"正常{len(taken)}件、保有{held is not None}",
                f"{len(taken)} normal, held: {held is not None}",
            ),
            refs(sent),
        )


def undated(message: Message) -> dict[str, object]:
    """
    A body without the day from which it applies, which may be a day of birth by chance.
    """
    return {name: value for name, value in message.body.items() if name != "applies_from"}


@then(
    "{who:names}の副本に、住民票コード、個人番号、住所、生年月日その他7条4号を超える項目がない",
    "the copies of {who:names} hold no item beyond Article 7, item 4",
)
def copy_holds_no_more(scene: Scene, who: list[str]) -> None:
    """
    LINK-003.5: no further field, and no further value in a field that is allowed.
    """
    for character in cast_of(scene).all(who):
        sent = given_out(scene, character, ("accepted", "refused"))
        odd = sorted({name for message in sent for name in message.body} - COPY_FIELDS)
        record, _ = record_of(scene, character)
        values = [character.born_on, record.address if record else None, record.building if record else None]
        numbers = [character.individual_number, character.resident_record_code]
        leaked = [
            message.ref
            for message in sent
            if any(value and value in as_text(undated(message)) for value in values)
            or any(carries(undated(message), number) for number in numbers)
        ]
        unread = scene.messages(
            "L03", by="addressee", outcomes=("refused",), where=lambda each: not each.body
        )
        holds = not odd and not leaked and not unread
        scene.expect.absent(
            "LINK-003.5",
            holds,
            both("7条4号の項目のみ", "matters of Article 7, item 4 only"),
            both(
                f"余分な項目{odd}、余分な値{len(leaked)}件、読めないL03{len(unread)}件",
                f"further fields {odd}, further values {len(leaked)}, unreadable L03 {len(unread)}",
            ),
            refs(sent),
        )


@then(
    "{who:names}の副本は、現に住民である者のものとして残っていない",
    "the copies of {who:names} are not left standing as those of current residents",
)
def copy_closed(scene: Scene, who: list[str]) -> None:
    """
    LINK-003.6: the newest copy at the intermediary server is closed, or gone.
    """
    for character in cast_of(scene).all(who):
        number = addressee_number(scene, character)
        if number is None:
            continue
        held = scene.state("intermediary_server", "copy", {"addressee_number": number})["copy"]
        left = held is not None and held.get("action") != "close"
        scene.expect.absent(
            "LINK-003.6",
            not left,
            both("副本は閉じられている", "the copy is closed"),
            both("現に住民の副本が残る" if left else "閉じられている", "left standing" if left else "closed"),
            refs(stored(scene, character)),
        )
