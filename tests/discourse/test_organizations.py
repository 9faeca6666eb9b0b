"""Mentions: where a name counts as a mention, and where it does not."""

import io

import pandas as pd
import pytest

from analysis.discourse import mentions
from analysis.discourse.gazetteer import GazetteerError

UN = ("United Nations", "UN", "exact")
UN_RIGHTS = ("UN Human Rights Council", "UN Human Rights Council", "name")
EXPERTS = ("UN experts", "UN experts", "any")
HRW = ("Human Rights Watch", "Human Rights Watch", "name")
FREEDOM = ("Freedom House", "Freedom House", "name")
WHO = ("World Health Organization", "WHO", "exact")
MSF = ("Médecins Sans Frontières", "Médecins Sans Frontières", "name")
TATOYAN = ("Tatoyan Foundation", 'Center for Law and Justice "Tatoyan" Foundation', "name")
GOVERNMENT = ("Government of Armenia", "Armenia's government", "any")
OSCE_RU = ("OSCE", "ОБСЕ", "exact")
RED_CROSS_RU = ("Red Cross", "Красный Крест", "name")
UN_HY = ("United Nations", "ՄԱԿ", "exact")
UN_AR = ("United Nations", "الأمم المتحدة", "any")
UN_KA = ("United Nations", "გაერო", "name")
STREET = ("Straße e.V.", "Straße Verein", "any")
IHD = ("İHD", "İHD", "exact")
OFFICE = ("Office", "OFF", "any")


def gazetteer(*rows):
    return pd.DataFrame(rows, columns=["organization", "alias", "match"]).assign(language="en")


def find(text, *rows):
    found = mentions(pd.DataFrame({"doc_id": ["a"], "text": [text]}), gazetteer(*rows))
    assert [text[start:end] for start, end in zip(found["start"], found["end"], strict=True)] == list(found["surface"])
    return found


def surfaces(text, *rows):
    return find(text, *rows)["surface"].tolist()


@pytest.mark.parametrize(
    "text",
    [
        "UNESCO",
        "MUNICH UNder",
        "AUN",
        "UN2",
        "2UN",
        "UN_",
        "éUN",
        "UNя",
        "UN\u00adESCO",
        "S\u00adUN",
    ],
)
def test_an_acronym_inside_a_longer_word_is_no_mention(text):
    assert surfaces(text, UN) == []


@pytest.mark.parametrize(
    "text",
    ["UN", "UN.", "(UN)", "[UN]", "“UN”", "«UN»", "‘UN’", "the UN-backed plan", "EU/UN", "…UN…", "#UN", "UN—", "ʼUNʼ"],
)
def test_a_name_between_marks_is_a_mention(text):
    assert surfaces(text, UN) == ["UN"]


@pytest.mark.parametrize("ending", ["'s", "’s", "ʼs", "‘s", "'", "’"])
def test_a_possessive_ending_stays_outside(ending):
    assert surfaces(f"the UN{ending} envoy", UN) == ["UN"]
    assert surfaces(f"Freedom House{ending} list", FREEDOM) == ["Freedom House"]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("в ОБСЕ, сказали", OSCE_RU),
        ("ՄԱԿ-ի գրասենյակը", UN_HY),
        ("دعت الأمم المتحدة.", UN_AR),
        ("გაერო, თბილისი", UN_KA),
        ("КРАСНЫЙ КРЕСТ и Красный Крест", RED_CROSS_RU),
    ],
)
def test_names_in_other_scripts_are_found(text, row):
    assert surfaces(text, row)[0].casefold() == row[1].casefold()


@pytest.mark.parametrize(
    ("text", "row"), [("ОБСЕщик", OSCE_RU), ("ՄԱԿի", UN_HY), ("سالأمم المتحدة", UN_AR), ("გაეროს", UN_KA)]
)
def test_borders_hold_in_other_scripts(text, row):
    assert surfaces(text, row) == []


@pytest.mark.parametrize("gap", [" ", "  ", "\n", " \n ", "\t", "\u00a0", "\u202f", "\u2009", " \u200b ", "\u200b "])
def test_a_gap_of_any_kind_within_a_name_is_a_space(gap):
    text = f"The Human{gap}Rights{gap}Watch report"
    assert surfaces(text, HRW) == [f"Human{gap}Rights{gap}Watch"]


@pytest.mark.parametrize("gap", ["\n\n", "\n \n", " \n\n\n ", "\n\u200b\n", "", "-", ", ", " and "])
def test_an_empty_line_or_other_words_within_a_name_are_a_border(gap):
    assert surfaces(f"Human{gap}Rights Watch", HRW) == []


@pytest.mark.parametrize("mark", ["\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u200f"])
def test_invisible_marks_within_a_name_are_nothing(mark):
    text = f"{mark}Freed{mark}om{mark} House{mark}"
    assert surfaces(text, FREEDOM) == [text.strip(mark)]
    assert surfaces(f"W{mark}HO", WHO) == [f"W{mark}HO"]


def test_an_alias_that_was_pasted_with_an_invisible_mark_is_found():
    assert surfaces("The OSCE and the OSCE", ("OSCE", "O\u00adSCE\u200b", "exact")) == ["OSCE", "OSCE"]


@pytest.mark.parametrize("quotes", ['"Tatoyan"', "“Tatoyan”", "„Tatoyan“", "«Tatoyan»"])
def test_quotation_marks_within_a_name_may_be_of_any_kind(quotes):
    name = f"Center for Law and Justice {quotes} Foundation"
    assert surfaces(f"The {name} said", TATOYAN) == [name]


@pytest.mark.parametrize("name", ["Armenia's government", "Armenia’s Government", "ARMENIAʼS GOVERNMENT"])
def test_apostrophes_within_a_name_may_be_of_any_kind(name):
    assert surfaces(f"said {name}.", GOVERNMENT) == [name]
    assert surfaces(name, ("G", name.replace("’", "'").replace("ʼ", "'"), "exact")) == [name]


@pytest.mark.parametrize("name", ["Nagorno-Karabakh Red", "Nagorno‑Karabakh Red", "Nagorno‐Karabakh Red"])
def test_hyphens_within_a_name_may_be_of_any_kind(name):
    assert surfaces(f"a {name} b", ("X", "Nagorno-Karabakh Red", "exact")) == [name]


@pytest.mark.parametrize(
    ("match", "fitting"),
    [
        ("exact", ["Freedom House"]),
        ("name", ["Freedom House", "FREEDOM HOUSE"]),
        ("any", ["Freedom House", "FREEDOM HOUSE", "freedom house", "Freedom house", "fREEDOM hOUSE"]),
    ],
)
def test_a_case_policy_lets_through_what_it_says(match, fitting):
    for text in ["Freedom House", "FREEDOM HOUSE", "freedom house", "Freedom house", "fREEDOM hOUSE"]:
        assert surfaces(text, ("Freedom House", "Freedom House", match)) == ([text] if text in fitting else [])


def test_the_word_who_is_not_the_organization():
    assert surfaces("Who said that WHO knows who is who? The WHO's head.", WHO) == ["WHO", "WHO"]


def test_small_words_within_a_name_may_be_capitalized_and_its_capitals_may_not_be_lowered():
    row = ("Council of Europe", "Council of Europe", "name")
    assert surfaces("the Council Of Europe, a council of Europe", row) == ["Council Of Europe"]


def test_the_longest_of_overlapping_names_wins():
    found = find("The UN Human Rights Council and the UN.", UN, UN_RIGHTS, ("HRC", "Human Rights Council", "name"))
    assert found["organization"].tolist() == ["UN Human Rights Council", "United Nations"]


@pytest.mark.parametrize(
    "text", ["UN Human Rights Councillor", "UN human rights council", "UN Human Rights\n\nCouncil"]
)
def test_the_shorter_name_counts_where_the_longer_does_not_fit(text):
    assert surfaces(text, UN, UN_RIGHTS) == ["UN"]


def test_the_leftmost_of_overlapping_names_wins_even_over_a_longer_one():
    rows = [("A", "Rights House", "name"), ("B", "House of Commons", "name")]
    assert surfaces("the Rights House of Commons", *rows) == ["Rights House"]
    assert surfaces("the rights House of Commons", *rows) == ["House of Commons"]


def test_names_side_by_side_are_all_found():
    assert surfaces("UN UN,UN/WHO-UN Freedom House UN", UN, WHO, FREEDOM) == [
        *["UN", "UN", "UN", "WHO", "UN", "Freedom House", "UN"]
    ]


def test_a_name_within_its_own_repetition_is_found_once_a_place():
    assert surfaces("A A A", ("AA", "A A", "exact")) == ["A A"]


@pytest.mark.parametrize("text", ["STRASSE VEREIN", "Straße Verein", "strasse verein"])
def test_sharp_s_and_double_s_are_one_where_case_is_ignored(text):
    assert surfaces(f"ß İ ﬃ {text} ß", STREET) == [text]


@pytest.mark.parametrize("before", ["ßßß ", "İİ ", "ﬃ ﬁ ", "ΐ ", "ŉ ", "e\u0301 ", "😀 ", "\u00ad\ufeff"])
def test_letters_that_fold_to_several_never_shift_what_follows(before):
    assert find(before + "UN", UN)["start"].tolist() == [len(before)]


@pytest.mark.parametrize("text", ["Oﬃ", "ﬀOFF", "oﬃ ce"])
def test_half_of_a_ligature_is_no_end_of_a_name(text):
    assert surfaces(text, OFFICE) == []
    assert surfaces("oﬀ", OFFICE) == ["oﬀ"]


def test_each_mention_says_how_it_was_found():
    found = find("the FREEDOM HOUSE report", FREEDOM)
    assert found.values.tolist() == [["a", 4, 17, "FREEDOM HOUSE", "Freedom House", "Freedom House", "name"]]


@pytest.mark.parametrize("texts", [[], [""], ["", "no name here"]])
def test_nothing_to_find_gives_a_table_without_rows(texts):
    documents = pd.DataFrame({"doc_id": [str(n) for n in range(len(texts))], "text": texts}, dtype=str)
    columns = ["doc_id", "start", "end", "surface", "alias", "organization", "rule"]
    for names in (gazetteer(UN), gazetteer()):
        assert mentions(documents, names).columns.tolist() == columns
        assert mentions(documents, names).empty


def test_documents_are_searched_one_by_one():
    documents = pd.DataFrame({"doc_id": ["b", "a", "c"], "text": ["Freedom", "House, UN", "the UN"]})
    assert mentions(documents, gazetteer(UN, FREEDOM))["doc_id"].tolist() == ["a", "c"]


def test_many_organizations_in_a_row_are_all_found(sample):
    text = (
        "Signed by Amnesty International, Human Rights Watch, Freedom House, the ICRC, UNICEF (UN), the OSCE; "
        "Médecins Sans Frontières, Christian Solidarity International, Transparency International, the Council of "
        "Europe’s PACE, the EU and the International Court of Justice."
    )
    found = mentions(pd.DataFrame({"doc_id": ["a"], "text": [text]}), sample.gazetteer)
    assert found["surface"].tolist() == [
        *["Amnesty International", "Human Rights Watch", "Freedom House", "ICRC", "UNICEF", "UN", "OSCE"],
        *["Médecins Sans Frontières", "Christian Solidarity International", "Transparency International"],
        *["Council of Europe", "PACE", "EU", "International Court of Justice"],
    ]


def test_a_part_of_a_gazetteer_and_of_a_corpus_is_searched_as_it_is():
    names = pd.concat([gazetteer(UN, FREEDOM), gazetteer(WHO)]).assign(ambiguous="")
    documents = pd.DataFrame({"doc_id": ["a", "b"], "text": ["the UN", "the WHO, the UN"]}, index=[7, 9])
    found = mentions(documents[documents["doc_id"] == "b"], names[names["alias"] != "UN"])
    assert found[["doc_id", "surface"]].values.tolist() == [["b", "WHO"]]


def test_a_gazetteer_that_pandas_read_is_searched_as_it_is_meant():
    header = "organization,alias,match,valid_from,ambiguous\n"
    names = pd.read_csv(io.StringIO(header + "UN,UN,exact,1945,\nCourt,ICJ,exact,,confirm\nCourt,Court,name,,\n"))
    dates = pd.to_datetime(["2020-01-01", "1944-01-01"])
    documents = pd.DataFrame(
        {"doc_id": [1, 2], "text": ["the UN, the ICJ, the Court", "the UN, the ICJ"], "date": dates}
    )
    found = mentions(documents, names)[["doc_id", "surface", "rule"]].values.tolist()
    assert found == [["1", "UN", "exact"], ["1", "ICJ", "confirmed"], ["1", "Court", "name"]]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (pd.DataFrame({"organization": ["UN"], "alias": ["UN"]}), "no column 'match'"),
        (
            pd.DataFrame({"organization": ["UN"], "alias": ["UN"], "match": ["fuzzy"]}),
            "'UN' is 'fuzzy', and not one of exact",
        ),
        (gazetteer(UN).assign(ambiguous="perhaps"), "ambiguous of 'UN' is 'perhaps'"),
    ],
)
def test_a_gazetteer_made_by_hand_is_refused_with_what_is_wrong(names, message):
    with pytest.raises(GazetteerError, match=message):
        mentions(pd.DataFrame({"doc_id": ["a"], "text": ["the UN"]}), names)


@pytest.mark.parametrize(
    ("documents", "message"),
    [
        (pd.DataFrame({"doc_id": ["a", "a"], "text": ["UN", "UN"]}), "two documents have the doc_id 'a'"),
        (pd.DataFrame({"doc_id": ["a", "b"], "text": ["UN", None]}), "the document 'b' has no text"),
    ],
)
def test_documents_that_cannot_be_told_apart_or_read_are_refused_by_name(documents, message):
    with pytest.raises(ValueError, match=message):
        mentions(documents, gazetteer(UN))


def test_many_aliases_out_of_their_period_are_told_beside_those_that_count():
    names = gazetteer(UN, WHO).assign(valid_from="", valid_to=["", "1999"])
    documents = pd.DataFrame({"doc_id": ["a"], "text": ["UN, WHO. " * 500], "date": pd.to_datetime(["2020-01-01"])})
    found = mentions(documents, names, undecided=True)
    assert found["rule"].tolist() == ["exact", "out of period"] * 500
