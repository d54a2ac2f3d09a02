"""
Every request for provision leaves one record of the provider, and no record is without a request (番号法23条).
"""

from __future__ import annotations

from collections import defaultdict

from harness.evidence.events import Exchanged
from harness.evidence.history import History
from harness.judgement.checks.result import CheckResult, Context, text

PROVIDER = "intermediary_server"
NETWORK = "info_network"
HELD = "auto-response-off"


JUDGES = frozenset({"LINK-011.1", "LINK-011.5", "LINK-011.6", "LINK-014.4"})


def check(history: History, context: Context) -> CheckResult:
    """
    Compare the requests that the provider took (L10) with its answers (L05, L06) and its records (L07).
    """
    del context
    requests = _by_number(history, PROVIDER, "L10")
    answers = _by_number(history, NETWORK, "L05", "L06")
    # A second record that the network turned away was made all the same.
    records = _by_number(history, NETWORK, "L07", outcomes=("accepted", "refused", "undelivered"))
    result = CheckResult(examined=len(requests.keys() | records.keys()))
    for number, asked in requests.items():
        _records_of(result, asked[0], answers.get(number, []), records.get(number, []))
    for number, made in records.items():
        if number not in requests:
            result.breach(
                "LINK-011.6",
                text("照会者の求めのある提供者の記録", "a provider's record of a request that was made"),
                text("同じ処理通番の求めがない。", "There is no request with this processing number."),
                made[0],
            )
    return result


def _records_of(
    result: CheckResult, asked: Exchanged, answers: list[Exchanged], records: list[Exchanged]
) -> None:
    once = text("一つの求めについて一件のL07", "one L07 for one request")
    taken = [record for record in records if record.outcome == "accepted"]
    made = {record.message_id for record in records}
    if not made:
        result.breach("LINK-011.1", once, text("L07がない。", "There is no L07."), asked)
    elif not taken:
        lost = text("L07は届かないままである。", "L07 was never taken.")
        result.breach("LINK-011.5", once, lost, asked, *records)
    if len(made) > 1:
        several = text(f"L07が{len(made)}件ある。", f"There are {len(made)} L07.")
        result.breach("LINK-014.4", once, several, asked, *records)
    if taken and answers:
        wanted, told = _result(answers[0]), taken[0].body.get("result")
        if told != wanted:
            result.breach(
                "LINK-011.1",
                text(f"答えのとおりの結果（{wanted}）", f"the result of the answer ({wanted})"),
                text(f"L07の結果は{told}である。", f"The result in L07 is {told}."),
                answers[0],
                taken[0],
            )


def _result(answer: Exchanged) -> str:
    if answer.message_type == "L05":
        return "provided"
    return "held" if answer.body.get("reason") == HELD else "refused"


def _by_number(
    history: History, fake: str, *kinds: str, outcomes: tuple[str, ...] = ("accepted",)
) -> dict[str, list[Exchanged]]:
    found: defaultdict[str, list[Exchanged]] = defaultdict(list)
    for exchange in history.exchanges(fake):
        if exchange.direction == "in" and exchange.message_type in kinds and exchange.outcome in outcomes:
            number = exchange.body.get("processing_number") if isinstance(exchange.body, dict) else None
            if isinstance(number, str):
                found[number].append(exchange)
    return dict(found)
