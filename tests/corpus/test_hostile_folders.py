"""Folders as they come: odd names, links, locked places, archives; nothing is lost, and nothing outside is read."""

import os
import subprocess
import sys
import zipfile

import pytest

from analysis.corpus import read

OUTSIDE = "This must never be read."


def test_names_of_every_kind_are_read_and_stay_apart(raw, write):
    names = ["line\nbreak.txt", "😀.txt", "\u202egnp.txt", "Case.txt", "case.txt", f"{'deep/' * 50}{'n' * 200}.txt"]
    for number, name in enumerate(names):
        write(name, f"This is the text with the number {number}.")
    documents, problems = read(raw)
    assert set(documents["path"]) == set(names)
    assert documents["doc_id"].is_unique
    assert problems.empty


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
def test_links_that_lead_outside_are_rows_and_loops_end(raw, write, tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.txt").write_text(OUTSIDE)
    write("a.txt", "Inside.")
    (raw / "file.txt").symlink_to(tmp_path / "secret" / "s.txt")
    (raw / "folder").symlink_to(tmp_path / "secret")
    (raw / "loop").symlink_to(raw)
    documents, problems = read(raw)
    assert documents["text"].tolist() == ["Inside."]
    outside = problems[problems["kind"] == "link-outside"]
    assert outside["path"].tolist() == ["file.txt", "folder"]


READ_AS_NOBODY = """
import os, sys
from pathlib import Path
from analysis.corpus.files import survey
if os.getuid() == 0:
    os.setuid(65534)
paths, problems = survey(Path(sys.argv[1]))
print([path.name for path in paths], [(row["path"], row["kind"]) for row in problems])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such permissions")
def test_a_folder_without_permission_is_a_row_and_the_others_are_read(tmp_path):
    place = tmp_path / "raw"
    (place / "locked").mkdir(parents=True)
    (place / "locked" / "l.txt").write_text("locked")
    (place / "a.txt").write_text("open")
    (place / "locked").chmod(0)
    # Whoever is no root must be able to reach the folder; pytest keeps its own to its owner.
    opened = [folder for folder in [place, *place.parents] if folder.stat().st_uid == os.getuid() and folder.parts[1:]]
    before = {folder: folder.stat().st_mode for folder in opened}
    try:
        for folder in opened:
            folder.chmod(before[folder] | 0o055)
        result = subprocess.run(
            [sys.executable, "-c", READ_AS_NOBODY, str(place)], capture_output=True, text=True, check=False
        )
    finally:
        for folder, mode in before.items():
            folder.chmod(mode & 0o7777)
        (place / "locked").chmod(0o755)
    assert result.stdout.strip() == "['a.txt'] [('locked', 'folder-not-readable')]", result.stderr


def test_an_archive_gives_its_files_and_refuses_what_would_lead_out_of_it(raw, write):
    with zipfile.ZipFile(raw / "a.zip", "w") as archive:
        archive.writestr("in/one.txt", "The first text.")
        archive.writestr("two.csv", "text,date\nThe second text.,2023-02-22\n")
        archive.writestr("../out.txt", OUTSIDE)
        archive.writestr("/abs.txt", OUTSIDE)
    write("metadata.csv", "file,actor\na.zip/in/one.txt,Town Hall\n")
    documents, problems = read(raw)
    assert documents["path"].tolist() == ["a.zip/in/one.txt", "a.zip/two.csv"]
    assert documents["text"].tolist() == ["The first text.", "The second text."]
    assert documents.loc[0, "actor"] == "Town Hall"
    refused = problems[problems["kind"] == "refused-member"]
    assert len(refused) == 2
    assert not documents["text"].str.contains(OUTSIDE).any()


def test_a_bomb_in_an_archive_is_a_row_and_the_others_are_read(raw):
    with zipfile.ZipFile(raw / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", b"0" * (64 << 20))
        archive.writestr("one.txt", "The first text.")
    documents, problems = read(raw)
    assert documents["text"].tolist() == ["The first text."]
    assert problems["path"].tolist() == ["a.zip/bomb.txt"]
