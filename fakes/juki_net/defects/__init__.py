"""
Deliberate defects of the network.
"""

from __future__ import annotations

from dataclasses import replace

from fakes._core.definition import Defect, Definition
from fakes._core.rules import Title
from fakes._core.traffic import Handled, Received
from fakes.juki_net.model.network import State, update
from fakes.juki_net.wire import IdentificationUpdate


def _silent(definition: Definition[State]) -> Definition[State]:
    def update_without_notice(state: State, received: Received[IdentificationUpdate]) -> Handled:
        handled = update(state, received)
        code = received.body.resident_record_code
        for told in (state.prefecture, state.nation):
            told.pop(code, None)
        return Handled(reply=handled.reply)

    return replace(definition, handlers={**definition.handlers, "J01": update_without_notice})


def _second_entry(definition: Definition[State]) -> Definition[State]:
    return replace(definition, rules=definition.rules.without("JN-05"))


def _any_order(definition: Definition[State]) -> Definition[State]:
    return replace(definition, rules=definition.rules.without("JN-07"))


DEFECTS: tuple[Defect[State], ...] = (
    Defect(
        "update-not-forwarded",
        Title("更新を都道府県と機構に通知しない", "Takes updates and tells neither prefecture nor nation"),
        _silent,
        must=("JUKI-001",),
    ),
    Defect(
        "second-entry-taken",
        Title("現存する記載に対する二重の記載を受け付ける", "Takes a second entry for a record that stands"),
        _second_entry,
        rules=("JN-05",),
    ),
    Defect(
        "updates-in-any-order",
        Title("更新順番号の欠けた更新を受け付ける", "Takes updates whose sequence has gaps"),
        _any_order,
        rules=("JN-07",),
    ),
)
