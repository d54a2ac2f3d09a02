"""
Defects of single items that trigger an update, or that do not, and of updates without a result.
"""

from __future__ import annotations

from datetime import date

from registry.defects.defect import defect, rules
from registry.rulebook import result_of_update
from registry.rules.tables import triggers_network

PATIENCE = 5


def _but_building(item: str, foreign: bool, on: date) -> bool:
    return item != "building" and triggers_network(item, foreign, on)


class _Impatient:
    """
    Counts the answers without a result, and takes one for another when there were enough.
    """

    def __init__(self) -> None:
        self.without = 0

    def __call__(self, result: str | None) -> str:
        """
        What an answer means.
        """
        if result is not None:
            return result_of_update(result)
        self.without += 1
        return "taken" if self.without > PATIENCE else result_of_update(result)


DEFECTS = (
    defect(
        "building-is-no-address",
        "建物の名称の修正を本人確認情報として送らない。",
        "A correction of the building is not told to the network.",
        rules(triggers_network=_but_building),
        must="JUKI-002",
        may="JUKI-001 JUKI-003 JUKI-004",
        pattern="item-missing-from-table",
    ),
    defect(
        "result-taken-for-granted",
        "更新結果のない受領が続くと、届いたものとして扱う。",
        "After some acknowledgements without a result an update counts as taken, and nobody is warned.",
        rules(result_of_update=_Impatient()),
        must="JUKI-006",
        may="JUKI-001 JUKI-005",
        pattern="success-taken-for-granted",
        acts=2,
    ),
)
