"""Which files are read, in which order, and how their bytes are unpacked."""

import gzip
import io
import os
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.files import ending, find_about, list_files, opened, read_bytes, relative_name, survey, unpacked
from analysis.corpus.rows import UnreadableError


def names(folder: Path) -> list[str]:
    return [relative_name(path, folder) for path in list_files(folder)]


def test_files_are_listed_in_the_order_of_their_names_whatever_the_order_they_came_in(raw, write):
    for name in ["b.txt", "a/z.txt", "a.txt", "B.txt", "a/b/c.txt"]:
        write(name, "x")
    assert names(raw) == ["B.txt", "a.txt", "a/b/c.txt", "a/z.txt", "b.txt"]


def test_hidden_files_and_folders_are_left_out(raw, write):
    for name in [".hidden.txt", ".cache/a.txt", "deep/.git/b.txt", "deep/seen.txt"]:
        write(name, "x")
    assert names(raw) == ["deep/seen.txt"]


@pytest.mark.parametrize(
    "name",
    [
        *("README.md", "readme.txt", "README", "LICENSE", "LICENCE.txt", "Codebook.csv"),
        *("metadata.csv", "Metadata.CSV", "metadata.jsonl", "organizations.csv", "gold.csv", "boilerplate.csv"),
        "corrections.csv",
    ],
)
def test_files_about_the_corpus_are_left_out_at_the_top_alone(raw, write, name):
    write(name, "x")
    write(f"below/{name}", "x")
    assert names(raw) == [f"below/{name}"]


def test_files_of_any_ending_are_listed(raw, write):
    for name in ["a.pdf", "b", "c.docx"]:
        write(name, "x")
    assert names(raw) == ["a.pdf", "b", "c.docx"]


def test_names_are_composed_alike_on_every_system(tmp_path):
    decomposed = unicodedata.normalize("NFD", "Médecins/é.txt")
    assert relative_name(tmp_path / decomposed, tmp_path) == "Médecins/é.txt"


def test_two_files_whose_names_differ_in_composition_alone_are_both_there_and_a_problem(raw, write):
    written = [write("e\u0301.txt", "decomposed"), write("é.txt", "composed")]
    paths, problems = survey(raw)
    assert paths == sorted(set(written), key=lambda path: path.as_posix())
    assert [(row["path"], row["kind"]) for row in problems] == [("é.txt", "same-name")] * (len(paths) - 1)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse file names that are no text")
def test_a_file_name_that_is_no_text_is_made_one(raw):
    (raw / os.fsdecode(b"a\xff.txt")).write_text("x")
    assert names(raw) == ["a\ufffd.txt"]


def test_files_about_the_corpus_are_found_in_any_case_and_in_the_order_asked_for(raw, write):
    for name in ["B.CSV", "a.json", "c.csv", "below/b.csv"]:
        write(name, "x")
    assert [path.name for path in find_about(raw, ["b.csv", "a.json", "d.csv"])] == ["B.CSV", "a.json"]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("a.txt", ".txt"), ("A.TXT", ".txt"), ("a.csv.gz", ".csv"), ("a.b.JSON.GZ", ".json"), ("a", ""), ("a.gz", "")],
)
def test_the_ending_that_names_the_format_is_the_one_before_gz(name, wanted):
    assert ending(Path(name)) == wanted


def test_bytes_come_as_they_are_and_unpacked_from_gz(write):
    assert read_bytes(write("a.txt", b"\x00\xff\r\n")) == b"\x00\xff\r\n"
    assert read_bytes(write("a.txt.gz", gzip.compress(b"\x00\xff\r\n", mtime=0))) == b"\x00\xff\r\n"


@pytest.mark.parametrize(
    "data",
    [
        b"plain text",
        gzip.compress(b"The road is closed. " * 100, mtime=0)[:-9],
        gzip.compress(b"closed", mtime=0)[:5],
        gzip.compress(b"closed", mtime=0)[:10] + b"\xff" * 20,
        gzip.compress(b"closed", mtime=0)[:-8] + b"\x00" * 8,
    ],
    ids=["not packed", "cut at the end", "cut in the header", "garbage within", "wrong check sum"],
)
def test_a_broken_gzip_file_is_refused_in_words(write, data):
    with pytest.raises(UnreadableError, match="no whole gzip file"):
        read_bytes(write("a.txt.gz", data))


def test_a_file_larger_than_the_limit_is_refused_packed_or_not(write):
    assert read_bytes(write("a.txt", b"x" * 10), limit=10) == b"x" * 10
    for path in (write("b.txt", b"x" * 11), write("b.txt.gz", gzip.compress(b"x" * 11, mtime=0))):
        with pytest.raises(UnreadableError, match="larger than 10 bytes"):
            read_bytes(path, limit=10)


def test_a_file_that_cannot_be_opened_is_refused_in_words(raw):
    with pytest.raises(UnreadableError, match="cannot be opened"):
        read_bytes(raw / "gone.txt")


def test_a_table_in_utf8_with_a_broken_byte_keeps_its_other_letters_and_says_so(read_files):
    rows = "\n".join(f"{n},Médecins {n}" for n in range(20)).encode()
    documents, problems = read_files({"a.csv": b"id,text\n" + rows + b"\nlast,clos\xffed\n"})
    assert documents["text"].tolist() == [*(f"Médecins {n}" for n in range(20)), "clos\ufffded"]
    assert "damaged-encoding" in set(problems["kind"])


@pytest.mark.parametrize("name", ["License to kill - statement.txt", "codebooks-are-bad.txt", "readmeeting.txt"])
def test_a_text_whose_name_only_begins_like_a_readme_is_read(read_files, name):
    documents, _ = read_files({name: "one", "README_first.txt": "about", "LICENSE": "about", "codebook.md": "about"})
    assert documents["path"].tolist() == [name]


def faults(folder: Path) -> list[tuple[str, str]]:
    return [(row["path"], row["kind"]) for row in survey(folder)[1]]


def test_a_link_out_of_the_folder_is_a_problem_and_is_not_followed(raw, write, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    secret = tmp_path / "elsewhere" / "b.txt"
    secret.write_text("two")
    write("a.txt", "one")
    (raw / "folder").symlink_to(secret.parent)
    (raw / "file.txt").symlink_to(secret)
    (raw / "up.txt").symlink_to(Path("..", "elsewhere", "b.txt"))
    (raw / "metadata.csv").symlink_to(secret)
    assert names(raw) == ["a.txt"]
    assert find_about(raw, ["metadata.csv"]) == []
    assert faults(raw) == [(name, "link-outside") for name in ("file.txt", "folder", "metadata.csv", "up.txt")]


def test_a_raw_folder_that_is_itself_a_link_is_read(raw, write, tmp_path):
    write("a.txt", "one")
    (tmp_path / "link").symlink_to(raw)
    (raw / "again.txt").symlink_to(raw / "a.txt")
    assert names(tmp_path / "link") == ["a.txt"]


def test_a_link_to_what_is_read_anyway_is_left_out_with_a_warning_and_loops_end(raw, write):
    write("deep/a.txt", "one")
    (raw / "b.txt").symlink_to(raw / "deep" / "a.txt")
    (raw / "deep" / "loop").symlink_to(raw)
    (raw / "self").symlink_to(raw / "self")
    assert names(raw) == ["deep/a.txt"]
    assert faults(raw) == [("b.txt", "repeated-link"), ("deep/loop", "repeated-link"), ("self", "broken-link")]


def test_a_link_to_a_hidden_place_in_the_folder_is_followed_once(raw, write):
    write(".store/a.txt", "one")
    write(".store/deep/b.txt", "two")
    (raw / ".store" / "loop").symlink_to(raw / ".store")
    (raw / "first").symlink_to(raw / ".store")
    (raw / "second").symlink_to(raw / ".store")
    assert names(raw) == ["first/a.txt", "first/deep/b.txt"]
    assert faults(raw) == [("first/loop", "repeated-link"), ("second", "repeated-link")]


def test_a_link_to_nothing_is_a_problem(raw, write):
    write("a.txt", "one")
    (raw / "b.txt").symlink_to(raw / "gone.txt")
    assert (names(raw), faults(raw)) == (["a.txt"], [("b.txt", "broken-link")])


def test_a_folder_that_cannot_be_read_is_a_problem_and_the_others_are_read(raw, write, monkeypatch):
    write("locked/a.txt", "one")
    write("open/b.txt", "two")
    scan = os.scandir

    def refuse(place):
        if Path(place).name == "locked":
            raise PermissionError(13, "Permission denied")
        return scan(place)

    monkeypatch.setattr(os, "scandir", refuse)
    assert (names(raw), faults(raw)) == (["open/b.txt"], [("locked", "folder-not-readable")])


def test_a_pipe_is_a_problem_and_is_never_waited_for(raw, write):
    write("a.txt", "one")
    os.mkfifo(raw / "b.txt")
    (raw / "c.txt").symlink_to(raw / "b.txt")
    assert names(raw) == ["a.txt"]
    assert ("b.txt", "not-a-file") in faults(raw)
    with pytest.raises(UnreadableError, match="no file"):
        read_bytes(raw / "b.txt")


@pytest.mark.parametrize(
    "name",
    [
        "two\nlines.txt",
        "🙂.txt",
        "\u202etxt.gpj.txt",
        " a .txt",
        "x" * 251 + ".txt",
        "/".join(["y" * 100] * 5) + "/a.txt",
    ],
    ids=["line end", "emoji", "right to left", "spaces", "255 bytes", "500 characters"],
)
def test_a_file_of_any_name_is_listed_and_read(raw, write, name):
    path = write(name, "one")
    assert names(raw) == [name]
    assert read_bytes(path) == b"one"


def test_files_that_differ_in_case_alone_are_two(raw, write):
    write("a.txt", "one")
    write("A.txt", "two")
    assert names(raw) == sorted(path.name for path in raw.iterdir())[: len(list(raw.iterdir()))]
    assert faults(raw) == []


def test_an_empty_folder_has_no_files_and_no_problems(raw):
    assert survey(raw) == ([], [])


def test_a_packed_file_that_is_cut_off_gives_what_stands_before_the_cut(write):
    text = "".join(f"line {number} {number**5}\n" for number in range(5000)).encode()
    packed = gzip.compress(text, mtime=0)
    whole = []
    with pytest.raises(UnreadableError, match="cut off"), opened(write("a.txt.gz", packed[: len(packed) // 2])) as file:
        for line in file:
            whole.append(line)
    assert b"".join(whole) == text[: len(b"".join(whole))]
    assert len(whole) > 2000


def test_a_gzip_bomb_is_refused_before_it_fills_the_memory(write):
    path = write("a.txt.gz", gzip.compress(bytes(20 << 20), mtime=0))
    with pytest.raises(UnreadableError, match="gzip bomb"):
        read_bytes(path)


def test_a_packed_file_can_be_read_again_from_any_place():
    text = bytes(range(256)) * 1000
    file = unpacked(io.BytesIO(gzip.compress(text)))
    assert file.read(10) == text[:10]
    assert file.seek(0, io.SEEK_END) == len(text)
    assert (file.seek(-300, io.SEEK_END), file.read(5)) == (len(text) - 300, text[-300:-295])
    assert (file.seek(7), file.read(3), file.tell()) == (7, text[7:10], 10)


@given(data=st.binary(max_size=200), place=st.integers(0, 30), byte=st.integers(0, 255))
def test_any_damage_to_a_packed_file_is_found_or_harmless(data, place, byte):
    packed = bytearray(gzip.compress(data, mtime=0))
    packed[place % len(packed)] = byte
    try:
        assert unpacked(io.BytesIO(bytes(packed))).read() == data
    except UnreadableError as error:
        assert "gzip" in str(error)
