"""Who is meant by a mention: what a reader would say, and nobody where a reader could not."""

import pytest

from analysis.discourse import statements

from .hostile_speech import GAZETTEER, corpus

SAID = "said the road is open."


def resolved(text, gazetteer=None):
    """Return name and rule of each statement of a text."""
    found = statements(corpus(text), gazetteer)
    return [tuple(row) for row in found[["speaker_name", "name_rule"]].values]


def last_of(text, gazetteer=None):
    return resolved(text, gazetteer)[-1]


def test_a_surname_is_the_one_person_who_bears_it():
    assert last_of(f"Ana Ruiz came early. Ruiz {SAID}") == ("Ana Ruiz", "surname")


def test_a_name_that_comes_only_later_in_the_text_is_found_too():
    assert last_of(f"Ruiz {SAID} Ana Ruiz is the mayor.") == ("Ana Ruiz", "surname")


def test_a_surname_that_two_persons_bear_is_left_as_it_is_written():
    assert last_of(f"Ana Ruiz met Tom Ruiz. Ruiz {SAID}") == ("Ruiz", "as written")


@pytest.mark.parametrize(("title", "name"), [("Mr.", "Tom Ruiz"), ("Mrs.", "Ana Ruiz"), ("Ms", "Ana Ruiz")])
def test_a_title_tells_two_persons_of_one_surname_apart(title, name):
    text = f"Mrs. Ana Ruiz met Mr. Tom Ruiz. {title} Ruiz {SAID}"
    assert last_of(text) == (name, "surname")


def test_a_full_name_is_without_titles_and_the_longest_that_the_text_has():
    text = f"Dr. Ana Ruiz {SAID} Foreign Minister Ana María Ruiz said the bridge is closed."
    assert resolved(text) == [("Ana María Ruiz", "full name")] * 2


@pytest.mark.parametrize("written", ["Ruizov", "Ruisova", "Ruizovva", "Riuzova"])
def test_a_surname_with_one_letter_wrong_missing_doubled_or_two_swapped_is_a_misspelling(written):
    assert last_of(f"Ana Ruizova came early. {written} {SAID}") == ("Ana Ruizova", "misspelling")


@pytest.mark.parametrize("written", ["Ruisov", "Luizova", "Ruizovina"])
def test_two_letters_or_the_first_letter_wrong_is_another_name(written):
    assert last_of(f"Ana Ruizova came early. {written} {SAID}") == (written, "single name")


def test_a_short_surname_is_no_misspelling_of_another():
    assert last_of(f"Ana Ruiz came early. Reiz {SAID}") == ("Reiz", "single name")


def test_a_surname_one_letter_away_from_two_persons_is_nobodys_misspelling():
    assert last_of(f"Ana Ruizova met Tom Ruizava. Ruizeva {SAID}") == ("Ruizeva", "single name")


def test_diacritics_left_out_are_no_other_name():
    assert last_of(f"Zoë Çelik came early. Celik {SAID}") == ("Zoë Çelik", "surname")


def test_an_office_is_the_person_to_whom_the_text_gives_it():
    assert last_of(f"Mayor Ana Ruiz came early. The mayor {SAID}") == ("Ana Ruiz", "office")
    assert last_of(f"Ana Ruiz, the mayor of Riverton, came early. The mayor {SAID}") == ("Ana Ruiz", "office")


def test_an_office_that_two_persons_hold_is_left_as_it_is_written():
    text = f"Mayor Ana Ruiz met Mayor Tom Lee. The mayor {SAID}"
    assert last_of(text) == ("The mayor", "as written")


def test_an_office_of_which_the_text_names_nobody_and_any_holder_of_it_are_left_as_written():
    assert last_of(f"The mayor {SAID}") == ("The mayor", "as written")
    assert last_of(f"Mayor Ana Ruiz came early. A mayor {SAID}") == ("A mayor", "as written")


def test_the_ministry_is_the_one_whose_full_name_came_last():
    text = f"The Ministry of Health met the Ministry of Finance. The ministry {SAID}"
    assert last_of(text) == ("Ministry of Finance", "short form")


def test_a_body_whose_full_name_comes_only_later_is_not_guessed():
    text = f"The ministry {SAID} The Ministry of Finance came late."
    assert resolved(text)[0] == ("The ministry", "as written")


def test_an_acronym_is_what_the_bracket_after_it_explains():
    text = f"The Riverton Aid Network (RAN) helped. RAN {SAID}"
    assert last_of(text) == ("Riverton Aid Network", "acronym")


def test_a_word_in_a_bracket_is_no_acronym():
    assert last_of(f"The Riverton Aid Network (Paris) helped. Paris {SAID}") == ("Paris", "single name")


def test_the_name_of_the_gazetteer_comes_before_that_of_the_document():
    text = f"The Health Aid Network (HAN) helped. HAN {SAID}"
    assert last_of(text, GAZETTEER) == ("Human Aid Network", "gazetteer")


def test_joined_speakers_are_named_in_their_order_each_with_a_place():
    text = f"Mayor Ana Ruiz and Tom Lee {SAID}"
    row = statements(corpus(text)).iloc[0]
    spans = [tuple(map(int, span.split(":"))) for span in row["speaker_spans"].split()]
    assert [text[start:end] for start, end in spans] == ["Mayor Ana Ruiz", "Tom Lee"]
    assert row["speaker_name"] == "Ana Ruiz; Tom Lee"


def test_they_are_the_joined_speakers_who_spoke_last():
    assert last_of(f"Ana Ruiz and Tom Lee {SAID} They said it is late.") == ("Ana Ruiz; Tom Lee", "pronoun")


def test_one_of_two_joined_speakers_who_cannot_be_told_goes_by_the_mention_and_takes_no_name_of_the_other():
    assert resolved(f"She and Tom Lee {SAID}") == [("She; Tom Lee", "as written; full name")]


def test_a_pronoun_that_stands_for_a_mention_without_a_name_has_none_either():
    assert last_of(f"The ministry {SAID} It said it is late.") == ("The ministry", "as written")
    joined = ("Ana Ruiz; the minister", "pronoun; as written")
    assert last_of(f"Ana Ruiz and the minister {SAID} They said it is late.") == joined


@pytest.mark.parametrize("office", ["The Prime Minister", "The Minister", "Prime Minister"])
def test_an_office_in_capitals_is_no_name(office):
    assert resolved(f"{office} {SAID}") == [(office, "as written")]


@pytest.mark.parametrize("body", ["Riverton Council", "Harbor University", "The Riverton Council"])
def test_a_body_in_capitals_is_a_name_with_and_without_an_article(body):
    assert resolved(f"{body} {SAID}") == [(body.removeprefix("The "), "full name")]


def test_they_are_not_the_one_person_who_spoke_last():
    assert last_of(f"Ana Ruiz {SAID} They said it is late.") == ("", "")


def test_it_is_the_organization_that_spoke_last_and_no_person():
    text = "HAN said the road is open. It said the bridge is closed."
    assert last_of(text, GAZETTEER) == ("Human Aid Network", "pronoun")
    assert last_of("Ana Ruiz said the road is open. It said the bridge is closed.") == ("", "")


def test_she_is_the_one_woman_named_before():
    text = f"Mrs. Ana Ruiz met Mr. Tom Lee. She {SAID}"
    assert last_of(text) == ("Ana Ruiz", "pronoun")
    assert last_of(text.replace("She", "He")) == ("Tom Lee", "pronoun")


def test_she_is_nobody_where_two_women_can_be_meant_or_none_is_named():
    assert last_of(f"Mrs. Ana Ruiz met Mrs. Eva Lee. She {SAID}") == ("", "")
    assert last_of(f"She {SAID}") == ("", "")
    assert last_of(f"Mr. Tom Lee came early. She {SAID}") == ("", "")


def test_a_pronoun_knows_nobody_of_another_document():
    found = statements(corpus(f"Mrs. Ana Ruiz {SAID}", f"She {SAID} Ruiz {SAID} The mayor {SAID}"))
    assert found["speaker_name"].tolist() == ["Ana Ruiz", "", "Ruiz", "The mayor"]


def test_a_possessive_is_no_part_of_a_name():
    text = f"Ana Ruiz’s plan is late. Ruiz {SAID}"
    assert last_of(text) == ("Ana Ruiz", "surname")
    assert last_of("In Ana Ruiz's words, the road is open.") == ("Ana Ruiz", "full name")


def test_particles_and_initials_belong_to_a_name():
    assert last_of(f"Tom van der Berg came early. Berg {SAID}") == ("Tom van der Berg", "surname")
    assert last_of(f"J. R. Lee {SAID}") == ("J. R. Lee", "full name")


def test_a_name_in_capitals_is_the_same_person():
    assert last_of(f"Ana Ruiz came early. RUIZ {SAID}") == ("Ana Ruiz", "surname")
