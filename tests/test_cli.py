"""The command line: what it builds and renders, and how it says what is wrong."""

import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from analysis import project
from analysis.cli import main

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
TABLE = (
    'headline,content,country,when\nOne,"The UN came, and the EU.",Armenia,2023-01-02\nTwo,The UN left.,Iran,2023-02\n'
)
GAZETTEER = "organization,alias,match\nUnited Nations,UN,exact\nEuropean Union,EU,exact\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "speeches.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "raw" / "organizations.csv").write_text(GAZETTEER, encoding="utf-8")
    return tmp_path


def discourse(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def build(folder, *more):
    return discourse("build", "--raw", folder / "raw", "--processed", folder / "tables", *more)


def documents(folder):
    return pd.read_parquet(folder / "tables" / "documents.parquet")


def refused(result):
    """The one message of a command that could not do what it was told."""
    assert result.exit_code not in (0, None)
    assert isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    assert len(re.findall("^Error: ", result.output, re.MULTILINE)) == 1
    return " ".join(result.output.split())


def test_build_says_what_it_has_built(folder):
    result = build(folder)
    assert result.exit_code == 0
    assert (
        f"{folder / 'tables'}: documents 2 (2 processed, 0 unchanged), tokens 9, sentences 2, mentions 3, statements 0"
        in result.output
    )
    assert f"gazetteer: {folder / 'raw' / 'organizations.csv'}" in result.output
    assert documents(folder)["text"].tolist() == ["The UN came, and the EU.", "The UN left."]


def test_building_again_processes_only_what_has_changed(folder):
    build(folder)
    with (folder / "raw" / "speeches.csv").open("a", encoding="utf-8") as file:
        file.write("Three,The EU spoke.,Iran,2023-03\n")
    assert "(1 processed, 2 unchanged)" in build(folder).output


def test_a_column_of_ones_own_can_stand_for_a_standard_one(folder):
    assert build(folder, "--column", "actor=country", "--column", "date=when").exit_code == 0
    assert documents(folder)["actor"].tolist() == ["Armenia", "Iran"]
    assert documents(folder)["date_precision"].tolist() == ["day", "month"]


def test_the_gazetteer_beside_the_texts_is_found_in_any_case(folder):
    (folder / "raw" / "organizations.csv").rename(folder / "raw" / "Organizations.CSV")
    assert "Organizations.CSV" in build(folder).output


def test_another_gazetteer_can_be_named(folder):
    other = folder / "other.csv"
    other.write_text("organization,alias,match\nIran,iran,any\nUnited Nations,UN,exact\n", encoding="utf-8")
    result = build(folder, "--gazetteer", other)
    assert "mentions 2" in result.output
    assert f"gazetteer: {other}" in result.output


def test_problems_in_the_raw_files_are_shown_with_their_places(folder):
    (folder / "raw" / "scan.pdf").write_bytes(b"%PDF")
    with (folder / "raw" / "speeches.csv").open("a", encoding="utf-8") as file:
        file.write("Three,Nobody.\n")
    result = build(folder)
    assert result.exit_code == 0
    assert "raw files: errors 2, warnings 0" in result.output
    assert re.search(r"error: scan\.pdf: \S", result.output)
    assert re.search(r"error: speeches\.csv, row 3: \S", result.output)


def test_of_many_problems_the_first_ten_are_shown(folder):
    for number in range(13):
        (folder / "raw" / f"scan{number:02}.pdf").write_bytes(b"%PDF")
    output = build(folder).output
    assert output.count("error: scan") == 10
    assert "and 3 more: the notebook 01-corpus" in output


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["--raw", "nowhere"], ["nowhere", "give the folder of your raw texts"]),
        (["--column", "actor"], ["--column 'actor'", "write it as NAME=VALUE"]),
        (["--column", "=country"], ["write it as NAME=VALUE"]),
        (["--column", "speakr=country"], ["'speakr' is no standard column", "actor"]),
        (["--column", "actor=land"], ["no file has the column 'land'", "country"]),
        (["--gazetteer", "none.csv"], ["there is no gazetteer none.csv"]),
        (["--gazetteer", "raw/speeches.csv"], ["the column 'organization' is missing"]),
        (["--processed", "raw/speeches.csv"], ["speeches.csv"]),
        (["--unknown"], ["No such option"]),
    ],
)
def test_build_refuses_in_one_message_and_writes_nothing(folder, monkeypatch, arguments, parts):
    monkeypatch.chdir(folder)
    message = refused(build(folder, *arguments))
    assert all(part in message for part in parts), message
    assert not (folder / "tables").exists()


@pytest.mark.parametrize("name", ["scan.pdf", "empty.txt", None])
def test_a_folder_with_nothing_readable_is_refused_with_what_can_be_read(tmp_path, name):
    (tmp_path / "raw").mkdir()
    if name:
        (tmp_path / "raw" / name).write_bytes(b"")
    message = refused(build(tmp_path))
    assert "nothing in" in message
    assert all(ending in message for ending in (name or "", ".txt", ".csv", ".jsonl"))


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["overviw"], ["no notebook 'overviw'", "Did you mean overview?"]),
        (["overview", "--set", "bye=actor"], ["no parameter 'bye'", "Did you mean by?"]),
        (["overview", "--set", "top=ten"], ["top is 'ten': it must be a whole number"]),
        (["overview", "--set", "top"], ["--set 'top'", "write it as NAME=VALUE"]),
        (["overview", "--set", "top\nimport os=1"], ["no parameter"]),
        (["--set", "top=1"], ["--set needs the NAME of the report"]),
        (["--sets", "none.yaml"], ["there is no file none.yaml"]),
        (["--sets", "raw/speeches.csv"], ["write a list of entries"]),
        (["overview", "--jobs", "0"], ["--jobs"]),
        (["overview", "--notebooks", "raw"], ["no notebook 'overview' in raw"]),
        (["overview", "--processed", "raw"], ["raw holds no built corpus", "discourse build"]),
    ],
)
def test_report_refuses_in_one_message_and_writes_nothing(folder, monkeypatch, arguments, parts):
    build(folder)
    monkeypatch.chdir(folder)
    places = ["--processed", "tables", "--notebooks", NOTEBOOKS, "--out", "reports"]
    message = refused(discourse("report", *places, *arguments))
    assert all(part in message for part in parts), message
    assert not (folder / "reports").exists()


@pytest.mark.parametrize("command", ["build", "report"])
def test_outside_of_a_project_a_command_says_which_folders_to_name(command, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(project, "__file__", str(tmp_path / "site-packages" / "analysis" / "project.py"))
    message = refused(discourse(command))
    assert "no project at or above" in message
    assert "--raw, --processed, --notebooks, --out" in message


def test_outside_of_a_project_a_command_with_all_folders_named_works(folder, monkeypatch):
    monkeypatch.chdir(folder)
    monkeypatch.setattr(project, "__file__", str(folder / "site-packages" / "analysis" / "project.py"))
    (folder / "raw" / "organizations.csv").unlink()
    result = build(folder)
    assert result.exit_code == 0, result.output
    assert "gazetteer: the shipped one" in result.output


@pytest.mark.parametrize("command", [[], ["build"], ["report"]])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_help_has_an_example(command, option):
    result = discourse(*command, option)
    assert result.exit_code == 0
    examples = re.findall(r"discourse (build|report) \S+.* \S+", result.output)
    assert set(examples) == set(command or ["build", "report"])


@pytest.mark.parametrize("command", ["build", "report"])
def test_the_examples_in_the_help_name_real_options(command):
    text = discourse(command, "--help").output
    (example,) = re.findall(r"Example: (.*)", text)
    options = re.findall(r"--[a-z]+", example)
    assert options
    assert all(re.search(rf"^  {option}\b", text, re.MULTILINE) for option in options)


@pytest.fixture(scope="module")
def through_a_pipe(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pipe")
    (folder / "speeches.csv").write_text(TABLE, encoding="utf-8")
    command = [sys.executable, "-c", "from analysis.cli import main; main()"]
    places = ["--processed", "tables"]
    choices = ["--column", "actor=country", "--column", "date=when"]
    steps = [
        ["build", "--raw", "speeches.csv", *places, *choices],
        ["report", "overview", "--set", "by=actor", *places, "--notebooks", str(NOTEBOOKS), "--out", "reports"],
    ]
    return folder, [
        subprocess.run([*command, *step], capture_output=True, encoding="utf-8", cwd=folder, check=False)
        for step in steps
    ]


def test_a_table_becomes_a_report(through_a_pipe):
    folder, (built, reported) = through_a_pipe
    assert (built.returncode, reported.returncode) == (0, 0), built.stderr + reported.stderr
    assert "1 of 1 reports rendered." in reported.stdout
    (page,) = [path for path in (folder / "reports").iterdir() if path.name != "index.html"]
    text = page.read_text(encoding="utf-8")
    assert "2 documents by 2 actors, January 2023 to February 2023;" in text
    assert "<td" in text
    assert "Armenia" in text
    assert f'<a href="{page.name}">' in (folder / "reports" / "index.html").read_text(encoding="utf-8")


def test_a_pipe_gets_words_and_no_progress_bar(through_a_pipe):
    for step in through_a_pipe[1]:
        assert not re.search("[\r\x1b\u2501\u2588]|\\d+%", step.stdout + step.stderr)
        assert step.stderr == ""
