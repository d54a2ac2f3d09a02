"""
Steps of changes that are cancelled and records that are restored (REL-024).
"""

from __future__ import annotations

from datetime import date

from harness.judgement.expect import both
from harness.port.commands import CancelChange, LoadProvisionCopies, MakeMediaExtract, RestoreRecord
from harness.port.records import Change
from harness.running.recorded import Invocation
from harness.running.scene import Inconclusive, Scene
from harness.words.codes import ReasonForChange
from scenarios.cast import Character, cast_of
from scenarios.steps.comparing import none_sent, same, unchanged
from scenarios.steps.counter import last, remember, resident_of
from scenarios.steps.register import record_by_number, refs, updates
from scenarios.wording import then, when


def history(scene: Scene, character: Character) -> tuple[list[Change], Invocation]:
    """
    The rows of a record's history in order, and the read as evidence.
    """
    record, kept = record_by_number(scene, resident_of(character))
    return sorted(record.history, key=lambda row: row.sequence) if record else [], kept


def cancelling(scene: Scene, character: Character) -> tuple[list[Change], Invocation]:
    """
    Rows that undo another one.
    """
    rows, kept = history(scene, character)
    return [row for row in rows if row.cancels is not None], kept


@when(
    "{who:word}の{reason:text}の異動が{decided:date}に取り消される",
    "the change {reason:text} of {who:word} is cancelled on {decided:date}",
)
def cancel(scene: Scene, who: str, reason: str, decided: date) -> None:
    """
    住基法14条2項; the standard specification 4.6.
    """
    character = cast_of(scene)[who]
    rows, _ = history(scene, character)
    code = ReasonForChange.parse(reason).code
    wrong = [row.sequence for row in rows if row.reason == code]
    if not wrong:
        raise Inconclusive(both("取り消す異動の行がない。", "There is no row to be cancelled."))
    scene.memory["rows before"] = [(row.sequence, row.reason, row.changed_on) for row in rows]
    scene.memory["wrong reason"] = code
    command = CancelChange(scene.counter(), resident_of(character), wrong[-1], decided.isoformat())
    scene.memory["wrong address"] = _address_told(scene)
    kept = scene.do(command)
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast_of(scene), kept)


@when(
    "{who:word}の住民票が{decided:date}に回復される", "the record of {who:word} is restored on {decided:date}"
)
def restore(scene: Scene, who: str, decided: date) -> None:
    """
    The standard specification 4.6.1.1.
    """
    character = cast_of(scene)[who]
    rows, _ = history(scene, character)
    scene.memory["rows before"] = [(row.sequence, row.reason, row.changed_on) for row in rows]
    kept = scene.do(RestoreRecord(scene.counter(), resident_of(character), decided.isoformat()))
    scene.accepted_or_inconclusive(kept)
    remember(scene, cast_of(scene), kept)


@when(
    "{who:names}の副本の初期登録と庁内の業務への媒体の作成が全件について行われる",
    "the copies of {who:names} are loaded anew and a media extract is made, in full",
)
def full_delivery(scene: Scene, who: list[str]) -> None:
    """
    What a municipality can order in full.
    """
    residents = [resident_of(each) for each in cast_of(scene).all(who)]
    scene.memory["before full"] = {message.ref for kind in ("A01", "D01") for message in scene.messages(kind)}
    scene.must(LoadProvisionCopies(scene.counter(), residents))
    scene.must(MakeMediaExtract(scene.counter(), "dept-election", residents))


@then(
    "{who:word}の履歴には{first:text}、{second:text}及び取消しの三行がある",
    "the history of {who:word} has three rows: {first:text}, {second:text} and the cancellation",
)
def three_rows(scene: Scene, who: str, first: str, second: str) -> None:
    """
    REL-024.1: the third undoes the second.
    """
    rows, kept = history(scene, cast_of(scene)[who])
    codes = [ReasonForChange.parse(first).code, ReasonForChange.parse(second).code]
    actual = ([row.reason for row in rows[:2]], len(rows), rows[-1].cancels if rows else None)
    wrong = rows[1].sequence if len(rows) > 1 else None
    same(scene, "REL-024.1", (codes, 3, wrong), actual, [kept.ref])


@then(
    "{who:names}のいずれの履歴にも、取り消された異動の行と、それを取り消す行とがある",
    "the history of each of {who:names} has the row of the change that was cancelled, and the row that cancels it",
)
def everybodys_rows(scene: Scene, who: list[str]) -> None:
    """
    REL-024.1: of everybody whom the change had regrouped.
    """
    for character in cast_of(scene).all(who):
        rows, kept = history(scene, character)
        wrong = [row.sequence for row in rows if row.reason == scene.memory["wrong reason"]][-1:]
        actual = [row.cancels for row in rows if row.cancels is not None]
        same(scene, "REL-024.1", (1, wrong), (len(wrong), actual), [kept.ref])


def _effect(scene: Scene, who: str, effect: str) -> None:
    rows, kept = cancelling(scene, cast_of(scene)[who])
    code = ReasonForChange.parse("異動の取消し").code
    same(scene, "REL-024.2", [(code, effect)], [(row.reason, row.effect) for row in rows], [kept.ref])


@then(
    "{who:word}の取消しの行の異動事由は異動の取消し（修正）である",
    "the cancelling row of {who:word} is the cancellation of a correction",
)
def effect_correction(scene: Scene, who: str) -> None:
    """
    REL-024.2.
    """
    _effect(scene, who, "correction")


@then(
    "{who:word}の取消しの行の異動事由は異動の取消し（減）である",
    "the cancelling row of {who:word} is a cancellation that decreases",
)
def effect_decrease(scene: Scene, who: str) -> None:
    """
    REL-024.2.
    """
    _effect(scene, who, "decrease")


@then(
    "{who:word}の取消しの行の異動事由は異動の取消し（増）である",
    "the cancelling row of {who:word} is a cancellation that increases",
)
def effect_increase(scene: Scene, who: str) -> None:
    """
    REL-024.2.
    """
    _effect(scene, who, "increase")


@then(
    "回復された{who:word}は{host:word}の世帯に戻っている",
    "{who:word}, restored, is back in the household of {host:word}",
)
def back_home(scene: Scene, who: str, host: str) -> None:
    """
    REL-024.3.
    """
    cast = cast_of(scene)
    record, kept = record_by_number(scene, resident_of(cast[who]))
    expected = ("current", cast[host].household, cast[host].name)
    actual = record and (record.state, record.household, record.householder_name)
    same(scene, "REL-024.3", expected, actual, [kept.ref])


@then(
    "回復された{who:word}は自らを世帯主とする世帯に属している",
    "{who:word}, restored, belongs to a household as its head",
)
def own_household(scene: Scene, who: str) -> None:
    """
    REL-024.3.
    """
    character = cast_of(scene)[who]
    record, kept = record_by_number(scene, resident_of(character))
    actual = record and (record.state, record.householder, record.householder_name)
    same(scene, "REL-024.3", ("current", True, character.name), actual, [kept.ref])


@then(
    "回復された{who:word}は{host:word}の世帯と異なる新しい世帯に属している",
    "{who:word}, restored, belongs to a new household, not that of {host:word}",
)
def new_household(scene: Scene, who: str, host: str) -> None:
    """
    REL-024.3: nobody is left in the former one.
    """
    cast = cast_of(scene)
    record, kept = record_by_number(scene, resident_of(cast[who]))
    actual = record and (record.state, record.household != cast[host].household, record.householder)
    same(scene, "REL-024.3", ("current", True, True), actual, [kept.ref])


@then(
    "取消しの後、市町村CSは転居前の住所と異動事由{reason:text}の{who:word}の本人確認情報を受け取る",
    "after the cancellation the network takes the former address of {who:word} with the reason {reason:text}",
)
def right_address_told(scene: Scene, reason: str, who: str) -> None:
    """
    REL-024.4.
    """
    found = updates(scene, cast_of(scene)[who])
    first, newest = found[:1], found[-1:]
    place = ("address", "postal_code", "town_code", "settled_on")
    expected = [(ReasonForChange.parse(reason).code, *(each.body[key] for key in place)) for each in first]
    actual = [(each.body["reason"], *(each.body[key] for key in place)) for each in newest]
    same(scene, "REL-024.4", expected, actual, refs(found))


@then(
    "取消しの後、団体内統合宛名システムは転居前の住所の{who:word}の宛名の異動を受け取る",
    "after the cancellation the integrated addressee system takes the former address of {who:word}",
)
def addressee_put_right(scene: Scene, who: str) -> None:
    """
    REL-024.5.
    """
    found = scene.messages("A01", local_addressee_number=resident_of(cast_of(scene)[who]))
    place = ("address", "building", "postal_code", "town_code")
    ends = [tuple(each.body[key] for key in place) for each in (*found[:1], *found[-1:])]
    same(scene, "REL-024.5", (True, True), (len(found) >= 3, len(set(ends)) == 1), refs(found))


@then(
    "取消しの後、庁内の業務は転居前の住所の{who:word}の通知を受け取る",
    "after the cancellation departments take the former address of {who:word}",
)
def departments_put_right(scene: Scene, who: str) -> None:
    """
    REL-024.6: each department that was told of the wrong one.
    """
    resident = resident_of(cast_of(scene)[who])
    found = scene.messages("D01", local_addressee_number=resident)
    wrong = {each.envelope["receiver"] for each in found if each.body["reason"] == "31"}
    latest = {each.envelope["receiver"]: each.body["address"] for each in found}
    right = {each.envelope["receiver"]: each.body["address"] for each in found if each.body["reason"] == "11"}
    actual = {name: latest[name] for name in wrong}
    same(
        scene,
        "REL-024.6",
        (True, {name: right.get(name) for name in wrong}),
        (bool(wrong), actual),
        refs(found),
    )


@then(
    "取消しの後、庁内の業務は修正前の世帯主の氏名を示す{who:word}の通知を受け取る",
    "after the cancellation departments take {who:word} with the name of the householder from before the correction",
)
def departments_head_put_right(scene: Scene, who: str) -> None:
    """
    REL-024.6: of a member, each department that was told of the wrong name.
    """
    found = scene.messages("D01", local_addressee_number=resident_of(cast_of(scene)[who]))
    names = [(str(each.envelope["receiver"]), each.body["householder_name"]) for each in found]
    right = dict(reversed(names))
    wrong = {name for name, head in names if head != right[name]}
    latest = dict(names)
    expected = (True, {name: right[name] for name in wrong})
    same(scene, "REL-024.6", expected, (bool(wrong), {name: latest[name] for name in wrong}), refs(found))


@then(
    "取消しの後、{who:word}の副本は修正前の世帯主の氏名を示す",
    "after the cancellation the copy of {who:word} names the householder as before the correction",
)
def copy_head_put_right(scene: Scene, who: str) -> None:
    """
    REL-024.7: of a member too, whose copy had named the wrong one.
    """
    found = scene.messages("L03", by="addressee", local_addressee_number=resident_of(cast_of(scene)[who]))
    names = [each.body["householder_name"] for each in found]
    actual = (len(set(names)) > 1, names[-1:])
    same(scene, "REL-024.7", (True, names[:1]), actual, refs(found))


@then(
    "回復の後、市町村CSは異動事由{reason:text}の{who:word}の本人確認情報を受け取る",
    "after the restoration the network takes the update of {who:word} with the reason {reason:text}",
)
def restored_told(scene: Scene, reason: str, who: str) -> None:
    """
    REL-024.4.
    """
    character = cast_of(scene)[who]
    found = updates(scene, character)
    actual = [
        (each.body["reason"], each.body["record_status"], each.body["resident_record_code"])
        for each in found[-1:]
    ]
    code = ReasonForChange.parse(reason).code
    same(scene, "REL-024.4", [(code, "current", character.resident_record_code)], actual, refs(found))


@then(
    "回復の後、団体内統合宛名システムは現存する{who:word}の宛名の異動を受け取る",
    "after the restoration the integrated addressee system takes {who:word} as current",
)
def addressee_restored(scene: Scene, who: str) -> None:
    """
    REL-024.5.
    """
    found = scene.messages("A01", local_addressee_number=resident_of(cast_of(scene)[who]))
    states = [each.body["state"] for each in found]
    same(scene, "REL-024.5", ["deleted", "current"], states[-2:], refs(found))


@then(
    "回復の後、庁内の業務は現存する{who:word}の通知を受け取る",
    "after the restoration departments take {who:word} as current",
)
def departments_restored(scene: Scene, who: str) -> None:
    """
    REL-024.6: each one that had been told of the deletion.
    """
    found = scene.messages("D01", local_addressee_number=resident_of(cast_of(scene)[who]))
    deleted = {each.envelope["receiver"] for each in found if each.body["state"] == "deleted"}
    latest = {each.envelope["receiver"]: each.body["state"] for each in found}
    states = {latest[name] for name in deleted}
    same(scene, "REL-024.6", {"current"}, states, refs(found))


@then(
    "回復の後、{who:word}の副本は世帯主を{head:word}、続柄を{relationship:text}とするものに改められている",
    "after the restoration the copy of {who:word} names {head:word} as head and {relationship:text}",
)
def copy_restored(scene: Scene, who: str, head: str, relationship: str) -> None:
    """
    REL-024.7: what the deletion had closed stands again.
    """
    cast = cast_of(scene)
    found = scene.messages("L03", by="addressee", local_addressee_number=resident_of(cast[who]))
    actual = [
        (each.body["action"] != "close", each.body["householder_name"], each.body["relationship"])
        for each in found[-1:]
    ]
    closed = any(each.body["action"] == "close" for each in found[:-1])
    same(scene, "REL-024.7", (True, [(True, cast[head].name, relationship)]), (closed, actual), refs(found))


@then(
    "取消しによって{who:word}の履歴の行は削除されていない",
    "no row of the history of {who:word} is deleted by the cancellation",
)
def rows_stay(scene: Scene, who: str) -> None:
    """
    REL-024.8.
    """
    rows, kept = history(scene, cast_of(scene)[who])
    before = scene.memory["rows before"]
    now = [(row.sequence, row.reason, row.changed_on) for row in rows]
    unchanged(scene, "REL-024.8", before, now[: len(before)], [kept.ref, last(scene).ref])


@then(
    "取り消された転居の住所の{who:word}の宛名の異動も通知も再び送られていない",
    "neither addressee change nor department notice of {who:word} with the cancelled address is sent again",
)
def wrong_not_sent_again(scene: Scene, who: str) -> None:
    """
    REL-024.9.
    """
    resident = resident_of(cast_of(scene)[who])
    wrong = scene.memory["wrong address"]
    again = [
        message
        for kind in ("A01", "D01")
        for message in scene.messages(kind, local_addressee_number=resident)
        if message.ref not in scene.memory["before full"] and str(message.body["address"]).startswith(wrong)
    ]
    none_sent(scene, "REL-024.9", again, [last(scene).ref])


def _address_told(scene: Scene) -> str:
    request = last(scene).request if "last" in scene.memory else {}
    address: str = request.get("to_address", {}).get("address", "-")
    return address
