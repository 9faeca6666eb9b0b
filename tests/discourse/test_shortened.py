"""Shorter names: what takes up an organization named before, and what is left alone."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.schemas import MENTIONS, check, empty
from analysis.discourse import shortened
from analysis.discourse.shortened import local_forms, local_names

LEMKIN = "Lemkin Institute for Genocide Prevention"
PRESS = "International Press Institute"
CPJ = "Committee to Protect Journalists"
ICRC = "International Committee of the Red Cross"
HRW = "Human Rights Watch"
AMNESTY = "Amnesty International"
COURT = "European Court of Human Rights"
COUNCIL = "UN Security Council"
GROUP = "Minsk Group"
MINISTRY = "Ministry of Foreign Affairs of Armenia"
OSCE = "Organization for Security and Co-operation in Europe"
WFP = "World Food Programme"
COE = "Council of Europe"
COMMISSIONER = "Council of Europe Commissioner for Human Rights"
NAMES = [LEMKIN, PRESS, CPJ, ICRC, HRW, AMNESTY, COURT, COUNCIL, GROUP, MINISTRY, OSCE, WFP, COMMISSIONER, COE]
ACRONYMS = {"HRW": HRW, "UN": "United Nations", "OSCE": OSCE, "CPJ": CPJ}
GAZETTEER = pd.DataFrame(
    [(name, name, "name") for name in NAMES] + [(name, alias, "exact") for alias, name in ACRONYMS.items()],
    columns=["organization", "alias", "match"],
)


def named(text, rule="name"):
    """Mark the names in a text as `mentions` would, the longest first."""
    rows = []
    for alias in sorted([*NAMES, *ACRONYMS], key=len, reverse=True):
        start = text.find(alias)
        while start >= 0:
            end = start + len(alias)
            if all(end <= row[1] or start >= row[2] for row in rows):
                rows.append(("a", start, end, alias, alias, ACRONYMS.get(alias, alias), rule))
            start = text.find(alias, end)
    return pd.DataFrame(sorted(rows, key=lambda row: row[1]), columns=list(MENTIONS.columns))


def resolve(text, rule="name"):
    found = local_names(pd.DataFrame({"doc_id": ["a"], "text": [text]}), named(text, rule), GAZETTEER)
    assert [text[start:end] for start, end in zip(found["start"], found["end"], strict=True)] == list(found["surface"])
    return found


def resolved(text, rule="name"):
    return resolve(text, rule)[["surface", "organization"]].values.tolist()


def test_the_full_name_is_taken_up_as_far_as_its_head_noun():
    assert resolved(f"The {LEMKIN} wrote. The Lemkin Institute asked.") == [["Lemkin Institute", LEMKIN]]


def test_a_shortened_name_may_be_broken_over_two_lines():
    assert resolved(f"The {LEMKIN} wrote. The Lemkin\nInstitute asked.") == [["Lemkin\nInstitute", LEMKIN]]


def test_the_head_noun_alone_takes_up_the_full_name_without_its_possessive_ending():
    assert resolved(f"The {CPJ} wrote. The Committee’s letter is long. This Committee asks.") == [
        ["Committee", CPJ],
        ["Committee", CPJ],
    ]


def test_a_shorter_name_goes_back_to_the_alias_of_the_full_name():
    found = resolve(f"The {LEMKIN} wrote. The Institute asked.")
    assert found[["alias", "rule"]].values.tolist() == [[LEMKIN, "local"]]


def test_the_table_is_one_of_mentions():
    check(resolve(f"The {CPJ} wrote. The Committee asked."), MENTIONS)
    check(resolve("Nobody wrote."), MENTIONS)


@pytest.mark.parametrize(
    "text",
    [
        "The Committee wrote.",
        "The Committee wrote. {CPJ} answered.",
        "HRW wrote. CPJ wrote. The Committee answered.",
        "The {CPJ} wrote. A Committee asked. Committee members left. The committee asked.",
        "The {CPJ} wrote. THE COMMITTEE ASKED.",
        "The {CPJ} wrote. The Committees asked.",
    ],
)
def test_nothing_is_taken_up_before_a_full_name_or_by_another_form(text):
    assert resolved(text.format(CPJ=CPJ)) == []


@pytest.mark.parametrize(
    "ending",
    [
        "on Budgets",
        "on the Rights of the Child",
        "on human rights",
        "of Elders",
        "of experts",
        "for the Prevention of Torture",
        "for human rights",
        "against Torture",
        "to Protect Journalists",
        "Chair",
    ],
)
def test_a_noun_that_goes_on_to_a_longer_name_is_another_organization(ending):
    assert resolved(f"The {ICRC} wrote. The Committee {ending} met.") == []


@pytest.mark.parametrize(
    "going_on",
    ["for its work", "on Monday", "on 5 May", "to act", "in Geneva", "and others", "for adopting it", "again"],
)
def test_a_noun_that_the_sentence_goes_on_after_is_taken_up(going_on):
    assert resolved(f"The {ICRC} wrote. We thanked the Committee {going_on}.") == [["Committee", ICRC]]


@pytest.mark.parametrize(
    "other",
    [f"the {CPJ}", "the CPJ", "the Budget Committee", "the Committee on Budgets", "a Committee"],
    ids=["listed", "by an acronym", "unlisted", "unlisted, longer", "any"],
)
def test_two_organizations_with_the_same_noun_leave_it_undecided(other):
    assert resolved(f"The {ICRC} wrote to {other}. The Committee answered.") == []


def test_another_organization_with_the_same_noun_that_is_named_later_changes_nothing():
    assert resolved(f"The {ICRC} wrote. The Committee asked. The Budget Committee left.") == [["Committee", ICRC]]


def test_a_shortened_name_is_taken_up_beside_another_with_the_same_noun():
    text = f"The {LEMKIN} and the {PRESS} wrote. The Lemkin Institute asked. The Institute asked."
    assert resolved(text) == [["Lemkin Institute", LEMKIN]]


def test_the_noun_within_another_organizations_name_is_no_head_noun():
    assert resolved(f"The {COMMISSIONER} wrote. The Council met.") == []


@pytest.mark.parametrize("rule", ["exact", "name", "any", "plural", "coordinated", "confirmed", "appositive"])
def test_every_rule_that_counts_names_an_organization(rule):
    assert resolved(f"The {CPJ} wrote. The Committee asked.", rule) == [["Committee", CPJ]]


@pytest.mark.parametrize("rule", ["unconfirmed", "out of period", "local"])
def test_undecided_mentions_name_nothing(rule):
    assert resolved(f"The {CPJ} wrote. The Committee asked. The organization asked.", rule) == []


def test_what_a_mention_covers_is_not_found_again():
    text = f"The {CPJ} wrote. The Committee asked."
    start = text.index("Committee asked")
    row = ("a", start, start + 9, "Committee", "Committee", "Other", "unconfirmed")
    both = pd.concat([named(text), pd.DataFrame([row], columns=list(MENTIONS.columns))], ignore_index=True)
    assert local_names(pd.DataFrame({"doc_id": ["a"], "text": [text]}), both, GAZETTEER).empty


@pytest.mark.parametrize("noun", ["organization", "organisation", "group", "NGO", "watchdog"])
def test_a_generic_noun_is_the_only_organization_of_its_paragraph(noun):
    assert resolved(f"{HRW} wrote. The {noun} asked.") == [[noun, HRW]]


def test_a_generic_noun_goes_back_one_paragraph_where_its_own_names_nobody():
    assert resolved(f"{HRW} wrote.\n\nIt rained. The group asked.") == [["group", HRW]]
    assert resolved(f"{HRW} wrote.\n\nIt rained.\n\nThe group asked.") == []


def test_an_acronym_names_an_organization_once_its_full_name_stood_before():
    assert resolved(f"{HRW} wrote.\n\n{AMNESTY} did not.\n\nHRW asked. The group left.") == [["group", HRW]]
    assert resolved("HRW asked. The group left.") == []


@pytest.mark.parametrize(
    "text",
    [
        "{HRW} and {AMNESTY} wrote. The organization asked.",
        "{HRW} wrote to the Bar Association. The organization asked.",
        "{HRW} wrote to NATO. The organization asked.",
        "{HRW} wrote of a group of men. The group left.",
        "{HRW} wrote of another small group. The group left.",
        "{HRW} and {AMNESTY} wrote.\n\nThe organization asked.",
    ],
)
def test_two_that_a_generic_noun_may_stand_for_leave_it_undecided(text):
    assert resolved(text.format(HRW=HRW, AMNESTY=AMNESTY)) == []


@pytest.mark.parametrize(
    "going_on", ["of the vote", "called Memorial", "that wrote", "Memorial", "for women", "leader", "-based list"]
)
def test_a_generic_noun_that_goes_on_is_another_thing(going_on):
    assert resolved(f"{HRW} wrote. The organization{'' if going_on[0] == '-' else ' '}{going_on} was there.") == []


def test_a_generic_noun_in_an_apposition_does_not_stand_against_itself():
    assert resolved(f"{HRW}, a rights group, wrote. The group asked.") == [["group", HRW]]


@pytest.mark.parametrize("name", [MINISTRY, COURT, COUNCIL])
def test_states_courts_and_organs_are_no_groups_and_no_organizations(name):
    assert resolved(f"The {name} met. The group left. The organization left.") == []


def test_some_generic_nouns_stand_for_names_with_a_fitting_head_noun_alone():
    assert resolved(f"The {COUNCIL} met. The body adopted it.") == [["body", COUNCIL]]
    assert resolved(f"{HRW} met. The body was found.") == []
    assert resolved(f"The {GROUP} met. The group left.") == [["group", GROUP]]
    assert resolved(f"The {OSCE} met. The organization left.") == [["organization", OSCE]]


def test_a_shorter_name_names_its_organization_for_the_next_generic_noun():
    text = f"The {CPJ} wrote to {HRW}.\n\nThe Committee asked. The organization left."
    assert resolved(text) == [["Committee", CPJ], ["organization", CPJ]]


def test_documents_are_read_each_by_itself():
    texts = [f"The {CPJ} wrote.", "The Committee asked."]
    documents = pd.DataFrame({"doc_id": ["a", "b"], "text": texts})
    assert local_names(documents, named(texts[0]), GAZETTEER).empty


def test_without_mentions_there_is_nothing():
    documents = pd.DataFrame({"doc_id": ["a"], "text": ["The Committee."]})
    assert local_names(documents, empty(MENTIONS), GAZETTEER).empty
    assert local_names(documents.head(0), empty(MENTIONS), GAZETTEER.head(0)).empty


def test_what_is_known_of_the_gazetteer_is_made_once_and_only_where_something_is_named(monkeypatch):
    documents = pd.DataFrame({"doc_id": ["a"], "text": [f"The {CPJ} wrote. The Committee asked."]})
    found, searched = named(documents["text"][0]), local_forms(GAZETTEER)
    wanted = local_names(documents, found, GAZETTEER)
    monkeypatch.setattr(shortened, "local_forms", None)
    pd.testing.assert_frame_equal(local_names(documents, found, GAZETTEER, searched), wanted)
    assert local_names(documents, found.assign(rule="unconfirmed"), GAZETTEER).empty


LONG = 200_000  # characters


def test_a_long_paragraph_is_answered_for_every_noun_in_it():
    said = "They say that the organization said so. "
    text = f"{HRW} wrote. " + said * (LONG // len(said)) + "Now a group came. The group left. The organization left."
    found = resolve(text)
    assert found["surface"].tolist() == ["organization"] * (LONG // len(said) + 1)
    assert set(found["organization"]) == {HRW}


def test_a_long_paragraph_of_names_is_answered_until_another_is_named():
    both = f"The {CPJ} met, the CPJ wrote, the Committee asked and the organization said so. "
    times = LONG // len(both)
    found = resolve(both * times + "NATO met. The organization left. The Committee left.")
    assert found["surface"].tolist() == [*["Committee", "organization"] * times, "Committee"]


@pytest.mark.parametrize("noun", ["organization", "group"])
def test_a_long_paragraph_is_read_for_what_it_introduces_once_a_noun(monkeypatch, noun):
    read, patterns = [], shortened._introducing

    class Counted:
        def __init__(self, noun):
            self.pattern = patterns(noun)

        def finditer(self, text, begin, end, **options):
            read.append(end - begin)
            return self.pattern.finditer(text, begin, end, **options)

    monkeypatch.setattr(shortened, "_introducing", Counted)
    paragraphs = [f"{HRW} wrote. " + f"They say that the {noun} said so. " * 100, f"The {noun} left. " * 100]
    text = "\n\n".join(paragraphs)
    assert len(resolve(text)) == 200
    assert len(read) == 2
    assert sum(read) <= 2 * len(text)


WORDS = [*NAMES[:8], "HRW", "the", "The", "Committee", "Institute", "Council", "organization", "group", "body"]
WORDS += ["of", "on Budgets", "A", "said.", "\n\n", "\n", "’s", "NATO", "Bar Association"]


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_whatever_the_text_finds_are_ordered_lie_outside_mentions_and_go_back_to_a_full_name_before(text):
    mentions, found = named(text), resolve(text)
    assert found["start"].is_monotonic_increasing
    for local in found.itertuples():
        assert not ((mentions["start"] < local.end) & (local.start < mentions["end"])).any()
        before = mentions[mentions["end"] <= local.start]
        assert ((before["alias"] == local.alias) & (before["organization"] == local.organization)).any()
        assert " " in local.alias
