"""A place in a document: its paragraph is shown with the place marked, the others are folded around it."""

from types import SimpleNamespace

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.reports.exploring.passages import LONGEST_PARAGRAPH, passage

from ..named import page_of


def study_of(text, **about):
    return SimpleNamespace(documents=pd.DataFrame([{"doc_id": "a", "text": text} | about]))


def text_of(paragraphs):
    return "".join(piece["text"] for pieces in paragraphs for piece in pieces)


def test_the_paragraph_of_the_place_stands_open_and_the_others_are_folded():
    text = "One.\n\nTwo is here.\n\nThree.\n\nFour."
    found = passage("a", text.index("is"), text.index("is") + 2, study_of(text))
    assert text_of(found.here) == "Two is here."
    assert page_of(found).summaries == ["1 paragraph before", "2 paragraphs after"]
    assert page_of(found).marks == ["is"]


def test_the_place_itself_is_marked_where_another_hit_overlaps_it():
    found = passage("a", 4, 10, study_of("the UN met the EU"), [(4, 6), (15, 17)])
    assert [piece for piece in found.here[0] if piece["mark"]] == [
        {"text": "UN met", "mark": "place"},
        {"text": "EU", "mark": "hit"},
    ]


def test_a_paragraph_of_a_megabyte_is_cut_around_the_place():
    text = "word " * 100_000 + "HERE " + "word " * 100_000
    found = passage("a", 500_000, 500_004, study_of(text))
    assert len(text_of(found.here)) <= LONGEST_PARAGRAPH
    assert page_of(found).marks == ["HERE"]


def test_a_document_of_many_paragraphs_is_shown_in_part():
    text = "\n\n".join(f"Paragraph {number}." for number in range(50_000))
    start = text.index("25000")
    found = passage("a", start, start + 5, study_of(text))
    assert len(found._repr_html_()) < 1_000_000
    assert text_of(found.before).endswith("24999.") and text_of(found.after).startswith("Paragraph 25001.")


def test_a_title_of_a_megabyte_is_cut():
    assert len(passage("a", 0, 3, study_of("One.", title="x" * 1_000_000))._repr_html_()) < 5_000


def test_links_lead_to_pages_of_the_web_only():
    assert page_of(passage("a", 0, 3, study_of("One.", url="javascript:alert(1)"))).links == []
    web = "https://example.org/?a=1&b=2"
    assert page_of(passage("a", 0, 3, study_of("One.", url=web))).links == [web]


NOISE = st.text(alphabet="ab \n", max_size=60)
PLACES = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 5)), max_size=4)


@given(NOISE, NOISE, PLACES)
def test_every_letter_of_a_short_document_is_shown_once_and_in_its_order(before, after, places):
    text = f"{before}UN{after}"
    hits = [(start, min(start + length, len(text))) for start, length in places if start < len(text)]
    found = passage("a", len(before), len(before) + 2, study_of(text), hits)
    whole = text_of([*found.before, *found.here, *found.after])
    assert "".join(whole.split()) == "".join(text.split())
    assert [piece["text"] for piece in found.here[0] if piece["mark"] == "place"] == ["UN"]
