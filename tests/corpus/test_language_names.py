"""A language by its name: what a user writes into the metadata is understood, and told where it is not."""

import pandas as pd
import pytest

from analysis.corpus import read
from analysis.corpus.language_names import is_language_code, language_code


@pytest.mark.parametrize(
    ("given", "code"),
    [("French", "fr"), ("français", "fr"), ("english", "en"), ("Русский", "ru"), ("deu", "de"), ("fr", "fr")],
)
def test_a_language_by_its_name_is_its_code(given, code):
    assert language_code(given) == code


@pytest.mark.parametrize("given", ["", "x", "xx", "Martian", "fr-CA", "en_US", "1"])
def test_what_is_no_name_of_a_language_stays_as_it_is_given(given):
    assert language_code(given) == given


def test_a_code_with_its_country_is_one_and_a_made_up_one_is_none():
    assert [is_language_code(given) for given in ("fr", "fr-CA", "en_US", "xx", "Martian", "")] == [
        *(True, True, True),
        *(False, False, False),
    ]


def test_a_name_in_the_metadata_is_read_as_its_code_and_another_word_is_a_problem(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("Le maire a dit que la route est fermée ce matin.", encoding="utf-8")
    rows = pd.DataFrame({"file": ["a.txt", "b.txt"], "language": ["French", "Martian"]})
    rows.to_csv(tmp_path / "metadata.csv", index=False)
    documents, problems = read(tmp_path)
    assert dict(zip(documents["path"], documents["language"], strict=True)) == {"a.txt": "fr", "b.txt": "Martian"}
    assert problems[problems["kind"] == "unknown-language"]["path"].tolist() == ["b.txt"]
    assert "no ISO 639-1 code" in problems["message"].iloc[0]
