"""Values held against the corpus: what it does not hold is refused before anything runs, and the nearest is told."""

import json
from pathlib import Path

import pandas as pd
import pytest

from analysis import pipeline
from analysis.reports.publishing.corpus_checks import Corpus, check_against, whole_paths
from analysis.reports.publishing.parameters import ParameterError, checked, declared

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"
ROWS = [
    {
        "text": "The UN and the Road Watch met. “It is late,” said Ana Ruiz.",
        "date": "2023-01-02",
        "group": "North",
        "year": "Y",
    },
    {"text": "Tom Lee said the road is open. The minister said it is not.", "date": "2023-02-02", "group": "South"},
    {"text": "Tom Lee said it is late.", "group": "South"},
]
GAZETTEER = """organization,alias,match
United Nations,United Nations,exact
United Nations,UN,exact
Road Watch International,Road Watch,exact
Road Watch International,RWI,exact
International Committee of the Blue Lamp,Blue Lamp,exact
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("checked")
    (folder / "texts.jsonl").write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    (folder / "organizations.csv").write_text(GAZETTEER, encoding="utf-8")
    return Corpus(pipeline.build(folder, folder / ".tables").study)


@pytest.fixture
def refused(corpus):
    """What is said of values for a notebook; nothing if they can be taken."""

    def said(notebook, **given):
        parameters = declared(NOTEBOOKS / f"{notebook}.ipynb")
        try:
            check_against(parameters, checked(parameters, given), corpus)
        except ParameterError as error:
            return str(error)
        return ""

    return said


@pytest.mark.parametrize(
    ("notebook", "given"),
    [
        ("organization-report", {"organization": "United Nations"}),
        ("organization-report", {"organization": "International Committee of the Blue Lamp"}),  # known, never named
        ("speaker-report", {"speaker": "Tom Lee", "reference": "Ana Ruiz"}),
        ("speaker-report", {"speaker": "The minister", "as_written": "yes"}),
        ("speaker-report", {"speaker": "Tom Lee", "start": "2023-02", "end": "2023"}),
        ("04-statements", {"source": "group", "by": "month", "gold": ""}),
        ("02-terms", {"by": "group", "target": "South", "reference": "North"}),
        ("02-terms", {"target": "South"}),
        ("02-terms", {"by": "month", "target": "2023-02"}),
        ("02-terms", {"dictionary": "modality"}),
        ("02-terms", {"term": "genocid*", "terms": ["human rights", '"open" []{0,3} "road"']}),
        ("overview", {"by": "document"}),
        ("overview", {}),
    ],
)
def test_what_the_corpus_holds_is_taken(refused, notebook, given):
    assert refused(notebook, **given) == ""


@pytest.mark.parametrize(
    ("notebook", "given", "parts"),
    [
        (
            "organization-report",
            {"organization": "RWI"},
            ["organization is 'RWI': that is an alias. Did you mean Road Watch International?"],
        ),
        ("organization-report", {"organization": "united nations"}, ["Did you mean United Nations?"]),
        ("organization-report", {"organization": "rwi"}, ["Did you mean Road Watch International?"]),
        ("organization-report", {"organization": "United Nation"}, ["Did you mean United Nations?"]),
        ("organization-report", {"organization": "blue lamp"}, ["mean International Committee of the Blue Lamp?"]),
        ("organization-report", {"organization": "Zzz"}, ["The 3 organizations of the gazetteer: International Comm"]),
        ("organization-report", {}, ["Red Cross' (if you say nothing): that is no organization"]),
        ("speaker-report", {"speaker": "tom lee"}, ["nobody of this name speaks", "mean Tom Lee?", "Ana Ruiz"]),
        ("speaker-report", {"speaker": "Lee"}, ["Did you mean Tom Lee?"]),
        ("speaker-report", {"speaker": "The minister"}, ["nobody of this name speaks"]),
        (
            "speaker-report",
            {"speaker": "Ana Ruiz", "start": "2023-02"},
            ["speaker is 'Ana Ruiz': nobody of this name speaks in this part", "from 2023-02", "1 without a date left"],
        ),
        (
            "speaker-report",
            {"speaker": "Tom Lee", "reference": "Tom Lee"},
            ["speaker and reference are both 'Tom Lee': choose two, or leave the reference out"],
        ),
        ("02-terms", {"by": "grup"}, ["by is 'grup': there is no such column. Did you mean group?", "document, month"]),
        ("04-statements", {"source": "month"}, ["source is 'month': there is no such column"]),
        ("02-terms", {"target": "Sout"}, ["there is no such group of group. Did you mean South? The 2 groups: North"]),
        ("02-terms", {"by": "sha256", "target": "South"}, ["there is no such group of sha256"]),
        (
            "02-terms",
            {"term": '"road'},
            ["term is '\"road': the query cannot be read: the quotation mark is not closed; "],
        ),
        ("02-terms", {"terms": ["road", "a|b"]}, ["terms is 'a|b': the query 'a|b' has a |, which no word has"]),
        ("02-terms", {"dictionary": "modalty"}, ["no shipped dictionary, nor a file in ", "Did you mean modality?"]),
        ("04-statements", {"gold": "none.csv"}, ["gold is 'none.csv': there is no such file in "]),
        ("04-statements", {"gold": "a\0b"}, ["there is no such file"]),
        ("04-statements", {"gold": "x" * 4000}, ["there is no such file"]),
        (
            "overview",
            {"start": "2024"},
            ["no document is dated from 2024 to the last: they have 2023-01-02 to 2023-02"],
        ),
    ],
)
def test_what_the_corpus_does_not_hold_is_refused_with_the_nearest(refused, notebook, given, parts):
    said = refused(notebook, **given)
    assert all(part in said for part in parts), said


def test_all_values_that_the_corpus_does_not_hold_are_told_at_once(refused):
    said = refused("speaker-report", speaker="Lea", by="grup", source="sorce", reference="Ann")
    assert [line.split(" ")[0] for line in said.splitlines()] == ["speaker", "reference", "by", "source"]


def test_of_thousands_of_names_only_the_nearest_and_how_many_there_are_is_told(corpus, monkeypatch):
    names = [f"Society {number}" for number in range(5000)]
    many = Corpus(corpus.study)
    monkeypatch.setattr(Corpus, "organizations", frozenset([*names, "Harbor Guild"]))
    parameters = declared(NOTEBOOKS / "organization-report.ipynb")
    with pytest.raises(ParameterError) as error:
        check_against(parameters, checked(parameters, {"organization": "harbour gild"}), many)
    assert "Did you mean Harbor Guild?" in str(error.value)
    assert "There are 5,001 organizations of the gazetteer. The report 03-organizations lists" in str(error.value)
    assert len(str(error.value)) < 400


def test_names_of_a_corpus_are_never_told_at_full_length(refused, corpus, monkeypatch):
    monkeypatch.setattr(Corpus, "organizations", frozenset([f"{'x' * 10**6}{number}" for number in range(30)]))
    assert len(refused("organization-report", organization="xx")) < 4000


def test_a_file_of_the_current_folder_is_found_and_handed_on_with_its_whole_path(tmp_path, monkeypatch, refused):
    (tmp_path / "own.csv").write_text("category,entry\na,road\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert refused("02-terms", dictionary="own.csv") == ""
    for notebook, name in (("02-terms", "dictionary"), ("04-statements", "gold")):
        parameters = declared(NOTEBOOKS / f"{notebook}.ipynb")
        assert whole_paths(parameters, checked(parameters, {name: "own.csv"})) == {name: str(tmp_path / "own.csv")}
        assert whole_paths(parameters, checked(parameters, {})) == {}
    (tmp_path / "closed-road").write_text("", encoding="utf-8")
    parameters = declared(NOTEBOOKS / "02-terms.ipynb")
    assert whole_paths(parameters, checked(parameters, {})) == {}


def test_a_corpus_in_which_nobody_speaks_has_no_speaker_to_choose(tmp_path):
    (tmp_path / "texts.jsonl").write_text('{"text": "Nobody came."}', encoding="utf-8")
    study = pipeline.build(tmp_path, tmp_path / ".tables").study
    parameters = declared(NOTEBOOKS / "speaker-report.ipynb")
    with pytest.raises(ParameterError, match=r"nobody of this name speaks\. There is none\."):
        check_against(parameters, checked(parameters, {}), study)
    assert pd.Series(study.documents["doc_id"]).size == 1
