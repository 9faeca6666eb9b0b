"""`discourse check`: what would be read, what is wrong, and the exit code that says so."""

import json

import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.ledger import visible

SENTENCES = [f"Sentence {number} says that the road {number} is closed to all." for number in range(12)]


@pytest.fixture
def check(raw):
    def check(*options: str):
        return CliRunner().invoke(main, ["check", str(raw), "--jobs", "1", *options])

    return check


def test_a_clean_folder_is_counted_by_format_and_ends_with_0(check, write):
    write("a.txt", "The road is closed, and it was closed in the winter too.")
    write("b.csv", "text,date\nThe bridge is open to all who walk.,2023-02-22\nThe school is open again.,2023-02\n")
    result = check()
    assert result.exit_code == 0, result.output
    assert "2 files found, 3 documents read" in result.output
    rows = [line.split() for line in result.output.splitlines()]
    assert ["csv", "1", "2", "60", "0", "0"] in rows
    assert ["txt", "1", "1", "56", "0", "0"] in rows
    assert "No problems." in result.output


def test_problems_are_counted_by_kind_and_severity_and_end_with_1(check, write):
    write("a.txt", "The road is closed, and it was closed in the winter too.")
    write("b.txt", "THE ROAD IS CLOSED – and it was closed in the winter, too!")
    write("c.docx", b"PK\x03\x04")
    write("d.mp3", b"ID3")
    result = check()
    assert result.exit_code == 1, result.output
    lines = [" ".join(line.split()) for line in result.output.splitlines()]
    assert any(line.startswith("error unreadable 1 1 c.docx:") for line in lines)
    assert any(line.startswith("error unsupported 1 1 d.mp3:") for line in lines)
    assert any(line.startswith("warning duplicate-text 1 1 b.txt:") for line in lines)


@pytest.mark.parametrize("files", [{}, {"a.mp3": b"ID3"}], ids=["nothing there", "nothing readable"])
def test_a_folder_of_which_nothing_can_be_read_ends_with_2(check, write, files):
    for name, content in files.items():
        write(name, content)
    result = check()
    assert result.exit_code == 2
    assert "can be read" in result.output
    assert "Traceback" not in result.output


def test_a_folder_that_is_not_there_ends_with_2(tmp_path):
    assert CliRunner().invoke(main, ["check", str(tmp_path / "nowhere")]).exit_code == 2


def test_json_holds_every_count_and_every_problem(check, write):
    write("a.txt", "The road is closed, and it was closed in the winter too.")
    write("b.txt", b"")
    ledger = json.loads(check("--json").stdout)
    assert (ledger["files"], ledger["documents"]) == (2, 1)
    assert ledger["language"] == [{"language": "en", "documents": 1}]
    assert ledger["problem_kinds"][0]["kind"] == "empty"
    assert [(row["path"], row["kind"], row["severity"]) for row in ledger["problems"]] == [("b.txt", "empty", "error")]


def test_a_check_keeps_nothing_and_changes_nothing(check, raw, write):
    write("a.txt", "The road is closed.")
    before = {path: path.read_bytes() for path in raw.rglob("*")}
    check()
    assert {path: path.read_bytes() for path in raw.rglob("*")} == before


def test_lines_that_repeat_are_found_reviewed_and_then_removed_and_counted(check, raw, write, tmp_path):
    from analysis.pipeline import build

    for number, sentence in enumerate(SENTENCES):
        write(f"agency/{number:02}.txt", f"{sentence}\n\nRead more\n\nKeep me")
    found = tmp_path / "found.csv"
    result = check("--repeated-lines", str(found))
    assert result.exit_code == 0
    assert "that repeat; mark those to be removed with yes" in result.output
    before = build(raw, tmp_path / "tables").study
    assert before.documents["text"].str.contains("Read more").all()
    reviewed = found.read_text(encoding="utf-8-sig").splitlines()
    ticked = [f"{line}yes" if line.startswith("agency,Read more,") else line for line in reviewed]
    assert ticked != reviewed
    write("boilerplate.csv", "\n".join(ticked))
    after = build(raw, tmp_path / "tables").study
    assert after.documents["text"].tolist() == [f"{sentence}\n\nKeep me" for sentence in SENTENCES]
    assert after.cleaning["step"].tolist() == ["boilerplate"] * 12
    assert (after.documents["repairs"] == "boilerplate").all()


def test_a_step_that_is_switched_off_changes_nothing(check, write, raw, tmp_path):
    from analysis.corpus import read
    from analysis.corpus.cleaning import choose_steps

    write("a.txt", "the of\ufb01ce is\u00a0open")
    assert read(raw)[0]["text"].tolist() == ["the office is open"]
    assert read(raw, steps=choose_steps(skip=["ligatures"]))[0]["text"].tolist() == ["the of\ufb01ce is open"]
    assert "Did you mean ligatures?" in check("--skip", "ligature").output


def test_the_steps_can_be_listed():
    result = CliRunner().invoke(main, ["build", "--steps"])
    assert result.exit_code == 0
    assert "soft hyphens" in result.output
    assert "hard wraps" in result.output


def test_what_a_terminal_would_obey_is_shown_as_an_escape(check, write):
    write("a\x1b[31m\u202e\n.txt", b"")
    write("b.txt", "The road is closed.")
    output = check().output
    assert "\x1b" not in output
    assert "\u202e" not in output
    assert visible("road Дорога\n") == "road Дорога\\n"
