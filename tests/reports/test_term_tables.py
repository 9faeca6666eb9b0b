"""Tables of terms: every count opens exactly the sentences that it counts, each with its source."""

import pytest

from analysis.reports import (
    choose_sides,
    collocation_table,
    concordance,
    dictionary_table,
    dispersion_table,
    frequency_table,
    keyness_table,
    number_terms,
    trend_table,
)
from analysis.stats import (
    dictionary,
    dictionary_counts,
    dictionary_hits,
    frequencies,
    keyness,
    ngram_frequencies,
    trends,
)

from .named import HOSTILE, page_of
from .two_sides import built

LINK = "https://example.org/0"
ROWS = [
    {"id": "d0", "actor": "A", "date": "2023-01-05", "text": "The red road is long. A road.", "url": LINK},
    {"id": "d1", "actor": "A", "date": "2023-01", "text": "A red road.", "url": "javascript:alert(1)"},
    {"id": "d2", "actor": "B", "date": "2023-03-01", "text": f"The red road {HOSTILE}. No lane.", "title": HOSTILE},
    {"id": "d3", "actor": "B", "text": "No lane, no 2023 lane."},
    {"id": "d4", "actor": "B", "date": "2023-03-02", "text": "Far from it lies a gate. " * 9},
]


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return built(tmp_path_factory.mktemp("tables"), ROWS)


def opened(table):
    """The marked words of each line that opens, by what stands on it."""
    return {
        f"{number} {opening['label']}".strip(): [
            piece["text"] for hit in opening["hits"] for piece in hit["pieces"] if piece["hit"]
        ]
        for number, below in enumerate(table.openings)
        for opening in below
    }


def counted(table):
    return [[opening["count"] for opening in below] for below in table.openings]


def test_a_frequent_term_opens_its_sentences(study):
    table = frequency_table(frequencies(study.tokens, exclude=["a", "no"]), study, 100)
    row = table.data.set_index("term").index.get_loc("road")
    assert opened(table)[f"{row}"] == ["road", "road", "road", "road"]
    assert counted(table)[row] == ["4 tokens in 3 documents"]
    assert table.data.loc[row, ["count", "documents", "group_documents"]].tolist() == [4, 3, 5]


def test_a_term_of_a_group_opens_the_sentences_of_that_group_only(study):
    grouped = frequencies(study.tokens, study.documents["actor"])
    table = frequency_table(grouped[grouped["term"].isin(["road", "red"])], study, 5, "actor")
    assert table.data[["actor", "term", "count"]].values.tolist() == [
        ["A", "road", 3], ["A", "red", 2], ["B", "red", 1], ["B", "road", 1],
    ]  # fmt: skip
    assert counted(table) == [
        ["3 tokens in 2 documents"], ["2 tokens in 2 documents"], ["1 token in 1 document"], ["1 token in 1 document"],
    ]  # fmt: skip


def test_sequences_of_words_open_theirs_and_numbers_can_be_left_out(study):
    assert number_terms(study.tokens) == ["1", "2023"]
    found = ngram_frequencies(study.tokens, 2, exclude=["the", "a", *number_terms(study.tokens)])
    table = frequency_table(found, study, 20)
    row = table.data["term"].tolist().index("red road")
    assert opened(table)[f"{row}"] == ["red road"] * 3
    assert "size" not in table.data


def test_more_sentences_than_are_shown_are_counted(study):
    table = frequency_table(frequencies(study.tokens, exclude=["a"]), study, 1)
    assert counted(table) == [["9 tokens in 1 document"]]
    long = dispersion_table(["far"], study)
    assert long.data["count"].tolist() == [9]


def test_both_sides_of_a_keyword_open_apart(study):
    sides = choose_sides(study, "actor", "A", "B")
    keys = keyness(study.tokens, sides.in_target, sides.in_reference, both_sides=True, alpha=None)
    table = keyness_table(keys, sides, study, 40)
    row = table.data["term"].tolist().index("road")
    assert table.data.loc[row, ["target", "reference"]].tolist() == ["3 (2)", "1 (1)"]
    found = opened(table)
    assert (found[f"{row} A"], found[f"{row} B"]) == (["road"] * 3, ["road"])


def test_a_collocate_opens_its_sentences_with_both_words_marked_and_only_itself_counted(study):
    table = collocation_table("road", study, window=2, minimum=2)
    assert table.data["collocate"].tolist() == ["red"]
    assert table.data[["count", "left", "right", "documents"]].values.tolist() == [[3, 3, 0, 3]]
    assert counted(table) == [["3 tokens in 3 documents"]]
    assert opened(table)["0"] == ["red", "road"] * 3


@pytest.mark.parametrize(
    ("term", "says"),
    [("", "There is no term"), ("red road", "is a phrase"), ("nowhere", "No term stands near “nowhere”")],
)
def test_what_has_no_collocates_is_said(study, term, says):
    assert says in collocation_table(term, study).caption


def test_a_concordance_is_aligned_at_the_term_with_date_actor_and_link(study):
    lines = concordance("road", study)
    page = page_of(lines)
    assert page.marks == ["road"] * 4
    assert "“road” stands 4 times in 3 documents." in page.text
    *links, data = page.links
    assert links == [LINK, LINK]  # that of d1 is no web page
    assert data.startswith("data:text/csv;")
    # The words that follow are is, script and, of the two at the end of their documents, none.
    assert [(line["left"].strip(), line["source"]) for line in lines.lines if line["actor"] == "A"] == [
        ("The red", "2023-01-05"),
        ("The red road is long. A", "2023-01-05"),
        ("A red", "2023-01"),
    ]
    assert "script" not in page.tags
    assert HOSTILE.split(" ")[0] in page.text


def test_of_many_lines_some_are_drawn_the_same_each_time(study):
    first, again = concordance("road", study, 2), concordance("road", study, 2)
    assert len(first.lines) == 2
    assert "2 lines drawn at random of 4." in first.note
    assert first.lines == again.lines


@pytest.mark.parametrize(("term", "says"), [("", "There is no term"), ("nowhere", "“nowhere” does not occur in 5")])
def test_a_term_without_lines_is_said(study, term, says):
    assert says in page_of(concordance(term, study)).text


def test_dispersion_of_terms_and_queries_opens_their_places(study):
    table = dispersion_table(["road", "lane*", "red road", "nowhere"], study)
    assert table.data[["term", "count", "documents"]].values.tolist() == [
        ["road", 4, 3], ["lane*", 3, 2], ["red road", 3, 3], ["nowhere", 0, 0],
    ]  # fmt: skip
    assert opened(table) == {"0": ["road"] * 4, "1": ["lane"] * 3, "2": ["red road"] * 3}
    assert dispersion_table([], study).data.empty


def test_a_month_opens_the_sentences_of_its_documents_and_one_without_documents_none(study):
    found = trends(study.tokens, study.documents, ["road"])
    table = trend_table(found, "road", study, "month")
    assert table.data[["count", "documents", "group_documents"]].values.tolist() == [[3, 2, 2], [0, 0, 0], [1, 1, 2]]
    assert opened(table) == {"0": ["road"] * 3, "2": ["road"]}
    assert table.caption.startswith("“road” has its highest rate in January 2023: 3 of 10 tokens in 2 documents.")
    assert trend_table(found, "", study, "month").caption == "There is no term to look at."


def test_the_hits_of_a_dictionary_open_by_category_and_group(study):
    words = dictionary({"way": ["road", "lane"], "red": ["red road"], "sea": ["ship"]})
    counts = dictionary_counts(study.tokens, words, study.documents["actor"])
    table = dictionary_table(counts, dictionary_hits(study.tokens, words), study, "actor")
    rows = table.data[["category", "actor", "count"]].values.tolist()
    assert rows == [["way", "B", 4], ["way", "A", 3], ["red", "B", 1], ["red", "A", 2]]
    assert counted(table)[0] == ["4 hits in 2 documents"]
    assert sorted(opened(table)["0"]) == ["lane", "lane", "lane", "road"]
    assert opened(table)["3"] == ["red road"] * 2
    together = dictionary_table(dictionary_counts(study.tokens, words), dictionary_hits(study.tokens, words), study)
    assert together.data["count"].tolist() == [7, 3]
