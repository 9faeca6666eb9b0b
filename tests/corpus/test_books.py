"""E-books: their text in reading order, what they say of themselves, and locks."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus.readers.books import read_epub
from analysis.corpus.rows import Row, UnreadableError

CONTAINER = (
    '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
    '<rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles>'
    "</container>"
)
PACKAGE = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Valley</dc:title>
<dc:creator>A. Example</dc:creator><dc:creator>B. Example</dc:creator><dc:date>1998</dc:date>
<dc:publisher>Valley Press</dc:publisher><dc:language>en</dc:language></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="two" href="text/two%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="text/one.xhtml" media-type="application/xhtml+xml"/>
<item id="css" href="a.css" media-type="text/css"/></manifest>
<spine><itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/></spine></package>"""
XHTML = '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{}</body></html>'
PARTS = {
    "META-INF/container.xml": CONTAINER,
    "OEBPS/content.opf": PACKAGE,
    "OEBPS/nav.xhtml": XHTML.format("<nav>Contents</nav>"),
    "OEBPS/text/one.xhtml": XHTML.format("<h1>One</h1><p>The road was open.</p><p>“Why?”&nbsp;she asked.</p>"),
    "OEBPS/text/two b.xhtml": XHTML.format('<a id="x"/><p>Then it was closed.</p>'),
}
LOCK = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:e="http://www.w3.org/2001/04/xmlenc#">'
    '<e:EncryptedData><e:EncryptionMethod Algorithm="{}"/><e:CipherData><e:CipherReference URI="{}"/></e:CipherData>'
    "</e:EncryptedData></encryption>"
)


def book(**changed: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, content in {**PARTS, **changed}.items():
            if content:
                archive.writestr(name, content)
    return packed.getvalue()


def read(data: bytes) -> Row:
    (row,) = read_epub(io.BytesIO(data))
    return row


def test_a_book_is_one_document_in_reading_order_with_what_it_says_of_itself():
    row = read(book())
    assert row.fields == {
        "text": "One\n\nThe road was open.\n\n“Why?”\N{NO-BREAK SPACE}she asked.\n\nThen it was closed.",
        "title": "The Valley",
        "author": "A. Example; B. Example",
        "date": "1998",
        "source": "Valley Press",
        "language": "en",
    }
    assert (row.number, row.encoding, row.dated_by, row.notes) == (None, "", "metadata", ())


def test_the_day_on_which_the_file_was_changed_is_not_that_of_publication():
    dates = (
        '<dc:date xmlns:opf="http://www.idpf.org/2007/opf" opf:event="modification">2021-05-05</dc:date>'
        '<dc:date xmlns:opf="http://www.idpf.org/2007/opf" opf:event="publication">1998-02</dc:date>'
    )
    package = PACKAGE.replace("<dc:date>1998</dc:date>", dates)
    assert read(book(**{"OEBPS/content.opf": package})).fields["date"] == "1998-02"


def test_a_missing_chapter_is_named_and_the_others_are_read():
    row = read(book(**{"OEBPS/text/one.xhtml": ""}))
    assert row.fields["text"] == "Then it was closed."
    ((kind, note),) = row.notes
    assert kind == "chapter-not-read"
    assert "OEBPS/text/one.xhtml" in note


def test_a_locked_book_is_refused():
    locked = LOCK.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OEBPS/text/one.xhtml")
    with pytest.raises(UnreadableError, match="locked"):
        read(book(**{"META-INF/encryption.xml": locked}))


@pytest.mark.parametrize(
    ("method", "place"),
    [
        ("http://www.idpf.org/2008/embedding", "OEBPS/font.otf"),
        ("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OEBPS/cover.jpg"),
    ],
)
def test_a_book_of_which_only_fonts_or_pictures_are_locked_is_read(method, place):
    assert read(book(**{"META-INF/encryption.xml": LOCK.format(method, place)})).fields["title"] == "The Valley"


@pytest.mark.parametrize("address", ["../../secret.xhtml", "/etc/passwd", "file:///etc/passwd", "..%2F..%2Fsecret"])
def test_nothing_outside_of_the_book_is_read(address):
    row = read(book(**{"OEBPS/content.opf": PACKAGE.replace("text/one.xhtml", address)}))
    assert row.fields["text"] == "Then it was closed."
    assert "outside" in row.notes[0][1]


def test_entities_are_not_expanded():
    bomb = '<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    package = PACKAGE.replace('<?xml version="1.0"?>', '<?xml version="1.0"?>' + bomb).replace("The Valley", "X &b;")
    assert read(book(**{"OEBPS/content.opf": package})).fields["title"] == "X &b;"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04" + b"\0" * 40,
        b"\xff\x00" * 99,
        book()[:400],
        book(**{"META-INF/container.xml": ""}),
        book(**{"META-INF/container.xml": "<container/>"}),
        book(**{"META-INF/container.xml": "\0"}),
        book(**{"OEBPS/content.opf": ""}),
        book(**{"OEBPS/content.opf": "<package/>"}),
        book(**{"OEBPS/content.opf": PACKAGE.replace("text/css", "&#xD800;")[:-30]}),
        book(**{"OEBPS/text/one.xhtml": "", "OEBPS/text/two b.xhtml": ""}),
    ],
)
def test_what_is_no_whole_book_is_refused(data):
    with pytest.raises(UnreadableError):
        read(data)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2500), st.integers(0, 255))
def test_a_book_with_a_wrong_byte_is_read_or_refused(place, byte):
    data = bytearray(book())
    data[place % len(data)] = byte
    try:
        row = read(bytes(data))
    except UnreadableError:
        return
    assert row.fields["text"]
