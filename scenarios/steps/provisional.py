"""
Steps of entries that are saved and not decided (REL-020).
"""

from __future__ import annotations

from datetime import date

from harness.port.commands import IssueCopyOfRecord
from harness.port.outcomes import Accepted
from harness.port.reads import ReadHousehold
from harness.running.scene import Message, Scene
from scenarios.cast import Character, cast_of
from scenarios.steps.comparing import none_sent, same
from scenarios.steps.counter import answer, identity_of, moving_in, resident_of
from scenarios.steps.moving_in import UNCODED, file, from_abroad
from scenarios.steps.moving_out import counted
from scenarios.steps.register import about, offered_updates, record_of
from scenarios.wording import then, when

KINDS = ("J01", "J05", "A01", "D01", "L03", "I01", "K01", "J20")


def leaked(scene: Scene, character: Character) -> list[Message]:
    """
    Messages that name somebody, or bear a number that the answer to the provisional entry gave.
    """
    named = about(scene, character)
    outcome = answer(scene)
    given = {each.resident for each in outcome.residents} if isinstance(outcome, Accepted) else set()

    def concerns(message: Message) -> bool:
        body = message.body
        if body.get("local_addressee_number") in given or named(message):
            return True
        return message.kind == "J20" and body["resident_record_code"] == character.resident_record_code

    return [
        message
        for kind in KINDS
        for message in scene.messages(kind, outcomes=("accepted", "refused"), where=concerns)
    ]


@when(
    "{who:word}の{host:word}の世帯への{moved:date}の転入届が{notified:date}に仮登録される",
    "the moving in of {who:word} into the household of {host:word} on {moved:date} is saved provisionally on"
    " {notified:date}",
)
def save_joining(scene: Scene, who: str, host: str, moved: date, notified: date) -> None:
    """
    With the certificate, into a household that stands.
    """
    cast = cast_of(scene)
    file(
        scene,
        moving_in(
            scene,
            cast,
            [cast[who]],
            moved,
            notified,
            household=str(cast[host].household),
            provisional=True,
        ),
    )


@when(
    "{who:names}の{moved:date}の国外からの転入届が{notified:date}に仮登録される",
    "the moving in of {who:names} from abroad on {moved:date} is saved provisionally on {notified:date}",
)
def save_from_abroad(scene: Scene, who: list[str], moved: date, notified: date) -> None:
    """
    A decision would draw a code, ask for a number and tell the Agency.
    """
    command = from_abroad(scene, who, moved, notified, **UNCODED)
    fields = {name: getattr(command, name) for name in command.__struct_fields__}
    file(scene, type(command)(**{**fields, "provisional": True}))


@then(
    "仮登録の間、{who:names}についての通知はどの連携先にも届いていない",
    "while the entry is provisional, nothing about {who:names} reaches any neighbour",
)
def nothing_leaks(scene: Scene, who: list[str]) -> None:
    """
    REL-020.1: in any of the eight ways. Clause 1 says what is to be seen at the neighbours: nothing.
    """
    for character in cast_of(scene).all(who):
        none_sent(scene, "REL-020.1", leaked(scene, character))


@then(
    "仮登録の間、他の窓口では{host:word}の世帯の世帯員は{host_again:word}だけであり、{who:word}の住民票はない",
    "while the entry is provisional, another counter sees only {host_again:word} in the household of {host:word},"
    " and no record of {who:word}",
)
def others_see_the_state_before(scene: Scene, host: str, host_again: str, who: str) -> None:
    """
    REL-020.2: read from the register.
    """
    cast = cast_of(scene)
    kept = scene.ask(ReadHousehold(household=str(cast[host].household)))
    household = getattr(kept.outcome, "household", None)
    record, read = record_of(scene, cast[who])
    actual = (household and household.members, record)
    same(scene, "REL-020.2", ([resident_of(cast[host_again])], None), actual, [kept.ref, read.ref])


@then(
    "仮登録の間に交付された{host:word}の世帯の住民票の写しに{who:word}は載っていない",
    "a copy of the household of {host:word} issued meanwhile does not show {who:word}",
)
def copy_shows_the_state_before(scene: Scene, host: str, who: str) -> None:
    """
    REL-020.2: issued at another terminal by another clerk.
    """
    cast = cast_of(scene)
    kept = scene.do(
        IssueCopyOfRecord(
            counter=scene.counter("staff-02", "counter-2"),
            identity=identity_of(cast[host]),
            requester="self",
            residents=[resident_of(cast[host])],
        )
    )
    documents = kept.outcome.documents if isinstance(kept.outcome, Accepted) else []
    text = "".join(document.text for document in documents)
    given = cast[who].name
    same(scene, "REL-020.2", (True, False), (cast[host].name in text, given in text), [kept.ref])


@then(
    "入力の途中の{who:names}の本人確認情報は送られていない",
    "no update of {who:names}, whose entry is under way, is sent",
)
def no_partial_update(scene: Scene, who: list[str]) -> None:
    """
    REL-020.5.
    """
    for character in cast_of(scene).all(who):
        none_sent(scene, "REL-020.5", offered_updates(scene, character))


@then(
    "仮登録の{who:names}の宛名番号は外に出ていない",
    "the local addressee number of the provisional {who:names} has not left the registry",
)
def no_number_published(scene: Scene, who: list[str]) -> None:
    """
    REL-020.6.
    """
    for character in cast_of(scene).all(who):
        none_sent(scene, "REL-020.6", [each for each in leaked(scene, character) if each.kind == "A01"])


@then(
    "仮登録は{day:date}現在の統計に数えられていない",
    "the provisional entry is not counted in the statistics of {day:date}",
)
def not_counted(scene: Scene, day: date) -> None:
    """
    REL-020.3.
    """
    now, kept = counted(scene, day)
    same(scene, "REL-020.3", scene.memory["counted"], now, [kept.ref])


@then(
    "決裁の後、{day:date}現在の統計は一人多い",
    "after the decision the statistics of {day:date} count one more",
)
def counted_when_decided(scene: Scene, day: date) -> None:
    """
    REL-020.3: until then, and no longer.
    """
    now, kept = counted(scene, day)
    same(scene, "REL-020.3", scene.memory["counted"] + 1, now, [kept.ref])


@then(
    "決裁により初めて、{who:names}の転入が{day:date}の異動として履歴に一行ある",
    "only the decision makes the moving in of {who:names} on {day:date} one row of history",
)
def history_when_decided(scene: Scene, who: list[str], day: date) -> None:
    """
    REL-020.4.
    """
    for character in cast_of(scene).all(who):
        record, kept = record_of(scene, character)
        rows = [(row.reason, row.changed_on) for row in record.history] if record else []
        same(scene, "REL-020.4", [("11", day.isoformat())], rows, [kept.ref])
