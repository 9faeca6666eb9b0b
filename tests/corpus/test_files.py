"""Which files are read, in which order, and how their bytes become text."""

import codecs
import gzip
import os
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import read
from analysis.corpus.encodings import decode
from analysis.corpus.files import ending, find_about, list_files, read_bytes, relative_name
from analysis.corpus.rows import UnreadableError

FRENCH = "Médecins Sans Frontières a été empêchée d'accéder à la région, où la situation s'aggrave déjà."
SWEDISH = "Vägen är stängd sedan december och ingen får åka förbi, säger utrikesministern på måndagen."
POLISH = "Droga jest zamknięta od grudnia, a ludność cierpi. Żaden samochód nie przejeżdża, powiedział minister."
TURKISH = "Dışişleri Bakanlığı, Laçın koridorunda yaşanan gelişmelere ilişkin bir açıklama yaptı."
RUSSIAN = "Дорога закрыта с декабря, и никто не может проехать по ней, сообщили местные власти."


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
        *("metadata.csv", "Metadata.CSV", "metadata.jsonl", "organizations.csv", "gold.csv"),
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


def test_two_files_that_differ_in_composition_alone_keep_one_order(raw, write, monkeypatch):
    written = [write("e\u0301.txt", "decomposed"), write("é.txt", "composed")]
    if len(list(raw.iterdir())) == 1:
        pytest.skip("this file system takes the two names for one, so there is nothing to put in order")
    for order in (written, written[::-1]):
        monkeypatch.setattr(Path, "rglob", lambda self, pattern, order=order: iter(order))
        assert [path.read_text() for path in list_files(raw)] == ["decomposed", "composed"]


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


@pytest.mark.parametrize(
    ("mark", "codec", "name"),
    [
        (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
        (b"", "utf-8", "utf-8"),
    ],
)
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff")))
def test_any_text_in_unicode_comes_back_by_its_mark(mark, codec, name, text):
    assert decode(mark + text.encode(codec)) == (text, name)


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (FRENCH, "cp1252"),
        (FRENCH, "latin-1"),
        ("It’s closed.", "cp1252"),
        ("“Nobody” passes – they say… it’s closed.", "cp1252"),
        (SWEDISH, "cp1252"),
        (POLISH, "cp1250"),
        (TURKISH, "cp1254"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp1251"),
    ],
)
def test_an_older_encoding_is_guessed(text, codec):
    decoded, guess = decode(text.encode(codec))
    assert decoded == text
    assert text.encode(codec).decode(guess) == text


def test_a_utf_8_file_with_one_broken_byte_is_still_read():
    assert decode("Nobody passes: é ".encode() * 20 + b"\xe9")[0].startswith("Nobody passes")


@pytest.mark.parametrize(
    "data",
    [codecs.BOM_UTF16_LE + b"a", codecs.BOM_UTF8 + b"caf\xe9", codecs.BOM_UTF32_BE + b"abc"],
    ids=["half a character", "other encoding", "cut"],
)
def test_a_file_that_does_not_keep_what_its_mark_says_is_refused(data):
    with pytest.raises(UnreadableError, match="breaks at byte"):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\xff\xfe",
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00" * 10,
        bytes(range(256)),
        "closed".encode("utf-16-le"),
        b"\x01\x02\x03\x04" * 100,
    ],
    ids=["picture", "Word", "all bytes", "UTF-16 without its mark", "controls"],
)
def test_binary_data_is_refused(data):
    with pytest.raises(UnreadableError, match=r"binary data|neither text"):
        decode(data)


def test_a_stray_control_character_in_a_long_text_is_let_through_for_repair():
    text = "The road is closed. " * 10 + "\x00"
    assert decode(text.encode()) == (text, "utf-8")


def test_a_table_in_utf8_with_a_broken_byte_keeps_its_other_letters_and_says_so(read_files):
    rows = "\n".join(f"{n},Médecins {n}" for n in range(20)).encode()
    documents, problems = read_files({"a.csv": b"id,text\n" + rows + b"\nlast,clos\xffed\n"})
    assert documents["text"].tolist() == [*(f"Médecins {n}" for n in range(20)), "clos\ufffded"]
    assert "damaged-encoding" in set(problems["kind"])


@pytest.mark.parametrize("name", ["License to kill - statement.txt", "codebooks-are-bad.txt", "readmeeting.txt"])
def test_a_text_whose_name_only_begins_like_a_readme_is_read(read_files, name):
    documents, _ = read_files({name: "one", "README_first.txt": "about", "LICENSE": "about", "codebook.md": "about"})
    assert documents["path"].tolist() == [name]


def test_a_linked_folder_is_read_once_and_a_loop_ends(raw, write, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "b.txt").write_text("two")
    write("a.txt", "one")
    (raw / "linked").symlink_to(tmp_path / "elsewhere")
    (raw / "linked" / "loop").symlink_to(raw)
    documents, _ = read(raw)
    assert documents["path"].tolist() == ["a.txt", "linked/b.txt"]
