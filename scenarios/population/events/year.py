"""
A year of a whole area: every household's year, put in the order in which it is notified, written beside the residents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from scenarios.population.counters import Ints, Words
from scenarios.population.deck import PARTS, RELATIONSHIPS
from scenarios.population.edges import schema
from scenarios.population.events import stay, support
from scenarios.population.events.act import REASONS, Act, Proposal, notified
from scenarios.population.events.household import Year
from scenarios.population.events.kinship import Member, place
from scenarios.population.events.newcomers import KEPT, Newcomers, bits_of
from scenarios.population.events.rates import (
    LEAVING_HOME_AGES,
    MILLION,
    class_of_move,
    day_of_move,
    dealt,
    may_bear,
)
from scenarios.population.events.stay import MONTHS
from scenarios.population.foreign import statuses
from scenarios.population.history import elsewhere
from scenarios.population.layout import Layout
from scenarios.population.more_columns import Whole
from scenarios.population.order import Order
from scenarios.population.people import EPOCH
from scenarios.population.places import BLOCKS, HOUSES
from scenarios.population.population import Population
from scenarios.population.writing import described, write

Found = tuple[str, Ints, Words, bool]
"""A kind of proposal, the residents, their bits, and whether it is theirs or the household's."""

Turns = Counter[tuple[str, int]]
"""
How many moves of a kind there were, by the size of the household: each size is dealt out by itself, so that the people
who move are spread as evenly over the months as the moves are.
"""

COLUMNS = {
    "event": pa.int64(), "kind": pa.string(), "reason": pa.string(), "changed_on": pa.date32(),
    "notified_on": pa.date32(), "household": pa.int64(), "residents": pa.string(), "moves": pa.string(),
    "new_household": pa.int64(), "householder": pa.int64(), "relationships": pa.string(),
    "from_municipality": pa.string(), "to_municipality": pa.string(), "postal_code": pa.string(), "town": pa.string(),
    "lot": pa.string(), "family_name": pa.string(), "family_name_kana": pa.string(), "nationality": pa.string(),
    "detail": pa.string(), "period_of_stay": pa.string(), "period_expires_on": pa.date32(),
}  # fmt: skip


UNDECIDED = 1
"""In place of the last day of a measure that is not decided yet."""


@dataclass(frozen=True)
class Everybody:
    """
    What the year needs of every resident, by number: a few bytes each.
    """

    household: Words
    composition: NDArray[np.int16]
    part: NDArray[np.int8]
    relationship: NDArray[np.int8]
    woman: NDArray[np.bool_]
    foreign: NDArray[np.bool_]
    age: NDArray[np.int16]
    born: NDArray[np.int32]
    expires: NDArray[np.int32]
    """The last day of the card; 0 where there is none."""
    stay: NDArray[np.int32]
    """The last day of a foreign resident's period of stay; 0 where there is none."""
    period: NDArray[np.int8]
    """The period, by its place in PERIODS, where the same may be granted once more; 0 elsewhere."""
    by_birthday: NDArray[np.int32]
    """The last day of the card if no period of stay ended it before."""
    measure: NDArray[np.int32]
    """The last day of a support measure, 1 for one that is not decided yet; 0 where there is none."""


PERIODS = (None, *MONTHS)


def _periods(whole: Whole) -> NDArray[np.int8]:
    found = np.zeros(len(whole.people.age), dtype=np.int8)
    table = statuses(whole.tables.deck.nationalities, whole.tables.day)
    held = whole.stay
    # 技能実習 is not granted again: it ends with its last period (令和6年法律第60号).
    again = [not table.label[row].startswith("技能実習") for row in held.status.tolist()]
    found[held.at] = [
        PERIODS.index(period) if more else 0 for period, more in zip(held.period, again, strict=True)
    ]
    return found


def _measures(whole: Whole) -> NDArray[np.int32]:
    found = np.zeros(len(whole.people.age), dtype=np.int32)
    at, last = whole.protected
    found[at] = np.maximum(last, UNDECIDED)
    return found


def everybody(population: Population, layout: Layout) -> Everybody:
    """
    Read the whole population once.
    """
    tables, deck = population.tables, population.deck
    found: list[tuple[NDArray[Any], ...]] = []
    for part in layout.parts(0, population.residents):
        people = tables.peopling.people(part)
        whole = Whole(tables, people, population.marginals.rates)
        found.append(
            (
                people.household,
                deck.composition[people.place],
                deck.families.part[people.member],
                deck.families.relationship[people.member],
                people.woman,
                people.foreign,
                people.age.astype(np.int16),
                people.born,
                np.where(whole.cards.held, whole.cards.expires, 0).astype(np.int32),
                whole.last_of_stay.astype(np.int32),
                _periods(whole),
                np.where(whole.cards.held, whole.cards.by_birthday, 0).astype(np.int32),
                _measures(whole),
            )
        )
    return Everybody(*(np.concatenate(columns) for columns in zip(*found, strict=True)))


def acts(population: Population, year: int) -> tuple[list[Act], Newcomers]:
    """
    All acts of a year in the order of their notification, and who came in it.
    """
    layout = population.layout
    if not isinstance(layout, Layout):
        raise TypeError(population.marginals.name)  # `order` refuses it with what to do.
    people = everybody(population, layout)
    pool = Newcomers(population, year)
    pool.card_expiry = {int(i): int(people.expires[i]) for i in np.flatnonzero(people.expires)}
    made: list[Act] = []
    turns: Turns = Counter()
    for number, home in pool.arrivals():
        made.append(_arrival(pool, number, home, turns))
    for first, proposals in _by_household(population, people, pool):
        number = int(people.household[first])
        begin, end = layout.of_household(number)
        members = [_member(people, resident) for resident in range(begin, end)]
        made += Year(year, number, members, pool).acts(proposals)
    order = sorted(range(len(made)), key=lambda n: (made[n].notified_on, n))
    return [made[n] for n in order], pool


def _member(people: Everybody, resident: int) -> Member:
    label = RELATIONSHIPS[people.relationship[resident]]
    return Member(
        resident=resident,
        part=place(PARTS[people.part[resident]], label),
        relationship=label,
        sex="female" if people.woman[resident] else "male",
        age=int(people.age[resident]),
        born=int(people.born[resident]),
        japanese=not people.foreign[resident],
        card="active" if people.expires[resident] else None,
        card_until=int(people.expires[resident]),
        card_limit=int(people.by_birthday[resident]),
        stay_until=int(people.stay[resident]),
        period=PERIODS[people.period[resident]],
        measures=["temporary"] if people.measure[resident] else [],
        measure_until=int(people.measure[resident]) if people.measure[resident] > UNDECIDED else 0,
    )


def _arrival(pool: Newcomers, household: int, home: list[dict[str, Any]], turns: Turns) -> Act:
    bits = int(bits_of(np.array([household], dtype=np.uint64), pool.seed, "moving in")[0])
    turn = class_of_move(bits), len(home)
    turns[turn] += 1
    bits = dealt(bits, turns[turn])
    foreign = home[0]["nationality"] != "JPN"
    abroad = (bits >> 33) % MILLION < pool.rates.abroad_of_arriving * (6 if foreign else 1)
    moves = None if abroad else pool.class_of_move(bits)
    changed = day_of_move(pool.year, moves or "other_prefecture", bits)
    lag = (bits >> 40) % 10
    return Act(
        "moving_in_abroad" if abroad else "moving_in",
        changed,
        notified(changed, lag),
        household,
        [row["resident"] for row in home],
        moves=moves,
        elsewhere=None if moves is None else pool.elsewhere(moves, bits >> 20),
        relationships={row["resident"]: row["relationship"] for row in home},
    )


def _by_household(
    population: Population, people: Everybody, pool: Newcomers
) -> Iterator[tuple[int, list[Proposal]]]:
    found = list(_proposed(population, people, pool))
    resident = np.concatenate([at for _, at, _, _ in found])
    household = people.household[resident]
    kind = np.repeat(np.arange(len(found)), [len(at) for _, at, _, _ in found])
    bits = np.concatenate([bits for _, _, bits, _ in found])
    order = np.lexsort((kind, resident, household))
    last, first = -1, 0
    held: list[Proposal] = []
    turns: Turns = Counter()
    for n in order.tolist():
        number = int(household[n])
        if number != last and held:
            yield first, held
            held = []
        if number != last:
            last, first = number, int(resident[n])
        name, _, _, own = found[kind[n]]
        chance = int(bits[n])
        if name in {"leave", "leave_home", "move"}:
            composition = population.deck.compositions[people.composition[int(resident[n])]]
            size = 0 if own else composition.size
            turn = name if name == "move" else class_of_move(chance), size
            turns[turn] += 1
            chance = dealt(chance, turns[turn])
        held.append(Proposal(name, int(resident[n]) if own else -1, chance))
    if held:
        yield first, held


def _may_leave_home(people: Everybody) -> NDArray[np.bool_]:
    young = np.isin(people.age, LEAVING_HOME_AGES) & ~people.foreign
    return young & (people.part == PARTS.index("child"))


def _proposed(population: Population, people: Everybody, pool: Newcomers) -> Iterator[Found]:
    deck, of, seed = population.deck, pool.rates.of, pool.seed
    number = np.arange(len(people.age), dtype=np.uint64)
    names = [each.name for each in deck.compositions]
    head = np.array([part.startswith("head") or part == "inmate" for part in PARTS])[people.part]
    head &= people.relationship == RELATIONSHIPS.index("世帯主")

    def chosen(what: str, who: NDArray[np.bool_], per_million: Ints | int, *, own: bool = True) -> Found:
        at = np.flatnonzero(who)
        bits = bits_of(number[at], seed, what)
        limit = per_million if isinstance(per_million, int) else per_million[at]
        hit = ((bits & np.uint64(0xFFFFF)).view(np.int64) * MILLION >> 20) < limit
        return what.split(maxsplit=1)[0], at[hit], bits_of(number[at[hit]], seed, f"{what} bits"), own

    def of_households(table: Ints) -> Ints:
        # Only the householders are asked, so the age is theirs.
        return table[people.composition, people.age]

    def are(*wanted: str) -> NDArray[np.bool_]:
        return np.isin(people.composition, [n for n, name in enumerate(names) if name in wanted])

    everyone = np.ones(len(number), dtype=np.bool_)
    leaving = chosen("leave", head, of_households(pool.rates.leave), own=False)
    yield leaving
    # Who leaves this year does nothing of the kind before: or the moves of the last months would be the ones left out.
    child = _may_leave_home(people) & ~np.isin(people.household, people.household[leaving[1]])
    going = min(MILLION, pool.rates.leave_home * len(number) // max(1, int(child.sum())))
    yield chosen("leave_home", child, going)
    staying = head.copy()
    staying[leaving[1]] = False
    move = of_households(pool.rates.move) * int(head.sum()) // max(1, int(staying.sum()))
    yield chosen("move", staying, move, own=False)
    yield chosen("die", everyone, pool.rates.die[people.age])
    mothers = people.woman & np.array([may_bear(name) for name in names])[people.composition]
    mothers &= head | np.isin(people.relationship, [RELATIONSHIPS.index("妻")])
    bear = np.array([pool.rates.bear.get(age, 0) for age in range(128)], dtype=np.int64)
    yield chosen("bear", mothers, bear[people.age])
    single = are("one") & (people.age >= 22) & (people.age <= 45)
    half = of["marriage"] // 2
    yield chosen("marry", single, min(MILLION, half * len(number) // max(1, int(single.sum()))))
    families = [name for name in names if name.startswith(("couple", "family"))]
    yield chosen("hand_on", head & are(*families), min(MILLION, 5 * of["change_of_householder"]), own=False)
    grown = (
        (people.age >= 20) & (people.part == PARTS.index("child")) & are(*families, "mother_1", "mother_2")
    )
    yield chosen("split", grown, 8_000)
    foreign_one = are("foreign_one") & (people.age >= 20)
    share = min(MILLION, of["naturalisation"] * len(number) // max(1, int(foreign_one.sum())))
    yield chosen("naturalise", foreign_one, share)
    holds = people.expires > 0
    end = (date(pool.year + 1, 1, 1) - EPOCH).days
    # A card ends with the period of stay (番号カード省令27条): whose period ends before a card could be handed over
    # asks for a longer one first, and for a card in a later year.
    lasting = (people.stay == 0) | (people.stay >= end + 90)
    yield chosen(
        "apply",
        ~holds & lasting,
        min(MILLION, of["card_application"] * len(number) // max(1, int((~holds & lasting).sum()))),
    )
    # Who would have had to renew before the year began, or in its first days, is left out.
    yield chosen("renew", holds & lasting & (people.expires < end) & (people.expires >= end - 330), 850_000)
    yield chosen("lose", holds, of["card_loss"])
    for turn in ("", " again"):
        yield chosen(f"copy{turn}", everyone, of["copy_of_record"] // 2)
        yield chosen(f"convenience{turn}", holds, min(MILLION, of["convenience_certificate"] * 3 // 4))
    yield chosen(support.STANDS, people.measure > 0, MILLION)
    grown_up = (people.age >= support.ADULT) & (people.measure == 0)
    asking = of["support_application"] * len(number) // max(1, int(grown_up.sum()))
    yield chosen(support.APPLIES, grown_up, min(MILLION, asking))
    # Whose period ended in the first days of the year was told of a longer one before.
    yield chosen(
        stay.EXTENDS,
        (people.period > 0) & (people.stay >= end - 350) & (people.stay < end),
        of["stay_extension"],
    )


def year_written(order: Order, folder: Path) -> dict[str, dict[str, Any]]:
    """
    Write the events and the newcomers of the year beside the residents, and describe both files.
    """
    if order.events is None:
        return {}
    found, pool = acts(order.population, order.events)
    rows = [_row(number, act, pool) for number, act in enumerate(found)]
    kinds = pa.schema(COLUMNS.items())
    files = {}
    for name, held, types in (
        (f"events-{order.events}.{order.format}", rows, kinds),
        (f"newcomers-{order.events}.{order.format}", pool.rows, schema(KEPT)),
    ):
        batches = (
            pa.RecordBatch.from_pylist(held[n : n + 65_536], types) for n in range(0, len(held), 65_536)
        )
        write(batches, folder / name, order.format, types)
        files[name] = described(folder / name, len(held))
    return files


def _row(number: int, act: Act, pool: Newcomers) -> dict[str, Any]:
    tables = pool.population.tables
    names, places = tables.peopling.names.lists, tables.peopling.places
    row: dict[str, Any] = dict.fromkeys(COLUMNS)
    row |= {
        "event": number,
        "kind": act.kind,
        "reason": REASONS.get(act.kind),
        "changed_on": act.changed_on,
        "notified_on": act.notified_on,
        "household": act.household,
        "residents": " ".join(map(str, act.residents)),
        "moves": act.moves,
        "new_household": act.new_household,
        "householder": act.householder,
        "relationships": " ".join(f"{who}:{what}" for who, what in act.relationships.items()) or None,
        "nationality": "JPN" if act.kind == "naturalisation" else None,
        "detail": act.detail,
        "period_of_stay": act.period_of_stay,
        "period_expires_on": act.period_expires_on,
    }
    if act.elsewhere is not None:
        field = "to_municipality" if act.kind == "moving_out" else "from_municipality"
        row[field] = elsewhere()[0][act.elsewhere]
    if act.place is not None:
        town = int(places.draw[act.place >> 48])
        row["postal_code"], row["town"] = places.postal_code[town].as_py(), places.town[town].as_py()
        row["lot"] = places.lot[((act.place >> 24) & 0xFFFF) * BLOCKS * HOUSES >> 16].as_py()
    if act.family_name is not None:
        row["family_name"] = names.family[act.family_name].as_py()
        row["family_name_kana"] = names.family_kana[act.family_name].as_py()
    return row
