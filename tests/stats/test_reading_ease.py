"""How long words and sentences are, and the formulas made of that."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.stats.reading_ease import FORMULAS, readability, readability_of_counts
from analysis.stats.syllables import count_syllables
from analysis.text import split_sentences, tokenize

from .given import reference

ADDRESSES = ["1789-Washington", "1861-Lincoln", "1961-Kennedy", "2009-Obama"]
EVERY = list(FORMULAS)


def documents_of(*texts: str, **columns) -> pd.DataFrame:
    return pd.DataFrame({"doc_id": [f"d{i}" for i in range(len(texts))], "text": texts, **columns}).astype(
        {"doc_id": str, "text": str}
    )


def by_counts(**counts: float) -> pd.Series:
    return readability_of_counts(pd.DataFrame(counts, index=[0]), measures=EVERY).iloc[0]


@pytest.fixture(scope="module")
def addresses() -> pd.DataFrame:
    texts = reference("inaugural_text")
    documents = pd.DataFrame({"doc_id": ADDRESSES, "text": [texts[name] for name in ADDRESSES]})
    by = documents["doc_id"].rename("address")
    return readability(documents, by, measures=EVERY).set_index("address")


# Formulas, from the counts of other programs


@pytest.mark.parametrize("address", ADDRESSES)
def test_formulas_are_those_of_quanteda_from_its_counts(address):
    block, peer = reference("readability_quanteda"), reference("readability_textstat")["results"][address]
    theirs = next(row for row in block["results"] if row["document"] == address)
    sentences = block["nsentence"][address]
    words = theirs["meanSentenceLength"] * sentences
    ours = by_counts(
        words=words,
        sentences=sentences,
        syllables=theirs["meanWordSyllables"] * words,
        # It does not report these three: polysyllables follow from its fog, which ties them to its other formula smog;
        # letters are those of textstat; long words follow from its rix, which ties them to its lix.
        polysyllables=(theirs["FOG"] / 0.4 - theirs["meanSentenceLength"]) * words / 100,
        letters=peer["letter_count"],
        long_words=theirs["RIX"] * sentences,
    )
    assert ours[["flesch", "flesch_kincaid", "smog", "lix"]].tolist() == pytest.approx(
        [theirs["Flesch"], theirs["Flesch.Kincaid"], theirs["SMOG"], theirs["LIW"]], rel=1e-6
    )
    # Where both programs count the same words, the letters are the same too.
    if address == "1789-Washington":
        both = [theirs["ARI"], theirs["Coleman.Liau.short"]]
        assert ours[["ari", "coleman_liau"]].tolist() == pytest.approx(both, rel=1e-6)


@pytest.mark.parametrize("address", ADDRESSES)
def test_formulas_are_those_of_textstat_from_its_counts(address):
    theirs = reference("readability_textstat")["results"][address]
    words, sentences = theirs["lexicon_count"], theirs["sentence_count"]
    ours = by_counts(
        words=words,
        sentences=sentences,
        syllables=theirs["syllable_count"],
        polysyllables=theirs["polysyllabcount"],
        letters=theirs["letter_count"],
        long_words=theirs["rix"] * sentences,
    )
    same = {"flesch": "flesch_reading_ease", "flesch_kincaid": "flesch_kincaid_grade", "smog": "smog_index"}
    same |= {"lix": "lix", "rix": "rix"}
    for name, other in same.items():
        assert ours[name] == pytest.approx(theirs[other], rel=1e-6), name
    # textstat rounds the weight 0.0588 of Coleman and Liau (1975) to 0.058; all else is the same.
    rounded = ours["coleman_liau"] - 0.08 * theirs["letter_count"] / words
    assert rounded == pytest.approx(theirs["coleman_liau_index"], rel=1e-6)
    # Its fog leaves out polysyllables that it takes for easy, its ari counts punctuation among the letters.
    assert ours["fog"] > theirs["gunning_fog"] and ours["ari"] < theirs["automated_readability_index"]


def test_formulas_are_those_worked_out_by_hand():
    row = by_counts(words=100, sentences=5, letters=450, long_words=30, syllables=150, polysyllables=12)
    expected = {
        "mean_sentence_length": 20,
        "mean_word_length": 4.5,
        "mean_word_syllables": 1.5,
        "flesch": 206.835 - 20.3 - 126.9,
        "flesch_kincaid": 7.8 + 17.7 - 15.59,
        "fog": 0.4 * (20 + 12),
        "smog": 1.043 * 72**0.5 + 3.1291,
        "ari": 21.195 + 10 - 21.43,
        "coleman_liau": 26.46 - 1.48 - 15.8,
        "lix": 50,
        "rix": 6,
    }
    assert row.to_dict() == pytest.approx(expected)


# Counts of texts


def test_words_letters_and_long_words_of_the_addresses_are_those_of_textstat(addresses):
    theirs = reference("readability_textstat")["results"]
    for address in ADDRESSES:
        ours = addresses.loc[address]
        assert ours["words"] == theirs[address]["lexicon_count"]
        assert ours["letters"] == theirs[address]["letter_count"]
        assert ours["sentences"] == pytest.approx(theirs[address]["sentence_count"], abs=2)
        assert ours["long_words"] == pytest.approx(theirs[address]["rix"] * theirs[address]["sentence_count"], abs=1e-6)


def test_syllables_of_the_addresses_are_near_those_of_quanteda_and_textstat(addresses):
    for theirs in (
        reference("readability_quanteda")["nsyll"],
        {name: row["syllable_count"] for name, row in reference("readability_textstat")["results"].items()},
    ):
        for address in ADDRESSES:
            assert addresses.loc[address, "syllables"] == pytest.approx(theirs[address], rel=0.03)


def test_sentences_without_a_word_do_not_count_and_groups_are_summed():
    documents = documents_of("Stop. Go on!\n\n* * *\n\nWhy?", "It is over.", "—")
    by = pd.Series(["a", "a", "b"], name="actor")
    frame = readability(documents, by, measures=["mean_sentence_length"])
    columns = ["actor", "documents", "words", "sentences", "letters", "syllables", "mean_sentence_length"]
    assert frame.loc[0, columns].tolist() == ["a", 2, 7, 4, 4 + 2 + 2 + 3 + 2 + 2 + 4, 8, 1.75]
    assert frame.loc[1, columns[:-1]].tolist() == ["b", 1, 0, 0, 0, 0]
    assert np.isnan(frame.loc[1, "mean_sentence_length"])


def test_tokens_and_sentences_that_are_given_are_taken():
    documents = documents_of("Mr. Lee left. He said nothing.", "Peace.")
    made = readability(documents, measures=EVERY)
    sentences = split_sentences(documents).iloc[::-1]
    pd.testing.assert_frame_equal(
        readability(documents, measures=EVERY, tokens=tokenize(documents), sentences=sentences), made
    )
    with pytest.raises(ValueError, match="of other documents"):
        readability(documents, tokens=tokenize(documents[::-1]))


def test_syllables_are_counted_in_english_only():
    documents = documents_of("Peace now.", "La paix.", "Peace now.", language=["en-GB", "fr", None])
    frame = readability(documents, documents["doc_id"], measures=["flesch", "lix"])
    assert frame["flesch"].isna().tolist() == frame["syllables"].isna().tolist() == [False, True, False]
    assert frame["lix"].notna().all()
    together = readability(documents, measures=["flesch", "lix"])
    assert together["flesch"].isna().all() and together["words"].tolist() == [6]


def test_documents_without_a_group_are_left_out_unless_they_are_wanted():
    documents, by = documents_of("Peace.", "War."), pd.Series(["a", None], name="actor")
    assert readability(documents, by)["words"].tolist() == [1]
    assert readability(documents, by, dropna=False)["words"].tolist() == [1, 1]


@pytest.mark.parametrize("texts", [(), ("",), ("—",)])
def test_no_words_give_missing_measures_of_the_same_types_and_no_warning(texts):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        empty = readability(documents_of(*texts), measures=EVERY)
    assert empty.dtypes.equals(readability(documents_of("Peace."), measures=EVERY).dtypes)
    assert empty["words"].tolist() == [0] and empty[EVERY].isna().all(axis=None)
    none = readability(documents_of(*texts)[:0], pd.Series([], name="actor", dtype=str))
    assert len(none) == 0 and "flesch" in none


def test_errors_say_what_to_do():
    documents = documents_of("Peace.")
    with pytest.raises(ValueError, match="did you mean flesch"):
        readability(documents, measures=["flesh"])
    with pytest.raises(ValueError, match="rename it"):
        readability(documents, pd.Series(["a"], name="lix"))
    with pytest.raises(ValueError, match="2 values for 1 documents"):
        readability(documents, ["a", "b"])
    with pytest.raises(ValueError, match="no column 'letters', which ari needs"):
        readability_of_counts(pd.DataFrame({"words": [1], "sentences": [1]}), measures=["ari"])


# Syllables


@pytest.mark.parametrize(
    ("syllables", "words"),
    [
        (1, "peace the moved states speech read through ceased hoped its strength we it's court's"),
        (2, "table wanted people being create every settled hatred union's quiet lion boxes safety's george's"),
        (3, "idea communist department genocide settlement government radio area justice's"),
        (4, "material security appreciate independent experience negotiate territory communism"),
        (5, "negotiation representative unanimously cooperation international"),
    ],
)
def test_syllables_of_common_words(syllables, words):
    assert {word: count_syllables(word) for word in words.split()} == dict.fromkeys(words.split(), syllables)


def test_compounds_are_added_up_and_digits_and_letters_without_vowels_count():
    assert count_syllables("cease-fire") == 2
    assert count_syllables("30th") == 3
    assert count_syllables("2023") == 4
    assert count_syllables("km") == 1
    assert count_syllables("It’s") == count_syllables("it's") == 1


@settings(deadline=None)
@given(st.text(max_size=30))
def test_whatever_the_token_there_is_one_syllable_at_least_and_no_more_than_characters(term):
    assert 1 <= count_syllables(term) <= max(2 * len(term), 1)


def test_an_interval_is_that_of_drawing_the_documents_again():
    # Drawn twice, the first gives 3 words a sentence, the second 5, each in a quarter of the resamples.
    documents = documents_of("One two three.", "One two three four five.")
    row = readability(documents, measures=["mean_sentence_length"]).iloc[0]
    bounds = row[["mean_sentence_length_low", "mean_sentence_length_high"]]
    assert (row["mean_sentence_length"], *bounds) == (4, 3, 5)


def test_the_order_of_documents_does_not_change_an_interval():
    documents = documents_of("One.", "One two three.", "One two. Three four.", "One two three four five six.")
    assert readability(documents.iloc[[2, 0, 3, 1]]).equals(readability(documents))


def test_one_document_or_no_resample_has_no_interval():
    documents = documents_of("One two three.", "One.")
    for frame in (readability(documents, documents["doc_id"]), readability(documents, resamples=0)):
        assert frame[["lix_low", "lix_high"]].isna().all(axis=None)
        assert frame["lix"].notna().all()


def test_a_group_with_a_text_in_another_language_has_no_interval_where_syllables_are_needed():
    documents = documents_of("One two three.", "Один два.", language=["en", "ru"])
    row = readability(documents).iloc[0]
    assert row[["flesch", "flesch_low", "flesch_high"]].isna().all()
    assert row[["lix_low", "lix_high"]].notna().all()
