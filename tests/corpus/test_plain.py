"""Plain texts and Markdown: the words without the marks, and what front matter says."""

import gzip
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus.files import unpacked
from analysis.corpus.readers import plain, read_markdown, read_text
from analysis.corpus.rows import UnreadableError


def read(content: str | bytes):
    data = content if isinstance(content, bytes) else content.encode()
    (row,) = read_markdown(io.BytesIO(data))
    assert row.number is None
    return row


def text(content: str) -> str:
    return read(content).fields["text"]


def test_a_plain_text_is_left_as_it_is():
    content = "# One\r\n\r\n*two* <b>three</b>\n---\n"
    (row,) = read_text(io.BytesIO(content.encode()))
    assert (row.number, row.encoding, row.fields) == (None, "utf-8", {"text": content})


def test_front_matter_gives_columns_whose_values_are_as_written():
    row = read("---\ntitle: Roads\ndate: 2023-02-22\nhere: NO\nversion: 1.10\nempty:\n---\nIt is closed.\n")
    assert row.fields == {
        "title": "Roads",
        "date": "2023-02-22",
        "here": "NO",
        "version": "1.10",
        "text": "It is closed.",
    }
    assert row.notes == ()
    assert row.dated_by == "metadata"


def test_lists_and_mappings_in_front_matter_become_one_string():
    row = read("---\ntags: [road, bridge]\nby:\n  - A. Writer\n  - B. Writer\nplace:\n  town: X\n  country: Y\n---\nx")
    assert row.fields["tags"] == "road; bridge"
    assert row.fields["by"] == "A. Writer; B. Writer"
    assert row.fields["place"] == "town: X; country: Y"


def test_front_matter_in_toml_is_read_too():
    assert read('+++\ntitle = "Roads"\ndate = 2023-02-22\n+++\nIt is closed.').fields == {
        "title": "Roads",
        "date": "2023-02-22",
        "text": "It is closed.",
    }


BOMB = "a: &a [x,x]\n" + "".join(f"{c}: &{c} [*{p},*{p}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True))


@pytest.mark.parametrize(
    "lines",
    ["title: [", "title: 'x", "a: b: c", "title: x\n\tb: y", BOMB, "a: " + "[" * 5000, "- a: 1\n- b: 2"],
    ids=["open list", "open quotation mark", "two colons", "tab", "billions of values", "deep", "a list"],
)
def test_front_matter_that_cannot_be_read_is_a_warning_and_stays_in_the_text(lines):
    row = read(f"---\n{lines}\n---\nIt is closed.")
    assert list(row.fields) == ["text"]
    assert row.fields["text"].endswith("It is closed.")
    assert lines[:5].strip(" -") in row.fields["text"]
    assert [kind for kind, _ in row.notes] == ["front-matter-unreadable"]


def test_tags_in_front_matter_make_nothing():
    assert read("---\ntitle: !!python/object/apply:os.getcwd []\nid: !!int 7\n---\nx").fields == {
        "id": "7",
        "text": "x",
    }


def test_a_rule_at_the_top_is_no_front_matter():
    row = read("---\n\nIt is closed.\n\n---\n\nIt is open.\n")
    assert (row.fields, row.notes) == ({"text": "It is closed.\n\nIt is open."}, ())


def test_a_text_in_front_matter_does_not_replace_the_text():
    assert read("---\ntext: short\n---\nlong").fields == {"text_given": "short", "text": "long"}


def test_the_first_heading_of_level_1_is_the_title_and_stays_in_the_text():
    assert read("## Small\n\n# The *road*\n\n# Second\n").fields == {
        "title": "The road",
        "text": "Small\n\nThe road\n\nSecond",
    }
    assert read("---\ntitle: Given\n---\n# Found\n").fields["title"] == "Given"
    assert read("---\nTitle:\n---\n# Found\n").fields["title"] == "Found"


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("one\ntwo\n\nthree", "one two\n\nthree"),
        ("one  \ntwo", "one\ntwo"),
        ("one<br>two", "one\ntwo"),
        ("- one\n- two\n  - three\n\n1. four", "one\n\ntwo\n\nthree\n\nfour"),
        ("> “Nobody passes”,\n> they say.", "“Nobody passes”, they say."),
        ("```py\na = 1\n\nb = 2\n```", "a = 1\n\nb = 2"),
        ("| a | b |\n|---|---|\n| 1 | *2* |", "a | b\n\n1 | 2"),
        ('[the road](https://example.org "title") is **closed**', "the road is closed"),
        ("![a *map*](map.png) of it", "a map of it"),
        ("<!-- not this -->\n\nthis <!-- nor that -->", "this"),
        ("<!-- never closed\n\nthis", "never closed this"),
        ("one <b>two</b> <span class=x>three</span>", "one two three"),
        ("<div>\n<p>one</p><p>two</p>\n</div>", "one\n\ntwo"),
        ("&quot;one&quot; &amp; \\*two\\* &ndash; three", '"one" & *two* – three'),
        ("One\n===\n\nTwo\n---\n", "One\n\nTwo"),
        ("*" * 50, ""),
    ],
)
def test_markdown_gives_the_words_without_the_marks(content, wanted):
    assert text(content) == wanted


@pytest.mark.parametrize("mark", ["> ", "- "])
def test_marks_nested_too_deep_for_the_parser_lose_no_words(mark):
    row = read(mark * 150 + "closed")
    assert row.fields["text"].endswith("closed")
    assert [kind for kind, _ in row.notes] == ["markdown-nested"]


def test_a_gigantic_markdown_file_is_refused_in_words(monkeypatch):
    monkeypatch.setattr(plain, "LARGEST_MARKDOWN", 100)
    with pytest.raises(UnreadableError, match="larger than 100 bytes"):
        read("x" * 101)


def test_an_empty_file_gives_a_row_without_text():
    assert read("").fields == {"text": ""}


def test_another_kind_of_file_that_is_named_md_is_refused_in_words():
    with pytest.raises(UnreadableError, match="text"):
        read(b"PK\x03\x04\x14\x00\x08\x08" * 20)


def test_a_packed_file_is_read_whole_or_not_at_all():
    packed = gzip.compress(b"The road is closed. " * 100, mtime=0)
    assert read(unpacked(io.BytesIO(packed)).read()).fields["text"].startswith("The road is closed.")
    for cut in (packed[:-9], packed[:20]):
        with pytest.raises(UnreadableError, match="cut off"):
            list(read_markdown(unpacked(io.BytesIO(cut))))


@settings(max_examples=30)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_row_or_a_refusal_in_words(data):
    try:
        assert isinstance(read(data).fields["text"], str)
    except UnreadableError as error:
        assert str(error)


@given(st.lists(st.text("abc éж", min_size=1).filter(str.strip), max_size=4))
def test_paragraphs_without_marks_come_back_as_paragraphs(paragraphs):
    stripped = [" ".join(paragraph.split()) for paragraph in paragraphs]
    assert text("\n\n".join(stripped)) == "\n\n".join(stripped)
