"""Builds that end in the middle: what is left is the last good state or the next one, and never a mixture."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from analysis.pipeline import build
from analysis.study import TABLES, Study

FILES = len(TABLES) + 1  # and the manifest
OWNERS = {"write_table": pq.ParquetWriter, "write_text": Path, "rename": Path, "replace": Path}
KILLED = """
import os, signal, sys
from pathlib import Path
import pyarrow.parquet as pq
from analysis import pipeline

name, at = sys.argv[3], int(sys.argv[4])
owner = {"write_table": pq.ParquetWriter, "replace": Path}[name]
original, calls = getattr(owner, name), []

def fatal(*args, **options):
    if name != "replace" or Path(args[1]).parent == Path(sys.argv[2]):
        calls.append(name)
    if len(calls) == at:
        os.kill(os.getpid(), signal.SIGKILL)
    return original(*args, **options)

setattr(owner, name, fatal)
pipeline.build(sys.argv[1], sys.argv[2])
"""


class PowerCutError(Exception):
    """The end, in the middle of it."""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A corpus that has changed since it was built: raw, the tables of then, and those of now."""
    folder = tmp_path_factory.mktemp("place")
    raw = folder / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text("The UN left.")
    (raw / "b.txt").write_text("Nobody passes.")
    build(raw, folder / "old")
    (raw / "b.txt").write_text("Nobody passes, the UN said.")
    (raw / "c.txt").write_text("It is new.")
    (raw / "organizations.csv").write_text("organization,alias,match\nUnited Nations,UN,exact\n")
    build(raw, folder / "new")
    return folder


@pytest.fixture
def raw(place):
    return place / "raw"


@pytest.fixture
def old(place):
    return Study(place / "old")


@pytest.fixture
def new(place):
    return Study(place / "new")


@pytest.fixture
def processed(place, tmp_path):
    """The tables of then, where a build is to put those of now."""
    return shutil.copytree(place / "old", tmp_path / "processed")


@pytest.fixture
def cut(raw, processed, monkeypatch):
    """Build until the given call of a function, and no further."""

    def cut(name: str, at: int) -> None:
        original, calls = getattr(OWNERS[name], name), []

        def fatal(*args, **options):
            if name != "replace" or args[1].parent == processed:  # the move into place, not that of a part
                calls.append(name)
            if len(calls) == at:
                raise PowerCutError
            return original(*args, **options)

        with monkeypatch.context() as patch, pytest.raises(PowerCutError):
            patch.setattr(OWNERS[name], name, fatal)
            build(raw, processed)

    return cut


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {".parts"}


# The first ten tables are those of the parts, the others those of the build; the last text is the manifest.
BEFORE_THE_MOVE = [
    *(("write_table", at) for at in (1, 5, 8, 10, 13, 18)),
    ("write_text", 3),
    ("rename", 1),
    ("rename", 3),
]
WITHIN_THE_MOVE = [("replace", 1), ("replace", 4), ("replace", FILES)]


@pytest.mark.parametrize(("name", "at"), BEFORE_THE_MOVE)
def test_a_build_cut_short_while_it_writes_leaves_the_last_good_state(processed, cut, old, assert_same, name, at):
    cut(name, at)
    assert_same(Study(processed), old)


@pytest.mark.parametrize(("name", "at"), WITHIN_THE_MOVE)
def test_a_build_cut_short_while_it_moves_is_finished_by_whoever_opens_it(processed, cut, new, assert_same, name, at):
    cut(name, at)
    assert_same(Study(processed), new)
    assert names(processed) == names(new.folder)


@pytest.mark.parametrize(("name", "at"), [*BEFORE_THE_MOVE, *WITHIN_THE_MOVE])
def test_the_next_build_cleans_or_finishes_what_one_cut_short_has_left(raw, processed, cut, new, assert_same, name, at):
    cut(name, at)
    assert_same(build(raw, processed).study, new)
    assert names(processed) == names(new.folder)
    assert len(names(processed)) == FILES


def test_the_two_states_differ(old, new):
    assert old.documents["text"].tolist() == ["The UN left.", "Nobody passes."]
    assert new.documents["text"].tolist() == ["The UN left.", "Nobody passes, the UN said.", "It is new."]
    assert [len(study.mentions) for study in (old, new)] == [0, 2]


def test_a_first_build_cut_short_leaves_nothing_that_opens(processed, cut):
    shutil.rmtree(processed)
    cut("write_table", 11)
    with pytest.raises(FileNotFoundError, match="holds no built corpus"):
        Study(processed)


@pytest.mark.parametrize("moved", [[], ["documents.parquet", "manifest.json"], None], ids=["none", "some", "all"])
def test_a_folder_left_ready_is_moved_into_place(processed, new, assert_same, moved):
    ready = shutil.copytree(new.folder, processed / ".ready", ignore=shutil.ignore_patterns(".parts"))
    for name in names(ready) if moved is None else moved:
        (ready / name).replace(processed / name)
    assert_same(Study(processed), new)
    assert names(processed) == names(new.folder)


def test_tables_opened_before_an_interrupted_build_can_still_be_read(processed, cut, old, assert_same):
    study = Study(processed)
    cut("write_table", 14)
    assert_same(study, old)


@pytest.mark.parametrize(
    ("name", "at", "state"), [("write_table", 6, "old"), ("write_table", 13, "old"), ("replace", 4, "new")]
)
def test_a_build_killed_by_the_system_leaves_one_state_whole(raw, place, processed, assert_same, name, at, state):
    command = [sys.executable, "-c", KILLED, str(raw), str(processed), name, str(at)]
    ended = subprocess.run(command, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert_same(Study(processed), Study(place / state))
    assert_same(build(raw, processed).study, Study(place / "new"))
    assert names(processed) == names(place / "new")


RESUMED = """
import os, signal, sys
from analysis.pipeline import build, stages

original, calls = stages.write_derived, []

def fatal(*args):
    original(*args)
    calls.append(1)
    if len(calls) == 2:
        os.kill(os.getpid(), signal.SIGKILL)

stages.write_derived = fatal
stages.MOST_TEXTS = 2
build(sys.argv[1], sys.argv[2])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_what_a_killed_build_had_done_is_not_done_again(tmp_path, raw, assert_same, monkeypatch):
    place = tmp_path / "many"
    place.mkdir()
    rows = [f'{{"id": "T{number}", "text": "The UN said so on day {number}."}}' for number in range(8)]
    (place / "t.jsonl").write_text("\n".join(rows))
    ended = subprocess.run([sys.executable, "-c", RESUMED, str(place), str(tmp_path / "tables")], check=False)
    assert ended.returncode == -signal.SIGKILL
    with pytest.raises(FileNotFoundError, match="holds no built corpus"):
        Study(tmp_path / "tables")
    monkeypatch.setattr("analysis.pipeline.stages.MOST_TEXTS", 2)
    done = build(place, tmp_path / "tables")
    assert (done.processed, done.unchanged) == (4, 4)
    assert_same(done.study, build(place, tmp_path / "scratch").study)
