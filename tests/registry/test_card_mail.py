"""
Mail about numbers and cards: once, where the person lives or stays, and again for a new reason only.
"""

from __future__ import annotations

from tests.registry.test_cards import SELF, day
from tests.registry.town import ADDRESS, IDENTITY, Bench, moving_in, number, person


def test_mail_goes_once_for_a_number_and_never_without_one() -> None:
    """
    A child's notice is asked for when the number is on the record; hearing the number twice asks for no second.
    """
    with Bench() as bench:
        parent = bench.do("MovingIn", **moving_in(person("a", 11)))["residents"][0]
        child = person("b", 12, "子", resident_record_code=None, individual_number=None, born_on=day(0))
        born = bench.do("EntryByBirth", notified_on=day(0), household=parent["household"], person=child)
        resident = born["residents"][0]["resident"]
        assert bench.town.of("K01") == []
        ask = {"identity": IDENTITY, "resident": resident, "applied_on": day(0)}
        assert bench.do("ApplyForCard", **ask)["reason"] == "not-permitted"
        told = {
            "resident_record_code": bench.record(resident)["resident_record_code"],
            "individual_number": number(77),
        }
        bench.deliver("J21", told, "juki_net")
        bench.deliver("J21", told, "juki_net")
        (mail,) = bench.town.of("K01")
        assert (mail["print_class"], mail["individual_number"]) == ("number-notice", number(77))
        assert mail["destination_address"] == ADDRESS["address"]
        assert mail["municipality_name"] == "和光市"
        (shown,) = bench.read("ReadDispatches", resident=resident)["dispatches"]
        assert (shown["dispatch_id"], shown["state"]) == (mail["dispatch_id"], "requested")


def test_a_returned_notice_is_told_once_and_sent_again_for_new_reasons_only() -> None:
    """
    K02 makes one task and one K02 back; the same reason does not do twice.
    """
    with Bench() as bench:
        resident = str(bench.do("MovingIn", **moving_in(person("a", 11)))["residents"][0]["resident"])
        bench.do("ApplyForCard", identity=IDENTITY, resident=resident, applied_on=day(0))
        (mail,) = bench.town.of("K01")
        again = {"resident": resident, "dispatch_id": mail["dispatch_id"]}
        assert bench.do("ResendNumberNotice", **again, reason="転居先判明")["reason"] == "already-done"
        back = {"dispatch_id": mail["dispatch_id"], "state": "returned", "on": day(0), "reason": "宛所不明"}
        bench.deliver("K02", back, "card_management")
        bench.deliver("K02", back, "card_management")
        assert bench.town.of("K02") == [back]
        tasks = [t for t in bench.read("ReadTasks")["tasks"] if t["kind"] == "mail-returned"]
        assert [t["resident"] for t in tasks] == [resident]
        for reason in (None, " "):
            assert bench.do("ResendNumberNotice", **again, reason=reason)["reason"] == "new-reason-missing"
        assert bench.do("ResendNumberNotice", **again, reason="転居先判明")["outcome"] == "accepted"
        bench.deliver("K02", back, "card_management")
        assert bench.do("ResendNumberNotice", **again, reason="転居先判明")["reason"] == "new-reason-missing"
        assert {body["dispatch_id"] for body in bench.town.of("K01")} == {mail["dispatch_id"]}


def test_mail_goes_to_the_place_of_stay_once_it_is_registered() -> None:
    """
    The place takes the address's part in what waits and in what is asked for later.
    """
    with Bench() as bench:
        resident = str(bench.do("MovingIn", **moving_in(person("a", 11)))["residents"][0]["resident"])
        place = {"address": "東京都練馬区豊玉北6-12-1", "postal_code": "1768501", "town_code": ""}
        ask = {"identity": SELF, "resident": resident, "requested_on": day(0), "place": place}
        bench.do("RegisterDispatchPlace", **ask)
        bench.do("ApplyForCard", identity=IDENTITY, resident=resident, applied_on=day(0))
        assert {body["destination_address"] for body in bench.town.of("K01")} == {place["address"]}
        assert {body["address"] for body in bench.town.of("K01")} == {ADDRESS["address"]}
