"""Documents of word processors: what their readers see in print, and nothing that is deleted, hidden or a code."""

import io
import zipfile
from datetime import UTC, datetime

import docx
import odfdo
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus.readers.office import read_docx, read_odt
from analysis.corpus.readers.rtf import read_rtf
from analysis.corpus.rows import Row, UnreadableError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
READERS = {"docx": read_docx, "odt": read_odt, "rtf": read_rtf}


def read_one(reader, data: bytes) -> Row:
    (row,) = reader(io.BytesIO(data))
    return row


def saved(document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def text_of(document) -> str:
    reader = read_odt if isinstance(document, odfdo.Document) else read_docx
    return read_one(reader, saved(document)).fields["text"]


def with_parts(data: bytes, parts: dict[str, bytes]) -> bytes:
    """Write a packed document again, with parts added or replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in dict.fromkeys([*old.namelist(), *parts]):
            new.writestr(name, parts.get(name) or old.read(name))
    return file.getvalue()


def part_of(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def word_paragraph(xml: str) -> bytes:
    """Make a Word document with one paragraph of the given XML."""
    document = docx.Document()
    paragraph = parse_xml(f"<w:p {nsdecls('w')} xmlns:mc='urn:mc' xmlns:wps='urn:wps' xmlns:v='urn:v'>{xml}</w:p>")
    document.element.body.insert(0, paragraph)
    return saved(document)


def open_document(xml: str) -> bytes:
    """Make an OpenDocument text with the given XML as its body."""
    names = "office text table draw dc".split()
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    content = (
        f"<office:document-content {spaces}><office:body><office:text>{xml}</office:text></office:body>"
        "</office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return file.getvalue()


# Word


def test_a_word_document_is_read_in_the_order_of_its_pages():
    document = docx.Document()
    document.add_heading("The road", 1)
    paragraph = document.add_paragraph("It is ")
    paragraph.add_run("closed").bold = True
    paragraph.add_run(".\tToday\nNow")
    document.add_paragraph("first point", style="List Bullet")
    table = document.add_table(2, 2)
    for place, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"cell {place}"
    document.add_paragraph("The end.")
    document.sections[0].header.paragraphs[0].text = "HEADER"
    assert text_of(document) == (
        "The road\n\nIt is closed.\tToday\nNow\n\nfirst point\n\ncell 0 | cell 1\n\ncell 2 | cell 3\n\nThe end."
    )


def test_a_page_laid_out_in_a_table_of_one_cell_keeps_its_paragraphs():
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "One."
    cell.add_paragraph("Two.")
    assert text_of(document) == "One.\n\nTwo."


def test_tracked_deletions_are_left_out_and_insertions_kept():
    xml = (
        "<w:r><w:t>The road is </w:t></w:r><w:del w:id='1'><w:r><w:delText>open</w:delText></w:r></w:del>"
        "<w:ins w:id='2'><w:r><w:t>closed</w:t></w:r></w:ins><w:moveFrom w:id='3'><w:r><w:t>moved</w:t></w:r>"
        "</w:moveFrom><w:r><w:t>.</w:t></w:r>"
    )
    assert read_one(read_docx, word_paragraph(xml)).fields["text"] == "The road is closed."


def test_links_and_results_of_fields_are_kept_but_not_their_codes():
    xml = (
        "<w:hyperlink><w:r><w:t>See </w:t></w:r></w:hyperlink>"
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText><w:t>code</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>page 7</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t> there</w:t></w:r>"
    )
    assert read_one(read_docx, word_paragraph(xml)).fields["text"] == "See page 7 there"


def test_a_field_that_never_ends_takes_no_text_with_it():
    xml = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:t>The road is closed.</w:t></w:r>"
    assert read_one(read_docx, word_paragraph(xml)).fields["text"] == "The road is closed."


def test_a_text_box_is_read_once_after_its_paragraph():
    box = "<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
    xml = (
        "<w:r><w:t>Before.</w:t><mc:AlternateContent><mc:Choice><wps:txbx>" + box + "</wps:txbx></mc:Choice>"
        "<mc:Fallback><v:textbox>" + box + "</v:textbox></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert read_one(read_docx, word_paragraph(xml)).fields["text"] == "Before.\n\nIn a box."


def with_footnotes(data: bytes) -> bytes:
    relations = part_of(data, "word/_rels/document.xml.rels")
    relation = (
        b'<Relationship Id="rIdN" Type="http://x/relationships/footnotes" Target="footnotes.xml"/></Relationships>'
    )
    notes = (
        f"<w:footnotes {nsdecls('w')}><w:footnote w:type='separator' w:id='-1'><w:p><w:r><w:t>---</w:t></w:r></w:p>"
        "</w:footnote><w:footnote w:id='1'><w:p><w:r><w:footnoteRef/><w:t>See the report.</w:t></w:r></w:p>"
        "</w:footnote></w:footnotes>"
    )
    return with_parts(
        data,
        {
            "word/footnotes.xml": notes.encode(),
            "word/_rels/document.xml.rels": relations.replace(b"</Relationships>", relation),
        },
    )


def test_footnotes_of_word_follow_the_text():
    document = docx.Document()
    document.add_paragraph("The road is closed.")
    row = read_one(read_docx, with_footnotes(saved(document)))
    assert row.fields["text"] == "The road is closed.\n\nSee the report."


def test_properties_of_word_are_read_but_not_the_day_of_its_template():
    document = docx.Document()
    document.add_paragraph("The road is closed.")
    assert read_one(read_docx, saved(document)).fields == {"text": "The road is closed."}
    document.core_properties.title = "Road report"
    document.core_properties.author = "Road Office"
    document.core_properties.created = datetime(2023, 2, 22, 14, 30, tzinfo=UTC)
    row = read_one(read_docx, saved(document))
    assert row.fields["title"] == "Road report"
    assert row.fields["author"] == "Road Office"
    assert row.fields["date"] == "2023-02-22T14:30:00Z"
    assert row.dated_by == "properties"


def test_entities_in_a_word_document_are_not_followed(tmp_path):
    (tmp_path / "secret.txt").write_text("SECRET")
    xml = (
        f"<!DOCTYPE x [<!ENTITY far SYSTEM '{(tmp_path / 'secret.txt').as_uri()}'><!ENTITY near 'NEAR'>]>"
        f"<w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>a</w:t><w:t>&far;&near;</w:t><w:t>b</w:t></w:r></w:p>"
        "</w:body></w:document>"
    )
    data = with_parts(saved(docx.Document()), {"word/document.xml": xml.encode()})
    assert read_one(read_docx, data).fields["text"] == "ab"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLE + bytes(600) + "WordDocument".encode("utf-16-le"), r"save it as \.docx"),
        (b"%PDF-1.7 and more", r"a PDF: .*\.pdf"),
        (b"", "no Word document"),
        (b"The road is closed.", "no Word document"),
        (saved(odfdo.Document("text")), "no Word document"),
    ],
)
def test_what_is_no_word_document_is_refused_in_words(data, message):
    with pytest.raises(UnreadableError, match=message):
        read_one(read_docx, data)


# OpenDocument


def test_an_open_document_is_read_in_the_order_of_its_pages():
    document = odfdo.Document("text")
    document.body.clear()
    document.body.append(odfdo.Header(1, "The road"))
    paragraph = odfdo.Paragraph("It is closed.\tToday\nNow")
    paragraph.insert_note(after="closed", note_id="n1", citation="1", body="See the report.")
    document.body.append(paragraph)
    document.body.append(odfdo.List(["first point", "second point"]))
    table = odfdo.Table("T", 2, 1)
    table.set_value("A1", "North")
    table.set_value("B1", "South")
    document.body.append(table)
    assert text_of(document) == (
        "The road\n\nIt is closed.\tToday\nNow\n\nfirst point\n\nsecond point\n\nNorth | South\n\nSee the report."
    )


def test_changes_comments_and_hidden_text_of_an_open_document_are_left_out():
    xml = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>deleted</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:p>The  road\n <text:span>is</text:span>"
        "<office:annotation><dc:creator>A</dc:creator><text:p>comment</text:p></office:annotation> closed"
        "<text:hidden-text>hidden</text:hidden-text><text:s/>.</text:p>"
        "<text:p><draw:frame><draw:text-box><text:p>In a box.</text:p></draw:text-box></draw:frame></text:p>"
    )
    assert read_one(read_odt, open_document(xml)).fields["text"] == "The road is closed .\n\nIn a box."


def test_properties_of_an_open_document_are_read():
    document = odfdo.Document("text")
    document.meta.title = "Road report"
    document.meta.initial_creator = "Road Office"
    document.meta.language = "en-GB"
    document.meta.creation_date = datetime(2023, 2, 22, 14, 30)
    row = read_one(read_odt, saved(document))
    assert (row.fields["title"], row.fields["author"]) == ("Road report", "Road Office")
    assert (row.fields["date"][:16], row.fields["language"]) == ("2023-02-22T14:30", "en-GB")
    assert row.dated_by == "properties"


def test_an_open_document_with_a_password_says_so():
    manifest = b'<m:manifest xmlns:m="urn:m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    with pytest.raises(UnreadableError, match="password"):
        read_one(read_odt, with_parts(EXAMPLES["odt"], {"META-INF/manifest.xml": manifest}))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (saved(odfdo.Document("spreadsheet")), "no text but .*spreadsheet"),
        (saved(docx.Document()), "content.xml"),
        (b"%PDF-1.7", "a PDF"),
        (b"", "no OpenDocument text"),
    ],
)
def test_what_is_no_open_document_is_refused_in_words(data, message):
    with pytest.raises(UnreadableError, match=message):
        read_one(read_odt, data)


# All of them


def examples() -> dict[str, bytes]:
    document = docx.Document()
    document.add_paragraph("The road is closed.")
    rtf = rb"{\rtf1\ansi{\fonttbl{\f0\fcharset204 Arial;}}{\info{\title A}} The road {\b is} \'e9 closed.\par}"
    return {"docx": saved(document), "odt": open_document("<text:p>The road is closed.</text:p>"), "rtf": rtf}


EXAMPLES = examples()


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_packed_documents_that_are_cut_off_are_unreadable(kind):
    data = EXAMPLES[kind]
    for share in range(1, 10):
        with pytest.raises(UnreadableError):
            read_one(READERS[kind], data[: len(data) * share // 10])


@pytest.mark.parametrize("kind", ["docx", "odt", "rtf"])
def test_a_very_long_paragraph_is_read_whole(kind):
    words = "road " * 200_000
    if kind == "docx":
        document = docx.Document()
        document.add_paragraph(words)
        data = saved(document)
    else:
        data = open_document(f"<text:p>{words}</text:p>") if kind == "odt" else b"{\\rtf1 " + words.encode() + b"}"
    assert read_one(READERS[kind], data).fields["text"] == words.strip()


def with_nested_tables(kind: str, depth: int) -> bytes:
    if kind == "docx":
        start, end = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
        inner = start * depth + "<w:p><w:r><w:t>deep</w:t></w:r></w:p>" + end * depth
        xml = f"<w:document {nsdecls('w')}><w:body>{inner}</w:body></w:document>"
        return with_parts(EXAMPLES["docx"], {"word/document.xml": xml.encode()})
    start = "<table:table><table:table-row><table:table-cell>"
    end = "</table:table-cell></table:table-row></table:table>"
    return open_document(start * depth + "<text:p>deep</text:p>" + end * depth)


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_tables_within_tables_are_read_until_they_are_too_deep(kind):
    assert read_one(READERS[kind], with_nested_tables(kind, 50)).fields["text"] == "deep"
    with pytest.raises(UnreadableError):
        read_one(READERS[kind], with_nested_tables(kind, 5000))


@pytest.mark.parametrize("kind", ["docx", "odt", "rtf"])
@settings(max_examples=25, deadline=None)
@given(noise=st.binary(max_size=60), place=st.integers(0, 400), whole=st.booleans())
def test_random_bytes_are_read_or_refused_in_words(kind, noise, place, whole):
    data = EXAMPLES[kind]
    try:
        row = read_one(READERS[kind], noise if whole else data[:place] + noise + data[place + len(noise) :])
    except UnreadableError as error:
        assert str(error)
    else:
        assert isinstance(row.fields["text"], str)
