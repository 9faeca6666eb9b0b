"""The start page: what is here, what it was built from, what changed since, and where to go on."""

import json
import os
import shutil

import pytest

from analysis import pipeline, reports
from analysis.reports.exploring.changes import built_at, changes_since
from analysis.reports.exploring.rebuilding import build_again

from ..named import page_of
from .widgets import parts_of, shown

YEAR = {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": ["year: int = 2023  # of the texts"]}
NOTEBOOK = {
    "cells": [{"cell_type": "markdown", "source": ["# 1 · Texts\n", "Which are there? More of it."]}, YEAR],
    "metadata": {"title": "Texts of <b>$year</b>"},
}


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A project of one text that has not been built."""
    for folder in ("data/raw", "notebooks", "reports"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "data/raw/a.txt").write_text("The road is closed.")
    (tmp_path / "notebooks/01-texts.ipynb").write_text(json.dumps(NOTEBOOK))
    monkeypatch.chdir(tmp_path / "notebooks")
    return tmp_path


@pytest.fixture
def alone(monkeypatch):
    """A build in this process: others take seconds to begin."""
    monkeypatch.setattr("analysis.reports.exploring.rebuilding.MOST_PROCESSES", 0)


def build(here):
    from analysis.discourse.gazetteer import SHIPPED

    return pipeline.build(here / "data/raw", here / "data/processed", gazetteer=SHIPPED).study


def changes(here):
    processed = here / "data/processed"
    manifest = json.loads((processed / "manifest.json").read_text())
    return changes_since(manifest, here / "data/raw", built_at(processed))


def test_before_the_first_build_the_page_says_what_to_do(here):
    page = page_of(reports.start_page())
    assert "Nothing has been built yet." in page.text
    assert "run in a terminal in the project's folder: discourse build" in page.text
    assert "01-texts.ipynb" in page.links


def test_after_it_the_page_says_what_there_is_and_that_nothing_changed(here):
    build(here)
    page = page_of(reports.start_page())
    text = " ".join(page.text.split())
    assert "1 document" in text and "4 tokens in 1 sentence" in text
    assert "1 file in data/raw" in text
    assert "nothing changed" in text
    assert "Nothing has been built yet" not in text


def test_notebooks_are_linked_with_their_question(here):
    page = page_of(reports.start_page())
    assert "Texts of <b>YEAR</b> Which are there?" in page.text
    assert "More of it" not in page.text
    assert "b" not in page.tags


def test_a_notebook_that_is_damaged_stops_nothing(here):
    (here / "notebooks/02-x.ipynb").write_text("{")
    assert "02-x cannot be read" in page_of(reports.start_page()).text


def test_rendered_reports_are_linked_and_other_pages_are_not(here):
    (here / "reports/x.html").write_text("<p>of somebody else</p>")
    (here / "reports/index.html").write_text("<p>ours</p>")
    assert [link for link in page_of(reports.start_page()).links if "reports" in link] == ["../reports/index.html"]


def test_files_that_are_changed_new_or_gone_are_named(here):
    for name in "bcd":
        (here / f"data/raw/{name}.txt").write_text(f"The road of {name} is open.")
    build(here)
    assert changes(here).sentences() == []
    (here / "data/raw/b.txt").write_text("The road is closed again.")
    (here / "data/raw/c.txt").unlink()
    (here / "data/raw/e.txt").write_text("A new text.")
    os.utime(here / "data/raw/d.txt")  # touched, and the same
    assert changes(here).sentences() == [
        "1 raw file is changed: b.txt.",
        "1 raw file is new: e.txt.",
        "1 raw file is gone: c.txt.",
    ]
    assert "Build the tables again" in page_of(reports.start_page()).text


def test_an_older_file_that_takes_the_place_of_one_is_a_change(here, tmp_path):
    older = tmp_path / "older.txt"
    older.write_text("The road was open.")
    os.utime(older, (0, 0))
    build(here)
    shutil.copy2(older, here / "data/raw/a.txt")
    assert changes(here).changed == ["a.txt"]


def test_another_gazetteer_and_another_program_are_told(here):
    build(here)
    manifest = json.loads((here / "data/processed/manifest.json").read_text())
    other = manifest | {"gazetteer": "", "made_by": {}}
    found = changes_since(other, here / "data/raw", built_at(here / "data/processed"))
    assert found.gazetteer and found.program and len(found.sentences()) == 2


def test_tables_of_other_texts_are_not_said_to_be_outdated(here, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/other.txt").write_text("Another text.")
    pipeline.build(tmp_path / "mine", tmp_path / "tables")
    page = page_of(reports.start_page(tmp_path / "tables"))
    assert "not the tables of this project" in page.text
    assert str(tmp_path) not in page.text


def test_the_button_builds_what_was_not_built_and_says_what_it_did(here, alone):
    explorer = build_again()
    assert "discourse build" in explorer.html
    fields = explorer.fields(explorer.html)
    button = next(part for part in parts_of(fields) if type(part).__name__ == "Button")
    assert button.description == "Build the tables"
    button.click()
    assert "Built: 1 document processed, 0 unchanged." in shown(fields)
    assert not button.disabled
    (here / "data/raw/b.txt").write_text("The road is open.")
    again = build_again()
    fields = again.fields(again.html)
    next(part for part in parts_of(fields) if type(part).__name__ == "Button").click()
    assert "Built: 1 document processed, 1 unchanged." in shown(fields)


def test_a_build_that_fails_says_why_and_that_nothing_was_changed(here, alone):
    explorer = build_again()
    fields = explorer.fields(explorer.html)
    (here / "data/raw/a.txt").unlink()
    next(part for part in parts_of(fields) if type(part).__name__ == "Button").click()
    assert "Nothing was changed." in shown(fields)


def test_tables_built_with_a_gazetteer_of_their_own_are_not_touched(here):
    (here / "mine.csv").write_text("organization,alias,match\nUnited Nations,UN,exact\n")
    pipeline.build(here / "data/raw", here / "data/processed", gazetteer=here / "mine.csv")
    assert build_again().fields is None
    assert "as you built them" in build_again().html
