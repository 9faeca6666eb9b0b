"""Where things are, found from any working directory."""

from pathlib import Path

import pytest

from analysis import project

CHECKOUT = Path(__file__).resolve().parents[1]


@pytest.fixture
def place(tmp_path):
    """A project with a folder deep inside."""
    for name in ("data/raw", "notebooks", "texts/2023/spring"):
        (tmp_path / "mine" / name).mkdir(parents=True)
    return tmp_path.resolve() / "mine"


def test_a_project_knows_its_folders(place):
    found = project.Project(place)
    folders = (found.raw, found.processed, found.notebooks, found.reports)
    assert folders == (place / "data" / "raw", place / "data" / "processed", place / "notebooks", place / "reports")


@pytest.mark.parametrize("inside", [".", "notebooks", "data/raw", "texts/2023/spring"])
def test_a_project_is_found_from_any_folder_in_it(place, monkeypatch, inside):
    monkeypatch.chdir(place / inside)
    assert project.find().root == place


@pytest.mark.parametrize("make_path", [str, Path])
def test_a_project_is_found_from_a_folder_that_is_named(place, make_path):
    assert project.find(make_path(place / "texts" / "2023")).root == place


def test_the_nearest_of_two_projects_is_found(place):
    for name in ("data", "notebooks", "deep"):
        (place / "texts" / name).mkdir()
    assert project.find(place / "texts" / "deep").root == place / "texts"


@pytest.mark.parametrize("lacking", ["data", "notebooks"])
def test_a_folder_with_half_of_it_is_no_project(place, lacking):
    (place / "texts" / {"data": "notebooks", "notebooks": "data"}[lacking]).mkdir()
    assert project.find(place / "texts").root == place


@pytest.mark.parametrize(("folder", "file"), [("data", "notebooks"), ("notebooks", "data")])
def test_a_file_named_like_a_folder_makes_no_project(place, folder, file):
    (place / "texts" / folder).mkdir()
    (place / "texts" / file).write_text("x")
    assert project.find(place / "texts").root == place


def test_a_link_into_a_project_leads_to_it(place, tmp_path):
    (tmp_path / "link").symlink_to(place / "texts" / "2023", target_is_directory=True)
    assert project.find(tmp_path / "link").root == place


def test_outside_of_every_project_the_checkout_is_found(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert project.find().root == CHECKOUT


def test_without_a_checkout_either_the_error_says_what_a_project_is(tmp_path, monkeypatch):
    monkeypatch.setattr(project, "__file__", str(tmp_path / "lib" / "python" / "analysis" / "project.py"))
    with pytest.raises(FileNotFoundError, match=r"holds data/ and notebooks/.*--raw") as caught:
        project.find(tmp_path)
    assert str(tmp_path.resolve()) in str(caught.value)
