"""
What an event of the year asks of a registry: one command, or none where nothing of it is the registry's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from harness.port.commands import (
    Address,
    Amendment,
    ApplyForCard,
    ApplyForSupport,
    ChangeOfAddress,
    ChangeOfHousehold,
    ChangeOfNationality,
    ClaimAtConvenienceStore,
    Command,
    Counter,
    DecideSupport,
    DeletionByDeath,
    EndSupport,
    EntryByBirth,
    ExOfficioCorrection,
    ExtendCardValidity,
    ExtendSupport,
    HandOverCard,
    IssueCopyOfRecord,
    MovingIn,
    MovingOut,
    Relation,
    ReleaseSupport,
    ReportCardFound,
    ReportCardLoss,
    SplitHousehold,
)
from scenarios.population.history import elsewhere
from scenarios.population.more_columns import SPACE
from scenarios.population.replay.books import Books, Known
from scenarios.population.replay.standing import person_of

Row = dict[str, Any]
ABROAD = "アメリカ合衆国"
PIN = "2580"


def residents_of(event: Row) -> list[int]:
    """
    Whom an event names.
    """
    return [int(word) for word in event["residents"].split()]


def relationships_of(event: Row) -> dict[int, str]:
    """
    Relationships that an event states.
    """
    pairs = (word.partition(":") for word in (event["relationships"] or "").split())
    return {int(who): what for who, _, what in pairs}


class Clerk:
    """
    Writes commands from the events of a year, with what the books know.
    """

    def __init__(self, books: Books, events: Sequence[Row]) -> None:
        self._books = books
        self._partners = partners_of(events)
        """Who marries in, by the number of the marriage."""
        married = {event["event"]: residents_of(event)[0] for event in events if event["kind"] == "marriage"}
        self._spouses = {partner: married[number] for number, partner in self._partners.items()}
        self._addresses = dict(zip(*elsewhere(), strict=True))
        self._makers: dict[str, Callable[[Row, Counter], Command | None]] = {
            "moving_in": self._moving_in,
            "moving_in_abroad": self._moving_in,
            "moving_out": self._moving_out,
            "moving_out_abroad": self._moving_out,
            "change_of_address": self._change_of_address,
            "birth": self._birth,
            "death": self._death,
            "marriage": self._marriage,
            "naturalisation": self._naturalisation,
            "change_of_householder": self._change_of_householder,
            "household_split": self._split,
            "card_application": self._application,
            "card_renewal": self._application,
            "card_handover": self._hand_over,
            "card_loss": self._loss,
            "card_found": self._found,
            "card_extension": self._extension,
            "copy_of_record": self._copy,
            "convenience_certificate": self._convenience,
            **supporting(books),
        }

    def command(self, event: Row) -> Command | None:
        """
        The command of an event. None: what another system tells of, and what changes nothing on a record.
        """
        make = self._makers.get(event["kind"])
        counter = Counter("population", "counter-1", f"event-{event['event']}")
        return None if make is None else make(event, counter)

    def _first(self, event: Row) -> tuple[int, Known]:
        resident = residents_of(event)[0]
        return resident, self._books.at(resident)

    def _moving_in(self, event: Row, counter: Counter) -> Command:
        said, abroad = relationships_of(event), event["kind"] == "moving_in_abroad"
        first, known = self._first(event)
        joins = event["detail"] == "joins"
        spouse = self._spouses.get(first)
        # A foreign resident who comes for the first time has neither code nor number; a national who returns has both.
        persons = [
            person_of(row, said[each], numbered=not abroad or row["nationality"] == "JPN")
            for each, row in ((each, self._books.at(each).row) for each in residents_of(event))
        ]
        return MovingIn(
            counter=counter,
            identity=self._books.filer(first),
            notified_on=str(event["notified_on"]),
            moved_in_on=str(event["changed_on"]),
            to_address=(known if spouse is None else self._books.at(spouse)).address,
            persons=persons,
            from_municipality=event["from_municipality"],
            from_address=self._addresses.get(event["from_municipality"]),
            document=None if abroad else "moving-out-certificate",
            exemption="from-abroad" if abroad else None,
            household=self._books.homes.get(event["household"], "0") if joins else None,
        )

    def _moving_out(self, event: Row, counter: Counter) -> Command:
        to = event["to_municipality"]
        return MovingOut(
            counter=counter,
            identity=self._books.filer(self._first(event)[0]),
            notified_on=str(event["notified_on"]),
            planned_on=str(event["changed_on"]),
            residents=self._numbers(event),
            destination=self._addresses.get(to) or ABROAD,
            destination_municipality=to,
        )

    def _numbers(self, event: Row) -> list[str]:
        return [self._books.number(each) for each in residents_of(event)]

    def _change_of_address(self, event: Row, counter: Counter) -> Command:
        first, known = self._first(event)
        head = known.address.address.removesuffix(f"{known.row['town']}{known.row['lot']}")
        return ChangeOfAddress(
            counter=counter,
            identity=self._books.filer(first),
            notified_on=str(event["notified_on"]),
            moved_on=str(event["changed_on"]),
            residents=self._numbers(event),
            to_address=Address(
                address=f"{head}{event['town']}{event['lot']}", postal_code=event["postal_code"]
            ),
        )

    def _birth(self, event: Row, counter: Counter) -> Command:
        child, known = self._first(event)
        mother = self._books.at(int(event["detail"].partition(" ")[2]))
        return EntryByBirth(
            counter=counter,
            notified_on=str(event["notified_on"]),
            household=mother.home or "0",
            person=person_of(known.row, relationships_of(event)[child], numbered=False),
        )

    def _death(self, event: Row, counter: Counter) -> Command:
        return DeletionByDeath(
            counter=counter,
            notified_on=str(event["notified_on"]),
            resident=self._numbers(event)[0],
            died_on=str(event["changed_on"]),
        )

    def _marriage(self, event: Row, counter: Counter) -> Command | None:
        _, known = self._first(event)
        partner = self._books.at(self._partners[event["event"]])
        values = {"head_of_family_register": partner.register_head}
        if event["family_name"] is not None:
            given = known.row
            values["name"] = f"{event['family_name']}{SPACE}{given['given_name']}"
            values["name_kana"] = f"{event['family_name_kana']}{SPACE}{given['given_name_kana']}"
        stands = {
            "head_of_family_register": known.register_head, "name": known.name, "name_kana": known.name_kana,
        }  # fmt: skip
        amended = [
            Amendment(item, value)  # type: ignore[arg-type] # the keys above are items
            for item, value in values.items()
            if value != stands[item]
        ]
        if not amended:
            return None
        return ExOfficioCorrection(
            counter=counter,
            resident=known.number or "0",
            changed_on=str(event["changed_on"]),
            cause="family-register-notice",
            amendments=amended,
        )

    def _naturalisation(self, event: Row, counter: Counter) -> Command:
        _, known = self._first(event)
        name = f"{event['family_name']}{SPACE}{known.row['given_name']}"
        return ChangeOfNationality(
            counter=counter,
            notified_on=str(event["notified_on"]),
            resident=known.number or "0",
            kind="naturalisation",
            occurred_on=str(event["changed_on"]),
            name=name,
            name_kana=f"{event['family_name_kana']}{SPACE}{known.row['given_name_kana']}",
            registered_domicile=known.address.address,
            head_of_family_register=name,
        )

    def _change_of_householder(self, event: Row, counter: Counter) -> Command | None:
        if event["detail"] == "ex-officio":
            return None  # A sole member who is left heads the household without anybody's act (住基令25条).
        head = int(event["householder"])
        return ChangeOfHousehold(
            counter=counter,
            identity=self._books.filer(head),
            notified_on=str(event["notified_on"]),
            changed_on=str(event["changed_on"]),
            household=self._books.at(head).home or "0",
            householder=self._books.number(head),
            relationships=[
                Relation(self._books.number(who), word)
                for who, word in relationships_of(event).items()
                if who != head
            ],
        )

    def _split(self, event: Row, counter: Counter) -> Command:
        goer = residents_of(event)[0]
        return SplitHousehold(
            counter=counter,
            identity=self._books.filer(goer),
            notified_on=str(event["notified_on"]),
            changed_on=str(event["changed_on"]),
            residents=self._numbers(event),
            householder=self._books.number(goer),
        )

    def _application(self, event: Row, counter: Counter) -> Command:
        applicant, known = self._first(event)
        return ApplyForCard(
            counter=counter,
            identity=self._books.filer(applicant),
            resident=known.number or "0",
            applied_on=str(event["changed_on"]),
        )

    def _hand_over(self, event: Row, counter: Counter) -> Command:
        _, known = self._first(event)
        return HandOverCard(
            counter=counter,
            card_id=known.waiting or "0",
            resident=known.number or "0",
            collector="self",
            shown_name=known.name,
            shown_born_on=str(known.row["birth_date"]),
            shown_individual_number=known.row["individual_number"],
            document="drivers-licence",
            pin=PIN,
        )

    def _loss(self, event: Row, counter: Counter) -> Command:
        holder, known = self._first(event)
        return ReportCardLoss(
            counter=counter,
            identity=self._books.filer(holder),
            resident=known.number or "0",
            card_id=known.card or "0",
            lost_on=str(event["changed_on"]),
        )

    def _found(self, event: Row, counter: Counter) -> Command:
        holder, known = self._first(event)
        return ReportCardFound(
            counter=counter,
            identity=self._books.filer(holder),
            resident=known.number or "0",
            card_id=known.card or "0",
            found_on=str(event["changed_on"]),
        )

    def _extension(self, event: Row, counter: Counter) -> Command:
        holder, known = self._first(event)
        return ExtendCardValidity(
            counter=counter,
            identity=self._books.filer(holder),
            resident=known.number or "0",
            card_id=known.card or "0",
            requested_on=str(event["changed_on"]),
        )

    def _convenience(self, event: Row, counter: Counter) -> Command:
        _, known = self._first(event)
        return ClaimAtConvenienceStore(
            counter=Counter("population", "kiosk-1", counter.trace_id),
            card_id=known.card or "0",
            pin_check="passed",
        )

    def _copy(self, event: Row, counter: Counter) -> Command:
        asker, known = self._first(event)
        return IssueCopyOfRecord(
            counter=counter,
            identity=self._books.filer(asker),
            requester="self",
            residents=[known.number or "0"],
        )


def supporting(books: Books) -> dict[str, Callable[[Row, Counter], Command]]:
    """
    What the events of support measures ask for.
    """

    def application(event: Row, counter: Counter) -> Command:
        first, *others = residents_of(event)
        return ApplyForSupport(
            counter=counter,
            identity=books.filer(first),
            resident=books.number(first),
            applied_on=str(event["changed_on"]),
            accompanying=[books.number(each) for each in others],
            opinion="police",
        )

    def measure(event: Row) -> str:
        return books.at(residents_of(event)[0]).measure or "none"

    def decision(event: Row, counter: Counter) -> Command:
        said, _, since = event["detail"].partition(" since ")
        return DecideSupport(
            counter=counter,
            measure=measure(event),
            decided_on=str(event["changed_on"]),
            decision=said,
            starts_on=since or None,
        )

    def extension(event: Row, counter: Counter) -> Command:
        return ExtendSupport(counter=counter, measure=measure(event), requested_on=str(event["changed_on"]))

    def end(event: Row, counter: Counter) -> Command:
        return EndSupport(
            counter=counter, measure=measure(event), ended_on=str(event["changed_on"]), cause=event["detail"]
        )

    def release(event: Row, counter: Counter) -> Command:
        return ReleaseSupport(
            counter=counter, measure=measure(event), minutes=int(event["detail"].partition(" ")[0])
        )

    return {
        "support_application": application,
        "support_release": release,
        "support_decision": decision,
        "support_extension": extension,
        "support_end": end,
    }


def partners_of(events: Sequence[Row]) -> dict[int, int]:
    """
    Who marries in, by the number of the marriage: the next event lets them move in.
    """
    return {
        event["event"]: residents_of(following)[0]
        for event, following in pairwise(events)
        if event["kind"] == "marriage" and following["detail"] == "joins"
    }
