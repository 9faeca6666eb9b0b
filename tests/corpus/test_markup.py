"""XML: TEI, feeds, any other vocabulary, damaged files, and traps."""

import gzip
import io
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus.files import unpacked
from analysis.corpus.readers import READERS, read_xml
from analysis.corpus.rows import UnreadableError

TEI = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en">
  <teiHeader><fileDesc>
    <titleStmt><title type="sub">Second</title><title type="main">On the road</title>
      <author>A. Writer</author><author>B. Writer</author></titleStmt>
    <publicationStmt><publisher>Press office</publisher><date when="2024-01-01"/>
      <idno type="isbn">1</idno><idno type="URL">https://example.org/1</idno></publicationStmt>
    <sourceDesc><bibl><date when="2023-02-22">22 February</date></bibl></sourceDesc>
  </fileDesc></teiHeader>
  <text><body><div>
    <head>The  road</head>
    <p>It <hi rend="italic">is</hi> clo<lb break="no"/>sed,<lb/>and<note>Since when?</note> he said: <q>“Why?”</q></p>
    <quote><p>A long quotation.</p></quote>
    <p>Of <choice><sic>teh</sic><corr>the</corr></choice> end<del> no</del>.</p>
    <sp><speaker>MAYOR</speaker><p>One.</p><p>Two.</p></sp>
    <list><item>first</item><item>second</item></list>
    <table><row><cell>a</cell><cell>b</cell></row></table>
  </div></body></text>
</TEI>"""
RSS = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The News</title><language>en</language>
  <item><title>Roads &amp;amp; bridges</title><link>https://example.org/1</link>
    <pubDate>Wed, 22 Feb 2023 10:00:00 +0400</pubDate><dc:creator>A. Writer</dc:creator><category>traffic</category>
    <description>In &lt;b&gt;short&lt;/b&gt;.</description>
    <content:encoded><![CDATA[<p>The road is <b>closed</b>.</p><script>x()</script>
      <p>He said: “Why?”</p>]]></content:encoded>
  </item>
  <item><title>Second</title><description>It is open.</description><guid>https://example.org/2</guid></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The News</title>
  <entry><title>Roads</title><link rel="self" href="https://example.org/self"/><link href="https://example.org/1"/>
    <updated>2023-02-23T10:00:00Z</updated><published>2023-02-22T10:00:00Z</published>
    <author><name>A. Writer</name><uri>https://example.org/a</uri></author><summary type="text">a &lt; b</summary>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It is closed.</p><p>Why?</p></div></content>
  </entry></feed>"""


def read_rows(content: str | bytes) -> list:
    return list(read_xml(io.BytesIO(content if isinstance(content, bytes) else content.encode())))


def read_one(content: str | bytes):
    (row,) = read_rows(content)
    return row


def test_tei_gives_its_text_and_what_its_header_says():
    row = read_one(TEI)
    assert row.number is None
    assert row.notes == ()
    assert row.fields == {
        "language": "en",
        "title": "On the road",
        "author": "A. Writer; B. Writer",
        "date": "2023-02-22",
        "source": "Press office",
        "url": "https://example.org/1",
        "text": "The road\n\nIt is closed, and he said: “Why?”\n\nA long quotation.\n\nOf the end.\n\n"
        "MAYOR: One.\n\nTwo.\n\nfirst\n\nsecond\n\na | b",
        "notes": "Since when?",
    }


def test_a_corpus_of_tei_gives_one_row_a_text_and_what_they_share():
    inner = TEI.partition("?>")[2].replace("<publisher>Press office</publisher>", "")
    header = "<teiHeader><fileDesc><titleStmt><title>All</title></titleStmt><publicationStmt>"
    header += "<publisher>Archive</publisher></publicationStmt></fileDesc></teiHeader>"
    rows = read_rows(f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{header}{inner}{inner}</teiCorpus>')
    assert [row.number for row in rows] == [1, 2]
    assert [(row.fields["source"], row.fields["title"]) for row in rows] == [("Archive", "On the road")] * 2


def test_old_tei_without_a_namespace_is_read_too():
    assert read_one("<TEI.2><text><body><p>One.</p><p>Two.</p></body></text></TEI.2>").fields == {
        "text": "One.\n\nTwo."
    }


def test_an_rss_feed_gives_one_row_an_item():
    first, second = read_rows(RSS)
    assert (first.number, second.number) == (1, 2)
    assert first.fields == {
        "source": "The News",
        "language": "en",
        "title": "Roads & bridges",
        "date": "2023-02-22T10:00:00+04:00",
        "author": "A. Writer",
        "url": "https://example.org/1",
        "categories": "traffic",
        "summary": "In short.",
        "text": "The road is closed.\n\nHe said: “Why?”",
    }
    assert second.fields["text"] == "It is open."
    assert second.fields["url"] == "https://example.org/2"


def test_an_atom_feed_gives_one_row_an_entry():
    assert read_one(ATOM).fields == {
        "source": "The News",
        "language": "en",
        "title": "Roads",
        "date": "2023-02-22T10:00:00Z",
        "author": "A. Writer",
        "url": "https://example.org/1",
        "summary": "a < b",
        "text": "It is closed.\n\nWhy?",
    }


def test_other_xml_is_one_text_of_its_blocks_with_what_stands_near_the_top():
    row = read_one(
        '<doc date="2023-02-22" xml:lang="en"><title>Roads</title><author>A. Writer</author>'
        "<part>It is <b>closed</b> &amp; <i>empty</i>.</part><part><line>One</line><line>Two</line></part></doc>"
    )
    assert row.number is None
    assert row.fields == {
        "date": "2023-02-22",
        "language": "en",
        "title": "Roads",
        "author": "A. Writer",
        "text": "Roads\n\nIt is closed & empty.\n\nOne\n\nTwo",
    }


def test_an_element_named_text_holds_the_text_and_short_ones_beside_it_are_columns():
    row = read_one("<r><id>7</id><headline>Roads</headline><page>3</page><text>It is closed.<p>Why?</p></text></r>")
    assert row.fields == {"id": "7", "page": "3", "title": "Roads", "text": "It is closed.\n\nWhy?"}


def test_records_of_one_kind_are_one_row_each():
    rows = read_rows("<all><art><id>1</id><body>One</body></art><art><id>2</id><body><p>Two</p></body></art></all>")
    assert [(row.number, row.fields) for row in rows] == [
        (1, {"id": "1", "text": "One"}),
        (2, {"id": "2", "text": "Two"}),
    ]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1251"])
def test_the_encoding_that_a_file_declares_is_followed(codec):
    word = "закрыта" if codec == "windows-1251" else "fermée"
    row = read_one(f'<?xml version="1.0" encoding="{codec.removesuffix("-sig")}"?><p>{word}</p>'.encode(codec))
    assert (row.fields["text"], row.encoding) == (word, "")


def test_an_encoding_that_is_not_declared_is_guessed_and_named():
    text = "Médecins Sans Frontières a été empêchée d'accéder à la région, où la situation s'aggrave déjà."
    row = read_one(f"<p>{text}</p>".encode("cp1252"))
    assert (row.fields["text"], row.encoding, row.notes) == (text, "cp1252", ())


def test_names_of_characters_that_only_html_knows_are_read():
    assert read_one("<p>caf&eacute;&nbsp;&ndash; &quot;x&quot; &amp;</p>").fields["text"] == 'café\xa0– "x" &'


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("<d><p>One.</p><p>Tw", "One.\n\nTw"),
        ("<d><p>One.<p>Two.</d>", "One.\n\nTwo."),
        ("<d>Roads & bridges</d>", "Roads & bridges"),
        ("<d><p class=x>One.</p></d>", "One."),
        ("\n <?xml version='1.0'?><d>One.</d>", "One."),
        ("<d>" + "One is not the end. " * 10 + "\x01</d>", ("One is not the end. " * 10).strip()),
        (TEI[: TEI.index("Two.</p>")], "One."),
        (RSS[: RSS.index("<item><title>Second")], "Why?”"),
    ],
)
def test_of_damaged_xml_what_can_be_read_is_kept_with_a_warning(content, wanted):
    row = read_one(content)
    assert row.fields["text"].endswith(wanted)
    assert [kind for kind, _ in row.notes] == ["xml-damaged"]


def test_what_lies_outside_of_the_file_is_never_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret")
    for kind in ("SYSTEM", "PUBLIC 'x'"):
        row = read_one(f'<!DOCTYPE d [<!ENTITY x {kind} "{secret.as_uri()}">]><d>It is &x; closed.</d>')
        assert row.fields["text"] == "It is &x; closed."
        assert [kind for kind, _ in row.notes] == ["xml-entity"]
    outer = f'<!DOCTYPE d [<!ENTITY % x SYSTEM "{secret.as_uri()}"> %x;]><d>It is closed.</d>'
    included = (
        f'<d xmlns:i="http://www.w3.org/2001/XInclude">It is <i:include href="{secret.as_uri()}" parse="text"/></d>'
    )
    for content in (outer, included):
        assert "secret" not in read_one(content).fields["text"].replace(str(secret), "")


@pytest.mark.parametrize("place", ["<d>&i;</d>", '<d a="&i;">It is closed.</d>'])
def test_a_bomb_of_entities_never_explodes(place):
    names = "abcdefghi"
    inner = "".join(f'<!ENTITY {b} "{f"&{a};" * 20}">' for a, b in pairwise(names))
    try:
        rows = read_rows(f'<!DOCTYPE d [<!ENTITY a "closed">{inner}]>{place}')
    except UnreadableError as error:
        assert "bomb" in str(error)
    else:
        assert all(len(row.fields["text"]) < 100 for row in rows)


@pytest.mark.parametrize(
    "content", [b"", b"  \n", b"The road is closed.", b"PK\x03\x04\x14\x00\x08\x08" * 20, b"{}", b"id,text\nA,one"]
)
def test_what_is_no_xml_is_refused_in_words(content):
    with pytest.raises(UnreadableError, match=r"XML|empty|text"):
        read_rows(content)


def test_a_gigantic_text_and_a_deep_nest_are_cut_with_a_warning_or_whole():
    for content in ("<d>" + "x " * 6_000_000 + "</d>", "<d>" * 1000 + "closed" + "</d>" * 1000):
        row = read_one(content)
        assert ("xml-damaged" in [kind for kind, _ in row.notes]) or len(row.fields["text"]) > 11_000_000


def test_a_packed_file_that_is_cut_off_is_refused_in_words():
    packed = gzip.compress(TEI.encode(), mtime=0)
    assert next(read_xml(unpacked(io.BytesIO(packed)))).fields["title"] == "On the road"
    with pytest.raises(UnreadableError, match="cut off"):
        list(read_xml(unpacked(io.BytesIO(packed[:200]))))


@pytest.mark.parametrize("ending", [".xml", ".tei", ".rss", ".atom"])
def test_the_endings_of_xml_are_read(ending):
    assert READERS[ending] is read_xml


@settings(max_examples=40)
@given(st.sampled_from([TEI, RSS, ATOM]), st.integers(0, 1500), st.binary(max_size=8))
def test_any_damage_gives_rows_or_a_refusal_in_words(content, place, bytes_there):
    data = content.encode()
    try:
        rows = read_rows(data[:place] + bytes_there + data[place + len(bytes_there) :])
    except UnreadableError as error:
        assert str(error)
    else:
        assert all(isinstance(value, str) for row in rows for value in row.fields.values())
