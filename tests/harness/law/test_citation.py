"""
Tests of citations: text to value and back, days, and what is no citation.
"""

import datetime as dt

import pytest
from hypothesis import given, strategies as st

from harness.law.citation import Citation, laws, parse, parse_all
from harness.words.errors import CatalogueError

numbers = st.integers(1, 200)
branches = st.lists(st.integers(2, 60), max_size=2).map(lambda parts: "".join(f"-{part}" for part in parts))
statutes = st.sampled_from(sorted(key for key, law in laws().items() if law.kind == "statute"))
citations = st.builds(
    Citation,
    source=statutes,
    article=st.builds(lambda number, branch: f"{number}{branch}", numbers, branches),
    paragraph=st.none() | numbers,
    item=st.none() | st.builds(lambda number, branch: f"{number}{branch}", numbers, branches),
    proviso=st.booleans(),
    annex=st.none() | st.just("附則"),
)


@pytest.mark.parametrize(
    ("text", "citation"),
    [
        ("住基法30条の6第1項", Citation(source="act", article="30-6", paragraph=1)),
        ("住基法第三十条", None),
        ("住基法22条1項", Citation(source="act", article="22", paragraph=1)),
        ("住民基本台帳法第22条第1項", Citation(source="act", article="22", paragraph=1)),
        ("住基令２４条の２第１項２号", Citation(source="order", article="24-2", paragraph=1, item="2")),
        ("住民基本台帳法施行令30条の12の4", Citation(source="order", article="30-12-4")),
        ("住基法7条8号の2", Citation(source="act", article="7", item="8-2")),
        ("住基規則11条3項2号イ", Citation(source="rules", article="11", paragraph=3, item="2", subitem="イ")),
        ("番号法別表44の項", Citation(source="number-act", annex="別表", row="44")),
        ("番号法別表82の2の項", Citation(source="number-act", annex="別表", row="82-2")),
        ("主務省令2条の表48の項", Citation(source="linkage-order", article="2", row="48")),
        ("番号法附則3条2項", Citation(source="number-act", annex="附則", article="3", paragraph=2)),
        ("住基法24条の2第1項ただし書", Citation(source="act", article="24-2", paragraph=1, proviso=True)),
        ("入管法61条の7の2", Citation(source="immigration-act", article="61-7-2")),
        ("標準仕様書7.2.3", Citation(source="jss", section="7.2.3")),
        ("STD 7.2.3", Citation(source="jss", section="7.2.3")),
        ("省令36条", Citation(source="card-rules", article="36")),
    ],
)
def test_citations_are_read(text, citation):
    """
    Texts as people write them become values; Chinese numerals are refused rather than guessed.
    """
    if citation is None:
        with pytest.raises(CatalogueError):
            parse(text)
    else:
        assert parse(text) == citation


@given(citations)
def test_text_and_value_turn_into_each_other(citation):
    """
    A citation written out and read again is the same citation.
    """
    assert parse(str(citation)) == citation


@pytest.mark.parametrize(
    "text",
    [
        "",
        "民訴法1条",
        "住基法",
        "住基法0条",
        "住基法条",
        "住基法22",
        "住基法22条1項あ",
        "標準仕様書",
        "住基法1.2",
        "T06",
    ],
)
def test_what_is_no_citation_is_refused(text):
    """
    An unknown source, or a known one without a provision, is refused.
    """
    with pytest.raises(CatalogueError):
        parse(text)


def test_lists_keep_their_source():
    """
    In a list, a part that names no source keeps the one before it.
    """
    texts = [str(citation) for citation in parse_all("住基法9条1項, 19条2項; 住基令30条の5、30条の7")]
    assert texts == ["住基法9条1項", "住基法19条2項", "住基令30条の5", "住基令30条の7"]


@pytest.mark.parametrize("text", ["9条1項", "住基法9条;", "住基法9条; 民訴法1条"])
def test_broken_lists_are_refused(text):
    """
    A list that begins without a source, ends in nothing, or names an unknown source is refused.
    """
    with pytest.raises(CatalogueError):
        parse_all(text)


def test_a_citation_may_bear_a_day():
    """
    The same provision on two days is two values, and its text stays the same.
    """
    first = parse("住基法22条1項", as_of=dt.date(2025, 5, 26))
    later = first.on(dt.date(2026, 6, 14))
    assert first != later
    assert str(first) == str(later) == "住基法22条1項"


def test_a_provision_covers_what_lies_inside_it():
    """
    An article covers its paragraphs and not the other way round, nor another article.
    """
    article, paragraph = parse("住基法22条"), parse("住基法22条1項")
    assert article.covers(paragraph)
    assert not paragraph.covers(article)
    assert not article.covers(parse("住基法23条"))
    assert not article.covers(parse("住基令22条"))


def test_names_are_unambiguous(planted):
    """
    A short name given to two sources is refused.
    """
    table = "citation_sources.csv"
    planted.edit(table, {"abbreviation": "番号法"}, key="act")
    with pytest.raises(CatalogueError, match="duplicate name") as caught:
        laws(planted.folder)
    assert caught.value.where is not None
    assert caught.value.where.file == table


def test_a_law_number_needs_a_status(planted):
    """
    A law's own number without a status is refused.
    """
    line = planted.edit("citation_sources.csv", {"number_status": ""}, key="act")
    planted.refused(laws, "citation_sources.csv", line, field="number_status")


def test_a_key_occurs_once(planted):
    """
    Two sources with one key are refused, whatever their names.
    """
    table = "citation_sources.csv"
    line = planted.add(
        table, key="act", abbreviation="某法", title_ja="某に関する法律", title_en="Some Act", kind="statute"
    )
    planted.refused(laws, table, line, says="duplicate key")
