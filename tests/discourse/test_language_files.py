"""The word lists of each language: whoever adds one or changes one learns here what is wrong with it."""

import csv
import io
from collections import Counter
from importlib.resources import files

import pytest

COLUMNS = {
    "marks.csv": ["open", "close", "note"],
    "titles.csv": ["title", "kind", "gender", "number", "note"],
    "verbs.csv": ["verb", "finite", "participle", "passive", "tier", "act", "stance", "takes", "note"],
    "words.csv": ["word", "class", "number", "gender", "note"],
}
KEYS = {
    "marks.csv": ["open", "close"],
    "titles.csv": ["title", "kind"],
    "verbs.csv": ["verb"],
    "words.csv": ["word", "class"],
}
NEEDED = {
    "marks.csv": ["open", "close"],
    "titles.csv": ["title", "kind"],
    "verbs.csv": ["verb", "finite", "tier", "act", "stance", "takes"],
    "words.csv": ["word", "class"],
}
SEVERAL = ("finite", "participle", "passive", "takes")
NUMBERS = {"", "singular", "plural"}
GENDERS = {"", "f", "m", "n"}
VALUES = {
    ("titles.csv", "kind"): {"courtesy", "office", "role", "group"},
    ("titles.csv", "gender"): GENDERS,
    ("titles.csv", "number"): NUMBERS,
    ("verbs.csv", "tier"): {"say", "that", "quote", "act", "think"},
    ("verbs.csv", "act"): set(
        "say ask answer announce explain claim confirm admit deny reject demand call urge request propose promise warn "
        "threaten predict accuse condemn criticize praise thank welcome apologize agree disagree express think show "
        "report describe".split()
    ),
    ("verbs.csv", "stance"): {"neutral", "assertive", "distancing"},
    ("words.csv", "class"): {
        *("adverb", "abbreviation", "addressee", "agent preposition", "auxiliary", "complementizer", "conjunction"),
        *("attributing preposition", "comparison", "continuation", "first person", "hypothesis", "refusal"),
        *("determiner", "infinitive marker", "linking preposition", "modal", "name particle", "negation"),
        *("object pronoun", "passive auxiliary", "possessive", "preposition", "pronoun", "question", "relative"),
        *("source phrase", "speech noun", "subordinator", "time", "weak source phrase"),
        *("about", "addressing preposition", "against", "article", "as", "clause opener", "clitic", "elision"),
        *("enclitic", "for", "indefinite article", "joining conjunction", "name joint", "no speaker", "noun", "of"),
        *("question particle", "reflexive"),
    },
    ("words.csv", "gender"): GENDERS,
    ("words.csv", "number"): NUMBERS,
}
TAKES = (
    "quote that zero to object-that object-zero object-to object-of object-for object-as of for about against object wh"
).split()
ENDINGS = {
    *("adjective", "adverb", "case", "infinitive", "modifier", "negation", "oblique", "participle", "passive", "past"),
    *("possessive", "plural", "feminine name", "masculine name"),
}
LANGUAGES = sorted(
    folder.name for folder in (files("analysis") / "data" / "languages").iterdir() if (folder / "verbs.csv").is_file()
)

each_file = pytest.mark.parametrize("name", sorted(COLUMNS))
each_language = pytest.mark.parametrize("language", LANGUAGES)


def bytes_of(language, name):
    return (files("analysis") / "data" / "languages" / language / name).read_bytes()


def rows_of(language, name):
    """Return each row with its line, so that a failing test names the place."""
    reader = csv.DictReader(io.StringIO(bytes_of(language, name).decode("utf-8"), newline=""))
    return [(f"{language}/{name}, line {reader.line_num}", row) for row in reader]


def forms_of(row):
    return [form for column in ("finite", "participle", "passive") for form in row[column].split(";") if form]


def test_english_is_among_the_languages():
    assert "en" in LANGUAGES


@each_language
@each_file
def test_a_list_is_utf_8_with_plain_line_ends_and_the_stated_columns(language, name):
    content = bytes_of(language, name)
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert content.decode("utf-8").partition("\n")[0].split(",") == COLUMNS[name]


@each_language
@each_file
def test_every_row_has_as_many_cells_as_there_are_columns_and_the_needed_ones_are_filled(language, name):
    rows = rows_of(language, name)
    assert rows
    assert [place for place, row in rows if None in row or None in row.values()] == []
    assert [(place, cell) for place, row in rows for cell in NEEDED[name] if not row[cell]] == []


@each_language
@each_file
def test_no_cell_has_blanks_that_nobody_sees(language, name):
    cells = [(place, column, cell) for place, row in rows_of(language, name) for column, cell in row.items()]
    assert [found for found in cells if found[2] != " ".join(found[2].split())] == []
    assert [found for found in cells if "\N{NO-BREAK SPACE}" in found[2]] == []


@each_language
@each_file
def test_a_list_is_sorted_and_says_nothing_twice(language, name):
    keys = [tuple(row[column] for column in KEYS[name]) for _, row in rows_of(language, name)]
    assert [key for key, times in Counter(keys).items() if times > 1] == []
    assert keys == sorted(keys)


@each_language
@pytest.mark.parametrize(("name", "column"), sorted(VALUES))
def test_a_column_with_a_closed_list_of_values_has_no_others(language, name, column):
    rows = rows_of(language, name)
    assert [(place, row[column]) for place, row in rows if row[column] not in VALUES[name, column]] == []


@each_language
def test_what_a_verb_takes_is_from_the_closed_list_in_its_order_and_said_once(language):
    for place, row in rows_of(language, "verbs.csv"):
        takes = row["takes"].split(";")
        assert takes == [value for value in TAKES if value in takes], place


@each_language
@pytest.mark.parametrize("column", SEVERAL)
def test_several_values_in_a_cell_are_joined_by_semicolons_alone_and_each_stands_once(language, column):
    for place, row in rows_of(language, "verbs.csv"):
        values = row[column].split(";") if row[column] else []
        assert all(value and value == value.strip() for value in values), place
        assert len(values) == len(set(values)), place


@each_language
def test_every_note_on_nouns_names_forms_of_its_own_verb_and_nothing_follows_it(language):
    for place, row in rows_of(language, "verbs.csv"):
        _, stated, nouns = row["note"].partition("noun:")
        if stated:
            assert set(nouns.split(";")) <= set(forms_of(row)), place


@each_language
def test_a_verb_is_one_of_its_own_forms_or_an_expression_of_several_words(language):
    for place, row in rows_of(language, "verbs.csv"):
        assert " " in row["verb"] or row["verb"] in forms_of(row) or language != "en", place


@each_language
def test_a_clause_without_that_is_taken_only_by_verbs_of_saying_and_thinking(language):
    rows = rows_of(language, "verbs.csv")
    assert [
        place for place, row in rows if "zero" in row["takes"].split(";") and row["tier"] not in ("say", "think", "act")
    ] == []
    assert [place for place, row in rows if row["tier"] == "say" and "quote" not in row["takes"].split(";")] == []


@each_language
def test_a_verb_that_only_brings_in_quotations_takes_them(language):
    rows = [(place, row) for place, row in rows_of(language, "verbs.csv") if row["tier"] == "quote"]
    assert [place for place, row in rows if "quote" not in row["takes"].split(";")] == []


@each_language
def test_a_speech_noun_that_points_to_a_verb_points_to_one_of_the_list(language):
    verbs = {row["verb"] for _, row in rows_of(language, "verbs.csv")}
    notes = [(place, row["note"]) for place, row in rows_of(language, "words.csv") if row["class"] == "speech noun"]
    assert [
        place for place, note in notes if note.startswith("verb:") and note.removeprefix("verb:") not in verbs
    ] == []


@each_language
def test_an_abbreviation_stands_without_its_last_full_stop(language):
    words = rows_of(language, "words.csv")
    assert [place for place, row in words if row["class"] == "abbreviation" and row["word"].endswith(".")] == []


@each_language
def test_a_list_of_endings_has_the_stated_columns_and_kinds_and_is_sorted(language):
    if not (files("analysis") / "data" / "languages" / language / "endings.csv").is_file():
        return
    rows = rows_of(language, "endings.csv")
    keys = [(row["ending"], row["class"], row["nominative"]) for _, row in rows]
    assert [place for place, row in rows if [*row] != ["ending", "class", "nominative", "note"]] == []
    assert [(place, row["class"]) for place, row in rows if row["class"] not in ENDINGS or not row["ending"]] == []
    assert [place for place, row in rows if row["nominative"] and row["class"] != "case"] == []
    assert keys == sorted(set(keys))


@each_language
@pytest.mark.parametrize("needed", ["complementizer", "negation", "preposition", "pronoun", "source phrase"])
def test_a_language_has_the_classes_without_which_nothing_is_found(language, needed):
    assert needed in {row["class"] for _, row in rows_of(language, "words.csv")}


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("say", {"say", "says", "said", "saying"}),
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("admit", {"admit", "admits", "admitted", "admitting"}),
        ("swear", {"swear", "swears", "swore", "sworn", "swearing"}),
        ("hit back", {"hit back", "hits back", "hitting back"}),
        ("emphasize", {"emphasize", "emphasise", "emphasizes", "emphasises", "emphasizing", "emphasising"}),
        ("write", {"write", "writes", "wrote", "written", "writing"}),
        ("lie", {"lie", "lies", "lied", "lying"}),
    ],
)
def test_english_verbs_have_their_right_forms(verb, forms):
    row = next(row for _, row in rows_of("en", "verbs.csv") if row["verb"] == verb)
    assert forms <= set(forms_of(row))
