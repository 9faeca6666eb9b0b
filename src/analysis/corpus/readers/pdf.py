"""PDF files: their text in the order of reading, without running headers, footers and page numbers."""

import ctypes
import math
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, BinaryIO

import regex
from ftfy.fixes import fix_surrogates

from analysis.corpus.readers.pdf_columns import page_blocks
from analysis.corpus.readers.pdf_paragraphs import join_paragraphs
from analysis.corpus.readers.pdf_rows import SLANTED, Glyph, TextRow, page_rows
from analysis.corpus.readers.pdf_running import running_note, without_running_lines
from analysis.corpus.readers.properties import no_such_file, useful_properties
from analysis.corpus.rows import Row, UnreadableError, read_all

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

Notes = tuple[tuple[str, str], ...]

MOST_PAGES = 5000
MOST_ON_PAGE = 100_000  # characters; a page of a newspaper has a fifth
MOST_IN_ALL = 20_000_000  # characters
MOST_NAMED = 20  # pages in a note
DAMAGED = "the file is no whole PDF: download or export it again"
CUT_OFF = "the file does not end as a PDF does, and what there is of it is kept: download or copy it again"
LOCKED = "the file is locked with a password: save it without one"
SCANNED = "the file holds {} of pictures and no text (a scan): run OCR on it, and put the result in its place"
BLANK = "there is no text on any of its pages: look whether the text was lost on the way"
SOME_SCANNED = "no text on {}, only pictures or drawings (a scan?): run OCR on the file if there is text to be seen"
UNREADABLE_PAGES = "{} cannot be read and are left out: export the file again"
UNREADABLE_GLYPHS = (
    "{:.0%} of the characters do not say which letter they are: look whether the text can be read, and run OCR if not"
)
END, TAIL = b"%%EOF", 4096  # bytes in which it must stand, as some programs write more behind it
UNREADABLE_SHARE = 0.01
PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD; 5 is an unknown kind of lock
SECURITY_ERROR = 5
# What fonts for bullets call them, and letters that are printed as one.
REPLACED = str.maketrans(
    {
        "\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf02d": "–",
        "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
        "\x00": "\N{REPLACEMENT CHARACTER}",
        "\x02": "-",  # PDFium's sign for a hyphen at the end of a line
        "\ufffe": "-",
    }
)  # fmt: skip
LONGEST_NAME = 128
BOLD = regex.compile(rb"bold|black|heavy|demi|cmbx", regex.IGNORECASE)
UNKNOWN = regex.compile(r"[\p{Co}\N{REPLACEMENT CHARACTER}]")
DATE = regex.compile(
    r"(?:D:)?(?P<year>\d{4})(?P<month>\d\d)?(?P<day>\d\d)?(?P<hour>\d\d)?(?P<minute>\d\d)?(?P<second>\d\d)?"
    r"(?:(?P<zone>[Zz+-])(?P<hours>\d\d)?'?(?P<minutes>\d\d)?'?)?"
)


def read_pdf(file: BinaryIO) -> Iterator[Row]:
    """Read a PDF file as one document.

    Columns are read one after the other; lines are joined into paragraphs and words that their ends broke;
    running headers, footers and page numbers are removed, and a note says which.
    """
    import pypdfium2

    data = read_all(file)
    if b"%PDF-" not in data[:1024]:
        raise UnreadableError(no_such_file("no PDF", data))
    try:
        with pypdfium2.PdfDocument(data) as document:
            row = _read_document(document)
            yield row if END in data[-TAIL:] else replace(row, notes=(("cut-off", CUT_OFF), *row.notes))
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in (PASSWORD_ERROR, SECURITY_ERROR)
        raise UnreadableError(LOCKED if locked else DAMAGED) from None


def _read_document(document: "PdfDocument") -> Row:
    fields = _properties(document)
    pages, pictures, notes = _read_pages(document)
    rest, removed = without_running_lines(pages)
    text = "\n\n".join(join_paragraphs(page_blocks(rows) for rows in rest))
    if not text.strip():
        raise UnreadableError(SCANNED.format(_plural(len(pictures))) if pictures else BLANK)
    if removed:
        notes = (*notes, running_note(removed))
    if pictures:
        notes = (*notes, ("pages-without-text", SOME_SCANNED.format(_name_pages(pictures))))
    unknown = len(UNKNOWN.findall(text)) / len(text)
    if unknown > UNREADABLE_SHARE:
        notes = (*notes, ("unreadable-glyphs", UNREADABLE_GLYPHS.format(unknown)))
    return Row(None, "", fields | {"text": text}, notes=notes, dated_by="properties")


def _plural(pages: int) -> str:
    return f"{pages:,} pages" if pages != 1 else "1 page"


def _name_pages(pages: Sequence[int]) -> str:
    named = ", ".join(str(page) for page in pages[:MOST_NAMED])
    more = f" and {len(pages) - MOST_NAMED:,} more" if len(pages) > MOST_NAMED else ""
    return f"page{'s' if len(pages) > 1 else ''} {named}{more}"


def _read_pages(document: "PdfDocument") -> tuple[list[list[TextRow]], list[int], Notes]:
    """Read the rows of every page; return also the numbers of those with pictures alone, and notes."""
    from pypdfium2 import PdfiumError

    if len(document) > MOST_PAGES:
        raise UnreadableError(f"the file has more than {MOST_PAGES:,} pages: split it")
    pages, pictures, lost, characters = [], [], [], 0
    for number in range(1, len(document) + 1):
        try:
            with closing(document[number - 1]) as page:
                glyphs = _read_glyphs(page, number)
                if not glyphs and next(page.get_objects(max_depth=1), None):
                    pictures.append(number)
        except PdfiumError:
            lost.append(number)
            continue
        characters += len(glyphs)
        if characters > MOST_IN_ALL:
            raise UnreadableError(f"the file has more than {MOST_IN_ALL:,} characters: split it")
        pages.append(page_rows(glyphs))
    if not pages:
        raise UnreadableError(DAMAGED)
    return pages, pictures, (("pages-unreadable", UNREADABLE_PAGES.format(_name_pages(lost))),) if lost else ()


def _read_glyphs(page: "PdfPage", number: int) -> list[Glyph]:
    """Read the characters on a page, without those beyond its edges; none when there is nothing but space."""
    left, bottom, right, top = page.get_bbox()
    with closing(page.get_textpage()) as text:
        count = text.count_chars()
        if count > MOST_ON_PAGE:
            raise UnreadableError(f"page {number} has more than {MOST_ON_PAGE:,} characters: split the file")
        glyphs = [
            glyph
            for glyph in _glyphs(text, count)
            if left <= (glyph.left + glyph.right) / 2 <= right and bottom <= (glyph.bottom + glyph.top) / 2 <= top
        ]
    return glyphs if any(not glyph.text.isspace() for glyph in glyphs) else []


def _glyphs(page: "PdfTextPage", count: int) -> Iterator[Glyph]:
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    reference = ctypes.byref(box)
    turn, bold = 0, False
    name, flags = ctypes.create_string_buffer(LONGEST_NAME), ctypes.c_int()
    for index in range(count):
        code = raw.FPDFText_GetUnicode(page.raw, index)
        if not raw.FPDFText_GetLooseCharBox(page.raw, index, reference):
            continue
        character = chr(code).translate(REPLACED) if code <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"
        if not raw.FPDFText_IsGenerated(page.raw, index):
            turn = _turn(raw.FPDFText_GetCharAngle(page.raw, index))
            raw.FPDFText_GetFontInfo(page.raw, index, name, LONGEST_NAME, flags)
            bold = BOLD.search(name.value) is not None
        numbers = box.left, box.bottom, box.right, box.top
        if all(math.isfinite(number) for number in numbers):
            yield Glyph(character, *numbers, turn, bold)


def _turn(angle: float) -> int:
    """Say by how many quarters text is turned clockwise."""
    quarters = angle / (math.pi / 2) if math.isfinite(angle) else 0.0
    return round(quarters) % 4 if abs(quarters - round(quarters)) < 0.1 else SLANTED


def _properties(document: "PdfDocument") -> dict[str, Any]:
    """Return what the file says of itself: its title, author and day, unless a program has filled them in."""
    said = {name: fix_surrogates(value) for name, value in document.get_metadata_dict().items()}
    date = _date(said.get("CreationDate", "")) or _date(said.get("ModDate", ""))
    return useful_properties(said.get("Title", ""), said.get("Author", ""), date)


def _date(value: str) -> str:
    """Write a date of a PDF (ISO 32000-1, 7.9.4) in ISO form; empty when it is none.

    >>> _date("D:20230222143000+04'00'")
    '2023-02-22T14:30:00+04:00'
    """
    match = DATE.fullmatch(value)
    if not match:
        return ""
    parts = {name: int(part) for name, part in match.groupdict().items() if part and name != "zone"}
    if "month" not in parts:
        return str(match["year"])
    if "day" not in parts:
        return f"{match['year']}-{match['month']}"
    offset = timedelta(hours=parts.pop("hours", 0), minutes=parts.pop("minutes", 0))
    try:
        zone = timezone(-offset if match["zone"] == "-" else offset) if match["zone"] else None
        return datetime(**parts, tzinfo=zone).isoformat()
    except (ValueError, OverflowError):
        return ""
