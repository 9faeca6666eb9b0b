"""Whoever adds a language is told which file, line and column is wrong, and what may stand there."""

import pandas as pd
import pytest

from analysis.discourse import statements
from analysis.discourse.speech import lists

FILES = {
    "words.csv": "word,class,number,gender,note\nthat,complementizer,,,\nthe,determiner,,,\nthe,article,,,\n",
    "verbs.csv": "verb,finite,participle,passive,tier,act,stance,takes,note\n"
    "state,stated,stating,,say,say,neutral,quote;that;zero,\n",
    "titles.csv": "title,kind,gender,number,note\nmayor,office,,singular,\n",
    "marks.csv": "open,close,note\n“,”,\n",
}


@pytest.fixture
def language(tmp_path, monkeypatch):
    """Make word lists of the language xx, with some files other than usual (None: without it), and read them."""
    monkeypatch.setattr(lists, "_folder", lambda: tmp_path)
    lists.read_language.cache_clear()

    def language(**others):
        folder = tmp_path / "xx"
        folder.mkdir()
        for name, content in {**FILES, **{f"{name}.csv": given for name, given in others.items()}}.items():
            if content is not None:
                (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return lists.read_language("xx")

    yield language
    lists.read_language.cache_clear()


def changed(name, old, new):
    assert old in FILES[f"{name}.csv"]
    return {name: FILES[f"{name}.csv"].replace(old, new)}


def test_one_folder_of_lists_is_a_language(language):
    language()
    documents = pd.DataFrame({"doc_id": ["a"], "text": ["The mayor stated that the road is open."]})
    assert statements(documents, language="xx")["content"].tolist() == ["the road is open"]


def test_a_list_saved_by_a_spreadsheet_is_read_too(language):
    windows = {name.removesuffix(".csv"): "\ufeff" + text.replace("\n", "\r\n") for name, text in FILES.items()}
    assert language(**windows).cues["stated"][0].verb.verb == "state"


@pytest.mark.parametrize("name", ["words", "verbs", "titles", "marks"])
def test_a_missing_list_is_named_with_those_that_a_language_needs(language, name):
    with pytest.raises(ValueError, match=rf"{name}\.csv is missing: .*words\.csv, verbs\.csv, titles\.csv, marks\.csv"):
        language(**{name: None})


@pytest.mark.parametrize(
    ("name", "column"), [("words", "class"), ("verbs", "takes"), ("titles", "kind"), ("marks", "close")]
)
def test_a_missing_column_is_named_with_its_list(language, name, column):
    with pytest.raises(ValueError, match=rf"{name}\.csv has no column {column} in its first line: it needs"):
        language(**changed(name, column, "other"))


@pytest.mark.parametrize("name", ["words", "verbs", "titles", "marks"])
def test_an_empty_file_lacks_its_columns(language, name):
    with pytest.raises(ValueError, match=rf"{name}\.csv has no column"):
        language(**{name: ""})


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "column", "allowed"),
    [
        ("words", "the,determiner", "the,determinant", 3, "class", "determiner, possessive, .*weak source phrase"),
        ("words", "that,complementizer,", "that,complementizer,one", 2, "number", "singular, plural"),
        ("titles", "office", "officer", 2, "kind", "courtesy, office, role, group"),
        ("titles", "office,,", "office,female,", 2, "gender", "f, m, n"),
        ("verbs", "neutral", "indifferent", 2, "stance", "neutral, assertive, distancing"),
        ("verbs", ",say,say", ",says,say", 2, "tier", "say, that, quote, act, think"),
        ("verbs", "quote;that;zero", "quote;clause", 2, "takes", "quote, that, zero, to, object-that"),
    ],
)
def test_a_value_that_means_nothing_is_told_with_its_place_and_those_that_do(
    language, name, old, new, line, column, allowed
):
    told = rf"{name}\.csv, line {line}, column {column}: '.+' is not allowed\. Write one of: .*{allowed}"
    with pytest.raises(ValueError, match=told):
        language(**changed(name, old, new))


def test_an_ending_of_an_unknown_class_is_told(language):
    with pytest.raises(ValueError, match=r"endings\.csv, line 2, column class: 'pasts' is not .*past, plural"):
        language(endings="ending,class,nominative,note\ned,pasts,,\n")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("words", "that,", ","), ("titles", "mayor", " . "), ("verbs", "state,", ","), ("marks", "“,”", "“,")],
)
def test_a_cell_that_must_be_filled_and_is_not_is_told_with_its_place(language, name, old, new):
    with pytest.raises(ValueError, match=rf"{name}\.csv, line 2, column \w+: it is empty"):
        language(**changed(name, old, new))


def test_a_row_with_too_many_or_too_few_cells_is_told_with_its_line(language, tmp_path):
    with pytest.raises(ValueError, match=r"titles\.csv, line 2, has more cells than columns"):
        language(**changed("titles", "mayor,office", "mayor, of a town,office,"))
    (tmp_path / "xx" / "titles.csv").write_text("title,kind,gender,number,note\nmayor,office\n", "utf-8")
    with pytest.raises(ValueError, match=r"titles\.csv, line 2, has fewer cells than columns"):
        lists.read_language("xx")


def test_a_list_that_is_not_utf_8_is_told_with_its_line(language):
    with pytest.raises(ValueError, match=r"titles\.csv, line 2, is not UTF-8: save it as UTF-8"):
        language(titles=FILES["titles.csv"].replace("mayor", "président").encode("latin-1"))


def test_a_list_with_a_fault_is_read_anew_once_it_is_mended(language, tmp_path):
    with pytest.raises(ValueError, match="kind"):
        language(**changed("titles", "office", "officer"))
    (tmp_path / "xx" / "titles.csv").write_text(FILES["titles.csv"], "utf-8")
    assert lists.read_language("xx").titles["mayor"][0].kind == "office"
