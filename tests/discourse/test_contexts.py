"""The words around mentions."""

import pandas as pd

from analysis.discourse import contexts, mentions, mentions_of
from analysis.text import split_sentences, tokenize

GAZETTEER = pd.DataFrame(
    [("United Nations", "UN", "exact"), ("European Union", "EU", "exact")], columns=["organization", "alias", "match"]
)
DOCUMENTS = pd.DataFrame(
    {
        "doc_id": ["b", "a", "c"],
        "text": [
            "The UN came. Nobody else came. Then the EU and the UN left.",
            "UN: “No.” We heard the UN’s envoy; the UN, again.",
            "No name here.",
        ],
    }
)
SENTENCES = split_sentences(DOCUMENTS)
NAMED = mentions(DOCUMENTS, GAZETTEER)


def texts(named):
    return dict(contexts(named, SENTENCES).itertuples(index=False, name=None))


def test_a_context_is_the_sentences_with_a_mention_each_once_and_without_the_name():
    found = texts(mentions_of(NAMED, "United Nations"))
    assert found["b"].split("\n") == ["The | came.", "Then the EU and the | left."]
    assert found["a"].count("|") == 3
    assert "UN" not in found["a"]


def test_documents_without_a_mention_have_no_context():
    assert sorted(texts(NAMED)) == ["a", "b"]
    assert texts(mentions_of(NAMED, "European Union")) == {"b": "Then the | and the UN left."}


def test_the_order_in_which_mentions_are_given_does_not_matter():
    shuffled = pd.concat([mentions_of(NAMED, "United Nations"), mentions_of(NAMED, "European Union")]).iloc[::-1]
    assert texts(shuffled) == texts(NAMED)
    assert texts(NAMED)["b"] == "The | came.\nThen the | and the | left."


def test_no_mentions_give_no_contexts_and_no_words():
    empty = contexts(NAMED.head(0), SENTENCES)
    assert empty.columns.tolist() == ["doc_id", "text"]
    assert len(tokenize(empty)) == 0


def test_all_but_the_names_of_the_sample_is_kept(sample):
    found = contexts(sample.mentions, sample.sentences)
    spans = {}
    for row in sample.mentions.itertuples():
        spans.setdefault(row.doc_id, []).append((row.start, row.end))
    for row in found.itertuples():
        wanted = []
        for sentence in sample.sentences[sample.sentences["doc_id"] == row.doc_id].itertuples():
            inside = [(start, end) for start, end in spans[row.doc_id] if sentence.start <= start < sentence.end]
            letters = list(sentence.text)
            for start, end in reversed(inside):
                after = sentence.text[end - sentence.start :]
                end += 2 if after[:2] in ("'s", "’s") and not after[2:3].isalnum() else 0
                letters[start - sentence.start : end - sentence.start] = "|"
            wanted += ["".join(letters)] if inside else []
        assert row.text == "\n".join(wanted)
    assert set(found["doc_id"]) == set(spans)
