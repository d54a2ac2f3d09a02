"""
A second year in the small town: every act on a record that some defect spoils, for the tests of the defects.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from tests.registry import (
    test_changes as changes,
    test_moving_out as leaving,
    test_special_moving_in as special,
)
from tests.registry.town import ELSEWHERE, FOREIGN, IDENTITY, Bench, code, moving_in, number, person

Do = Callable[..., Any]
TOKYO = "131016"
FILED = {"identity": IDENTITY, "notified_on": "2026-04-12"}


def _family(do: Do, *numbers: int, domicile: str | None = None, **head: Any) -> tuple[str, list[str]]:
    words = ("世帯主", "妻", "子", "子")
    persons = [
        person(f"p{n}", n, word, registered_domicile_municipality=domicile, **(head if index == 0 else {}))
        for index, (n, word) in enumerate(zip(numbers, words, strict=False))
    ]
    outcome = do("MovingIn", **moving_in(*persons))
    return outcome["residents"][0]["household"], [one["resident"] for one in outcome["residents"]]


def _notices(bench: Bench, do: Do, resident: str) -> None:
    event = {
        "event": "marriage", "occurred_on": "2026-04-09", "accepted_on": "2026-04-10", "name": "和光 p101",
        "born_on": "1980-02-03", "address": "x", "items": {"name": "結婚 花子"},
    }  # fmt: skip
    bench.deliver("J22", {**event, "resident_record_code": code(101)}, ELSEWHERE)
    bench.deliver("J22", {**event, "resident_record_code": code(999)}, ELSEWHERE)
    for task in bench.read("ReadTasks")["tasks"]:
        if task["kind"] == "family-register-notice" and task.get("resident") == resident:
            do("ConfirmNotice", task=task["n"], decision="confirm")


def _leave(bench: Bench, do: Do) -> list[Any]:
    _household, (a, b, c) = _family(do, 141, 142, 143, domicile=TOKYO)
    insured = {
        "household_number": "0000000019", "relationship_class": "主", "acquired_on": "2026-04-07",
        "acquired_by": "転入", "lost_on": None, "lost_by": None, "insured": True,
    }  # fmt: skip
    body = {"local_addressee_number": a, "health_insurance": insured}
    bench.deliver("D02", body, "dept-health-insurance")
    care = {"insured": True, "insured_number": "77", "acquired_on": "2026-04-08", "lost_on": None}
    bench.deliver("D02", {"local_addressee_number": a, "long_term_care": care}, "dept-long-term-care")
    pension = {
        "pension_class": "1",
        "basic_pension_number": "9876-543210",
        "acquired_on": None,
        "lost_on": None,
    }
    bench.deliver("D02", {"local_addressee_number": a, "pension": pension}, "dept-pension")
    do("MovingOut", **changes.moving_out(a))
    renamed = [{"item": "name_kana", "value": "あらためて"}]
    do("ExOfficioCorrection", resident=a, changed_on="2026-04-12", cause="request", amendments=renamed)
    do("IssueMovingOutCertificate", identity=IDENTITY, residents=[a], cause="lost")
    do("WithdrawMovingOut", **FILED, residents=[a])
    do("MovingOut", **changes.moving_out(a, planned_on="2027-06-01"))
    do(
        "MovingOut",
        **changes.moving_out(b, planned_on="2026-04-15", destination="英国", destination_municipality=None),
    )
    do("MovingOut", **changes.moving_out(c, notified_on="2026-04-12"))
    bench.deliver("J05", leaving.notice(143, moved_in_on="2026-04-11", notified_on="2026-04-11"), ELSEWHERE)
    for moved_in_on in ("2026-04-12", "2026-04-10"):
        on = {
            "moved_in_on": moved_in_on,
            "notified_on": moved_in_on,
            "new_address": f"東京都千代田区{moved_in_on}",
        }
        bench.deliver("J05", leaving.notice(143, **on), ELSEWHERE)
    bench.deliver("J05", leaving.notice(998, name="和光 p141"), ELSEWHERE)
    bench.deliver("J05", leaving.notice(101), ELSEWHERE)
    early = do("MovingIn", **moving_in(person("e", 144), moved_in_on="2026-03-01"))["residents"][0][
        "resident"
    ]
    do("MovingOut", **changes.moving_out(early, planned_on="2026-03-28", notified_on="2026-04-12"))
    return [a, b, c, early]


def _special(bench: Bench, do: Do) -> None:
    _household, (a, b, c) = _family(do, 151, 152, 153)
    for resident, n in ((a, 151), (b, 152), (c, 153)):
        leaving.with_card(bench, resident, n, forget=False)
    for resident, n, state in ((b, 152, "suspended"), (c, 153, "lapsed")):
        change = {
            "card_id": f"card-{n}", "state": state, "cause": "loss", "changed_on": "2026-04-12", "operator": "o",
            "terminal": "t",
        }  # fmt: skip
        bench.deliver("K05", change, "card_management")
        do("MovingOut", **changes.moving_out(resident, route="special"))
    do("MovingOut", **changes.moving_out(a, route="special", planned_on="2026-04-14"))
    do("IssueMovingOutCertificate", identity=IDENTITY, residents=[a], cause="on-demand")
    asked = {
        "from_municipality": "112291", "name": "和光", "born_on": "1980-02-03", "sex": "male",
        "notified_on": "2026-04-12",
    }  # fmt: skip
    bench.deliver("J08", {**asked, "resident_record_code": code(151)}, leaving.KAWAGUCHI)
    bench.deliver("J08", {**asked, "resident_record_code": code(143)}, leaving.KAWAGUCHI)
    do("WithdrawMovingOut", **FILED, residents=[a])
    do(
        "SpecialMovingIn",
        **special.filing(
            7, variant="holder", presented=[{"ref": "m7", "card_id": "card-7", "pin_check": "passed"}]
        ),
    )
    bench.deliver("J07", special.data(special.moved_person(8), planned_on="2026-03-15"), ELSEWHERE)


def _authority(bench: Bench, do: Do) -> list[Any]:
    _household, (a, b, c) = _family(do, 111, 112, 113)
    stranger = person("s", 114, registered_domicile_municipality=TOKYO)
    decided = {"decided_on": "2026-04-12", "occurred_on": "2026-04-10"}
    to = {"address": "埼玉県和光市新倉1-1"}
    entered = do("ExOfficioEntry", **decided, ground="failure-to-notify", persons=[stranger], to_address=to)
    gone = {"event": "not-living-here", "ground": "failure-to-notify", "whereabouts_unknown": True}
    do("ExOfficioDeletion", **decided, resident=c, **gone)
    declared = {"event": "disappearance-declared", "ground": "family-register"}
    do("ExOfficioDeletion", **decided, resident=b, **declared)
    do("RestoreRecord", resident=c, decided_on="2026-04-12")
    for item, value, cause in (
        ("name", "改 名", "court"),
        ("telephone", "048-000", "request"),
        ("building", "ビル", "building-renaming"),
        ("former_surname", "旧", "request"),
    ):
        amended = [{"item": item, "value": value}]
        do("ExOfficioCorrection", resident=a, changed_on="2026-04-12", cause=cause, amendments=amended)
    return [a, b, c, entered["residents"][0]["resident"]]


def _numbers(bench: Bench, do: Do) -> list[Any]:
    _household, (a, b) = _family(do, 121, 122, domicile=TOKYO)
    do("ChangeResidentRecordCode", resident=a, requested_on="2026-04-12", cause="claim")
    do("ChangeResidentRecordCode", resident=a, requested_on="2026-04-12", cause="claim", identity=IDENTITY)
    do("ChangeIndividualNumber", resident=b, requested_on="2026-04-12", cause="claim", identity=IDENTITY)
    for _ in ("told", "told again"):
        bench.deliver(
            "J21", {"resident_record_code": code(122), "individual_number": number(922)}, "juki_net"
        )
    do("InquireIdentity", purpose="curiosity", resident_record_code=code(1))
    do("InquireIdentity", purpose="moving-in", name="和光")
    do("InquireIdentity", purpose="moving-in", resident_record_code=code(1), reach="nationwide")
    do("SendOnPaper", resident=b, message_type="J05")
    return [a, b]


def _households(bench: Bench, do: Do) -> list[Any]:
    household, (a, b, c, d) = _family(do, 131, 132, 133, 134, domicile=TOKYO)
    changed = {**FILED, "changed_on": "2026-04-10"}
    child = person("n", 0, "子", born_on="2026-04-11", resident_record_code=None, individual_number=None)
    born = do("EntryByBirth", notified_on="2026-04-12", household=household, person=child)
    newborn = born["residents"][0]["resident"]
    given = {
        "resident_record_code": bench.record(newborn)["resident_record_code"],
        "individual_number": number(935),
    }
    bench.deliver("J21", given, "juki_net")
    words = [{"resident": a, "relationship": "夫"}]
    words += [{"resident": each, "relationship": "子"} for each in (c, d, newborn)]
    do("ChangeOfHousehold", **changed, household=household, householder=b, relationships=words)
    do("MovingOut", **changes.moving_out(newborn, planned_on="2026-04-12"))
    do("SplitHousehold", **changed, residents=[c], householder=c)
    do(
        "MergeHouseholds",
        **changed,
        household=bench.record(c)["household"],
        into=household,
        relationships=[{"resident": c, "relationship": "子"}],
    )
    do(
        "ChangeOfAddress",
        **changes.change_of_address(d, notified_on="2026-04-12", new_household=True, householder=d),
    )
    do("ChangeOfAddress", **changes.change_of_address(d, moved_on="2026-04-13", notified_on="2026-04-12"))
    history = bench.record(d)["history"]
    do("CancelChange", resident=d, sequence=history[-1]["sequence"], decided_on="2026-04-12")
    do("DeletionByDeath", notified_on="2026-04-12", resident=a, died_on="2026-04-XX")
    do("DeletionByDeath", notified_on="2026-04-12", resident=b, died_on="2026-04-10")
    do("DeletionByDeath", notified_on="2026-04-12", resident=c, died_on="2026-04-11")
    return [a, b, c, d, newborn]


def _nationality(bench: Bench, do: Do) -> list[Any]:
    _household, (a, b) = _family(do, 161, 162, foreign=FOREIGN)
    leaving.with_card(bench, a, 161, forget=False)
    switched = {
        "notified_on": "2026-04-12",
        "occurred_on": "2026-04-11",
        "name": "日本 太郎",
        "name_kana": "にほん たろう",
    }
    domicile = {"registered_domicile": "東京都千代田区1", "head_of_family_register": "日本 太郎"}
    do("ChangeOfNationality", resident=a, kind="naturalisation", **switched, **domicile)
    do("MovingOut", **changes.moving_out(a))
    common = person(
        "f", 163, foreign={**FOREIGN, "residence_card_number": "GH12345678IJ"}, common_name="通称"
    )
    foreign = do("MovingIn", **moving_in(common))["residents"][0]["resident"]
    amended = [{"item": "common_name", "value": "別の通称"}]
    do("ExOfficioCorrection", resident=foreign, changed_on="2026-04-12", cause="request", amendments=amended)
    do("MovingOut", **changes.moving_out(foreign))
    return [a, b, foreign]


def _arrivals(do: Do) -> list[Any]:
    abroad = {"exemption": "from-abroad", "document": None, "from_municipality": None, "from_address": "英国"}
    do("MovingIn", **moving_in(person("z", 171, individual_number=None), **abroad))
    skipped = {"unreported_municipality": TOKYO, "unreported_address": "東京都千代田区9"}
    one = do("MovingIn", **moving_in(person("u", 172), **skipped))["residents"][0]["resident"]
    do("MovingIn", **moving_in(person("v", 173), provisional=True))
    do("DeletionByDeath", notified_on="2026-04-12", resident=one, died_on="2026-04-10")
    do("MovingIn", **moving_in(person("u", 174)))
    return [one]


def live(bench: Bench, do: Do) -> list[Any]:
    """
    All of it, on 12 April 2026; answers the records and what was read.
    """
    bench.clock("2026-04-12T09:00:00+09:00")
    concerned = [*_arrivals(do), *_authority(bench, do), *_numbers(bench, do), *_households(bench, do)]
    _household, (first, *_more) = _family(do, 101, 102)
    _notices(bench, do, first)
    concerned += [*_nationality(bench, do), *_leave(bench, do)]
    _special(bench, do)
    bench.town.answer = _no_result
    _household, waiting = _family(do, 181, 182)
    bench.clock("2026-04-13T09:00:00+09:00")
    kept = bench.read("ReadDeliveries", resident=waiting[0])
    bench.town.answer = lambda _kind, _message: None
    bench.clock("2026-04-15T09:00:00+09:00")
    held = bench.read("ReadMovingOutData", resident_record_code=code(8))
    bench.clock("2026-04-16T09:00:00+09:00")
    held = [held, bench.read("ReadMovingOutData", resident_record_code=code(8))]
    seen = [bench.record(each) for each in [*concerned, first]]
    documents = [bench.read("ReadDocuments", resident=each) for each in concerned]
    return [*seen, *documents, kept, held, bench.read("ReadTasks"), bench.read("ReadAccessLog")]


def _no_result(kind: str, message: dict[str, Any]) -> Any:
    """
    An acknowledgement that does not say what became of the update, or none at all.
    """
    if kind != "J01":
        return None
    if message["body"]["resident_record_code"] == code(182):
        return httpx.Response(503)
    ack = {"message_id": message["envelope"]["message_id"], "received": "new", "journal": 1, "reply": None}
    return httpx.Response(200, json=ack)
