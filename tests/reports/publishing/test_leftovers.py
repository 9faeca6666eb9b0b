"""What programs that were ended by force have left: removed, and nothing else."""

import os
import subprocess
import sys
import tempfile

import pytest

from analysis.reports.publishing.leftovers import private_folder, remove_dead_folders, remove_parts

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kernels need no folder where they listen on ports")


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def dead():
    program = subprocess.Popen([sys.executable, "-c", ""])
    program.wait()
    return program.pid


def test_only_folders_of_programs_that_have_ended_are_removed(place, dead):
    kept = [f"discourse-{os.getpid()}-a", "discourse-notes", "discourse-99-", "mine", f"discourse-{dead}-file"]
    (place / kept[-1]).write_text("no folder of ours", encoding="utf-8")
    for name in (kept[0], kept[1], kept[3], f"discourse-{dead}-abc"):
        (place / name).mkdir()
    (place / f"discourse-{dead}-abc" / "kernel-1").write_text("", encoding="utf-8")
    (place / f"discourse-{dead}-link").symlink_to(place / "mine")
    remove_dead_folders()
    left = {path.name for path in place.iterdir()}
    assert left == {kept[0], kept[1], kept[3], kept[4], f"discourse-{dead}-link"}


def test_nobody_else_may_open_the_folder_of_a_kernel_and_its_path_fits_a_socket(place, monkeypatch):
    assert private_folder().stat().st_mode & 0o077 == 0
    deep = place / ("d" * 90)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    folder = private_folder()
    try:
        assert len(os.fsencode(folder / "kernel-5")) < 100
    finally:
        folder.rmdir()


def test_half_written_files_of_programs_that_have_ended_are_removed_also_beside_markdown(place, dead):
    (place / "a-files").mkdir()
    half = [place / f".a.html.{dead}.part", place / "a-files" / f".figure-1.png.{dead}.part"]
    kept = [place / "a-files" / f".figure-1.png.{os.getpid()}.part", place / "a-files" / "figure-1.png"]
    for path in [*half, *kept]:
        path.write_text("", encoding="utf-8")
    remove_parts(place)
    assert [path for path in [*half, *kept] if path.exists()] == kept
