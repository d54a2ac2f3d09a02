"""
What the redactor remembers changes nothing of what it writes and finds.
"""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings, strategies as st

from harness.evidence.forms import Numbers, Span
from harness.evidence.memory import Memory
from harness.evidence.redact import Redactor

KEY = b"k" * 32
WORDS = [
    "123456789018", "１２３４５６７８９０１８", "98000000017", "4711", "opensesame", "山田　太郎", "山田", "田中　花子",
    "埼玉県和光市本町31番5号", "accepted", "妻", "夢見る蛙", "蛙", "沼", "丘沼",
    "quiet harbour", "harbour", "1990-01-02", "", "1234 5678 9018", "MTIzNDU2Nzg5MDE4", "AB12345678CD",
    "ＡＢ12345678CD", "QUIxMjM0NTY3OENE", "%31%32%33456789018", "00123456789018",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=3).flatmap(
    lambda words: st.sampled_from(["と", "", " "]).map(lambda between: between.join(words))
)
FIELDS = ["name", "individual_number", "note", "text", "address", "result", "pin", "code", "born_on"]
VALUES = st.dictionaries(st.sampled_from(FIELDS), TEXTS | st.lists(TEXTS, max_size=2), max_size=4)
ACTS = st.one_of(
    st.tuples(st.just("number"), st.sampled_from([*WORDS[:2], "00123456789"])),
    st.tuples(st.just("card"), st.just("AB12345678CD")),
    st.tuples(st.just("secret"), st.sampled_from(WORDS[4:5])),
    st.tuples(st.just("pin"), st.sampled_from(WORDS[3:4])),
    st.tuples(st.just("person"), st.sampled_from(WORDS[5:9])),
    st.tuples(st.just("text"), TEXTS),
    st.tuples(st.just("scan"), VALUES),
    st.tuples(st.just("mask"), VALUES),
    st.tuples(st.just("trusted"), VALUES),
)


class Forgetful(Memory):
    """
    Remembers nothing.
    """

    def answer(self, text: str, field: str, trusted: bool) -> str | None:
        return None

    def is_clean(self, text: str, searched: str) -> bool:
        return False


class Searching(Numbers):
    """
    Searches every text to the end, each time.
    """

    def find(self, text: str) -> list[Span]:
        return self._look(text) if self._known else []


def done(redactor: Redactor, act: str, value: Any) -> Any:
    if act == "number":
        return redactor.know("individual-number", value)
    if act == "card":
        return redactor.know("residence-card-number", value)
    if act in ("secret", "pin"):
        return redactor.know(act, value)
    if act == "person":
        return redactor.know_person(value)
    if act == "text":
        return redactor.text(value)
    if act == "scan":
        return redactor.scan(value)
    return redactor.mask(value, trusted=act == "trusted")


@settings(max_examples=300, deadline=None)
@given(st.lists(ACTS, max_size=25))
def test_a_redactor_with_a_memory_says_what_one_without_says(acts: list[tuple[str, Any]]) -> None:
    """
    Whatever becomes known in between, and in whatever order the same texts come again.
    """
    remembering, forgetful = Redactor(KEY), Redactor(KEY)
    forgetful._memory = Forgetful(lambda _text: False)
    forgetful._numbers = Searching()
    for act, value in [*acts, *acts]:
        assert done(remembering, act, value) == done(forgetful, act, value)


def test_something_remembered_is_forgotten_when_more_is_known() -> None:
    """
    A text that held nothing holds a number once the number was issued.
    """
    redactor = Redactor(KEY)
    assert redactor.scan({"note": "98000000017"}) == []
    redactor.know("resident-record-code", "98000000017")
    assert [hit.kind for hit in redactor.scan({"note": "98000000017"})] == ["resident-record-code"]


def test_a_word_of_ours_is_readable_from_then_on() -> None:
    """
    What an untrusted answer said before one of our own parts said it was masked, and is no longer.
    """
    redactor = Redactor(KEY)
    assert redactor.mask({"note": "沼"}) != {"note": "沼"}
    assert redactor.mask({"note": "沼"}, trusted=True) == {"note": "沼"}
    assert redactor.mask({"note": "沼"}) == {"note": "沼"}
