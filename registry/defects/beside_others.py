"""
Defects of whoever is beside others: a person who may not, asked for with one who may; a former member of the household.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import sqlalchemy as sa

from registry import residents
from registry.defects.defect import defect, handler, outbox, rules
from registry.desk import Desk
from registry.outbox import Draft
from registry.parts import Handler, Override
from registry.residents import Record
from registry.store import HISTORY, RESIDENTS
from registry.wire.control import Accepted, IssueCopyOfRecord

replace = msgspec.structs.replace


def _ever_members(conn: sa.Connection, household: str) -> list[Record]:
    """
    Who stands in any row of history with this household, too.
    """
    rows = conn.execute(sa.select(HISTORY.c.snapshot)).scalars()
    before = [record for each in rows if (record := msgspec.json.decode(each, type=Record)).living]
    return [
        *residents.members(conn, household),
        *(record for record in before if record.household == household),
    ]


def _deleted_members_too(conn: sa.Connection, household: str) -> list[Record]:
    rows = conn.execute(sa.select(RESIDENTS.c.body).where(RESIDENTS.c.household == household)).scalars()
    return [msgspec.json.decode(each, type=Record) for each in rows]


def _as_living(chosen: Callable[[Sequence[str]], Sequence[str]]) -> Override:
    """
    While a copy of several people is made, the chosen ones stand as current though they were deleted.
    """

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: IssueCopyOfRecord) -> Accepted:
            named = chosen(command.residents) if len(command.residents) > 1 else []
            found = [residents.find(desk.conn, each) for each in named]
            deleted = [each for each in found if each is not None and not each.living]
            for record in deleted:
                residents.save(desk.conn, replace(record, state="current", deleted_on=None))
            outcome = sound(desk, command)
            for record in deleted:
                residents.save(desk.conn, record)
            return outcome

        return inner

    return handler("IssueCopyOfRecord", wrap)


def _all_to_one_register(drafts: list[Draft]) -> list[Draft]:
    kept_by = [draft.receiver for draft in drafts if draft.message_type == "J09"]
    return [replace(draft, receiver=kept_by[0]) if draft.message_type == "J09" else draft for draft in drafts]


def _one_register_only(drafts: list[Draft]) -> list[Draft]:
    kept_by = [draft.receiver for draft in drafts if draft.message_type == "J09"]
    return [draft for draft in drafts if draft.message_type != "J09" or draft.receiver == kept_by[0]]


def _none_where_the_first_has_none(drafts: list[Draft]) -> list[Draft]:
    """
    Where the first one's record is kept here, it is taken to be kept here for all.
    """
    first = next((draft.resident for draft in drafts if draft.message_type == "J01"), None)
    told = {draft.resident for draft in drafts if draft.message_type == "J09"}
    return [draft for draft in drafts if draft.message_type != "J09" or first is None or first in told]


DEFECTS = (
    defect(
        "movers-birth-checked-of-the-first",
        "一緒に転入する者のうち、最初の者についてだけ異動日を出生の日と照らす。",
        "Of those who move in together, only the first one's birth is compared with the date.",
        rules(born_by_then=lambda persons: persons[:1]),
        must="REL-028",
        may="REL-001 REL-002",
        pattern="checked-of-one-of-several",
    ),
    defect(
        "movers-birth-checked-of-the-last",
        "一緒に転入する者のうち、最後の者についてだけ異動日を出生の日と照らす。",
        "Of those who move in together, only the last one's birth is compared with the date.",
        rules(born_by_then=lambda persons: persons[-1:]),
        must="REL-028",
        may="REL-001 REL-002",
        pattern="checked-of-one-of-several",
    ),
    defect(
        "once-of-the-house-always-of-it",
        "世帯を離れた者の請求を、同一の世帯に属する者の請求として受ける。",
        "Who has left a household still claims the copies of its members.",
        rules(house_of_claim=_ever_members),
        must="CERT-002",
        pattern="membership-that-has-ended",
        acts=2,
    ),
    defect(
        "moved-out-still-of-the-house",
        "転出により消除された者の請求を、同一の世帯に属する者の請求として受ける。",
        "Who moved out of the city still claims the copies of the household left behind.",
        rules(house_of_claim=_deleted_members_too),
        must="CERT-002",
        pattern="membership-that-has-ended",
        acts=2,
    ),
    defect(
        "dead-certified-beside-the-living",
        "数人の写しでは、二人目以降の者が消除されていても現に住民である者として交付する。",
        "On a copy of several people, a deleted person named after a living one is certified as a current resident.",
        _as_living(lambda named: named[1:]),
        must="REL-018",
        pattern="looked-at-of-one-of-several",
        acts=2,
    ),
    defect(
        "dead-certified-before-the-living",
        "数人の写しでは、最初の者が消除されていても現に住民である者として交付する。",
        "On a copy of several people, a deleted person named before a living one is certified as a current resident.",
        _as_living(lambda named: named[:1]),
        must="REL-018",
        pattern="looked-at-of-one-of-several",
        acts=2,
    ),
    defect(
        "registers-of-all-taken-for-one",
        "一緒に異動した者の附票の通知を、すべて最初の者の本籍地に送る。",
        "All notices of one change go to where the first one's family register is kept.",
        outbox(outgoing=_all_to_one_register),
        must="JUKI-012",
        pattern="one-receiver-for-all",
    ),
    defect(
        "only-one-register-told",
        "本籍地が分かれる者の異動で、最初の本籍地にだけ附票の通知を送る。",
        "Of several municipalities that keep registers only the first is told of a change.",
        outbox(outgoing=_one_register_only),
        must="JUKI-012",
        pattern="one-receiver-for-all",
    ),
    defect(
        "register-here-of-one-for-all",
        "最初の者の本籍が本市にあるとき、一緒に異動した者の本籍地にも附票の通知を送らない。",
        "Where the first one's register is kept here, nobody's notice leaves.",
        outbox(outgoing=_none_where_the_first_has_none),
        must="JUKI-012",
        pattern="one-receiver-for-all",
    ),
    defect(
        "cards-looked-at-of-the-first",
        "特例転入で、最初の者のカードだけを確かめる。",
        "Of those who file a special moving in, only the first one's card is looked at.",
        rules(holders_checked=lambda movers: movers[:1]),
        must="REL-009",
        may="CARD-006 REL-003",
        pattern="looked-up-for-one-of-several",
    ),
    defect(
        "first-alone-sought-elsewhere",
        "特例転入で、最初の者についてだけ他の市町村の記録を確かめる。",
        "Of those who file a special moving in, only the first is looked for in another municipality.",
        rules(sought_elsewhere=lambda movers: movers[:1]),
        must="REL-009",
        may="REL-003",
        pattern="looked-up-for-one-of-several",
    ),
    defect(
        "hold-for-the-first-alone",
        "数人についての交付及び異動の入力で、最初の者についてだけ支援措置を確かめる。",
        "Of several people that an act concerns, only the first is looked up for a support measure.",
        rules(looked_through=lambda people: people[:1]),
        must="SEC-006",
        may="SEC-005 SEC-007",
        pattern="looked-up-for-one-of-several",
        acts=3,
    ),
    defect(
        "window-of-the-first-alone",
        "特例転入で、最初の者についてだけ届出の期間を確かめる。",
        "Of those who file a special moving in, only the first one's days since the planned date are counted.",
        rules(windows_checked=lambda planned: planned[:1]),
        must="REL-009",
        may="CARD-006 REL-003",
        pattern="counted-for-one-of-several",
    ),
)
