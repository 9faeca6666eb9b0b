"""Builds by several processes: the same as by one, and what a file that ends a process costs."""

import json
import os
import subprocess
import sys

import pytest

from analysis.pipeline import build

RTF = r"{\rtf1 The road is closed.}"
# A library that ends its process, or never returns, on what a hostile file makes it do.
FAULTY_LIBRARY = """
import os, signal, time

charset_map = {}

def rtf_to_text(content, *rest, **more):
    if "Abort" in content:
        os.abort()
    if "Kill" in content:
        os.kill(os.getpid(), signal.SIGKILL)
    if "Wait" in content:
        time.sleep(3600)
    return "The road is closed."
"""
BUILD = """
import json, sys
from analysis.pipeline import build

if __name__ == "__main__":
    study = build(sys.argv[1], sys.argv[2], jobs=2, patience=float(sys.argv[3])).study
    print(json.dumps([study.documents["path"].tolist(), study.problems[["path", "kind", "message"]].values.tolist()]))
"""


@pytest.fixture
def build_with_a_faulty_library(tmp_path, raw):
    """Build the raw folder by two processes whose reader of .rtf files has fatal bugs."""
    library = tmp_path / "library" / "striprtf"
    library.mkdir(parents=True)
    (library / "__init__.py").touch()
    (library / "striprtf.py").write_text(FAULTY_LIBRARY)
    (tmp_path / "build.py").write_text(BUILD)

    def run(patience: float = 300) -> tuple[list[str], list[list[str]]]:
        command = [sys.executable, tmp_path / "build.py", raw, tmp_path / "tables", str(patience)]
        environment = os.environ | {"PYTHONPATH": str(library.parent)}
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stderr
        return tuple(json.loads(ended.stdout))

    return run


FAULTY_SENTENCES = """
import os, signal

def sentence_spans(text):
    if "Kill" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    return [(0, len(text))] if text else []
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_a_text_that_ends_a_later_step_costs_itself_alone(write, raw, tmp_path, build_with_a_faulty_library):
    (tmp_path / "library" / "nupunkt.py").write_text(FAULTY_SENTENCES)
    rows = [json.dumps({"id": f"T{number}", "text": f"Text {number} is here."}) for number in range(6)]
    rows[1] = json.dumps({"id": "T1", "text": "Kill"})
    write("t.jsonl", "\n".join(rows))
    paths, problems = build_with_a_faulty_library()
    assert paths == ["t.jsonl"] * 5
    assert [row[:2] for row in problems] == [["t.jsonl", "not-processed"]]
    assert "SIGKILL" in problems[0][2]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_files_that_end_their_reader_cost_themselves_alone(write, build_with_a_faulty_library):
    for number in range(12):
        write(f"{number:02}.txt", f"Text {number} is here.")
    write("03a.rtf", r"{\rtf1 Abort}")
    write("07a.rtf", r"{\rtf1 Kill}")
    write("09a.rtf", RTF)
    paths, problems = build_with_a_faulty_library()
    assert paths == sorted([*(f"{number:02}.txt" for number in range(12)), "09a.rtf"])
    assert [row[:2] for row in problems if row[1] == "not-read"] == [["03a.rtf", "not-read"], ["07a.rtf", "not-read"]]
    assert "SIGABRT" in problems[0][2]
    assert "SIGKILL" in problems[1][2]


def test_a_file_on_which_a_reader_never_ends_costs_itself_alone(write, build_with_a_faulty_library):
    write("a.txt", "One.")
    write("b.rtf", r"{\rtf1 Wait}")
    write("c.txt", "Two.")
    paths, problems = build_with_a_faulty_library(patience=8)
    assert paths == ["a.txt", "c.txt"]
    assert [row[:2] for row in problems] == [["b.rtf", "not-read"]], problems
    assert "more than 8 seconds" in problems[0][2]


def test_several_processes_build_what_one_builds(raw, write, tmp_path, assert_same):
    write("organizations.csv", "organization,alias,match\nUnited Nations,UN,exact\n")
    for number in range(30):
        write(f"texts/{number:02}.txt", f"The UN left on day {number}. Nobody passes the road number {number}.")
    rows = [json.dumps({"id": f"T{number}", "text": f"Row {number}: the UN said so."}) for number in range(50)]
    write("table.jsonl", "\n".join(rows))
    assert_same(build(raw, tmp_path / "two", jobs=2).study, build(raw, tmp_path / "one").study)
