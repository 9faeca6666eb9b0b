"""Which words are left out of lists of terms, and which never are."""

import re
from importlib import resources

import pandas as pd
import pytest

from analysis.text import stop_words, tokenize

DATA = resources.files("analysis") / "data"
KEPT = {
    "negation": "no not never nor neither none nobody nothing without cannot don't won't didn't isn't can't",
    "modality": "can could may might must shall should will would ought need",
    "reporting": "said say says saying told tell tells called call claimed stated accused denied warned urged",
    "opposition and condition": "against but despite although however if unless because",
    "quantity": "all any every few many more most only some",
    "speakers and others": "we us our they them their",
}


def test_words_of_structure_are_stop_words():
    assert {"the", "a", "an", "of", "in", "to", "and", "or", "is", "was", "been", "has", "it's"} <= stop_words("en")


@pytest.mark.parametrize("words", KEPT.values(), ids=KEPT.keys())
def test_words_that_discourse_analysis_looks_at_are_no_stop_words(words):
    assert stop_words("en") & set(words.split()) == set()


def test_stop_words_are_written_as_the_tokenizer_writes_terms():
    listed = sorted(stop_words("en"))
    frame = tokenize(
        pd.DataFrame({"doc_id": listed, "text": [word.upper().replace("'", "’") for word in listed]})
    ).frame()
    assert frame["term"].tolist() == listed


def test_the_list_names_each_word_once_in_order():
    words = (DATA / "stopwords-en.csv").read_text(encoding="utf-8").split()[1:]
    assert words == sorted(set(words))
    assert set(words) == stop_words("en")


def test_the_readme_states_how_many_words_the_list_has():
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    stated = re.search(r"\| stopwords-en\.csv \| term \| (\d+) ", readme)
    assert int(stated[1]) == len(stop_words("en"))


def test_the_readme_calls_no_stop_word_kept():
    kept = (DATA / "README.md").read_text(encoding="utf-8").partition("leave in, and why")[2]
    named = {word.strip() for words in re.findall(r"\*([^*]+)\*", kept) for word in words.split(",")}
    assert len(named) > 30
    assert named & stop_words("en") == set()


def test_english_is_the_language_when_none_is_named():
    assert stop_words() == stop_words("en")


@pytest.mark.parametrize("language", ["xx", "EN", ""])
def test_an_unknown_language_is_an_error_that_lists_the_choices(language):
    with pytest.raises(ValueError, match=f"no stop words for '{language}': choose from en"):
        stop_words(language)
