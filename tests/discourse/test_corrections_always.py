"""Whatever a corpus, a coder and a later text are like: nothing unsaid is corrected."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.schemas import STATEMENTS, check, empty
from analysis.discourse.coding_files import (
    completed,
)
from analysis.discourse.correction_files import (
    no_corrections,
)
from analysis.discourse.corrections import apply_corrections, corrections_from

from .coding import DAY, assert_offsets_hold, corrected, exported, through_a_file, with_text

WORDS = st.sampled_from(["the", "road", "she", "said", "“", "”", "open.", "Ruiz", "\n\n", "no", "=1"])
TEXTS = st.lists(WORDS, min_size=1, max_size=25).map(" ".join).filter(str.strip)


@st.composite
def corpora(draw):
    """A document with statements somewhere in it."""
    text = draw(TEXTS)
    words = [(match, match + len(word)) for match, word in _words(text)]
    rows = []
    for _ in range(draw(st.integers(0, 4))):
        first, last = sorted(draw(st.tuples(*[st.integers(0, len(words) - 1)] * 2)))
        row = {"doc_id": "a", "start": words[first][0], "end": words[last][1]}
        for name in ("speaker", "cue"):
            row[f"{name}_start"], row[f"{name}_end"] = draw(st.sampled_from([(-1, -1), *words]))
            row[name] = text[row[f"{name}_start"] : row[f"{name}_end"]] if row[f"{name}_start"] >= 0 else ""
        row |= {"content": text[row["start"] : row["end"]], "act": draw(st.sampled_from(["", "say", "deny"]))}
        rows.append(row)
    found = completed(pd.DataFrame(rows)).drop_duplicates("statement_id") if rows else empty(STATEMENTS)
    found = found.sort_values(["start", "end"], ignore_index=True)
    return with_text(text), found


def _words(text):
    place = 0
    for word in text.split():
        place = text.index(word, place)
        yield place, word
        place += len(word)


@st.composite
def codings(draw):
    """A corpus, and corrections of it by two coders on two days."""
    documents, found = draw(corpora())
    text = documents["text"][0]
    parts, whole = [], exported(found, documents).astype({"start": "str", "end": "str"})
    for coder, date in draw(
        st.lists(st.tuples(st.sampled_from("EF"), st.sampled_from([DAY, "2024-06-01"])), max_size=3)
    ):
        coded = whole.copy()
        for row in coded.index:
            for name in draw(st.sets(st.sampled_from(["content", "speaker", "act", "kind", "action"]))):
                words = st.sampled_from(text.split())
                values = {"act": st.sampled_from(["warn", ""]), "kind": st.just("mixed"), "action": st.just("delete")}
                coded.loc[row, name] = draw(values.get(name, words))
        parts.append(corrections_from(coded, found, documents, coder, date)[0])
    return documents, found, pd.concat(parts, ignore_index=True) if parts else no_corrections()


@given(corpora())
def test_whatever_is_exported_and_imported_unchanged_corrects_nothing(tmp_path_factory, corpus):
    documents, found = corpus
    coded = through_a_file(exported(found, documents), tmp_path_factory.mktemp("coded"))
    assert corrected(coded, found, documents).empty


@given(codings())
def test_corrections_applied_twice_are_as_applied_once_and_every_offset_holds(coding):
    documents, found, made = coding
    once, _ = apply_corrections(found, documents, made)
    assert_offsets_hold(check(once, STATEMENTS), documents)
    twice, _ = apply_corrections(once, documents, made)
    pd.testing.assert_frame_equal(twice, once)


@given(codings(), TEXTS, st.integers(0, 60))
def test_whatever_becomes_of_a_text_no_correction_gives_words_that_do_not_stand_there(coding, inserted, where):
    documents, _, made = coding
    text = documents["text"][0]
    later = with_text(text[:where] + inserted + text[where + 5 :])
    after, problems = apply_corrections(empty(STATEMENTS), later, made)
    assert_offsets_hold(check(after, STATEMENTS), later)
    for name in ("content", "speaker", "cue"):
        coded = {tuple(words.split()) for words in made[name]}
        assert {tuple(words.split()) for words in after[name]} <= coded
    whole = " ".join(later["text"][0].split())
    gone = [words for words in made["found_content"] if " ".join(words.split()) not in whole]
    assert len(problems) >= len(gone)
