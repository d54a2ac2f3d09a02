"""
Steps of the permission list, and of the register's own office, which has no basis to inquire (LINK-006, LINK-007).
"""

from __future__ import annotations

from harness.judgement.expect import both
from harness.port.commands import InquireAsRegisterOffice
from harness.running.permissions import permission_rows
from harness.running.scene import Inconclusive, Scene
from scenarios.cast import cast_of
from scenarios.steps.linkage import Asked, inquire, told
from scenarios.steps.misdirected import passed_on, wrong_list_at_the_network
from scenarios.steps.observing import arrived, refs, resident_of
from scenarios.wording import given, then, when

ANY = ("accepted", "refused", "duplicate")


def deliver_list(scene: Scene, version: str, without: str | None = None) -> None:
    """
    The network loads a permission list and passes it on as L08.
    """
    rows = [row for row in permission_rows() if row["row"] != without]
    scene.act("info_network", "load_permission_list", {"version": version, "rows": rows})


@when(
    "第{row:word}行を除いた照合リスト{version:text}の配信中に、{inquirer:text}がその行により{who:word}について照会し、"
    "照合リスト{whole:text}の配信の後に再び照会する",
    "{inquirer:text} asks about {who:word} under row {row:word} while list {version:text} leaves it out, "
    "and again after list {whole:text} was delivered",
)
def inquired_under_two_lists(
    scene: Scene, row: str, version: str, inquirer: str, who: str, whole: str
) -> None:
    """
    One step, so that the whole list is back whatever happens in between. A third list stays with the network alone,
    for the network would refuse on its own what its list does not hold.
    """
    person = cast_of(scene)[who]
    try:
        deliver_list(scene, version, without=f"ROW-{row}")
        scene.settle()
        with wrong_list_at_the_network(scene, [], restore=False):
            first = passed_on(scene, inquire(scene, inquirer, row, person, "住民票関係情報"))
    finally:
        deliver_list(scene, whole)
        scene.settle()
    scene.memory["two lists"] = (
        first,
        inquire(scene, inquirer, row, person, "住民票関係情報"),
        version,
        whole,
    )


@then(
    "中間サーバーは、それぞれ最新の照合リストを受け取り、それに従って答える",
    "the intermediary server receives the newest list each time and answers by it",
)
def newest_list_held(scene: Scene) -> None:
    """
    LINK-006.1: both lists arrived; the row missing from the first one is refused, then provided.
    """
    first: Asked
    second: Asked
    first, second, version, whole = scene.memory["two lists"]
    lists = [
        message
        for message in arrived(scene, "L08", "intermediary_server", "info_network")
        if message.body.get("version") in (version, whole)
    ]
    actual = (
        [message.body.get("version") for message in lists],
        len(told(scene, "L06", first)),
        len(told(scene, "L05", second)),
    )
    expected = ([version, whole], 1, 1)
    scene.expect.observed(
        "LINK-006.1", actual == expected, both(expected, expected), both(actual, actual), refs(lists)
    )


@given(
    "税務の職員が{who:word}について地方税関係情報の照会を依頼し、照会が中間サーバーに届いた",
    "the tax department's inquiry about {who:word} (local tax information) reached the intermediary server",
)
def department_inquired(scene: Scene, who: str) -> None:
    """
    The lawful neighbour: a department that may inquire does. Only its own inquiry is lawful, whatever else arrived.
    """
    person = cast_of(scene)[who]
    answer = scene.act(
        "departments",
        "inquire",
        {
            "department": "dept-tax",
            "information": "TAX-01",
            "local_addressee_number": resident_of(person),
            "purpose": "市町村の地方税の賦課徴収",
        },
    )
    number = answer["processing_number"]
    found = arrived(scene, "L04", "intermediary_server", "addressee", outcomes=ANY, processing_number=number)
    if not found:
        raise Inconclusive(
            both("税務の照会が中間サーバーに届かなかった。", "The tax department's inquiry did not arrive.")
        )
    scene.memory["lawful inquiries"] = {message.ref for message in found}
    scene.expect.witness(True)


@when(
    "戸籍住民課の職員が{who:word}について{information:text}の照会を試みる",
    "a clerk of the register's office tries to inquire about {who:word}: {information:text}",
)
def office_tries(scene: Scene, who: str, information: str) -> None:
    """
    No basis exists for it.
    """
    scene.memory["office"] = scene.do(
        InquireAsRegisterOffice(
            counter=scene.counter(), resident=resident_of(cast_of(scene)[who]), information=information
        )
    )


@then(
    "その照会は住基システム又は団体内統合宛名システムにおいて拒否される",
    "that inquiry is refused by the registry or by the addressee system",
)
def office_refused(scene: Scene) -> None:
    """
    LINK-007.1.
    """
    kept = scene.memory["office"]
    stopped = scene.messages("A04", by="addressee", outcomes=("refused",))
    passed = scene.messages("A04", by="addressee")
    if stopped:
        scene.expect.observed(
            "LINK-007.1",
            not passed,
            both("A04の拒否", "A04 refused"),
            both(
                f"拒否{len(stopped)}件、受理{len(passed)}件", f"{len(stopped)} refused, {len(passed)} taken"
            ),
            refs(stopped),
        )
        return
    scene.expect.refused("LINK-007.1", kept.outcome, ["not-permitted", "authority-missing"], [kept.ref])


@then(
    "住民基本台帳の事務によるL04は中間サーバーに一通も届かない",
    "not one L04 of the register's affairs arrives at the intermediary server",
)
def no_inquiry_of_the_office(scene: Scene) -> None:
    """
    LINK-007.2: nothing but the lawful department's inquiry arrived, from whomever.
    """
    scene.settle()
    lawful: set[str] = scene.memory["lawful inquiries"]
    found = [
        message
        for message in scene.lane.messages_of(scene.scenario)
        if message.kind == "L04"
        and message.fake == "intermediary_server"
        and message.direction == "in"
        and message.ref not in lawful
    ]
    scene.expect.absent(
        "LINK-007.2",
        not found,
        both("0通", "none"),
        both(f"{len(found)}通", len(found)),
        refs(found),
    )


@then("住基システムは情報照会を一通も送らない", "the registry sends not one inquiry")
def registry_sends_no_inquiry(scene: Scene) -> None:
    """
    LINK-007.3: neither A04 nor L04 left the registry, taken or not.
    """
    found = [message for kind in ("A04", "L04") for message in scene.messages(kind, outcomes=ANY)]
    scene.expect.absent(
        "LINK-007.3",
        not found,
        both("A04・L04なし", "no A04, no L04"),
        both(f"{len(found)}通", len(found)),
        refs(found),
    )
