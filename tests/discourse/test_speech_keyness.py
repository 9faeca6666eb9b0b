"""The words of speakers as documents and tokens: each leads back to its place, and documents are what is drawn."""

import pandas as pd
import pytest

from analysis.discourse import speaker_keyness, speech_as_documents, speech_tokens, spoken_hits
from analysis.discourse.speech_keyness import hits_by_side, speaker_sides
from analysis.stats import keyness
from analysis.text import tokenize

from .said import DOCUMENTS, SAID, TEXTS, frame, statement


def test_every_statement_and_speaker_is_a_document_that_leads_back_to_its_place():
    made = speech_as_documents(SAID, DOCUMENTS)
    assert made["doc_id"].is_unique
    assert made["speaker_name"].tolist() == ["Ana Ruiz", "Tom Lee", "Ana Ruiz", "Tom Lee", "Ana Ruiz", "Ana Ruiz"]
    for row in made.itertuples():
        assert TEXTS[row.source_doc_id][row.source_start : row.source_start + len(row.text)] == row.text


def test_the_document_of_a_statement_has_date_and_source_but_not_text_and_reprints_of_its_own():
    made = speech_as_documents(SAID, DOCUMENTS)
    assert made["source"].tolist() == ["Post"] * 5 + ["News"]
    assert set(made.columns) >= {"date", "date_precision"}
    assert not {"duplicate_of", "similarity"} & set(made.columns)


def test_a_column_that_is_called_as_one_of_a_statement_does_not_take_its_place():
    made = speech_as_documents(SAID, DOCUMENTS.assign(kind="report"))
    assert "report" not in set(made["kind"])


def test_statements_as_documents_can_be_cut_into_tokens_and_compared():
    made = speech_as_documents(SAID, DOCUMENTS)
    keys = keyness(tokenize(made), made["speaker_name"] == "Tom Lee", alpha=None, resamples=0)
    assert keys.set_index("term").loc["open", ["count_target", "count_reference"]].tolist() == [1, 0]


def test_the_tokens_of_a_speaker_stand_where_they_are_said():
    tokens = speech_tokens(SAID, DOCUMENTS, "Tom Lee")
    assert tokens.doc_ids.tolist() == list(TEXTS)
    assert tokens.lengths.tolist() == [3, 2, 0, 0, 0]
    for token in tokens.frame().itertuples():
        assert TEXTS[token.doc_id][token.start : token.end].lower() == token.term


def test_words_in_quotation_marks_alone_are_taken_when_asked_for():
    quoted = speech_tokens(SAID, DOCUMENTS, quoted=True)
    assert quoted.frame()["term"].tolist() == ["it", "is", "open", "peace", "now"]


def test_the_tokens_of_all_are_those_of_each_but_once():
    both = speech_tokens(SAID, DOCUMENTS)
    assert both.lengths.tolist() == [11, 2, 7, 0, 0]


def test_counts_of_keyness_are_the_hits_of_its_sides():
    keys = speaker_keyness(SAID, DOCUMENTS, "Ana Ruiz", "Tom Lee", alpha=None, both_sides=True)
    both, in_target = speaker_sides(SAID, DOCUMENTS, "Ana Ruiz", "Tom Lee")
    assert len(keys) == len(both.vocabulary)
    for row in keys.itertuples():
        target, reference = hits_by_side(both, in_target, row.term)
        assert (len(target), len(reference)) == (row.count_target, row.count_reference)
        for hit in pd.concat([target, reference]).itertuples():
            assert TEXTS[hit.doc_id][hit.start : hit.end].lower() == row.term


def test_what_target_and_others_say_together_is_the_targets_alone():
    keys = speaker_keyness(SAID, DOCUMENTS, "Tom Lee", alpha=None, both_sides=True).set_index("term")
    assert keys.loc["help", ["count_target", "count_reference"]].tolist() == [1, 0]
    named = speaker_keyness(SAID, DOCUMENTS, "Tom Lee", "Ana Ruiz", alpha=None, both_sides=True).set_index("term")
    assert named.loc["help", ["count_target", "count_reference"]].tolist() == [1, 1]


def many(cut):
    """Return 12 documents in which Ana and Tom speak in turn; each sentence is one statement, or one each word."""
    said, documents = [], []
    for number in range(12):
        name = "Ana" if number % 2 else "Tom"
        content = "tax tax cut" if name == "Ana" or number % 3 else "tax peace peace"
        documents.append({"doc_id": f"d{number:02}"})
        place = 0
        for part in content.split() if cut else [content]:
            about = {"start": place, "end": place + len(part), "statement_id": f"{number}:{place}"}
            said.append(statement(f"d{number:02}", part, name=name, text=content) | about)
            place += len(part) + 1
    return frame(*said), pd.DataFrame(documents)


def test_documents_are_drawn_and_counted_however_many_statements_they_have():
    options = {"alpha": None, "both_sides": True, "resamples": 200, "permutations": 20}
    whole, cut = (speaker_keyness(*many(cut), "Ana", "Tom", **options) for cut in (False, True))
    assert whole.set_index("term").loc["tax", ["documents_target", "documents_reference"]].tolist() == [6, 6]
    pd.testing.assert_frame_equal(whole, cut)


def test_the_order_of_documents_and_statements_does_not_matter():
    said, documents = many(True)
    one = speaker_keyness(said, documents, "Ana", alpha=None)
    other = speaker_keyness(said.sample(frac=1, random_state=1), documents.iloc[::-1], "Ana", alpha=None)
    pd.testing.assert_frame_equal(one, other)


def test_a_phrase_is_found_within_a_statement_and_not_across_two():
    text = "Ana Ruiz said the road is closed. She said now is the time."
    said = frame(
        statement("x", "the road is closed", "Ana Ruiz", "Ana Ruiz", text=text),
        statement("x", "now is the time", "She", "Ana Ruiz", text=text),
    )
    documents = pd.DataFrame({"doc_id": ["x"]})
    assert spoken_hits(said, documents, "road is", "Ana Ruiz")["start"].tolist() == [text.index("road")]
    assert spoken_hits(said, documents, "closed now").empty


@pytest.mark.parametrize(
    ("target", "reference"), [("Ana Ruis", None), ("Ana Ruiz", "Tom Leigh"), (["Ana Ruiz", "X"], None)]
)
def test_a_name_that_nobody_speaks_under_is_refused(target, reference):
    with pytest.raises(ValueError, match="nobody named"):
        speaker_keyness(SAID, DOCUMENTS, target, reference)


@pytest.mark.parametrize("compare", [speaker_keyness, speech_tokens, spoken_hits])
def test_tokens_given_for_statements_are_refused_with_what_belongs_there(compare):
    tokens = tokenize(pd.DataFrame({"doc_id": ["a"], "text": ["We go now"]}))
    with pytest.raises(TypeError, match=r"statements: give the table study\.statements first, not Tokens"):
        compare(tokens, DOCUMENTS, "Ana Ruiz")
    with pytest.raises(TypeError, match=r"documents: give the table study\.documents second, not str"):
        compare(SAID, "Ana Ruiz", "Ana Ruiz")


def test_tables_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match=r"given first has no column statement_id: give study\.statements"):
        speech_as_documents(DOCUMENTS, SAID)


def test_a_speaker_on_both_sides_is_refused():
    with pytest.raises(ValueError, match="target and reference both have 'Ana Ruiz'"):
        speaker_keyness(SAID, DOCUMENTS, ["Ana Ruiz", "Tom Lee"], "Ana Ruiz")


def test_nothing_said_gives_tables_without_rows():
    assert speech_as_documents(frame(), DOCUMENTS).empty
    assert (
        speech_as_documents(frame(), DOCUMENTS).columns.tolist()
        == speech_as_documents(SAID, DOCUMENTS).columns.tolist()
    )
    assert speech_tokens(frame(), DOCUMENTS).lengths.tolist() == [0] * 5
    assert speaker_keyness(frame(), DOCUMENTS, ()).empty
    assert spoken_hits(frame(), DOCUMENTS, "road").empty
    assert speaker_keyness(SAID, DOCUMENTS, ["Ana Ruiz", "Tom Lee"]).empty
