"""What a concordance shows, in which order, and how."""

from datetime import UTC, datetime, timedelta, timezone
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.stats import concordance
from analysis.stats.concordance import kwic
from analysis.stats.concordance_display import Concordance
from analysis.text import Tokens, split_sentences, tokenize
from analysis.text.queries import parse_query

from .given import reference

INAUGURAL = reference("inaugural_tokens")["tokens"]
TYPES = {"doc_id": "str", "left": "str", "node": "str", "right": "str"} | dict.fromkeys(
    ("start", "end", "position"), "int64"
)

often = settings(deadline=None, max_examples=100)


def corpus(*texts: str, **columns) -> pd.DataFrame:
    doc_ids = [f"d{i}" for i in range(len(texts))]
    return pd.DataFrame({"doc_id": doc_ids, "text": pd.array(texts, dtype="str")} | columns)


def shown(documents: pd.DataFrame, query: str, **options) -> Concordance:
    return kwic(tokenize(documents), documents, query, **options)


def lines(frame: pd.DataFrame) -> list[str]:
    return [f"{left}[{node}]{right}" for left, node, right in frame[["left", "node", "right"]].values.tolist()]


def terms(text: str) -> str:
    documents = pd.DataFrame({"doc_id": ["x"], "text": [text]})
    return " ".join(tokenize(documents).frame()["term"])


# Lines


@pytest.mark.parametrize(
    ("name", "query", "width"), [("kwic_quanteda", "freedom", 5), ("kwic_phrase_quanteda", "united states", 4)]
)
def test_hits_positions_and_context_are_those_of_quanteda(name, query, width):
    theirs = reference(name)["kwic"]
    documents = pd.DataFrame({"doc_id": list(INAUGURAL), "text": list(INAUGURAL.values())})
    frame = shown(documents, query, width=width)
    # Theirs count tokens from 1.
    assert list(zip(frame["doc_id"], frame["position"], strict=True)) == [(r["docname"], r["from"] - 1) for r in theirs]
    for ours, name in (("left", "pre"), ("node", "keyword"), ("right", "post")):
        assert [terms(text) for text in frame[ours]] == [row[name] for row in theirs]


def test_a_line_keeps_the_punctuation_and_makes_one_space_of_many():
    frame = shown(corpus("“Open  the\n\nLachin\u00a0 road”, he (Mr. X) said."), "lachin road", width=2)
    assert lines(frame) == ["Open the [Lachin\u00a0 road]”, he (Mr"]


def test_the_context_ends_with_the_document():
    assert lines(shown(corpus("a x", "x b", "x"), "x", width=9)) == ["a [x]", "[x] b", "[x]"]
    assert lines(shown(corpus("a x b"), "x", width=0)) == ["[x]"]


def test_a_sentence_may_be_the_context():
    documents = corpus("He left. They closed the road, and no one came! It is open.", "No road")
    sentences = split_sentences(documents)
    assert lines(shown(documents, "road", unit="sentence", sentences=sentences)) == [
        "They closed the [road], and no one came!",
        "No [road]",
    ]
    assert lines(shown(documents, "left they", unit="sentence", sentences=sentences)) == ["He [left. They]"]
    assert lines(shown(documents, "left they", within="sentence", sentences=sentences)) == []


def test_a_line_outside_of_every_sentence_has_no_context_and_is_not_lost():
    sentences = pd.DataFrame({"doc_id": ["d0"], "sentence": [0], "start": [2], "end": [9], "text": ["road b c"]})
    documents = corpus("x road b road c")
    assert lines(shown(documents, "x|road", regex=True, unit="sentence", sentences=sentences)) == [
        "[x]",
        "[road] b ",
        "[road]",
    ]


def test_every_line_has_its_source_and_the_columns_asked_for():
    documents = corpus("x", "x", date=pd.to_datetime(["2023-01-02", None]), actor=["A", None], place=["P", "Q"])
    frame = shown(documents, "x")
    assert frame.columns.tolist() == ["doc_id", "date", "actor", "left", "node", "right", "start", "end", "position"]
    assert frame["date"].tolist() == documents["date"].tolist()
    assert frame["actor"].isna().tolist() == [False, True]
    assert shown(documents, "x", columns=["place"]).columns.tolist()[:3] == ["doc_id", "place", "left"]
    assert shown(corpus("x"), "x").columns.tolist() == list(TYPES)


def test_the_documents_may_stand_in_another_order_and_be_more():
    documents = corpus("a x", "b x", "c x", actor=["A", "B", "C"])
    tokens = tokenize(documents.iloc[:2])
    for given_ in (documents.iloc[::-1], documents.iloc[[1, 0]]):
        frame = kwic(tokens, given_, "x")
        assert (lines(frame), frame["actor"].tolist()) == (["a [x]", "b [x]"], ["A", "B"])


def test_documents_that_lack_one_or_have_one_twice_are_an_error():
    documents = corpus("a x", "b x")
    tokens = tokenize(documents)
    with pytest.raises(ValueError, match="there is no document 'd1', but tokens of it"):
        kwic(tokens, documents.iloc[:1], "x")
    with pytest.raises(ValueError, match="several documents have the doc_id 'd0'"):
        kwic(tokens, documents.iloc[[0, 0, 1]], "x")


@pytest.mark.parametrize("text", ["", None, "Open", "The closed roadside", "Not the broad one"])
def test_texts_other_than_those_that_were_tokenized_are_an_error(text):
    documents = corpus("Open the road")
    with pytest.raises(
        ValueError, match="the text of document 'd0' is not the one that was tokenized: no token stands"
    ):
        kwic(tokenize(documents), documents.assign(text=pd.Series([text], dtype=object)), "road")


def test_lines_of_stems_and_of_phrases_as_tokens_are_shown():
    documents = corpus("They demanded human rights")
    tokens = tokenize(documents)
    assert lines(kwic(tokens.stem(), documents, "demand", width=1)) == ["They [demanded] human"]
    assert lines(kwic(tokens.compound(["human rights"]), documents, '"human_rights"', width=1)) == [
        "demanded [human rights]"
    ]


def test_a_context_wider_than_any_document_is_the_document():
    assert lines(shown(corpus("a x b", "x"), "x", width=10**30)) == ["a [x] b", "[x]"]


parts = st.sampled_from(["a", "b", "İ", "e\u0301", "’s", "😀", " ", "\n\n", ".", "<b>", "中"])
pieces = st.lists(parts, max_size=12).map("".join)


@often
@given(st.lists(pieces, max_size=4), st.sampled_from(["a", "a b", "*", '"a" []{0,2} "b"']), st.integers(0, 3))
def test_a_node_is_what_stands_at_its_place(texts, query, width):
    documents = corpus(*texts)
    tokens = tokenize(documents)
    frame = kwic(tokens, documents, query, width=width)
    for row in frame.itertuples():
        text = texts[int(row.doc_id[1:])]
        assert row.node == text[row.start : row.end]
        assert len(terms(row.left).split()) == min(width, row.position)
        whole = terms(text).split()
        node = terms(row.node).split()
        assert whole[row.position : row.position + len(node)] == node
        assert terms(row.right).split() == whole[row.position + len(node) :][:width]


def test_halves_of_characters_are_shown_as_such_a_line_can_be():
    documents = pd.DataFrame({"doc_id": ["a"], "text": ["he \ud800 x \udfff b x"]}, dtype=object)
    assert lines(shown(documents, "x", width=1)) == ["he � [x] � b", "b [x]"]


# Order and choice


def test_lines_are_sorted_by_the_words_around_and_then_stay_in_the_order_of_the_corpus():
    documents = corpus("b x c", "a x d", "x", "a x c")
    assert lines(shown(documents, "x", sort="L1")) == ["a [x] d", "a [x] c", "b [x] c", "[x]"]
    assert lines(shown(documents, "x", sort=["L1", "R1"])) == ["a [x] c", "a [x] d", "b [x] c", "[x]"]
    assert lines(shown(documents, "x", sort=["R1", "L1"], limit=2)) == ["a [x] c", "b [x] c"]
    assert lines(shown(documents, "x", sort="R1", limit=0)) == []
    assert lines(shown(corpus("x b c", "x b a", "x a d"), "x", sort="R2")) == ["[x] b a", "[x] b c", "[x] a d"]


def test_words_of_the_next_document_are_no_context_to_sort_by():
    assert shown(corpus("x b", "x", "a x c"), "x", sort="R1")["doc_id"].tolist() == ["d0", "d2", "d1"]
    assert shown(corpus("a", "x", "b x"), "x", sort="L1")["doc_id"].tolist() == ["d2", "d1"]


def test_lines_are_sorted_by_the_match_itself():
    frame = shown(corpus("road roads ROAD rode", "road map"), '"r.*" "map"?', sort="node")
    assert frame["node"].tolist() == ["road", "ROAD", "road map", "roads", "rode"]


def test_lines_are_sorted_by_a_column_and_what_is_missing_comes_last():
    documents = corpus("1 x", "2 x", "3 x", "4 x", actor=["B", None, "A", np.nan], year=[2, 1, np.nan, 1])
    assert lines(shown(documents, "x", sort="actor")) == ["3 [x]", "1 [x]", "2 [x]", "4 [x]"]
    assert lines(shown(documents, "x", sort=["year", "actor"])) == ["2 [x]", "4 [x]", "1 [x]", "3 [x]"]
    assert lines(shown(documents, "x", sort="doc_id", limit=1)) == ["1 [x]"]


def test_values_of_several_types_can_be_sorted_too():
    documents = corpus("1 x", "2 x", "3 x", kind=pd.Series([("b",), 2, None], dtype=object))
    assert sorted(lines(shown(documents, "x", sort="kind"))[:2]) == ["1 [x]", "2 [x]"]
    assert lines(shown(documents, "x", sort="kind"))[2] == "3 [x]"


def test_dates_of_several_time_zones_are_sorted_by_the_moment():
    east, west = timezone(timedelta(hours=4)), timezone(timedelta(hours=-5))
    dates = [
        datetime(2023, 1, 2, 2, tzinfo=east),  # 22:00 of the day before in UTC
        datetime(2023, 1, 1, 20, tzinfo=west),  # 01:00 of the second in UTC
        None,
        datetime(2023, 1, 1, 23, tzinfo=UTC),
    ]
    documents = corpus("1 x", "2 x", "3 x", "4 x", date=pd.Series(dates, dtype=object))
    assert lines(shown(documents, "x", sort="date")) == ["1 [x]", "4 [x]", "2 [x]", "3 [x]"]
    written = documents.assign(date=["2023-01-02", "2023-01-01T23:00:00+05:00", None, "2022"])
    assert lines(shown(written, "x", sort="date")) == ["4 [x]", "2 [x]", "1 [x]", "3 [x]"]
    with pytest.raises(ValueError, match="'2 May 2023' is no date: give dates, or texts such as 2023"):
        shown(documents.assign(date="2 May 2023"), "x", sort="date")
    assert lines(shown(documents.assign(date=[2023, 1999, 2001, 2000]), "x", sort="date", limit=1)) == ["2 [x]"]


@pytest.mark.parametrize("query", ["x", "x *", "x*", '"x" []{0,1} "a"'])
def test_a_limit_takes_the_first_lines(query):
    documents = corpus(*["x a", "a x a", "x xa b"] * 20)
    whole = shown(documents, query)
    for limit in (0, 1, 7, 1000):
        pd.testing.assert_frame_equal(shown(documents, query, limit=limit), whole.head(limit))


def test_a_sample_is_drawn_from_all_lines_and_the_same_for_the_same_seed():
    documents = corpus(*(f"{i} x" for i in range(50)))
    one, again, other = (shown(documents, "x", sample=10, seed=seed) for seed in (1, 1, 2))
    assert lines(one) == lines(again) != lines(other)
    assert len(one) == one["doc_id"].nunique() == 10
    assert one["doc_id"].isin(documents["doc_id"].iloc[10:]).any()
    assert len(shown(documents, "x", sample=99)) == 50
    assert len(shown(documents, "x", sample=10, limit=3)) == 3


def test_more_lines_than_anyone_reads_need_a_limit(monkeypatch):
    monkeypatch.setattr(concordance, "MOST_LINES", 3)
    with pytest.raises(ValueError, match=r"4 lines match \*: give a limit"):
        shown(corpus("a b c d"), "*")
    assert len(shown(corpus("a b c d"), "*", limit=3)) == 3


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"unit": "sentences"}, "did you mean sentence"),
        ({"unit": "sentence"}, "give the sentences too"),
        ({"sort": "actr"}, "did you mean actor"),
        ({"sort": ["L1", "L9"]}, "There are: L1, L2, L3, R1, R2, R3, node, doc_id, actor"),
        ({"sort": "text"}, "no key to sort by 'text'"),
        ({"columns": ["actr"]}, "did you mean actor"),
        ({"width": -1}, "width is -1"),
        ({"width": 1.5}, "width is 1.5: it must be a whole number"),
        ({"width": None}, "width is None: it must be a whole number"),
        ({"seed": -1}, "seed is -1"),
        ({"limit": -1}, "limit is -1"),
        ({"sample": -1}, "sample is -1"),
    ],
)
def test_what_does_not_exist_is_an_error_that_lists_what_does(options, message):
    with pytest.raises(ValueError, match=message):
        shown(corpus("x", actor=["A"]), "x", **options)


def test_what_is_no_query_or_documents_without_text_are_an_error():
    documents = corpus("x")
    with pytest.raises(ValueError, match="the query is 3: it must be a text"):
        shown(documents, 3)
    with pytest.raises(ValueError, match="the documents have no column text"):
        kwic(tokenize(documents), documents[["doc_id"]], "x")


@pytest.mark.parametrize("texts", [[], [""], ["a b"]])
@pytest.mark.parametrize("sort", [None, "L1", "R3", "node", "doc_id"])
@pytest.mark.parametrize("unit", ["tokens", "sentence"])
def test_nothing_found_is_an_empty_table_of_the_same_columns_and_types(texts, sort, unit):
    documents = corpus(*texts)
    frame = shown(documents, "unheard", sort=sort, unit=unit, sentences=split_sentences(documents))
    assert frame.empty
    assert frame.dtypes.astype(str).to_dict() == TYPES


# How it shows itself

HOSTILE = '<script>alert("1")</script> & $x$ \u202egnitirw\x1b[31m'


class Reader(HTMLParser):
    """Collect the tags and the text of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags, self.text, self.marked, self.open = [], "", [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data
        if "mark" in self.open:
            self.marked.append(data)


def test_a_text_cannot_become_part_of_the_page():
    documents = corpus(f"{HOSTILE} road {HOSTILE}", actor=[HOSTILE], **{"<i>": [HOSTILE]})
    frame = shown(documents, "road", columns=["actor", "<i>"], width=20)
    page = Reader(frame._repr_html_())
    assert page.open == []
    allowed = {"figure", "figcaption", "strong", "div", "table", "thead", "tbody", "tr", "th", "td", "bdi", "mark", "p"}
    assert set(page.tags) <= allowed
    assert page.text.count('alert("1")') == 4
    assert page.marked == ["road"]
    assert "\u202e" not in page.text
    assert "mathjax_ignore" in frame._repr_html_()


def test_a_text_cannot_command_a_terminal():
    text = repr(shown(corpus(f"{HOSTILE} road\n{HOSTILE}", actor=[HOSTILE]), "road", width=20))
    assert "[road]" in text
    assert text.count("\n") == 0
    assert not {"\x1b", "\u202e", "\r", "\t"} & set(text)


def test_the_page_shows_a_hundred_lines_and_says_how_many_more():
    documents = corpus("x " * 130)
    page = Reader(shown(documents, "x")._repr_html_())
    assert (page.tags.count("mark"), "130 lines." in page.text, "… and 30 more lines" in page.text) == (100, True, True)
    assert "more" not in Reader(shown(documents, "x", limit=100)._repr_html_()).text
    assert "No lines." in Reader(shown(documents, "y")._repr_html_()).text
    assert repr(shown(documents, "y")) == "No lines."


def test_plain_text_is_aligned_at_the_match_also_behind_wide_letters():
    documents = corpus("中国 road open", "the long road", actor=["UN", None], date=pd.to_datetime(["2023-02-01", None]))
    # A wide letter takes two columns of a terminal.
    assert shown(documents, "road").to_text().split("\n") == [
        "d0  2023-02-01  UN      中国 [road] open",
        "d1                  the long [road]",
    ]
    assert shown(documents, "road").to_text(characters=4, lines=1).split("\n") == [
        "d0  2023-02-01  UN  中国 [road] op…",
        "… and 1 more line",
    ]


def test_a_part_of_a_concordance_is_a_concordance_or_shows_itself_as_a_table():
    frame = shown(corpus("a x", "b x"), "x")
    assert isinstance(frame[frame["doc_id"] == "d1"], Concordance)
    assert repr(frame.iloc[1:]) == "d1  b [x]"
    assert repr(frame[["doc_id", "start"]]) == repr(pd.DataFrame(frame)[["doc_id", "start"]])
    assert "<mark>" not in frame[["doc_id", "start"]]._repr_html_()


def test_a_query_may_be_read_beforehand():
    documents = corpus("human rights")
    tokens: Tokens = tokenize(documents)
    assert lines(kwic(tokens, documents, parse_query("human rights"))) == ["[human rights]"]
