"""
The same schema behaves the same on every engine.
"""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
import sqlalchemy as sa

from registry.engines import UnusableStoreError
from registry.lending import lend
from registry.store import ACCESS_LOG, INBOUND, META, Store, get_meta, next_value, set_meta
from tests.registry.life import observed, sound
from tests.registry.town import Bench, moving_in, person

HARD = "𠮷野家\U000e0100 ｶﾞ\\ ' \" % :x"
"""A letter beyond the basic plane, one with a variation selector, and what an engine might take for its own."""


@pytest.fixture
def opened(store: str) -> Iterator[Store]:
    """
    An open store.
    """
    one = Store(store)
    yield one
    one.close()


def test_a_transaction_is_whole_or_nothing(opened: Store) -> None:
    """
    What was written before an error is not there after it, and a counter has no gap from it.
    """
    with opened.begin() as conn:
        assert next_value(conn, "x") == 1
    with pytest.raises(ZeroDivisionError):
        _half_done(opened)
    with opened.begin() as conn:
        assert get_meta(conn, "k") is None
        assert next_value(conn, "x") == 2


def _half_done(store: Store) -> None:
    with store.begin() as conn:
        set_meta(conn, "k", "v")
        assert next_value(conn, "x") == 2
        raise ZeroDivisionError


def test_a_text_comes_back_as_it_was(opened: Store) -> None:
    """
    Letters outside the ordinary repertoire and the marks of a query language are kept as they are.
    """
    with opened.begin() as conn:
        set_meta(conn, HARD, HARD * 500)
    with opened.begin() as conn:
        assert get_meta(conn, HARD) == HARD * 500
        assert get_meta(conn, HARD.replace("\U000e0100", "")) is None


def test_texts_are_sorted_by_their_code_points(opened: Store) -> None:
    """
    Upper and lower case, digits, marks, kana and kanji stand in one order, whatever the language of a server.
    """
    words = ["b", "B", "a", "Z", "_", "-", "10", "9", "ア", "ｱ", "あ", "亜", "𠮷", "é", "ab", "a b"]
    with opened.begin() as conn:
        conn.execute(META.insert(), [{"key": word, "value": ""} for word in words])
        found = (
            conn.execute(sa.select(META.c.key).where(META.c.key >= "9").order_by(META.c.key)).scalars().all()
        )
    assert found == sorted(word for word in words if word >= "9")


def test_running_numbers_follow_the_order_of_writing(opened: Store) -> None:
    """
    Rows written with one statement are numbered in the order in which they were given.
    """
    with opened.begin() as conn:
        conn.execute(ACCESS_LOG.insert(), [{"body": str(n)} for n in range(300)])
        rows = conn.execute(sa.select(ACCESS_LOG.c.body).order_by(ACCESS_LOG.c.n)).scalars().all()
    assert rows == [str(n) for n in range(300)]


def test_undone_work_leaves_no_gap_in_running_numbers(opened: Store) -> None:
    """
    A line of the log that was rolled back takes no number with it: a gap would look like a line that was taken out.
    """
    with pytest.raises(ZeroDivisionError):
        _half_logged(opened)
    with opened.begin() as conn:
        conn.execute(ACCESS_LOG.insert(), {"body": "x"})
        conn.execute(ACCESS_LOG.insert(), [{"body": "y"}, {"body": "z"}])
        assert conn.execute(sa.select(ACCESS_LOG.c.n).order_by(ACCESS_LOG.c.n)).scalars().all() == [1, 2, 3]


def _half_logged(store: Store) -> None:
    with store.begin() as conn:
        conn.execute(ACCESS_LOG.insert(), {"body": "undone"})
        raise ZeroDivisionError


def test_a_message_is_taken_once(opened: Store) -> None:
    """
    The engine itself refuses a second row for the same id, and for the same key of the same sender.
    """
    row = {"message_id": "m", "sender": "s", "idempotency_key": "k", "fingerprint": "f"}
    with opened.begin() as conn:
        conn.execute(INBOUND.insert().values(row))
    for again in ({**row, "idempotency_key": "other"}, {**row, "message_id": "other"}):
        with pytest.raises(sa.exc.IntegrityError), opened.begin() as conn:
            conn.execute(INBOUND.insert().values(again))


def test_what_is_kept_is_there_for_the_next_process(base: str, store: str) -> None:
    """
    Opened again, a store still has what was committed; only memory has not.
    """
    first = Store(store)
    with first.begin() as conn:
        set_meta(conn, "k", "v")
    first.close()
    second = Store(store)
    with second.begin() as conn:
        assert get_meta(conn, "k") == (None if base == "sqlite://" else "v")
    second.close()


def test_stores_in_memory_share_nothing() -> None:
    """
    Two stores that are open at once in one process are two; one that is opened later begins empty.
    """
    first, second = Store("sqlite://"), Store("sqlite://")
    with first.begin() as conn:
        set_meta(conn, "k", "v")
    with second.begin() as conn:
        assert get_meta(conn, "k") is None
        set_meta(conn, "k", "w")
    third = Store("sqlite://")
    with first.begin() as conn, third.begin() as other:
        assert (get_meta(conn, "k"), get_meta(other, "k")) == ("v", None)
    for store in (first, second, third):
        store.close()


def test_a_store_of_another_version_is_refused(base: str, store: str) -> None:
    """
    A store whose tables lack a column is not opened, and the refusal names it; memory never holds one.
    """
    first = Store(store)
    with first.begin() as conn:
        conn.exec_driver_sql("ALTER TABLE meta RENAME COLUMN value TO worth")
    first.close()
    if base == "sqlite://":
        Store(store).close()
        return
    with pytest.raises(UnusableStoreError, match=r"another version.*meta\.value"):
        Store(store)


def test_lent_stores_know_nothing_of_each_other(base: str) -> None:
    """
    Two stores of one run are apart, and one that was removed and lent again is empty.
    """
    lents = [lend(base, "apart_0"), lend(base, "apart_1")]
    for index, lent in enumerate(lents):
        one = Store(lent.url)
        with one.begin() as conn:
            assert get_meta(conn, "k") is None
            set_meta(conn, "k", str(index))
        one.close()
    for lent in lents:
        lent.remove()
    again = lend(base, "apart_0")
    one = Store(again.url)
    with one.begin() as conn:
        assert get_meta(conn, "k") is None
    one.close()
    again.remove()


def test_a_whole_life_looks_the_same(store: str) -> None:
    """
    All that a registry answers, shows and sends in a year of a small town is equal, word for word, to that in memory.
    """
    assert observed(store=store) == sound()


@pytest.mark.parametrize("text", ["\0", "a\0b", HARD])
def test_a_text_that_an_engine_cannot_keep_breaks_nothing(store: str, text: str) -> None:
    """
    Asked for a resident, a card or a household of such a name, the registry has none; told one, it never answers 5xx.
    """
    with Bench(store=store) as bench:
        for name, field in (
            ("ReadResidentRecord", "resident"),
            ("ReadCard", "card_id"),
            ("ReadHousehold", "household"),
        ):
            answer = bench.request("POST", f"/control/reads/{name}", {field: text})
            assert answer.status_code in (200, 422), answer.text
        answer = bench.request("POST", "/control/commands/MovingIn", _named(text))
        assert answer.status_code in (200, 422), answer.text
        delivered = bench.deliver(
            "K05", {"card_id": text, "state": "lost"}, "card_management", message_id=f"m{text}"
        )
        assert isinstance(delivered, httpx.Response)
        assert delivered.status_code < 500, delivered.text


def _named(text: str) -> dict[str, object]:
    counter = {"operator": f"o{text}", "terminal": text, "trace_id": text}
    return {"counter": counter, **moving_in(person("a", 1, name=f"名{text}"), from_address=text)}
