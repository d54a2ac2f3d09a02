"""
What the neighbours do by themselves in a year: a card is made after its application, the municipality moved to tells of
the moving in. Days are our own choice.
"""

from __future__ import annotations

from datetime import date, timedelta
from heapq import heappop, heappush
from typing import Any, NamedTuple

from scenarios.population.history import MAKING, adult_age
from scenarios.population.replay.books import Books, Known, next_card
from scenarios.population.replay.commands import residents_of

Row = dict[str, Any]
MADE_AFTER, TOLD_AFTER = timedelta(days=MAKING), timedelta(days=5)
BIRTHDAYS, MINORS_BIRTHDAYS = 10, 5
UNLIMITED = ("永住者", "特別永住者", "高度専門職第2号", "高度専門職2号")


class Deed(NamedTuple):
    """
    Something that a fake is asked to do.
    """

    fake: str
    act: str
    body: Row


class Neighbours:
    """
    What is to come from the neighbours, by day.
    """

    def __init__(self, books: Books, municipality: str) -> None:
        self._books = books
        self._municipality = municipality
        self._due: list[tuple[date, int, str, Row, int]] = []
        self._count = 0

    def after(self, event: Row) -> None:
        """
        What an accepted event will make them do.
        """
        if event["kind"] in ("card_application", "card_renewal"):
            self._put(event["changed_on"] + MADE_AFTER, "card", event, residents_of(event)[0])
        elif event["kind"] == "moving_out":
            told = max(event["changed_on"], event["notified_on"]) + TOLD_AFTER
            for resident in residents_of(event):
                self._put(told, "moved in", event, resident)

    def _put(self, day: date, what: str, event: Row, resident: int) -> None:
        self._count += 1
        heappush(self._due, (day, self._count, what, event, resident))

    def next_day(self) -> date | None:
        """
        The first day on which something is to come.
        """
        return self._due[0][0] if self._due else None

    def due(self, today: date) -> list[Deed]:
        """
        What comes on a day.
        """
        deeds = []
        while self._due and self._due[0][0] <= today:
            _, _, what, event, resident = heappop(self._due)
            known = self._books.at(resident)
            deeds.append(
                self._card(known, event, today) if what == "card" else self._moved_in(known, event, today)
            )
        return deeds

    def at_once(self, event: Row) -> Deed | None:
        """
        What is no act at the counter but a neighbour's notice: the Agency tells of a longer stay (I02).
        """
        if event["kind"] != "stay_extension":
            return None
        known = self._books.at(residents_of(event)[0])
        known.row["period_of_stay"] = event["period_of_stay"]
        known.row["period_expires_on"] = event["period_expires_on"]
        body = {
            "reference": f"agency-{event['event']}",
            "residence_card_number": known.row["residence_card_number"],
            "name": known.name,
            "born_on": str(known.row["birth_date"]),
            "nationality": known.row["nationality"],
            "status_of_residence": known.row["status_of_residence"],
            "period_of_stay": event["period_of_stay"],
            "period_expires_on": str(event["period_expires_on"]),
            "change": "period",
        }
        return Deed("immigration", "send", {"message_type": "I02", "sender": "immigration", "body": body})

    def _card(self, known: Known, event: Row, today: date) -> Deed:
        known.waiting = next_card(known)
        body = {
            "card_id": known.waiting,
            "application_id": known.waiting.replace("CARD", "APPLICATION"),
            "resident_record_code": known.row["resident_record_code"],
            "applied_on": str(event["changed_on"]),
            "issued_on": str(today),
            "expires_on": str(expires_on(known.row, event, today)),
            "state": "in-stock",
            "municipality": self._municipality,
            "notify": True,
        }
        return Deed("card_management", "make_card", body)

    def _moved_in(self, known: Known, event: Row, today: date) -> Deed:
        body = {
            "resident_record_code": known.row["resident_record_code"],
            "name": known.name,
            "name_kana": known.name_kana,
            "born_on": str(known.row["birth_date"]),
            "sex": known.row["sex"],
            "previous_address": known.address.address,
            "new_address": "移転先の住所",
            "moved_in_on": str(event["changed_on"]),
            "notified_on": str(today),
            "previous_municipality": self._municipality,
        }
        sent = {"message_type": "J05", "sender": event["to_municipality"], "body": body}
        return Deed("juki_net", "send", sent)


def expires_on(row: Row, event: Row, made: date) -> date:
    """
    The last day of a card (番号カード省令26条, 27条, 29条3項), as the organisation reckons it.
    """
    born: date = row["birth_date"]
    adult = _birthday(born, born.year + adult_age(event["changed_on"])) <= made
    renewed = event["kind"] == "card_renewal"
    count = (BIRTHDAYS if adult else MINORS_BIRTHDAYS) + renewed
    first = made.year if _birthday(born, made.year) > made else made.year + 1
    last = _birthday(born, first + count - 1)
    end = row["period_expires_on"]
    if row["nationality"] == "JPN" or end is None or row["status_of_residence"] in UNLIMITED:
        return last
    return end if adult else min(end, last)


def _birthday(born: date, year: int) -> date:
    try:
        return born.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 2, 28)
