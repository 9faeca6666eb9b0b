"""Zip files: which of their files are read, and which traps are not stepped into."""

import io
import stat
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus import archives
from analysis.corpus.archives import list_members, open_archive, open_zip, read_member
from analysis.corpus.rows import UnreadableError


def pack(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def members(data: bytes) -> dict[str, str]:
    return {member.name: member.problem for member in list_members(open_archive(io.BytesIO(data)))}


def test_the_files_of_an_archive_are_listed_in_the_order_of_their_names_without_hidden_ones():
    data = pack(
        {"b.txt": b"x", "a/z.txt": b"x", "a/": b"", ".hidden": b"x", "a/.git/c": b"x", "__MACOSX/._b.txt": b"x"}
    )
    assert members(data) == {"a/z.txt": "", "b.txt": ""}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("/etc/passwd", "outside"),
        ("../up.txt", "outside"),
        ("a/../../up.txt", "outside"),
        ("C:/windows.txt", "outside"),
        ("..\\up.txt", "outside"),
        ("a\\..\\..\\up.txt", "outside"),
        ("\\\\server\\share.txt", "outside"),
        ("inner.zip", "unpack it"),
        ("deep/inner.TAR.GZ", "unpack it"),
        ("inner.7z", "unpack it"),
        ("inner.rar", "unpack it"),
    ],
)
def test_a_file_that_would_lie_elsewhere_or_is_an_archive_is_refused_and_the_others_are_read(name, reason):
    found = members(pack({name: b"x", "good.txt": b"x"}))
    assert found.pop("good.txt") == ""
    assert [reason in fault for fault in found.values()] == [True]


def test_a_link_in_an_archive_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert "a link" in members(packed.getvalue())["link.txt"]


def test_folders_that_an_old_program_separated_by_backslashes_are_folders():
    assert members(pack({"a\\b.txt": b"x"})) == {"a/b.txt": ""}


def test_a_name_in_utf_8_that_is_not_marked_as_such_is_mended():
    data = pack({"xx-y.txt": b"x"}).replace(b"xx-y.txt", "é-y.txt".encode())
    assert members(data) == {"é-y.txt": ""}


def test_a_name_in_an_old_code_page_stays_what_it_is():
    data = pack({"x-y.txt": b"x"}).replace(b"x-y.txt", "é-y.txt".encode("cp437"))
    assert members(data) == {"é-y.txt": ""}


def test_a_second_file_of_the_same_name_is_refused_with_a_row_of_its_own():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a.txt", "one")
        archive.writestr("a.txt", "two")
    archive = open_archive(packed)
    first, second = list_members(archive)
    assert (first.problem, "already" in second.problem) == ("", True)
    assert read_member(archive, first.info) == b"one"


def test_a_locked_file_is_refused_by_name_and_a_locked_document_as_a_whole():
    data = bytearray(pack({"a.txt": b"x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flag of encryption in the list of members
    data[6] |= 1
    assert "password" in members(bytes(data))["a.txt"]
    with pytest.raises(UnreadableError, match="password"):
        open_zip(io.BytesIO(bytes(data)))
    with pytest.raises(UnreadableError, match="password"):
        read_member(open_archive(io.BytesIO(bytes(data))), "a.txt")


def test_a_bomb_is_refused_and_what_lies_beside_it_is_read():
    data = pack({"bomb.txt": bytes(20 << 20), "good.txt": b"x"})
    assert {name: bool(fault) for name, fault in members(data).items()} == {"bomb.txt": True, "good.txt": False}
    with pytest.raises(UnreadableError, match="zip bomb"):
        open_zip(io.BytesIO(data))


def test_sheets_that_are_packed_to_a_hundredth_are_no_bombs():
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (n, n, n) for n in range(400_000))
    assert members(pack({"sheet.xml": rows})) == {"sheet.xml": ""}


def test_an_archive_that_unpacks_to_more_than_the_limit_is_refused():
    with pytest.raises(UnreadableError, match="more than 1,000 bytes"):
        open_zip(io.BytesIO(pack({"a": bytes(600), "b": bytes(600)})), limit=1000)


def test_an_archive_of_more_files_than_a_corpus_has_is_refused(monkeypatch):
    monkeypatch.setattr(archives, "MOST_MEMBERS", 3)
    assert len(open_archive(io.BytesIO(pack(dict.fromkeys("abc", b"x")))).namelist()) == 3
    with pytest.raises(UnreadableError, match="more than 3 files"):
        open_archive(io.BytesIO(pack(dict.fromkeys("abcd", b"x"))))


def test_an_archive_with_a_gigantic_list_of_files_is_refused_before_it_is_loaded(monkeypatch):
    monkeypatch.setattr(archives, "MOST_MEMBERS", 3)
    data = bytearray(pack({"a": b"x"}))
    struct.pack_into("<L", data, len(data) - 10, 1 << 20)
    monkeypatch.setattr(archives.zipfile, "ZipFile", lambda file: pytest.fail("the list was loaded"))
    with pytest.raises(UnreadableError, match="more than 3 files"):
        open_archive(io.BytesIO(bytes(data)))


def test_files_that_share_their_bytes_are_refused():
    data = bytearray(pack({"a.txt": b"x" * 50, "b.txt": b"y" * 50}, zipfile.ZIP_STORED))
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    struct.pack_into("<L", data, second + 42, 0)  # where the second file begins
    with pytest.raises(UnreadableError, match="overlap"):
        open_archive(io.BytesIO(bytes(data)))


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_file_is_unpacked_up_to_the_limit_however_it_is_packed(method):
    archive = open_archive(io.BytesIO(pack({"a.txt": b"closed" * 5000}, method)))
    assert read_member(archive, "a.txt") == b"closed" * 5000
    assert read_member(archive, "a.txt", limit=30_000) == b"closed" * 5000
    with pytest.raises(UnreadableError, match="larger than 29,999 bytes"):
        read_member(archive, "a.txt", limit=29_999)


def test_a_file_that_is_longer_than_it_claims_to_be_is_not_unpacked_beyond_that():
    data = bytearray(pack({"a.txt": bytes(1 << 20)}))
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        struct.pack_into("<L", data, data.index(mark) + place, 10)
    with pytest.raises(UnreadableError, match="damaged"):
        read_member(open_archive(io.BytesIO(bytes(data))), "a.txt")


def test_a_missing_a_damaged_and_an_unknown_part_are_refused_in_words():
    data = bytearray(pack({"a.txt": b"closed", "b.txt": b"open"}, zipfile.ZIP_STORED))
    data[data.index(b"closed")] ^= 1
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    struct.pack_into("<H", data, second + 10, 77)
    archive = open_archive(io.BytesIO(bytes(data)))
    for name, reason in (("c.txt", "no part"), ("a.txt", "damaged"), ("b.txt", "unknown way")):
        with pytest.raises(UnreadableError, match=reason):
            read_member(archive, name)


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"plain text", pack({"a.txt": b"closed"})[:-15], pack({"a": b"x"})[:20]],
    ids=["empty", "two letters", "text", "without its end", "begin alone"],  # a time stands in the bytes
)
def test_what_is_no_whole_zip_file_is_refused_in_words(data):
    with pytest.raises(UnreadableError, match="no whole zip file"):
        open_archive(io.BytesIO(data))


GOOD = pack({"a.txt": b"The road is closed.", "b/é.txt": b"It is open." * 20})


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=4), st.integers(0, 20))
def test_a_damaged_archive_gives_its_files_or_a_refusal_in_words(changes, cut):
    data = bytearray(GOOD[: len(GOOD) - cut] if cut > 10 else GOOD)
    for place, value in changes:
        data[place % len(data)] = value
    try:
        archive = open_archive(io.BytesIO(bytes(data)))
    except UnreadableError as error:
        assert str(error)
        return
    for member in list_members(archive):
        if not member.problem:
            try:
                assert isinstance(read_member(archive, member.info), bytes)
            except UnreadableError as error:
                assert str(error)
