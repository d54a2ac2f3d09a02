"""
Support measures and periods of stay of a year, held against rules of one's own; shares no code with what made the year.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]
DAY = timedelta(days=1)
OPEN = {"temporary", "active"}


@dataclass
class Measure:
    """
    Whom a measure covers, its state and last day.
    """

    covers: set[int]
    state: str = "temporary"
    last: date | None = None
    lifted: date | None = None


@dataclass
class Protection:
    """
    Measures by who applied for them; what is wrong goes to `refused`.
    """

    people: dict[int, Row]
    refused: list[str]
    measures: dict[int, Measure] = field(default_factory=dict)

    def covering(self, resident: int) -> list[Measure]:
        """
        Measures that hold for somebody.
        """
        return [each for each in self.measures.values() if each.state in OPEN and resident in each.covers]

    def play(self, event: Row, residents: list[int], members: set[int]) -> None:
        """
        One event of a measure.
        """
        who, kind = residents[0], event["kind"]
        if kind == "support_application":
            self._applied(event, residents, members)
            return
        measure = self.measures.get(who)
        if measure is None or measure.state not in OPEN:
            self.refused.append(f"{kind} of {who}, who has no measure")
            return
        getattr(self, f"_{kind.removeprefix('support_')}")(event, measure)

    def _applied(self, event: Row, residents: list[int], members: set[int]) -> None:
        who, *others = residents
        standing = self.people[who].get("support_measure")
        if self.people[who]["age"] < 18 or any(self.people[each]["age"] >= 18 for each in others):
            self.refused.append(f"support for {residents}, whose ages do not fit")
        if who in self.measures and self.measures[who].state in OPEN:
            self.refused.append(f"{who} applies for support a second time")
        if (standing is not None and who not in self.measures) != (event["detail"] == "taken-over"):
            self.refused.append(f"the measure of {who} is or is not one of before")
        if not set(others) <= members:
            self.refused.append(f"{others} are supported and live elsewhere")
        self.measures[who] = Measure(set(residents))

    def _decision(self, event: Row, measure: Measure) -> None:
        said, _, since = event["detail"].partition(" since ")
        if measure.state != "temporary":
            self.refused.append(f"a measure of {event['residents']} decided twice")
        if said == "reject":
            measure.state = "rejected"
            return
        begun = date.fromisoformat(since)
        measure.state, measure.last = "active", next_year(begun) - DAY
        if begun > event["changed_on"] or measure.last < date(event["changed_on"].year, 1, 1):
            self.refused.append(f"a measure of {event['residents']} since {since}")
        told = self.people[int(event["residents"])].get("support_measure_ends_on")
        if told is not None and begun.year < event["changed_on"].year and abs((told - measure.last).days) > 1:
            self.refused.append(f"the measure of {event['residents']} ends {measure.last}, not {told}")

    def _extension(self, event: Row, measure: Measure) -> None:
        if measure.state != "active" or measure.last is None:
            self.refused.append(f"{event['residents']}: what is not confirmed is extended")
        elif event["changed_on"] < month_earlier(measure.last):
            self.refused.append(f"{event['residents']}: a measure until {measure.last} extended too early")
        else:
            measure.last = next_year(measure.last + DAY) - DAY

    def _end(self, event: Row, measure: Measure) -> None:
        over = measure.last is not None and event["changed_on"] > measure.last
        if measure.state != "active" or over != (event["detail"] == "expired"):
            self.refused.append(
                f"{event['residents']}: a measure until {measure.last} ends {event['detail']}"
            )
        measure.state = "ended"

    def _release(self, event: Row, measure: Measure) -> None:
        measure.lifted = event["changed_on"]

    def copied(self, event: Row, residents: list[int]) -> None:
        """
        A copy for somebody protected is issued while every hold is lifted, and never at a terminal.
        """
        for each in residents:
            held = [m for m in self.covering(each) if m.lifted != event["changed_on"]]
            if held or (event["kind"] == "convenience_certificate" and self.covering(each)):
                self.refused.append(f"{event['kind']} of {each}, whom a measure protects")

    def stays(self, event: Row, resident: int) -> None:
        """
        A longer stay begins before the old one is over, and is as long as its period says.
        """
        person, last = self.people[resident], event["period_expires_on"]
        old = person["period_expires_on"]
        if person["nationality"] == "JPN" or old is None or "技能実習" in person["status_of_residence"]:
            self.refused.append(f"a longer stay for {resident}, who has none")
            return
        years, _, months = event["period_of_stay"].partition("年")
        whole = 12 * int(years) + int(months.removesuffix("月") or 0)
        if event["period_of_stay"] != person["period_of_stay"] or last != months_later(old, whole):
            self.refused.append(f"a stay of {resident} until {last} after {old}")
        if not old - timedelta(days=92) <= event["changed_on"] <= old:
            self.refused.append(f"a stay of {resident} until {old} extended {event['changed_on']}")
        person["period_expires_on"] = last

    def card_follows(self, event: Row, resident: int) -> None:
        """
        A card goes on to the end of the stay or the birthday, whichever is earlier, and further than before.
        """
        person = self.people[resident]
        made, born = person["card_issued_on"], person["birth_date"]
        grown = months_later(born, 12 * (18 if made >= date(2022, 4, 1) else 20)) <= made
        following = made.year + (months_later(born, 12 * (made.year - born.year)) <= made)
        birthday = months_later(born, 12 * (following - born.year + (9 if grown else 4)))
        last = min(person["period_expires_on"], birthday)
        if event["detail"] != f"until {last}" or last <= person["card_expires_on"]:
            self.refused.append(f"the card of {resident} {event['detail']}, not {last}")
        person["card_expires_on"] = last


def next_year(day: date) -> date:
    """
    The same day a year later; the 1 March after a 29 February.
    """
    return date(day.year + 1, 3, 1) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)


def months_later(day: date, months: int) -> date:
    """
    The same day some months later, or the last of that month.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_earlier(day: date) -> date:
    """
    The same day a month earlier, or the last of that month.
    """
    return months_later(day, -1)
