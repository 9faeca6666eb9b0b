"""RTF: what its readers see in print, and nothing that is deleted, hidden or a code."""

import io

import pytest

from analysis.corpus.readers.rtf import read_rtf
from analysis.corpus.rows import Row, UnreadableError


def read_one(reader, data: bytes) -> Row:
    (row,) = reader(io.BytesIO(data))
    return row


def read_rtf_body(body: bytes, head: bytes = rb"\ansi\ansicpg1252") -> Row:
    return read_one(read_rtf, rb"{\rtf1" + head + b" " + body + b"}")


def rtf_text(body: bytes, head: bytes = rb"\ansi\ansicpg1252") -> str:
    return read_rtf_body(body, head).fields["text"]


# RTF


def test_paragraphs_lines_and_tables_of_rtf_are_told_apart():
    body = rb"\pard The road\line is closed.\par\trowd North\cell 12\cell\row South\cell 7\cell\row\pard The end.\par"
    assert rtf_text(body) == "The road\nis closed.\n\nNorth | 12\n\nSouth | 7\n\nThe end."


def test_rtf_is_decoded_by_its_code_page():
    assert rtf_text("Дорога".encode("cp1251"), rb"\ansi\ansicpg1251") == "Дорога"
    assert rtf_text(rb"\'c4\'ee\'f0\'ee\'e3\'e0", rb"\ansi\ansicpg1251") == "Дорога"


def test_rtf_is_decoded_by_the_character_set_of_its_fonts():
    fonts = rb"\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Times;}{\f1\fswiss\fcharset204 Arial;}}"
    assert rtf_text(rb"\f0 caf\'e9 \f1 \'c4\'ee\'ec", fonts) == "café Дом"


def test_a_code_page_counts_where_all_fonts_are_said_to_be_western():
    fonts = rb"\ansi\ansicpg1251\deff0{\fonttbl{\f0\fcharset0 Times New Roman;}}\f0"
    assert rtf_text(rb"\'c4\'ee\'ec", fonts) == "Дом"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"\u8220?Why?\u8221?", "“Why?”"),
        (rb"\uc0\u1044\u1086\u1084", "Дом"),
        (rb"\u-10179?\u-8704?", "😀"),
        (rb"a \{brace\} and \\parts", "a {brace} and \\parts"),
        (rb"\ldblquote Why?\rdblquote\emdash she asked", "“Why?”—she asked"),
        (rb"kept {\deleted gone}{\v hidden}{\deleted0 and kept}", "kept and kept"),
        (rb"kept {\v hidden\v0  and kept}", "kept hidden and kept"),
        (rb'{\field{\*\fldinst{HYPERLINK "http://example.org"}}{\fldrslt{the link}}}', "the link"),
        (rb"{\header HEADER}text{\pict\bin5 }}}}}\emfblip 00ff}", "text"),
        (rb"bad \u99999999? number and \uc count", "bad � number and count"),
    ],
)
def test_what_rtf_shows_is_read(body, text):
    assert rtf_text(body) == text


def test_footnotes_of_rtf_follow_the_text():
    body = rb"Closed.{\footnote\pard\plain See the report.}\par Again."
    assert rtf_text(body) == "Closed.\n\nAgain.\n\nSee the report."


def test_properties_of_rtf_are_read():
    info = rb"{\info{\title \'c4\'ee\'f0\'ee\'e3\'e0}{\author Road Office}{\creatim\yr2023\mo2\dy22\hr14\min30}}"
    row = read_rtf_body(info + rb"\pard text", rb"\ansi\ansicpg1251")
    assert row.fields == {"title": "Дорога", "author": "Road Office", "date": "2023-02-22T14:30:00", "text": "text"}
    assert row.dated_by == "properties"


def test_rtf_that_is_cut_off_is_kept_with_a_warning():
    row = read_one(read_rtf, rb"{\rtf1\ansi The road is closed.\par It is")
    assert row.fields["text"] == "The road is closed.\n\nIt is"
    assert [kind for kind, _ in row.notes] == ["cut-off"]


def test_rtf_nested_without_end_is_refused():
    with pytest.raises(UnreadableError, match="deep"):
        read_one(read_rtf, rb"{\rtf1 " + b"{" * 100_000)


@pytest.mark.parametrize(("data", "message"), [(b"", "no RTF"), (b"%PDF-1.7", "a PDF"), (b"text", "no RTF")])
def test_what_is_no_rtf_is_refused_in_words(data, message):
    with pytest.raises(UnreadableError, match=message):
        read_one(read_rtf, data)
