"""
Inquiries without a basis that the network passes on by mistake, so that the intermediary server's own list decides.

The network refuses on its own what its list does not hold. Here its list is wrong and the server's is right: the
wrong list does not reach the server, and the right one is delivered to both when the inquiry is over.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from harness.judgement.expect import both
from harness.running.permissions import permission_rows
from harness.running.scene import Inconclusive, Scene
from scenarios.cast import cast_of
from scenarios.steps.linkage import INFORMATION, Asked, inquire
from scenarios.steps.observing import arrived, record_of
from scenarios.wording import when

PROVIDER = "市町村長"


def wrong_row(scene: Scene, row: str, inquirer: str, information: str) -> dict[str, Any]:
    """
    A line that no order knows, in force today.
    """
    return {
        "row": f"ROW-{row}",
        "inquirer": inquirer,
        "provider": PROVIDER,
        "information": INFORMATION[information],
        "valid_from": scene.today.isoformat(),
        "valid_until": None,
    }


@contextmanager
def wrong_list_at_the_network(
    scene: Scene, more: list[dict[str, Any]], *, restore: bool = True
) -> Iterator[None]:
    """
    The network holds ``more`` lines than it should, the intermediary server does not hear of it.
    """
    day = scene.today.isoformat()
    kept_out = {"message_type": "L08", "receiver": None, "action": "refuse", "times": 1}
    scene.faults("intermediary_server", [kept_out])
    try:
        load(scene, f"{day}.wrong", [*permission_rows(), *more])
        yield
    finally:
        scene.faults("intermediary_server", [])
        if restore:
            load(scene, f"{day}.right", permission_rows())


def load(scene: Scene, version: str, rows: list[dict[str, Any]]) -> None:
    """
    The network loads a list and passes it on.
    """
    scene.act("info_network", "load_permission_list", {"version": version, "rows": rows})
    scene.settle()


def passed_on(scene: Scene, asked: Asked) -> Asked:
    """
    The inquiry, if it reached the intermediary server. Raises Inconclusive otherwise: nothing was then put to it.
    """
    if not arrived(scene, "L10", "intermediary_server", "info_network", processing_number=asked.number):
        raise Inconclusive(
            both(
                f"第{asked.row}行の照会は中間サーバーに取り次がれなかった。",
                f"The inquiry under row {asked.row} was not passed on to the intermediary server.",
            )
        )
    return asked


@when(
    "照合リストを誤った情報提供ネットワークシステムが、{inquirer:text}による第{row:word}行の事務のための{who:word}の"
    "{information:word}の照会を取り次ぐ",
    "the network, its list being wrong, passes on an inquiry of {inquirer:text} under row {row:word} "
    "about {who:word}: {information:word}",
)
def one_passed_on(scene: Scene, inquirer: str, row: str, who: str, information: str) -> None:
    """
    One combination that the order does not know.
    """
    person = cast_of(scene)[who]
    scene.memory["record before"] = record_of(scene, person)
    with wrong_list_at_the_network(scene, [wrong_row(scene, row, inquirer, information)]):
        passed_on(scene, inquire(scene, inquirer, row, person, information))


@when(
    "照合リストを誤った情報提供ネットワークシステムが、次の行のそれぞれの情報照会者による{who:word}の"
    "住民票関係情報の照会を取り次ぐ",
    "the network, its list being wrong, passes on an inquiry about {who:word} under each of the rows below",
)
def each_passed_on(scene: Scene, who: str, datatable: list[list[str]]) -> None:
    """
    Row and inquirer from the table under the step.
    """
    rows = datatable[1:]
    wanted = "住民票関係情報"
    with wrong_list_at_the_network(scene, [wrong_row(scene, row, name, wanted) for row, name in rows]):
        scene.memory["each"] = [
            passed_on(scene, inquire(scene, name, row, cast_of(scene)[who], wanted)) for row, name in rows
        ]
