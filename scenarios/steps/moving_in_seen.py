"""
What must be seen of a moving in: records, network, addressee system (REL-001), or nothing (REL-002).
"""

from __future__ import annotations

from datetime import date

from harness.judgement.expect import both
from harness.port.reads import ReadHousehold
from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.counter import answer, last
from scenarios.steps.register import addressees, notices, offered_updates, record_of, refs, updates
from scenarios.wording import then


@then(
    "{who:names}の住民票が一つの世帯として記載されている",
    "the resident records of {who:names} are entered as one household",
)
def entered_as_one_household(scene: Scene, who: list[str]) -> None:
    """
    REL-001.1: one record per person, grouped in a household that holds them.
    """
    found = [record_of(scene, character) for character in cast_of(scene).all(who)]
    records = [record for record, _ in found if record]
    evidence = [kept.ref for _, kept in found]
    members: list[str] = []
    for number in sorted({record.household for record in records}):
        kept = scene.ask(ReadHousehold(household=number))
        evidence.append(kept.ref)
        household = getattr(kept.outcome, "household", None)
        members += household.members if household else []
    residents = {record.resident for record in records}
    households = {record.household for record in records}
    holds = len(records) == len(residents) == len(who) and len(households) == 1 and residents <= set(members)
    scene.expect.observed(
        "REL-001.1",
        holds,
        both(f"{len(who)}人の住民票、一つの世帯", f"{len(who)} records in one household"),
        both(
            f"住民票{len(records)}件、世帯{len(households)}、世帯にある者{len(residents & set(members))}人",
            f"{len(records)} records, {len(households)} households, {len(residents & set(members))} members",
        ),
        evidence,
    )


@then("{who:names}の住民票が記載されている", "the resident records of {who:names} are entered")
def entered(scene: Scene, who: list[str]) -> None:
    """
    REL-001.1: the record of each can be read.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_of(scene, character)
        state = record.state if record else None
        scene.expect.observed(
            "REL-001.1",
            state == "current",
            both("現に住民である者の住民票", "a current record"),
            both(state, state),
            [kept.ref],
        )


@then(
    "{who:names}の住民となった日は{moved:date}、届出日は{notified:date}である",
    "{who:names} became residents on {moved:date} by the notification of {notified:date}",
)
def dates_on_the_record(scene: Scene, who: list[str], moved: date, notified: date) -> None:
    """
    REL-001.2: the two dates of the entry. Says nothing of a record that is missing.
    """
    expected = (moved.isoformat(), notified.isoformat())
    for character in cast_of(scene).all(who):
        record, kept = record_of(scene, character)
        if record is None:
            continue
        actual = (record.became_resident_on, record.notified_on)
        scene.expect.observed(
            "REL-001.2", actual == expected, both(expected, expected), both(actual, actual), [kept.ref]
        )


@then(
    "市町村CSは{who:names}について異動事由「国内転入」の本人確認情報を一件ずつ受け取る",
    "the municipal communication server takes one update each of {who:names}, for moving in from"
    " within Japan",
)
def one_update_each(scene: Scene, who: list[str]) -> None:
    """
    REL-001.3.
    """
    for character in cast_of(scene).all(who):
        found = updates(scene, character)
        reasons = [message.body["reason"] for message in found]
        scene.expect.observed(
            "REL-001.3", reasons == ["11"], both("11", "11"), both(reasons, reasons), refs(found)
        )


@then(
    "{who:names}の本人確認情報の住民票コードと個人番号は転出証明書のとおりである",
    "the updates of {who:names} carry the code and number of the certificate",
)
def numbers_of_the_certificate(scene: Scene, who: list[str]) -> None:
    """
    REL-001.4.
    """
    for character in cast_of(scene).all(who):
        expected = (character.resident_record_code, character.individual_number)
        for message in offered_updates(scene, character, reason="11"):
            actual = (message.body["resident_record_code"], message.body["individual_number"])
            scene.expect.observed(
                "REL-001.4", actual == expected, both(expected, expected), both(actual, actual), [message.ref]
            )


@then(
    "{who:names}の本人確認情報の住民となった年月日は{became:date}、住所を定めた年月日は{settled:date}、"
    "届出の年月日は{notified:date}である",
    "the updates of {who:names} say resident since {became:date}, settled on {settled:date}, notified on"
    " {notified:date}",
)
def dates_of_the_update(scene: Scene, who: list[str], became: date, settled: date, notified: date) -> None:
    """
    REL-001.5: the three dates.
    """
    expected = (became.isoformat(), settled.isoformat(), notified.isoformat())
    for character in cast_of(scene).all(who):
        for message in offered_updates(scene, character, reason="11"):
            body = message.body
            actual = (body["became_resident_on"], body["settled_on"], body["notified_on"])
            scene.expect.observed(
                "REL-001.5", actual == expected, both(expected, expected), both(actual, actual), [message.ref]
            )


@then(
    "{who:names}の本人確認情報には転入前の市町村コードと転入前の住所がある",
    "the updates of {who:names} carry the previous municipality and the previous address",
)
def previous_place_of_the_update(scene: Scene, who: list[str]) -> None:
    """
    REL-001.5: where they came from.
    """
    for character in cast_of(scene).all(who):
        expected = (character.from_municipality, character.from_address)
        for message in offered_updates(scene, character, reason="11"):
            actual = (message.body["previous_municipality"], message.body["previous_address"])
            scene.expect.observed(
                "REL-001.5", actual == expected, both(expected, expected), both(actual, actual), [message.ref]
            )


@then(
    "団体内統合宛名システムは{who:names}の宛名の異動を受け取る",
    "the integrated addressee system takes the addressee change of {who:names}",
)
def addressee_change(scene: Scene, who: list[str]) -> None:
    """
    REL-001.6.
    """
    for character in cast_of(scene).all(who):
        found = addressees(scene, character)
        scene.expect.observed(
            "REL-001.6",
            bool(found),
            both("一件以上", "one or more"),
            both(len(found), len(found)),
            refs(found),
        )


@then(
    "{who:names}に新たな住民票コードは記載されていない",
    "no new Resident Record Code is entered for {who:names}",
)
def no_new_code(scene: Scene, who: list[str]) -> None:
    """
    REL-001.7: nothing sent about them bears another code than the certificate's.
    """
    for character in cast_of(scene).all(who):
        others = [
            message
            for message in offered_updates(scene, character)
            if message.body["resident_record_code"] != character.resident_record_code
        ]
        scene.expect.absent(
            "REL-001.7", not others, both("なし", "none"), both(len(others), len(others)), refs(others)
        )


@then(
    "{who:names}の住民票はまだ照会されず、通知はシステムの外に出ていない",
    "the records of {who:names} cannot be read yet and no notice has left the system",
)
def nothing_leaves(scene: Scene, who: list[str]) -> None:
    """
    REL-001.8: a provisional entry is visible to nobody.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_of(scene, character)
        sent = refs(
            [*offered_updates(scene, character), *addressees(scene, character), *notices(scene, character)]
        )
        scene.expect.absent(
            "REL-001.8",
            record is None and not sent,
            both("住民票なし、通知なし", "no record, no message"),
            both(
                f"住民票{record is not None}、通知{len(sent)}件",
                f"record {record is not None}, {len(sent)} messages",
            ),
            [kept.ref, *sent],
        )


@then("その転入届は将来の日であるとして断られる", "the notification is refused because its date lies ahead")
def future_refused(scene: Scene) -> None:
    """
    REL-001.9.
    """
    scene.expect.refused("REL-001.9", answer(scene), ["future-date"], [last(scene).ref])


@then(
    "その転入届は必要な書類がないとして止まる",
    "the notification stops because a necessary document is missing",
)
def document_missing(scene: Scene) -> None:
    """
    REL-002.1.
    """
    scene.expect.refused("REL-002.1", answer(scene), ["document-missing"], [last(scene).ref])


@then(
    "{who:names}の本人確認情報は市町村CSに送られていない",
    "no update of {who:names} is sent to the municipal communication server",
)
def no_update(scene: Scene, who: list[str]) -> None:
    """
    REL-002.2.
    """
    for character in cast_of(scene).all(who):
        found = offered_updates(scene, character)
        scene.expect.absent(
            "REL-002.2", not found, both("なし", "none"), both(len(found), len(found)), refs(found)
        )


@then(
    "{who:names}の転入通知は前住所地の市町村に送られていない",
    "no notice of moving in of {who:names} is sent to the previous municipality",
)
def no_notice(scene: Scene, who: list[str]) -> None:
    """
    REL-002.3.
    """
    for character in cast_of(scene).all(who):
        found = notices(scene, character)
        scene.expect.absent(
            "REL-002.3", not found, both("なし", "none"), both(len(found), len(found)), refs(found)
        )


@then(
    "{who:names}は新たに選んだ住民票コードで黙って記載されていない",
    "{who:names} are not silently entered under a newly drawn code",
)
def not_silently_entered(scene: Scene, who: list[str]) -> None:
    """
    REL-002.6: neither on the register nor in any message.
    """
    kept = last(scene)
    for character in cast_of(scene).all(who):
        entered_as = [
            each.resident for each in getattr(kept.outcome, "residents", []) if each.ref == character.called
        ]
        sent = refs([*offered_updates(scene, character), *addressees(scene, character)])
        scene.expect.absent(
            "REL-002.6",
            not entered_as and not sent,
            both("記載なし", "no entry"),
            both(
                f"記載{len(entered_as)}件、通知{len(sent)}件",
                f"{len(entered_as)} entries, {len(sent)} messages",
            ),
            [kept.ref, *sent],
        )


@then(
    "戸籍の表示のそろった{who:names}の転入届は受理され、住民票が記載されている",
    "the notification of {who:names}, complete with the family register, is accepted and the record entered",
)
def complete_japanese(scene: Scene, who: list[str]) -> None:
    """
    REL-002.4, the complete case: seen at the network.
    """
    _entry_seen(scene, "REL-002.4", who)


@then("その転入届は戸籍の表示等がそろわないとして断られる", "the notification is refused as incomplete")
def incomplete_japanese(scene: Scene) -> None:
    """
    REL-002.4, the incomplete case. The law names no reason; any is taken.
    """
    scene.expect.refused("REL-002.4", answer(scene), [], [last(scene).ref])


@then(
    "国籍等のそろった{who:names}の転入届は受理され、住民票が記載されている",
    "the notification of {who:names}, complete with nationality and status, is accepted and the record"
    " entered",
)
def complete_foreign(scene: Scene, who: list[str]) -> None:
    """
    REL-002.5, the complete case: seen at the network.
    """
    _entry_seen(scene, "REL-002.5", who)


@then(
    "その転入届は国籍等がそろわないとして断られる",
    "the notification is refused, for nationality or an item of status is missing",
)
def incomplete_foreign(scene: Scene) -> None:
    """
    REL-002.5, the incomplete case. The law names no reason; any is taken.
    """
    scene.expect.refused("REL-002.5", answer(scene), [], [last(scene).ref])


def _entry_seen(scene: Scene, clause: str, who: list[str]) -> None:
    for character in cast_of(scene).all(who):
        found = offered_updates(scene, character, record_status="current")
        scene.expect.observed(
            clause, bool(found), both("記載", "an entry"), both(len(found), len(found)), refs(found)
        )
