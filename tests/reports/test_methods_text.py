"""A methods section: what was called, once each, with its settings, sources and limits, and nothing else."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from analysis import load, reports
from analysis.discourse import co_mentions, mention_counts
from analysis.methods import Call, Several, tell
from analysis.reports import methods, record_calls
from analysis.stats import collocations, frequencies, keyness, kwic, lexical_diversity
from analysis.text import tokenize

HOSTILE = "</li><script>alert(1)</script> onmouseover=\u202e$x^2$\x1b[31m"
NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("0[1-4]-*.ipynb"))
NOTEBOOKS += sorted((Path(__file__).parents[2] / "notebooks").glob("[a-z]*.ipynb"))
DOCUMENTS = pd.DataFrame({"doc_id": list("ab"), "text": ["tax tax tax cut", "peace the peace"]})


@pytest.fixture(scope="module")
def tokens():
    return tokenize(DOCUMENTS)


def page(calls) -> str:
    return methods(calls)._repr_html_()


def titles(calls) -> list[str]:
    return [entry.title for entry in methods(calls).entries()]


def entry_of(calls, title):
    return {entry.title: entry for entry in methods(calls).entries()}[title]


def test_each_function_is_named_once_in_the_order_of_the_corpus_and_no_other_is(tokens):
    with record_calls() as calls:
        mention_counts(pd.DataFrame({"doc_id": ["a"], "organization": ["UN"]}), DOCUMENTS, resamples=0)
        frequencies(tokens, resamples=0)
        frequencies(tokens, resamples=0, minimum=2)
        tokenize(DOCUMENTS)
    assert titles(calls) == ["Tokens", "Frequencies", "Counts of mentions", "Intervals of shares"]
    text = page(calls)
    assert text.count("<code>stats.frequencies</code>") == 1
    assert "bootstrap" not in text
    assert "eyness" not in text


def test_what_a_table_calls_is_named(study, un):
    with record_calls() as calls:
        reports.who_names_whom_table(un, study)
    assert "Who names whom" in titles(calls)
    assert "Named together" not in titles(calls)


def test_what_a_build_found_is_named_when_its_table_is_looked_at(study):
    with record_calls() as calls:
        opened = load(study.folder, duplicates="near", local_names=True)
    assert titles(calls) == ["Repeated documents"]
    assert [part.title for part in entry_of(calls, "Repeated documents").parts] == ["Exact repeats count once"]
    with record_calls() as calls:
        assert len(opened.mentions) > 0
        assert len(opened.sentences) > 0
    assert titles(calls) == ["Sentences", "Mentions of organizations"]
    assert entry_of(calls, "Mentions of organizations").settings == [("local_names", "yes")]


def test_settings_are_those_that_differ_from_the_defaults_with_all_their_values(tokens):
    with record_calls() as calls:
        frequencies(tokens, resamples=1000, minimum=2, seed=2023)
        frequencies(tokens, resamples=400, minimum=2, exclude=["the"])
    assert entry_of(calls, "Frequencies").settings == [
        ("exclude", "none, elsewhere “the”"),
        ("minimum", "2"),
        ("resamples", "1,000, elsewhere 400"),
        ("seed", "2023, elsewhere 0"),
    ]


def test_the_measures_that_were_asked_for_are_defined_and_no_others(tokens):
    with record_calls() as calls:
        keyness(tokens, [True, False], measures=["percent_diff"], sort_by="percent_diff", evidence="chi2", adjust="bh")
    parts = [part.title for part in entry_of(calls, "Keyness").parts]
    assert parts == ["%DIFF", "χ²", "Benjamini and Hochberg’s adjustment", "Interval of the log ratio"]
    text = page(calls)
    assert "Gabrielatos and Marchi 2011" in text
    assert "Hardie" not in text


def test_a_measure_that_two_functions_use_is_defined_once(tokens):
    with record_calls() as calls:
        keyness(tokens, [True, False], resamples=0)
        collocations(tokens, "tax", measures=["log_ratio", "mi"])
    assert page(calls).count("The binary logarithm of the ratio") == 1
    assert entry_of(calls, "Collocations").again == ["Log ratio"]
    assert page(calls).count("Hardie, A. (2014)") == 1


def test_a_definition_has_the_values_that_were_used(tokens):
    with record_calls() as calls:
        lexical_diversity(tokens, measures=["mattr"], window=50, resamples=20, confidence=0.9, seed=7)
        frequencies(tokens, resamples=0)
    assert "windows of 50 tokens" in entry_of(calls, "Lexical diversity").parts[0].definition
    intervals = entry_of(calls, "Bootstrap intervals")
    assert intervals.definition.startswith("90% percentile bootstrap intervals over documents (20 resamples, seed 7)")
    assert intervals.of == ["Lexical diversity"]


def test_references_are_listed_once_with_their_addresses():
    mentions = pd.DataFrame({"doc_id": ["a", "a"], "organization": ["UN", "HRW"], "start": [0, 4], "end": [3, 7]})
    with record_calls() as calls:
        co_mentions(mentions, DOCUMENTS)
    references = methods(calls).references()
    assert [text.split(",")[0] for text, _ in references] == ["Bouma", "Efron", "Jaccard"]
    assert references[2][1] == "https://doi.org/10.1111/j.1469-8137.1912.tb05611.x"
    assert "<details><summary>References (3)</summary>" in page(calls)


def test_the_limits_of_what_was_called_stand_beside_it(tokens):
    with record_calls() as calls:
        frequencies(tokens)
    text = " ".join(page(calls).split())
    assert "Limits: A frequent word is not yet one that is more frequent here than elsewhere." in text
    assert "one document has none." in text
    assert text.count("Limits:") == 2


def test_hostile_settings_are_inert_and_short(tokens):
    with record_calls() as calls:
        kwic(tokens, DOCUMENTS, "tax")
        kwic(tokens, DOCUMENTS, "</li><script>alert(1)</script>")
    tell("discourse.trend", {"organization": [HOSTILE] * 5})
    hostile = [Call("discourse.trend", (("organization", (HOSTILE,) * 5, False), (HOSTILE, 1, False)))]
    text = page([*calls, *hostile])
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "\u202e" not in text
    assert "\x1b" not in text
    assert "tex2jax_ignore mathjax_ignore" in text
    assert len(text) < 10_000


def test_a_setting_of_many_values_says_how_many():
    assert "exclude 107 values." in page([Call("stats.frequencies", (("exclude", Several(107), False),))])
    many = [Call("text.find", (("query", f"word{n}", False),)) for n in range(40)]
    assert entry_of(many, "Search").settings == [("query", "“word0”, elsewhere “word1” or “word2” and 37 more")]


def test_all_that_is_left_counts_says_nothing_more_where_a_study_left_repeats_out():
    everything = Call("discourse.first_and_last", (("duplicates", "all", False),))
    left_out = Call("discourse.counted_documents", (("duplicates", "near", False),))
    assert entry_of([everything], "First and last mentions").settings == [("duplicates", "“all”")]
    assert entry_of([everything, left_out], "First and last mentions").settings == []


def test_speakers_are_those_that_were_left_where_names_decided_before():
    table = Call("discourse.speaker_counts", (("as_written", True, False),))
    named = Call("discourse.with_names", (("as_written", False, True),))
    assert entry_of([table], "What speakers say").settings == [("as_written", "yes")]
    assert entry_of([table, named], "What speakers say").settings == []
    again = named._replace(arguments=(("as_written", True, False),))
    assert entry_of([named, again], "Speakers that count").settings == []
    assert entry_of([again, named], "Speakers that count").settings == [("as_written", "yes")]


def test_the_same_calls_give_the_same_bytes(tokens):
    pages = []
    for _ in range(2):
        with record_calls() as calls:
            frequencies(tokens, exclude={"the", "a", "of", "to"})
            keyness(tokens, [True, False], resamples=0)
        pages.append(page(calls))
    assert pages[0] == pages[1]


def test_a_section_keeps_what_it_was_made_of(tokens):
    with record_calls() as calls:
        frequencies(tokens, resamples=0)
        section = methods(calls)
        keyness(tokens, [True, False], resamples=0)
    assert [entry.title for entry in section.entries()] == ["Frequencies"]


def test_a_function_that_has_no_definition_is_still_named():
    (entry,) = methods([Call("stats.made_up", (("window", 3, False),))]).entries()
    assert (entry.function, entry.settings) == ("stats.made_up", [("window", "3")])


def test_no_call_is_said_in_a_sentence():
    assert re.search("<p>No function .* was called.</p>", page([]))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_records_before_it_loads_and_tells_when_all_is_done(path):
    cells = [
        "".join(cell["source"])
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
    ]
    code = "\n".join(cells)
    assert 0 < code.index("calls = reports.record_calls()") < code.index("load(processed")
    assert cells[-1] == "reports.methods(calls)"
