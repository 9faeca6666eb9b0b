"""Every count of every figure of the sample opens as many rows as it counts, and every number of a summary too."""

import re

import pytest

from analysis.discourse import by_others, co_mentions, contexts, mention_counts, mentions_of, statements_of, with_names
from analysis.reports import (
    choose_sides,
    co_mention_chart,
    dictionary_chart,
    dispersion_chart,
    document_lengths,
    documents_by,
    documents_over_time,
    keyness_chart,
    named_beside,
    naming_summary,
    naming_trend,
    naming_trends,
    organization_summary,
    organizations,
    organizations_by_group,
    quoting_chart,
    share_by,
    speaker_keyness_chart,
    speaker_keywords,
    speaker_summary,
    speech_organization_chart,
    speech_summary,
    stance_chart,
    style_chart,
    summary,
    terms,
    trend_chart,
    voice_by_chart,
    voice_chart,
    voice_trend,
    who_names_whom_chart,
)
from analysis.stats import change_points, dictionary_counts, dictionary_hits, frequencies, keyness, load_dictionary
from analysis.stats import trends as trends_of
from analysis.text import tokenize

UN, BY, SPEAKER = "United Nations", "group", "Azerbaijan"


@pytest.fixture(scope="module")
def study(sample):
    return sample.without_duplicates("near")


@pytest.fixture(scope="module")
def named(study):
    return with_names(study.statements)


def of_documents(study):
    documents = study.documents
    return {
        "documents over time": documents_over_time(documents),
        "documents by": documents_by(documents, BY),
        "style": style_chart(study, BY),
    }


def of_mentions(study):
    mentions, documents = study.mentions, study.documents
    own, others = mentions_of(mentions, UN, study.gazetteer), by_others(mentions, documents, study.gazetteer)
    counts = mention_counts(others, documents, duplicates="all", resamples=0)
    return {
        "organizations": organizations(counts, 15, study, others),
        "share by": share_by(own, study, BY, UN),
        "named beside": named_beside(mentions, UN, study),
        "by group": organizations_by_group(others, study, BY),
        "trend": naming_trend(own, study, UN),
        "trends": naming_trends(mentions, study),
        "who names whom": who_names_whom_chart(mentions, study),
    }


def of_tokens(study):
    counts = frequencies(study.tokens, resamples=0)
    followed = ["road", "human rights", "genocid*"]
    found = trends_of(study.tokens, study.documents, followed, freq="month")
    words = load_dictionary("closed-road")
    hits = dictionary_hits(study.tokens, words)
    own = mentions_of(study.mentions, UN, study.gazetteer)
    around = frequencies(tokenize(contexts(own, study.sentences)), resamples=0)
    return {
        "terms": terms(counts, study=study),
        "terms around": terms(around, 100, study=study, around=own),
        "term trend": trend_chart(found, change_points(found), study, "month"),
        "dictionary": dictionary_chart(dictionary_counts(study.tokens, words, study.documents[BY]), BY, hits, study),
        "dispersion": dispersion_chart(followed, study),
    }


def of_statements(study, named):
    return {
        "voice trend": voice_trend(named, study),
        "voice": voice_chart(named, study, BY),
        "voice of one": voice_by_chart(named, study, SPEAKER, BY),
        "quoting": quoting_chart(named, study, BY),
        "stance": stance_chart(named, study),
    }


def counts_of(chart):
    """The rows that a figure's data block lists, each with what opens below it."""
    listed = (chart.data if chart.counts is None else chart.counts).head(100)
    below = [*chart.openings, *([] for _ in range(len(listed) - len(chart.openings)))]
    return list(zip(listed.to_dict("records"), below, strict=True))


def marks(opening):
    return sum(piece["hit"] for hit in opening["hits"] for piece in hit["pieces"])


def check(charts, column, limit=5):
    for name, chart in charts.items():
        assert chart.figure is not None, name
        assert sum(row[column] for row, _ in counts_of(chart)) > 0, name
        for row, below in counts_of(chart):
            assert sum(opening["number"] for opening in below) == row[column], (name, row)
            for opening in below:
                assert len(opening["hits"]) <= limit, name
                assert opening["count"].startswith(f"{opening['number']:,} ")


def test_documents_that_a_figure_counts_open_each_with_what_it_is_called(study):
    charts = of_documents(study)
    check(charts, "documents", limit=20)
    titles = set(study.documents["title"])
    for _, below in (row for chart in charts.values() for row in counts_of(chart)):
        for opening in below:
            assert len(opening["hits"]) + opening["left_out"] == opening["number"]
            assert {hit["title"] for hit in opening["hits"]} <= titles


def test_the_length_of_each_document_opens_the_document(study):
    rows = counts_of(document_lengths(study.tokens, study.documents))
    assert len(rows) == 100
    about = study.documents.set_index("doc_id")
    for row, (opening,) in rows:
        assert opening["number"] == 1
        assert opening["hits"][0]["url"] == about.loc[row["doc_id"], "url"]


def test_mentions_that_a_figure_counts_open_their_sentences(study):
    charts = of_mentions(study)
    check(charts, "mentions")
    for name, chart in charts.items():
        for row, below in counts_of(chart):
            assert sum(opening["documents"] for opening in below) == row["documents"], (name, row)
            assert all(marks(opening) == opening["number"] for opening in below if not opening["left_out"]), name


def test_documents_that_name_two_open_the_sentences_that_name_either(study):
    pairs = co_mentions(study.mentions, study.documents, duplicates="all", resamples=0)
    counts = mention_counts(study.mentions, study.documents, duplicates="all", resamples=0)
    for row, (opening,) in counts_of(co_mention_chart(pairs, counts, study)):
        assert opening["documents"] == row["documents"]


def test_tokens_that_a_figure_counts_open_their_sentences(study):
    charts = of_tokens(study)
    check(charts, "count")
    for name, chart in charts.items():
        for row, below in counts_of(chart):
            assert sum(opening["documents"] for opening in below) == row["documents"], (name, row)
            assert all(marks(opening) == opening["number"] for opening in below if not opening["left_out"]), name


def test_the_marked_words_around_an_organization_are_those_that_were_counted(study):
    own = mentions_of(study.mentions, UN, study.gazetteer)
    around = frequencies(tokenize(contexts(own, study.sentences)), resamples=0)
    for row, below in counts_of(terms(around, 100, study=study, around=own)):
        marked = {
            piece["text"] for opening in below for hit in opening["hits"] for piece in hit["pieces"] if piece["hit"]
        }
        assert {text.casefold().replace("’", "'") for text in marked} == {row["term"].replace("’", "'")}


def test_both_sides_of_a_keyword_open_apart(study, named):
    sides = choose_sides(study, BY)
    keys = keyness(study.tokens, sides.in_target, sides.in_reference, both_sides=True, alpha=None, minimum=5)
    said = speaker_keywords(named, study, SPEAKER)
    for chart in (keyness_chart(keys, sides, study=study), speaker_keyness_chart(said, named, study, SPEAKER)):
        for row, below in counts_of(chart):
            numbers = {opening["label"]: opening["number"] for opening in below}
            expected = [row["count_target"], row["count_reference"]]
            assert list(numbers.values()) == [number for number in expected if number]


def test_statements_that_a_figure_counts_open_their_sentences(study, named):
    check(of_statements(study, named), "statements")
    check({"brought up": speech_organization_chart(named, study.mentions, study)}, "mentions")


def numbers_in(text):
    return {int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?![\d%])", text)}


def test_the_numbers_of_every_summary_open_what_they_count(study, named):
    own = mentions_of(study.mentions, UN, study.gazetteer)
    speaker = statements_of(named, SPEAKER)
    documents, mentions = len(study.documents), len(study.mentions)
    named_by = study.mentions["organization"].nunique()
    opened = [
        (summary(study), {documents, study.documents["actor"].nunique(), mentions, named_by}),
        (organization_summary(UN, own, study), {len(own), own["doc_id"].nunique()}),
        (naming_summary(study), {mentions, study.mentions["doc_id"].nunique(), named_by}),
        (speech_summary(study.statements, study), set(study.statements["kind"].value_counts())),
        (speaker_summary(SPEAKER, named, study), {*speaker["kind"].value_counts(), speaker["doc_id"].nunique()}),
    ]
    for finding, expected in opened:
        assert expected <= {opening["number"] for opening in finding.openings}
        assert expected <= numbers_in(finding.text)
        assert finding._repr_html_().count("<details>") == len(finding.openings)
