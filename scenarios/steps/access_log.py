"""
Steps of the access log: one scripted day, written down as it is done (AUD-001).

Every action has an operator and a terminal of its own, so that a missing line is seen and none stands for another.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec
from msgspec import Struct

from harness.port.commands import (
    Amendment,
    ChangeIndividualNumber,
    Command,
    Counter,
    DecideChange,
    ExOfficioCorrection,
    InquireIdentity,
    IssueCopyOfRecord,
    IssueMovingOutCertificate,
    LoadProvisionCopies,
    MakeMediaExtract,
)
from harness.port.reads import ReadResidentRecord
from harness.port.records import AccessLine
from harness.running.recorded import Invocation
from harness.running.scene import Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.counter import enter, identity_of, moving_in
from scenarios.steps.family_events import change_of_address
from scenarios.steps.log_lines import lines_after, log_end
from scenarios.steps.moving_out import moving_out
from scenarios.steps.observing import record_of, resident_of
from scenarios.wording import given, when


class Done(Struct, frozen=True):
    """
    One action of the scripted day: who, where, when, on whose record, and whether the number was accessed.
    """

    what: str
    counter: Counter
    at: datetime
    resident: str | None
    number_accessed: bool
    kept: Invocation


@given("台本の一日を記録し始める", "the scripted day begins to be written down")
def begin(scene: Scene) -> None:
    """
    Lines before this one are of the preparation.
    """
    scene.memory["log before"] = log_end(scene)
    scene.memory["script"] = []


def desk(scene: Scene) -> Counter:
    """
    A clerk and a terminal that only one action of the run has.
    """
    count = len(scene.memory["script"]) + 1
    mark = scene.random.randrange(10**6)
    return scene.counter(operator=f"aud-{mark:06d}-{count}", terminal=f"term-{mark:06d}-{count}")


def note(
    scene: Scene, what: str, command: Command, resident: str | None, number_accessed: bool = False
) -> Invocation:
    """
    Do it and write it into the script. A lawful action that is not accepted decides nothing here.
    """
    counter: Counter = command.counter  # type: ignore[attr-defined]  # every command of the script has one
    kept = scene.do(command)
    scene.memory["script"].append(Done(what, counter, scene.lane.clock.now, resident, number_accessed, kept))
    return kept


@when(
    "台本：{who:word}の転入届を仮登録し、決裁する",
    "script: the moving in of {who:word} is entered provisionally and decided",
)
def provisional_and_decided(scene: Scene, who: str) -> None:
    """
    Two actions: the provisional entry too leaves a line.
    """
    cast = cast_of(scene)
    counter = desk(scene)
    command = moving_in(scene, cast, [cast[who]], scene.today, scene.today, counter=counter, provisional=True)
    kept = note(scene, "仮登録", command, None)
    saved = scene.accepted_or_inconclusive(kept)
    decided = note(
        scene,
        "決裁",
        DecideChange(counter=desk(scene), change_id=str(saved.change_id), decision="decide"),
        None,
        number_accessed=True,
    )
    scene.accepted_or_inconclusive(decided)
    for answer in (kept, decided):
        enter(cast, answer)
    record, _ = record_of(scene, cast[who])
    scene.expect.witness(record is not None)


@when(
    "台本：{who:word}の転居届を仮登録し、破棄する",
    "script: the change of address of {who:word} is entered provisionally and discarded",
)
def provisional_and_discarded(scene: Scene, who: str) -> None:
    """
    Two actions, though nothing becomes of the first.
    """
    cast = cast_of(scene)
    mover = cast[who]
    command = change_of_address(
        scene, cast, [mover], scene.today, scene.today, identity_of(mover), provisional=True
    )
    command = msgspec.structs.replace(command, counter=desk(scene))
    saved = scene.accepted_or_inconclusive(note(scene, "仮登録", command, None))
    discarded = DecideChange(counter=desk(scene), change_id=str(saved.change_id), decision="discard")
    scene.accepted_or_inconclusive(note(scene, "破棄", discarded, None))


@when(
    "台本：{who:word}の氏名のフリガナを職権で{value:text}と修正する",
    "script: the phonetic name of {who:word} is corrected ex officio to {value:text}",
)
def corrected(scene: Scene, who: str, value: str) -> None:
    """
    A change by the mayor's own authority.
    """
    scene.know_person(value)
    resident = resident_of(cast_of(scene)[who])
    command = ExOfficioCorrection(
        counter=desk(scene),
        resident=resident,
        changed_on=scene.today.isoformat(),
        cause="clerical-error",
        amendments=[Amendment(item="name_kana", value=value)],
    )
    scene.accepted_or_inconclusive(note(scene, "職権修正", command, resident))


@when(
    "台本：{who:word}の住民票の写しを個人番号を入れずに交付する",
    "script: a copy of {who:word} is issued without the Individual Number",
)
def printed_plain(scene: Scene, who: str) -> None:
    """
    A print.
    """
    print_copy(scene, cast_of(scene)[who], with_number=False)


@when(
    "台本：{who:word}の住民票の写しを個人番号を入れて交付する",
    "script: a copy of {who:word} is issued with the Individual Number",
)
def printed_with_number(scene: Scene, who: str) -> None:
    """
    A print that shows the number.
    """
    print_copy(scene, cast_of(scene)[who], with_number=True)


def print_copy(scene: Scene, character: Character, with_number: bool) -> None:
    """
    The person claims their own copy.
    """
    resident = resident_of(character)
    command = IssueCopyOfRecord(
        counter=desk(scene),
        identity=identity_of(character),
        requester="self",
        residents=[resident],
        options=["individual-number"] if with_number else [],
    )
    scene.accepted_or_inconclusive(note(scene, "写しの交付", command, resident, with_number))


@when(
    "台本：誤った個人番号による転入届を断る", "script: a moving in with a wrong Individual Number is refused"
)
def refused_entry(scene: Scene) -> None:
    """
    An error leaves a line too.
    """
    cast = cast_of(scene)
    person = cast["健"]
    number = person.individual_number
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    scene.know("individual-number", wrong)
    command = moving_in(
        scene,
        cast,
        [person],
        scene.today,
        scene.today,
        counter=desk(scene),
        persons=[person.person(individual_number=wrong)],
    )
    note(scene, "拒否された転入届", command, None)


@when(
    "台本：どこにも記録されていない{who:word}を個人番号により照会する",
    "script: an inquiry by the number of {who:word}, who is recorded nowhere",
)
def found_nobody(scene: Scene, who: str) -> None:
    """
    An action all the same, and one whose key must not stand in its line.
    """
    _inquire(scene, "該当のない照会", who, "moving-in")


@when(
    "台本：{who:word}を個人番号により認められない目的で照会する",
    "script: an inquiry by the number of {who:word} for a purpose that is none of the lawful ones",
)
def refused_inquiry(scene: Scene, who: str) -> None:
    """
    Refused before anybody is asked.
    """
    _inquire(scene, "断られた照会", who, "arrears")


@when(
    "台本：{who:word}を個人番号により全国に照会する",
    "script: an inquiry in the whole country by the number of {who:word}",
)
def inquired_widely(scene: Scene, who: str) -> None:
    """
    住基法30条の12: the prefecture passes it on.
    """
    _inquire(scene, "全国の照会", who, "special-moving-in", "nationwide")


@when(
    "台本：{who:word}の個人番号を漏えいを理由に変更する",
    "script: the number of {who:word} is changed, for it leaked",
)
def number_changed(scene: Scene, who: str) -> None:
    """
    番号法7条2項: the former one is told to the network.
    """
    person = cast_of(scene)[who]
    today = scene.today.isoformat()
    command = ChangeIndividualNumber(desk(scene), resident_of(person), today, "claim", identity_of(person))
    scene.accepted_or_inconclusive(note(scene, "個人番号の変更", command, resident_of(person)))


def _inquire(
    scene: Scene,
    what: str,
    who: str,
    purpose: str,
    reach: Literal["own-prefecture", "nationwide"] = "own-prefecture",
) -> None:
    number = cast_of(scene)[who].individual_number
    note(scene, what, InquireIdentity(desk(scene), purpose, reach, individual_number=number), None)


@when(
    "台本：{who:word}の転出届を受理し、転出証明書を再交付する",
    "script: the moving out of {who:word} is accepted and the certificate issued again",
)
def certificate_twice(scene: Scene, who: str) -> None:
    """
    Two actions at which the certificate shows the number to whoever prints it.
    """
    mover = cast_of(scene)[who]
    resident, filer = resident_of(mover), identity_of(mover)
    command = moving_out(scene, [mover], scene.today, scene.today, "新座市", filer)
    first = msgspec.structs.replace(command, counter=desk(scene))
    scene.accepted_or_inconclusive(note(scene, "転出届", first, resident, number_accessed=True))
    again = IssueMovingOutCertificate(desk(scene), filer, [resident], "lost")
    scene.accepted_or_inconclusive(note(scene, "転出証明書の再交付", again, resident, number_accessed=True))


@when("台本：{who:word}の住民票を照会する", "script: the record of {who:word} is looked up")
def looked_up(scene: Scene, who: str) -> None:
    """
    A read has no operator of its own at the port: its line is found by the record that was touched.
    """
    resident = resident_of(cast_of(scene)[who])
    before = lines_of(scene)
    scene.ask(ReadResidentRecord(resident=resident))
    scene.memory["lookup"] = (resident, len([line for line in before if line.resident == resident]))


@when(
    "台本：{who:word}の副本の初期登録を一括処理で行う",
    "script: the copies of {who:word} are loaded by a batch",
)
def batch(scene: Scene, who: str) -> None:
    """
    A batch: process and place stand for function and screen.
    """
    resident = resident_of(cast_of(scene)[who])
    command = LoadProvisionCopies(counter=desk(scene), residents=[resident])
    scene.accepted_or_inconclusive(note(scene, "一括処理", command, resident))


@when("台本：選挙のために{who:word}の媒体を作る", "script: an extract of {who:word} is made for elections")
def extract(scene: Scene, who: str) -> None:
    """
    A file leaves the registry.
    """
    resident = resident_of(cast_of(scene)[who])
    command = MakeMediaExtract(counter=desk(scene), department="dept-election", residents=[resident])
    scene.accepted_or_inconclusive(note(scene, "媒体の作成", command, resident))


def lines_of(scene: Scene) -> list[AccessLine]:
    """
    Lines of the access log since the scripted day began.
    """
    found, kept = lines_after(scene, scene.memory["log before"])
    scene.memory["log ref"] = kept.ref
    return found
