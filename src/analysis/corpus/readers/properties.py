"""What programs stamp on the documents that they write: which titles, authors and days say something, and which not."""

from typing import Any

import regex

MAGIC = (
    (b"%PDF-", "a PDF", ".pdf"),
    (b"{\\rtf", "an RTF file", ".rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an old Office program (.doc, .xls or .ppt)", ""),
    (b"PK\x03\x04", "a packed document or folder (.docx, .odt, .epub, .zip and the like)", ""),
    (b"<!doctype html", "a web page", ".html"),
    (b"<html", "a web page", ".html"),
)
NO_TITLE = regex.compile(
    r"microsoft (?:word|powerpoint|excel)\b.*"
    r"|.*\.(?:docx?|dotx?|odt|rtf|pdf|indd|qxp|qxd|tex|dvi|pptx?|xlsx?|html?|txt)"
    r"|untitled.*|(?:word document|document|doc|slide|title|page|print|scan|layout)[ _-]*\d*"
    r"|powerpoint presentation|about:blank|[\W\d_]*",
    regex.IGNORECASE,
)
NO_AUTHOR = regex.compile(
    r"\W*(?:admin|administrator|anonymous|author|unknown|user|owner|root|microsoft|windows|none|n/a|unspecified"
    r"|windows user|microsoft office user|python-docx)?\W*",
    regex.IGNORECASE,
)
FALSE_DATES = ("2013-12-23T23:15:00Z", "2013-12-23T23:15:00+00:00")  # of python-docx's template, in all that it makes


def useful_properties(title: str = "", author: str = "", date: str = "", language: str = "") -> dict[str, Any]:
    """Keep what a document's properties say; leave out file names, "untitled", "Administrator" and known false days.

    >>> useful_properties("Microsoft Word - road.doc", "A. Writer", "2023-02-22T14:30:00Z")
    {'author': 'A. Writer', 'date': '2023-02-22T14:30:00Z'}
    """
    title, author = " ".join(title.split()), " ".join(author.split())
    said = {
        "title": "" if NO_TITLE.fullmatch(title) else title,
        "author": "" if NO_AUTHOR.fullmatch(author) else author,
        "date": "" if date.strip() in FALSE_DATES else date.strip(),
        "language": language.strip(),
    }
    return {name: value for name, value in said.items() if value}


def no_such_file(wanted: str, data: bytes) -> str:
    """Say that a file is not what its name says, and what it is where its first bytes tell.

    >>> no_such_file("no Word document", b"%PDF-1.7")
    'the file is no Word document but a PDF: give its name the ending .pdf'
    """
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for magic, kind, ending in MAGIC:
        if start.startswith(magic.lower()):
            advice = f"give its name the ending {ending}" if ending else "give its name the right ending"
            return f"the file is {wanted} but {kind}: {advice}"
    return f"the file is {wanted}: it is empty, cut off, damaged or of another kind; download or export it again"
