"""Tables and findings of counts, and the evidence behind them."""

import json
from collections import Counter
from html.parser import HTMLParser

import pandas as pd
import pytest

from analysis import pipeline
from analysis.discourse import by_others, mentions_of
from analysis.reports import (
    alias_table,
    choose_grouping,
    document_table,
    evidence,
    organization_summary,
    organization_table,
    problem_table,
    summary,
    term_table,
)
from analysis.reports.hits import safe_link
from analysis.stats import frequencies

HOSTILE = "<script>alert('1')</script> \"&amp;\" $x$ \u202e"
SHOWN = HOSTILE.replace("\u202e", "\ufffd")  # what would turn the direction of all behind it is seen instead
ROWS = [
    {
        "id": "a",
        "text": f"The UN said {HOSTILE}. Then UN’s Yahoo! Inc came, and the UN.",
        "actor": HOSTILE,
        "title": HOSTILE,
        "url": "javascript:alert(1)",
        "date": "2023-02-03",
        "score": 1.5,
    },
    {
        "id": "b",
        "title": HOSTILE,
        "text": "<img src=x> U\u00adN <b>bold</b>",
        "url": "https://example.org/?a=1&b=\"'><script>",
        "date": "2023",
    },
    {"id": "c", "text": "The UN\n\nThe UN", "actor": "UN", "url": "data:text/html,x", "date": "2023-02", "score": 2},
    {"id": "d", "text": "Nobody.", "title": "Quiet", "actor": "Somebody"},
]
# Columns of the user's own that bear the names of columns that evidence works with.
ROWS = [row | {"sentence": "s", "start": "x", "end": "y", "organization": "mine", "surface": "z"} for row in ROWS]
GAZETTEER = """organization,alias,match
United Nations,UN,exact
<b>Yahoo</b>,Yahoo! Inc,exact
Nobody,nobody,any
Bold,<b>bold</b>,any
"""


class Page(HTMLParser):
    """The tags of some HTML with their attributes, its text, and the text of its marks."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.open, self.text, self.marks = [], [], "", []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.open.append(tag)
        if tag == "mark":
            self.marks.append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data
        if "mark" in self.open:
            self.marks[-1] += data


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "texts.jsonl").write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    (folder / "organizations.csv").write_text(GAZETTEER, encoding="utf-8")
    return pipeline.build(folder, folder / ".tables").study


def page_of(shown):
    return Page(shown._repr_html_())


def test_a_corpus_in_one_sentence_with_its_own_numbers(hostile):
    text = summary(hostile).text
    assert text.startswith("4 documents by 3 actors, February 2023;")
    assert f"{len(hostile.tokens)} tokens in {len(hostile.sentences)} sentences" in text
    assert "9 mentions of 4 organizations" in text


def test_the_sample_in_one_sentence(sample):
    text = summary(sample).text
    assert text.startswith("123 documents by 69 actors, December 2022 to September 2023;")


def test_an_organization_in_one_sentence(hostile):
    text = organization_summary("United Nations", mentions_of(hostile.mentions, "United Nations"), hostile).text
    assert text == "United Nations is named 6 times in 3 of 4 documents, 1 of them by other actors."


@pytest.mark.parametrize(
    ("columns", "chosen"),
    [
        ({"actor": ["A", "B"], "group": ["x", "y"]}, "group"),
        ({"actor": ["A", "B"], "group": ["x", "x"]}, "actor"),
        ({"actor": [None, None], "source": ["p", "q"]}, "source"),
        ({"actor": ["A", None]}, ""),
        ({"title": ["A", "B"]}, ""),
    ],
)
def test_the_first_column_with_two_values_is_compared_by(columns, chosen):
    assert choose_grouping(pd.DataFrame(columns)) == chosen


def test_a_column_to_compare_by_that_is_not_there_is_refused():
    frame = pd.DataFrame({"actor": ["A"], "date": pd.to_datetime(["2023-01-01"]), "date_precision": ["day"]})
    assert choose_grouping(frame, "actor") == "actor"
    assert choose_grouping(frame, "month") == "month"
    with pytest.raises(ValueError, match=r"no column 'grop' .* actor, date, date_precision"):
        choose_grouping(frame, "grop")


def test_terms_are_shown_with_their_counts_and_those_of_each_group(sample):
    counts = frequencies(sample.tokens, resamples=0)
    table = term_table(counts, 5)
    pd.testing.assert_frame_equal(table.data, counts[table.data.columns].head(5))
    assert f"5 terms of {len(counts):,}" in table.caption
    grouped = term_table(frequencies(sample.tokens, sample.documents["group"], resamples=0), 2).data
    assert grouped["group"].value_counts().unique().tolist() == [2]
    assert grouped.columns[0] == "group"


def test_organizations_are_shown_with_mentions_documents_and_documents_of_others(hostile):
    data = organization_table(hostile.mentions, hostile).data
    columns = ["organization", "mentions", "documents", "documents_of_others", "share"]
    assert data[columns].values.tolist() == [
        *[
            ["United Nations", 6, 3, 1, 0.75],
            ["<b>Yahoo</b>", 1, 1, 1, 0.25],
            ["Bold", 1, 1, 0, 0.25],
            ["Nobody", 1, 1, 1, 0.25],
        ]
    ]


def test_organizations_of_the_sample_are_shown_as_counted_by_hand(sample):
    table = organization_table(sample.mentions, sample, top=10)
    others = by_others(sample.mentions, sample.documents, sample.gazetteer)
    for row in table.data.itertuples():
        own = sample.mentions[sample.mentions["organization"] == row.organization]
        assert (row.mentions, row.documents) == (len(own), len(set(own["doc_id"])))
        assert row.documents_of_others == len(set(others.loc[others["organization"] == row.organization, "doc_id"]))
    assert table.data["documents"].is_monotonic_decreasing
    assert table.caption.startswith(f"10 of {sample.mentions['organization'].nunique()} named organizations")


def test_aliases_are_shown_by_how_often_they_are_used():
    named = pd.DataFrame({"doc_id": ["a", "a", "b"], "alias": ["ICRC", "Red Cross", "ICRC"], "organization": ["I"] * 3})
    table = alias_table(named)
    assert table.data.values.tolist() == [["ICRC", 2, 2], ["Red Cross", 1, 1]]
    assert table.caption == "“ICRC” has the most mentions, 2 of 3."
    assert alias_table(named.head(0)).data.empty


def test_problems_are_shown_and_counted(hostile):
    rows = [("a.txt", 1, "empty", HOSTILE, "error"), ("b.txt", 2, "bad-date", "m", "warning")]
    table = problem_table(pd.DataFrame(rows, columns=hostile.problems.columns))
    assert table.caption.startswith("1 error and 1 warning from the raw files.")
    assert SHOWN in page_of(table).text
    assert "script" not in {tag for tag, _ in page_of(table).tags}
    assert problem_table(hostile.problems.head(0)).caption == "No problems in the raw files."


def test_documents_are_shown_with_as_much_of_their_date_as_is_known(hostile):
    data = document_table(hostile.documents, top=3).data
    assert data["date"].tolist() == ["February 3, 2023", "2023", "February 2023"]
    assert data.columns.tolist() == ["doc_id", "date", "actor", "title"]
    assert document_table(hostile.documents, top=3).caption == "The first 3 of 4 documents."


def test_every_mark_is_a_mention_and_every_mention_a_mark(hostile):
    shown = evidence(hostile.mentions, hostile)
    assert Counter(page_of(shown).marks) == Counter(hostile.mentions["surface"])
    assert Counter(hostile.mentions["surface"]) == {
        "UN": 6,
        "Yahoo! Inc": 1,
        "Nobody": 1,
        "<b>bold</b>": 1,
    }
    assert shown.caption == "Evidence: 9 mentions in 4 documents."
    assert [(group["label"], group["count"]) for group in shown.groups] == [
        *[("United Nations", "6 mentions in 3 documents"), ("<b>Yahoo</b>", "1 mention in 1 document")],
        *[("Bold", "1 mention in 1 document"), ("Nobody", "1 mention in 1 document")],
    ]


def test_every_mention_of_the_sample_is_marked_in_its_evidence(sample):
    page = page_of(evidence(sample.mentions, sample, limit=10**6))
    assert Counter(page.marks) == Counter(sample.mentions["surface"])
    links = {attributes["href"] for tag, attributes in page.tags if tag == "a"}
    named = sample.documents[sample.documents["doc_id"].isin(sample.mentions["doc_id"])]
    assert links == set(named["url"].dropna())


def test_texts_titles_and_actors_never_become_markup(hostile):
    page = page_of(evidence(hostile.mentions, hostile))
    allowed = {"section", "p", "strong", "span", "details", "summary", "ol", "li", "q", "mark", "cite", "a", "bdi"}
    assert {tag for tag, _ in page.tags} <= allowed
    harmless = {"class", "dir", "href", "rel", "data-names", "data-name"}
    assert {name for _, attributes in page.tags for name in attributes} <= harmless
    assert page.text.count(SHOWN) >= 3
    assert "<b>Yahoo</b>" in page.text


def test_links_that_lead_to_no_web_page_are_dropped(hostile):
    page = page_of(evidence(hostile.mentions, hostile))
    assert {attributes["href"] for tag, attributes in page.tags if tag == "a"} == {ROWS[1]["url"]}


@pytest.mark.parametrize(
    "url",
    [
        *[
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
        ],
        *["vbscript:x", "file:///etc/passwd", "//example.org", "example.org", "http:", "https://", "http://[bad", ""],
    ],
)
def test_only_web_addresses_are_links(url):
    assert safe_link(url) == ""
    assert safe_link("HTTPS://example.org/a?b=c#d") == "HTTPS://example.org/a?b=c#d"


@pytest.mark.parametrize(
    ("by", "labels"),
    [
        ("", ["all"]),
        ("actor", [HOSTILE, "(none)", "UN", "Somebody"]),
        ("month", ["2023-02", "(none)"]),
        ("year", ["2023", "(none)"]),
        ("score", ["1.5", "(none)", "2"]),
        ("doc_id", ["a", "b", "c", "d"]),
    ],
)
def test_evidence_is_folded_by_any_column_and_none_is_lost(hostile, by, labels):
    shown = evidence(hostile.mentions, hostile, by=by)
    assert [group["label"] for group in shown.groups] == labels
    assert len(page_of(shown).marks) == 9


def test_more_sentences_than_the_limit_are_counted_as_left_out(hostile):
    shown = evidence(hostile.mentions, hostile, by="", limit=2)
    sentences = len(evidence(hostile.mentions, hostile, by="").groups[0]["hits"])
    assert shown.groups[0]["left_out"] == sentences - 2 > 0
    assert len(shown.groups[0]["hits"]) == 2
    assert f"and {sentences - 2} more" in page_of(shown).text


def test_no_mentions_have_no_evidence(hostile):
    shown = evidence(hostile.mentions.head(0), hostile)
    assert shown.groups == []
    assert "0 mentions in 0 documents" in page_of(shown).text


def test_a_name_that_runs_over_the_end_of_a_sentence_is_marked_whole(hostile):
    marks = [piece["text"] for hit in evidence(hostile.mentions, hostile).groups[1]["hits"] for piece in hit["pieces"]]
    assert "Yahoo! Inc" in marks
