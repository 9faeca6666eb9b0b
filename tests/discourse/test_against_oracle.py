"""Mentions, checked against a plain and slow reading of the same promises in documents that mislead."""

from itertools import pairwise

import regex
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis.discourse import mentions

from .hostile import documents, frames
from .hostile_names import gazetteers
from .oracle import reference_mentions

COLUMNS = ["doc_id", "start", "end", "surface", "alias", "organization", "rule"]


@st.composite
def cases(draw):
    gazetteer = draw(gazetteers())
    return draw(frames(draw(documents(gazetteer)))), gazetteer


def rows(frame):
    return list(frame[COLUMNS].itertuples(index=False, name=None))


def told(texts, gazetteer, found, wanted):
    lines = [f"{doc_id}: {text!r}" for doc_id, text in texts.items()]
    lines += [f"only found:  {row!r}" for row in found if row not in wanted]
    lines += [f"only wanted: {row!r}" for row in wanted if row not in found]
    return "\n".join([*lines, f"found:  {found!r}", f"wanted: {wanted!r}", gazetteer.to_csv(index=False)])


# What no promise speaks of, so that both may differ: a mark on what is no letter, as in G2́0, and a sign that is not
# seen between the halves of a word that a line's end divides.
UNPROMISED = regex.compile(r"[^\p{L}\p{M}]\p{M}|^\p{M}|[\n\r\x0b\x0c\x85\u2028\u2029]\s*\p{Cf}")


# Some 600 documents: an example holds two on average. They are the same ones in every run as far as hypothesis allows;
# benchmarks/agreement.py compares both on a corpus.
@settings(max_examples=150, derandomize=True)
@given(cases(), st.booleans())
def test_mentions_are_those_that_a_plain_reading_of_the_promises_finds(case, undecided):
    frame, gazetteer = case
    assume(not any(map(UNPROMISED.search, [*frame["text"], *gazetteer["alias"]])))
    found = rows(mentions(frame, gazetteer, undecided=undecided))
    wanted = reference_mentions(frame, gazetteer, undecided=undecided)
    texts = dict(zip(frame["doc_id"], frame["text"], strict=True))
    assert found == wanted, told(texts, gazetteer, found, wanted)


@settings(max_examples=200)
@given(cases(), st.booleans())
def test_every_mention_is_its_place_in_the_text_and_none_overlaps_another(case, undecided):
    frame, gazetteer = case
    texts = dict(zip(frame["doc_id"], frame["text"], strict=True))
    found = rows(mentions(frame, gazetteer, undecided=undecided))
    order = list(texts)
    for doc_id, start, end, surface, *_ in found:
        assert start < end and texts[doc_id][start:end] == surface, f"{texts[doc_id]!r}\n{found!r}"
    for (doc, _, end, *_), (next_doc, start, *_) in pairwise(found):
        after = start >= end if doc == next_doc else order.index(doc) < order.index(next_doc)
        assert after, f"{texts[doc]!r}\n{found!r}"
